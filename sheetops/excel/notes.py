"""Notes put on the cells of a workbook that may have notes of its own: those are kept, ours are added below them."""

import re
from collections.abc import Mapping

from lxml import etree

from sheetops.errors import OutputError
from sheetops.excel.boxes import boxed, last_block, new_drawing, usable, with_boxes
from sheetops.excel.cells import LONGEST, clean, units
from sheetops.excel.fills import MAIN
from sheetops.excel.marks import Place, column_number
from sheetops.excel.parts import Element, Parts, parse, unparse
from sheetops.model import cell_name

AUTHOR = "sheetops"
_NOTES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_BOXES_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def add_notes(parts: Parts, sheet: str, drawing: str | None, notes: Mapping[Place, str]) -> str | None:
    """Put notes on cells of a sheet part; return the id of a new relation that the sheet must name, if one was made.

    ``drawing`` is the id of the relation to the sheet's drawing of note boxes, if it has one. OutputError when a cell
    carries a threaded comment, or a note that leaves no room.
    """
    _require_no_thread(parts, sheet, notes)
    part = parts.target(sheet, "comments")
    root = parse(parts.read(part)) if part else _empty()
    own = {one.get("ref", ""): one for one in root.iter(f"{{{MAIN}}}comment")}
    author = _author(root)
    for place, text in notes.items():
        name = cell_name(*place)
        if name in own:
            _append(own[name], text, name)
        else:
            own[name] = _new(_child(root, "commentList"), name, author, text)
    parts.write(part or _add_part(parts, sheet), unparse(root))
    return _draw(parts, sheet, drawing, {_place(name): _said(one) for name, one in own.items()}, notes)


def _require_no_thread(parts: Parts, sheet: str, notes: Mapping[Place, str]) -> None:
    ours = {cell_name(*place) for place in notes}
    for relation in parts.relations(sheet):
        if relation.kind == "threadedComment":
            taken = sorted(ours & {one.get("ref", "") for one in parse(parts.read(relation.target))})
            if taken:
                raise OutputError(
                    f"The workbook cannot be marked: {', '.join(taken[:5])} would get a note but carries threaded "
                    "comments, and a cell cannot have both. Delete them there, or use the marked rows in problems.xlsx."
                )


def _empty() -> Element:
    return parse(f'<comments xmlns="{MAIN}"/>'.encode())


def _child(root: Element, name: str) -> Element:
    found = root.find(f"{{{MAIN}}}{name}")
    return etree.SubElement(root, f"{{{MAIN}}}{name}") if found is None else found


def _author(root: Element) -> int:
    authors = _child(root, "authors")
    _child(root, "commentList")
    names = [one.text for one in authors]
    if AUTHOR not in names:
        etree.SubElement(authors, f"{{{MAIN}}}author").text = AUTHOR
        names.append(AUTHOR)
    return names.index(AUTHOR)


def _new(notes: Element, name: str, author: int, text: str) -> Element:
    note = etree.SubElement(notes, f"{{{MAIN}}}comment", ref=name, authorId=str(author), shapeId="0")
    etree.SubElement(note, f"{{{MAIN}}}text").append(_run(text))
    return note


def _append(note: Element, text: str, name: str) -> None:
    own = _said(note)
    if units(own) + units(text) + 2 > LONGEST:
        raise OutputError(f"The workbook cannot be marked: the note on {name} is too long to be added to. Shorten it.")
    body = _child(note, "text")
    for plain in body.findall(f"{{{MAIN}}}t"):
        run = etree.Element(f"{{{MAIN}}}r")
        body.replace(plain, run)
        run.append(plain)
    runs = body.findall(f"{{{MAIN}}}r")
    body.insert(body.index(runs[-1]) + 1 if runs else 0, _run(f"\n\n{text}" if own else text))


def _run(text: str) -> Element:
    run = etree.Element(f"{{{MAIN}}}r")
    look = etree.SubElement(run, f"{{{MAIN}}}rPr")
    for name, value in (("sz", "9"), ("color", "81"), ("rFont", "Tahoma"), ("family", "2")):
        etree.SubElement(look, f"{{{MAIN}}}{name}", {"indexed" if name == "color" else "val": value})
    said = etree.SubElement(run, f"{{{MAIN}}}t")
    said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    said.text = _CONTROL.sub(
        "\ufffd", clean(_LOOKS_ESCAPED.sub("_x005F_", text.replace("\r\n", "\n").replace("\r", "\n")))
    )
    return run


def _said(note: Element) -> str:
    return "".join(one.text or "" for one in note.iter(f"{{{MAIN}}}t"))


def _place(name: str) -> Place:
    letters = name.rstrip("0123456789")
    return int(name[len(letters) :] or 0), column_number(letters)


def _add_part(parts: Parts, sheet: str) -> str:
    part = parts.new_name("xl/comments{}.xml")
    parts.declare("Override", "PartName", f"/{part}", _NOTES_TYPE)
    parts.relate(sheet, "comments", part)
    return part


def _draw(
    parts: Parts, sheet: str, drawing: str | None, said: Mapping[Place, str], ours: Mapping[Place, str]
) -> str | None:
    """See to it that every note of the sheet has a box that is tall enough; return a new drawing's relation, if any."""
    part = next((one.target for one in parts.relations(sheet) if drawing and one.id == drawing), None)
    old = parts.read(part) if part else new_drawing()
    if not usable(old):
        raise OutputError("The workbook cannot be marked: the boxes of its notes are damaged. Save it in Excel again.")
    there = boxed(old)
    missing = {place: text for place, text in said.items() if place not in there}
    block = 1 + last_block(parts.read(name) for name in parts.names() if name.endswith(".vml"))
    new = with_boxes(old, missing, {place: text for place, text in ours.items() if place in there}, block)
    if part:
        parts.write(part, new)
        return None
    name = parts.new_name("xl/drawings/vmlDrawing{}.vml")
    parts.write(name, new)
    parts.declare("Default", "Extension", "vml", _BOXES_TYPE)
    return parts.relate(sheet, "vmlDrawing", name)
