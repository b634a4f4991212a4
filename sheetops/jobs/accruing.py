"""Interest by the desk's policy: what late items cost, less what the Ledger holds of it already."""

import datetime as dt
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sheetops import money
from sheetops.checking import findings_of
from sheetops.jobs.arrears import Position
from sheetops.jobs.charging import COLUMNS, percent
from sheetops.jobs.desk import Desk
from sheetops.jobs.freedoms import free_times
from sheetops.jobs.subjects import subjects
from sheetops.model import Finding, Frame, Severity, Total
from sheetops.rules.charging import INTEREST, SURCHARGE, span, stamp
from sheetops.rules.interest import accrued, passed, stretches, year_starts, yearly_cost
from sheetops.rules.lookup import look_up
from sheetops.rules.words import KINDS, amount, count, plain, say, when
from sheetops.sheets.checks.faults import faults

RATES = ("interest_base_rate", "interest_margin", "interest_tiers")


class Interest(NamedTuple):
    """Interest on a day: the rows of Charges, the items (index: Ledger row) charged too much so far, and totals.

    ``waiting`` is how many items have interest below interest_minimum.
    """

    charges: Frame
    too_much: Frame
    waiting: int
    totals: tuple[Total, ...]


def interest_charges(desk: Desk, now: Position, payments: Frame, before: Frame) -> Interest:
    """Return the interest on late items that the Ledger does not hold yet."""
    items, facts = _bearing(desk, now, before)
    if items.empty or not any(_worth_something(one) for name in RATES for one in desk.policy.ever(name)):
        return Interest(pd.DataFrame(columns=COLUMNS), items[:0], 0, ())
    held = before[before["charge"] == INTEREST]
    sums = held.groupby("of").agg(amount=("amount", "sum"), day=("day", "max"))
    known = look_up(sums.astype({"day": "datetime64[s]"}), items["entry"])
    items = items.assign(charged=known["amount"].fillna(0).astype("int64"), charged_to=known["day"])
    part = _accrued(desk, now, items, facts, payments)
    total = part.groupby("row")["total"].last().reindex(items.index, fill_value=0)
    item = items.assign(total=total, due=total - items["charged"])
    least = desk.policy.each_minor("interest_minimum", facts)
    item["waits"] = (item["due"] > 0) & (item["due"] < least)
    item["due"] = item["due"].mask(item["waits"], 0)
    rows = _rows(part, item, least, desk.as_of)
    return Interest(rows, _too_much(desk, item, held), int(item["waits"].sum()), _totals(rows, item))


def _worth_something(value: Any) -> bool:
    return any(rate for _, rate in value) if isinstance(value, tuple) else bool(value)


def _bearing(desk: Desk, now: Position, before: Frame) -> tuple[Frame, Frame]:
    """Return the items of the kinds that bear interest, and what they are to the policy."""
    items = now.allocation.items
    late = items[(items["due_date"] < pd.Timestamp(desk.as_of)) & items["kind"].isin(["invoice", "adjustment", "fee"])]
    late = late[~late.index.isin(before.index[before["charge"] == SURCHARGE])]
    late = late.assign(amount=late["amount"].abs())
    facts = subjects(desk, late)
    kinds = desk.policy.each("interest_on", facts, on=late["due_date"])
    bears = np.array([kind in some for kind, some in zip(late["kind"], kinds, strict=True)], dtype=bool)
    return late[bears], facts[bears]


