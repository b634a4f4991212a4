"""Fresh start: what could become of a debt that a customer in hardship cannot pay, and what is recommended.

Decided for the desks: what a customer can pay on the debt is shown by the last year, payments less bills, a month's
part of it. A plan in good standing is kept. Otherwise the ways are tried in the order in which they cost least: a plan,
a grant, a grant and a plan, a part that can be paid, a grant and a write-off, a write-off in full. The first that
the figures bear is recommended; nothing is while there is no valid evidence of hardship.
"""

from dataclasses import dataclass

import pandas as pd

from sheetops.model import Frame
from sheetops.money import text

PLAN, GRANT_PLAN = "payment plan", "grant, then a payment plan"
PART, GRANT_REST = "part paid, the rest written off", "grant, the rest written off"
FULL, STAY, EVIDENCE = "write-off in full", "leave it as it is", "evidence first"
GRANT = "grant"
KEEP = "keep to the plan that runs"

COLUMNS = ("option", "pays", "granted", "written_off", "left", "months", "instalment", "feasible", "note")


@dataclass(frozen=True)
class Standing:
    """What is known of one account in one currency; money in minor units, years end on the day.

    ``debt`` is all that is open; ``paid`` and ``billed`` are those of the last year; ``grant`` is the most that could
    still be granted; ``months`` is the longest plan that is thought of; ``protected`` whether valid evidence is there;
    ``plan`` is a plan in good standing, "" for none; ``applied`` whether the grant is applied for already.
    """

    currency: str
    debt: int
    paid: int
    billed: int
    grant: int
    months: int
    protected: bool
    plan: str = ""
    applied: bool = False

    @property
    def monthly(self) -> int:
        """What is left a month for the debt, once the bills of the year are paid."""
        return max(self.paid - self.billed, 0) // 12

    def say(self, amount: int) -> str:
        """Return an amount as the paper writes it."""
        return text(amount, self.currency)


def options(now: Standing) -> Frame:
    """Return the ways to deal with a debt, in the order of the paper: columns `COLUMNS`.

    pays (by the customer), granted (by others), written_off and left add up to the debt; months and instalment are 0
    where nothing is paid in parts; feasible says whether what the customer can pay bears it. Minor units.
    """
    given = min(now.grant, now.debt)
    rows = [_kept(now)] if now.plan else [_stay(now), _plan(now, PLAN, 0)]
    if given == now.debt:
        rows.append(_row(GRANT, "It would pay all that is owed.", True, granted=given))
    elif given:
        rows.append(_plan(now, GRANT_PLAN, given))
    if now.monthly and now.monthly * now.months < now.debt - given:
        rows.append(_part(now, given))
    if 0 < given < now.debt:
        rows.append(_written(now, GRANT_REST, given))
    rows.append(_written(now, FULL, 0))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _row(option: str, note: str, feasible: bool, **amounts: int) -> dict[str, object]:
    parts = dict.fromkeys(("pays", "granted", "written_off", "left", "months", "instalment"), 0)
    return parts | amounts | {"option": option, "note": note, "feasible": feasible}


def _stay(now: Standing) -> dict[str, object]:
    later = max(now.debt + (now.billed - now.paid) * now.months // 12, 0)
    note = f"With bills and payments as in the last year it would be {now.say(later)} in {now.months} months."
    return _row(STAY, note, False, left=now.debt)


def _kept(now: Standing) -> dict[str, object]:
    note = f"Plan {now.plan} is in good standing: what is owed is being paid as agreed."
    return _row(KEEP, note, True, pays=now.debt)


def _plan(now: Standing, option: str, given: int) -> dict[str, object]:
    rest = now.debt - given
    each = -(-rest // now.months) if now.months else rest
    fits = each <= now.monthly
    verdict = "which they can pay" if fits else f"and {now.say(now.monthly)} a month is what they can pay"
    note = f"{now.say(each)} a month beside the bills, {verdict}."
    return _row(option, note, fits, pays=rest, granted=given, months=now.months if rest else 0, instalment=each)


def _part(now: Standing, given: int) -> dict[str, object]:
    pays = min(now.monthly * now.months, now.debt - given)
    note = f"{now.say(now.monthly)} a month for {now.months} months is what they can pay beside the bills."
    return _row(
        PART, note, True, pays=pays, granted=given, written_off=now.debt - given - pays,
        months=now.months, instalment=now.monthly,
    )  # fmt: skip


def _written(now: Standing, option: str, given: int) -> dict[str, object]:
    note = "The customer starts with nothing owed and pays new bills as they come."
    return _row(option, note, True, granted=given, written_off=now.debt - given)


def recommended(now: Standing, ways: Frame) -> tuple[str, str]:
    """Return the recommended option, or that evidence must come first, and why in a sentence."""
    if not now.protected:
        return EVIDENCE, "There is no valid evidence of hardship on this day, so nothing can be recommended yet."
    fits = dict(zip(ways["option"], ways["feasible"], strict=True))
    notes = dict(zip(ways["option"], ways["note"], strict=True))
    if KEEP in fits:
        return KEEP, f"{notes[KEEP]} A write-off would give up what the customer does pay."
    if fits[PLAN]:
        return PLAN, f"The debt can be paid: {notes[PLAN]}"
    had = "is applied for" if now.applied else "can be had"
    if GRANT in fits:
        return GRANT, f"A grant of {now.say(now.debt)} {had}: it would pay all that is owed."
    if fits.get(GRANT_PLAN):
        return GRANT_PLAN, f"With a grant the rest can be paid: {notes[GRANT_PLAN]}"
    if PART in fits:
        return PART, f"A part can be paid, and no more: {notes[PART]}"
    why = "In the last year nothing was left for the debt once the bills were counted, so no plan can hold."
    if GRANT_REST in fits:
        return GRANT_REST, f"{why} A grant of {now.say(min(now.grant, now.debt))} {had}, the rest cannot be paid."
    return FULL, f"{why} No grant can be had."
