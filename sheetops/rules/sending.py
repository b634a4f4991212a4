"""How a desk's notices go out: business days, when they count as delivered, the ways and their order."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd

from sheetops import clock
from sheetops.rules.quiet import Quiet
from sheetops.rules.words import CHANNELS, Texts, day, plain, say, when

DAYS, BUSINESS_DAYS = "days", "business_days"


class Wait(NamedTuple):
    """A number of days, or of business days."""

    days: int
    unit: str = DAYS

    def __str__(self) -> str:
        """Return it as the setting writes it."""
        return f"{self.days} business" if self.unit == BUSINESS_DAYS else str(self.days)


@dataclass(frozen=True)
class Sending:
    """How notices go out.

    ``deemed`` says by channel how long after its sending a notice counts as delivered (same day when not named).
    ``order`` is that in which other channels are tried when one is closed; ``without_address`` is ``hold`` when a
    letter without a postal address waits, ``fall_back`` when it goes another way. A call that reached nobody is made
    again ``call_gap_days`` business days later, until ``call_attempts`` were made. ``tell_process`` is, by ladder (""
    for all others), the level before which the customer must have been told what follows (0: none), and
    ``process_templates`` the letters that tell it (empty: every letter and e-mail).
    """

    closed: frozenset[dt.date] = frozenset()
    quiet: Quiet = field(default_factory=Quiet)
    deemed: Mapping[str, Wait] = field(default_factory=dict)
    order: tuple[str, ...] = ("email", "letter", "phone")
    without_address: str = "hold"
    call_attempts: int = 3
    call_gap_days: int = 1
    tell_process: Mapping[str, int] = field(default_factory=dict)
    process_templates: tuple[str, ...] = ()


def moved_on(days: pd.Series, step: pd.Series, unit: pd.Series, closed: Collection[dt.date]) -> pd.Series:
    """Return each day moved by its own number of days or business days, forward or (negative) back."""
    start, by = days.to_numpy().astype("datetime64[D]"), step.fillna(0).to_numpy(dtype=np.int64)
    plainly = start + by.astype("timedelta64[D]")
    working = (unit == BUSINESS_DAYS).to_numpy(dtype=bool)
    if working.any():
        plainly[working] = clock.business_days(start[working], by[working], closed)
    return pd.Series(plainly.astype("datetime64[s]"), index=days.index)


def deemed_on(sent_on: pd.Series, channel: pd.Series, sending: Sending) -> pd.Series:
    """Return the day on which each notice counts as delivered; NaT where none was sent."""
    waits = {way: sending.deemed.get(way, Wait(0)) for way in CHANNELS}
    if not any(wait.days for wait in waits.values()):
        return sent_on
    step = channel.map({way: wait.days for way, wait in waits.items()}).fillna(0)
    unit = channel.map({way: wait.unit for way, wait in waits.items()}).fillna(DAYS)
    return moved_on(sent_on, step, unit, sending.closed)


def delivered_words(sent_on: pd.Series, deemed: pd.Series, channel: pd.Series) -> Texts:
    """Say when a notice counts as delivered, "" where that is the day it went out."""
    later = deemed > sent_on
    by = plain(channel.replace("", "letter"), CHANNELS)
    return when((later, say(" by ", by, ", which counts as delivered on ", day(deemed))))