def _accrued(desk: Desk, now: Position, items: Frame, facts: Frame, payments: Frame) -> Frame:
    """Return every stretch of lateness with its rate, basis and interest."""
    policy, due = desk.policy, items["due_date"]
    own = {name: policy.each(f"interest_{name}", facts, on=due) for name in ("day_basis", "after_days", "cap")}
    during = policy.each("interest_free_during", facts, on=due)
    free = free_times(desk, now.agreed, items, during)
    changes = [passed(items, policy.changes(name), desk.as_of) for name in RATES]
    after = (items["charged_to"] + pd.Timedelta(days=1)).dropna()
    changes.append(pd.DataFrame({"row": after.index, "day": after.to_numpy()}))
    if (own["day_basis"] == "actual").any():
        changes.append(year_starts(items, desk.as_of))
    ours = payments[payments["row"].isin(items.index)]
    part = stretches(items, ours, free, pd.concat(changes, ignore_index=True), desk.as_of)
    part = part[_late_enough(part, items, own["after_days"])].reset_index(drop=True)
    whose = facts.loc[part["row"]].set_axis(part.index)
    base, margin, tiers = (policy.each(name, whose, on=part["from"]) for name in RATES)
    unit = whose["currency"].map({code: 10 ** money.decimals(code) for code in whose["currency"].unique()})
    basis, cap = (
        column.loc[part["row"]].set_axis(part.index) for column in (own["day_basis"], _most(items, own["cap"]))
    )
    rate = (base + margin).astype(object)
    part = accrued(part, yearly_cost(part["balance"], rate, tiers, unit), basis, cap)
    return part.assign(rate=_told_rate(rate, tiers), basis=basis.astype(object))


def _late_enough(part: Frame, items: Frame, after_days: pd.Series) -> pd.Series:
    ended = part.groupby("row")["to"].transform("max")
    rows = part["row"]
    late = ended - items["due_date"].reindex(rows).set_axis(part.index)
    return late > pd.to_timedelta(after_days.reindex(rows).set_axis(part.index), unit="D")


def _most(items: Frame, cap: pd.Series) -> pd.Series:
    shares = cap.map(lambda one: 0 if one is None else money.percent_parts(one)).astype("int64")
    most = pd.Series(money.portion(items["amount"], shares), index=items.index)
    return most.where(cap.notna(), -1)


def _told_rate(rate: pd.Series, tiers: pd.Series) -> pd.Series:
    both = pd.Series(list(zip(rate, tiers, strict=True)), index=rate.index, dtype=object)
    codes, distinct = pd.factorize(both)
    words = [
        " + ".join(filter(None, [percent(one) if one or not steps else "", _steps(steps)])) for one, steps in distinct
    ]
    return pd.Series(np.array([*words, ""], dtype=object)[codes], index=rate.index)


def _steps(tiers: Any) -> str:
    if not tiers:
        return ""
    said = [percent(rate) if bound is None else f"{percent(rate)} up to {bound:,}" for bound, rate in tiers]
    return f"({'; '.join(said)})"


def _rows(part: Frame, item: Frame, least: pd.Series, as_of: dt.date) -> Frame:
    """Return the stretches since each item was last charged, and the corrections of what was charged before them."""
    facts = item.loc[part["row"]].set_axis(part.index)
    new = part[~(part["from"] <= facts["charged_to"])]
    going = item["due"] > 0
    charged = new["row"].map(going) & (new["amount"] != 0)
    shown = new[charged | (new["free_reason"] != "")]
    sums = shown.groupby("row")["amount"].sum().reindex(item.index, fill_value=0)
    wrong = item[going & (sums != item["due"])]
    corrected = pd.DataFrame(
        {
            "row": wrong.index,
            "from": wrong["due_date"].to_numpy() + np.timedelta64(1, "D"),
            "to": wrong["charged_to"].fillna(pd.Timestamp(as_of)).to_numpy(),
            "balance": wrong["amount"].to_numpy(),
            "amount": (wrong["due"] - sums.loc[wrong.index]).to_numpy(),
            "free_reason": "",
            "days": 0,
            "rate": "",
            "basis": "",
            "was": "corrected",
        }
    )
    waiting = _waiting(part, item, least)
    parts = [one for one in (shown.assign(was="", days=shown["days"]), corrected, waiting) if len(one)]
    row = pd.concat(parts, ignore_index=True) if parts else corrected
    return _told(row, item, as_of)


