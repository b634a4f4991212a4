"""Credit notes: one for each approved request, numbered once, never above what is left, the tax exact."""

import datetime as dt
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from sheetops.errors import BookError, OutputError, PolicyError
from sheetops.jobs.credit_notes import credit_notes
from sheetops.model import Outcome, Severity
from sheetops.register import entries, open_register
from tests.jobs.small_desk import book, words_of

DAY = dt.date(2026, 6, 30)
POLICY = """
row | setting             | value                              | applies_to
2   | currency            | NZD                                |
3   | country             | NZ                                 |
4   | supplier_name       | Southern Rights                    |
5   | supplier_address    | 1 Quay Street, Auckland            |
6   | supplier_tax_number | 49-091-850                         |
7   | credit_note_title   | Credit note                        |
8   | credit_note_title   | Adjustment note                    | AU
9   | credit_note_text    | Issued under the GST Act.          | AU
"""
CUSTOMERS = """
row | account | name  | address1  | town   | country | email
2   | A1      | Abbot | 1 High St | Napier | NZ      | abbot@post.co.nz
3   | A2      | Burns | 2 High St | Sydney | AU      | burns@post.com.au
"""
LEDGER = """
row | entry | account | kind        | date       | amount | tax_rate | applies_to
2   | INV-1 | A1      | invoice     | 2026-01-01 | 115.00 | 15%      |
3   | INV-2 | A2      | invoice     | 2026-01-01 | 99.99  | 10%      |
4   | INV-3 | A1      | invoice     | 2026-01-01 | 50.00  | 15%      |
5   | CN-OLD | A1     | credit_note | 2026-02-01 | 50.00  |          | INV-3
"""
REQUESTS = """
row | request | kind        | account | entry | amount | reason       | requested_by | approved_by | approved_on
2   | R-1     | credit_note | A1      | INV-1 | 40.00  | wrong tariff | Al           | Mo          | 2026-06-01
3   | R-2     | credit_note | A1      | INV-1 |        | closed       | Al           | Mo          | 2026-06-02
4   | R-3     | credit_note | A2      | INV-2 | 33.33  | goodwill     | Al           | Mo          | 2026-06-02
5   | R-4     | credit_note | A2      | INV-2 | 66.67  | too much     | Al           | Mo          | 2026-06-02
6   | R-5     | credit_note | A2      | INV-2 | 10.00  | not approved | Al           |             |
7   | R-6     | credit_note | A2      | INV-2 | 10.00  | tomorrow     | Al           | Mo          | 2026-07-01
8   | R-7     | credit_note | A1      | INV-3 | 10.00  | none is left | Al           | Mo          | 2026-06-02
9   | R-8     | refund      | A1      |       | 10.00  | no matter    | Al           | Mo          | 2026-06-02
10  | R-9     | credit_note | A1      |       | 10.00  | for what     | Al           | Mo          | 2026-06-02
"""
TABLES = {"Policy": POLICY, "Customers": CUSTOMERS, "Ledger": LEDGER, "Requests": REQUESTS}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Outcome, Path]:
    """Return the credit notes of the desk and the folder that they went into."""
    out = tmp_path_factory.mktemp("out")
    return credit_notes(book(**TABLES), as_of=DAY, out=out), out


def test_one_for_each_approved_request_part_and_rest(made: tuple[Outcome, Path]) -> None:
    rows = made[0].run.frames["Credit notes"]
    columns = ["number", "account", "entry", "net", "tax", "gross", "reason_code"]
    assert rows[columns].to_numpy().tolist() == [
        ["CN-2026-00001", "A1", "INV-1", 3478, 522, 4000, "wrong tariff"],
        ["CN-2026-00002", "A1", "INV-1", 6522, 978, 7500, "closed"],
        ["CN-2026-00003", "A2", "INV-2", 3030, 303, 3333, "goodwill"],
    ]
    assert rows.loc[rows["entry"] == "INV-1", "tax"].sum() == 1500  # the tax of 115.00 at 15 %
    counts = made[0].run.counts
    assert (counts["requests for credit notes"], counts["credit notes made"], counts["requests refused"]) == (8, 3, 5)
    assert all(total.balances for total in made[0].run.totals)


