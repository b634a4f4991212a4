"""What repeats and what may vanish: marked in a story's tree after its fields, the second half of compiling."""

from collections.abc import Iterator

from sheetops.errors import TemplateError
from sheetops.word.rewrite import BLOCKS, Operations
from sheetops.word.xml import Element, W, is_mark, kind_of, mark, remove

_BLANK_RUN = {W + "rPr", W + "t"}
_POINTS = {W + "bookmarkStart", W + "bookmarkEnd"}


def mark_story(
    root: Element, operations: Operations, where: str, *, suppress_blank: bool, drop_empty_tables: bool
) -> None:
    """Mark regions, repeating rows, tables and cells that could be left empty, and paragraphs of nothing but fields."""
    _mark_regions(root, operations, where)
    rows = [row for row in root.iter(W + "tr") if _names(row, operations) and not _in_region(row)]
    for row in rows:
        number = operations.add(tuple(dict.fromkeys(_names(row, operations))))
        row.addprevious(mark("rows", number))
        row.addnext(mark("rows-end", number))
    for table in list(root.iter(W + "tbl")):
        if _may_vanish(table, drop_empty_tables):
            table.addprevious(mark("table"))
            table.addnext(mark("table-end"))
    if suppress_blank:
        _mark_blank(root)
    _mark_containers(root)


# ----------------------------------------------------------------------------------------------- TableStart, TableEnd


def _mark_regions(root: Element, operations: Operations, where: str) -> None:
    opened: list[Element] = []
    for node in [node for node in root.iter() if is_mark(node) and kind_of(node)[0] in ("open", "close")]:
        kind, number = kind_of(node)
        name = operations.steps[number]
        if kind == "open":
            opened.append(node)
            continue
        if not opened or operations.steps[kind_of(opened[-1])[1]].casefold() != name.casefold():
            raise TemplateError(
                f"{where}: TableEnd:{name} has no TableStart:{name} before it. Insert both around what repeats."
            )
        _mark_region(opened.pop(), node, operations.add(name), where)
    if opened:
        name = operations.steps[kind_of(opened[-1])[1]]
        raise TemplateError(
            f"{where}: TableStart:{name} has no TableEnd:{name} after it. Insert both around what repeats."
        )


def _mark_region(start: Element, end: Element, number: int, where: str) -> None:
    first, last = _siblings(start, end, where)
    parent = first.getparent()
    if parent.tag == W + "p" or (first is start and last is end):
        first, last = _whole_paragraph(start, end, first, last)
    elif parent.tag == W + "tr":
        first = last = parent
    first.addprevious(mark("region", number))
    last.addnext(mark("region-end", number))
    for edge in (start, end):
        paragraph = _ancestor(edge, W + "p")
        remove(edge)
        if paragraph is not None and parent.tag not in (W + "p", W + "tr") and _is_bare(paragraph):
            remove(paragraph)


def _siblings(start: Element, end: Element, where: str) -> tuple[Element, Element]:
    """Return the two nodes under the nearest common ancestor that hold the start and the end."""
    above = [start, *start.iterancestors()]
    node = end
    while node is not None:
        if node.getparent() in above[1:] or node.getparent() is start.getparent():
            common = node.getparent()
            return next(at for at in above if at.getparent() is common), node
        node = node.getparent()
    raise TemplateError(
        f"{where}: a TableStart and its TableEnd stand in different places. Put both into one table row or one text."
    )


def _whole_paragraph(start: Element, end: Element, first: Element, last: Element) -> tuple[Element, Element]:
    """Widen a region to its paragraph when nothing else stands in it, so that each row gets a paragraph of its own."""
    paragraph = _ancestor(first, W + "p")
    if paragraph is None or first.getparent() is not paragraph:
        return first, last
    content = [node for node in paragraph if node.tag != W + "pPr" and not (node.tag == W + "r" and _is_bare(node))]
    alone = bool(content) and content[0] is first and content[-1] is last
    return (paragraph, paragraph) if alone else (first, last)


def _is_bare(node: Element) -> bool:
    """Whether nothing in a paragraph or run can be seen or is a marker."""
    seen = [
        n for n in node.iter() if is_mark(n) or n.tag not in (W + "p", W + "pPr", W + "r", W + "rPr", W + "t", *_POINTS)
    ]
    inside = [n for n in seen if not any(up.tag in (W + "pPr", W + "rPr") for up in n.iterancestors())]
    return not inside and not "".join(t.text or "" for t in node.iter(W + "t")).strip()