def _waiting(part: Frame, item: Frame, least: pd.Series) -> Frame:
    some = item[item["waits"]]
    last = part[part["row"].isin(some.index)].drop_duplicates("row", keep="last").set_index("row").loc[some.index]
    due = amount(some["total"] - some["charged"], some["currency"])
    words = say("waits: ", due, " is below interest_minimum of ", amount(least.loc[some.index], some["currency"]))
    return pd.DataFrame(
        {
            "row": some.index,
            "from": some["due_date"].to_numpy() + np.timedelta64(1, "D"),
            "to": last["to"].to_numpy(),
            "balance": last["balance"].to_numpy(),
            "amount": 0,
            "free_reason": words,
            "days": (last["to"] - some["due_date"]).dt.days.to_numpy(),
            "rate": last["rate"].to_numpy(),
            "basis": last["basis"].to_numpy(),
            "was": "",
        }
    )


def _told(row: Frame, item: Frame, as_of: dt.date) -> Frame:
    own = item.loc[row["row"]].set_axis(row.index)
    what = say(plain(own["kind"], KINDS), " ", own["entry"])
    base, cost = amount(row["balance"], own["currency"]), amount(row["amount"].astype("int64"), own["currency"])
    how = say(
        ", ", count(row["days"], "day"), " at ", row["rate"], " a year (day basis ", row["basis"], "): ", cost, "."
    )
    reason = when(
        (row["free_reason"] != "", say("No interest on ", what, " ", span(row), ": ", row["free_reason"], ".")),
        (
            row["was"] == "corrected",
            say("What was charged on ", what, " before differs by ", cost, " from what the Ledger and Policy now say."),
        ),
        otherwise=say("Interest on ", what, ": ", base, " open ", span(row), how),
    )
    today = pd.Series(pd.Timestamp(as_of), index=row.index)
    number = say(f"{INTEREST}-", own["entry"], "-", stamp(today))
    return row.assign(
        account=own["account"],
        entry=own["entry"],
        currency=own["currency"],
        licence=own["licence"],
        kind="interest",
        base=row["balance"].astype("int64"),
        reason=reason,
        told=say("Interest on ", own["entry"], f" to {as_of:%d/%m/%Y}"),
        number=when((row["free_reason"] == "", number)),
    )[COLUMNS]


def _too_much(desk: Desk, item: Frame, held: Frame) -> Frame:
    """Return the items whose interest so far, less the credit notes against it, is more than they cost."""
    ledger = desk.frames["Ledger"]
    back = ledger[(ledger["kind"] == "credit_note") & (ledger["date"] <= pd.Timestamp(desk.as_of))]
    named = back.groupby(back["applies_to"].astype(object))["amount"].sum()
    returned = ledger["entry"].reindex(held.index).map(named).fillna(0).groupby(held["of"]).sum()
    over = item["charged"] - item["entry"].map(returned).fillna(0) - item["total"]
    return item.assign(over=over.astype("int64"))[over > 0]


def over_charged(desk: Desk, rows: Frame) -> tuple[Finding, ...]:
    """Return findings on items that were charged more interest than they cost."""
    day_ = f"{desk.as_of:%d/%m/%Y}"

    def said(row: Any) -> str:
        over, cost = (money.text(int(value), row.currency) for value in (row.over, row.total))
        return (
            f"{row.entry} was charged {over} more interest than the {cost} that it comes to by {day_}: a "
            "payment was entered later, or the policy was changed for days past. Raise a credit note against the "
            "interest, or check the days."
        )

    if rows.empty:
        return ()
    found = faults(rows, pd.Series(True, index=rows.index), "entry", said)
    return tuple(findings_of(desk.checked["Ledger"], found, "interest_over_charged", Severity.WARNING))


def _totals(rows: Frame, item: Frame) -> tuple[Total, ...]:
    due = item[item["due"] > 0]
    return tuple(
        Total(
            "Interest due less charged before, against Charges",
            code,
            int(due.loc[due["currency"] == code, "due"].sum()),
            int(rows.loc[rows["currency"] == code, "amount"].sum()),
            money=True,
        )
        for code in sorted(due["currency"].unique())
    )
