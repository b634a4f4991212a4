"""Calendars from their sheets: the rows of Calendar and Holidays as `sheetops.hours.Hours`."""

import datetime as dt
from collections.abc import Mapping

import pandas as pd

from sheetops.hours import Hours, Span
from sheetops.model import Frame

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
OFFICE = ((9 * 60, 17 * 60),)
"""What a desk without the sheet Calendar is open, Monday to Friday."""
USUAL = "Monday to Friday 09:00 to 17:00"


def minutes(times: pd.Series) -> pd.Series:
    """Return times of day such as 17:00 as minutes from midnight, 24:00 as 1440; a blank one is missing."""
    parts = times.astype(object).str.extract(r"^(\d+):(\d+)$").astype(float)
    return (parts[0] * 60 + parts[1]).astype("Int64")


def calendars(rows: Frame, days: Frame) -> dict[str, Hours]:
    """Return each calendar of the sheet Calendar by its name, with the days of Holidays that bear that name.

    A closed day has no hours; a day worked or open for a part has its own, or where it names none those of its weekday,
    or of the last weekday before it that has any. The first row's zone and region count.
    """
    timed = rows.assign(begin=minutes(rows["open"]), end=minutes(rows["close"]))
    found = {}
    for name, own in timed.groupby("calendar", sort=False):
        weekly = {WEEKDAYS.index(str(weekday)): _spans(some) for weekday, some in own.groupby("weekday", sort=False)}
        first = own.iloc[0]
        region = next((str(one) for one in own["holidays"] if one), "")
        found[str(name)] = Hours(
            str(name), str(first["zone"]), weekly, _single(days[days["calendar"] == name], weekly), region
        )
    return found


def office(days: Frame) -> Hours:
    """Return the hours of a desk without the sheet Calendar: `USUAL`, all days of Holidays minded."""
    weekly = dict.fromkeys(range(5), OFFICE)
    return Hours("the desk's", "", weekly, _single(days, weekly))


def _spans(rows: Frame) -> tuple[Span, ...]:
    return tuple((int(a), int(b)) for a, b in zip(rows["begin"], rows["end"], strict=True))


def _single(days: Frame, weekly: Mapping[int, tuple[Span, ...]]) -> dict[dt.date, tuple[Span, ...]]:
    timed = days.assign(begin=minutes(days["open"]), end=minutes(days["close"]))
    found: dict[dt.date, tuple[Span, ...]] = {}
    for row in timed.itertuples():
        day = row.date.date()
        if row.kind in ("", "closed"):
            found[day] = ()
        elif pd.notna(row.begin) and pd.notna(row.end):
            found[day] = (*found.get(day, ()), (int(row.begin), int(row.end)))
        else:
            found[day] = _usual(weekly, day.weekday())
    return found


def _usual(weekly: Mapping[int, tuple[Span, ...]], weekday: int) -> tuple[Span, ...]:
    return next((weekly[one] for n in range(7) if weekly.get(one := (weekday - n) % 7)), ())
