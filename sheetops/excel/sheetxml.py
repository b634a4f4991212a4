"""Cells restyled in a worksheet's own XML; every byte that has nothing to do with them stays."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple
from xml.parsers import expat

from lxml import etree

from sheetops.excel.marks import Place, column_number
from sheetops.model import cell_name

Restyle = Callable[[int, Place], int]
"""Gives the number of a cell's new style from that of its old one and its place."""

_INSIDE = rb"""[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>"""
_OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"

# The children of a worksheet after its rows that stand before legacyDrawing (ECMA-376 part 1, 18.3.1.99).
_BEFORE_NOTES = (
    "sheetCalcPr sheetProtection protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews "
    "mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup "
    "headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing"
)


class SheetDamageError(ValueError):
    """A worksheet's XML is not what the format asks for."""


def _tag(name: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"<(?:[\w.\-]+:)?" + name + rb"(?=[\s/>])" + _INSIDE)


_ROOT, _DATA, _ROW, _CELL, _COL = (_tag(name) for name in (b"worksheet", b"sheetData", b"row", b"c", b"col"))


class Layout(NamedTuple):
    """A worksheet's XML in three: up to the first row, the rows, and the rest; ``prefix`` is that of its elements."""

    head: bytes
    rows: bytes
    tail: bytes
    prefix: bytes


def split(xml: bytes) -> Layout:
    """Return a worksheet's XML as head, rows and tail; SheetDamageError when it has no place for rows."""
    plain = _plain(xml)
    found = _DATA.search(plain)
    if not found:
        raise SheetDamageError("no sheetData")
    prefix = found[0][1 : found[0].index(b"sheetData")]
    if found[0].endswith(b"/>"):
        opened, closed = plain[: found.end() - 2].rstrip() + b">", b"</" + prefix + b"sheetData>"
        return Layout(opened, b"", closed + plain[found.end() :], prefix)
    end = plain.rindex(b"</" + prefix + b"sheetData")
    return Layout(plain[: found.end()], plain[found.end() : end], plain[end:], prefix)


def _plain(xml: bytes) -> bytes:
    """Return XML in UTF-8 without comments and CDATA sections: every ``<`` then begins a tag."""
    declared = re.match(rb"""<\?xml[^>]*encoding=["']([\w.\-]+)""", xml)
    ordinary = declared is None or declared[1].lower() in (b"utf-8", b"us-ascii", b"ascii")
    if ordinary and xml[:2] not in (b"\xff\xfe", b"\xfe\xff") and b"<!" not in xml and b"<?" not in xml[2:]:
        return xml
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True, remove_pis=True, strip_cdata=True
    )
    return etree.tostring(etree.fromstring(xml, parser), encoding="UTF-8", xml_declaration=True, standalone=True)


def restyled(sheet: Layout, wanted: set[Place], restyle: Restyle) -> Layout:
    """Return the sheet with the style of cells changed; a cell that is not there is added, blank."""
    columns = dict(_column_styles(sheet.head))
    rows: dict[int, list[int]] = {}
    for row, column in sorted(wanted):
        rows.setdefault(row, []).append(column)
    done = b"".join(_rows(sheet, rows, columns, restyle))
    return sheet._replace(rows=done)


def _column_styles(head: bytes) -> Iterator[tuple[int, int]]:
    for found in _COL.finditer(head):
        style = _number(found[0], b"style")
        for column in range(_number(found[0], b"min"), min(_number(found[0], b"max"), 16_384) + 1) if style else ():
            yield column, style


def _rows(
    sheet: Layout, wanted: Mapping[int, list[int]], columns: Mapping[int, int], restyle: Restyle
) -> Iterator[bytes]:
    waiting = list(wanted)[::-1]
    done = number = 0
    for found in _ROW.finditer(sheet.rows):
        previous, number = number, _number(found[0], b"r") or number + 1
        if number <= previous:
            raise SheetDamageError(f"row {number} after row {previous}")
        yield sheet.rows[done : found.start()]
        done = found.start()
        while waiting and waiting[-1] < number:
            new = waiting.pop()
            yield _new_row(sheet.prefix, new, wanted[new], columns, restyle)
        if waiting and waiting[-1] == number:
            end = _row_end(sheet, found)
            yield _row(sheet.prefix, sheet.rows[done:end], waiting.pop(), wanted[number], columns, restyle)
            done = end
    yield sheet.rows[done:]
    yield from (_new_row(sheet.prefix, new, wanted[new], columns, restyle) for new in reversed(waiting))


def _row_end(sheet: Layout, found: re.Match[bytes]) -> int:
    if found[0].endswith(b"/>"):
        return found.end()
    return sheet.rows.index(b">", sheet.rows.index(b"</" + sheet.prefix + b"row", found.end())) + 1


