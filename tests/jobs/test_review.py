"""The review: a person decides on the notices that are proposed, and only what says send is made."""

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sheetops.errors import BookError
from sheetops.jobs.arrears import arrears
from sheetops.jobs.day import run_day
from sheetops.jobs.letters import letters
from sheetops.jobs.renewals import renewals
from sheetops.model import Run
from tests.jobs.small_desk import book, workbook

DAY = dt.date(2026, 6, 30)
POLICY = "row | setting | value\n2 | currency | NZD\n3 | country | NZ\n4 | supplier_name | Southern Rights"
STAGES = """
row | ladder   | level | mode               | days | channel | template
2   | standard | 1     | due_plus           | 7    | email   | reminder-1
3   | standard | 2     | since_last_notice  | 10   | letter  | reminder-2
4   | calls    | 1     | due_plus           | 7    | phone   | final-call
5   | renewal  | 1     | days_before_expiry | 30   | email   | renewal-reminder
"""
CUSTOMERS = """
row | account | name   | email            | phone       | ladder
2   | A1      | Abbot  | abbot@post.co.nz |             |
3   | A2      | Burns  | burns@post.co.nz |             |
4   | A3      | Cole   | cole@post.co.nz  |             |
5   | A4      | Drake  | drake@post.co.nz |             |
6   | A5      | Evans  | evans@post.co.nz | 09 300 1000 | calls
"""
LEDGER = """
row | entry  | account | kind    | date       | due_date   | amount
2   | INV-1  | A1      | invoice | 2026-05-01 | 2026-06-01 | 100.00
3   | INV-1b | A1      | invoice | 2026-05-02 | 2026-06-02 | 30.00
4   | INV-2  | A2      | invoice | 2026-05-01 | 2026-06-01 | 200.00
5   | INV-3  | A3      | invoice | 2026-05-01 | 2026-06-01 | 300.00
6   | INV-4  | A4      | invoice | 2026-05-01 | 2026-06-01 | 400.00
7   | INV-5  | A5      | invoice | 2026-05-01 | 2026-06-01 | 500.00
"""
LICENCES = "row | licence | account | type | start | end | fee\n2 | L-1 | A4 | music | 2025-07-16 | 2026-07-15 | 40.00"
DESK = {"Policy": POLICY, "Stages": STAGES, "Customers": CUSTOMERS, "Ledger": LEDGER, "Licences": LICENCES}
HEAD = "row | account | entry | licence | ladder | level | channel | template | outstanding | currency | as_of"
ROWS = {
    "INV-1": "A1 | INV-1 | | standard | 1 | email | reminder-1 | 100.00 | NZD | 2026-06-30",
    "INV-1b": "A1 | INV-1b | | standard | 1 | email | reminder-1 | 30.00 | NZD | 2026-06-30",
    "INV-2": "A2 | INV-2 | | standard | 1 | email | reminder-1 | 200.00 | NZD | 2026-06-30",
    "INV-3": "A3 | INV-3 | | standard | 1 | email | reminder-1 | 300.00 | NZD | 2026-06-30",
    "L-1": "A4 | | L-1 | renewal | 1 | email | renewal-reminder | 0.00 | NZD | 2026-06-30",
}


def review(folder: Path, *decisions: tuple[str, str], name: str = "arrears.xlsx", head: str = "") -> Path:
    """Write a reviewed workbook: a row of ROWS with ``decision | decided_by | decision_note`` after it."""
    lines = [f"{n} | {ROWS.get(row, row)} | {said}" for n, (row, said) in enumerate(decisions, 2)]
    table = "\n".join([f"{head or HEAD} | decision | decided_by | decision_note", *lines])
    return workbook(folder / name, **{"Notices due": table})


def made(tmp_path: Path, *files: Path, policy: str = "", as_of: dt.date = DAY, **more: str) -> Run:
    tables = DESK | {"Policy": POLICY + policy} | more
    return letters(book(**tables), as_of=as_of, out=tmp_path / "out", reviewed=files).run


def fate(run: Run) -> dict[str, tuple[str, str]]:
    return {row["account"] + row["template"][:3]: (row["status"], row["reason"]) for row in rows_of(run, "Letters")}


def rows_of(run: Run, name: str) -> list[dict[str, Any]]:
    return run.frames[name].to_dict("records")


def test_only_what_says_send_is_made_and_the_others_say_who_held_them_and_why(tmp_path: Path) -> None:
    file = review(
        tmp_path,
        ("INV-1", "send | Jane |"),
        ("INV-2", "skip | Jane | pays on Friday"),
        ("INV-3", "hold until 2026-07-15 | Tom |"),
        ("L-1", " | |"),
    )
    run = made(tmp_path, file)
    found = fate(run)
    assert found["A1rem"][0] == "made"
    assert found["A1rem"][1].endswith(" Sent on the decision of Jane.")
    assert found["A2rem"] == ("held", "skipped at the review by Jane: pays on Friday")
    assert found["A3rem"] == ("held", "put on hold at the review until 15/07/2026 by Tom")
    assert found["A4rem"] == ("held", "not reviewed: it is not among the notices that were reviewed")
    assert found["A4ren"] == ("held", "not reviewed: nobody has decided on it yet")
    assert [row["entry"] for row in rows_of(run, "Notices")] == ["INV-1"]
    assert run.counts["letters made"] == 1


