"""The command line as a user meets it: a process with arguments, two streams and an exit code."""

import datetime as dt
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest
import typer

from sheetops.cli.app import COMMANDS
from sheetops.cli.options import day

CLEAN = {
    "Customers.csv": "account,name,email\nA1,Weka School,office@weka.example\n",
    "Ledger.csv": "entry,account,kind,date,due_date,amount\nINV-1,A1,invoice,2026-06-01,2026-07-01,115.00\n",
}
FAULTY = CLEAN | {
    "Ledger.csv": "entry,account,kind,date,due_date,amount\n"
    "INV-1,A1,invoice,2026-06-01,2026-07-01,115.00\n"
    "INV-2,A2,invoice,2026-06-01,2026-07-01,10.00\n"
}


def sheetops(*arguments: object, cwd: Path | None = None, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-X", "utf8=0", "-m", "sheetops", *map(str, arguments)]
    settings = {**os.environ, "PYTHONIOENCODING": "utf-8", **env}
    return subprocess.run(command, cwd=cwd, env=settings, capture_output=True, timeout=120, text=True, encoding="utf-8")


def put(folder: Path, files: dict[str, str]) -> list[Path]:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in files]


# ------------------------------------------------------------------------------------------------------------- help


def test_help_lists_every_command_with_its_line() -> None:
    shown = sheetops("--help").stdout
    listed = re.findall(r"^  ([a-z-]+)  ", shown.split("Commands:")[1], re.MULTILINE)
    assert listed == [command.name for command in COMMANDS]
    assert all(command.line in shown for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_help_of_each_command_has_an_example_that_names_it(command: object) -> None:
    shown = sheetops(command.name, "--help")
    assert shown.returncode == 0
    assert f"Example: sheetops {command.name}" in shown.stdout


def test_help_does_not_load_what_takes_long() -> None:
    heavy = "{'pandas', 'numpy', 'pydantic', 'openpyxl', 'xlsxwriter', 'rich'}"
    code = f"import sys; import sheetops.cli; print(sorted({heavy} & set(sys.modules)))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_help_comes_at_once() -> None:
    quickest = min(_seconds("--help") for _ in range(3))
    bare = min(_seconds_of([sys.executable, "-c", "import typer"]) for _ in range(3))
    assert quickest < 4 * bare


def _seconds(*arguments: str) -> float:
    return _seconds_of([sys.executable, "-m", "sheetops", *arguments])


def _seconds_of(command: list[str]) -> float:
    begin = time.perf_counter()
    subprocess.run(command, capture_output=True, check=True)
    return time.perf_counter() - begin


# ------------------------------------------------------------------------------------------------------------ --as-of


@pytest.mark.parametrize("text", ["2026-06-30", "2026-6-30", "30/06/2026", "30.6.2026", "30-06-2026", " 30/06/2026 "])
def test_a_day_may_be_written_iso_or_day_first(text: str) -> None:
    assert day(text) == dt.date(2026, 6, 30)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("31/06/2026", "not a day of the calendar"),
        ("06/30/2026", "not a day of the calendar"),
        ("2026-02-29", "not a day of the calendar"),
        ("30/06/26", "Write it like 2026-06-30"),
        ("30.06/2026/", "Write it like 2026-06-30"),
        ("yesterday", "Write it like 2026-06-30"),
        ("", "Write it like 2026-06-30"),
    ],
)
def test_what_is_no_day_is_refused_in_plain_words(text: str, says: str) -> None:
    with pytest.raises(typer.BadParameter, match=says):
        day(text)


def test_leap_days_are_days() -> None:
    assert day("29/02/2028") == dt.date(2028, 2, 29)


# ---------------------------------------------------------------------------------------------------------- exit codes


def test_exit_0_when_nothing_is_wrong(tmp_path: Path) -> None:
    done = sheetops("arrears", *put(tmp_path, CLEAN), "--as-of", "2026-06-30")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Arrears as of 30/06/2026\n")
    assert f"Open first: {tmp_path / 'sheetops-out' / 'arrears.xlsx'}" in done.stdout
    assert (tmp_path / "sheetops-out" / "arrears.xlsx").is_file()


