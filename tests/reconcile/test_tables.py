"""Tables out of sheets that nobody described: headings, totals, page breaks, and headings that belong together."""

from typing import Any

import pytest

from sheetops.errors import BookError
from sheetops.model import Area, Cells
from sheetops.reconcile.headings import PRESETS, find, pairs, recognised, record_column
from sheetops.reconcile.kinds import Holds, seen
from sheetops.reconcile.tables import Table, table_of
from tests.reconcile.sides import DAY


def made(*rows: list[Any], tables: tuple[Area, ...] = ()) -> Table:
    return table_of(Cells("f.xlsx", "S", list(rows), tables=tables), "f.xlsx")


def test_titles_blank_rows_repeated_headings_and_totals_are_no_data() -> None:
    found = made(
        ["Debtors at June"],
        [],
        ["Account", "Name", "Amount"],
        ["A1", "Tui", 5.0],
        [None, "", " "],
        ["Account", "Name", "Amount"],
        ["A2", "Weka", 6.0],
        ["Total", None, 11.0],
    )
    assert found.frame.index.tolist() == [4, 7]
    assert found.frame["Amount"].tolist() == [5.0, 6.0]
    assert found.read == 4
    assert [(one.row, one.check, one.cell) for one in found.findings] == [
        (6, "heading_repeated", "A6"),
        (8, "totals_row", "A8"),
    ]
    assert [(one.rows, one.reason) for one in found.left_out] == [
        (1, "the headings again, at page breaks"),
        (1, "rows of totals"),
    ]


def test_a_customer_named_total_is_a_row_of_data() -> None:
    found = made(["Name", "Town", "Amount"], ["Total", "Leeds", 5.0], ["Total Tools", "York", 6.0])
    assert found.frame["Name"].tolist() == ["Total", "Total Tools"]


def test_an_excel_table_says_where_it_is() -> None:
    area = Area("Sales", 2, 2, 3, 3)
    found = made(["x", "y", "z"], ["no", "Id", "Amount"], ["no", "A", 1.0], ["no", "B", 2.0], tables=(area,))
    assert found.frame.columns.tolist() == ["Id", "Amount"]
    assert found.frame.index.tolist() == [3]


def test_two_columns_of_one_heading_are_told_apart() -> None:
    assert made(["Id", "Date", "Date"], ["a", "x", "y"]).frame.columns.tolist() == ["Id", "Date", "Date (column C)"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "is empty: it has neither headings nor rows"),
        ([["Id", "Amount"]], "has headings .Id, Amount. but not one row of data"),
        ([[1, 2], [3, 4]], "has no row of headings"),
    ],
)
def test_a_side_without_rows_is_refused(rows: list[list[Any]], said: str) -> None:
    with pytest.raises(BookError, match=said):
        made(*rows)


def test_columns_belong_together_by_heading_and_by_other_names_but_never_by_looks() -> None:
    left = ["Account number", "Amont", "E-mail address", "Name"]
    right = ["NAME", "account", "Amount", "Email"]
    assert [(one.left, one.right, one.how) for one in pairs(left, right, {})] == [
        ("Account number", "account", "other name of the same"),
        ("E-mail address", "Email", "other name of the same"),
        ("Name", "NAME", "same heading"),
    ]
    assert ("Amont", "Amount", "as you said") in pairs(left, right, {"Amont": "Amount"})
    with pytest.raises(BookError, match="Did you mean 'Amont'"):
        find(left, "Ammont", "left")


@pytest.mark.parametrize("preset", PRESETS, ids=lambda one: one.name)
def test_exports_are_known_by_their_headings_in_any_order(preset: Any) -> None:
    headings = sorted(preset.headings)
    known = recognised([*headings, "something else"])
    assert known and known.name == preset.name
    assert recognised(["Name", "Amount"]) is None


def test_the_record_column_is_what_the_program_calls_it() -> None:
    zoho = ["Account Name", "Record Id", "Phone", "Website", "Account Owner", "Industry"]
    assert record_column(zoho) == "Record Id"
    assert record_column(["Account", "Amount"]) is None


@pytest.mark.parametrize(
    ("cells", "holds"),
    [
        (["1,250.00", "80"], Holds.AMOUNT),
        (["1.250,00", "80,5"], Holds.AMOUNT),
        ([1.0, "2.00", None], Holds.AMOUNT),
        (["00123", "00124"], Holds.TEXT),
        (["+64 21 123", "+64 21 124"], Holds.TEXT),
        (["1234567890123456"], Holds.TEXT),
        (["30/06/2026", "1/7/2026"], Holds.DAY),
        ([DAY, "2026-07-01"], Holds.DAY),
        (["Tui", 5.0], Holds.TEXT),
        ([None, "", " "], Holds.NOTHING),
        ([True, False], Holds.TEXT),
    ],
)
def test_what_a_column_holds(cells: list[Any], holds: Holds) -> None:
    frame = made(["Id", "X"], *[["k", cell] for cell in cells]).frame
    assert seen(frame["X"]).holds is holds


def test_the_order_of_days_is_the_one_that_fits() -> None:
    frame = made(["X"], ["06/30/2026"], ["07/01/2026"]).frame
    assert seen(frame["X"]).date_order == "mdy"
    assert seen(frame["X"]).sure
    assert not seen(made(["X"], ["06/05/2026"]).frame["X"]).sure
