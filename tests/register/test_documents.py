"""One request, one document, one number, for ever: whatever is asked again, changed, refused or made void."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import text

from sheetops.errors import OutputError, TemplateError
from sheetops.register import Entry, Register, Series, begin_run, entries, intend, issue, pending, verify, void
from tests.register.conftest import Open
from tests.register.ledger import DAY, content, do_run, keep_template, named, render, wanted


def numbers(register: Register) -> list[tuple[str, str, str]]:
    return [(one.key.removeprefix("credit-note/"), one.number, one.state) for one in entries(register)]


def test_numbers_follow_the_order_of_the_requests_without_a_gap(register: Register, tmp_path: Path) -> None:
    do_run(register, tmp_path / "notes", wanted(3))
    assert numbers(register) == [
        ("R-001", "CN-2026-00001", "issued"),
        ("R-002", "CN-2026-00002", "issued"),
        ("R-003", "CN-2026-00003", "issued"),
    ]
    assert sorted(file.name for file in (tmp_path / "notes").iterdir()) == [
        "2026-06-30 credit-note CN-2026-00001.docx",
        "2026-06-30 credit-note CN-2026-00002.docx",
        "2026-06-30 credit-note CN-2026-00003.docx",
    ]
    assert verify(register).faults == []


def test_the_same_request_is_never_made_twice(register: Register, tmp_path: Path) -> None:
    do_run(register, tmp_path / "notes", wanted(2))
    again = do_run(register, tmp_path / "elsewhere", wanted(3))
    assert [one.number for one in again.to_make] == ["CN-2026-00003"]
    assert {key: one.number for key, one in again.made.items()} == {
        "credit-note/R-001": "CN-2026-00001",
        "credit-note/R-002": "CN-2026-00002",
    }
    assert [file.name for file in (tmp_path / "elsewhere").iterdir()] == ["2026-06-30 credit-note CN-2026-00003.docx"]


def test_a_changed_request_is_refused_where_it_bears_a_number(register: Register, tmp_path: Path) -> None:
    do_run(register, tmp_path / "notes", wanted(1))
    again = do_run(register, tmp_path / "notes", wanted(1, say="changed"))
    assert not again.to_make
    assert again.refused["credit-note/R-001"].number == "CN-2026-00001"


def test_a_changed_letter_takes_the_place_of_the_first_and_both_stay_known(register: Register, tmp_path: Path) -> None:
    letter = dataclasses.replace(wanted(1)[0], series=None, called="letter", supersede=True)
    do_run(register, tmp_path, [letter])
    changed = dataclasses.replace(letter, content=content(1, "changed"))
    do_run(register, tmp_path, [changed])
    do_run(register, tmp_path, [changed])
    first, second = entries(register)
    assert (first.state, second.state, second.supersedes, second.revision) == ("superseded", "issued", first.id, 2)
    assert (first.path.name, second.path.name) == ("letter.docx", "letter (2).docx")
    assert verify(register).faults == []


def test_a_void_number_is_never_given_again(register: Register, tmp_path: Path) -> None:
    do_run(register, tmp_path, wanted(1))
    assert void(register, "CN-2026-00001", "wrong customer").state == "void"
    do_run(register, tmp_path, wanted(1, say="put right"))
    assert numbers(register) == [("R-001", "CN-2026-00001", "void"), ("R-001", "CN-2026-00002", "issued")]
    with pytest.raises(LookupError):
        void(register, "CN-2026-00099", "there is none")


def failing(which: str) -> object:
    def make(documents: Sequence[Entry]) -> bytes:
        if documents[0].account == which:
            raise TemplateError("the logo\nis missing")
        return render(documents)

    return make


def test_what_cannot_be_made_keeps_its_number_and_is_made_later(register: Register, tmp_path: Path) -> None:
    do_run(register, tmp_path, wanted(3), maker=failing("A002"))
    assert numbers(register)[1] == ("R-002", "CN-2026-00002", "failed")
    assert entries(register)[1].error == "the logo is missing"
    assert len(list(tmp_path.glob("*.docx"))) == 2
    do_run(register, tmp_path, wanted(4))
    assert [state for *_, state in numbers(register)] == ["issued"] * 4
    assert entries(register)[1].error == ""
    assert verify(register).faults == []


def test_what_failed_and_was_changed_since_gives_up_its_number(register: Register, tmp_path: Path) -> None:
    do_run(register, tmp_path, wanted(1), maker=failing("A001"))
    do_run(register, tmp_path, wanted(1, say="put right"))
    assert numbers(register) == [("R-001", "CN-2026-00001", "void"), ("R-001", "CN-2026-00002", "issued")]


def test_a_file_that_stands_in_the_way_is_never_overwritten(register: Register, tmp_path: Path) -> None:
    mine = tmp_path / "2026-06-30 credit-note CN-2026-00001.docx"
    mine.write_text("my own", encoding="utf-8")
    do_run(register, tmp_path, wanted(1))
    assert mine.read_text(encoding="utf-8") == "my own"
    assert entries(register)[0].path.name == "2026-06-30 credit-note CN-2026-00001 (2).docx"


def test_a_file_put_there_between_intent_and_issue_is_set_aside(register: Register, tmp_path: Path) -> None:
    run = begin_run(register, "credit-notes", DAY, {}, "", "0")
    keep_template(register, "credit-note.docx", b"")
    made = intend(register, run, wanted(1), tmp_path, named).to_make
    made[0].path.write_text("my own", encoding="utf-8")
    issue(register, made, render)
    (aside,) = (tmp_path / "quarantine").iterdir()
    assert aside.read_text(encoding="utf-8") == "my own"
    assert verify(register).faults == []


def test_documents_of_one_pack_share_a_file(register: Register, tmp_path: Path) -> None:
    do_run(register, tmp_path, wanted(5, pack=3))
    assert [(one.path.name, one.part) for one in entries(register)] == [
        ("pack 0.docx", 1),
        ("pack 0.docx", 2),
        ("pack 1.docx", 1),
        ("pack 1.docx", 2),
        ("pack 1.docx", 3),
    ]
    assert len(list(tmp_path.glob("*.docx"))) == 2
    assert verify(register).faults == []


def test_each_year_counts_anew_and_keeps_its_pattern(register: Register, tmp_path: Path) -> None:
    first, second, third = wanted(3)
    later = dataclasses.replace(second, as_of=dt.date(2027, 1, 4))
    other = dataclasses.replace(third, series=Series("credit_note", "GS/{year}/{number}", 100))
    do_run(register, tmp_path, [first, later, other])
    assert [one.number for one in entries(register)] == ["CN-2026-00001", "CN-2027-00001", "CN-2026-00002"]
    assert verify(register).faults == []


def test_what_was_broken_off_is_finished_under_its_number(opened: Open, tmp_path: Path) -> None:
    ann = opened()
    run = begin_run(ann, "credit-notes", DAY, {}, "", "0")
    keep_template(ann, "credit-note.docx", b"")
    intend(ann, run, wanted(2), tmp_path, named)
    bob = opened("bob@desk")
    assert [one.number for one in pending(bob)] == ["CN-2026-00001", "CN-2026-00002"]
    assert [fault.kind for fault in verify(bob).faults] == ["unfinished", "unfinished"]
    do_run(bob, tmp_path, wanted(3)[1:])
    assert [number for _, number, _ in numbers(bob)] == ["CN-2026-00001", "CN-2026-00002", "CN-2026-00003"]
    assert verify(bob).faults == []


FORBIDDEN = (
    "DELETE FROM document",
    "DELETE FROM event",
    "DELETE FROM series",
    "DELETE FROM run",
    "DELETE FROM template",
    "DELETE FROM meta",
    "UPDATE document SET number = 'CN-2026-00009'",
    "UPDATE document SET amount = amount + 1",
    "UPDATE document SET content = '{}'",
    "UPDATE document SET account = 'A009'",
    "UPDATE document SET state = 'intent'",
    "UPDATE document SET sha256 = 'ff'",
    "UPDATE series SET next = 1",
    "UPDATE series SET pattern = '{number}'",
    "UPDATE event SET detail = 'nothing'",
    "UPDATE run SET operator = 'bob'",
    "UPDATE template SET name = 'other'",
)


def test_the_database_itself_forbids_what_must_not_happen(register: Register, tmp_path: Path) -> None:
    do_run(register, tmp_path, wanted(2))
    before = entries(register)
    for statement in FORBIDDEN:
        refused = pytest.raises(OutputError, match=r"never|cannot go back|stays as it was")
        with refused, register.writing() as connection:
            connection.execute(text(statement))
    assert entries(register) == before


def test_what_happens_to_a_file_afterwards_is_found(register: Register, tmp_path: Path) -> None:
    do_run(register, tmp_path, wanted(4))
    first, second, third, _ = (one.path for one in entries(register))
    first.write_bytes(b"other")
    second.unlink()
    third.write_bytes(third.read_bytes()[:-1])
    assert [(fault.kind, fault.about) for fault in verify(register).faults] == [
        ("changed", "CN-2026-00001"),
        ("missing", "CN-2026-00002"),
        ("changed", "CN-2026-00003"),
    ]
