"""Fees of parts of a term against the whole term's, and settlements of exact estimates, for any terms."""

import datetime as dt
from collections.abc import Callable

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetops.rules.pricing import PriceSheets, PricingTerms, true_ups
from sheetops.rules.tariffs import TariffTerms, tariff_fees
from tests.rules.test_tariffs import COLUMNS, INDICES

Sheet = Callable[..., pd.DataFrame]
DAY = dt.date(2026, 6, 30)
TARIFFS = """
2  | S1 |       | students | 2.35   |     |       |       |       | 10%  |     |     |     |            |
3  | F1 |       |          | 400    |     |       |       |       |      |     |     |     |            |
"""


def _days(*days: dt.date) -> "pd.Series[pd.Timestamp]":
    return pd.Series(pd.to_datetime(list(days))).dt.as_unit("s")


@settings(max_examples=60, deadline=None)
@given(
    cuts=st.lists(st.integers(1, 364), max_size=5, unique=True),
    units=st.integers(1, 100_000),
    basis=st.sampled_from(["actual", "365"]),
    tariff=st.sampled_from(["S1", "F1"]),
)
def test_adjoining_parts_of_a_term_come_to_the_whole(
    sheet: Sheet, cuts: list[int], units: int, basis: str, tariff: str
) -> None:
    """Each part is rounded once to a cent, by half a cent at most: so are the parts together, half a cent each."""
    first, end = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
    starts = [first, *(first + dt.timedelta(days=cut) for cut in sorted(cuts))]
    ends = [*(day - dt.timedelta(days=1) for day in starts[1:]), end]
    wanted = pd.DataFrame({"start": _days(*starts, first), "end": _days(*ends, end)}).assign(
        tariff=tariff, type="", currency="NZD", units=str(units), months=pd.array([None] * (len(starts) + 1), "Int64")
    )
    prices = sheet("Tariffs", TARIFFS, COLUMNS, currency="NZD")
    fees = tariff_fees(wanted, prices, sheet("Indices", INDICES), TariffTerms(DAY, basis=basis))["fee"].tolist()
    parts, whole = fees[:-1], fees[-1]
    assert 2 * abs(sum(parts) - whole) <= len(parts) + 1


LICENCES = """
row | licence | account | type | start      | end        | status | tariff | units
2   | L-1     | A1      |      | 2025-06-01 | 2026-05-31 | live   | S1     |
"""
UNITS = """
row | licence | start      | end        | units | basis    | declared_on
2   | L-1     | 2025-06-01 | 2026-05-31 | {0}   | estimate | 2025-06-01
3   | L-1     | 2025-06-01 | 2026-05-31 | {1}   | actual   | 2026-06-{2:02}
"""


@settings(max_examples=40, deadline=None)
@given(estimate=st.integers(0, 10**6), more=st.integers(-1000, 1000), day=st.integers(1, 30))
def test_a_settlement_is_what_the_fees_differ_by_and_nothing_for_an_exact_estimate(
    sheet: Sheet, estimate: int, more: int, day: int
) -> None:
    actual = max(estimate + more, 0)
    licences = sheet("Licences", LICENCES)
    row = licences.assign(name="", currency="NZD")
    sheets = PriceSheets(
        sheet("Tariffs", TARIFFS, COLUMNS, currency="NZD"),
        sheet("Indices", INDICES),
        sheet("Units", UNITS.format(estimate, actual, day)),
    )
    exact = true_ups(row, licences, sheets, PricingTerms(TariffTerms(DAY))).iloc[0]
    assert exact["difference"] == exact["actual_fee"] - exact["estimated_fee"]
    assert exact["surcharge"] == 0
    if actual == estimate:
        assert (exact["difference"], exact["status"]) == (0, "even")
    else:
        assert (exact["difference"] > 0) == (actual > estimate)
