"""The buttons of claims.xlsm, really pressed in LibreOffice: a claims processor's day."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings as xw

from sheetops.excel import start
from sheetops.excel.catalogue import CLAIMS, WORKBOOKS
from tests.live.test_press import Desk, opened, ready, values

pytestmark = pytest.mark.live


@pytest.fixture
def desk(app: xw.App, tmp_path: Path) -> Iterator[Desk]:
    workbook = next(one for one in WORKBOOKS if one.name == CLAIMS)
    (tmp_path / "desk").mkdir()
    yield from opened(app, ready(tmp_path / "claims.xlsm", workbook), tmp_path / "desk")


def test_a_processors_day(desk: Desk, tmp_path: Path) -> None:
    before = desk.path.read_bytes()
    for sub in ("CheckSheets", "ReviewClaims", "MakeReturnLetters", "DeskReport"):
        message = desk.press(sub)
        assert desk.outcome in ("fine", "findings"), (sub, message)
        assert message and "Traceback" not in message
    assert desk.path.read_bytes() == before
    there = tmp_path / "desk" / start.FOLDER
    assert len(list((there / "returned").glob("*.docx"))) == 2
    assert (there / "desk-report.xlsx").is_file()
    wanted = {"Entry queue", "Batches", "Deficiencies", "Claims reviewed", "Letters", "Turnaround", "Return reasons"}
    assert wanted <= set(desk.results)
    heading, *rows = values(desk.book, "Deficiencies")
    checks = [dict(zip(heading, row, strict=True))["check"] for row in rows]
    assert checks == [
        *("quantity_over_cap", "proof_missing", "invoice_claimed_before", "participant_inactive", "product_spelling"),
    ]
    assert "claims" not in desk.press("RemoveSamples").casefold() or desk.outcome == "fine"
    assert values(desk.book, "Claims")[1:] == [] or not any(
        str(row[0] or "").startswith("SAMPLE-") for row in values(desk.book, "Claims")[1:]
    )
