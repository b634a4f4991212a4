"""How a column of the desk's workbook takes what people type: its format, its drop-down, and what it says to them."""

import datetime as dt
from typing import Any

from sheetops import clock
from sheetops.excel import styles
from sheetops.model import Column, Kind, Severity

YES, NO = "yes", "no"
_MOST = 10**13
_LONGEST_TITLE, _LONGEST_MESSAGE = 32, 255

_RULES: dict[Kind, dict[str, Any]] = {
    Kind.DAY: {"validate": "date", "criteria": "between", "minimum": clock.FIRST, "maximum": clock.LAST},
    Kind.MOMENT: {
        "validate": "date",
        "criteria": "between",
        "minimum": dt.datetime.combine(clock.FIRST, dt.time()),
        "maximum": dt.datetime.combine(clock.LAST, dt.time()),
    },
    Kind.MONEY: {"validate": "decimal", "criteria": "between", "minimum": -_MOST, "maximum": _MOST},
    Kind.RATE: {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1},
    Kind.WHOLE: {"validate": "integer", "criteria": "between", "minimum": -_MOST, "maximum": _MOST},
    Kind.YES_NO: {"validate": "list", "source": [YES, NO]},
}
_WANTED = {
    Kind.DAY: "Write a day such as 30/06/2026.",
    Kind.MOMENT: "Write a day and time such as 30/06/2026 14:05.",
    Kind.MONEY: "Write an amount in figures, such as 1250.00, without a currency sign.",
    Kind.RATE: "Write a percentage, such as 15%.",
    Kind.WHOLE: "Write a whole number.",
    Kind.YES_NO: "Write yes or no, or leave it blank.",
}


def heading(column: Column) -> str:
    """Return a column's heading as people read it: ``due date``."""
    return column.name.replace("_", " ")


def number_format(kind: Kind, decimals: int = 2) -> str | int:
    """Return the number format of a column's cells; an amount's by its currency's decimals."""
    return styles.amount_format(decimals) if kind is Kind.MONEY else styles.NUMBER_FORMATS[kind]


def explanation(column: Column) -> str:
    """Return what stands in the note on a column's heading."""
    parts = [
        column.hint,
        _WANTED.get(column.kind, ""),
        f"One of: {', '.join(column.codes)}." if column.codes else "",
        "Needed on every row." if column.required else "May stay blank.",
    ]
    return "\n".join(part for part in parts if part)


def validation(column: Column) -> dict[str, Any] | None:
    """Return the rule of a column's cells in XlsxWriter's words, None for optional words that may be anything.

    A code that the check could not use is stopped; whatever else is odd can be kept after a warning, since the check
    knows more spellings than a rule does, and explains more.
    """
    rule = _rule(column)
    if rule is None:
        return None
    stop = column.codes and column.unreadable is Severity.ERROR
    wanted = f"One of: {', '.join(column.codes)}." if column.codes else _WANTED.get(column.kind, "")
    return {
        **rule,
        "input_title": _shown(heading(column) + (" (needed)" if column.required else ""), _LONGEST_TITLE),
        "input_message": _shown(column.hint or wanted or "Needed on every row.", _LONGEST_MESSAGE),
        "error_type": "stop" if stop else "warning",
        "error_title": _shown(f"Check the {heading(column)}", _LONGEST_TITLE),
        "error_message": _shown(wanted, _LONGEST_MESSAGE),
    }


def _rule(column: Column) -> dict[str, Any] | None:
    if column.codes:
        return {"validate": "list", "source": list(column.codes)}
    if column.kind in _RULES:
        return _RULES[column.kind]
    return {"validate": "any"} if column.required or column.kind is not Kind.TEXT else None


def _shown(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 3].rstrip()}..."
