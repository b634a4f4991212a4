"""Charges one kind at a time, by the desk's policy: fees and surcharges, as rows of the result Charges.

Beside the columns of Charges each row has ``number`` (the number of its row in the Ledger, "" when it gets none),
``told`` (its description there) and ``licence``.
"""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from sheetops.checking import findings_of
from sheetops.jobs.arrears import Position, currency_of
from sheetops.jobs.desk import Desk
from sheetops.jobs.freedoms import free_times
from sheetops.jobs.subjects import subjects
from sheetops.model import Fault, Finding, Frame, Severity
from sheetops.rules.charging import FEE, SURCHARGE, free_at, open_on, stamp
from sheetops.rules.fees import fee_amounts, fee_rows
from sheetops.rules.ladders import PLAN, PROMISE
from sheetops.rules.surcharge import surcharges
from sheetops.rules.words import CHANNELS, amount, day, plain, say, when
from sheetops.sheets.checks.faults import faults

COLUMNS = [
    *("account", "entry", "kind", "from", "to", "days", "base", "rate", "amount", "currency", "free_reason", "reason"),
    *("number", "told", "licence"),
]


def fee_charges(desk: Desk, now: Position, payments: Frame, before: Frame) -> tuple[Frame, tuple[Finding, ...]]:
    """Return the fees of notices that the Ledger does not hold yet, and findings on those that cannot be stated."""
    sent = _sent(desk, now, payments)
    facts = subjects(desk, sent)
    sent["fee"] = desk.policy.stage_each(sent["ladder"], sent["level"], facts, sent["sent_on"])["fee"]
    each = {name: desk.policy.each(name, facts, on=sent["sent_on"]) for name in ("fee_per", "charge_fees")}
    row = fee_rows(_not_charged(sent, each["fee_per"], before), each["fee_per"])
    facts = facts.loc[row.index]
    # A desk that names no currency has but one.
    ours = (row["currency"] == currency_of(desk)) | (currency_of(desk) == "")
    row["worth"] = desk.policy.each("exchange_rate", facts, on=row["sent_on"]).mask(ours, 1)
    row["amount"] = fee_amounts(row)
    unknown = row[row["amount"].isna()]
    row = row[row["amount"].notna()]
    free = _free(desk, now, row, facts.loc[row.index], "fees_free_during", row["sent_on"])
    pays = each["charge_fees"].loc[row.index] == "yes"
    row = row.assign(free_reason=free.where(pays, "no fees are charged to this account (setting charge_fees)"))
    row["free_reason"] = row["free_reason"].mask((row["free_reason"] == "") & (row["base"] == 0), "paid by that day")
    row["amount"] = row["amount"].where(row["free_reason"] == "", 0).astype("int64")
    return _fee_told(row), _unknown(desk, unknown)


def _sent(desk: Desk, now: Position, payments: Frame) -> Frame:
    """Return the notices of the time that fees are still charged for, one row an item that each was about."""
    notices, items = desk.frames["Notices"], now.allocation.items
    today = pd.Timestamp(desk.as_of)
    back = pd.Timedelta(days=max(desk.policy.ever("charge_back_days")))
    notices = notices[(notices["sent_on"] <= today) & (notices["sent_on"] >= today - back)]
    notices = notices[(notices["licence"] == "") | (notices["entry"] != "")]
    notices = notices[~notices["ladder"].isin([PROMISE, PLAN])].assign(notice=lambda rows: rows.index)
    known = items[["account", "entry", "currency", "due_date", "licence"]].assign(row=items.index)
    keys = dict.fromkeys(["account", "entry"], object)
    named = notices[notices["entry"] != ""].drop(columns="licence").astype(keys)
    general = notices[notices["entry"] == ""].drop(columns=["licence", "entry"]).astype({"account": object})
    whole = general.merge(known.astype(keys), on="account")
    both = pd.concat(
        [named.merge(known.astype(keys), on=["account", "entry"]), whole[whole["due_date"] < whole["sent_on"]]]
    )
    both = both.reset_index(drop=True)
    both = both[both["sent_on"] >= today - pd.to_timedelta(_back_days(desk, both), unit="D")].reset_index(drop=True)
    # An item may have had several notices: each asks what was open on its own day.
    asked = items.loc[both["row"]].set_axis(both.index)
    came = payments.merge(pd.DataFrame({"row": both["row"], "place": both.index}), on="row")
    came = came.assign(row=came["place"])
    return both.assign(open=open_on(asked, came, both["sent_on"]))


def _back_days(desk: Desk, rows: Frame) -> pd.Series:
    return desk.policy.each("charge_back_days", subjects(desk, rows))


def _not_charged(sent: Frame, per: pd.Series, before: Frame) -> Frame:
    """Leave out the notices, and whole letters, whose fee the Ledger holds."""
    fees = before[before["charge"] == FEE]
    held = pd.MultiIndex.from_arrays([fees["of"].astype(object), fees["day"]])
    charged = pd.Series(pd.MultiIndex.from_arrays([sent["entry"], sent["sent_on"]]).isin(held), index=sent.index)
    letter = charged.groupby([sent["account"], sent["currency"], sent["sent_on"]]).transform("any")
    return sent[~charged.where(per == "item", letter).astype(bool)]


