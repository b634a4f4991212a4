"""Formulas, between Excel's writing and the one that LibreOffice's programming interface takes.

Excel writes ``=SUM('My Data'!A1:B2,{1,2;3,4})``, LibreOffice ``=SUM($'My Data'.A1:B2;{1;2|3;4})``. Function names are
the same but for some that LibreOffice keeps in an add-in.
"""

import re

_ADD_IN = re.compile(r"COM\.SUN\.STAR\.SHEET\.ADDIN\.[A-Z]+\.GET(\w+)")
_EXCEL = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")"""
    r"""|(?P<quoted>'(?:[^']|'')*')(?P<to>!)"""
    r"""|(?P<plain>(?<![\w.\]])[^\W\d][\w.]*)(?P<to2>!)"""
    r"""|(?P<array>\{[^{}"]*(?:"(?:[^"]|"")*"[^{}"]*)*\})"""
    r"""|(?P<separator>,)"""
)
_CELLS = r"(?=\$?[A-Z]{1,3}\$?\d+(?![\w(.])|\$?[A-Z]{1,3}:\$?[A-Z]|\$?\d+:\$?\d|\#REF!)"
"""What must follow the point between a sheet and its cells: a cell, whole columns or rows, or a lost place."""

_OFFICE = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")"""
    rf"""|(?P<quoted>\$?'(?:[^']|'')*')(?P<to>\.){_CELLS}"""
    rf"""|(?P<plain>(?<![\w.])\$?[^\W\d]\w*)(?P<to2>\.){_CELLS}"""
    r"""|(?P<array>\{[^{}"]*(?:"(?:[^"]|"")*"[^{}"]*)*\})"""
    r"""|(?P<separator>;)"""
)
_TEXT = re.compile(r'("(?:[^"]|"")*")')


def to_office(formula: str) -> str:
    """Return a formula in Excel's writing as LibreOffice takes it; what is no formula stays as it is."""
    return _EXCEL.sub(_to_office, formula) if formula.startswith("=") else formula


def from_office(formula: str) -> str:
    """Return a formula as LibreOffice gives it in Excel's writing; what is no formula stays as it is."""
    if not formula.startswith("="):
        return formula
    return _ADD_IN.sub(r"\1", _OFFICE.sub(_from_office, formula))


def _to_office(match: re.Match[str]) -> str:
    if match["quoted"]:
        return f"${match['quoted']}."
    if match["plain"]:
        return f"${match['plain']}."
    if match["array"]:
        return _outside_text(match["array"], {",": ";", ";": "|"})
    return ";" if match["separator"] else match.group()


def _from_office(match: re.Match[str]) -> str:
    if match["quoted"]:
        return f"{match['quoted'].removeprefix('$')}!"
    if match["plain"]:
        return f"{match['plain'].removeprefix('$')}!"
    if match["array"]:
        return _outside_text(match["array"], {";": ",", "|": ";"})
    return "," if match["separator"] else match.group()


def _outside_text(array: str, change: dict[str, str]) -> str:
    table = str.maketrans(change)
    return "".join(part if part.startswith('"') else part.translate(table) for part in _TEXT.split(array))
