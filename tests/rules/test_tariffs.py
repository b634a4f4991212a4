"""Tariffs: units times rate on the term's first day, tiers, minimum, discount, share, index; rounded once."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetops.rules.tariffs import TariffTerms, tariff_fees

Sheet = Callable[..., pd.DataFrame]
DAY = dt.date(2026, 6, 30)
COLUMNS = "tariff type unit rate above minimum fixed per discount tax_rate index currency valid_from valid_to"
TARIFFS = """
2  | S1 |       | students | 2.25   |     | 90.00 |       |       |      |     |     |     | 2025-01-01 | 2025-12-31
3  | S1 |       | students | 2.35   |     | 95.00 |       |       |      | 15% |     |     | 2026-01-01 |
4  | S1 | Music | students | 3.00   |     |       |       |       |      |     |     |     | 2026-01-01 |
5  | T2 |       | rooms    | 10     |     |       | 20.00 | month | 10%  |     |     |     |            |
6  | T2 |       | rooms    | 8      | 10  |       | 20.00 | month | 10%  |     |     |     |            |
7  | F1 |       |          | 400    |     |       |       |       |      |     | CPI |     | 2024-02-29 |
8  | P9 |       | pages    | 0.0125 |     |       |       | term  |      |     |     |     |            |
9  | G1 |       |          | 100    |     |       |       |       |      |     |     |     |            |
10 | G1 |       |          | 9000   |     |       |       |       |      |     |     | JPY |            |
"""
INDICES = """
row | index | on         | value
2   | CPI   | 2023-10-01 | 100
3   | CPI   | 2024-10-01 | 103
4   | CPI   | 2025-10-01 | 110
5   | CPI   | 2026-10-01 | 108
"""


def _fee(
    sheet: Sheet,
    tariff: str,
    units: str = "",
    start: str = "2026-01-01",
    end: str = "2026-12-31",
    months: int | None = 12,
    kind: str = "",
    currency: str = "NZD",
    **terms: Any,
) -> Any:
    wanted = pd.DataFrame({"tariff": [tariff], "type": kind, "currency": currency, "units": units}).assign(
        start=pd.Timestamp(start).as_unit("s"),
        end=pd.Timestamp(end).as_unit("s"),
        months=pd.array([months], dtype="Int64"),
    )
    prices = sheet("Tariffs", TARIFFS, COLUMNS, currency="NZD")
    return tariff_fees(wanted, prices, sheet("Indices", INDICES), TariffTerms(DAY, **terms)).iloc[0]


@pytest.mark.parametrize(
    ("units", "start", "fee", "said"),
    [
        ("120", "2026-01-01", 28200, "120 students x 2.35 from 01/01/2026, minimum 95.00"),
        ("120", "2025-12-31", 27000, "120 students x 2.25 from 01/01/2025, minimum 90.00"),
        ("40", "2026-01-01", 9500, "40 students x 2.35 from 01/01/2026, lifted to the minimum 95.00"),
        ("40.5", "2026-01-01", 9518, "40.5 students x 2.35 from 01/01/2026, minimum 95.00"),
        ("0", "2026-01-01", 9500, "0 students x 2.35 from 01/01/2026, lifted to the minimum 95.00"),
    ],
)
def test_units_times_the_rate_of_the_terms_first_day(sheet: Sheet, units: str, start: str, fee: int, said: str) -> None:
    found = _fee(sheet, "S1", units, start)
    assert (found["fee"], found["said"], found["problem"]) == (fee, said, "")


def test_the_row_for_the_licences_own_type_comes_first(sheet: Sheet) -> None:
    assert _fee(sheet, "S1", "10", kind="music")["fee"] == 3000
    assert _fee(sheet, "S1", "100", kind="copying")["fee"] == 23500


def test_only_rows_in_the_licences_currency_count_with_its_decimals(sheet: Sheet) -> None:
    assert _fee(sheet, "G1")["fee"] == 10000
    assert _fee(sheet, "G1", currency="JPY")["fee"] == 9000
    assert _fee(sheet, "G1", currency="KWD")["problem"] == "no row of the tariff G1 in KWD is in force on 01/01/2026"


@pytest.mark.parametrize(
    ("units", "tiers", "fee"),
    [
        ("10", "graduated", (10 * 10 + 20) * 90),
        ("11", "graduated", (10 * 10 + 8 + 20) * 90),
        ("10", "whole", (10 * 10 + 20) * 90),
        ("11", "whole", (11 * 8 + 20) * 90),
        ("0", "graduated", 20 * 90),
        ("0", "whole", 20 * 90),
    ],
)
def test_tiers(sheet: Sheet, units: str, tiers: str, fee: int) -> None:
    assert _fee(sheet, "T2", units, end="2026-01-31", months=1, tiers=tiers)["fee"] == fee


def test_what_is_said_of_tiers_and_of_months(sheet: Sheet) -> None:
    said = "10 rooms x 10.00 + 4 rooms x 8.00 + 20.00 fixed, less 10 %, for 12 months"
    assert _fee(sheet, "T2", "14")["said"] == said


@pytest.mark.parametrize(
    ("start", "cap", "fee"),
    [
        ("2025-02-27", 0, 40000),  # the day before the first anniversary
        ("2025-02-28", 0, 41200),
        ("2026-02-28", 0, 44000),
        ("2026-02-28", 500, 43260),  # 400 x 1.03 x 1.05
        ("2027-02-28", 500, 43260),  # an index that falls lowers nothing
    ],
)
def test_an_index_raises_every_anniversary_and_no_more_than_its_cap(
    sheet: Sheet, start: str, cap: int, fee: int
) -> None:
    assert _fee(sheet, "F1", start=start, cap=cap)["fee"] == fee


def test_a_rate_that_has_risen_is_rounded_before_it_is_multiplied(sheet: Sheet) -> None:
    found = _fee(sheet, "F1", start="2026-02-28", cap=333, rounding=1_000_000)
    assert (found["fee"], found["said"]) == (42600, "426.00 a year from 29/02/2024 (risen 6.43 % with CPI)")


def test_a_fee_is_rounded_once_and_half_up(sheet: Sheet) -> None:
    assert _fee(sheet, "P9", "2")["fee"] == 3  # 0.025
    assert _fee(sheet, "P9", "1")["fee"] == 1  # 0.0125
    assert _fee(sheet, "P9", "1000001")["fee"] == 1250001


@pytest.mark.parametrize(
    ("end", "months", "basis", "fee"),
    [
        ("2026-06-30", 6, "actual", 14100),
        ("2026-06-30", None, "actual", 13984),  # 282.00 x 181/365
        ("2026-06-30", None, "30", 14100),
        ("2026-01-10", None, "365", 773),
    ],
)
def test_a_part_of_a_year_is_charged_in_part(sheet: Sheet, end: str, months: int | None, basis: str, fee: int) -> None:
    assert _fee(sheet, "S1", "120", end=end, months=months, basis=basis)["fee"] == fee


@pytest.mark.parametrize(
    ("tariff", "start", "problem"),
    [
        ("", "2026-01-01", ""),
        ("X1", "2026-01-01", "no row of the tariff X1 in NZD is in force on 01/01/2026"),
        ("S1", "2024-12-31", "no row of the tariff S1 in NZD is in force on 31/12/2024"),
        ("S1", "2026-01-01", "the tariff S1 counts students, and none are declared"),
    ],
)
def test_why_there_is_no_fee(sheet: Sheet, tariff: str, start: str, problem: str) -> None:
    found = _fee(sheet, tariff, start=start)
    assert (pd.isna(found["fee"]), found["problem"]) == (True, problem)


def test_an_index_without_a_value_gives_no_fee(sheet: Sheet) -> None:
    wanted = "2 | F2 | | | 400 | | | | | | | RPI | | 2024-01-01 |"
    term = pd.DataFrame(
        {"tariff": ["F2"], "type": "", "currency": "NZD", "units": "", "start": pd.Timestamp("2026-01-01")}
    )
    term = term.assign(end=pd.Timestamp("2026-12-31"), months=pd.array([12], dtype="Int64"))
    found = tariff_fees(
        term, sheet("Tariffs", wanted, COLUMNS, currency="NZD"), sheet("Indices", INDICES), TariffTerms(DAY)
    ).iloc[0]
    assert found["problem"] == "the sheet Indices has no value of RPI on or before 01/01/2024"


def test_no_term_and_no_tariff_are_no_trouble(sheet: Sheet) -> None:
    nothing = sheet("Tariffs", "", COLUMNS)
    term = pd.DataFrame(
        {"tariff": ["S1", ""], "type": "", "currency": "", "units": "", "start": pd.Timestamp("2026-01-01")}
    )
    term = term.assign(end=pd.Timestamp("2026-12-31"), months=pd.array([12, 12], dtype="Int64"))
    indices = sheet("Indices", "", "index on value")
    assert tariff_fees(term, nothing, indices, TariffTerms(DAY))["fee"].isna().all()
    assert tariff_fees(term.iloc[:0], nothing, indices, TariffTerms(DAY)).empty


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_more_units_never_cost_less_by_graduated_tiers(sheet: Sheet, one: int, other: int) -> None:
    few, many = sorted((one, other))
    assert _fee(sheet, "T2", str(few))["fee"] <= _fee(sheet, "T2", str(many))["fee"]
