"""Conditions, groups, totals and order as people write them, and what is said of those that mean nothing."""

import datetime as dt

import pandas as pd
import pytest

from sheetops.model import Column, Kind, Reading
from sheetops.rules.asking import Columns, NotUnderstood, grouped, groupings, meets, ordering, totalled

TODAY = Reading(dt.date(2026, 6, 30))
COLUMNS = Columns.of(
    [
        Column("account", Kind.KEY, synonyms=("customer number",)),
        Column("segment", Kind.TEXT),
        Column("outstanding", Kind.MONEY),
        Column("currency", Kind.CODE),
        Column("due_date", Kind.DAY),
        Column("level", Kind.WHOLE),
        Column("rate", Kind.RATE),
        Column("disputed", Kind.YES_NO),
    ]
)
ROWS = pd.DataFrame(
    {
        "account": ["A1", "A2", "A3", "A4"],
        "segment": ["Schools", "cafes, bars", "", "Schools West"],
        "outstanding": [10_000, 125_050, 100, 10_001],
        "currency": ["NZD", "NZD", "JPY", "NZD"],
        "due_date": pd.to_datetime(["2026-06-30", "2026-05-31", None, "2026-07-01"]),
        "level": pd.array([1, 2, None, 3], dtype="Int64"),
        "rate": pd.array([5_000, 7_999, 8_000, None], dtype="Int64"),
        "disputed": [True, False, False, False],
    }
)


@pytest.mark.parametrize(
    ("where", "rows"),
    [
        ("", "1234"),
        (" ; \n", "1234"),
        ("segment = schools", "1"),
        ("SEGMENT IS Schools", "1"),
        ("segment = schools, Schools West", "14"),
        ('segment in "cafes, bars", schools', "12"),
        ("segment is not schools", "234"),
        ("segment <> schools, Schools West", "23"),
        ("segment is blank", "3"),
        ("segment is not blank", "124"),
        ("segment contains SCHOOL", "14"),
        ("segment does not contain school", "23"),
        ("segment starts with cafes", "2"),
        ("Customer Number = a1", "1"),
        ("outstanding > 100", "24"),
        ("outstanding >= 100", "1234"),  # 100 yen are 100
        ("outstanding is over 100.00", "24"),
        ("outstanding < 1,250.50", "134"),
        ("outstanding at most 1,250.50", "1234"),
        ("outstanding = 100, 1,250.50", "123"),
        ("outstanding between 100 and 100.01", "134"),
        ("outstanding is not between 100 and 100.01", "2"),
        ("due date before today", "2"),
        ("due_date on or before today", "12"),
        ("due_date after 30/06/2026", "4"),
        ("due_date is on or after 2026-06-30", "14"),
        ("due_date > today - 30", "14"),
        ("due_date >= today - 30", "124"),
        ("due_date between 31.05.2026 and today", "12"),
        ("due_date is blank", "3"),
        ("due_date is not blank", "124"),
        ("level > 1", "24"),
        ("level is not 1", "234"),  # an empty level is not 1
        ("rate < 80%", "12"),
        ("rate at least 80", "3"),
        ("disputed = yes", "1"),
        ("disputed is not yes", "234"),
        ("segment contains school; outstanding > 100", "4"),
        ("segment contains school\ndisputed = no", "4"),
    ],
)
def test_the_rows_that_meet_a_condition(where: str, rows: str) -> None:
    assert "".join(ROWS["account"][meets(ROWS, where, COLUMNS, TODAY)].str[1]) == rows


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("sgment = schools", "no column 'sgment'. Did you mean segment?"),
        ("qqqq = schools", "no column 'qqqq'. It has account, currency,"),
        ("schools", "'schools' is not a condition. Write a column, a comparison and a value"),
        ("= 5", "'= 5' is not a condition"),
        ("segment =", "'segment =' says no value"),
        ("segment > m", "segment holds text: 'm' can be compared with = or <>"),
        ("outstanding > lots", "outstanding holds numbers, and 'lots' is none. Write it like 1250.00."),
        ("outstanding between 5", "'5' is no span"),
        ("outstanding > 1e30", "more than any amount can be"),
        ("due_date before 31/02/2026", "'31/02/2026' is none. Write it like 30/06/2026 or 2026-06-30"),
        ("due_date before soon", "'soon' is none"),
        ("disputed = perhaps", "disputed is yes or no, and 'perhaps' is neither"),
    ],
)
def test_what_cannot_be_understood_is_said_with_the_cure(where: str, said: str) -> None:
    with pytest.raises(NotUnderstood) as wrong:
        meets(ROWS, where, COLUMNS, TODAY)
    assert said in str(wrong.value)


def test_month_first_where_the_desk_writes_so() -> None:
    reading = Reading(dt.date(2026, 6, 30), date_order="mdy")
    assert meets(ROWS, "due_date = 05/31/2026", COLUMNS, reading).tolist() == [False, True, False, False]


def test_groups_by_month_with_totals_by_currency() -> None:
    found = grouped(ROWS, groupings("due date by month", COLUMNS), totalled("outstanding", COLUMNS), currency=True)
    assert found.to_numpy().tolist() == [
        ["", "JPY", 1, 100],
        ["2026-05", "NZD", 1, 125_050],
        ["2026-06", "NZD", 1, 10_000],
        ["2026-07", "NZD", 1, 10_001],
    ]


def test_groups_with_empty_days_and_numbers() -> None:
    found = grouped(ROWS, groupings("due_date, level", COLUMNS), (), currency=False)
    assert found["rows"].tolist() == [1, 1, 1, 1]


def test_what_cannot_be_grouped_totalled_or_sorted_by() -> None:
    with pytest.raises(NotUnderstood, match="segment holds no days: it cannot be grouped by month"):
        groupings("segment by month", COLUMNS)
    with pytest.raises(NotUnderstood, match="segment holds no amounts: it cannot be totalled"):
        totalled("outstanding, segment", COLUMNS)
    with pytest.raises(NotUnderstood, match=r"no column 'name' to sort by\. It has segment, rows"):
        ordering("name", ["segment", "rows"])


def test_order_in_words() -> None:
    said = "outstanding highest first, segment, rows desc, level ascending"
    names = ["segment", "outstanding", "rows", "level"]
    assert ordering(said, names) == (("outstanding", False), ("segment", True), ("rows", False), ("level", True))
