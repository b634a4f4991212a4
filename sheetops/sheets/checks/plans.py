"""Plans that cannot be followed as they stand."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from sheetops.clock import text as day_text
from sheetops.model import Context, Fault, Frame
from sheetops.money import text
from sheetops.rules.instalments import REFUSALS, Splitting, split
from sheetops.sheets.checks.faults import exceeds, faults
from sheetops.sheets.checks.money import at_most


def plan_without_instalments(frame: Frame, context: Context) -> Iterator[Fault]:
    """A plan with neither the number nor the amount of its instalments."""
    bad = (frame["instalments"].isna() & frame["instalment"].isna()).to_numpy(dtype=bool)
    words = "It says neither how many instalments there are nor how much each is. Fill in one of them."
    return faults(frame, bad, "instalments", lambda row: words)


def instalment_not_positive(frame: Frame, context: Context) -> Iterator[Fault]:
    """An instalment of nothing or less."""
    bad = at_most(frame, "instalment", 0)
    return faults(frame, bad, "instalment", lambda row: "An instalment must be more than zero.")


def covers_not_positive(frame: Frame, context: Context) -> Iterator[Fault]:
    """A plan for nothing or less."""
    words = "What a plan covers must be more than zero. Leave it blank for what is overdue on the day it is agreed."
    return faults(frame, at_most(frame, "covers", 0), "covers", lambda row: words)


def plan_cannot_sum(frame: Frame, context: Context) -> Iterator[Fault]:
    """A plan whose instalments cannot add up to what it covers, such as one with a negative last instalment."""
    given = frame[frame["covers"].notna()]
    amounts = {"covers": "covers", "wanted": "instalments", "each": "instalment"}
    row = given.assign(**{name: given[column].fillna(0).astype("int64") for name, column in amounts.items()})
    found = split(row.assign(currency=context.reading.currency, bills=np.int64(0)), Splitting())
    own = context.reading.currency

    def words(row: Any) -> str:
        why = REFUSALS[row.refused]
        return f"{text(int(row.covers), own)} cannot be paid so: {why}. Correct the number or the amount."

    return faults(given.assign(refused=found["refused"]), found["refused"] != "", "instalments", words)


def first_due_before_agreed(frame: Frame, context: Context) -> Iterator[Fault]:
    """A plan whose first instalment was due before it was agreed."""
    bad = exceeds(frame["agreed_on"], frame["first_due"])

    def words(row: Any) -> str:
        first, agreed = day_text(row.first_due), day_text(row.agreed_on)
        return f"The first instalment is due on {first}, before the plan was agreed on {agreed}. Check both days."

    return faults(frame, bad, "first_due", words)
