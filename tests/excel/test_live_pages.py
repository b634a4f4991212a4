"""What is laid out for an open workbook, without one: values as cells give them, addresses, formats, links."""

import datetime as dt
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetops.excel import styles
from sheetops.excel.grid import lay_out
from sheetops.excel.live.pages import TEXT, grid_pages, link_to, problem_pages, summary_page
from sheetops.excel.live.places import LONGEST, addresses, runs
from sheetops.excel.live.values import plain_rows
from sheetops.excel.problems import problems_grid
from sheetops.excel.summary import Amount, Block
from sheetops.model import CellError, Column, Finding, Kind, Result, Severity

MIDNIGHT = dt.datetime(2026, 2, 28)


@pytest.mark.parametrize(
    ("given_value", "value"),
    [
        ("#N/A", CellError("#N/A")),
        ("#SPILL!", CellError("#SPILL!")),
        ("#1 Quay Street", "#1 Quay Street"),
        ("n/a", "n/a"),
        (MIDNIGHT, dt.date(2026, 2, 28)),
        (MIDNIGHT.replace(second=1), MIDNIGHT.replace(second=1)),
        (dt.datetime(1899, 12, 30, 7, 30), dt.time(7, 30)),
        (dt.datetime(1900, 1, 1), dt.date(1900, 1, 1)),
        (Decimal("12.50"), 12.5),
        (-2146826246, CellError("#N/A")),  # 2042 as Excel hands it over
        (-2146826243, CellError("#SPILL!")),  # 2045, unknown to xlwings
        (-2146826188, -2146826188),  # 2100: no error any more
        (-5, -5),
        (1.0, 1.0),
        (True, True),
        (None, None),
        ("", ""),
    ],
)
def test_values_become_what_a_file_would_give(given_value: object, value: object) -> None:
    ((found,),) = plain_rows([[given_value]])
    assert found == value and type(found) is type(value)


@given(st.sets(st.tuples(st.integers(1, 40), st.integers(1, 40))))
def test_addresses_name_every_cell_once(places: set[tuple[int, int]]) -> None:
    named = []
    for address in addresses(runs(places)):
        assert len(address) <= LONGEST
        for part in address.split(","):
            first, _, last = part.partition(":")
            column, row = split(first)
            assert split(last or first)[0] == column
            named += [(number, column) for number in range(row, split(last or first)[1] + 1)]
    assert len(named) == len(set(named)) and set(named) == places


def split(name: str) -> tuple[int, int]:
    letters = name.rstrip("0123456789")
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number, int(name[len(letters) :])


def test_a_long_column_of_one_format_is_one_address() -> None:
    assert list(addresses([(2, 100_001, 3)])) == ["C2:C100001"]


RESULT = Result(
    "Sums",
    (Column("account", Kind.KEY), Column("amount", Kind.MONEY), Column("date", Kind.DAY), Column("level", Kind.WHOLE)),
)


def sums() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "account": ["001", "=2", ""],
            "amount": pd.array([12345, 10**15, None], dtype="Int64"),
            "date": pd.to_datetime(["2026-06-30", None, "1899-01-01"]),
            "level": pd.array([1, None, 3], dtype="Int64"),
            "currency": ["NZD", "NZD", "JPY"],
        }
    )


def test_a_grid_is_one_block_with_a_format_for_every_cell() -> None:
    (page,) = grid_pages(lay_out(sums(), RESULT), "Sums")
    assert page.rows == [
        ["account", "amount", "date", "level", "currency"],
        ["001", 123.45, dt.datetime(2026, 6, 30), 1, "NZD"],
        ["=2", "10,000,000,000,000.00", None, None, "NZD"],
        [None, None, "1899-01-01", 3, "JPY"],
    ]
    money, yen = styles.amount_format(2), styles.amount_format(0)
    assert code_of(page, 2, 2) == money and code_of(page, 4, 2) == yen
    assert code_of(page, 3, 2) == TEXT and code_of(page, 4, 3) == TEXT  # what a number would round stands as text
    assert code_of(page, 2, 3) == styles.DAY and code_of(page, 2, 1) == code_of(page, 1, 4) == TEXT
    cells = [
        (row, block[2]) for blocks in page.formats.values() for block in blocks for row in range(block[0], block[1] + 1)
    ]
    assert sorted(cells) == [(row, column) for row in range(1, 5) for column in range(1, 6)]


def code_of(page: object, row: int, column: int) -> str:
    formats: dict[str, list[tuple[int, int, int]]] = page.formats  # type: ignore[attr-defined]
    (code,) = [code for code, blocks in formats.items() if any(a <= row <= b and c == column for a, b, c in blocks)]
    return code


def test_an_empty_result_is_its_headings() -> None:
    (page,) = grid_pages(lay_out(sums().head(0), RESULT), "Sums")
    assert page.rows == [["account", "amount", "date", "level", "currency"]] and page.table == 0


def test_totals_are_bold_and_no_part_of_the_table() -> None:
    frame = pd.DataFrame(
        {
            "account": ["A1", "Total", "Proof"],
            "name": ["One", "All accounts", "Ledger balance less total"],
            "total": [100, 100, 0],
        }
    )
    result = Result("Ageing", (Column("account", Kind.KEY), Column("name", Kind.TEXT), Column("total", Kind.MONEY)))
    (page,) = grid_pages(lay_out(frame, result), "Ageing")
    assert (page.table, page.bold) == (1, (3, 4))


def finding(severity: Severity, cell: str) -> Finding:
    return Finding('It\'s "A"', 4, "amount", cell, "x", severity, "check", "What is wrong.")


def test_problems_are_coloured_and_lead_to_their_cells() -> None:
    found = [finding(Severity.ERROR, "F4"), finding(Severity.NOTE, ""), finding(Severity.ERROR, "G4")]
    (page,) = problem_pages(problems_grid(found), found)
    severity, cell = page.rows[0].index("severity") + 1, page.rows[0].index("cell") + 1
    assert page.fills == {
        styles.FILL[Severity.ERROR]: [(2, severity), (4, severity)],
        styles.FILL[Severity.NOTE]: [(3, severity)],
    }
    assert page.links == {
        cell: ['=HYPERLINK("#\'It\'\'s ""A""\'!F4","F4")', "", '=HYPERLINK("#\'It\'\'s ""A""\'!G4","G4")']
    }
    assert code_of(page, 2, cell) == "General"  # a formula in a cell that is text would stand there as text
    assert code_of(page, 1, cell) == TEXT


def test_no_problems_have_no_links() -> None:
    (page,) = problem_pages(problems_grid([]), [])
    assert page.links == {} and page.height == 1


def test_a_link_to_a_sheet_shows_its_name() -> None:
    assert link_to("Arrears", text="Arrears") == '=HYPERLINK("#\'Arrears\'!A1","Arrears")'


def test_the_summary_stands_where_a_files_summary_stands() -> None:
    block = Block("Control totals", ("total", "value"), [("Left", Amount(12345, "NZD")), ("=1", 7)], frozenset({1}))
    page = summary_page("Arrears as of 30/06/2026", ["Does not balance."], [block])
    assert [row[:2] for row in page.rows] == [
        ["Arrears as of 30/06/2026", None],
        ["Does not balance.", None],
        [None, None],
        ["Control totals", None],
        ["total", "value"],
        ["Left", 123.45],
        ["=1", 7],
    ]
    assert page.bold == (1, 2, 4, 7) and page.alarms == (2,)
    assert (
        code_of(page, 6, 2) == styles.amount_format(2)
        and code_of(page, 7, 2) == "#,##0"
        and code_of(page, 7, 1) == TEXT
    )
