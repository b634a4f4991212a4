"""Sheets, names, tables, filters, links, frozen panes, protection; rows and columns put in and taken out."""

import datetime as dt

import pytest

from sheetops.excel.libreoffice import (
    LibreOfficeError,
    NotSupported,
    filters,
    hidden_rows,
    is_protected,
    lift_filters,
    restore_filters,
)

pytestmark = pytest.mark.live


def test_sheets_are_added_ordered_renamed_hidden_copied_and_deleted(book, saved):
    first = book.sheets[0]
    first["A1"].value = "x"
    book.sheets.add("Last", after=first)
    book.sheets.add("First", before=first)
    assert book.sheet_names == ["First", "Sheet1", "Last"]
    assert book.sheets.active.name == "First"
    assert [sheet.index for sheet in book.sheets] == [1, 2, 3]
    first.name = "Müller's data"
    first.copy(name="Copy")
    book.sheets["Last"].visible = False
    book.sheets["first"].delete()
    book.sheets["Copy"].move(before=first)
    assert book.sheet_names == ["Copy", "Müller's data", "Last"]
    assert book.sheets["Copy"]["A1"].value == "x"
    kept = saved()
    assert kept.sheetnames == ["Copy", "Müller's data", "Last"]
    assert [sheet.sheet_state for sheet in kept] == ["visible", "visible", "hidden"]


def test_a_sheet_that_is_not_there_is_named_with_those_that_are(book):
    with pytest.raises(KeyError, match="has no sheet Ledger; it has Sheet1"):
        book.sheets["Ledger"]
    with pytest.raises(KeyError, match="has 1 sheets"):
        book.sheets(2)
    assert "sheet1" in book.sheets
    assert "Ledger" not in book.sheets


def test_the_only_sheet_cannot_be_deleted(book):
    with pytest.raises(LibreOfficeError, match="Sheet1 is the only sheet"):
        book.sheets[0].delete()


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("A1", "$A$1"),
        ("$b$2:A1", "$A$1:$B$2"),
        ("A:C", "$A:$C"),
        ("2:5", "$2:$5"),
        ((3, 2), "$B$3"),
        ("Sheet1!C4", "$C$4"),
        ("XFD1048576", "$XFD$1048576"),
    ],
)
def test_ranges_by_address(sheet, asked, address):
    assert sheet.range(asked).address == address


@pytest.mark.parametrize("asked", ["A0", "XFE1", "A1048577", "No_such_name", "A1:", "Sheet2!A1"])
def test_what_is_no_address_is_refused_in_words(sheet, asked):
    with pytest.raises(LibreOfficeError, match="A1"):
        sheet.range(asked)


def test_ranges_by_corners_slices_and_steps(sheet):
    assert sheet.range("A1", "C3").address == sheet.range((1, 1), (3, 3)).address == "$A$1:$C$3"
    assert sheet[0:2, 1].address == "$B$1:$B$2"
    assert sheet["B2"].offset(1, 2).resize(2, 2).address == "$D$3:$E$4"
    assert sheet["A1:B2"](3).address == sheet["A1:B2"](2, 1).address == "$A$2"
    assert [cell.address for cell in sheet["A1:B2"]] == ["$A$1", "$B$1", "$A$2", "$B$2"]
    assert [len(sheet["A1:B3"]), len(sheet["A1:B3"].rows), sheet["A1:B3"].shape] == [6, 3, (3, 2)]
    with pytest.raises(IndexError):
        sheet.range((0, 1))


def test_addresses_are_written_as_excel_does(book):
    sheet = book.sheets.add("My Data")
    assert sheet["A1:B2"].get_address(False, False) == "A1:B2"
    assert sheet["A1"].get_address(include_sheetname=True) == "'My Data'!$A$1"
    assert sheet["A1"].get_address(external=True) == f"'[{book.name}]My Data'!$A$1"


def test_names(book, saved):
    other = book.sheets.add("My Data")
    other["B2"].value = dt.date(2026, 6, 30)
    book.names.add("AsOf", "='My Data'!$B$2")
    book.sheets["Sheet1"]["A1:B2"].name = "Block"
    other.names.add("Own", "='My Data'!$C$3")
    found = {name.name: name.refers_to for name in book.names}
    assert found == {"AsOf": "='My Data'!$B$2", "Block": "=Sheet1!$A$1:$B$2", "'My Data'!Own": "='My Data'!$C$3"}
    assert book.names["asof"].refers_to_range.value == dt.datetime(2026, 6, 30)
    assert book.sheets["Sheet1"]["A1:B2"].name.name == "Block"
    assert other.range("AsOf").address == "$B$2"
    assert saved().defined_names["AsOf"].attr_text == "'My Data'!$B$2"
    book.names["AsOf"].refers_to = "='My Data'!$B$3"
    assert book.names["AsOf"].refers_to_range.address == "$B$3"
    del book.names["Block"]
    assert "Block" not in book.names
    book.names.add("Rate", "=0.23")
    with pytest.raises(LibreOfficeError, match="Rate does not stand for cells"):
        book.names["Rate"].refers_to_range  # noqa: B018


