"""Two exports from files to the auditor's workbook, the import file, the saved map, the ignore list, the command."""

import csv
import datetime as dt
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from sheetops.errors import BookError, OutputError
from sheetops.jobs.reconcile import Extras, changes, reconcile_exports
from sheetops.reconcile.terms import Wish

DAY = dt.date(2026, 6, 30)
LEFT = (
    "account,name,amount,due_date\n"
    '00123,Kōwhai School,"1,250.00",30/06/2026\n'
    "A2,Rātā Cafe,80.00,01/05/2026\n"
    "A3,Tui Ltd,0.00,02/05/2026\n"
    "A4,Only Left,5.00,02/05/2026\n"
    "Total,,1335.00,\n"
)
RIGHT = (
    "Record Id;Account;Name;Account Owner;Phone;Industry;Website;Amount;Due date\n"
    "zcrm_1;123;Kōwhai School;Ann;1;x;w;1250,00;30.06.2026\n"
    "zcrm_2;a2;Rātā Cafe;Ann;1;x;w;80,02;04.05.2026\n"
    "zcrm_3;A3;Tui Ltd;Ann;1;x;w;;02.05.2026\n"
    "zcrm_6;A6;Only right;Ann;1;x;w;7,00;02.05.2026\n"
)
WISH = Wish(
    key=("account",), tolerance={"": Decimal("0.01")}, days={"": 2}, passing=("spaces", "case", "zeros"), leave=()
)


