"""Letters: every one that is due is made, held or failed, with its reason; and what Notices must be told."""

import datetime as dt
import hashlib
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pandas as pd
import pytest

from sheetops.errors import TemplateError
from sheetops.jobs.letters import letters
from sheetops.model import Run
from sheetops.register import entries, open_register, verify
from tests.jobs.small_desk import book, words_of, workbook

DAY = dt.date(2026, 6, 30)
POLICY = """
row | setting       | value
2   | currency      | NZD
3   | country       | NZ
4   | supplier_name | Southern Rights
"""
STAGES = """
row | ladder   | level | mode               | days | channel | template
2   | standard | 1     | due_plus           | 7    | email   | reminder-1
3   | standard | 2     | since_last_notice  | 10   | letter  | reminder-2
4   | calls    | 1     | due_plus           | 7    | phone   | reminder-1
5   | renewal  | 1     | days_before_expiry | 30   | email   | renewal-reminder
"""
CUSTOMERS = """
row | account | name       | email            | phone       | address1  | town   | ladder | do_not_contact | language
2   | A1      | Smith Hall | smith@post.co.nz |             |           |        |        |                |
3   | A2      | Burns      |                  |             | 1 High St | Napier |        |                |
4   | A3      | Cole       |                  | 09 300 1000 |           |        |        |                |
5   | A4      | Drake      | drake@post.co.nz |             |           |        |        | yes            |
6   | A5      | Evans      | evans@post.co.nz |             |           |        |        |                |
7   | A6      | Finch      | finch@post.co.nz |             |           |        |        |                |
8   | A7      | Green      | green@post.co.nz |             |           |        |        |                |
9   | A8      | Hood       | hood@post.co.nz  |             |           |        |        |                |
10  | A9      | Zając      | zajac@post.pl    |             |           |        |        |                | pl
11  | A10     | Zimmer     | zimmer@post.de   |             |           |        |        |                | de
12  | A11     | Quinn      | quinn@post.co.nz | 09 300 1001 |           |        | calls  |                |
13  | A12     |            | nobody@post.nz   |             |           |        |        |                |
14  | A13     | Iris       | iris@post.co.nz  |             |           |        | none   |                |
15  | A14     | Jones      |                  |             | 2 High St | Napier | calls  |                |
16  | A15     | Kemp       | kemp@post.co.nz  |             |           |        |        |                |
17  | A16     | Lane       |                  |             | 3 High St | Napier |        |                |
"""
LEDGER = """
row | entry  | account | kind    | date       | due_date   | amount  | disputed
2   | INV-1  | A1      | invoice | 2026-05-01 | 2026-06-01 | 1250.00 |
3   | INV-1b | A1      | invoice | 2026-06-01 | 2026-06-29 | 80.00   |
4   | INV-1c | A1      | invoice | 2026-06-01 | 2026-06-30 | 7.00    |
5   | INV-2  | A2      | invoice | 2026-05-01 | 2026-06-01 | 100.00  |
6   | INV-3  | A3      | invoice | 2026-05-01 | 2026-06-01 | 100.00  |
7   | INV-4  | A4      | invoice | 2026-05-01 | 2026-06-01 | 100.00  |
8   | INV-5  | A5      | invoice | 2026-05-01 | 2026-06-01 | 100.00  |
9   | INV-6  | A6      | invoice | 2026-05-01 | 2026-06-01 | 100.00  |
10  | INV-7  | A7      | invoice | 2026-05-01 | 2026-06-01 | 100.00  | yes
11  | INV-8  | A8      | invoice | 2026-05-01 | 2026-06-01 | 100.00  |
12  | INV-9  | A9      | invoice | 2026-05-01 | 2026-06-01 | 100.00  |
13  | INV-10 | A10     | invoice | 2026-05-01 | 2026-06-01 | 100.00  |
14  | INV-11 | A11     | invoice | 2026-05-01 | 2026-06-01 | 100.00  |
15  | INV-12 | A12     | invoice | 2026-05-01 | 2026-06-01 | 100.00  |
16  | INV-13 | A13     | invoice | 2026-05-01 | 2026-06-01 | 100.00  |
17  | INV-14 | A14     | invoice | 2026-05-01 | 2026-06-01 | 100.00  |
18  | INV-15 | A15     | invoice | 2026-05-01 | 2026-06-01 | 0.09    |
"""
LICENCES = """
row | licence | account | type  | start      | end        | status | fee
2   | L-16    | A16     | music | 2025-07-16 | 2026-07-15 | live   | 400.00
3   | L-13    | A13     | music | 2025-07-16 | 2026-07-15 | live   | 410.00
"""
NOTICES = """
row | account | entry | ladder   | level | sent_on    | channel
2   | A8      | OLD-1 | standard | 1     | 2026-06-26 | email
"""
HOLDS = """
row | account | reason    | from       | until
2   | A5      | complaint | 2026-06-01 | 2026-07-31
"""
PROMISES = """
row | promise | account | made_on    | due_on     | amount
2   | P-1     | A6      | 2026-06-20 | 2026-06-28 | 40.00
"""
TABLES = {
    "Policy": POLICY,
    "Stages": STAGES,
    "Customers": CUSTOMERS,
    "Ledger": LEDGER,
    "Licences": LICENCES,
    "Notices": NOTICES,
    "Holds": HOLDS,
    "Promises": PROMISES,
}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Path]:
    """Return the whole desk's letters and the folder that they went into."""
    out = tmp_path_factory.mktemp("out")
    return letters(book(**TABLES), as_of=DAY, out=out).run, out


