"""What is committed under workbooks/ and letters/ is what its sources make."""

from pathlib import Path

import pytest

from sheetops import resources
from sheetops.jobs.check import check
from sheetops.jobs.rebuild import rebuild
from sheetops.jobs.sample import DAY


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("built")
    for folder in ("workbooks", "letters"):
        (top / folder).mkdir()
    rebuild(top)
    return top


def test_the_committed_workbook_is_the_built_one(built: Path) -> None:
    assert (built / "workbooks" / "desk.xlsx").read_bytes() == resources.desk_workbook().read_bytes()


def test_the_committed_letters_are_the_built_ones(built: Path) -> None:
    made = {path.relative_to(built / "letters") for path in (built / "letters").rglob("*.docx")}
    assert made == {path.relative_to(resources.letters()) for path in resources.letters().rglob("*.docx")}
    for name in made:
        assert (built / "letters" / name).read_bytes() == (resources.letters() / name).read_bytes(), name


def test_a_new_desk_lacks_only_what_says_who_it_is(built: Path) -> None:
    """The check of a desk just made asks for the supplier and the signatory, and finds nothing else."""
    findings = check(built / "workbooks" / "desk.xlsx", as_of=DAY).run.findings
    assert {(f.sheet, f.column, f.check) for f in findings} == {("Policy", "value", "value_missing")}
    assert len(findings) == 9