def _new_row(prefix: bytes, row: int, wanted: list[int], columns: Mapping[int, int], restyle: Restyle) -> bytes:
    cells = b"".join(_new_cell(prefix, (row, column), columns.get(column, 0), restyle) for column in wanted)
    return b'<%srow r="%d">%s</%srow>' % (prefix, row, cells, prefix)


def _new_cell(prefix: bytes, place: Place, style: int, restyle: Restyle) -> bytes:
    return b'<%sc r="%s" s="%d"/>' % (prefix, cell_name(*place).encode(), restyle(style, place))


def _row(prefix: bytes, xml: bytes, row: int, wanted: list[int], columns: Mapping[int, int], restyle: Restyle) -> bytes:
    found = _ROW.match(xml)
    assert found
    tag = found[0]
    own = _number(tag, b"s") if _text(tag, b"customFormat") in (b"1", b"true") else None
    closing = b"</%srow>" % prefix
    if tag.endswith(b"/>"):
        tag, body = tag[:-2].rstrip() + b">", b""
    else:
        body = xml[found.end() : xml.rindex(b"</")]
    cells = b"".join(_cells(prefix, body, row, wanted, lambda at: columns.get(at, 0) if own is None else own, restyle))
    # What ``spans`` says of the row's width may no longer hold; it is there for speed only.
    return _without(tag, b"spans") + cells + closing


def _cells(
    prefix: bytes, body: bytes, row: int, wanted: list[int], style_of: Callable[[int], int], restyle: Restyle
) -> Iterator[bytes]:
    waiting = wanted[::-1]
    done = column = 0
    for found in _CELL.finditer(body):
        reference = re.match(rb"[A-Z]+", _text(found[0], b"r"))
        column = column_number(reference[0].decode()) if reference else column + 1
        yield body[done : found.start()]
        done = found.start()
        while waiting and waiting[-1] < column:
            new = waiting.pop()
            yield _new_cell(prefix, (row, new), style_of(new), restyle)
        if waiting and waiting[-1] == column:
            yield _with_style(found[0], restyle(_number(found[0], b"s"), (row, waiting.pop())))
            done = found.end()
    yield body[done:]
    yield from (_new_cell(prefix, (row, new), style_of(new), restyle) for new in reversed(waiting))


def _attribute(name: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"\s" + name + rb"""\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def _text(tag: bytes, name: bytes) -> bytes:
    found = _attribute(name).search(tag)
    return (found[1] or found[2] or b"") if found else b""


def _number(tag: bytes, name: bytes) -> int:
    text = _text(tag, name)
    return int(text) if text.isdigit() else 0


def _without(tag: bytes, name: bytes) -> bytes:
    return _attribute(name).sub(b"", tag, count=1)


def _with_style(tag: bytes, style: int) -> bytes:
    bare = _without(tag, b"s")
    end = -2 if bare.endswith(b"/>") else -1
    return b'%s s="%d"%s' % (bare[:end].rstrip(), style, bare[end:])


def notes_relation(sheet: Layout) -> str | None:
    """Return the id of the relation to the drawing that holds the boxes of notes, if the sheet has one."""
    return next((one.id for one in _children(sheet) if one.name == "legacyDrawing"), None)


def with_notes(sheet: Layout, relation: str) -> Layout:
    """Return the sheet with a reference to the drawing that holds the boxes of its notes."""
    children = list(_children(sheet))
    last = max((place for place, one in enumerate(children) if one.name in _BEFORE_NOTES.split()), default=-1)
    at = children[last + 1].start
    link = b'<%slegacyDrawing xmlns:r="%s" r:id="%s"/>' % (sheet.prefix, _OFFICE, relation.encode())
    return sheet._replace(tail=sheet.tail[:at] + link + sheet.tail[at:])


class _Child(NamedTuple):
    name: str
    start: int
    id: str


def _children(sheet: Layout) -> list[_Child]:
    """Return what stands below the rows, where it begins in the tail, its relation; at last the worksheet's end."""
    root, data = _ROOT.search(sheet.head), _DATA.search(sheet.head)
    if not root or not data:
        raise SheetDamageError("no worksheet")
    stub = root[0] + data[0]
    children: list[_Child] = []
    depth = 0

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        if depth == 1:
            own = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            children.append(_Child(name.rpartition(":")[2], parser.CurrentByteIndex - len(stub), own))
        depth += 1

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        if depth == 0:
            children.append(_Child("", parser.CurrentByteIndex - len(stub), ""))

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    try:
        parser.Parse(stub + sheet.tail, True)
    except expat.ExpatError as wrong:
        raise SheetDamageError(str(wrong)) from wrong
    return children[1:]


def joined(sheet: Layout) -> bytes:
    """Return the worksheet's XML again."""
    return sheet.head + sheet.rows + sheet.tail
