"""What the next term of every licence costs, and why; what a gap costs; what last year's estimate leaves to settle.

Fees are before tax, in minor units of each licence's currency.
"""

from dataclasses import dataclass

import pandas as pd

from sheetops import money
from sheetops.model import Frame
from sheetops.rules.declared import charged_units
from sheetops.rules.lookup import own as own_values
from sheetops.rules.tariffs import TariffTerms, tariff_fees
from sheetops.rules.terms import whole_months
from sheetops.rules.words import Texts, amount, day, say, when

TRUE_UPS = {
    "balance": "the count came out higher than the estimate: the difference is to be paid",
    "credit": "the count came out lower than the estimate: the difference is credited",
    "even": "the count comes to the same fee as the estimate",
    "late": "the count has not come within declaration_days of the period's end, or came later",
    "waiting": "the period has ended, and the count may still come in time",
    "running": "the period has not ended yet",
}
"""What becomes of an estimate; the first of late, waiting and running that fits where no count has come."""


@dataclass(frozen=True)
class PricingTerms:
    """How a desk prices: its tariffs' terms, how many days a count may take, and surcharges in basis points.

    ``discount`` (basis points) is taken off what tariffs come to; it may be a Series, by the Licences rows.
    """

    tariffs: TariffTerms
    gap_rate: int = 10_000
    declaration_days: int = 60
    late_rate: int = 0
    discount: int | pd.Series = 0


def renewal_fees(row: Frame, licences: Frame, sheets: "PriceSheets", by: PricingTerms) -> Frame:
    """Return the fee of each licence's next term (index: that of ``row``), and of the gap before it.

    Columns: fee, tax_rate, fee_reason, gap_fee, gap_reason. ``row`` is what `sheetops.rules.renewals.renewals` returned
    for ``licences``. The fee comes from the tariff; where it cannot be applied, from the Licences sheet; NA where there
    is none either. ``tax_rate`` is NA where the tariff names none; a gap's fee is the tariff's for its days, times
    gap_rate.
    """
    next_term = _wanted(row, licences, by, "next_start", "next_end", row["next_months"])
    priced = _priced(next_term, sheets, by)
    gaps = row["gap_start"].notna()
    part = row[gaps]
    blank = pd.Series(pd.NA, index=part.index, dtype="Int64")
    gap = _priced(_wanted(part, licences, by, "gap_start", "gap_end", blank), sheets, by)
    fee = priced["fee"].fillna(row["fee"])
    gap = _by_own_fee(gap, part, fee.reindex(part.index))
    gap_fee = _at_rate(gap["fee"], by.gap_rate)
    return pd.DataFrame(
        {
            "fee": fee,
            "tax_rate": priced["tax_rate"],
            "fee_reason": _fee_reason(priced, fee, row["currency"]),
            "gap_fee": gap_fee.reindex(row.index).astype("Int64"),
            "gap_reason": pd.Series(_gap_reason(part, gap, by.gap_rate), index=part.index)
            .reindex(row.index)
            .fillna(""),
        },
        index=row.index,
    )


@dataclass(frozen=True, eq=False)
class PriceSheets:
    """The good rows of the sheets that prices come from."""

    tariffs: Frame
    indices: Frame
    units: Frame


def _wanted(row: Frame, licences: Frame, by: PricingTerms, start: str, end: str, months: pd.Series) -> Frame:
    own = licences.reindex(row.index)
    return pd.DataFrame(
        {
            "licence": row["licence"],
            "tariff": own["tariff"],
            "type": row["type"],
            "currency": row["currency"],
            "units": own["units"],
            "start": row[start],
            "end": row[end],
            "months": months,
            "discount": own_values(by.discount, row.index),
        },
        index=row.index,
    )


def _priced(wanted: Frame, sheets: PriceSheets, by: PricingTerms) -> Frame:
    """Return what `tariff_fees` says of terms, with the units that each is charged for and where they come from."""
    declared = charged_units(wanted, sheets.units, by.tariffs.as_of)
    asked = wanted.assign(units=declared["units"])
    return tariff_fees(asked, sheets.tariffs, sheets.indices, by.tariffs).join(declared)


def _by_own_fee(gap: Frame, part: Frame, fee: pd.Series) -> Frame:
    """Return the gaps' fees, those that no tariff prices by the days of the next term and its fee."""
    days = (part["gap_end"] - part["gap_start"]).dt.days + 1
    whole = (part["next_end"] - part["next_start"]).dt.days + 1
    known = fee.fillna(0).to_numpy(dtype=object)
    shared = money.rounded(known * days.to_numpy(dtype=object), whole.to_numpy(dtype=object))
    own = pd.Series(shared, index=part.index).astype("Int64").where(fee.notna())
    said = pd.Series(say(days, "/", whole, " of the fee"), index=part.index)
    return gap.assign(fee=gap["fee"].fillna(own), said=gap["said"].where(gap["fee"].notna(), said))


def _at_rate(fee: pd.Series, rate: int) -> pd.Series:
    known = fee.fillna(0).to_numpy(dtype=object)
    return pd.Series(money.rounded(known * rate, 10_000), index=fee.index).astype("Int64").where(fee.notna())


def _fee_reason(priced: Frame, fee: pd.Series, currency: pd.Series) -> Texts:
    source = when((priced["units_said"] == "", ""), otherwise=say(" (", priced["units_said"], ")"))
    counted = priced["said"].str.contains(" x ", regex=False)
    own = say(
        "the fee on the Licences sheet", when((priced["problem"] == "", ""), otherwise=say(": ", priced["problem"]))
    )
    missing = when((priced["problem"] == "", "neither a fee nor a tariff"), otherwise=priced["problem"])
    return when(
        (priced["fee"].notna(), say(priced["said"], when((counted, source)), ": ", _sum(priced["fee"], currency))),
        (fee.notna(), own),
        otherwise=say("no fee: ", missing),
    )