def test_tables(sheet, saved):
    sheet["B2"].value = [["key", "n"], ["a", 1], ["b", 2]]
    table = sheet.tables.add(sheet["B2"].expand(), name="Ledger")
    assert (table.name, table.range.address, table.header_row_range.value) == ("Ledger", "$B$2:$C$4", ["key", "n"])
    assert table.data_body_range.value == [["a", 1], ["b", 2]]
    assert (sheet["C3"].table.name, sheet["D3"].table) == ("Ledger", None)
    kept = saved()["Sheet1"].tables["Ledger"]
    assert (kept.ref, [column.name for column in kept.tableColumns]) == ("B2:C4", ["key", "n"])
    table.resize(sheet["B2:C9"])
    assert sheet.tables["ledger"].range.address == "$B$2:$C$9"
    with pytest.raises(LibreOfficeError, match="There is a table Ledger already"):
        sheet.tables.add(sheet["F1:G2"], name="Ledger")
    with pytest.raises(KeyError, match="has no table Other"):
        sheet.tables["Other"]


@pytest.fixture
def listed(sheet):
    sheet["A1"].value = [["k", "n", "d"], *[[f"k{n}", n, dt.date(2026, 1, n)] for n in range(1, 7)]]
    return sheet


@pytest.mark.parametrize(
    ("method", "args", "shown"),
    [
        ("apply_values", (1, ["k1", "k3"]), {1, 3}),
        ("apply_values", (2, [2, 5]), {2, 5}),
        ("apply_comparison", (2, "greater_than", 4), {5, 6}),
        ("apply_comparison", (2, "greater_than_or_equal", 4), {4, 5, 6}),
        ("apply_comparison", (2, "between", 2, 4), {2, 3, 4}),
        ("apply_comparison", (2, "not_between", 2, 4), {1, 5, 6}),
        ("apply_comparison", (1, "equal_to", "k2"), {2}),
        ("apply_comparison", (1, "not_equal_to", "k2"), {1, 3, 4, 5, 6}),
        ("apply_comparison", (3, "less_than", dt.date(2026, 1, 3)), {1, 2}),
        ("apply_comparison", (3, "equal_to", dt.date(2026, 1, 3)), {3}),
        ("apply_comparison", (1, "equal_to", None), set()),
        ("apply_top_items", (2, 2), {5, 6}),
        ("apply_bottom_items", (2, 2), {1, 2}),
    ],
)
def test_filters_show_the_rows_that_they_should(listed, method, args, shown):
    getattr(listed["A1:C7"].autofilter, method)(*args)
    assert set(range(2, 8)) - hidden_rows(listed) == {number + 1 for number in shown}
    listed["A1:C7"].autofilter.clear()
    assert hidden_rows(listed) == set()


def test_filters_are_lifted_and_put_back(listed, saved):
    listed["A1:C7"].autofilter.apply_values(1, ["k1", "k3"])
    listed["A1:C7"].autofilter.apply_comparison(2, "less_than", 3)
    assert hidden_rows(listed) == {3, 4, 5, 6, 7}
    lifted = lift_filters(listed)
    assert (hidden_rows(listed), filters(listed), saved()["Sheet1"].auto_filter.ref) == (set(), (), None)
    restore_filters(listed, lifted)
    assert hidden_rows(listed) == {3, 4, 5, 6, 7}
    assert [(entry.field, entry.type) for entry in listed["A1:C7"].autofilter.criteria] == [
        (1, "values"),
        (2, "comparison"),
        (3, "none"),
    ]
    assert saved()["Sheet1"].auto_filter.ref == "A1:C7"


def test_a_tables_filter_is_lifted_and_put_back(listed):
    table = listed.tables.add(listed["A1:C7"], name="Ledger")
    table.autofilter.apply_comparison(2, "greater_than", 4)
    lifted = lift_filters(listed)
    assert (table.show_autofilter, hidden_rows(listed)) == (False, set())
    restore_filters(listed, lifted)
    assert (table.show_autofilter, hidden_rows(listed)) == (True, {2, 3, 4, 5})


def test_writing_into_a_filtered_range_writes_hidden_rows_too(listed):
    listed["A1:C7"].autofilter.apply_values(1, ["k1"])
    listed["B2"].value = [[10 * n] for n in range(1, 7)]
    assert listed["B2:B7"].value == [10, 20, 30, 40, 50, 60]


def test_special_cells(listed):
    listed["A3"].clear_contents()
    listed["D1"].formula = "=1+1"
    listed["5:6"].rows.hidden = True

    def places(*kind):
        return sorted(area.get_address(False, False) for area in listed["A1:D7"].get_special_cells(*kind))

    assert places("visible") == ["A1:D4", "A7:D7"]
    assert places("formulas") == ["D1"]
    assert places("blanks") == ["A3", "D2:D7"]
    assert places("constants", "numbers") == ["B2:C7"]
    assert places("constants", "text") == ["A1:A2", "A4:A7", "B1:C1"]
    listed["D1:D3"].formula = [["=1+1"], ['="x"'], ["=1/0"]]
    kinds = ("numbers", "text", "errors")
    assert [places("formulas", kind) for kind in kinds] == [["D1"], ["D2"], ["D3"]]


