"""The line of a workbook with buttons that names the Python program: read, and put right."""

import sys
from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from sheetops.errors import BookError
from sheetops.excel.parts import Element, Parts, open_parts, parse, unparse
from sheetops.excel.pinned import INTERPRETERS
from sheetops.excel.read import open_book
from sheetops.excel.start import CONFIG_SHEET
from sheetops.model import cell_name
from sheetops.publish import whole_file

_EXCELS = {"win32": ("INTERPRETER_WIN",), "darwin": ("INTERPRETER_MAC",)}
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def settings_for(platform: str = sys.platform) -> tuple[str, ...]:
    """Return the settings that name the Python program on a system (as in ``sys.platform``): Excel's, LibreOffice's."""
    return (*_EXCELS.get(platform, ()), "INTERPRETER")


def interpreters(path: Path) -> dict[str, str]:
    """Return the Python program that a workbook names by setting, "" for none.

    BookError when it cannot be read or is no workbook with buttons.
    """
    book = open_book(path)
    if CONFIG_SHEET not in book.sheets:
        raise _no_buttons(path)
    named = {str(row[0]): str(row[1] or "") if len(row) > 1 else "" for row in book.cells(CONFIG_SHEET).rows if row}
    return {setting: named.get(setting, "") for setting in INTERPRETERS}


def set_interpreter(path: Path, program: str, settings: Sequence[str]) -> None:
    """Write the Python program into settings of a closed workbook; nothing else in the workbook changes.

    ``settings`` are some of INTERPRETERS. BookError when the workbook cannot be read or has no buttons, OutputError
    when it cannot be written, because it is open for instance.
    """
    with open_parts(path) as parts:
        part = _config_part(path, parts)
        root = parse(parts.read(part))
        for setting in settings:
            _write(_cell(root, INTERPRETERS.index(setting) + 1), program)
        parts.write(part, unparse(root))
        with whole_file(path) as draft:
            parts.save(draft)


def _no_buttons(path: Path) -> BookError:
    return BookError(
        f"{path.name} is no workbook with buttons of sheetops: it has no hidden sheet {CONFIG_SHEET}. "
        "Make a new one with sheetops init, and copy your sheets into it."
    )


def _config_part(path: Path, parts: Parts) -> str:
    workbook = parts.target("", "officeDocument") or "xl/workbook.xml"
    targets = {one.id: one.target for one in parts.relations(workbook)}
    for sheet in parse(parts.read(workbook)).iter(f"{{{_MAIN}}}sheet"):
        if sheet.get("name") == CONFIG_SHEET:
            return targets[sheet.get(_RELATION_ID, "")]
    raise _no_buttons(path)


def _cell(root: Element, number: int) -> Element:
    """Return the cell in column B of a row, made when the program that saved the workbook left out blank ones."""
    data = next(root.iter(f"{{{_MAIN}}}sheetData"))
    row = next((row for row in data if row.get("r") == str(number)), None)
    if row is None:
        row = etree.Element(f"{{{_MAIN}}}row", {"r": str(number)})
        data.insert(sum(int(other.get("r", 0)) < number for other in data), row)
    name = cell_name(number, 2)
    cell = next((cell for cell in row if cell.get("r") == name), None)
    if cell is None:
        cell = etree.Element(f"{{{_MAIN}}}c", {"r": name})
        row.insert(sum(other.get("r") == cell_name(number, 1) for other in row), cell)
    return cell


def _write(cell: Element, text: str) -> None:
    style = cell.get("s")
    name = cell.get("r", "")
    cell.clear()
    cell.set("r", name)
    if style:
        cell.set("s", style)
    cell.set("t", "inlineStr")
    inside = etree.SubElement(etree.SubElement(cell, f"{{{_MAIN}}}is"), f"{{{_MAIN}}}t")
    inside.text = text
