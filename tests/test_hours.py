"""The business clock, held to worked cases of other systems and to a second clock that counts minute by minute."""

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetops.errors import PolicyError
from sheetops.hours import (
    Hours,
    after_open,
    open_days_after,
    open_seconds,
    openings,
    opens,
    public_holidays,
    utc_seconds,
)
from sheetops.pauses import after_net_open, explained, net_open_seconds

OFFICE = range(5)


def hours(zone: str = "", opening: str = "09:00-17:00", weekdays=OFFICE, region: str = "", **days: str) -> Hours:
    """A calendar of one opening on its weekdays; ``d20260410="09:00-12:00"`` for a single day, "" for a closed one."""
    single = {dt.date.fromisoformat(f"{d[1:5]}-{d[5:7]}-{d[7:]}"): spans(text) for d, text in days.items()}
    return Hours("test", zone, dict.fromkeys(weekdays, spans(opening)), single, region)


def spans(text: str) -> tuple[tuple[int, int], ...]:
    pairs = (part.split("-") for part in text.split() if part)
    return tuple((minutes(a), minutes(b)) for a, b in pairs)


def minutes(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


def at(*moments: str) -> np.ndarray:
    return np.array(moments, dtype="datetime64[s]")


def due(calendar: Hours, begin: str, seconds: float) -> str:
    return str(after_open(calendar, at(begin), [int(seconds)])[0]).replace("T", " ")


BERLIN = "Europe/Berlin"
H, M = 3600, 60
FULL = "00:00-24:00"

CASES = [
    # Berlin 09-17, created 2013-03-21 10:30 local; 60, 180, 240 minutes
    (hours(BERLIN), "2013-03-21 10:30", 60 * M, "2013-03-21 11:30:00"),
    (hours(BERLIN), "2013-03-21 10:30", 180 * M, "2013-03-21 13:30:00"),
    (hours(BERLIN), "2013-03-21 10:30", 240 * M, "2013-03-21 14:30:00"),
    # a closed day, the day after not
    (hours(BERLIN, d20150922=""), "2015-09-21 16:30", 120 * M, "2015-09-23 10:30:00"),
    (hours(BERLIN, d20150922=""), "2015-09-21 16:30", 30 * M, "2015-09-21 17:00:00"),
    (hours("", "08:00-18:00"), "2026-03-06 17:00", 4 * H, "2026-03-09 11:00:00"),
    (hours(), "2026-03-06 16:30", 1 * H, "2026-03-09 09:30:00"),
    (hours(), "2026-03-04 10:00", 2 * H, "2026-03-04 12:00:00"),
    (hours(), "2026-03-04 07:00", 2 * H, "2026-03-04 11:00:00"),
    (hours(), "2026-03-06 16:59:42", 120, "2026-03-09 09:01:42"),
    (hours(), "2026-03-06 16:30:42", 45 * M, "2026-03-09 09:15:42"),
    (hours("", FULL, [0]), "2026-03-02 23:59:30", 60, "2026-03-09 00:00:30"),
    # 10-18: from a Saturday, what ends with the day ends at its closing
    (hours("", "10:00-18:00"), "2026-03-07 15:00", 24 * H, "2026-03-11 18:00:00"),
    (hours("", "10:00-18:00"), "2026-03-07 15:00", 72 * H, "2026-03-19 18:00:00"),
    (hours("", "10:00-18:00"), "2026-03-06 17:00", 30 * M, "2026-03-06 17:30:00"),
    (hours("", "10:00-18:00"), "2026-03-06 17:00", 2 * H, "2026-03-09 11:00:00"),
    (hours("", "10:00-18:00", d20260305="", d20260306=""), "2026-03-05 15:00", 30 * M, "2026-03-09 10:30:00"),
    (hours("", "10:00-18:00", d20260305="", d20260306=""), "2026-03-05 15:00", 2 * H, "2026-03-09 12:00:00"),
    # Poland: Christmas Eve is closed from 2025 on
    (hours("Europe/Warsaw", region="PL"), "2025-12-23 16:00", 8 * H, "2025-12-29 16:00:00"),
    (hours("Europe/Warsaw", region="PL"), "2024-12-23 16:00", 8 * H, "2024-12-24 16:00:00"),
    # New Zealand: summer time begins on 27 September 2026 and ended on 5 April, before Easter Monday
    (hours("Pacific/Auckland", "08:00-17:00", region="NZ"), "2026-09-25 16:00", 8 * H, "2026-09-28 15:00:00"),
    (hours("Pacific/Auckland", "08:00-17:00", region="NZ"), "2026-04-02 16:00", 8 * H, "2026-04-07 15:00:00"),
    # New York, first response and resolution
    (hours("America/New_York", "08:00-17:00", region="US"), "2026-03-06 15:00", 8 * H, "2026-03-09 14:00:00"),
    (hours("America/New_York", "08:00-17:00", region="US"), "2026-03-06 15:00", 63 * H, "2026-03-17 15:00:00"),
    # no time at all, inside and outside hours; and counting back
    (hours(), "2026-03-06 12:00", 0, "2026-03-06 12:00:00"),
    (hours(), "2026-03-06 17:00", 0, "2026-03-09 09:00:00"),
    (hours(), "2026-03-09 10:00", -1 * H, "2026-03-09 09:00:00"),
    (hours(), "2026-03-09 10:00", -2 * H, "2026-03-06 16:00:00"),
]


@pytest.mark.parametrize(("calendar", "begin", "seconds", "expected"), CASES)
def test_open_time_is_used_up_when_others_say(calendar: Hours, begin: str, seconds: int, expected: str) -> None:
    assert due(calendar, begin, seconds) == expected
    if seconds > 0:
        assert open_seconds(calendar, at(begin), at(expected))[0] == seconds


ELAPSED = [
    (hours(), "2026-03-06 18:00", "2026-03-09 18:00", 8),
    (hours("", FULL, [0]), "2014-04-06 12:00", "2016-04-06 12:00", 105 * 24),
    (hours("America/New_York", "08:00-17:00"), "2026-03-06 15:00", "2026-03-09 09:30", 3.5),
    (hours("America/New_York", "08:00-17:00"), "2026-03-07 10:00", "2026-03-09 10:00", 2),
    (hours("America/New_York", "08:00-17:00"), "2026-03-09 16:59", "2026-03-11 17:00", 18 + 1 / 60),
    (hours("Pacific/Auckland", FULL, range(7)), "2026-09-26 12:00", "2026-09-27 12:00", 23),
    (hours("Pacific/Auckland", FULL, range(7)), "2026-04-04 12:00", "2026-04-05 12:00", 25),
    (hours(), "2026-03-09 18:00", "2026-03-06 18:00", -8),
    (hours("", "09:00-12:00 13:00-17:00"), "2026-03-09 08:00", "2026-03-09 18:00", 7),
    # two rows that overlap count once
    (hours("", "09:00-13:00 12:00-17:00"), "2026-03-09 08:00", "2026-03-09 18:00", 8),
    (hours(d20260309="09:00-12:00", d20260307="10:00-11:00"), "2026-03-06 17:00", "2026-03-10 09:00", 4),
]


@pytest.mark.parametrize(("calendar", "begin", "end", "wanted"), ELAPSED)
def test_open_hours_between(calendar: Hours, begin: str, end: str, wanted: float) -> None:
    assert open_seconds(calendar, at(begin), at(end))[0] == round(wanted * H)


def test_the_minute_of_opening_is_open_and_that_of_closing_is_not() -> None:
    calendar = hours()
    ticks = at("2026-03-09 08:59:59", "2026-03-09 09:00:00", "2026-03-09 16:59:59", "2026-03-09 17:00:00")
    assert open_seconds(calendar, ticks, ticks + np.timedelta64(1, "s")).tolist() == [0, 1, 1, 0]


@pytest.mark.parametrize(
    ("zone", "wall", "utc"),
    [
        ("America/Los_Angeles", "2014-03-09 02:30", "2014-03-09 10:30"),  # never was: counts as 03:30
        ("America/Los_Angeles", "2014-11-02 01:30", "2014-11-02 08:30"),  # was twice: the first
        ("America/Sao_Paulo", "2015-10-18 00:00", "2015-10-18 03:00"),
        ("Pacific/Apia", "2011-12-30 12:00", "2011-12-30 22:00"),  # a day left out
        ("Australia/Lord_Howe", "2026-10-04 02:10", "2026-10-03 15:40"),
    ],
)
def test_a_wall_time_is_what_its_zone_says(zone: str, wall: str, utc: str) -> None:
    assert utc_seconds(zone, at(wall)).astype("datetime64[s]") == at(utc)


@given(
    st.sampled_from(
        ["America/Los_Angeles", "Pacific/Auckland", "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata"]
    ),
    st.datetimes(dt.datetime(1975, 1, 1), dt.datetime(2037, 12, 31)),
)
def test_every_wall_time_is_read_as_python_reads_it(zone: str, wall: dt.datetime) -> None:
    wall = wall.replace(microsecond=0)
    expected = int(wall.replace(tzinfo=ZoneInfo(zone)).timestamp())
    assert utc_seconds(zone, at(str(wall)))[0] == expected


def test_an_opening_that_never_was_is_left_out() -> None:
    sunday = Hours("early", "America/Los_Angeles", {6: spans("02:30-03:15"), 0: spans("09:00-17:00")})
    assert due(sunday, "2006-04-02 00:00", 1) == "2006-04-03 09:00:01"


def test_business_days_keep_the_time_of_day() -> None:
    new_zealand = hours("Pacific/Auckland", region="NZ")
    found = open_days_after(new_zealand, at("2026-04-02 10:00", "2025-12-19 15:30", "2026-03-07 08:00"), 7)
    assert found.tolist() == at("2026-04-15 10:00", "2026-01-05 15:30", "2026-03-17 08:00").tolist()
    some = hours(weekdays=[0, 2], d20140409="")
    assert open_days_after(some, at("2014-04-07 09:00"), 3)[0] == at("2014-04-21 09:00")[0]


def test_two_readings_of_a_limit_differ_when_work_came_outside_hours() -> None:
    calendar = hours()
    came = at("2026-03-06 20:00")
    assert str(open_days_after(calendar, came, 1)[0]) == "2026-03-09T20:00:00"
    assert str(after_open(calendar, came, [8 * H])[0]) == "2026-03-09T17:00:00"


def test_a_calendar_that_never_opens_is_said_and_does_not_hang() -> None:
    shut = Hours("depot", "", {})
    assert not opens(shut, dt.date(2026, 6, 30))
    with pytest.raises(PolicyError, match="The calendar depot has no open time within 400 days after 30/06/2026"):
        due(shut, "2026-06-30 10:00", 60)
    with pytest.raises(PolicyError, match="depot has no open time"):
        open_days_after(shut, at("2026-06-30 10:00"), 1)
    assert open_seconds(shut, at("2026-06-30 10:00"), at("2026-07-30 10:00"))[0] == 0


def test_a_calendar_that_opens_no_more_is_said() -> None:
    days = {dt.date(2026, 1, 1) + dt.timedelta(days=n): ((540, 1020),) for n in range(10)}
    with pytest.raises(PolicyError, match="no open time within 400 days after 10/01/2026"):
        due(Hours("fair", "", {}, days), "2026-01-01 09:00", 81 * H)


def test_very_much_time_takes_a_few_steps() -> None:
    assert due(hours("", "09:00-10:00", [0]), "2026-01-05 09:00", 520 * H) == "2035-12-17 10:00:00"


def test_missing_moments_stay_missing() -> None:
    found = after_open(hours(BERLIN), np.array(["2026-03-09 10:00", "NaT"], dtype="datetime64[s]"), 60)
    assert found[0] == at("2026-03-09 10:01")[0] and np.isnat(found[1])
    assert len(after_open(hours(), at(), [])) == 0 and len(open_seconds(hours(), at(), at())) == 0


def test_an_unknown_region_is_refused() -> None:
    with pytest.raises(ValueError, match="XX is no country or region"):
        public_holidays("XX", 2026, 2026)


# ------------------------------------------------------------------------------------------------------ pauses


def stops(*rows: tuple[int, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["item", "from", "until"])
    return frame.assign(**{side: frame[side].astype("datetime64[s]") for side in ("from", "until")})


PAUSED = [
    # Berlin 09-18; created 11:00 local; pending 11:30-11:45; closed 12:00, reopened 12:30; 120 minutes
    (
        hours(BERLIN, "09:00-18:00"),
        "2013-06-04 11:00",
        120 * M,
        (("2013-06-04 11:30", "2013-06-04 11:45"), ("2013-06-04 12:00", "2013-06-04 12:30")),
        "2013-06-04 13:45:00",
    ),
    (
        hours(BERLIN, "09:00-18:00"),
        "2013-06-04 11:00",
        120 * M,
        (("2013-06-04 12:00", "2013-06-04 17:00"),),
        "2013-06-04 18:00:00",
    ),
    # held for an hour: the close of the day; a second longer: the next morning
    (
        hours("", "10:00-18:00"),
        "2026-03-05 15:00",
        2 * H,
        (("2026-03-05 16:00", "2026-03-05 17:00"),),
        "2026-03-05 18:00:00",
    ),
    (
        hours("", "10:00-18:00"),
        "2026-03-05 15:00",
        2 * H,
        (("2026-03-05 16:00:00", "2026-03-05 17:00:01"),),
        "2026-03-06 10:00:01",
    ),
    # New York: waiting from Monday to Thursday
    (
        hours("America/New_York", "08:00-17:00"),
        "2026-03-06 15:00",
        63 * H,
        (("2026-03-09 10:00", "2026-03-12 10:00"),),
        "2026-03-20 15:00:00",
    ),
    # overlapping ones count once, one that begins when all is used up not at all
    (
        hours(),
        "2026-03-09 09:00",
        2 * H,
        (("2026-03-09 10:00", "2026-03-09 11:00"), ("2026-03-09 10:30", "2026-03-09 12:00")),
        "2026-03-09 13:00:00",
    ),
    (hours(), "2026-03-09 09:00", 2 * H, (("2026-03-09 11:00", "2026-03-09 16:00"),), "2026-03-09 11:00:00"),
]


@pytest.mark.parametrize(("calendar", "begin", "seconds", "waits", "expected"), PAUSED)
def test_the_clock_stands_still_while_work_waits(calendar, begin, seconds, waits, expected) -> None:
    rows = stops(*((0, *wait) for wait in waits))
    found = after_net_open(calendar, at(begin), [seconds], rows)
    assert str(found[0]).replace("T", " ") == expected
    assert net_open_seconds(calendar, at(begin), found, rows)[0] == seconds


def test_work_that_was_waiting_when_it_came() -> None:
    calendar = hours(BERLIN, "09:00-18:00")
    waits = stops((0, "2013-06-04 11:00", "2013-06-04 12:30"), (0, "2013-06-04 13:00", "2013-06-04 14:00"))
    assert net_open_seconds(calendar, at("2013-06-04 11:00"), at("2013-06-04 14:00"), waits)[0] == 30 * M


def test_gross_and_net_of_a_long_wait() -> None:
    calendar = hours("America/New_York", "08:00-17:00")
    came, solved = at("2026-03-06 15:00"), at("2026-03-12 15:00")
    assert open_seconds(calendar, came, solved)[0] == 36 * H
    waits = stops((0, "2026-03-09 10:00", "2026-03-12 10:00"))
    assert net_open_seconds(calendar, came, solved, waits)[0] == 9 * H


def test_open_time_is_explained_stretch_by_stretch() -> None:
    waits = stops((1, "2026-03-09 10:00", "2026-03-09 11:00"))
    rows = explained(
        hours(), at("2026-03-06 16:00", "2026-03-09 09:30"), at("2026-03-09 10:00", "2026-03-09 12:00"), waits
    )
    said = [
        (r.item, f"{r.date:%d/%m}", f"{r[3]:%H:%M}", f"{r.until:%H:%M}", r.used, r.running) for r in rows.itertuples()
    ]
    assert said == [
        (0, "06/03", "16:00", "17:00", 3600, 3600),
        (0, "09/03", "09:00", "10:00", 3600, 7200),
        (1, "09/03", "09:30", "10:00", 1800, 1800),
        (1, "09/03", "11:00", "12:00", 3600, 5400),
    ]


# ---------------------------------------------------------------------------- a clock that counts minute by minute


def counted(calendar: Hours, begin: dt.datetime, end: dt.datetime, waits: list[tuple[dt.datetime, dt.datetime]]) -> int:
    """Count the open minutes between two wall times, looking at each minute of real time by itself."""
    zone = ZoneInfo(calendar.zone) if calendar.zone else dt.UTC
    moment, last = (one.replace(tzinfo=zone).astimezone(dt.UTC) for one in (begin, end))
    paused = [tuple(one.replace(tzinfo=zone).astimezone(dt.UTC) for one in wait) for wait in waits]
    count = 0
    while moment < last:
        wall = moment.astimezone(zone)
        day = wall.date()
        own = calendar.days.get(day, calendar.weekly.get(day.weekday(), ()))
        inside = any(a <= wall.hour * 60 + wall.minute < b for a, b in own)
        count += inside and not any(a <= moment < b for a, b in paused)
        moment += dt.timedelta(minutes=1)
    return count


ZONES = st.sampled_from(["", "Pacific/Auckland", "Europe/Warsaw", "America/New_York"])
# Days around the changes of clocks in both halves of the world; hours that never were or were twice are left to the
# worked cases above, because a clock of wall times alone cannot tell them apart.
OFFICE_SPANS = st.lists(
    st.tuples(st.integers(20, 80), st.integers(21, 96)).filter(lambda s: s[0] < s[1]), min_size=1, max_size=2
).map(lambda quarters: tuple((a * 15, b * 15) for a, b in quarters))
MOMENTS = st.datetimes(dt.datetime(2026, 3, 24), dt.datetime(2026, 4, 12)).map(
    lambda one: one.replace(hour=max(one.hour, 5), second=0, microsecond=0)
)
CALENDARS = st.builds(
    Hours,
    name=st.just("any"),
    zone=ZONES,
    weekly=st.dictionaries(st.integers(0, 6), OFFICE_SPANS, min_size=1),
    days=st.dictionaries(st.dates(dt.date(2026, 3, 25), dt.date(2026, 4, 11)), st.just(()) | OFFICE_SPANS, max_size=3),
)


@settings(max_examples=25, deadline=None)
@given(CALENDARS, MOMENTS, MOMENTS, st.lists(st.tuples(MOMENTS, MOMENTS), max_size=2))
def test_both_clocks_agree(calendar: Hours, one: dt.datetime, other: dt.datetime, waits) -> None:
    begin, end = sorted((one, other))
    waits = [tuple(sorted(wait)) for wait in waits]
    rows = stops(*((0, str(a), str(b)) for a, b in waits))
    assert net_open_seconds(calendar, at(str(begin)), at(str(end)), rows)[0] == 60 * counted(
        calendar, begin, end, waits
    )


@settings(max_examples=100, deadline=None)
@given(CALENDARS, MOMENTS, st.integers(1, 200 * 3600), st.lists(st.tuples(MOMENTS, MOMENTS), max_size=3))
def test_what_was_added_has_elapsed(calendar: Hours, begin: dt.datetime, seconds: int, waits) -> None:
    rows = stops(*((0, *map(str, sorted(wait))) for wait in waits))
    end = after_net_open(calendar, at(str(begin)), [seconds], rows)
    assert net_open_seconds(calendar, at(str(begin)), end, rows)[0] == seconds
    assert open_seconds(calendar, at(str(begin)), after_open(calendar, at(str(begin)), [seconds]))[0] == seconds


@settings(max_examples=100, deadline=None)
@given(CALENDARS, st.lists(MOMENTS, min_size=3, max_size=3), st.lists(st.integers(0, 300_000), min_size=2, max_size=2))
def test_open_time_adds_up_over_any_split_and_only_grows(calendar: Hours, moments, seconds) -> None:
    a, b, c = (at(str(one)) for one in sorted(moments))
    first, second, whole = open_seconds(calendar, a, b), open_seconds(calendar, b, c), open_seconds(calendar, a, c)
    assert whole == first + second and whole >= first >= 0 and open_seconds(calendar, c, a) == -whole
    less, more = sorted(seconds)
    assert after_open(calendar, a, [less]) <= after_open(calendar, a, [more])
    rows = explained(calendar, a, c, stops())
    assert rows["used"].sum() == whole[0] and (rows["used"] > 0).all()


def test_intervals_are_in_order_and_apart() -> None:
    there = openings(hours("", "00:00-24:00", range(7)), 0, 86_400 * 10)
    assert len(there.begins) == 1  # day after day without a gap is one interval
