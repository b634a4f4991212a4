"""The letters, merged and then read by LibreOffice: every value is there, in its language, on so many pages."""

import datetime as dt
import re
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from lxml import etree

from sheetops import word
from sheetops.jobs.doctor import soffice
from sheetops.jobs.records import RECORDS

LETTERS = Path(__file__).parents[2] / "letters"
LANGUAGES = ("en", "pl")

pytestmark = pytest.mark.live
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"

ITEM = {
    "item_entry": "INV-204",
    "item_description": "Annual licence, print & digital",
    "item_kind": "Invoice",
    "item_date": dt.date(2026, 3, 13),
    "item_due_date": dt.date(2026, 4, 12),
    "item_days_overdue": 79,
    "item_bucket": "61-90",
    "item_amount": Decimal("1250.00"),
    "item_outstanding": Decimal("850.50"),
}
FAULT = {
    "fault_line": "3",
    "fault_product": "Heat pump HP-250",
    "fault_problem": "The invoice is older than the programme <1 February>.",
    "fault_cure": "Send an invoice from 1 February on.",
}
LINE = {
    "line_licence": "L-2041",
    "line_description": "Education, 01/08/2026 to 31/07/2027",
    "line_tax": "15 %",
    "line_amount": Decimal("1086.96"),
}
PART = {
    "part_number": 1,
    "part_due": dt.date(2026, 7, 16),
    "part_amount": Decimal("416.70"),
    "part_left": Decimal("833.40"),
}
MOVE = {
    "move_date": dt.date(2026, 6, 12),
    "move_entry": "R-88",
    "move_what": "Payment received",
    "move_debit": Decimal("77.10"),
    "move_credit": Decimal("66.20"),
    "move_balance": Decimal("1155.30"),
}
VALUES: dict[str, Any] = {
    "letter_date": dt.date(2026, 6, 30),
    "our_reference": "A00123 NZD",
    "account": "A00123",
    "name": "Smith Hall School",
    "contact": "Moana Ngata",
    "salutation": "Dear Moana Ngata",
    **{
        f"address_{n}": line
        for n, line in enumerate(
            (
                "Smith Hall School",
                "Moana Ngata",
                "12 Karaka St",
                "Level 2",
                "Newtown",
                "Wellington 6021",
                "NEW ZEALAND",
            ),
            1,
        )
    },
    "supplier_name": "Works & Words Licensing",
    "supplier_address": "3 Quay Street, Auckland",
    "supplier_phone": "+64 9 555 0100",
    "supplier_email": "desk@works.example",
    "supplier_web": "www.works.example",
    "supplier_tax_number": "100-000-016",
    "supplier_bank": "12-3456-0789012-00",
    "signatory_name": "Zoë O'Brien",
    "signatory_title": "Credit controller",
    "currency": "NZD",
    "total_overdue": Decimal("12850.50"),
    "total_due": Decimal("13000.00"),
    "oldest_due": dt.date(2026, 4, 12),
    "days_overdue": 79,
    "pay_by": dt.date(2026, 7, 7),
    "level": 1,
    "next_step": "Next we telephone.",
    "licence": "L-2041",
    "items": [ITEM],
    "as_of": dt.date(2026, 6, 29),
    "total_not_due": Decimal("149.50"),
    "total_unallocated": Decimal("40.00"),
    "total": Decimal("12960.00"),
    "licence_type": "Education",
    "licence_start": dt.date(2025, 8, 1),
    "licence_end": dt.date(2026, 7, 31),
    "days_to_expiry": 31,
    "next_start": dt.date(2026, 8, 1),
    "next_end": dt.date(2027, 7, 31),
    "fee": Decimal("1310.00"),
    "grace_until": dt.date(2026, 8, 14),
    "reply_by": dt.date(2026, 7, 10),
    "balance": Decimal("0.00"),
    "promise": "P-77",
    "promised_on": dt.date(2026, 6, 25),
    "promised_amount": Decimal("400.00"),
    "promise_due": dt.date(2026, 7, 3),
    "hardship_since": dt.date(2026, 5, 4),
    "evidence": "health care card to 31 December 2026",
    "review_on": dt.date(2026, 8, 2),
    "hardship_help": "We send no reminders while you are in our programme.",
    "grant_offer": "You may apply for a grant.",
    "grant_scheme": "Utility Relief Grant",
    "grant_applied": dt.date(2026, 5, 11),
    "grant_decided": dt.date(2026, 6, 9),
    "grant_said": "It was granted.",
    "grant_amount": Decimal("650.00"),
    "grant_next": "It is taken off your account.",
    "grant_waiting": 50,
    "restricted_from": dt.date(2026, 7, 8),
    "placed_on": dt.date(2026, 6, 29),
    "lifted_on": dt.date(2026, 6, 30),
    "restriction_days": 2,
    "outstanding": Decimal("1250.10"),
    "plan": "PL-12",
    "plan_agreed": dt.date(2026, 6, 26),
    "plan_total": Decimal("1250.10"),
    "plan_count": 3,
    "plan_often": "monthly",
    "plan_first": dt.date(2026, 7, 15),
    "plan_last": dt.date(2026, 9, 15),
    "instalments": [PART],
    "invoice_date": dt.date(2026, 6, 28),
    "period_start": dt.date(2026, 8, 1),
    "period_end": dt.date(2027, 7, 31),
    "lines": [LINE],
    "number": "CN-2026-00017",
    "document_title": "Adjustment note",
    "credit_date": dt.date(2026, 6, 28),
    "entry": "INV-204",
    "entry_date": dt.date(2026, 4, 1),
    "reason": "Cancelled in the first term",
    "description": "Second half-year",
    "tax_rate": "15 %",
    "net": Decimal("1086.96"),
    "tax": Decimal("163.04"),
    "gross": Decimal("1250.00"),
    "legal_text": "Issued under section 19N.",
    "customer_tax_number": "987-654-321",
    "programme": "Winter rewards",
    "participant": "Rangi Parata",
    "claim": "C-10452",
    "received_on": dt.date(2026, 6, 24),
    "return_by": dt.date(2026, 7, 14),
    "faults": [FAULT],
    "complaint": "CMP-904",
    "complaint_received": dt.date(2026, 6, 10),
    "complaint_about": "Billed twice for June",
    "complaint_owner": "Mere",
    "answer_by": dt.date(2026, 6, 24),
    "answer": "You were billed twice; the second bill is credited.",
    "period_from": dt.date(2026, 6, 1),
    "opening": Decimal("1144.40"),
    "charged": Decimal("99.10"),
    "paid": Decimal("88.10"),
    "closing": Decimal("1155.40"),
    "ageing_line": "Of the balance: 31-60 days overdue 1,155.40.",
    "agreement_note": "You promised to pay 75.00 by 5 July 2026.",
    "pay_text": "NZD 1,155.40 by 7 July 2026",
    "movements": [MOVE],
}
BLANK = """
    contact address_4 address_5 address_6 address_7 supplier_web supplier_tax_number signatory_title next_step
    licence_type legal_text customer_tax_number agreement_note
"""

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "short": "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec",
}