def test_links(book, saved):
    sheet, other = book.sheets[0], book.sheets.add("My Data")
    sheet["A1"].add_hyperlink("https://example.org/x", "site")
    sheet["A2"].add_hyperlink("#'My Data'!B2", "go")
    assert (sheet["A1"].hyperlink, sheet["A1"].value) == ("https://example.org/x", "site")
    assert (sheet["A2"].hyperlink, sheet["A2"].value) == ("#'My Data'!B2", "go")
    kept = saved()["Sheet1"]
    assert (kept["A1"].hyperlink.target, kept["A2"].hyperlink.location) == ("https://example.org/x", "'My Data'!B2")
    with pytest.raises(LibreOfficeError, match="holds no link"):
        other["A1"].hyperlink  # noqa: B018


@pytest.mark.parametrize(("asked", "pane"), [("1:1", "A2"), ("A:B", "C1"), ("B2", "C3")])
def test_frozen_panes(book, saved, asked, pane):
    book.sheets.add("Front")
    sheet = book.sheets["Sheet1"]
    sheet.freeze_panes.freeze_at(asked)
    assert book.sheets.active.name == "Front"
    kept = saved()
    assert (kept["Sheet1"].freeze_panes, kept["Front"].freeze_panes) == (pane, None)
    sheet.freeze_panes.unfreeze()
    assert saved()["Sheet1"].freeze_panes is None


def test_rows_and_columns_are_put_in_and_taken_out(sheet):
    sheet["A1"].value = [["a", "b"], ["c", "d"]]
    sheet["A2:B2"].insert("down")
    sheet["A:A"].insert("right")
    assert sheet["A1:C3"].value == [[None, "a", "b"], [None, None, None], [None, "c", "d"]]
    sheet["2:2"].delete()
    sheet["A:A"].delete()
    assert sheet["A1:B2"].value == [["a", "b"], ["c", "d"]]
    sheet["A1:A2"].copy(sheet["D1"])
    sheet["B1:B2"].move(sheet["E1"])
    assert sheet["A1:E2"].value == [["a", None, None, "a", "b"], ["c", None, None, "c", "d"]]


def test_protection_is_seen(sheet):
    assert not is_protected(sheet)
    sheet.api.protect("secret")
    assert is_protected(sheet)
    sheet.api.unprotect("secret")
    assert not is_protected(sheet)


@pytest.mark.parametrize(
    "change",
    [
        lambda sheet: setattr(sheet["A1"], "value", 1),
        lambda sheet: setattr(sheet["A1"], "formula", "=1+1"),
        lambda sheet: setattr(sheet["A1"], "color", (1, 2, 3)),
        lambda sheet: setattr(sheet["A1"], "number_format", "0.00"),
        lambda sheet: setattr(sheet["A1"].font, "bold", True),
        lambda sheet: setattr(sheet["A1"].note, "text", "other"),
        lambda sheet: sheet["A1"].note.delete(),
        lambda sheet: sheet["A2"].add_note("note"),
        lambda sheet: sheet["A1"].clear(),
        lambda sheet: sheet["A1"].insert("down"),
        lambda sheet: sheet["A1"].delete("up"),
        lambda sheet: sheet["A1:B1"].merge(),
        lambda sheet: sheet["A1"].add_hyperlink("https://example.org"),
        lambda sheet: sheet["B1"].copy(sheet["A1"]),
    ],
)
def test_a_protected_sheet_refuses_every_change_in_words_and_stays_as_it_was(sheet, change):
    sheet["A1"].value = "kept"
    sheet["A1"].add_note("kept")
    sheet.api.protect("")
    with pytest.raises(LibreOfficeError, match="Sheet1 is protected, so its cells cannot be changed"):
        change(sheet)
    cell = sheet["A1"]
    assert (cell.value, cell.color, cell.number_format, cell.note.text) == ("kept", None, "General", "kept")
    assert not cell.font.bold


def test_open_cells_of_a_protected_sheet_can_be_written(sheet):
    free = sheet["B2"].api.CellProtection
    free.IsLocked = False
    sheet["B2"].api.CellProtection = free
    sheet.api.protect("")
    sheet["B2"].value = dt.date(2026, 6, 30)
    assert sheet["B2"].value == dt.datetime(2026, 6, 30)


def test_a_protected_structure_keeps_its_sheets(book):
    book.api.protect("")
    for change in (lambda: book.sheets.add("New"), lambda: setattr(book.sheets[0], "name", "New")):
        with pytest.raises(LibreOfficeError, match=r"The structure of .* is protected"):
            change()
    assert book.sheet_names == ["Sheet1"]
    book.api.unprotect("")


@pytest.mark.parametrize(
    "ask", [lambda s: s.charts, lambda s: s.pictures, lambda s: s["A1"].borders.set(), lambda s: s["A1"].copy()]
)
def test_what_is_not_supported_is_said_in_words(sheet, ask):
    with pytest.raises(NotSupported, match="works with Microsoft Excel only"):
        ask(sheet)
