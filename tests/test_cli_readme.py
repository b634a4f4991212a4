"""The read-me says what is so: its commands, its options, its example."""

import re
from pathlib import Path

import pytest

from sheetops.cli.app import COMMANDS
from sheetops.cli.order import OUT

RESULTS = {
    "problems.xlsx",
    "arrears.xlsx",
    "renewals.xlsx",
    "letters.xlsx",
    "credit-notes.xlsx",
    "promises.xlsx",
    "plans.xlsx",
    "report.xlsx",
    "statements.xlsx",
    "adhoc.xlsx",
    "complaints.xlsx",
    "contact.xlsx",
    "restrictions.xlsx",
    "calls.xlsx",
    "hardship.xlsx",
    "referrals.xlsx",
    "reconcile.xlsx",
    "changes.xlsx",
    "journals.xlsx",
    "claims.xlsx",
    "returned.xlsx",
    "desk-report.xlsx",
}

TEXT = (Path(__file__).resolve().parent.parent / "README.md").read_text(encoding="utf-8")


def test_the_table_of_commands_lists_each_command_once_and_no_other() -> None:
    listed = re.findall(r"^\| `sheetops ([a-z-]+)[^`]*` \|", TEXT, re.MULTILINE)
    assert listed == [command.name for command in COMMANDS]


def test_workbooks_and_folders_go_by_their_names() -> None:
    assert set(re.findall(r"[a-z-]+\.xlsx", TEXT)) >= RESULTS
    assert f"`{OUT}`" in TEXT


def test_the_example_runs_and_shows_what_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    exec(compile(example, "README.md", "exec"), {})
    shown = capsys.readouterr().out
    assert re.search(r"INV-1 +7000 +60 +31-60", shown)
    assert re.search(r"INV-2 +5000 +-15 +not_due", shown)
    assert shown.rstrip().endswith("()")
