"""Where a sheet keeps its columns, which rows are data, and what stops a job: each a sentence with the cure."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from sheetops.checking import check_sheet, find_sheet, locate
from sheetops.errors import BookError
from sheetops.model import Area, CellError, Cells, Reading
from sheetops.sheets import SHEETS

CUSTOMERS = SHEETS["Customers"]
READING = Reading(dt.date(2026, 6, 30), currency="NZD", country="NZ")


@dataclass
class Sheets:
    """A book of which only the sheets' names matter."""

    sheets: tuple[str, ...]
    name: str = "desk.xlsx"

    def cells(self, sheet: str) -> Cells:
        raise NotImplementedError

    def sources(self) -> tuple[tuple[str, str], ...]:
        return ()


def customers(*rows: list[Any], **more: Any) -> Cells:
    return Cells("desk.xlsx", "Customers", list(rows), **more)


@pytest.mark.parametrize(
    ("there", "found"),
    [
        (("Sheet1", "Customers"), "Customers"),
        (("customers ",), "customers "),
        (("KLIENCI",), "KLIENCI"),
        (("Clients", "Customers"), "Customers"),
        (("Customers (2)", "Customers"), "Customers"),
        (("Sheet1",), None),
        ((), None),
    ],
)
def test_a_sheet_is_found_by_its_name(there: tuple[str, ...], found: str | None) -> None:
    assert find_sheet(Sheets(there), CUSTOMERS) == found


def test_two_sheets_of_one_meaning_are_refused() -> None:
    with pytest.raises(
        BookError, match=r"desk.xlsx: the sheets Clients, Debtors could all be Customers. Name the right"
    ):
        find_sheet(Sheets(("Clients", "Debtors")), CUSTOMERS)


def test_headings_are_found_in_any_order_and_writing() -> None:
    layout = locate(
        customers(["E-MAIL", "Nazwa", None, " account_no. ", "Shoe size"], ["a@b.nz", "Ann", 1, "A1", 9]), CUSTOMERS
    )
    assert (layout.header_row, layout.last_row) == (1, 2)
    assert layout.columns == {"email": 1, "name": 2, "account": 4}
    assert layout.others == {"Shoe size": 5}
    assert layout.heading("account") == "account_no."
    assert layout.heading("phone") == "phone"


def test_headings_are_found_below_a_title() -> None:
    title: list[list[Any]] = [["Customers of the north"], [], ["Printed", dt.date(2026, 6, 30)]]
    blank: list[list[Any]] = [[] for _ in range(16)]
    sheet = check_sheet(customers(*title, *blank, ["account", "name"], ["A1", "Ann"]), CUSTOMERS, READING)
    assert sheet.layout.header_row == 20
    assert sheet.frame.index.tolist() == [21]


def test_headings_below_the_twentieth_row_are_not_looked_for() -> None:
    rows: list[list[Any]] = [["Title"], *([] for _ in range(19)), ["account", "name"]]
    with pytest.raises(BookError) as stopped:
        locate(customers(*rows), CUSTOMERS)
    assert str(stopped.value) == (
        "desk.xlsx, sheet Customers has no row of headings in its first 20 rows. Its first filled row, row 1, holds "
        "Title. Put one row of headings above the data; Customers needs account, name."
    )


def test_the_table_with_the_sheets_name_wins() -> None:
    rows = [["account", "name"], ["X", "No"], [], [None, "Name", "Account"], [None, "Ann", "A1"], [None, "Not", "here"]]
    table = Area("tblCustomers", 1, 1, 2, 2), Area("Clients", 4, 2, 5, 3)
    sheet = check_sheet(customers(*rows, tables=table), CUSTOMERS, READING)
    assert sheet.frame[["account", "name"]].to_dict("index") == {5: {"account": "A1", "name": "Ann"}}


@pytest.mark.parametrize("rows", [[], [[]], [[None, ""], ["  ", "\u00a0"]]])
def test_an_empty_sheet_is_refused(rows: list[list[Any]]) -> None:
    with pytest.raises(
        BookError, match=r"sheet Customers is empty. Its first row must hold the headings account, name."
    ):
        locate(customers(*rows), CUSTOMERS)


def test_a_missing_required_column_is_refused_with_those_that_are_there() -> None:
    with pytest.raises(BookError) as stopped:
        locate(customers(["Acount", "Name", "Town"], ["A1", "Ann", "X"]), CUSTOMERS)
    assert str(stopped.value) == (
        "desk.xlsx, sheet Customers, row 1: the column account is missing. The columns that are there: Acount, Name, "
        "Town. If 'Acount' is meant, rename it to 'account'."
    )