def _free(desk: Desk, now: Position, row: Frame, facts: Frame, setting: str, on: pd.Series) -> pd.Series:
    """Return why each charge is free on its day; ``row`` names its Ledger row."""
    items = now.allocation.items.loc[row["row"]].set_axis(row.index)
    during = desk.policy.each(setting, facts, on=on)
    times = free_times(desk, now.agreed, items, during)
    return free_at(times, pd.Series(row.index, index=row.index), on)


def _fee_told(row: Frame) -> Frame:
    by = when((row["channel"] == "", ""), otherwise=say(" by ", plain(row["channel"], CHANNELS)))
    notice = say("level ", row["level"], " (", plain(row["template"], {}), "), sent on ", day(row["sent_on"]), by)
    share = row["fee"].str.endswith("%").to_numpy(dtype=bool)
    base = amount(row["base"], row["currency"])
    how = when((share, say(": ", row["fee"], " of ", base, " open on that day")), otherwise="")
    reason = when(
        (row["free_reason"] == "", say("Fee for ", notice, how, ": ", amount(row["amount"], row["currency"]), ".")),
        otherwise=say("No fee for ", notice, ": ", row["free_reason"], "."),
    )
    number = say(f"{FEE}-", row["entry"], "-", stamp(row["sent_on"]), "-", row["level"])
    return row.assign(
        kind="fee",
        rate=row["fee"],
        days=0,
        reason=reason,
        told=say("Fee for ", notice),
        number=when((row["amount"] > 0, number)),
        **{"from": row["sent_on"], "to": row["sent_on"]},
    )[COLUMNS]


def _unknown(desk: Desk, rows: Frame) -> tuple[Finding, ...]:
    own = currency_of(desk)

    def said(row: Any) -> str:
        return (
            f"The fee of level {row.level}, {row.fee} in {own or 'the currency of the desk'}, cannot be stated in "
            f"{row.currency} and is not charged. Add exchange_rate with applies_to {row.currency} to Policy."
        )

    if "Notices" not in desk.checked:
        return ()
    told = rows.set_index("notice")
    found: Iterator[Fault] = faults(told, pd.Series(True, index=told.index), "level", said)
    return tuple(findings_of(desk.checked["Notices"], found, "fee_rate_unknown", Severity.WARNING))


def surcharge_charges(desk: Desk, now: Position, payments: Frame, before: Frame) -> Frame:
    """Return the surcharges on invoices paid late that the Ledger does not hold yet."""
    items, policy, today = now.allocation.items, desk.policy, pd.Timestamp(desk.as_of)
    if not any(policy.ever("surcharge_rate")):
        return pd.DataFrame(columns=COLUMNS)
    held = before[before["charge"] == SURCHARGE]
    late = items[(items["kind"] == "invoice") & (items["due_date"] < today)]
    late = late[~late.index.isin(held.index) & ~late["entry"].isin(held["of"])]
    facts = subjects(desk, late)
    names = {"rate": "surcharge_rate", "after_days": "surcharge_after_days", "of": "surcharge_of"}
    own = {column: policy.each(name, facts, on=late["due_date"]) for column, name in names.items()}
    row = surcharges(late.assign(**own), payments, desk.as_of)
    back = pd.to_timedelta(policy.each("charge_back_days", facts.loc[row.index]), unit="D")
    row = row[row["to"] >= today - back]
    row = row.assign(row=row.index)
    row["free_reason"] = _free(desk, now, row, facts.loc[row.index], "surcharge_free_during", row["to"])
    row["amount"] = row["amount"].where(row["free_reason"] == "", 0)
    return _surcharge_told(row)


def _surcharge_told(row: Frame) -> Frame:
    rate = row["rate"].map({one: percent(one) for one in row["rate"].unique()})
    what = say("invoice ", row["entry"], ", due ", day(row["due_date"]), " and not paid by ", day(row["to"]))
    base = say(rate, " of ", amount(row["base"], row["currency"]))
    reason = when(
        (
            row["free_reason"] == "",
            say("Surcharge on ", what, ": ", base, ", ", amount(row["amount"], row["currency"]), "."),
        ),
        otherwise=say("No surcharge on ", what, ": ", row["free_reason"], "."),
    )
    return row.assign(
        **{"kind": "surcharge", "rate": rate, "from": row["due_date"] + pd.Timedelta(days=1)},
        days=row["after_days"],
        reason=reason,
        told=say("Late-payment surcharge on ", row["entry"]),
        number=when((row["amount"] > 0, say(f"{SURCHARGE}-", row["entry"]))),
    )[COLUMNS]


def percent(rate: Any) -> str:
    """Return a rate in per cent as people write it: ``5.25%``."""
    return f"{rate.normalize():f}%"