@pytest.mark.parametrize(
    ("row", "cell", "problem", "suggestion"),
    [
        (5, "E5", "Request R-4 asks for more than is left of INV-2: 66.66 can still be credited.", "66.66"),
        (6, "H6", "Request R-5 is not approved: no credit note. Fill in who approved it and when.", ""),
        (7, "I7", "Request R-6 has no day of approval up to this day: no credit note.", ""),
        (8, "D8", "Request R-7: INV-3 has been credited in full already, nothing is left.", ""),
        (10, "D10", "Request R-9 names no entry. Name the entry of the Ledger that is to be credited.", ""),
    ],
)
def test_a_request_that_cannot_be_met_is_a_finding_on_its_cell(
    made: tuple[Outcome, Path], row: int, cell: str, problem: str, suggestion: str
) -> None:
    found = [f for f in made[0].run.findings if f.check == "credit_request_refused" and f.row == row]
    assert [(f.sheet, f.cell, f.problem, f.suggestion) for f in found] == [("Requests", cell, problem, suggestion)]
    assert found[0].severity is Severity.WARNING


def test_the_document_has_what_the_law_wants(made: tuple[Outcome, Path]) -> None:
    texts = [words_of(path) for path in sorted((made[1] / "credit-notes").iterdir())]
    assert len(texts) == 3
    first, _, australian = texts
    wanted = ["Credit note", "CN-2026-00001", "Southern Rights", "49-091-850", "Abbot", "1 High St", "INV-1"]
    wanted += ["wrong tariff", "34.78", "5.22", "40.00", "15 %"]
    assert [part for part in wanted if part not in first] == []
    assert "Adjustment note" in australian
    assert "Issued under the GST Act." in australian
    assert "Adjustment note" not in first


def test_file_names_can_be_read_and_are_one_a_number(made: tuple[Outcome, Path]) -> None:
    names = sorted(path.name for path in (made[1] / "credit-notes").iterdir())
    assert names[0] == "2026-06-30 credit-note CN-2026-00001 A1 Abbot.docx"
    rows = made[0].run.frames["Credit notes"]
    assert sorted(Path(name).name for name in rows["document"]) == names


def test_a_second_run_gives_the_same_numbers_and_new_requests_the_next(tmp_path: Path) -> None:
    first = credit_notes(book(**TABLES), as_of=DAY, out=tmp_path).run.frames["Credit notes"]
    again = credit_notes(book(**TABLES), as_of=DAY, out=tmp_path).run.frames["Credit notes"]
    assert again["number"].tolist() == first["number"].tolist()
    new = "11 | R-10 | credit_note | A2 | INV-2 | 1.00 | new | Al | Mo | 2026-06-03"
    more = credit_notes(book(**TABLES | {"Requests": REQUESTS + new}), as_of=DAY, out=tmp_path).run
    assert more.frames["Credit notes"]["number"].tolist() == [*first["number"], "CN-2026-00004"]
    assert len(list((tmp_path / "credit-notes").iterdir())) == 4


def test_a_series_counts_from_1_in_every_year_and_as_the_desk_writes_it(tmp_path: Path) -> None:
    tables = TABLES | {"Policy": POLICY + "10 | credit_note_number | K{number:03}/{year} |"}
    numbers = credit_notes(book(**tables), as_of=DAY, out=tmp_path).run.frames["Credit notes"]["number"].tolist()
    assert numbers == ["K001/2026", "K002/2026", "K003/2026"]
    requests = "row | request | kind | account | entry | amount | reason | requested_by | approved_by | approved_on\n"
    requests += "2 | R-11 | credit_note | A2 | INV-2 | 1.00 | new | Al | Mo | 2027-01-01"
    later = credit_notes(book(**tables | {"Requests": requests}), as_of=dt.date(2027, 1, 1), out=tmp_path).run
    assert later.frames["Credit notes"]["number"].tolist() == ["K001/2027"]


@pytest.mark.parametrize("missing", ["supplier_name", "supplier_address", "supplier_tax_number"])
def test_without_the_suppliers_particulars_nothing_is_made_and_no_number_drawn(tmp_path: Path, missing: str) -> None:
    policy = "\n".join(line for line in POLICY.splitlines() if missing not in line)
    with pytest.raises(PolicyError, match=missing):
        credit_notes(book(**TABLES | {"Policy": policy}), as_of=DAY, out=tmp_path / "out")
    assert [file.name for file in (tmp_path / "out").iterdir() if file.suffix != ".db"] == ["register-backups"]
    register = open_register(tmp_path / "out" / "register.db")
    assert entries(register) == []
    register.close()


def test_a_register_that_cannot_be_read_stops_the_job(tmp_path: Path) -> None:
    (tmp_path / "register.db").write_text("{" * 5000, encoding="utf-8")
    with pytest.raises(OutputError, match=r"register\.db is damaged"):
        credit_notes(book(**TABLES), as_of=DAY, out=tmp_path)
    assert (tmp_path / "register.db").read_text(encoding="utf-8") == "{" * 5000
    assert not (tmp_path / "credit-notes").exists()