class Reading(NamedTuple):
    """What LibreOffice read: all text, one paragraph a line; the number of pages; rows that repeat as headings."""

    text: str
    pages: int
    headings: int


def record(key: str, **other: Any) -> dict[str, Any]:
    declared = RECORDS[key]
    return {name: (VALUES | other)[name] for name in (*declared.fields, *declared.lists)}


def shown(value: Any, switches: str, language: str) -> str:
    """What a value should look like on paper, worked out by hand."""
    if isinstance(value, Decimal):
        return f"{value:,.2f}" if language == "en" else f"{value:,.2f}".replace(",", " ").replace(".", ",")
    if isinstance(value, dt.date) and "MMM" in switches:
        months = MONTHS[language if "MMMM" in switches else "short"].split()
        return f"{value.day} {months[value.month - 1]} {value.year}"
    return f"{value:%d.%m.%Y}" if isinstance(value, dt.date) else str(value)


def asked(template: Path) -> set[tuple[str, str]]:
    """Each merge field of a template with its switches, read from the XML itself."""
    with zipfile.ZipFile(template) as package:
        codes = b"".join(package.read(name) for name in package.namelist() if name.endswith(".xml")).decode()
    return set(re.findall(r"<w:instrText[^>]*> MERGEFIELD (\w+) ([^<]*)</w:instrText>", codes))


