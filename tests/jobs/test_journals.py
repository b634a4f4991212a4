"""The journals desk: numbered, never twice, never edited, the same file whenever it is asked for."""

import datetime as dt
import hashlib
from pathlib import Path

import openpyxl
import pytest

from sheetops.errors import BookError
from sheetops.jobs import registered
from sheetops.jobs.journals import journals
from sheetops.model import Run
from sheetops.register import open_register
from tests.jobs.small_desk import book

DAY = dt.date(2026, 6, 30)
POLICY = """
row | setting  | value
2   | currency | NZD
"""
LEDGER = """
row | entry | account | kind        | date       | amount | currency | tax_rate | applies_to
2   | I-1   | A1      | invoice     | 2026-05-01 | 115.00 | NZD      | 15%      |
3   | R-1   | A1      | receipt     | 2026-06-02 | 50.00  | NZD      |          | I-1
4   | C-1   | A1      | credit_note | 2026-06-03 | 23.00  | NZD      |          | I-1
5   | R-2   | A2      | receipt     | 2026-06-04 | 7.50   | AUD      |          |
6   | I-2   | A1      | invoice     | 2026-06-05 | 10.00  | NZD      |          |
7   | W-1   | A1      | write_off   | 2026-06-06 | 1.00   | NZD      |          |
8   | R-3   | A1      | receipt     | 2026-07-01 | 9.00   | NZD      |          |
"""
PAIRS = """
row | kind        | debit | credit | tax_account
2   | receipt     | 1010  | 1100   |
3   | credit_note | 4000  | 1100   | 2200
"""
TABLES = {"Policy": POLICY, "Ledger": LEDGER, "Journal accounts": PAIRS}


def _run(out: Path, day: dt.date = DAY, reverse: str = "", more: str = "", **tables: str) -> Run:
    sheets = TABLES | tables | {"Policy": POLICY + more}
    return journals(book(**sheets), as_of=day, out=out, reverse=reverse).run


def _listed(run: Run) -> list[tuple[str, str, int, str]]:
    rows = run.frames["Journal list"]
    return list(zip(rows["journal"], rows["currency"], rows["debit"], rows["status"], strict=True))


def test_one_journal_a_currency_and_month_with_its_file(tmp_path: Path) -> None:
    run = _run(tmp_path)
    assert _listed(run) == [("JN-2026-00001", "AUD", 750, "exported"), ("JN-2026-00002", "NZD", 7300, "exported")]
    rows = run.frames["Journals"]
    assert rows[["journal", "account_code", "debit", "credit", "source"]].to_numpy().tolist() == [
        ["JN-2026-00001", "1010", 750, 0, "R-2"],
        ["JN-2026-00001", "1100", 0, 750, "R-2"],
        ["JN-2026-00002", "1010", 5000, 0, "R-1"],
        ["JN-2026-00002", "1100", 0, 5000, "R-1"],
        ["JN-2026-00002", "4000", 2000, 0, "C-1"],
        ["JN-2026-00002", "2200", 300, 0, "C-1"],
        ["JN-2026-00002", "1100", 0, 2300, "C-1"],
    ]
    assert all(total.balances for total in run.totals)
    file = tmp_path / "journals" / "JN-2026-00002 2026-06 NZD.csv"
    assert file.read_text(encoding="utf-8-sig").splitlines()[:2] == [
        "journal,line,date,account_code,debit,credit,currency,narrative,source,kind,account,cost_centre",
        'JN-2026-00002,1,2026-06-30,1010,50.00,,NZD,"Receipt, R-1, account A1",R-1,receipt,A1,',
    ]
    assert openpyxl.load_workbook(tmp_path / "journals.xlsx")["Journals"]["D2"].value == 7.5


def test_what_is_in_no_journal_is_said_and_counted(tmp_path: Path) -> None:
    run = _run(tmp_path)
    assert [(f.cell, f.problem) for f in run.findings if f.check == "journal_without_accounts"] == [
        (
            "A7",
            "W-1 and 0 more of kind write off are in no journal: no row of Journal accounts fits. Add a row for write "
            "off and run again.",
        )
    ]
    left = {(one.rows, one.amount) for one in run.left_out if "other systems" in one.reason}
    assert left == {(1, 1000)}


def test_a_second_run_makes_nothing_and_shows_the_same(tmp_path: Path) -> None:
    first = _run(tmp_path)
    before = {file: file.read_bytes() for file in (tmp_path / "journals").iterdir()}
    again = _run(tmp_path)
    assert again.counts["journals made now"] == 0
    assert _listed(again) == _listed(first)
    assert {file: file.read_bytes() for file in (tmp_path / "journals").iterdir()} == before


def test_an_entry_that_comes_later_goes_into_a_journal_of_its_own(tmp_path: Path) -> None:
    _run(tmp_path)
    late = LEDGER + "9 | R-4 | A1 | receipt | 2026-06-20 | 3.00 | NZD | |"
    run = _run(tmp_path, Ledger=late)
    assert _listed(run)[-1] == ("JN-2026-00003", "NZD", 300, "exported")