@pytest.fixture
def sides(tmp_path: Path) -> tuple[Path, Path]:
    for name, text in (("ledger.csv", LEFT), ("crm.csv", RIGHT)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / "ledger.csv", tmp_path / "crm.csv"


def lines(path: Path, sheet: str) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(path)
    return list(book[sheet].iter_rows(values_only=True))


def test_the_workbook_accounts_for_every_row_and_cent(sides: tuple[Path, Path], tmp_path: Path) -> None:
    out = tmp_path / "result.xlsx"
    run = reconcile_exports(*sides, WISH, as_of=DAY, out=out).run
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == [
        *("Summary", "Problems", "Charts", "Breaks", "Sums", "Differences", "Side by side", "Only in left"),
        *("Only in right", "Duplicate keys", "Ignored", "Matched", "Columns"),
    ]
    assert run.counts["rows on left"] == 4
    assert all(total.balances for total in run.totals)
    assert run.breaks == 4
    assert len(book["Charts"]._charts) == 1
    assert lines(out, "Matched")[1][:1] == ("00123",)
    assert [row[:6] for row in lines(out, "Differences")[1:]] == [
        ("A2", "amount", "80.00", "80,02", "-0.02", "amount differs"),
        ("A2", "due_date", "01/05/2026", "04.05.2026", "-3 days", "day differs"),
        ("A3", "amount", "0.00", None, None, "blank on the right"),
    ]
    totals = [row for row in lines(out, "Sums") if row[2] == "Total"]
    assert totals == [("amount", None, "Total", 1335, 1337.02, -2.02)]
    fills = {cell.value: cell.fill.fgColor.rgb for cell in book["Side by side"][2]}
    assert fills[80.02] == "FFFFEB9C" and fills["Rātā Cafe"] != "FFFFEB9C"


def test_the_import_file_for_zoho_has_records_and_changed_fields_only(sides: tuple[Path, Path], tmp_path: Path) -> None:
    outcome = reconcile_exports(*sides, WISH, as_of=DAY, extras=Extras(master="left"), out=tmp_path / "result.xlsx")
    with (tmp_path / "result-import-right.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [
            ["Record Id", "Amount", "Due date"],
            ["zcrm_2", "80.00", "05/01/2026"],
            ["zcrm_3", "0.00", ""],
        ]
    assert outcome.run.counts["records to correct on right"] == 2
    assert outcome.run.counts["fields to correct"] == 3


def test_what_the_master_has_blank_is_to_be_emptied_by_hand(sides: tuple[Path, Path], tmp_path: Path) -> None:
    outcome = reconcile_exports(*sides, WISH, as_of=DAY, extras=Extras(master="right"), out=tmp_path / "result.xlsx")
    assert outcome.run.counts["fields to empty by hand"] == 1
    assert lines(tmp_path / "result-import-left.xlsx", "Import") == [
        ("account", "amount", "due_date"),
        ("A2", "80.02", "2026-05-04"),
    ]


def test_a_saved_map_does_the_same_again_and_takes_changes(sides: tuple[Path, Path], tmp_path: Path) -> None:
    saved = tmp_path / "map.xlsx"
    first = reconcile_exports(*sides, WISH, as_of=DAY, extras=Extras(save=saved)).run
    again = reconcile_exports(*sides, Wish(), as_of=DAY, extras=Extras(map=saved)).run
    assert {name: frame.to_dict() for name, frame in again.frames.items()} == {
        name: frame.to_dict() for name, frame in first.frames.items()
    } | {"Columns": again.frames["Columns"].to_dict()}
    assert dict(again.counts) == dict(first.counts)
    book = openpyxl.load_workbook(saved)
    book["Ignore"].append(["A2", "amount", "rounded by the CRM", dt.date(2026, 6, 30)])
    book["Ignore"].append(["A2", "due_date", "", None])
    book["Ignore"].append(["A3", "", "old", dt.date(2026, 6, 29)])
    book.save(saved)
    run = reconcile_exports(*sides, Wish(), as_of=DAY, extras=Extras(map=saved)).run
    assert run.frames["Ignored"][["account", "column", "reason"]].to_numpy().tolist() == [
        ["A2", "amount", "rounded by the CRM"]
    ]
    assert {one.check for one in run.findings} >= {"ignore_unusable", "ignore_expired"}


def test_what_changed_between_two_snapshots(tmp_path: Path) -> None:
    old, new = tmp_path / "march.csv", tmp_path / "april.csv"
    old.write_text("Record Id,Name,Town\nz1,Tui,Leeds\nz2,Weka,York\nz3,Kea,Bath\n", encoding="utf-8")
    new.write_text("Record Id,Town,Name\nz3,Bath,Kea\nz1,Hull,Tui\nz4,Rye,Ruru\n", encoding="utf-8")
    frames = changes(old, new, as_of=DAY, out=tmp_path / "changes.xlsx").run.frames
    changed = frames["Changed"][["Record Id", "column", "left", "right"]].to_numpy().tolist()
    assert changed == [["z1", "Town", "Leeds", "Hull"]]
    assert frames["Added"]["Record Id"].tolist() == ["z4"]
    assert frames["Removed"]["Record Id"].tolist() == ["z2"]
    assert frames["Unchanged"]["Record Id"].tolist() == ["z3"]


def test_two_sheets_of_one_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "March"
    other = book.create_sheet("April")
    for sheet, amount in ((book.active, 5), (other, 6)):
        sheet.append(["id", "amount"])
        sheet.append(["a", amount])
    path = tmp_path / "both.xlsx"
    book.save(path)
    run = reconcile_exports(path, path, Wish(key=("id",)), as_of=DAY).run
    assert run.frames["Differences"]["difference"].tolist() == ["-1.00"]
    assert [(one.name, one.rows) for one in run.sources] == [("both.xlsx", 2)]
    book.create_sheet("May").append(["id"])
    book.save(path)
    with pytest.raises(
        BookError, match=r"say which sheets, with --left-sheet and --right-sheet. It has March, April, May"
    ):
        reconcile_exports(path, path, Wish(key=("id",)), as_of=DAY)


def test_several_currencies_keep_their_sums_apart(tmp_path: Path) -> None:
    for name, cents in (("l.csv", 5), ("r.csv", 6)):
        rows = f"id,amount,currency\na,{cents}.00,NZD\nb,700,JPY\n"
        (tmp_path / name).write_text(rows, encoding="utf-8")
    run = reconcile_exports(tmp_path / "l.csv", tmp_path / "r.csv", Wish(key=("id",)), as_of=DAY).run
    totals = run.frames["Sums"].query("rows == 'Total'")[["currency", "left", "right"]].to_numpy().tolist()
    assert totals == [["JPY", 700, 700], ["NZD", 500, 600]]
    assert "currencies_several" in {one.check for one in run.findings}


def test_what_cannot_be_done_is_refused_before_anything_is_written(sides: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"is one of the files that are read|Let it end in .xlsx"):
        reconcile_exports(*sides, WISH, as_of=DAY, out=sides[0])
    mixed = tmp_path / "mixed.csv"
    mixed.write_bytes("id,name\na,Kōwhai\nb,Rātā\n".encode() + "c,Caf\xe9\n".encode("cp1252"))
    with pytest.raises(BookError, match="Export it again as UTF-8"):
        reconcile_exports(mixed, sides[1], WISH, as_of=DAY)
    empty = tmp_path / "empty.csv"
    empty.write_text("account,amount\n", encoding="utf-8")
    with pytest.raises(BookError, match="not one row of data"):
        reconcile_exports(sides[0], empty, WISH, as_of=DAY)


def command(*words: str | Path) -> subprocess.CompletedProcess[str]:
    order = [sys.executable, "-m", "sheetops", *map(str, words)]
    return subprocess.run(order, capture_output=True, text=True, encoding="utf-8")


def test_the_command_says_what_it_found_and_ends_with_one(sides: tuple[Path, Path], tmp_path: Path) -> None:
    out = tmp_path / "r.xlsx"
    said = command(
        "reconcile", *sides, "--key", "account", "--normalise", "zeros", "--as-of", "2026-06-30", "--out", out
    )
    assert (said.returncode, said.stderr) == (1, "")
    assert "only in left" in said.stdout and out.exists()
    same = command("reconcile", sides[0], sides[0], "--key", "account")
    assert same.returncode == 2 and "is both sides" in same.stderr
    wrong = command("reconcile", *sides, "--key", "account", "--tolerance", "much")
    assert wrong.returncode == 2 and "write a number" in wrong.stderr