@pytest.mark.parametrize(
    ("first", "says"),
    [
        (["INV-1", "A1", "invoice", "2026-06-01", 100], "has no row of headings"),  # a code that is a heading elsewhere
        (["entry", "A1", "x", "2026-06-01", 100], "the columns account, kind, date, amount are missing"),
        (["invoice", "currency", "colour"], "the columns entry, account, kind, date, amount are missing"),
    ],
)
def test_one_word_alone_makes_no_row_of_headings_unless_it_is_needed(first: list[Any], says: str) -> None:
    with pytest.raises(BookError, match=says):
        locate(Cells("", "Ledger", [first, ["INV-2", "A1", "invoice", "2026-06-02", 50]]), SHEETS["Ledger"])


def test_all_missing_columns_are_named_at_once() -> None:
    with pytest.raises(BookError, match="the columns entry, kind, amount are missing"):
        locate(Cells("", "Ledger", [["account", "date", "zzz"]]), SHEETS["Ledger"])


@pytest.mark.parametrize("second", ["account", "Account ", "Customer No", "konto"])
def test_two_columns_of_one_meaning_are_refused(second: str) -> None:
    with pytest.raises(BookError) as stopped:
        locate(customers(["Account", "name", second]), CUSTOMERS)
    assert "row 1: two columns are the account column, 'Account' in column A and " in str(stopped.value)
    assert "in column C. Delete one, or give it a heading of another meaning." in str(stopped.value)


def test_two_unknown_columns_of_one_heading_are_kept_apart() -> None:
    sheet = check_sheet(customers(["account", "name", "x", "x", "X"], ["A1", "Ann", 1, 2, 3]), CUSTOMERS, READING)
    assert sheet.frame.loc[2, ["x", "x (column D)", "X"]].tolist() == [1, 2, 3]
    assert sheet.findings == ()


def test_merged_headings_are_refused() -> None:
    with pytest.raises(BookError, match=r"the cells C1:D1 in the row of headings are merged. Unmerge them"):
        locate(customers(["account", "name", "x", None], merged=(Area("", 1, 3, 1, 4),)), CUSTOMERS)


def test_a_merged_title_is_no_matter() -> None:
    cells = customers(["Customers", None], ["account", "name"], merged=(Area("", 1, 1, 1, 2),))
    assert locate(cells, CUSTOMERS).header_row == 2


def test_two_different_rows_of_headings_are_refused() -> None:
    with pytest.raises(BookError, match=r"rows 1 and 4 both hold headings, in different columns. Keep one table"):
        locate(
            customers(["account", "name", "town"], ["A1", "Ann", "X"], [], ["name", "account"], ["Bob", "A2"]),
            CUSTOMERS,
        )


def test_headings_repeated_for_the_printer_are_passed_over() -> None:
    rows = [["account", "name"], ["A1", "Ann"], ["account", "name"], ["A2", "Bob"], ["account", "name"]]
    sheet = check_sheet(customers(*rows), CUSTOMERS, READING)
    assert sheet.frame.index.tolist() == [2, 4]
    assert [(f.row, f.check, f.severity) for f in sheet.findings] == [
        (3, "heading_repeated", "note"),
        (5, "heading_repeated", "note"),
    ]
    assert sheet.rows == 2


@pytest.mark.parametrize(
    "row",
    [
        ["Total", None, None, None, None, 150.0],
        [None, "TOTAL:", None, None, None, 150.0],
        ["Razem", None, None, None, None, 150.0],
        ["Grand total", "", " ", None, None, 150.0],
        [None, None, None, None, "Suma", 150.0],
    ],
)
def test_a_totals_row_is_never_data(row: list[Any]) -> None:
    heads = ["entry", "account", "kind", "date", "description", "amount"]
    entry = ["E1", "A1", "invoice", dt.date(2026, 1, 1), None, 150.0]
    sheet = check_sheet(Cells("", "Ledger", [heads, entry, row]), SHEETS["Ledger"], READING)
    assert sheet.frame.index.tolist() == [2]
    assert [(f.row, f.check, f.severity) for f in sheet.findings] == [(3, "totals_row", "note")]
    assert (sheet.rows, sheet.left_out) == (1, ())


def test_a_customer_named_total_is_data() -> None:
    sheet = check_sheet(
        customers(["account", "name"], ["A1", "Total"], ["Total", "Total Energies"]), CUSTOMERS, READING
    )
    assert sheet.frame["name"].tolist() == ["Total", "Total Energies"]
    assert sheet.findings == ()


def test_blank_rows_are_skipped_and_rows_keep_their_numbers() -> None:
    rows = [["account", "name"], [], [None, None], ["A1", "Ann"], ["", "  "], ["\u00a0", None], ["A2", "Bob"], []]
    sheet = check_sheet(customers(*rows), CUSTOMERS, READING)
    assert sheet.frame.index.tolist() == [4, 7]
    assert sheet.frame.index.name == "row"
    assert (sheet.rows, sheet.findings) == (2, ())


def test_a_row_of_zeros_is_not_blank() -> None:
    sheet = check_sheet(customers(["account", "name"], [0, False]), CUSTOMERS, READING)
    assert (sheet.frame["account"].tolist(), sheet.frame["name"].tolist()) == (["0"], ["FALSE"])


