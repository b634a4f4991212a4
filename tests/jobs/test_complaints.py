"""The complaints desk, and what an open complaint or a late review means for chasing."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from sheetops.jobs.arrears import arrears
from sheetops.jobs.complaints import complaints
from sheetops.jobs.letters import letters
from sheetops.jobs.renewals import renewals
from sheetops.model import Severity
from tests.jobs.small_desk import book, words_of, workbook

DAY = dt.date(2026, 6, 30)
TABLES = {
    "Customers": """
        row | account | name
        2   | A1      | Abbot
        3   | A2      | Burns
        4   | A3      | Cole
        """,
    "Ledger": """
        row | entry | account | kind    | date       | due_date   | amount | disputed
        2   | I-1   | A1      | invoice | 2026-05-01 | 2026-05-31 | 100.00 |
        3   | I-2   | A2      | invoice | 2026-05-01 | 2026-05-31 | 200.00 |
        4   | I-3   | A3      | invoice | 2026-05-01 | 2026-05-31 | 300.00 | yes
        """,
    "Stages": """
        row | ladder   | level | mode     | days | channel | template
        2   | standard | 1     | due_plus | 10   | letter  | reminder-1
        """,
    "Tasks": """
        row | task | account | type      | received_at      | status | owner | acknowledged_at | cause
        2   | C-1  | A1      | complaint | 2026-06-01 10:00 | open   | Tom   | 2026-06-02      | bill
        3   | C-2  | A2      | complaint | 2026-06-01 10:00 | closed | Tom   | 2026-06-02      | bill
        4   | C-3  | A2      | complaint | 2026-07-01 10:00 | open   | Tom   |                 |
        """,
    "Holds": """
        row | account | reason     | from       | owner | review_on
        2   | A2      | meter test | 2026-06-01 | Mere  | 2026-06-29
        """,
    "Policy": """
        row | setting  | value
        2   | currency | NZD
        """,
}  # fmt: skip


def test_the_sheets_add_up_and_the_summary_says_how() -> None:
    run = complaints(book(**TABLES), as_of=DAY).run
    rows = run.frames["Complaints"].set_index("task")
    assert rows["status"].to_dict() == {"C-1": "answer overdue", "C-2": "resolved"}
    assert rows.loc["C-1", "name"] == "Abbot"
    review = run.frames["Holds review"]
    assert review[["account", "entry", "held_for", "status", "outstanding"]].to_numpy().tolist() == [
        ["A2", "", "meter test", "review overdue", 20000],
        ["A3", "I-3", "disputed", "no review date", 30000],
        ["A1", "", "complaint C-1 of 01/06/2026, answer overdue", "in order", 10000],
    ]
    assert all(total.balances for total in run.totals)
    assert run.counts["complaints received after this day, left aside"] == 1
    assert {"first contact rate", "open complaint"} <= set(run.definitions)


def test_what_is_late_is_a_finding_on_its_cell() -> None:
    run = complaints(book(**TABLES), as_of=DAY).run
    late = {f.check: f for f in run.findings if f.check.endswith("overdue")}
    assert {name: (f.sheet, f.cell, f.severity) for name, f in late.items()} == {
        "hold_review_overdue": ("Holds", "E2", Severity.WARNING),
        "complaint_overdue": ("Tasks", "A2", Severity.WARNING),
    }
    assert late["hold_review_overdue"].problem == (
        "The hold for A2 (meter test) was to be reviewed on 29/06/2026. Lift it by filling in until, or set a new "
        "review_on."
    )
    the_day = complaints(book(**TABLES), as_of=dt.date(2026, 6, 15)).run
    assert [f.check for f in the_day.findings if f.check.endswith("overdue")] == []


def held(**other: str) -> dict[str, str]:
    rows = arrears(book(**TABLES | other), as_of=DAY).run.frames["Arrears"]
    return dict(zip(rows["account"], rows["held"], strict=True))


def test_an_open_complaint_stops_the_reminders_and_says_so() -> None:
    assert held() == {
        "A1": "hold (complaint C-1 of 01/06/2026, answer overdue)",
        "A2": "hold (meter test), its review was due on 29/06/2026",
        "A3": "disputed",
    }
    stopped = TABLES["Policy"] + "3 | complaint_stops_chasing | no"
    assert held(Policy=stopped)["A1"] == ""


def test_an_open_complaint_stops_renewal_letters_as_well() -> None:
    licences = """
        row | licence | account | start      | end
        2   | L-1     | A1      | 2025-07-11 | 2026-07-10
        """
    stages = """
        row | ladder  | level | mode               | days | channel | template
        2   | renewal | 1     | days_before_expiry | 30   | letter  | renewal-reminder
        """
    rows = renewals(book(**TABLES | {"Licences": licences, "Stages": stages}), as_of=DAY).run.frames["Renewals"]
    assert "Held: hold (complaint C-1 of 01/06/2026, answer overdue)." in rows["reason"].item()


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("complaint", "hold (a row of Tasks for it has an error, see Problems)"),
        ("skarga", "hold (a row of Tasks for it has an error, see Problems)"),
        ("", "hold (a row of Tasks for it has an error, see Problems)"),
        ("call", ""),
    ],
)
def test_a_complaint_that_cannot_be_read_holds_too(kind: str, reason: str) -> None:
    tasks = f"""
        row | task | account | type   | received_at
        2   | C-9  | A1      | {kind} | 31/02/2026
        """
    assert held(Tasks=tasks)["A1"] == reason


def test_a_desk_without_these_sheets_is_a_result_too() -> None:
    run = complaints(book(Ledger=TABLES["Ledger"]), as_of=DAY).run
    assert run.frames["Complaints"].empty
    assert run.frames["Holds review"]["held_for"].tolist() == ["disputed"]
    nothing = complaints(book(Customers=TABLES["Customers"]), as_of=DAY).run
    assert nothing.frames["Holds by reason"].empty and nothing.frames["Complaint figures"].empty


def test_the_workbook(tmp_path: Path) -> None:
    outcome = complaints(workbook(tmp_path / "desk.xlsx", **TABLES), as_of=DAY, out=tmp_path / "out")
    assert outcome.workbook == tmp_path / "out" / "complaints.xlsx"
    file = openpyxl.load_workbook(outcome.workbook)
    assert file.sheetnames[:2] == ["Summary", "Problems"]
    heading, *rows = file["Holds review"].iter_rows(values_only=True)
    first = dict(zip(heading, rows[0], strict=True))
    assert (first["outstanding"], first["days_held"]) == (200, 29)
    heading, *rows = file["Complaint figures"].iter_rows(values_only=True)
    assert dict(zip(heading, rows[0], strict=True))["answered_rate"] == 0


@pytest.mark.parametrize(
    ("setting", "answer", "notices", "made"),
    [
        ("no", "", "", []),
        ("yes", "", "", ["complaint-acknowledgement"]),
        ("yes", "You were billed twice.", "", ["complaint-answer"]),
        ("yes", "", "2 | A1 | complaint | 1 | 2026-06-26 | letter | complaint-acknowledgement", []),
        ("yes", "", "2 | A1 | complaint | 1 | 2026-06-25 | letter | complaint-acknowledgement",
         ["complaint-acknowledgement"]),  # that was for an earlier complaint
    ],
)  # fmt: skip
def test_letters_acknowledge_and_answer_once(
    setting: str, answer: str, notices: str, made: list[str], tmp_path: Path
) -> None:
    tables = {
        "Customers": TABLES["Customers"],
        "Ledger": TABLES["Ledger"],
        "Policy": TABLES["Policy"] + f"3 | complaint_letters | {setting}",
        "Notices": "row | account | ladder | level | sent_on | channel | template\n" + notices,
        "Tasks": f"""
            row | task | account | type      | received_at | note                  | owner | answer
            2   | C-1  | A1      | complaint | 2026-06-26  | Billed twice for June | Tom   | {answer}
            """,
        "Templates": """
            row | template                  | file                             | language
            2   | complaint-acknowledgement | en/complaint-acknowledgement.docx | en
            3   | complaint-answer          | en/complaint-answer.docx          | en
            """,
    }
    outcome = letters(book(**tables), as_of=DAY, out=tmp_path)
    assert outcome.run.frames["Letters"]["template"].tolist() == made
    for document in outcome.run.documents:
        words = words_of(outcome.folder.parent / document.path)
        assert "C-1" in words and "Billed twice for June" in words and "«" not in words
        assert ("You were billed twice." in words) == bool(answer)
        assert ("10/07/2026" in words or "10 July 2026" in words) == (not answer)