def _ancestor(node: Element, tag: str) -> Element | None:
    return next(node.iterancestors(tag), None)


def _in_region(row: Element) -> bool:
    """Whether a row stands directly inside a marked region of its table (its fields are found there)."""
    before = row.getprevious()
    return before is not None and is_mark(before) and kind_of(before)[0] == "region"


# --------------------------------------------------------------------------------------------------------------- rows


def _names(row: Element, operations: Operations) -> list[str]:
    """Return the columns that a row's own fields need: those of tables and of regions inside it are found there."""
    found, depth = list[str](), 0
    for node in _own(row):
        if is_mark(node):
            kind, number = kind_of(node)
            depth += (kind == "region") - (kind == "region-end")
            found += operations.names[number] if not depth else ()
    return found


def _own(node: Element) -> Iterator[Element]:
    for child in node:
        if child.tag != W + "tbl":
            yield child
            yield from _own(child)


def _may_vanish(table: Element, drop_empty_tables: bool) -> bool:
    repeated = depth = 0
    standing: list[Element] = []
    for node in table:
        if is_mark(node):
            kind = kind_of(node)[0]
            depth += (kind in ("rows", "region")) - (kind in ("rows-end", "region-end"))
            repeated += kind in ("rows", "region")
        elif node.tag == W + "tr" and not depth:
            standing.append(node)
    headings = all(_is_heading(row, table) for row in standing)
    return bool(repeated) and (not standing or (drop_empty_tables and headings))


def _is_heading(row: Element, table: Element) -> bool:
    return row.find(f"{W}trPr/{W}tblHeader") is not None or row is table.find(W + "tr")


# -------------------------------------------------------------------------------------------------------- blank lines


def _mark_blank(root: Element) -> None:
    for paragraph in list(root.iter(W + "p")):
        if _only_fields(paragraph) and _may_go(paragraph):
            properties = paragraph.find(W + "pPr")
            if properties is None:
                paragraph.insert(0, mark("blank-body"))
            else:
                properties.addnext(mark("blank-body"))
            paragraph.addprevious(mark("blank"))
            paragraph.addnext(mark("blank-end"))


def _only_fields(paragraph: Element) -> bool:
    depth, fields = 0, 0
    for node in paragraph:
        if is_mark(node):
            kind = kind_of(node)[0]
            depth += (kind == "if") - (kind == "fi")
            fields += kind in ("if", "act", "picture")
        elif not depth and node.tag != W + "pPr":
            slots = _slots(node)
            if slots < 0:
                return False
            fields += slots
    return fields > 0 and paragraph.find(f"{W}pPr/{W}sectPr") is None


def _slots(node: Element) -> int:
    """Return how many slots a node holds; -1 when anything else in it can be seen."""
    if node.tag in _POINTS:
        return 0 if _paired(node) else -1
    if node.tag != W + "r" or not all(child.tag in _BLANK_RUN for child in node):
        return -1
    texts = node.findall(W + "t")
    if any((text.text or "").strip() or any((inner.tail or "").strip() for inner in text) for text in texts):
        return -1
    return sum(len(text) for text in texts)


def _paired(point: Element) -> bool:
    """Whether a bookmark begins and ends in the same paragraph."""
    ident = point.get(W + "id")
    return sum(node.get(W + "id") == ident for node in point.getparent() if node.tag in _POINTS) == 2


def _may_go(paragraph: Element) -> bool:
    """Whether Word can do without a paragraph: not a cell's last one, nor one that keeps two tables apart."""
    others = [node for node in paragraph.itersiblings() if not is_mark(node) and node.tag != W + "sectPr"]
    before = next((node for node in paragraph.itersiblings(preceding=True) if not is_mark(node)), None)
    apart = before is not None and before.tag == W + "tbl" and others and others[0].tag == W + "tbl"
    return any(node.tag == W + "p" for node in others) and not apart


def _mark_containers(root: Element) -> None:
    for container in list(root.iter(*BLOCKS)):
        content = [node for node in container if node.tag != W + "sectPr"]
        if content and is_mark(content[-1]) and kind_of(content[-1])[0] in ("region-end", "flow-end", "table-end"):
            content[-1].addnext(mark("cont-end"))
            properties = container.find(W + "tcPr")
            if properties is not None:
                properties.addnext(mark("cont"))
            else:
                container.insert(0, mark("cont"))