def _letter(run: Run, account: str, template: str = "reminder-1") -> dict[str, Any]:
    rows = run.frames["Letters"]
    found = rows[(rows["account"] == account) & (rows["template"] == template)]
    assert len(found) == 1
    return found.to_dict("records")[0]


# ------------------------------------------------------------------------------------------------- made, held, failed


def test_made_held_and_failed_are_all_that_was_due(run: tuple[Run, Path]) -> None:
    rows = run[0].frames["Letters"]
    status = {account: set(part["status"]) for account, part in rows.groupby("account")}
    made, held = {"made"}, {"held"}
    assert status == {
        **dict.fromkeys(["A1", "A2", "A9", "A10", "A13", "A14", "A16"], made),
        **dict.fromkeys(["A3", "A4", "A5", "A6", "A7", "A8", "A12", "A15"], held),
    }
    counts = run[0].counts
    assert counts["letters due"] == len(rows)
    assert counts["letters made"] + counts["letters held"] + counts["letters failed"] == len(rows)
    assert all(total.balances for total in run[0].totals)


@pytest.mark.parametrize(
    ("account", "reason"),
    [
        ("A3", "no postal address in Customers (street and town)"),
        ("A4", "the customer must not be contacted"),
        ("A5", "hold (complaint) until 31/07/2026"),
        ("A6", "promise of 40.00 due 28/06/2026, grace to 01/07/2026"),
        ("A7", "disputed"),
        ("A8", "a letter went out on 26/06/2026, the next may go on or after 01/07/2026"),
        ("A12", "hold (a row of Customers for it has an error, see Problems)"),
        ("A15", "open amount 0.09 is below the tolerance of 0.10"),
    ],
)
def test_a_letter_held_back_has_its_reason_and_no_file(run: tuple[Run, Path], account: str, reason: str) -> None:
    letter = _letter(run[0], account)
    assert (letter["status"], letter["reason"]) == ("held", reason)
    assert (letter["file"], letter["sha256"]) == ("", "")
    assert not list((run[1] / "letters").glob(f"* {account} *"))


def test_calls_and_ladders_of_none_are_no_letters(run: tuple[Run, Path]) -> None:
    rows = run[0].frames["Letters"]
    assert "A11" not in set(rows["account"])
    assert set(rows.loc[rows["account"] == "A13", "template"]) == {"renewal-reminder"}


