"""Money: exact, rounded half-up in one place, shared out without losing a cent."""

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetops import money


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("1250.00", "", 125_000),
        ("0.01", "NZD", 1),
        ("-0.01", "NZD", -1),
        ("0.1", "PLN", 10),
        ("1250", "JPY", 1250),
        ("1.234", "KWD", 1234),
        ("1.2345", "CLF", 12345),
        ("90071992547409.93", "NZD", 9_007_199_254_740_993),  # more than a float can hold
    ],
)
def test_an_amount_keeps_every_minor_unit_there_and_back(amount: str, currency: str, minor: int) -> None:
    assert money.to_minor(Decimal(amount), currency) == minor
    assert money.to_major(minor, currency) == Decimal(amount)


@pytest.mark.parametrize(("amount", "currency"), [("0.001", "NZD"), ("0.5", "JPY"), ("0.0001", "KWD")])
def test_a_part_of_a_minor_unit_is_refused_and_never_rounded_away(amount: str, currency: str) -> None:
    with pytest.raises(ValueError, match="more than"):
        money.to_minor(Decimal(amount), currency)


@pytest.mark.parametrize(
    ("minor", "currency", "written"),
    [
        (125_000, "", "1,250.00"),
        (-1, "NZD", "-0.01"),
        (0, "NZD", "0.00"),
        (123_456_789, "NZD", "1,234,567.89"),
        (1250, "JPY", "1,250"),
        (1250, "KWD", "1.250"),
    ],
)
def test_amounts_are_written_with_the_decimals_of_their_currency(minor: int, currency: str, written: str) -> None:
    assert money.text(minor, currency) == written


@given(st.integers(-(10**18), 10**18), st.sampled_from(["", "JPY", "NZD", "KWD", "CLF"]))
def test_amounts_are_written_as_the_decimal_itself_is(minor: int, currency: str) -> None:
    assert money.text(minor, currency) == f"{money.to_major(minor, currency):,}"


def test_a_column_is_written_like_its_single_amounts() -> None:
    minor, currency = [100, 5, 100, -7], ["NZD", "JPY", "KWD", "NZD"]
    assert money.texts(minor, currency).tolist() == ["1.00", "5", "0.100", "-0.07"]
    assert money.texts([100, 5]).tolist() == ["1.00", "0.05"]
    assert money.texts([], []).tolist() == money.texts([]).tolist() == []


@pytest.mark.parametrize(
    ("gross", "rate", "tax"),
    [
        (11_500, 1500, 1500),
        (115, 1500, 15),
        (100, 1500, 13),  # 0.1304...
        (1, 1500, 0),
        (0, 1500, 0),
        (12_345, 0, 0),
        (12_300, 2300, 2300),
        (10**15, 1500, 130_434_782_608_696),
    ],
)
def test_tax_inside_a_gross_amount(gross: int, rate: int, tax: int) -> None:
    assert money.tax_within([gross], [rate]).tolist() == [tax]


@given(st.integers(0, money.LIMIT), st.integers(0, 10_000))
def test_net_is_the_exact_quotient_rounded_half_up(gross: int, rate: int) -> None:
    exact = Decimal(gross) * 10_000 / (10_000 + rate)
    net = gross - int(money.tax_within([gross], [rate])[0])
    assert abs(net - exact) <= Decimal("0.5")
    assert net == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@pytest.mark.parametrize(
    ("case", "total", "weights", "parts"),
    [
        ("F1, the last takes the odd cent", 3, [1, 1], [1, 2]),
        ("F8", 547, [1, 1, 1], [182, 182, 183]),
        ("F9", 3_000_000, [1, 1, 1], [1_000_000] * 3),
        ("F11", 10_000, [1, 1, 1], [3333, 3333, 3334]),
        ("by size of fraction", 100, [1, 2, 3], [17, 33, 50]),
        ("nothing to a weight of nothing", 5, [0, 1, 1], [0, 2, 3]),
        ("a negative total", -10_000, [1, 1, 1], [-3334, -3333, -3333]),
        ("nothing at all", 0, [1, 1], [0, 0]),
    ],
)
def test_shares_add_up_to_the_whole(case: str, total: int, weights: list[int], parts: list[int]) -> None:
    assert money.largest_remainder(total, weights) == parts


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(0, 10**6), min_size=1, max_size=40).filter(any))
def test_every_share_is_its_exact_part_rounded_up_or_down(total: int, weights: list[int]) -> None:
    parts = money.largest_remainder(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        exact = Decimal(total) * weight / sum(weights)
        assert abs(part - exact) < 1


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [2, -1]])
def test_weights_that_share_out_nothing_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        money.largest_remainder(100, weights)


def test_sums_of_the_largest_amounts_stay_exact() -> None:
    column = np.full(9000, money.LIMIT, dtype=np.int64)
    assert int(column.sum()) == 9000 * money.LIMIT


# ------------------------------------------------------------------------------------- other currencies and shares


@pytest.mark.parametrize(
    ("minor", "stated", "currency", "expected"),
    [
        (1_000, "NZD", "NZD", 1_000),
        (1_000, "NZD", "AUD", 1_000),
        (1_000, "NZD", "JPY", 10),
        (1_049, "NZD", "JPY", 10),
        (1_050, "NZD", "JPY", 11),
        (10, "JPY", "NZD", 1_000),
        (1_000, "NZD", "KWD", 10_000),
        (1_000, "", "KWD", 10_000),
    ],
)
def test_an_amount_that_names_no_currency_is_read_in_its_rows_own(
    minor: int, stated: str, currency: str, expected: int
) -> None:
    assert money.restated([minor], stated, [currency]).tolist() == [expected]


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(0, 0, 0), (5, 0, 0), (0, 7, 0), (7, 7, 10_000), (1, 3, 3_333), (2, 3, 6_667), (1, 20_000, 1), (1, 20_001, 0)],
)
def test_a_share_in_basis_points_is_rounded_half_up(part: int, whole: int, expected: int) -> None:
    assert money.basis_points([part], [whole]).tolist() == [expected]


def test_shares_of_the_largest_sums_stay_exact() -> None:
    assert money.basis_points([2**61], [2**62]).tolist() == [5_000]
