"""The Word report holds the workbook's figures, cell by cell, and the same charts with the same data."""

import datetime as dt
import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import docx
import openpyxl
import pytest
from openxml_audit import OpenXmlValidator

from sheetops.jobs.report import report
from sheetops.jobs.reportpages import TABLES
from tests.jobs.small_desk import book
from tests.jobs.test_report import CUSTOMERS, LEDGER, PROMISES

DAY = dt.date(2026, 6, 30)
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    report(book(Customers=CUSTOMERS, Ledger=LEDGER, Promises=PROMISES), as_of=DAY, out=folder)
    return folder


def said(value: object, form: str) -> str:
    """Return a workbook's cell as the document writes it."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, (int, float)):
        if "%" in form:
            return f"{value * 100:,.2f} %"
        return f"{value:,.2f}" if ".00" in form else f"{value:,.0f}"
    return str(value)


def test_every_cell_of_every_table_is_the_workbooks(out: Path) -> None:
    there = openpyxl.load_workbook(out / "report.xlsx")
    document = docx.Document(str(out / "report.docx"))
    titles = [one.text for one in document.paragraphs if one.style.name.lower() == "heading 2"]
    tables = dict(zip(titles, document.tables, strict=True))
    for name in TABLES:
        heading, *rows = list(there[name].iter_rows())
        code_at = [cell.value for cell in heading].index("currency")
        kept = ["No" if cell.value == "place" else cell.value for cell in heading]
        for code in ("NZD", "AUD"):
            own = [row for row in rows if row[code_at].value == code]
            if not own:
                continue
            table = tables[f"{name}, {code}"]
            dropped = {"currency"} | ({"status", "reason"} if name == "Top debtors" else set())
            places = [place for place, title in enumerate(kept) if title not in dropped]
            expected = [[said(row[at].value, row[at].number_format) for at in places] for row in own]
            assert [[cell.text for cell in row.cells] for row in table.rows][1:] == expected, name


def _drawn(xml: bytes) -> list[list[str]]:
    root = ElementTree.fromstring(xml)
    return [[point.text or "" for point in series.iter(f"{_C}v")] for series in root.iter(f"{_C}val")]


def test_the_charts_are_the_workbooks_and_their_data_can_be_edited(out: Path) -> None:
    with zipfile.ZipFile(out / "report.xlsx") as one, zipfile.ZipFile(out / "report.docx") as other:
        for number in range(1, 9):
            theirs, ours = one.read(f"xl/charts/chart{number}.xml"), other.read(f"word/charts/chart{number}.xml")
            assert _drawn(theirs) == _drawn(ours) != []
            assert b"<c:externalData " in ours and b"printSettings" not in ours
            data = openpyxl.load_workbook(io.BytesIO(other.read(f"word/embeddings/chart{number}.xlsx")))
            (sheet,) = data.worksheets
            values = {
                f"{cell.value:g}" for row in sheet.iter_rows() for cell in row if isinstance(cell.value, float | int)
            }
            assert {f"{float(point):g}" for series in _drawn(ours) for point in series} <= values


def test_an_independent_validator_finds_no_fault(out: Path) -> None:
    for name in ("report.docx", "report.xlsx"):
        assert OpenXmlValidator().validate(str(out / name)).errors == []


def test_equal_runs_give_equal_documents(out: Path, tmp_path: Path) -> None:
    report(book(Customers=CUSTOMERS, Ledger=LEDGER, Promises=PROMISES), as_of=DAY, out=tmp_path)
    assert (tmp_path / "report.docx").read_bytes() == (out / "report.docx").read_bytes()


def test_nothing_to_report_is_said(tmp_path: Path) -> None:
    report(book(Ledger="row | entry | account | kind | date | amount"), as_of=DAY, out=tmp_path)
    text = "\n".join(one.text for one in docx.Document(str(tmp_path / "report.docx")).paragraphs)
    assert "no entry up to this day: there is nothing to report" in text


def test_the_sentences_tell_the_month(out: Path) -> None:
    text = [one.text for one in docx.Document(str(out / "report.docx")).paragraphs]
    assert text[0] == "Debt report, June 2026"
    assert any("NZD 165.00 is owed: 5.00 (3.1 %) more than a month ago, 125.00 (312.5 %) more" in one for one in text)
    assert any("In the month NZD 30.00 was billed and NZD 25.00 was received." in one for one in text)
