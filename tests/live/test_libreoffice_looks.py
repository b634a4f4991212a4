"""Colours, number formats, fonts, sizes, merged cells and notes, judged by openpyxl after saving."""

import datetime as dt

import openpyxl
import pytest

from sheetops.excel.libreoffice import hidden_rows, merged_areas
from sheetops.excel.libreoffice.bridge import properties

pytestmark = pytest.mark.live


@pytest.mark.parametrize("colour", [(255, 199, 206), "#ffc7ce", 0xCEC7FF])
def test_a_fill_is_set_read_saved_and_taken_away(sheet, saved, colour):
    sheet["A1"].color = colour
    assert sheet["A1"].color == (255, 199, 206)
    assert saved()["Sheet1"]["A1"].fill.start_color.rgb == "FFFFC7CE"
    sheet["A1"].color = None
    assert sheet["A1"].color is None
    assert saved()["Sheet1"]["A1"].fill.fill_type is None


def test_many_cells_are_filled_at_once_and_others_are_not(sheet):
    sheet["A1,C3,B5:B6"].color = (1, 2, 3)
    cells = sheet["A1:C6"]
    assert [cell.address for cell in cells if cell.color] == ["$A$1", "$C$3", "$B$5", "$B$6"]


def test_set_colors_fills_clears_and_leaves(sheet):
    sheet["A1:C1"].color = (9, 9, 9)
    sheet["A1:C1"].set_colors([[(1, 2, 3), None, ...]])
    assert [cell.color for cell in sheet["A1:C1"]] == [(1, 2, 3), None, (9, 9, 9)]


def test_values_do_not_disturb_fills(sheet):
    sheet["B2"].color = (1, 2, 3)
    sheet["A1"].value = [[1, 2], [3, 4]]
    assert sheet["B2"].color == (1, 2, 3)


@pytest.mark.parametrize(
    "code",
    [
        "General",
        "@",
        "0.00",
        "#,##0.00",
        "0%",
        "dd/mm/yyyy",
        "dd/mm/yyyy hh:mm:ss",
        "yyyy-mm-dd",
        "#,##0.00;[Red]-#,##0.00",
    ],
)
def test_number_formats_are_excels(sheet, saved, code):
    sheet["A1"].value = 46203.5
    sheet["A1"].number_format = code
    assert sheet["A1"].number_format == code
    assert saved()["Sheet1"]["A1"].number_format.replace("\\", "").replace("RED", "Red") == code


def test_a_file_of_openpyxl_tells_its_formats_and_widths(app, tmp_path):
    made = openpyxl.Workbook()
    codes = ["General", "dd/mm/yyyy", "#,##0.00", "@", "0.0%", "yyyy-mm-dd hh:mm"]
    for row, code in enumerate(codes, start=1):
        made.active.cell(row, 1, 1).number_format = code
    made.active.column_dimensions["B"].width = 20.71
    made.save(tmp_path / "made.xlsx")
    opened = app.books.open(tmp_path / "made.xlsx")
    assert [cell.number_format for cell in opened.sheets[0]["A1:A6"]] == codes
    assert opened.sheets[0]["B1"].column_width == pytest.approx(20, abs=1.2)
    opened.close()


def test_in_a_polish_libreoffice_formats_are_excels_too(app, tmp_path):
    other = app.engine.apps.add(visible=False, add_book=False)
    office = other.impl.office
    provider = office.service("com.sun.star.configuration.ConfigurationProvider")
    place = properties(nodepath="/org.openoffice.Setup/L10N")
    access = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationUpdateAccess", place)
    access.setPropertyValue("ooSetupSystemLocale", "pl-PL")
    access.commitChanges()
    polish = other.books.add()
    cell = polish.sheets[0]["A1"]
    cell.value = dt.date(2026, 6, 30)
    assert (cell.value, cell.number_format) == (dt.datetime(2026, 6, 30), "dd/mm/yyyy")
    cell.api.getPropertyValue("NumberFormat")
    polish.sheets[0]["A2"].number_format = "#,##0.00"
    polish.sheets[0]["A3"].value = [[True, 1.5, "001"]]
    assert polish.sheets[0]["A3:C3"].value == [True, 1.5, "001"]
    assert [polish.sheets[0][place].number_format for place in ("A2", "B1")] == ["#,##0.00", "General"]
    polish.save(tmp_path / "polish.xlsx")
    other.quit()
    kept = openpyxl.load_workbook(tmp_path / "polish.xlsx").active
    assert (kept["A1"].value, kept["A2"].number_format, kept["A3"].value) == (
        dt.datetime(2026, 6, 30),
        "#,##0.00",
        True,
    )


def test_a_number_format_of_cells_that_differ_is_none(sheet):
    sheet["A1"].number_format = "0.00"
    assert sheet["A1:B1"].number_format is None


def test_fonts(sheet, saved):
    font = sheet["A1"].font
    sheet["A1"].value = "heading"
    font.bold, font.italic, font.size, font.color, font.name = True, True, 14, (255, 0, 0), "Arial"
    assert (font.bold, font.italic, font.size, font.color, font.name) == (True, True, 14, (255, 0, 0), "Arial")
    kept = saved()["Sheet1"]["A1"].font
    assert (kept.b, kept.i, kept.sz, kept.color.rgb, kept.name) == (True, True, 14, "FFFF0000", "Arial")
    assert not sheet["A2"].font.bold