def read_back(letters: dict[str, bytes], folder: Path) -> dict[str, Reading]:
    """Let LibreOffice open each letter, and return what it read."""
    for name, content in letters.items():
        (folder / f"{name}.docx").write_bytes(content)
    sources = [str(folder / f"{name}.docx") for name in letters]
    program = [str(soffice()), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    for kind in ("fodt", "pdf"):
        command = [*program, "--convert-to", kind, "--outdir", str(folder), *sources]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {name: reading(folder / name) for name in letters}


def reading(letter: Path) -> Reading:
    document = etree.parse(letter.with_suffix(".fodt"), etree.XMLParser(huge_tree=True)).getroot()
    for picture in list(document.iter(f"{DRAW}frame")):
        picture.clear(keep_tail=True)
    paragraphs = [" ".join("".join(p.itertext()).split()) for p in document.iter(f"{TEXT}p", f"{TEXT}h")]
    headings = [row for rows in document.iter(f"{TABLE}table-header-rows") for row in rows.iter(f"{TABLE}table-row")]
    # The page count in LibreOffice's .fodt is taken before a long table is laid out: the PDF has the true one.
    pages = re.findall(rb"/Type\s*/Page\b", letter.with_suffix(".pdf").read_bytes())
    return Reading("\n".join(paragraphs), len(pages), len(headings))


@pytest.mark.parametrize("language", LANGUAGES)
def test_libreoffice_reads_every_value_of_every_letter_on_one_page(language: str, tmp_path: Path) -> None:
    templates = {path.stem: path for path in sorted((LETTERS / language).glob("*.docx"))}
    read = read_back({key: word.compile(path).render(record(key)) for key, path in templates.items()}, tmp_path)
    for key, path in templates.items():
        values = VALUES | ITEM | FAULT | PART | MOVE | LINE
        missing = {
            name: wanted
            for name, switches in asked(path)
            if (wanted := shown(values[name], switches, language)) not in read[key].text
        }
        assert missing == {}, key
        assert "«" not in read[key].text and "MERGEFIELD" not in read[key].text, key
        assert read[key].pages == 1, key


def test_libreoffice_shows_no_trace_of_what_is_blank(tmp_path: Path) -> None:
    blank = dict.fromkeys(BLANK.split(), "") | {"fee": None, "licence": "L-1"}
    bare = {key: record(key, **blank) for key in RECORDS}
    for key in ("reminder-1", "reminder-2", "final-notice"):
        bare[key]["licence"] = ""
    letters = {key: word.compile(LETTERS / "en" / f"{key}.docx").render(values) for key, values in bare.items()}
    for key, read in read_back(letters, tmp_path).items():
        lines = read.text.split("\n")
        assert "12 Karaka St" in lines and "Level 2" not in lines, key
        # What is left between the address and the next column: the cell's own last line, and the empty column.
        assert lines[lines.index("12 Karaka St") + 1 : lines.index("Date30 June 2026")] == ["", ""], key
        assert not re.search(r"[Tt]ax number|, licence|«|None", read.text), key
        assert "  " not in read.text and " ," not in read.text and read.pages == 1, key


@pytest.mark.parametrize(
    ("items", "pages"), [(1, 1), (3, 1), (60, 4)], ids=["one item", "three items", "sixty items"]
)  # fmt: skip
def test_a_long_list_runs_over_pages_under_one_repeated_heading(items: int, pages: int, tmp_path: Path) -> None:
    rows = [ITEM | {"item_entry": f"INV-{number:03}"} for number in range(1, items + 1)]
    keys = ("reminder-1", "reminder-2", "final-notice", "statement")
    letters = {key: word.compile(LETTERS / "en" / f"{key}.docx").render(record(key, items=rows)) for key in keys}
    for key, read in read_back(letters, tmp_path).items():
        assert read.text.count("INV-") == items, key
        assert [number for number in range(1, items + 1) if f"INV-{number:03}" not in read.text] == [], key
        assert read.headings == 1, key
        assert read.pages == pages, key


def test_a_statement_of_an_account_with_nothing_open_has_no_rows(tmp_path: Path) -> None:
    letter = word.compile(LETTERS / "en" / "statement.docx").render(record("statement", items=[]))
    read = read_back({"statement": letter}, tmp_path)["statement"]
    assert "Outstanding NZD" in read.text and "item_" not in read.text and "INV-" not in read.text