def test_without_a_review_everything_goes_out_and_a_policy_that_asks_for_one_holds_everything(tmp_path: Path) -> None:
    assert {status for status, _ in fate(made(tmp_path)).values()} == {"made"}
    held = fate(made(tmp_path, policy="\n5 | review_notices | yes"))
    assert {status for status, _ in held.values()} == {"held"}
    assert all(reason.startswith("not reviewed: ") for _, reason in held.values())


def test_items_of_one_letter_are_decided_each_for_itself(tmp_path: Path) -> None:
    both = made(tmp_path, review(tmp_path, ("INV-1", "send | Jane |"), ("INV-1b", "send | Tom |")))
    assert [row["entry"] for row in rows_of(both, "Notices")] == ["INV-1", "INV-1b"]
    assert fate(both)["A1rem"][1].endswith(" Sent on the decision of Jane and Tom.")


@pytest.mark.parametrize(
    ("said", "status", "reason"),
    [
        ("Send", "made", ""),
        ("HOLD", "held", "put on hold at the review by Jane"),
        ("hold 15/07/2026", "held", "put on hold at the review until 15/07/2026 by Jane"),
        ("hold until 01/07/2026", "held", "put on hold at the review until 01/07/2026 by Jane"),
        ("hold until 30/06/2026", "held", "not reviewed: the hold by Jane ended on 30/06/2026; decide again"),
        ("wyślij", "made", ""),
    ],
)
def test_a_decision_may_be_written_in_several_ways(tmp_path: Path, said: str, status: str, reason: str) -> None:
    found = fate(made(tmp_path, review(tmp_path, ("INV-2", f"{said} | Jane |"))))["A2rem"]
    assert found[0] == status
    assert reason in found[1]


def findings(run: Run, check: str) -> list[tuple[str, str, str]]:
    return [(one.file, one.cell, one.problem) for one in run.findings if one.check == check]


def test_a_misspelt_decision_is_a_finding_on_its_cell_and_counts_as_none(tmp_path: Path) -> None:
    run = made(tmp_path, review(tmp_path, ("INV-1", "sned | Jane |"), ("INV-2", "hold until 31/06/2026 | Jane |")))
    [(file, cell, said)] = findings(run, "code_unknown")
    assert (file, cell) == ("arrears.xlsx", "K2")
    assert "Did you mean send?" in said
    [(_, cell, said)] = findings(run, "day_impossible")
    assert (cell, "Did you mean 30/06/2026?" in said) == ("K3", True)
    assert fate(run)["A1rem"] == ("held", "not reviewed: nobody has decided on it yet")


def test_what_nobody_signed_or_two_rows_contradict_is_named(tmp_path: Path) -> None:
    run = made(
        tmp_path,
        review(tmp_path, ("INV-1", "send | |"), ("INV-2", "send | Jane |")),
        review(tmp_path, ("INV-2", "skip | Tom |"), name="second.xlsx"),
    )
    assert [(file, cell) for file, cell, _ in findings(run, "decision_unsigned")] == [("arrears.xlsx", "L2")]
    assert fate(run)["A1rem"][0] == "made"
    assert {(file, cell) for file, cell, _ in findings(run, "decided_twice")} == {
        ("arrears.xlsx", "K3"),
        ("second.xlsx", "K2"),
    }
    assert fate(run)["A2rem"] == ("held", "not reviewed: nobody has decided on it yet")


def test_a_review_of_another_day_or_another_workbook_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    file = review(tmp_path, ("INV-1", "send | Jane |"))
    with pytest.raises(BookError, match="proposed for 30/06/2026, and the letters are for 01/07/2026"):
        made(tmp_path, file, as_of=dt.date(2026, 7, 1))
    strange = review(tmp_path, (ROWS["INV-1"].replace("A1", "B7"), "send | Jane |"))
    with pytest.raises(BookError, match="row 2: there is nothing of account B7 in NZD"):
        made(tmp_path, strange)
    pounds = review(tmp_path, (ROWS["INV-1"].replace("NZD", "GBP"), "send | Jane |"))
    with pytest.raises(BookError, match="nothing of account A1 in GBP"):
        made(tmp_path, pounds)
    with pytest.raises(BookError, match="no sheet Notices due, so nothing was decided in it"):
        made(tmp_path, workbook(tmp_path / "desk.xlsx", **DESK))
    assert not (tmp_path / "out").exists()


def test_a_call_is_no_letter_and_needs_no_decision(tmp_path: Path) -> None:
    call = "A5 | INV-5 | | calls | 1 | phone | final-call | 500.00 | NZD | 2026-06-30"
    assert "A5fin" not in fate(made(tmp_path, review(tmp_path, ("INV-1", "send | Jane |"))))
    assert "A5fin" not in fate(made(tmp_path, review(tmp_path, (call, "skip | Jane |"))))


