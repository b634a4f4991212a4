"""The colours of marks in a workbook that has styles of its own."""

from copy import deepcopy

from lxml import etree

from sheetops.excel import styles
from sheetops.excel.parts import Element, Parts, parse, unparse
from sheetops.model import Severity

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DEFAULT = "xl/styles.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_BARE = f"""<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>\
<fills count="2"><fill><patternFill patternType="none"/></fill>\
<fill><patternFill patternType="gray125"/></fill></fills>\
<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>\
<cellXfs count="1"><xf xfId="0"/></cellXfs></styleSheet>""".encode()


class MarkedStyles:
    """The cell styles of a workbook, and beside them the same ones with a mark's fill, made when first asked for."""

    def __init__(self, parts: Parts, workbook: str) -> None:
        self._parts = parts
        self._part = parts.target(workbook, "styles") or self._add(workbook)
        self._root = parse(parts.read(self._part))
        self._formats = self._group("cellXfs")
        self._fills: dict[Severity, int] = {}
        self._marked: dict[tuple[int, Severity], int] = {}

    def _add(self, workbook: str) -> str:
        self._parts.write(_DEFAULT, _BARE)
        self._parts.relate(workbook, "styles", _DEFAULT)
        self._parts.declare("Override", "PartName", f"/{_DEFAULT}", _TYPE)
        return _DEFAULT

    def _group(self, name: str) -> Element:
        group = self._root.find(f"{{{MAIN}}}{name}")
        if group is None:
            raise KeyError(name)
        return group

    def marked(self, style: int, severity: Severity) -> int:
        """Return the number of a cell style that is as ``style`` but for its fill."""
        if (style, severity) not in self._marked:
            own = self._formats[style] if style < len(self._formats) else self._formats[0]
            copy = deepcopy(own)
            copy.set("fillId", str(self._fill(severity)))
            copy.set("applyFill", "1")
            self._marked[style, severity] = _append(self._formats, copy)
        return self._marked[style, severity]

    def _fill(self, severity: Severity) -> int:
        if severity not in self._fills:
            fill = etree.Element(f"{{{MAIN}}}fill")
            pattern = etree.SubElement(fill, f"{{{MAIN}}}patternFill", patternType="solid")
            etree.SubElement(pattern, f"{{{MAIN}}}fgColor", rgb=f"FF{styles.FILL[severity][1:]}")
            etree.SubElement(pattern, f"{{{MAIN}}}bgColor", indexed="64")
            self._fills[severity] = _append(self._group("fills"), fill)
        return self._fills[severity]

    def save(self) -> None:
        """Put the styles back into the workbook, if any were added."""
        if self._marked:
            self._parts.write(self._part, unparse(self._root))


def _append(group: Element, child: Element) -> int:
    group.append(child)
    group.set("count", str(len(group)))
    return len(group) - 1
