"""The register by itself: what a finance auditor asks of it, over real letters."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sheetops import word
from sheetops.errors import BookError
from sheetops.jobs import registered
from sheetops.jobs.records import RECORDS
from sheetops.jobs.rendering import content_of, renderer
from sheetops.register import Register, Series, Wanted, begin_run, entries, intend, issue, keep_template, open_register
from sheetops.resources import letters

DAY = dt.date(2026, 6, 30)


def saying(record: dict[str, Any], template: word.Template) -> Callable[[str, dt.date], dict[str, Any]]:
    return lambda number, day: content_of(record | {"number": number, "credit_date": day}, template, "en")


def intended(register: Register, folder: Path) -> None:
    """Two credit notes written down and not made."""
    file = letters() / "en" / "credit-note.docx"
    template = word.compile(file, language="en")
    sha = keep_template(register, file.name, file.read_bytes())
    blank = dict.fromkeys(RECORDS["credit-note"].fields, "")
    asked = [
        Wanted(
            key=f"credit-note/R-{number}",
            kind="credit_note",
            account=f"A{number}",
            as_of=DAY,
            content=saying(blank | {"account": f"A{number}", "letter_date": DAY}, template),
            template=sha,
            called="credit-note {number}",
            series=Series("credit_note", "CN-{year}-{number:05}"),
        )
        for number in (1, 2)
    ]
    run = begin_run(register, "credit-notes", DAY, {}, "", "0.1.0")
    intend(register, run, asked, folder, lambda name, _taken: f"{name}.docx")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    register = open_register(tmp_path / "register.db", "ann@desk")
    intended(register, tmp_path / "credit-notes")
    register.close()
    return tmp_path / "register.db"


def test_resume_makes_what_was_broken_off_without_the_workbook(place: Path) -> None:
    outcome = registered.resume(place, DAY)
    assert outcome.run.counts == {"left by an earlier run": 2, "made": 2, "failed": 0}
    assert sorted(file.name for file in outcome.folder.iterdir()) == [
        "credit-note CN-2026-00001.docx",
        "credit-note CN-2026-00002.docx",
    ]
    assert registered.resume(place, DAY).run.counts["left by an earlier run"] == 0


def test_what_was_harmed_is_put_back_to_the_byte(place: Path) -> None:
    registered.resume(place, DAY)
    register = open_register(place)
    first, second = entries(register)
    before = first.path.read_bytes()
    first.path.write_bytes(b"scribbled over")
    second.path.unlink()
    kinds = [finding.check for finding in registered.register_run(register, DAY).findings]
    assert kinds == ["register_changed", "register_missing"]
    assert registered.put_back(register, "CN-2026-00001").read_bytes() == before
    registered.put_back(register, "credit-note CN-2026-00002.docx")
    assert registered.register_run(register, DAY).findings == ()
    assert [file.read_bytes() for file in (first.path.parent / "quarantine").iterdir()] == [b"scribbled over"]
    register.close()


def test_an_auditor_finds_a_number_with_its_whole_story(place: Path, tmp_path: Path) -> None:
    registered.resume(place, DAY)
    register = open_register(place, "bob@desk")
    assert registered.tell_sent(register, ["CN-2026-00001"], DAY) == 1
    registered.make_void(register, "CN-2026-00001", "wrong customer")
    told = "\n".join(registered.story(register, "CN-2026-00001"))
    for part in (
        "A1",
        "void",
        "ann@desk  intended",
        "issued",
        "bob@desk  sent  2026-06-30",
        "bob@desk  void  wrong customer",
    ):
        assert part in told
    register.close()
    outcome = registered.export(place, tmp_path / "audit", DAY)
    assert outcome.workbook is not None and outcome.workbook.exists()
    assert outcome.run.frames["Numbers"].to_dict("records") == [
        {
            "series": "credit_note",
            "year": 2026,
            "first_number": "CN-2026-00001",
            "last_number": "CN-2026-00002",
            "given": 2,
            "void": 1,
        }
    ]
    assert all(total.balances for total in outcome.run.totals)


def test_what_cannot_be_done_is_said(place: Path) -> None:
    register = open_register(place)
    with pytest.raises(BookError, match="has no CN-9"):
        registered.known(register, "CN-9")
    with pytest.raises(BookError, match="Say why"):
        registered.make_void(register, "CN-2026-00001", " ")
    with pytest.raises(BookError, match="is intent"):
        registered.put_back(register, "CN-2026-00001")
    with pytest.raises(BookError, match="cannot have gone out"):
        registered.tell_sent(register, ["CN-2026-00001"], DAY)
    registered.make_void(register, "CN-2026-00001", "twice")
    with pytest.raises(BookError, match="void already"):
        registered.make_void(register, "CN-2026-00001", "twice")
    register.close()


def test_where_the_register_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out, desk = tmp_path / "out", tmp_path / "desk"
    assert registered.place_of(out) == out / "register.db"
    monkeypatch.setenv("SHEETOPS_REGISTER", "postgresql+psycopg://desk@server/desk")
    assert registered.place_of(out) == "postgresql+psycopg://desk@server/desk"
    assert registered.place_of(out, policy="register.db", desk=desk) == desk / "register.db"
    assert registered.place_of(out, given=tmp_path / "my.db", policy="register.db", desk=desk) == tmp_path / "my.db"


def test_a_renderer_makes_the_same_bytes_every_time(place: Path) -> None:
    register = open_register(place)
    one = entries(register)[0]
    assert renderer(register)([one]) == renderer(register)([one])
    issue(register, [one], renderer(register))
    register.close()


def test_the_sheet_audit_says_who_did_what_to_which_document_in_the_order_of_the_chain(
    place: Path,
) -> None:
    registered.resume(place, DAY)
    register = open_register(place, "bo@desk")
    registered.make_void(register, "CN-2026-00001", "wrong customer")
    run = registered.register_run(register, DAY)
    audit = run.frames["Audit"]
    assert audit["event"].tolist() == list(range(1, len(audit) + 1))
    assert audit["what"].tolist() == ["register created", "run begun", "intended", "issued", "void"]
    assert audit["document"].tolist() == [
        "",
        "",
        "CN-2026-00001 to CN-2026-00002",
        "CN-2026-00001 to CN-2026-00002",
        "CN-2026-00001",
    ]
    assert audit["detail"].iloc[-1] == "wrong customer"
    assert (audit["by"].iloc[0], audit["by"].iloc[-1], audit["computer"].iloc[-1]) == ("ann", "bo", "desk")
    register.close()
    assert run.counts["head"] == audit["hash"].iloc[-1]
    assert all(total.balances for total in run.totals)