def test_a_made_letter_is_on_disk_with_its_digest(run: tuple[Run, Path]) -> None:
    made = run[0].frames["Letters"].query("status == 'made'")
    on_disk = {path.name for path in (run[1] / "letters").iterdir()}
    assert {Path(name).name for name in made["file"]} == on_disk
    for row in made.to_dict("records"):
        assert hashlib.sha256((run[1] / row["file"]).read_bytes()).hexdigest() == row["sha256"]
    assert "2026-06-30 reminder-1 A1 Smith Hall.docx" in on_disk


def test_the_letter_lists_all_overdue_items_and_their_sum_but_not_what_is_due_today(run: tuple[Run, Path]) -> None:
    text = words_of(run[1] / _letter(run[0], "A1")["file"])
    assert all(part in text for part in ("Smith Hall", "INV-1", "1,250.00", "INV-1b", "80.00", "1,330.00"))
    assert "INV-1c" not in text
    assert "MERGEFIELD" not in text and "«" not in text


# -------------------------------------------------------------------------------------------------------- fall-backs


def test_a_letter_by_post_where_there_is_no_e_mail_address_says_so(run: tuple[Run, Path]) -> None:
    letter = _letter(run[0], "A2")
    assert (letter["channel"], letter["status"]) == ("letter", "made")
    assert "By letter, because there is no e-mail address." in letter["reason"]
    call = _letter(run[0], "A14")
    assert (call["channel"], call["status"]) == ("letter", "made")
    assert "By letter, because there is neither a telephone number nor an e-mail address." in call["reason"]


def test_a_letter_in_the_customers_language_or_the_desks_and_that_is_said(run: tuple[Run, Path]) -> None:
    polish, german = _letter(run[0], "A9"), _letter(run[0], "A10")
    assert (polish["language"], "Written in" in polish["reason"]) == ("pl", False)
    assert german["language"] == "de"
    assert german["reason"].endswith(" Written in en: there is no template in de.")
    assert "Szanowni" in words_of(run[1] / polish["file"])
    assert "Dear" in words_of(run[1] / german["file"])


# ------------------------------------------------------------------------------------------------------------ notices


def test_notices_are_the_rows_of_the_letters_that_were_made(run: tuple[Run, Path]) -> None:
    notices = run[0].frames["Notices"]
    told = notices[["account", "entry", "licence", "ladder", "level", "channel", "template"]].to_numpy().tolist()
    assert ["A1", "INV-1", "", "standard", 1, "email", "reminder-1"] in told
    assert ["A16", "", "L-16", "renewal", 1, "letter", "renewal-reminder"] in told
    made = run[0].frames["Letters"].query("status == 'made'")
    assert set(notices["document"]) == {Path(name).name for name in made["file"]}
    assert "INV-1b" not in set(notices["entry"])  # listed, but its own notice is not due yet
    assert (notices["sent_on"] == pd.Timestamp(DAY)).all()


def test_the_next_run_with_the_notices_entered_makes_no_letter_twice(run: tuple[Run, Path], tmp_path: Path) -> None:
    tables = book(**TABLES)
    tables["Notices"] = pd.concat([tables["Notices"], run[0].frames["Notices"]], ignore_index=True)
    again = letters(tables, as_of=DAY, out=tmp_path).run
    assert again.counts["letters made"] == 0
    assert again.counts["letters due"] < run[0].counts["letters due"]
    nine_days = letters(tables, as_of=DAY + dt.timedelta(days=9), out=tmp_path).run
    assert "reminder-2" not in set(nine_days.frames["Letters"]["template"])
    ten_days = letters(tables, as_of=DAY + dt.timedelta(days=10), out=tmp_path).run
    assert _letter(ten_days, "A2", "reminder-2")["status"] == "made"
    assert _letter(ten_days, "A1", "reminder-2")["reason"] == "no postal address in Customers (street and town)"