def test_what_stands_in_the_way_of_a_file_stays_and_the_note_gets_another_name(tmp_path: Path) -> None:
    in_the_way = tmp_path / "credit-notes" / "2026-06-30 credit-note CN-2026-00002 A1 Abbot.docx"
    in_the_way.mkdir(parents=True)
    notes = credit_notes(book(**TABLES), as_of=DAY, out=tmp_path).run.frames["Credit notes"]
    assert notes["document"][1] == "credit-notes/2026-06-30 credit-note CN-2026-00002 A1 Abbot (2).docx"
    assert in_the_way.is_dir()


def test_a_note_that_was_made_and_would_now_say_something_else_stays_and_is_told(tmp_path: Path) -> None:
    credit_notes(book(**TABLES), as_of=DAY, out=tmp_path)
    before = {file: file.read_bytes() for file in (tmp_path / "credit-notes").iterdir()}
    tables = TABLES | {"Requests": REQUESTS.replace("wrong tariff", "another reason")}
    run = credit_notes(book(**tables), as_of=DAY + dt.timedelta(days=1), out=tmp_path).run
    assert {file: file.read_bytes() for file in before} == before
    told = [finding for finding in run.findings if "has changed since" in finding.problem]
    assert [(finding.row, finding.cell) for finding in told] == [(2, "A2")]
    assert "has credit note CN-2026-00001 of 30/06/2026" in told[0].problem
    notes = run.frames["Credit notes"]
    assert list(zip(notes["number"], notes["date"].dt.day, strict=True)) == [
        ("CN-2026-00001", 30),
        ("CN-2026-00002", 30),
        ("CN-2026-00003", 30),
        ("CN-2026-00004", 1),
    ]


def test_the_workbook_shows_major_units(made: tuple[Outcome, Path]) -> None:
    heading, first, *_ = openpyxl.load_workbook(made[1] / "credit-notes.xlsx")["Credit notes"].iter_rows(
        values_only=True
    )
    row = dict(zip(heading, first, strict=True))
    assert (row["number"], row["net"], row["tax"], row["gross"]) == ("CN-2026-00001", 34.78, 5.22, 40)
    assert row["date"] == dt.datetime(2026, 6, 30)


def test_without_requests_the_sheets_that_are_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(BookError, match="no sheet Requests"):
        credit_notes(book(Ledger=LEDGER), as_of=DAY, out=tmp_path)


def test_a_desk_without_approved_requests_makes_nothing(tmp_path: Path) -> None:
    requests = "row | request | kind | account | entry | amount | reason | requested_by\n"
    run = credit_notes(book(**TABLES | {"Requests": requests.strip()}), as_of=DAY, out=tmp_path).run
    assert (len(run.frames["Credit notes"]), run.counts["requests for credit notes"]) == (0, 0)


def test_a_credit_note_that_was_entered_in_the_ledger_is_not_made_again(tmp_path: Path) -> None:
    """The clerk enters CN-2026-00001 of 40.00 and leaves its request: the rest of the invoice is not credited again."""
    sheets = {
        "Customers": pd.DataFrame({"account": ["A1"], "name": ["Smith Hall"]}),
        "Ledger": pd.DataFrame(
            {
                "entry": ["INV-1"],
                "account": ["A1"],
                "kind": ["invoice"],
                "date": ["2026-05-01"],
                "amount": [100.00],
                "applies_to": [""],
            }
        ),
        "Requests": pd.DataFrame(
            {
                "request": ["R1"],
                "kind": ["credit_note"],
                "account": ["A1"],
                "entry": ["INV-1"],
                "amount": [40.00],
                "reason": ["price agreed"],
                "requested_by": ["Ann"],
                "approved_by": ["Bo"],
                "approved_on": ["2026-06-01"],
            }
        ),
        "Policy": pd.DataFrame(
            {
                "setting": ["supplier_name", "supplier_address", "supplier_tax_number"],
                "value": ["Us", "1 Street", "100-000-016"],
            }
        ),
    }
    day = dt.date(2026, 6, 30)
    first = credit_notes(sheets, as_of=day, out=tmp_path).run
    number = first.frames["Credit notes"]["number"].tolist()
    note = {"entry": number, "kind": ["credit_note"], "amount": [40.00], "applies_to": ["INV-1"]}
    entered = pd.DataFrame({"account": ["A1"], "date": ["2026-06-30"], **note})
    sheets["Ledger"] = pd.concat([sheets["Ledger"], entered], ignore_index=True)
    second = credit_notes(sheets, as_of=day, out=tmp_path).run
    assert (number, second.counts["in the Ledger already"]) == (["CN-2026-00001"], 1)
    assert (len(second.frames["Credit notes"]), second.documents) == (0, ())
    assert not [finding for finding in second.findings if finding.check == "credit_request_refused"]
