"""Tests marked live: left out in one line without LibreOffice, and a failure where they are required."""

import os
import subprocess
import sys
from pathlib import Path

TWO = "import pytest\n\n@pytest.mark.live\ndef test_live():\n    pass\n\ndef test_plain():\n    pass\n"
LOOKS = "from sheetops.jobs.doctor import soffice\n"


def run(folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run two tests, one of them live, under this folder's conftest, as on a computer without LibreOffice."""
    rule = Path(__file__).with_name("conftest.py").read_text(encoding="utf-8")
    assert LOOKS in rule
    (folder / "conftest.py").write_text(rule.replace(LOOKS, "soffice = lambda: None\n"), encoding="utf-8")
    (folder / "test_two.py").write_text(TWO, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = live\n", encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "SHEETOPS"))}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)]
    return subprocess.run(command, cwd=folder, env={**kept, **env}, capture_output=True, text=True)


def test_without_libreoffice_live_tests_are_left_out_in_one_line(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.returncode == 0
    assert done.stdout.count("LibreOffice is not installed: 1 live tests were left out.") == 1
    assert "1 passed, 1 deselected" in done.stdout


def test_where_they_are_required_their_absence_is_a_failure(tmp_path: Path) -> None:
    done = run(tmp_path, SHEETOPS_LIVE="required")
    assert done.returncode not in (0, 5)
    assert "SHEETOPS_LIVE=required" in done.stdout + done.stderr
    assert "passed" not in done.stdout