# ------------------------------------------------------------------------------------------------------ when it fails


def test_what_stands_in_the_way_of_a_file_stays_and_the_letter_gets_another_name(tmp_path: Path) -> None:
    in_the_way = tmp_path / "letters" / "2026-06-30 reminder-1 A1 Smith Hall.docx"
    in_the_way.mkdir(parents=True)
    run = letters(book(**TABLES), as_of=DAY, out=tmp_path).run
    assert _letter(run, "A1")["file"] == "letters/2026-06-30 reminder-1 A1 Smith Hall (2).docx"
    assert in_the_way.is_dir()


def test_made_again_on_the_same_day_a_letter_is_the_same_one(tmp_path: Path) -> None:
    first = letters(book(**TABLES), as_of=DAY, out=tmp_path).run
    before = {file: file.stat().st_mtime_ns for file in (tmp_path / "letters").iterdir()}
    again = letters(book(**TABLES), as_of=DAY, out=tmp_path).run
    assert {file: file.stat().st_mtime_ns for file in (tmp_path / "letters").iterdir()} == before
    pd.testing.assert_frame_equal(again.frames["Letters"], first.frames["Letters"])


def test_a_letter_that_was_thrown_away_is_there_again_the_same_to_the_byte(tmp_path: Path) -> None:
    letters(book(**TABLES), as_of=DAY, out=tmp_path)
    gone = tmp_path / "letters" / "2026-06-30 reminder-1 A1 Smith Hall.docx"
    before = gone.read_bytes()
    gone.unlink()
    run = letters(book(**TABLES), as_of=DAY, out=tmp_path).run
    assert gone.read_bytes() == before and _letter(run, "A1")["status"] == "made"


def test_a_letter_that_would_now_say_something_else_takes_the_place_of_one_that_was_not_sent(tmp_path: Path) -> None:
    first = letters(book(**TABLES), as_of=DAY, out=tmp_path).run
    changed = book(**TABLES | {"Ledger": LEDGER.replace("1250.00", "1300.00")})
    run = letters(changed, as_of=DAY, out=tmp_path).run
    assert _letter(first, "A1")["file"] == "letters/2026-06-30 reminder-1 A1 Smith Hall.docx"
    assert _letter(run, "A1")["file"] == "letters/2026-06-30 reminder-1 A1 Smith Hall (2).docx"
    left_over = [finding.value for finding in run.findings if finding.check == "letter_left_over"]
    assert left_over == ["2026-06-30 reminder-1 A1 Smith Hall.docx"]
    register = open_register(tmp_path / "register.db")
    assert [one.state for one in entries(register, account="A1")] == ["superseded", "issued"]
    assert verify(register).faults == []
    register.close()


def test_a_letter_that_was_sent_is_not_made_again_though_notices_is_mistaken(tmp_path: Path) -> None:
    tables = book(**TABLES)
    sent = letters(tables, as_of=DAY, out=tmp_path).run.frames["Notices"]
    tables["Notices"] = pd.concat([tables["Notices"], sent.assign(ladder="standrad")], ignore_index=True)
    run = letters(tables, as_of=DAY + dt.timedelta(days=9), out=tmp_path).run
    letter = _letter(run, "A9")
    assert (letter["status"], letter["file"]) == ("held", "")
    assert letter["reason"].startswith("sent on 30/06/2026 (2026-06-30 reminder-1 A9 Zając.docx)")


