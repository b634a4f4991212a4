"""Fresh starts: accounts whose debt cannot be paid, with their figures, the ways there are and what is recommended."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sheetops import clock, money
from sheetops.errors import BookError
from sheetops.jobs.agreements import plan_reasons
from sheetops.jobs.arrears import Position
from sheetops.jobs.desk import Desk
from sheetops.jobs.relief import Relief
from sheetops.model import Frame
from sheetops.rules.allocation import signed
from sheetops.rules.following import running
from sheetops.rules.fresh_start import Standing, options, recommended
from sheetops.rules.plans import yearly_bills

MONTHS = 12
"""The months of a paper's table of payments."""


class Case(NamedTuple):
    """One account in one currency for the board: its figures, the ways there are, the one recommended, and why."""

    account: str
    name: str
    currency: str
    row: Mapping[str, Any]
    standing: Standing
    ways: Frame
    choice: str
    why: str
    stays: Frame
    months: Frame
    events: Frame
    grounds: tuple[str, ...]

    @property
    def write_off(self) -> int:
        """What the recommended way would write off, in minor units."""
        chosen = self.ways[self.ways["option"] == self.choice]
        return int(chosen["written_off"].sum())


def fresh_starts(desk: Desk, now: Position, stays: Frame, helped: Relief, accounts: Sequence[str]) -> tuple[Case, ...]:
    """Return the cases of some accounts; BookError when one of them owes nothing, and so has nothing to start from."""
    cases: list[Case] = []
    for account in dict.fromkeys(accounts):
        rows = now.accounts[(now.accounts["account"] == account) & (now.accounts["outstanding"] > 0)]
        if rows.empty:
            raise BookError(
                f"Account {account} owes nothing on {desk.as_of:%d/%m/%Y}: there is no debt to start afresh from. "
                "Check the account's number."
            )
        cases += [_case(desk, now, stays, helped, row) for row in rows.to_dict("records")]
    return tuple(cases)


def _case(desk: Desk, now: Position, stays: Frame, helped: Relief, row: Mapping[str, Any]) -> Case:
    account, currency = str(row["account"]), str(row["currency"])
    ledger = desk.frames["Ledger"]
    own = ledger[(ledger["account"] == account) & (ledger["currency"] == currency)]
    own = own[own["date"] <= pd.Timestamp(desk.as_of)]
    mine = stays[stays["account"] == account]
    standing = _standing(desk, now, helped, row, own, mine)
    ways = options(standing)
    choice, why = recommended(standing, ways)
    return Case(
        *(account, str(row["name"]), currency, row, standing, ways, choice, why),
        stays=mine,
        months=_months(desk, own),
        events=_events(desk, now, stays, helped, account),
        grounds=tuple(_grounds(desk, now, standing, row, mine, own)),
    )


def _standing(desk: Desk, now: Position, helped: Relief, row: Mapping[str, Any], own: Frame, mine: Frame) -> Standing:
    account, currency = row["account"], row["currency"]
    year = _since(desk, 12)
    receipts = own[(own["kind"] == "receipt") & (own["date"] > year)]["amount"].sum()
    back = own[(own["kind"] == "refund") & (own["date"] > year)]["amount"].sum()
    asked = pd.DataFrame({"account": [account], "currency": [currency]})
    today = pd.Series([pd.Timestamp(desk.as_of).as_unit("s")])
    pending = helped.grants[helped.grants["status"] == "pending"]
    applied, could = (int(_of(rows, account, currency)["most"].sum()) for rows in (pending, helped.possible))
    plans = _of(now.agreed.plans.plans, account, currency)
    kept = plans[running(plans) & (plans["status"] == "in good standing")]
    return Standing(
        currency=str(currency),
        debt=int(row["outstanding"]),
        paid=int(receipts - back),
        billed=int(yearly_bills(asked, today, own).iloc[0]),
        grant=applied or could,
        applied=bool(applied),
        plan=str(kept["plan"].iloc[-1]) if len(kept) else "",
        months=int(desk.policy.value("fresh_start_plan_months")),
        protected=bool(mine["protected"].any()),
    )


def _of(rows: Frame, account: Any, currency: Any) -> Frame:
    return rows[(rows["account"] == account) & (rows["currency"] == currency)]


def _since(desk: Desk, months: int) -> pd.Timestamp:
    return pd.Timestamp(clock.add_months(np.datetime64(desk.as_of), -months).item())