def decide(file: Path, **said: str) -> None:
    """Write decisions into Notices due of a result workbook, by entry or licence, as a person does in Excel."""
    there = openpyxl.load_workbook(file)
    sheet = there["Notices due"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        about = sheet.cell(row, heads["entry"]).value or sheet.cell(row, heads["licence"]).value
        if about in said:
            sheet.cell(row, heads["decision"], said[about])
            sheet.cell(row, heads["decided_by"], "Jane")
    there.save(file)


def test_the_round_from_proposals_to_letters_over_files(tmp_path: Path) -> None:
    desk, out = workbook(tmp_path / "desk.xlsx", **DESK), tmp_path / "out"
    arrears(desk, as_of=DAY, out=out)
    renewals(desk, as_of=DAY, out=out)
    decide(out / "arrears.xlsx", **{"INV-1": "send", "INV-2": "hold until 2026-07-15", "INV-3": "sned"})
    decide(out / "renewals.xlsx", **{"L-1": "send"})
    run = letters(desk, as_of=DAY, out=out, reviewed=[out / "arrears.xlsx", out / "renewals.xlsx"]).run
    assert {name for name, (status, _) in fate(run).items() if status == "made"} == {"A1rem", "A4ren"}
    assert not findings(run, "book_changed")
    assert [source.name for source in run.sources] == ["desk.xlsx", "arrears.xlsx", "renewals.xlsx"]


def test_decisions_are_kept_when_the_job_is_run_again_on_rows_that_are_the_same(tmp_path: Path) -> None:
    desk, out = workbook(tmp_path / "desk.xlsx", **DESK), tmp_path / "out"
    arrears(desk, as_of=DAY, out=out)
    decide(out / "arrears.xlsx", **{"INV-1": "send", "INV-2": "hold until 2026-07-15", "INV-3": "sned"})
    paid = LEDGER + "8 | REC-1 | A1 | receipt | 2026-06-29 | | 60.00\n"
    desk = workbook(tmp_path / "desk.xlsx", **DESK | {"Ledger": paid})
    again = arrears(desk, as_of=DAY, out=out).run
    kept = {row["entry"]: (row["decision"], row["decided_by"]) for row in rows_of(again, "Notices due")}
    assert kept["INV-1"] == ("", "")  # 40.00 is open now: that is another notice than the one decided on
    assert kept["INV-2"] == ("hold until 2026-07-15", "Jane")
    assert kept["INV-3"] == ("sned", "Jane")  # a misspelt one is not lost either
    assert again.counts["decisions kept"] == 2
    next_day = arrears(desk, as_of=dt.date(2026, 7, 14), out=out).run
    kept = {row["entry"]: row["decision"] for row in rows_of(next_day, "Notices due")}
    assert kept["INV-2"] == "hold until 2026-07-15"
    assert kept["INV-3"] == ""
    over = arrears(desk, as_of=dt.date(2026, 7, 15), out=out).run
    assert {row["decision"] for row in rows_of(over, "Notices due")} == {""}


def test_a_book_that_changed_since_the_review_is_named_with_every_row_that_changed(tmp_path: Path) -> None:
    desk, out = workbook(tmp_path / "desk.xlsx", **DESK), tmp_path / "out"
    arrears(desk, as_of=DAY, out=out)
    decide(out / "arrears.xlsx", **{"INV-1": "send", "INV-2": "send", "INV-3": "send"})
    paid = LEDGER + "8 | R-1 | A1 | receipt | 2026-06-29 | | 60.00\n9 | R-2 | A2 | receipt | 2026-06-29 | | 200.00\n"
    workbook(tmp_path / "desk.xlsx", **DESK | {"Ledger": paid})
    run = letters(desk, as_of=DAY, out=out, reviewed=[out / "arrears.xlsx"]).run
    [(_, _, said)] = findings(run, "book_changed")
    assert said.startswith("desk.xlsx has changed since the notices of arrears.xlsx were proposed.")
    gone, less = sorted(findings(run, "notice_changed"), key=lambda one: one[2], reverse=True)
    assert gone[2].startswith("This notice is not due any more")
    assert less[2] == "The outstanding was 100.00 at the review and is 40.00 now. It was sent as it is now."
    assert {name for name, (status, _) in fate(run).items() if status == "made"} == {"A1rem", "A3rem"}


def test_the_whole_day_heeds_a_review_and_keeps_its_decisions(tmp_path: Path) -> None:
    desk, out = workbook(tmp_path / "desk.xlsx", **DESK), tmp_path / "out"
    run_day(desk, as_of=DAY, out=out)
    decide(out / "arrears.xlsx", **{"INV-2": "send"})
    runs = {one.run.job: one.run for one in run_day(desk, as_of=DAY, out=out, reviewed=[out / "arrears.xlsx"])}
    assert {name for name, (status, _) in fate(runs["letters"]).items() if status == "made"} == {"A2rem"}
    assert [row["decision"] for row in rows_of(runs["arrears"], "Notices due") if row["entry"] == "INV-2"] == ["send"]