def test_a_template_that_cannot_be_used_stops_the_job_before_anything_is_written(tmp_path: Path) -> None:
    own = tmp_path / "letters" / "en"
    own.mkdir(parents=True)
    (own / "reminder-1.docx").write_text("not a document", encoding="utf-8")
    desk = workbook(tmp_path / "desk.xlsx", **TABLES)
    with pytest.raises(TemplateError, match=r"reminder-1\.docx"):
        letters(desk, as_of=DAY, out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_desks_own_template_goes_before_ours(tmp_path: Path) -> None:
    own = tmp_path / "letters" / "en"
    own.mkdir(parents=True)
    document = docx.Document()
    document.add_paragraph("Our own words.")
    document.save(str(own / "reminder-1.docx"))
    outcome = letters(workbook(tmp_path / "desk.xlsx", **TABLES), as_of=DAY, out=tmp_path / "out")
    assert "Our own words." in words_of(tmp_path / "out" / _letter(outcome.run, "A1")["file"])


def test_two_customers_of_one_name_get_two_files(tmp_path: Path) -> None:
    tables = TABLES | {
        "Customers": """
        row | account | name        | email
        2   | A1      | Smith/Hall: | smith@post.co.nz
        3   | a1      | Smith*Hall? | other@post.co.nz
        """,
        "Ledger": """
        row | entry | account | kind    | date       | due_date   | amount
        2   | INV-1 | A1      | invoice | 2026-05-01 | 2026-06-01 | 1250.00
        3   | INV-2 | a1      | invoice | 2026-05-01 | 2026-06-01 | 1250.00
        """,
        "Licences": "row | licence | account | start | end",
    }
    run = letters(book(**tables), as_of=DAY, out=tmp_path).run
    names = [Path(name).name for name in run.frames["Letters"]["file"]]
    assert len({name.casefold() for name in names}) == len(names) == 2
    assert not set("".join(names)) & set('<>:"/\\|?*')


def test_one_letter_for_each_currency(tmp_path: Path) -> None:
    tables = TABLES | {
        "Ledger": """
        row | entry | account | kind    | date       | due_date   | amount  | currency
        2   | INV-1 | A1      | invoice | 2026-05-01 | 2026-06-01 | 1250.00 | NZD
        3   | INV-2 | A1      | invoice | 2026-05-01 | 2026-06-01 | 99.00   | AUD
        """,
        "Licences": "row | licence | account | start | end",
    }
    run = letters(book(**tables), as_of=DAY, out=tmp_path).run
    rows = run.frames["Letters"].sort_values("letter")
    assert rows["letter"].tolist() == ["2026-06-30 reminder-1 A1 AUD", "2026-06-30 reminder-1 A1 NZD"]
    texts = [words_of(tmp_path / file) for file in rows["file"]]
    assert ["99.00" in text for text in texts] == [True, False]
    assert ["1,250.00" in text for text in texts] == [False, True]


# ------------------------------------------------------------------------------------------------------- the workbook


def test_the_workbook_lists_every_letter(run: tuple[Run, Path]) -> None:
    file = openpyxl.load_workbook(run[1] / "letters.xlsx")
    heading, *rows = file["Letters"].iter_rows(values_only=True)
    assert heading == ("letter", "account", "template", "language", "channel", "file", "sha256", "status", "reason")
    expected = run[0].frames["Letters"]
    assert [row[0] for row in rows] == expected["letter"].tolist()
    assert [row[7] for row in rows] == expected["status"].tolist()


def test_a_desk_with_nothing_due_makes_nothing(tmp_path: Path) -> None:
    run = letters(book(**TABLES), as_of=dt.date(2026, 5, 2), out=tmp_path).run
    assert run.counts["letters due"] == len(run.frames["Letters"]) == len(run.frames["Notices"]) == 0


@pytest.mark.parametrize(("within", "made"), [(0, 0), (10, 0), (11, 1)])
def test_a_promise_is_confirmed_if_the_desk_does_so(tmp_path: Path, within: int, made: int) -> None:
    """Made on 20 June: the eleventh day, counting the day itself, is 30 June."""
    tables = TABLES | {"Policy": POLICY + f"5 | confirm_promises_days | {within}", "Licences": LICENCES}
    run = letters(book(**tables), as_of=DAY, out=tmp_path).run
    rows = run.frames["Letters"].query("template == 'promise-confirmation'")
    assert len(rows) == made