def test_an_entry_that_changed_after_its_journal_is_named_with_the_cure(tmp_path: Path) -> None:
    _run(tmp_path)
    run = _run(tmp_path, Ledger=LEDGER.replace("50.00", "55.00"))
    assert [(f.cell, f.problem) for f in run.findings if f.check == "journal_changed"] == [
        (
            "E3",
            "R-1 is in journal JN-2026-00002 with 50.00, and is 55.00 now. Journals never change: sheetops journals "
            "BOOK --reverse JN-2026-00002, and run again.",
        )
    ]


def test_a_reversal_takes_it_back_once_and_its_entries_are_journalled_anew(tmp_path: Path) -> None:
    _run(tmp_path)
    changed = LEDGER.replace("50.00", "55.00")
    back = _run(tmp_path, reverse="JN-2026-00002", Ledger=changed)
    assert _run(tmp_path, reverse="JN-2026-00002", Ledger=changed).counts["journals made now"] == 0
    assert _listed(back)[1:] == [
        ("JN-2026-00002", "NZD", 7300, "reversed by JN-2026-00003"),
        ("JN-2026-00003", "NZD", 7300, "exported"),
    ]
    run = _run(tmp_path, Ledger=changed)
    rows = run.frames["Journals"]
    assert _listed(run)[-1] == ("JN-2026-00004", "NZD", 7800, "exported")
    assert (rows["debit"].sum() - rows["credit"].sum(), all(total.balances for total in run.totals)) == (0, True)
    net = rows[rows["currency"] == "NZD"].groupby("account_code")[["debit", "credit"]].sum()
    assert (net["debit"] - net["credit"]).to_dict() == {"1010": 5500, "1100": -7800, "2200": 300, "4000": 2000}


def test_what_cannot_be_reversed_is_refused(tmp_path: Path) -> None:
    _run(tmp_path)
    with pytest.raises(BookError, match="There is no journal JN-9"):
        _run(tmp_path, reverse="JN-9")
    _run(tmp_path, reverse="JN-2026-00001")
    with pytest.raises(BookError, match="is itself the reversal of JN-2026-00001"):
        _run(tmp_path, reverse="JN-2026-00003")
    with pytest.raises(BookError, match="closed until 30/06/2026"):
        _run(tmp_path, reverse="JN-2026-00002", more="3 | journal_locked_until | 2026-06-30")


def test_a_journal_is_never_void_and_comes_out_the_same_again(tmp_path: Path) -> None:
    _run(tmp_path)
    file = tmp_path / "journals" / "JN-2026-00002 2026-06 NZD.csv"
    content = file.read_bytes()
    file.unlink()
    register = open_register(tmp_path / "register.db")
    with pytest.raises(BookError, match="--reverse JN-2026-00002"):
        registered.make_void(register, "JN-2026-00002", "wrong")
    registered.put_back(register, "JN-2026-00002")
    register.close()
    assert file.read_bytes() == content


@pytest.mark.parametrize(("lock", "made"), [("2026-06-02", 5), ("2026-06-01", 7), ("2026-06-30", 0)])
def test_a_closed_period_stays_closed(tmp_path: Path, lock: str, made: int) -> None:
    run = _run(tmp_path, more=f"3 | journal_locked_until | {lock}")
    assert len(run.frames["Journals"]) == made
    assert [f.cell for f in run.findings if f.check == "journal_locked"] == ([] if made == 7 else ["D3"])


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("xero", 'JN-2026-00002,30/06/2026,"Receipt, R-1, account A1",1010,NONE,50.00'),
        ("quickbooks", 'JN-2026-00002,06/30/2026,1010,50.00,,"Receipt, R-1, account A1",NZD,'),
        ("sage50", 'JD,,1010,,30/06/2026,JN-2026-00002,"Receipt, R-1, account A1",50.00,NONE,0.00'),
        ('Day = date; "Dr" = side; Fixed = "A;B"', None),
    ],
)
def test_files_have_the_columns_of_the_import(tmp_path: Path, name: str, first: str | None) -> None:
    more = f"3 | journal_layout | {name}\n4 | journal_tax_code | NONE"
    run = _run(tmp_path, more=more)
    if first is None:
        assert [f.check for f in run.findings if f.sheet == "Policy"] == ["setting_value_unfit"]
        return
    (file,) = (tmp_path / "journals").glob("*NZD.csv")
    assert file.read_text(encoding="utf-8-sig").splitlines()[1] == first


def test_a_workbook_comes_out_the_same_to_the_byte(tmp_path: Path) -> None:
    shas = []
    for folder in ("one", "two"):
        _run(tmp_path / folder, more="3 | journal_format | xlsx")
        (file,) = (tmp_path / folder / "journals").glob("*NZD.xlsx")
        shas.append(hashlib.sha256(file.read_bytes()).hexdigest())
    assert shas[0] == shas[1]
    sheet = openpyxl.load_workbook(file)["JN-2026-00002"]
    assert [cell.value for cell in sheet[2]][:6] == ["JN-2026-00002", 1, "2026-06-30", "1010", 50, None]
