"""The review in an open workbook: decisions are written on Notices due, kept, and heeded by Make letters."""

from typing import Any

import pytest
import xlwings as xw

from tests.live.test_press import Desk, built, desk, values

pytestmark = pytest.mark.live
__all__ = ["built", "desk"]  # fixtures


def _column(book: xw.Book, sheet: str, name: str) -> int:
    return int(values(book, sheet)[0].index(name)) + 1


def _table(book: xw.Book, sheet: str) -> list[dict[str, Any]]:
    heads, *rows = values(book, sheet)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def _ask_for_review(book: xw.Book) -> None:
    rows = values(book, "Policy")
    named = [number for number, row in enumerate(rows, 1) if row[0] == "review_notices"]
    at = named[0] if named else len(rows) + 1
    book.sheets["Policy"].range((at, 1), (at, 2)).value = ["review_notices", "yes"]


def test_only_what_was_decided_to_go_out_is_made_and_decisions_stay_when_arrears_are_worked_out_again(
    desk: Desk,
) -> None:
    _ask_for_review(desk.book)
    desk.press("WorkOutArrears")
    proposed = _table(desk.book, "Notices due")
    written = [n for n, row in enumerate(proposed) if row["channel"] != "phone"]
    first, second = written[0], written[1]
    sheet, column = desk.book.sheets["Notices due"], _column(desk.book, "Notices due", "decision")
    sheet.range((first + 2, column), (first + 2, column + 1)).value = ["send", "Jane"]
    sheet.range((second + 2, column), (second + 2, column + 1)).value = ["skip", "Tom"]
    desk.press("WorkOutArrears")
    kept = _table(desk.book, "Notices due")
    assert (kept[first]["decision"], kept[first]["decided_by"]) == ("send", "Jane")
    assert (kept[second]["decision"], kept[second]["decided_by"]) == ("skip", "Tom")
    desk.press("MakeLetters")
    assert desk.outcome in ("done", "findings"), desk.says("message")
    became = {row["account"]: row for row in _table(desk.book, "Letters") if row["template"] == kept[first]["template"]}
    letters = _table(desk.book, "Letters")
    of = {row["account"]: (row["status"], row["reason"]) for row in letters if str(row["template"]).startswith("rem")}
    assert became[kept[first]["account"]]["status"] == "made"
    assert of[kept[second]["account"]] == ("held", "skipped at the review by Tom")