def _gap_reason(part: Frame, gap: Frame, rate: int) -> Texts:
    share = "" if rate == 10_000 else f", {rate / 100:g} % of it"
    return when(
        (
            gap["fee"].notna(),
            say("from ", day(part["gap_start"]), " to ", day(part["gap_end"]), ": ", gap["said"], share),
        ),
        otherwise=say("no fee for the gap: ", gap["problem"]),
    )


def _sum(fee: pd.Series, currency: pd.Series) -> Texts:
    return amount(fee.fillna(0).astype("int64"), currency)


def true_ups(row: Frame, licences: Frame, sheets: PriceSheets, by: PricingTerms) -> Frame:
    """Return what each estimated term leaves to settle once it was counted (index: that of ``row``, estimates alone).

    ``row`` has licence, account, type, currency, start and end of the terms. Columns added: estimate, actual (exact
    text, "" when not counted), declared_on, due_on (the last day for the count), estimated_fee, actual_fee, difference
    (Int64: positive to be paid, negative to be credited), surcharge (for a late count), status (one of `TRUE_UPS`),
    tax_rate, reason.
    """
    told = _declared(row, sheets.units, by)
    rows = row.loc[told.index]
    months = whole_months(rows["start"], rows["end"], licences["anchor"].reindex(rows.index))
    term = _wanted(rows, licences, by, "start", "end", months)
    before = tariff_fees(term.assign(units=told["estimate"]), sheets.tariffs, sheets.indices, by.tariffs)
    after = tariff_fees(term.assign(units=told["actual"]), sheets.tariffs, sheets.indices, by.tariffs)
    counted = told["actual"] != ""
    due_on = rows["end"] + pd.Timedelta(days=by.declaration_days)
    today = pd.Timestamp(by.tariffs.as_of)
    came = told["declared_on"].fillna(today)
    late = (came > due_on) & (counted | (today > due_on))
    difference = (after["fee"] - before["fee"]).where(counted)
    status = when(
        (difference.fillna(0) > 0, "balance"),
        (difference.fillna(0) < 0, "credit"),
        (counted & difference.notna(), "even"),
        (late, "late"),
        (rows["end"] < today, "waiting"),
        otherwise="running",
    )
    settled = told.assign(
        due_on=due_on.astype("datetime64[s]"),
        estimated_fee=before["fee"],
        actual_fee=after["fee"].where(counted),
        difference=difference.astype("Int64"),
        surcharge=_at_rate(after["fee"].fillna(before["fee"]).where(late & counted, 0), by.late_rate),
        status=status,
        tax_rate=before["tax_rate"],
    )
    rows = rows.drop(columns=[name for name in settled.columns if name in rows.columns]).join(settled)
    problem = when((after["problem"] != "", after["problem"]), otherwise=before["problem"])
    return rows.assign(reason=_true_up_reason(rows, problem, counted, late))


def _declared(row: Frame, units: Frame, by: PricingTerms) -> Frame:
    """Return estimate and count of each term that was estimated: what was declared for a period that starts in it."""
    known = units[~(units["declared_on"] > pd.Timestamp(by.tariffs.as_of))]
    asked = row[["licence", "start", "end"]].rename_axis("at").reset_index()
    pairs = asked.merge(known, on="licence", suffixes=("", "_told"))
    pairs = pairs[(pairs["start_told"] >= pairs["start"]) & (pairs["start_told"] <= pairs["end"])]
    latest = pairs.sort_values("declared_on", na_position="first", kind="stable").drop_duplicates(
        ["at", "basis"], keep="last"
    )
    of = {basis: latest[latest["basis"] == basis].set_index("at") for basis in ("estimate", "actual")}
    told = of["estimate"][["units"]].rename(columns={"units": "estimate"}).join(of["actual"][["units", "declared_on"]])
    told = told.assign(actual=told["units"].fillna("")).drop(columns="units")
    return told.reindex(row.index[row.index.isin(told.index)])


def _true_up_reason(row: Frame, problem: Texts, counted: pd.Series, late: pd.Series) -> Texts:
    currency = row["currency"]
    gap = row["difference"].fillna(0).astype("int64")
    counts = say(
        row["actual"],
        " were counted",
        when((row["declared_on"].isna(), ""), otherwise=say(" (declared on ", day(row["declared_on"]), ")")),
    )
    fees = say(
        " against an estimate of ",
        row["estimate"],
        ": ",
        _sum(row["actual_fee"], currency),
        " instead of ",
        _sum(row["estimated_fee"], currency),
    )
    result = when(
        (gap > 0, say(", ", amount(gap, currency), " to be paid")),
        (gap < 0, say(", ", amount(-gap, currency), " to be credited")),
        otherwise=", nothing to settle",
    )
    by_when = say("the count for ", day(row["start"]), " to ", day(row["end"]))
    surcharge = when(
        (row["surcharge"].fillna(0) > 0, say("; late, so that ", _sum(row["surcharge"], currency), " is added"))
    )
    return when(
        (problem != "", say("cannot be settled: ", problem, ".")),
        (counted, say(counts, fees, result, surcharge, ".")),
        (late, say(by_when, " was due on ", day(row["due_on"]), " and has not come.")),
        otherwise=say(by_when, " is due by ", day(row["due_on"]), "."),
    )  # fmt: skip
