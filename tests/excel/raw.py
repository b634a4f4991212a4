"""Workbooks written byte by byte, so that a test can show exactly what stands in the file, however wrong."""

import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

CONTENT_TYPES = (
    f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="46"/>'
    '<xf numFmtId="9"/></cellXfs></styleSheet>'
)
"""Style 1 is a day, 2 a duration, 3 a percentage."""


def relations(*targets: tuple[str, str]) -> str:
    """A part of relations: (kind, target), named rId1, rId2 ..."""
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}">{listed}</Relationships>'


def sheet(cells: str, before: str = "", after: str = "") -> str:
    """A sheet's XML around its rows."""
    return f'{HEAD}<worksheet xmlns="{MAIN}">{before}<sheetData>{cells}</sheetData>{after}</worksheet>'


def texts(*shared: str, said: int | None = None) -> str:
    """The part of shared texts, which says how many it holds."""
    listed = "".join(f"<si><t>{one}</t></si>" for one in shared)
    count = len(shared) if said is None else said
    return f'{HEAD}<sst xmlns="{MAIN}" count="{count}" uniqueCount="{count}">{listed}</sst>'


def parts(*sheets: str, workbook: str = "", properties: str = "") -> dict[str, str | bytes]:
    """The parts of a workbook with sheets Sheet1, Sheet2 ... of the given XML."""
    numbers = range(1, len(sheets) + 1)
    named = "".join(f'<sheet name="Sheet{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    whole: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{_RELATIONS}">{properties}<sheets>{named}</sheets>'
        f"{workbook}</workbook>",
        "xl/_rels/workbook.xml.rels": relations(*(("worksheet", f"worksheets/sheet{n}.xml") for n in numbers)),
        "xl/styles.xml": STYLES,
    }
    return whole | {f"xl/worksheets/sheet{n}.xml": text for n, text in zip(numbers, sheets, strict=True)}


def write(path: Path, whole: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """Write parts into an archive, in order."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, part in whole.items():
            archive.writestr(name, part)
    return path


def xlsx(path: Path, cells: str, before: str = "", after: str = "", **more: str) -> Path:
    """Write a workbook of one sheet from the XML of its rows."""
    return write(path, parts(sheet(cells, before, after), **more))


def record(kind: int, data: bytes = b"") -> bytes:
    """One record of a binary workbook: kind and length seven bits a byte ([MS-XLSB] 2.1.4)."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, size = b"", len(data)
    while True:
        length += bytes([size & 0x7F | (0x80 if size > 127 else 0)])
        size >>= 7
        if not size:
            return head + length + data


def wide(text: str) -> bytes:
    """A text as a binary workbook keeps it: its length, then UTF-16."""
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def row_record(row: int, hidden: bool = False) -> bytes:
    """The record that begins an Excel row."""
    return record(0, struct.pack("<IIHBBBI", row - 1, 0, 300, 0, 0x10 if hidden else 0, 0, 0))


def cell_record(kind: int, column: int, data: bytes) -> bytes:
    """A cell: 3 an error, 5 a number, 6 a text."""
    return record(kind, struct.pack("<II", column - 1, 0) + data)


def xlsb(path: Path, cells: bytes, after: bytes = b"") -> Path:
    """Write a binary workbook of one sheet, Sheet1, from the records of its rows."""
    bundle = record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("Sheet1"))
    extent = record(148, struct.pack("<4I", 0, 9, 0, 9))
    return write(
        path,
        {
            "[Content_Types].xml": CONTENT_TYPES,
            "_rels/.rels": relations(("officeDocument", "xl/workbook.bin")),
            "xl/workbook.bin": record(131) + record(143) + bundle + record(144) + record(132),
            "xl/_rels/workbook.bin.rels": relations(("worksheet", "worksheets/sheet1.bin")),
            "xl/worksheets/sheet1.bin": record(129) + extent + record(145) + cells + record(146) + after + record(130),
        },
    )
