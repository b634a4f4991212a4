"""Opening hours: spans that are none, zones and regions that are not there, openings that run into each other."""

from collections.abc import Iterator
from zoneinfo import available_timezones

from sheetops.hours import public_holidays
from sheetops.model import Context, Fault, Frame
from sheetops.rules.calendars import minutes
from sheetops.sheets.checks.faults import faults, filled
from sheetops.sheets.checks.nearest import meant, nearest


def close_before_open(frame: Frame, context: Context) -> Iterator[Fault]:
    """A closing that is not after its opening: over midnight there are two rows."""
    return faults(
        frame,
        frame["close"] <= frame["open"],
        "close",
        lambda row: (
            f"It closes at {row.close}, which is not after {row.open}. Past midnight needs two rows: one until 24:00, "
            "one from 00:00 on the next weekday."
        ),
    )


def zone_unknown(frame: Frame, context: Context) -> Iterator[Fault]:
    """A time zone that there is not."""
    bad = filled(frame["zone"]) & ~frame["zone"].isin(available_timezones()).to_numpy()
    near = nearest(frame.loc[bad, "zone"].unique(), available_timezones()) if bad.any() else {}

    def said(row: object) -> tuple[str, str]:
        zone = getattr(row, "zone", "")
        question, suggestion = meant(near.get(zone, ()))
        return f"There is no time zone {zone}. Write it like Pacific/Auckland or Europe/London.{question}", suggestion

    return faults(frame, bad, "zone", said)


def zone_differs(frame: Frame, context: Context) -> Iterator[Fault]:
    """A calendar with more than one zone: the first one counts."""
    first = frame.groupby("calendar")["zone"].transform("first")
    return faults(
        frame,
        frame["zone"] != first,
        "zone",
        lambda row: (
            f"The calendar {row.calendar} has the zone {first[row.Index] or 'blank'} in an earlier row, which counts. "
            "Give all its rows the same zone."
        ),
    )


def region_unknown(frame: Frame, context: Context) -> Iterator[Fault]:
    """A region whose public holidays nobody knows: none of its days are closed by them."""
    unknown = {region for region in frame["holidays"].unique() if region and not region_known(region)}
    return faults(
        frame,
        frame["holidays"].isin(unknown),
        "holidays",
        lambda row: (
            f"No public holidays are known of {row.holidays}. Write a country such as NZ, or its part as in NZ-AUK; or "
            "list the closed days on the sheet Holidays."
        ),
    )


def region_known(region: str) -> bool:
    """Whether the public holidays of a country or region are known."""
    try:
        public_holidays(region, 2026, 2026)
    except ValueError:
        return False
    return True


def opening_overlap(frame: Frame, context: Context) -> Iterator[Fault]:
    """Two openings of one weekday that share time, which counts once."""
    rows = frame.assign(begin=minutes(frame["open"]), end=minutes(frame["close"]))
    rows = rows.sort_values(["calendar", "weekday", "begin"], kind="stable")
    same = [rows["calendar"], rows["weekday"]]
    before = rows.groupby(["calendar", "weekday"])["end"].cummax().groupby(same).shift().fillna(0)
    return faults(
        rows,
        rows["begin"] < before,
        "open",
        lambda row: (
            f"On {row.weekday.title()} {row.calendar} is open at {row.open} by another row already. The "
            "time they share counts once; correct one of them."
        ),
    )


def part_without_hours(frame: Frame, context: Context) -> Iterator[Fault]:
    """A day that is open for a part, without the hours of that part: it counts as a whole day."""
    bad = (frame["kind"] == "part").to_numpy() & ~(filled(frame["open"]) & filled(frame["close"]))
    return faults(
        frame,
        bad,
        "open",
        lambda row: "The day is open for a part: fill in open and close. Until then it counts as a whole day.",
    )


def hours_turned(frame: Frame, context: Context) -> Iterator[Fault]:
    """A single day that closes before it opens."""
    bad = filled(frame["open"]) & filled(frame["close"]) & (frame["close"] <= frame["open"]).to_numpy()
    return faults(
        frame,
        bad,
        "close",
        lambda row: f"It closes at {row.close}, which is not after {row.open}. Correct one of them.",
    )