def test_short_rows_are_read_as_if_blank_at_the_end() -> None:
    sheet = check_sheet(customers(["account", "name", "town"], ["A1", "Ann"], ["A2"]), CUSTOMERS, READING)
    assert sheet.frame["town"].to_dict() == {2: ""}
    assert [(f.cell, f.check) for f in sheet.findings] == [("B3", "value_missing")]


def test_hidden_rows_are_noted_once_a_block() -> None:
    rows = [["account", "name"], *([f"A{n}", "Ann"] for n in range(2, 10))]
    sheet = check_sheet(customers(*rows, hidden=frozenset({1, 3, 4, 5, 8, 40})), CUSTOMERS, READING)
    assert [(f.row, f.check, f.severity) for f in sheet.findings] == [
        (3, "row_hidden", "note"),
        (8, "row_hidden", "note"),
    ]
    assert sheet.findings[0].problem.startswith("Rows 3 to 5 are hidden, and read all the same.")
    assert sheet.findings[1].problem.startswith("Row 8 is hidden")
    assert len(sheet.frame) == 8


def test_merged_data_cells_are_no_blanks() -> None:
    rows = [["account", "name", "town"], ["A1", "Ann", "Napier"], ["A2", "Bob", None], ["A3", None, None]]
    merged = (Area("", 2, 3, 4, 3), Area("", 3, 2, 4, 2))
    sheet = check_sheet(customers(*rows, merged=merged), CUSTOMERS, READING)
    assert [(f.cell, f.check, f.severity) for f in sheet.findings] == [
        ("C3", "cells_merged", "error"),
        ("B4", "cells_merged", "error"),
        ("C4", "cells_merged", "error"),
    ]
    assert sheet.frame.index.tolist() == [2]


def test_a_frame_holds_every_column_typed_and_the_unknown_ones_as_they_are() -> None:
    heads = ["entry", "account", "kind", "date", "amount", "due_date", "disputed", "tax_rate", "colour"]
    rows = [
        ["E1", "A1", "invoice", dt.date(2026, 1, 1), 5.0, None, None, None, CellError("#N/A")],
        ["E2", "A1", "invoice", dt.date(2026, 1, 1), 7.5, dt.date(2026, 2, 1), "x", 0.15, "red"],
    ]
    frame = check_sheet(Cells("", "Ledger", [heads, *rows]), SHEETS["Ledger"], READING).frame
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == {
        **dict.fromkeys(("entry", "account", "kind", "currency", "invoice", "applies_to", "licence"), "str"),
        **dict.fromkeys(("ladder", "reference", "description"), "str"),
        **dict.fromkeys(("date", "due_date"), "datetime64[s]"),
        "amount": "int64",
        "disputed": "bool",
        "tax_rate": "Int64",
        "colour": "object",
    }
    assert frame.columns[-1] == "colour"
    assert frame["colour"].tolist() == [CellError("#N/A"), "red"]
    assert frame["tax_rate"].isna().tolist() == [True, False]


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_of_headings_alone_gives_an_empty_typed_frame(name: str) -> None:
    sheet = SHEETS[name]
    heads = [column.name for column in sheet.columns]
    empty = check_sheet(Cells("", name, [heads]), sheet, Reading(dt.date.min))
    full = check_sheet(Cells("", name, [[column.name for column in sheet.columns if column.required]]), sheet, READING)
    assert (list(empty.frame.columns), len(empty.frame), empty.rows, empty.findings) == (heads, 0, 0, ())
    assert empty.frame.dtypes.equals(full.frame.dtypes)


def test_what_is_left_out_is_counted_with_its_money_by_currency(check: Any) -> None:
    sheet = check(
        Customers="row | account | name\n2 | A1 | Ann",
        Ledger="""
        row | entry | account | kind    | date       | amount | currency
        2   | E1    | A1      | invoice | 2026-01-01 | 100    |
        3   | E2    | A1      | invoice | 31/02/2026 | 10     |
        4   | E3    | A1      | invoice | 2026-01-01 | five   |
        5   | E4    | B7      | invoice | 2026-01-01 | 20     |
        6   | E5    | A1      | invoice | 31/02/2026 | 1000   | JPY
        7   | E1    | B7      | invoice | 2026-01-01 | 3      |
        """,
    )["Ledger"]
    assert sheet.frame.index.tolist() == [2]
    assert [(left.sheet, left.rows, left.amount, left.currency) for left in sheet.left_out] == [
        ("Ledger", 1, 1000, "JPY"),
        ("Ledger", 4, 3300, "NZD"),
    ]
    assert (
        sheet.left_out[1].reason == "day impossible (1), amount unreadable (1), duplicate key (1), account unknown (1)"
    )
    assert sheet.rows == 6
    assert sheet.keys == {"E1", "E2", "E3", "E4", "E5"}