def test_a_part_of_a_text_has_its_own_font(sheet):
    sheet["A1"].value = "Python"
    sheet["A1"].characters[:2].font.bold = True
    assert sheet["A1"].characters[:2].text == "Py"
    assert sheet["A1"].characters[:2].font.bold
    assert not sheet["A1"].characters[2:].font.bold


@pytest.mark.parametrize("name", ["left", "center", "right", "general"])
def test_alignment_and_wrapping(sheet, saved, name):
    sheet["A1"].value = "x"
    sheet["A1"].horizontal_alignment = name
    sheet["A1"].vertical_alignment = "top"
    sheet["A1"].wrap_text = True
    cell = sheet["A1"]
    assert (cell.horizontal_alignment, cell.vertical_alignment, cell.wrap_text) == (name, "top", True)
    kept = saved()["Sheet1"]["A1"].alignment
    assert (kept.horizontal or "general", kept.vertical, kept.wrap_text) == (name, "top", True)


def test_sizes(sheet, saved):
    sheet["B:C"].column_width = 20
    sheet["2:3"].row_height = 30
    assert (sheet["B1"].column_width, sheet["B1:C1"].column_width, sheet["A1:B1"].column_width) == (20, 20, None)
    assert sheet["A2"].row_height == pytest.approx(30, abs=0.05)
    kept = saved()["Sheet1"]
    # LibreOffice counts in digits of the workbook's own font when it saves, so that a digit's difference is right.
    assert kept.column_dimensions["B"].width == pytest.approx(20.71, abs=1.2)
    assert kept.row_dimensions[2].height == pytest.approx(30, abs=0.1)


def test_autofit_makes_room_for_the_longest_text(sheet):
    sheet["A1"].value = "a rather long heading that needs room"
    before = sheet["A1"].column_width
    sheet.autofit()
    assert sheet["A1"].column_width > before + 10


def test_merged_cells(sheet, saved):
    sheet["B2"].value = "heading"
    sheet["B2:D3"].merge()
    sheet["F5"].value = "end"
    assert merged_areas(sheet) == ((2, 2, 2, 3),)
    assert sheet["C3"].merge_area.address == "$B$2:$D$3"
    assert (sheet["C3"].merge_cells, sheet["A1"].merge_cells) == (True, False)
    assert [str(area) for area in saved()["Sheet1"].merged_cells.ranges] == ["B2:D3"]
    sheet["B2:D3"].unmerge()
    assert merged_areas(sheet) == ()


def test_hidden_rows_and_columns(sheet, saved):
    sheet["A1"].value = [[row] for row in range(6)]
    sheet["3:4"].rows.hidden = True
    sheet["A:A"].columns.hidden = True
    assert hidden_rows(sheet) == {3, 4}
    assert [sheet[f"A{row}"].rows.hidden for row in (2, 3)] == [False, True]
    assert sheet["A2:A3"].rows.hidden is None
    assert (sheet["A1"].columns.hidden, sheet["B1"].columns.hidden, sheet["A1:B1"].columns.hidden) == (
        True,
        False,
        None,
    )
    kept = saved()["Sheet1"]
    assert [row for row, shape in kept.row_dimensions.items() if shape.hidden] == [3, 4]
    sheet["3:4"].rows.hidden = False
    assert hidden_rows(sheet) == set()


def test_notes(sheet, saved):
    cell = sheet["B2"]
    assert cell.note is None
    cell.add_note("wrong day\nmend it")
    assert cell.note.text == "wrong day\nmend it"
    assert cell.note.author == "sheetops"
    assert [(note.location.address, note.text) for note in sheet.notes] == [("$B$2", "wrong day\nmend it")]
    assert saved()["Sheet1"]["B2"].comment.text == "wrong day\nmend it"
    cell.note.text = "still wrong"
    assert sheet["B2"].note.text == "still wrong"
    with pytest.raises(ValueError, match="already has a note"):
        cell.add_note("again")
    cell.note.delete()
    assert (cell.note, len(sheet.notes)) == (None, 0)


def test_notes_survive_a_block_that_is_written_over_them(sheet):
    for address in ("A1", "B2", "C2", "C4"):
        sheet[address].add_note(f"about {address}")
    rows = [[f"{column}{row}" for column in "ABC"] for row in range(1, 5)]
    rows[1][1], rows[1][2] = 2.5, None
    sheet["A1"].value = rows
    assert sheet["A1:C4"].value == rows
    assert {note.location.get_address(False, False): note.text for note in sheet.notes} == {
        address: f"about {address}" for address in ("A1", "B2", "C2", "C4")
    }


@pytest.mark.parametrize(
    ("clear", "left"),
    [
        ("clear_contents", (None, (1, 2, 3), "note")),
        ("clear_formats", ("x", None, "note")),
        ("clear", (None, None, None)),
    ],
)
def test_clearing_takes_what_it_says_and_no_more(sheet, clear, left):
    for address in ("A1", "C1"):
        sheet[address].value, sheet[address].color = "x", (1, 2, 3)
        sheet[address].add_note("note")
    getattr(sheet["A1:B1"], clear)()
    assert _state(sheet["A1"]) == left
    assert _state(sheet["C1"]) == ("x", (1, 2, 3), "note")
    getattr(sheet, clear)()
    assert _state(sheet["C1"]) == left


def _state(cell):
    return cell.value, cell.color, cell.note.text if cell.note else None
