"""The boxes that notes are shown in: Excel keeps them in a drawing of its own older kind (VML)."""

import re
from collections.abc import Iterable, Mapping

from sheetops.excel.marks import Place

BLOCK = 1024
"""Shapes are numbered in blocks of so many; a block belongs to one drawing of the workbook."""

_NAMES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_NEW = f"""<xml {_NAMES}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data=""/></o:shapelayout></xml>"""
_KIND = f"""<v:shapetype {_NAMES} id="_x0000_t202" coordsize="21600,21600" o:spt="202" \
path="m,l,21600r21600,l21600,xe">\
<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>"""
_BOX = """<v:shape {names} id="_x0000_s{number}" type="#_x0000_t202" style='position:absolute;margin-left:60pt;\
margin-top:1.5pt;width:225pt;height:{height}pt;z-index:{layer};visibility:hidden' \
fillcolor="#ffffe1" o:insetmode="auto">\
<v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/>\
<v:textbox style='mso-direction-alt:auto'><div style='text-align:left'></div></v:textbox>\
<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>\
<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"""

_SHAPE = re.compile(rb"<(\w+:)?shape\b(?!type).*?</(?:\w+:)?shape>", re.DOTALL)
_ROW = re.compile(rb"<(?:\w+:)?Row>\s*(\d+)\s*<")
_COLUMN = re.compile(rb"<(?:\w+:)?Column>\s*(\d+)\s*<")
_ANCHOR = re.compile(rb"(<(?:\w+:)?Anchor>)([^<]*)(<)")
_BLOCKS = re.compile(rb"""(<(?:\w+:)?idmap\b[^>]*?\bdata=)(["'])([^"']*)""")
_NUMBERS = re.compile(rb"_x0000_s(\d+)")
_END = re.compile(rb"</xml\s*>\s*\Z")

_WIDE = 5
"""Columns of ordinary width that a box covers."""
_LAST_COLUMN = 16_384
_LAST_ROW = 1_048_576


def new_drawing() -> bytes:
    """Return a drawing without boxes."""
    return _NEW.encode()


def usable(drawing: bytes) -> bool:
    """Return whether boxes can be added to a drawing."""
    return bool(_END.search(drawing))


def boxed(drawing: bytes) -> set[Place]:
    """Return the cells whose notes have a box."""
    return {place for shape in _SHAPE.finditer(drawing) if (place := _place(shape[0]))}


def _place(shape: bytes) -> Place | None:
    row, column = _ROW.search(shape), _COLUMN.search(shape)
    return (int(row[1]) + 1, int(column[1]) + 1) if row and column and b'ObjectType="Note"' in shape else None


def last_block(drawings: Iterable[bytes]) -> int:
    """Return the highest block of shape numbers that any drawing uses, 0 when none does."""
    used = [0]
    for drawing in drawings:
        used += [int(number) // BLOCK for number in _NUMBERS.findall(drawing)]
        used += [
            int(part) for found in _BLOCKS.finditer(drawing) for part in found[3].split(b",") if part.strip().isdigit()
        ]
    return max(used)


def with_boxes(drawing: bytes, new: Mapping[Place, str], grown: Mapping[Place, str], block: int) -> bytes:
    """Return a drawing with boxes for new notes, and boxes made taller for what was added to old ones.

    ``block`` is the first free block of shape numbers; as many as are needed are taken from there on.
    """
    taller = _SHAPE.sub(lambda shape: _grown(shape[0], grown), drawing)
    if not new:
        return taller
    shapes = "".join(_box(count, place, text, block) for count, (place, text) in enumerate(new.items()))
    kind = "" if b'id="_x0000_t202"' in taller else _KIND
    end = _END.search(taller)
    assert end
    whole = taller[: end.start()] + (kind + shapes).encode() + taller[end.start() :]
    blocks = range(block, block + 1 + (len(new) - 1) // _PER_BLOCK)
    return _BLOCKS.sub(lambda found: found[1] + found[2] + _with_blocks(found[3], blocks), whole, count=1)


_PER_BLOCK = BLOCK - 1


def _with_blocks(data: bytes, blocks: range) -> bytes:
    return b",".join([*filter(None, [data.strip()]), *(b"%d" % block for block in blocks)])


def _grown(shape: bytes, grown: Mapping[Place, str]) -> bytes:
    place = _place(shape)
    if place is None or place not in grown:
        return shape
    more = 2 + _lines(grown[place])
    return _ANCHOR.sub(lambda found: found[1] + _taller(found[2], more) + found[3], shape, count=1)


def _taller(anchor: bytes, rows: int) -> bytes:
    parts = [int(part) for part in anchor.split(b",")]
    parts[6] = min(parts[6] + rows, _LAST_ROW - 1)
    return b", ".join(b"%d" % part for part in parts)


def _lines(text: str) -> int:
    return min(sum(1 + len(part) // 46 for part in text.split("\n")), 24)


def _box(count: int, place: Place, text: str, block: int) -> str:
    number = (block + count // _PER_BLOCK) * BLOCK + 1 + count % _PER_BLOCK
    row, column = place
    high = _lines(text) + 1
    left = min(column, _LAST_COLUMN - _WIDE - 1)
    top = min(max(row - 2, 0), _LAST_ROW - high - 1)
    anchor = f"{left}, 15, {top}, 10, {left + _WIDE}, 15, {top + high}, 10"
    return _BOX.format(
        names=_NAMES, number=number, height=15 * high, layer=count + 1, anchor=anchor, row=row - 1, column=column - 1
    )
