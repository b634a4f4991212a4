"""Tariffs, declared units, indices and add-ons that cannot be, or that no rule could use."""

from typing import Any

import pytest

LICENCES = """
row | licence | account | start      | end        | tariff | add_on_of
"""
TARIFF = "row | tariff | rate | above | minimum | fixed | valid_from | valid_to\n"


@pytest.mark.parametrize(
    ("raw", "figure"),
    [(2.35, "2.35"), (0.0125, "0.0125"), ("1,200", "1200"), (120.0, "120"), (0, "0"), ("7.50", "7.5")],
)
def test_a_figure_is_exact(column: Any, raw: object, figure: str) -> None:
    assert column("Tariffs", "rate", [raw]) == ([figure], [])


@pytest.mark.parametrize(
    ("raw", "check"),
    [
        ("many", "figure_unreadable"),
        (-1, "figure_negative"),
        (0.1234567, "figure_too_fine"),
        (10**12, "figure_too_fine"),
    ],
)
def test_what_is_no_figure_is_said(column: Any, raw: object, check: str) -> None:
    values, findings = column("Tariffs", "rate", [raw])
    assert (values, [finding.check for finding in findings]) == ([], [check])


def test_tariff_negative(found: Any) -> None:
    rows = "2 | S1 | 1 | | -1 | | |\n3 | S2 | 1 | | | -1 | |\n4 | S3 | 1 | | 0 | 0 | |"
    assert found(Tariffs=TARIFF + rows) == [("D2", "tariff_negative"), ("E3", "tariff_negative")]


def test_tariff_overlap(found: Any) -> None:
    rows = """
2 | S1 | 2.35 |     | | | 2025-01-01 | 2025-12-31
3 | S1 | 2.40 |     | | | 2026-01-01 |
4 | S1 | 2.10 | 100 | | | 2026-01-01 |
5 | S1 | 2.45 |     | | | 2026-07-01 |
"""
    assert found(Tariffs=TARIFF + rows.strip()) == [("F5", "tariff_overlap")]


def test_value_not_positive(found: Any) -> None:
    rows = "row | index | on | value\n2 | CPI | 2025-01-01 | 0\n3 | CPI | 2026-01-01 | 101.5"
    assert found(Indices=rows) == [("C2", "value_not_positive")]


def test_units_end_before_start(found: Any) -> None:
    rows = """
row | licence | start      | end        | units | basis
2   | L1      | 2026-01-01 | 2025-12-31 | 12    | actual
3   | L2      | 2026-01-01 | 2026-01-01 | 12    | actual
4   | L3      | 2026-01-01 |            | 12    | estimate
"""
    assert found(Units=rows) == [("C2", "units_end_before_start")]


def test_tariff_unknown(found: Any) -> None:
    rows = (
        LICENCES.rstrip()
        + "\n2 | L1 | A1 | 2026-01-01 | 2026-12-31 | S1 |\n3 | L2 | A2 | 2026-01-01 | 2026-12-31 | S9 |"
    )
    assert found(Licences=rows, Tariffs=TARIFF + "2 | S1 | 1 | | | | |") == [("E3", "tariff_unknown")]
    assert found(Licences=rows) == []


def test_parent_unknown(found: Any) -> None:
    rows = """
2 | L1 | A1 | 2026-01-01 | 2026-12-31 | |
3 | L2 | A1 | 2026-01-01 | 2026-12-31 | | L1
4 | L3 | A1 | 2026-01-01 | 2026-12-31 | | L9
5 | L4 | A1 | 2026-01-01 | 2026-12-31 | | L2
6 | L5 | A2 | 2026-01-01 | 2026-12-31 | | L1
"""
    named = [cell for cell, check in found(Licences=LICENCES.rstrip() + rows) if check == "parent_unknown"]
    assert named == ["F4", "F5", "F6"]
