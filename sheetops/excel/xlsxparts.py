"""Which parts of an .xlsx or .xlsb archive hold which sheet and which table, and whether the other parts are safe."""

import posixpath
from collections.abc import Mapping
from typing import NamedTuple

from sheetops.excel import safexml
from sheetops.excel.archive import Archive, damaged, refused
from sheetops.excel.scan import check_cell
from sheetops.excel.xlsxthorough import parse_reference
from sheetops.model import Area

WORKBOOK = "xl/workbook.xml"
_SMALLEST_TEXT = 5
"""Bytes that the shortest shared text takes in its part: ``<si/>``."""


class Workbook(NamedTuple):
    """Each sheet's part by the sheet's name, in order; and whether stored results of formulas were worked out at all.

    Programs that write formulas without calculating them ask Excel to do it on opening (``fullCalcOnLoad``); some store
    0 as the result of each meanwhile.
    """

    sheets: Mapping[str, str]
    doubtful_zeros: bool


def read_workbook(archive: Archive) -> Workbook:
    """Return the sheets of an .xlsx archive; BookError when two have the same name or one has no part of its own."""
    tags = safexml.elements(archive.name, WORKBOOK, archive.pages(WORKBOOK), "sheet", "calcPr")
    parts = relations(archive, WORKBOOK)
    named = [(tag.get("name", ""), parts.get(tag.get("id", ""), "")) for name, tag in tags if name == "sheet"]
    doubtful = any(tag.get("fullCalcOnLoad") in ("1", "true") for name, tag in tags if name == "calcPr")
    return Workbook(sheets_by_name(archive, named), doubtful)


def sheets_by_name(archive: Archive, named: list[tuple[str, str]]) -> dict[str, str]:
    """Return each sheet's part by its name; BookError when a name stands twice or a part is missing."""
    sheets: dict[str, str] = {}
    for name, part in named:
        if name.lower() in {known.lower() for known in sheets}:
            raise refused(archive.name, f"it has two sheets named {name}")
        if part not in archive:
            raise damaged(archive.name, f"its sheet {name} is missing")
        sheets[name] = part
    return sheets


def relations(archive: Archive, part: str) -> dict[str, str]:
    """Return the parts that a part refers to, by the name of the relation; links out of the archive are left out."""
    folder, name = posixpath.split(part)
    listing = f"{folder}/_rels/{name}.rels"
    if listing not in archive:
        return {}
    found: dict[str, str] = {}
    for _, tag in safexml.elements(archive.name, listing, archive.pages(listing), "Relationship"):
        if tag.get("Id", "") in found:
            raise refused(archive.name, f"its part {listing} says two things of one relation")
        if tag.get("TargetMode") != "External":
            found[tag.get("Id", "")] = _resolved(folder, tag.get("Target", ""))
    return found


def _resolved(folder: str, target: str) -> str:
    """A target counts from the folder of its part unless it begins with a slash or, as some write, with ``xl/``."""
    if target.startswith("/"):
        return posixpath.normpath(target[1:])
    return posixpath.normpath(target if target.startswith("xl/") else posixpath.join(folder, target))


def read_tables(archive: Archive, sheet: str, part: str, wanted: list[str]) -> tuple[Area, ...]:
    """Return the Excel tables of a sheet that have a heading row: it is included, a totals row is not."""
    parts = relations(archive, part) if wanted else {}
    found = [_table(archive, sheet, parts[one]) for one in wanted if parts.get(one, "") in archive]
    return tuple(table for table in found if table)


def _table(archive: Archive, sheet: str, part: str) -> Area | None:
    tags = safexml.elements(archive.name, part, archive.pages(part), "table")
    tag = tags[0][1] if tags else {}
    corners = [parse_reference(corner) for corner in tag.get("ref", "").split(":")]
    if not corners or None in corners or tag.get("headerRowCount", "1") == "0":
        return None
    (top, left), (bottom, right) = corners[0] or (0, 0), corners[-1] or (0, 0)
    check_cell(archive.name, sheet, bottom, right)
    totals = int(tag.get("totalsRowCount", "0") not in ("", "0"))
    return Area(tag.get("displayName") or tag.get("name", ""), top, left, bottom - totals, right)


def check_other_parts(archive: Archive, sheets: Mapping[str, str]) -> None:
    """Raise BookError when a part is damaged or not safe to parse; the sheets are left until they are read."""
    scanned = {part.lower() for part in sheets.values()}
    for part in archive.parts:
        if part.endswith("sharedstrings.xml"):
            _check_shared_texts(archive, part)
        if part.endswith((".xml", ".rels")) and part not in scanned:
            safexml.check_plain(archive.name, part, archive.pages(part))


def _check_shared_texts(archive: Archive, part: str) -> None:
    """The parser sets aside room for as many texts as the part says it holds, before it has seen one."""
    stated, tail = 0, b""
    for page in archive.pages(part):
        stated += (tail + page).count(b"niqueCount")
        tail = page[-9:]
    if stated > 1:
        raise refused(archive.name, f"its part {part} counts its texts twice")
    if stated and _stated_texts(archive, part) * _SMALLEST_TEXT > archive.size(part):
        raise refused(archive.name, f"its part {part} says that it holds far more texts than it can")


def _stated_texts(archive: Archive, part: str) -> int:
    """How many texts the part's outermost element states; a number that is none counts as too many."""
    seen: list[Mapping[str, str]] = []
    reader = safexml.Reader(archive.name, part, lambda _, tag: seen.append(tag) if not seen else None)
    for page in archive.pages(part, 1024):
        reader.feed(page)
        if seen:
            break
    stated = seen[0].get("uniqueCount", "") if seen else ""
    return int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 19 else archive.size(part) + 1
