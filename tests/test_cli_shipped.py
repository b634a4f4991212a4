"""Every command that takes a workbook, over the workbooks that people are given."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sheetops import resources
from sheetops.cli.app import COMMANDS, app
from sheetops.excel.catalogue import ARREARS, CLAIMS, RENEWALS, WORKBOOKS
from sheetops.jobs.samples import DAY

JOBS = [command.name for command in COMMANDS if " desk.xlsx" in command.example]
MORE = {"contact": ("--freeze", "--remit", "July"), "calls": ("--for", "renewals"), "explain": ("SAMPLE-1",)}
"""What a job asks for beside day and folder."""
OF_CLAIMS = {"claims"}
OF_RENEWALS = {"check", "renewals", "calls", "contact", "run"}
REFUSED = (
    (RENEWALS, "hardship", "Hardship"),
    (ARREARS, "renewals", "Licences"),
)


def ran(job: str, workbook: str, out: Path, *more: str) -> tuple[int, str]:
    path = shutil.copy(resources.workbooks() / f"{workbook}.xlsm", out.parent)
    result = CliRunner().invoke(app, [job, path, *more, "--as-of", str(DAY), "--out", str(out)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


@pytest.mark.parametrize("job", JOBS)
def test_a_command_does_its_work_on_a_workbook_that_it_is_for(job: str, tmp_path: Path) -> None:
    workbook = CLAIMS if job in OF_CLAIMS else RENEWALS if job in OF_RENEWALS else ARREARS
    code, said = ran(job, workbook, tmp_path / "out", *MORE.get(job, ()))
    assert code in (0, 1), said
    assert any(path.suffix == ".xlsx" for path in (tmp_path / "out").iterdir()), said


@pytest.mark.parametrize(("workbook", "job", "sheet"), REFUSED)
def test_a_command_says_which_sheet_the_other_workbook_lacks(
    workbook: str, job: str, sheet: str, tmp_path: Path
) -> None:
    assert sheet not in next(one for one in WORKBOOKS if one.name == workbook).sheets
    code, said = ran(job, workbook, tmp_path / "out")
    assert code == 2 and f"{workbook}.xlsm has no sheet {sheet}. Its sheets are: Start, " in said


def test_the_day_of_the_arrears_workbook_is_done_whole(tmp_path: Path) -> None:
    code, said = ran("run", ARREARS, tmp_path / "out")
    assert code in (0, 1), said