def test_exit_1_when_a_person_should_look(tmp_path: Path) -> None:
    done = sheetops("arrears", *put(tmp_path, FAULTY), "--as-of", "30/06/2026", "--out", tmp_path / "out")
    assert (done.returncode, done.stderr) == (1, "")
    assert "Findings: 1 error, 0 warnings, 0 notes\n" in done.stdout
    assert "  Ledger: 1 row (10.00): account unknown (1)\n" in done.stdout
    assert (tmp_path / "out" / "arrears.xlsx").is_file()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("nowhere.xlsx", None, "nowhere.xlsx"),
        ("letter.xlsx", b"<html><body>not a workbook</body></html>", "letter.xlsx"),
        ("Ledger.csv", b"", "Ledger.csv"),
        ("Ledger.csv", b"apples,pears\n1,2\n", "Ledger"),
        ("Customers.csv", CLEAN["Customers.csv"].encode(), "Ledger"),
    ],
    ids=["missing", "no workbook", "empty", "no headings", "another sheet"],
)
def test_exit_2_and_one_sentence_when_it_cannot_run(
    tmp_path: Path, name: str, content: bytes | None, says: str
) -> None:
    book = tmp_path / name
    if content is not None:
        book.write_bytes(content)
    done = sheetops("arrears", book, "--as-of", "2026-06-30")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("sheetops: ") and says in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "sheetops-out").exists()


def test_a_result_is_not_written_over_the_book_it_is_read_from(tmp_path: Path) -> None:
    book = tmp_path / "arrears.xlsx"
    ledger = openpyxl.Workbook()
    ledger.active.title = "Ledger"
    ledger.active.append(["entry", "account", "kind", "date", "amount"])
    ledger.active.append(["INV-1", "A1", "invoice", "2026-05-01", 100])
    ledger.save(book)
    before = book.read_bytes()
    done = sheetops("arrears", book, "--as-of", "2026-06-30", "--out", tmp_path)
    assert done.returncode == 2
    assert "would take its place" in done.stderr
    assert book.read_bytes() == before


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    done = sheetops("arrears", *put(tmp_path, CLEAN), "--as-of", "2026-06-30", "--out", tmp_path / "out")
    assert done.returncode == 2
    assert "out cannot be made" in done.stderr


def test_without_arguments_help_is_shown() -> None:
    done = sheetops()
    assert "Usage: sheetops" in done.stdout + done.stderr


def test_version() -> None:
    assert re.fullmatch(r"sheetops \d+\.\d+\.\d+\S*\n", sheetops("--version").stdout)


# --------------------------------------------------------------------------------------------------------------- JSON


def test_json_is_all_that_stands_on_stdout(tmp_path: Path) -> None:
    done = sheetops("arrears", *put(tmp_path, FAULTY), "--as-of", "2026-06-30", "--json")
    told = json.loads(done.stdout)
    assert done.returncode == told["exit_code"] == 1
    (run,) = told["runs"]
    assert (run["job"], run["as_of"]) == ("arrears", "2026-06-30")
    assert run["findings"]["error"] == 1
    assert run["left_out"] == [
        {
            "sheet": "Ledger",
            "rows": 1,
            "reason": "account unknown (1)",
            "amount": "10.00",
            "currency": "",
        }
    ]
    assert all(total["balances"] for total in run["totals"])
    assert Path(run["workbook"]).is_file()


def test_json_says_nothing_on_stdout_when_it_cannot_run(tmp_path: Path) -> None:
    done = sheetops("arrears", tmp_path / "nowhere.xlsx", "--json")
    assert (done.returncode, done.stdout) == (2, "")


# ----------------------------------------------------------------------------------------------------------- consoles


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "ascii", "cp1250"])
def test_a_console_of_an_old_code_page_does_not_end_the_job(tmp_path: Path, encoding: str) -> None:
    folder = tmp_path / "Łódź Ōtāhuhu ≈"
    folder.mkdir()
    books = put(folder, CLEAN)
    done = subprocess.run(
        [sys.executable, "-m", "sheetops", "check", *books, "--as-of", "2026-06-30"],
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert b"Open first: " in done.stdout
    assert (folder / "sheetops-out" / "problems.xlsx").is_file()


def test_help_can_be_printed_by_every_console() -> None:
    for command in ("--help", *(f"{one.name} --help" for one in COMMANDS)):
        assert sheetops(*command.split()).stdout.isascii()
