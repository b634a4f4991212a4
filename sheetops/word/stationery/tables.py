"""The tables of a letter: lists whose row repeats, boxes of label and value, grids that only place things."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table, _Cell, _Row

from sheetops.word.stationery.fields import write
from sheetops.word.stationery.styles import style_id
from sheetops.word.wording import Wording

WIDTH = 165
"""Millimetres between the margins."""


class Column(NamedTuple):
    """One column of a list: its field, its width in millimetres, its format, and whether it stands right."""

    field: str
    width: float
    format: str = ""
    right: bool = False

    @property
    def cell(self) -> str:
        """The text of its cells, as the wording would write it."""
        return f"{{{self.field}:{self.format}}}" if self.format else f"{{{self.field}}}"


LISTS: Mapping[str, tuple[Column, ...]] = {
    "overdue": (
        Column("item_entry", 24),
        Column("item_description", 36),
        Column("item_date", 22, "short"),
        Column("item_due_date", 22, "short"),
        Column("item_days_overdue", 15, right=True),
        Column("item_amount", 23, "amount", right=True),
        Column("item_outstanding", 23, "amount", right=True),
    ),
    "open_items": (
        Column("item_entry", 24),
        Column("item_description", 38),
        Column("item_date", 22, "short"),
        Column("item_due_date", 22, "short"),
        Column("item_bucket", 15, right=True),
        Column("item_amount", 22, "amount", right=True),
        Column("item_outstanding", 22, "amount", right=True),
    ),
    "movements": (
        Column("move_date", 22, "short"),
        Column("move_entry", 24),
        Column("move_what", 50),
        Column("move_debit", 23, "amount", right=True),
        Column("move_credit", 23, "amount", right=True),
        Column("move_balance", 23, "amount", right=True),
    ),
    "schedule": (
        Column("part_number", 15, right=True),
        Column("part_due", 60, "day"),
        Column("part_amount", 45, "amount", right=True),
        Column("part_left", 45, "amount", right=True),
    ),
    "lines": (
        Column("line_licence", 25),
        Column("line_description", 90),
        Column("line_tax", 18, right=True),
        Column("line_amount", 32, "amount", right=True),
    ),
    "faults": (
        Column("fault_line", 14),
        Column("fault_product", 36),
        Column("fault_problem", 58),
        Column("fault_cure", 57),
    ),
}
"""The columns of each list that a letter can hold, by the name that the wording gives it."""

_BOX = (55.0, 110.0)
_AMOUNTS = ("credit",)
"""Boxes whose values are amounts under each other."""


def grid(table: Table, style: str, widths: Sequence[float]) -> Table:
    """Give a new table its style and fixed columns of so many millimetres, and return it."""
    properties = table._tbl.tblPr
    total = properties.find(qn("w:tblW"))
    assert total is not None, "python-docx gives every new table a width"
    total.set(qn("w:type"), "dxa")
    total.set(qn("w:w"), str(Mm(sum(widths)).twips))
    properties.style = style_id(style)
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def row(table: Table, *, heading: bool = False) -> _Row:
    """Add a row that no page break cuts; a heading row stands again on every page."""
    added: _Row = table.add_row()  # type: ignore[no-untyped-call]  # python-docx left it without types
    for cell, column in zip(added.cells, table.columns, strict=True):
        cell.width = column.width
    properties = added._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if heading:
        properties.append(OxmlElement("w:tblHeader"))
    return added


def fill(cell: _Cell, text: str, style: str, wording: Wording) -> None:
    """Write a text into the cell's only paragraph."""
    paragraph = cell.paragraphs[0]
    paragraph._p.style = style_id(style)
    write(paragraph, text, wording.formats)


def write_list(document: Document, name: str, wording: Wording) -> None:
    """Add a list of `LISTS`: heading row, the row that repeats, the totals under it."""
    columns = LISTS[name]
    table = grid(document.add_table(0, len(columns)), "Letter Table", [column.width for column in columns])
    heading, repeated = row(table, heading=True), row(table)
    for column, above, below in zip(columns, heading.cells, repeated.cells, strict=True):
        side = " Amount" if column.right else ""
        fill(above, wording.headings[column.field], f"Table Heading{side}", wording)
        fill(below, column.cell, f"Table{side}" if column.right else "Table Text", wording)
    totals = wording.totals[name]
    for number, (label, text) in enumerate(totals, start=1):
        _write_total(row(table), label, text, "Table Total" if number == len(totals) else "Table Subtotal", wording)


def _write_total(under: _Row, label: str, text: str, style: str, wording: Wording) -> None:
    cells = under.cells
    fill(cells[0].merge(cells[-3]), label, style, wording)
    fill(cells[-2].merge(cells[-1]), text, f"{style} Amount", wording)


def write_box(document: Document, name: str, wording: Wording) -> None:
    """Add a box of the wording: a line for each label and value."""
    table = grid(document.add_table(0, 2), "Letter Box", _BOX)
    for label, text in wording.boxes[name]:
        line = row(table)
        fill(line.cells[0], label, "Box Label", wording)
        fill(line.cells[1], text, "Box Amount" if name in _AMOUNTS else "Box Text", wording)