def _months(desk: Desk, own: Frame) -> Frame:
    """Return what was billed, paid, credited and owed in each of the last months, and before them in one row."""
    month = own["date"].to_numpy().astype("datetime64[M]")
    last = np.datetime64(desk.as_of, "M")
    shown = np.maximum(month, last - np.timedelta64(MONTHS, "M"))
    effect = signed(own)
    kinds = {
        "billed": own["kind"].isin(["invoice", "fee", "interest"]),
        "paid": own["kind"].isin(["receipt", "refund"]),
        "credited": own["kind"].isin(["credit_note", "write_off", "adjustment"]),
    }
    sums = pd.DataFrame({name: effect.where(mask, 0).groupby(shown).sum() for name, mask in kinds.items()})
    every = np.arange(last - np.timedelta64(MONTHS, "M"), last + np.timedelta64(1, "M"))
    table = sums.reindex(every, fill_value=0).astype("int64")
    table["balance"] = table.sum(axis=1).cumsum()
    return table.rename_axis("month").reset_index()


def _events(desk: Desk, now: Position, stays: Frame, helped: Relief, account: str) -> Frame:
    """Return what happened, in order of the day: day, what."""
    plans, promises = now.agreed.plans.plans, now.agreed.promises
    notices = desk.frames["Notices"]
    notices = notices[notices["sent_on"] <= pd.Timestamp(desk.as_of)]
    mine = [frame[frame["account"] == account] for frame in (stays, plans, promises, helped.grants, notices)]
    stay, plan, promise, grant, notice = mine
    said = [
        (stay["entered_on"], stay["reason"]),
        (plan["agreed_on"], "Plan " + plan["plan"].astype(object) + ": " + _plan_words(desk, plan)),
        (promise["made_on"], "Promise " + promise["promise"].astype(object) + ": " + promise["reason"].astype(object)),
        (grant["applied_on"], grant["reason"]),
        (notice["sent_on"], "Sent: " + notice["template"].astype(object).str.replace("-", " ") + "."),
    ]
    rows = [pd.DataFrame({"day": day, "what": what.astype(object)}) for day, what in said]
    whole = pd.concat(rows, ignore_index=True)
    return whole.drop_duplicates().sort_values("day", kind="stable").reset_index(drop=True)


def _plan_words(desk: Desk, plans: Frame) -> pd.Series:
    return plan_reasons(desk, plans)


def _grounds(
    desk: Desk, now: Position, standing: Standing, row: Mapping[str, Any], mine: Frame, own: Frame
) -> Iterator[str]:
    say, day = standing.say, clock.text(desk.as_of)
    yield from mine.sort_values("entered_on")["reason"].tail(1)
    if mine.empty:
        yield "The account is not on the hardship register."
    oldest = f", the oldest since {clock.text(row['oldest_due'])}" if row["arrears"] else ""
    yield f"Owed on {day}: {say(standing.debt)}, of which {say(int(row['arrears']))} is overdue{oldest}."
    left = f"{say(standing.monthly)} a month is left" if standing.monthly else "nothing is left"
    yield (
        f"In the twelve months to {day} they paid {say(standing.paid)} and were billed {say(standing.billed)}: {left} "
        "for the debt."
    )
    paid = own[own["kind"] == "receipt"].sort_values("date")
    yield (
        f"The last payment came on {clock.text(paid['date'].iloc[-1])}: {say(int(paid['amount'].iloc[-1]))}."
        if len(paid) else "No payment has ever come."
    )  # fmt: skip
    plans = now.agreed.plans.plans
    kept = plans[plans["account"] == row["account"]]["status"].value_counts()
    if len(kept):
        yield f"Payment plans: {', '.join(f'{number} {status}' for status, number in kept.items())}."
    if standing.grant:
        yield f"A grant of {say(standing.grant)} {'is applied for' if standing.applied else 'can be applied for'}."
    else:
        yield "No grant can be had now."


# ------------------------------------------------------------------------------------------------------- result sheet


def fresh_start_rows(cases: Sequence[Case]) -> Frame:
    """Return the contract's Fresh start: every option of every case, the recommended one told."""
    rows = [
        case.ways.assign(
            account=case.account,
            name=case.name,
            currency=case.currency,
            debt=case.standing.debt,
            instalment_amount=case.ways["instalment"],
            recommended=case.ways["option"] == case.choice,
            reason=np.where(case.ways["option"] == case.choice, case.why, case.ways["note"]),
        )
        for case in cases
    ]
    return pd.concat(rows, ignore_index=True)


# ---------------------------------------------------------------------------------------------------------- the paper


def deciding(desk: Desk, amount: int, currency: str) -> tuple[tuple[str, str], ...]:
    """Return who must sign for a write-off of an amount (minor units), up to whoever may decide on it: title, limit."""
    signing: list[tuple[str, str]] = []
    for title, *limit in desk.policy.value("write_off_authority"):
        most = int(limit[0] * 10 ** money.decimals(currency)) if limit else None
        signing.append((title, "any amount" if most is None else f"up to {money.text(most, currency)}"))
        if most is None or amount <= most:
            break
    return tuple(signing)
