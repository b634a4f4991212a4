"""The gate before a grave step (a restriction, a referral): it opens only when every condition is evidenced.

A condition is a plain function over all cases at once; the gate of a step is a tuple of them, in the order in which
they are told. What is switched off by the desk's settings says nothing and does not block.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from sheetops import clock
from sheetops.model import Frame
from sheetops.rules.words import Texts, when

QUIET = ("friday", "weekend", "holiday", "eve")
"""Kinds of quiet days: eve is the day before a closed day."""


@dataclass(frozen=True)
class GateTerms:
    """What holds for all cases alike: the day, what the step is called (``restriction``), the closed days.

    ``unkept`` names, by the column of an exclusion, the sheet that the desk does not have: nothing is known of it then.
    """

    as_of: dt.date
    step: str
    closed: frozenset[dt.date] = frozenset()
    unkept: Mapping[str, str] = field(default_factory=dict)

    @property
    def today(self) -> pd.Timestamp:
        """The day as frames hold it."""
        return pd.Timestamp(self.as_of).as_unit("s")


class Verdict(NamedTuple):
    """What one condition says of each case.

    ``met``; ``evidence`` is told where it is met, ``against`` where it is not; ``free_on`` is the first day on which it
    will be met if nothing else happens (NaT: that takes more than time).
    """

    met: pd.Series
    evidence: Texts
    against: Texts
    free_on: pd.Series


Condition: TypeAlias = Callable[[Frame, GateTerms], Verdict]


def verdict(met: pd.Series, evidence: Texts | str, against: Texts | str, free_on: pd.Series | None = None) -> Verdict:
    """Return a verdict; without ``free_on`` waiting alone does not help."""
    never = pd.Series(pd.NaT, index=met.index, dtype="datetime64[s]")
    return Verdict(
        met.astype(bool),
        when((met, evidence)),
        when((~met.astype(bool), against)),
        never if free_on is None else free_on.astype("datetime64[s]"),
    )


def gate(case: Frame, conditions: Sequence[Condition], terms: GateTerms) -> Frame:
    """Return what the conditions say of each case (index: that of ``case``).

    Columns: passed (every one is met), evidence (of those that are, in order), blocked_by (by those that are not),
    blocks (how many), free_on (the first day on which all will be met if nothing else happens; NaT when that takes
    more than time).
    """
    evidence, against = (np.full(len(case), "", dtype=object) for _ in range(2))
    blocks = np.zeros(len(case), dtype=np.int64)
    free_on = pd.Series(terms.today, index=case.index, dtype="datetime64[s]")
    for condition in conditions:
        said = condition(case, terms)
        evidence, against = _joined(evidence, said.evidence), _joined(against, said.against)
        blocks += ~said.met.to_numpy(dtype=bool)
        later = said.free_on.where(free_on.notna() & (said.free_on > free_on), free_on).where(said.free_on.notna())
        free_on = free_on.where(said.met, later)
    return pd.DataFrame(
        {"passed": blocks == 0, "evidence": evidence, "blocked_by": against, "blocks": blocks, "free_on": free_on},
        index=case.index,
    )


def one_by_one(case: Frame, conditions: Sequence[Condition], terms: GateTerms) -> Frame:
    """Return what each condition says of each case, in order: row, condition, met, says, free_on.

    ``says`` is the evidence where it is met and what is against it where it is not, "" where it is switched off.
    """
    parts = []
    for condition in conditions:
        said = condition(case, terms)
        parts.append(
            pd.DataFrame(
                {
                    "row": case.index,
                    "condition": condition.__name__.replace("_", " "),
                    "met": said.met.to_numpy(dtype=bool),
                    "says": np.where(said.met, said.evidence, said.against),
                    "free_on": said.free_on.where(~said.met).to_numpy(),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def _joined(so_far: Texts, more: Texts) -> Texts:
    between = when(((so_far != "") & (more != ""), "; "))
    joined: Texts = so_far + between + more
    return joined


def quiet_day(day: dt.date, kinds: Sequence[str], closed: frozenset[dt.date]) -> str:
    """Return why a day is quiet, "" when it is not: the first of ``kinds`` (of QUIET) that fits."""
    following = day + dt.timedelta(days=1)
    reasons = {
        "holiday": (day in closed, "a closed day"),
        "weekend": (day.weekday() >= 5, f"a {day:%A}"),
        "friday": (day.weekday() == 4, "a Friday"),
        "eve": (following in closed, "the eve of a closed day"),
    }
    return next((words for kind, (holds, words) in reasons.items() if holds and kind in kinds), "")


def quiet_until(day: dt.date, kinds: Sequence[str], closed: frozenset[dt.date]) -> dt.date:
    """Return the first day from a day on that is not quiet."""
    while quiet_day(day, kinds, closed) and day < clock.LAST:
        day += dt.timedelta(days=1)
    return day
