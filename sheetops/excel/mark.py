"""A copy of the user's own workbook with the faulty cells coloured and noted, and everything else as it was.

No library opens and saves the workbook: each loses something of it (values of formulas, buttons, shapes, sparklines).
Only the parts that hold the marked cells, the styles and the notes are changed; all others are copied as they are.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from sheetops.errors import BookError, OutputError
from sheetops.excel.fills import MarkedStyles
from sheetops.excel.marks import Mark, Place, marks
from sheetops.excel.notes import add_notes
from sheetops.excel.parts import Parts, open_parts, parse
from sheetops.excel.sheetxml import SheetDamageError, joined, notes_relation, restyled, split, with_notes
from sheetops.model import Finding
from sheetops.publish import whole_file

MARKABLE = (".xlsx", ".xlsm", ".xltx", ".xltm")
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def mark_copy(source: Path, findings: Iterable[Finding], target: Path) -> None:
    """Write a copy of a workbook with the cells of its findings filled by severity and noted.

    Cells keep their values, formulas and formats but for the fill; notes that stood there stay, ours come below them. A
    finding about a whole row marks its first cell; one about a whole sheet has no cell to mark. Findings of other files
    are passed over. OutputError when the workbook is of a kind that cannot be marked (csv, xls, xlsb, ods, password,
    digital signature) or the copy cannot be written; BookError when the workbook cannot be read.
    """
    _require_kind(source, target)
    with open_parts(source) as parts:
        workbook = parts.target("", "officeDocument") or "xl/workbook.xml"
        sheets = _sheets(parts, workbook)
        styles = MarkedStyles(parts, workbook)
        for name, some in _by_sheet(source, findings).items():
            if name not in sheets:
                raise BookError(f"{source.name} has no sheet {name} to mark. Check it again.")
            _mark_sheet(source, parts, sheets[name], marks(some, whole_row=1), styles)
        styles.save()
        with whole_file(target) as draft:
            parts.save(draft)


def _require_kind(source: Path, target: Path) -> None:
    kind = source.suffix.lower()
    if kind not in MARKABLE:
        raise OutputError(
            f"{source.name} cannot be marked: that can be done in Excel workbooks (.xlsx, .xlsm) only. "
            "Use the marked rows in problems.xlsx, or save it as .xlsx and check that."
        )
    if target.suffix.lower() != kind:
        raise OutputError(f"The marked copy of {source.name} must end in {kind}, too. Choose a name that does.")
    if target.exists() and source.exists() and target.samefile(source):
        raise OutputError(f"The marked copy of {source.name} would replace the workbook itself. Choose another folder.")


def _sheets(parts: Parts, workbook: str) -> dict[str, str]:
    """Return the part of each worksheet by the sheet's name."""
    targets = {one.id: one.target for one in parts.relations(workbook) if one.kind == "worksheet"}
    named = [(one.get("name", ""), one.get(_RELATION_ID, "")) for one in parse(parts.read(workbook)).iter("{*}sheet")]
    return {name: targets[relation] for name, relation in named if relation in targets}


def _by_sheet(source: Path, findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    sheets: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.row and finding.file in ("", source.name, str(source)):
            sheets.setdefault(finding.sheet, []).append(finding)
    return sheets


def _mark_sheet(source: Path, parts: Parts, part: str, wanted: Mapping[Place, Mark], styles: MarkedStyles) -> None:
    try:
        sheet = restyled(
            split(parts.read(part)),
            set(wanted),
            lambda style, place: styles.marked(style, wanted[place].severity),
        )
        notes = {place: mark.text for place, mark in wanted.items() if mark.text}
        relation = add_notes(parts, part, notes_relation(sheet), notes)
        parts.write(part, joined(with_notes(sheet, relation) if relation else sheet))
    except SheetDamageError as wrong:
        raise BookError(f"{source.name} is damaged ({wrong}). Open it in Excel, save it and check again.") from wrong
