"""The wheel, installed without a checkout, has all that a new desk and the demonstration need."""

import ast
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parent.parent


def run(*command: object, cwd: Path) -> str:
    settings = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=settings, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, TOP, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of programs of an environment that holds the wheel, and sees our dependencies but no checkout."""
    folder = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder)
    run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        folder,
        "install",
        "--no-deps",
        "--no-index",
        "--quiet",
        wheel,
        cwd=folder,
    )
    (packages,) = {
        path.parent for path in folder.rglob("sheetops") if path.is_dir() and path.parent.name == "site-packages"
    }
    # The paths of our own packages, as text: their .pth files, the checkout's among them, are not followed from here.
    ours = [path for path in sys.path if Path(path).name == "site-packages"]
    (packages / "dependencies.pth").write_text("\n".join(ours), encoding="utf-8")
    return folder / ("Scripts" if os.name == "nt" else "bin")


def files_of(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.suffix in {".docx", ".xlsx", ".xlsm", ".txt", ".bas"}
    }


def test_every_package_that_is_imported_is_among_the_dependencies() -> None:
    """What only a developer's environment has would be missing on a fresh machine."""
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {_plain(re.split(r"[<>=!~; ]", line)[0]) for line in project["dependencies"]}
    owners = metadata.packages_distributions()
    imported = {name for path in (TOP / "sheetops").rglob("*.py") for name in _imported(path)}
    # pydantic documents its errors as part of pydantic_core, which it brings along.
    foreign = imported - sys.stdlib_module_names - {"sheetops", "pydantic_core"}
    assert {"pandas", "docx"} <= foreign
    assert {name for name in foreign if not declared & {_plain(owner) for owner in owners.get(name, [])}} == set()


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).casefold()


def _imported(path: Path) -> Iterator[str]:
    """Yield the packages that a module imports when it is loaded; what a function imports may be optional."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").split(".")[0]


def test_the_wheel_carries_workbooks_macros_and_letters_as_they_are_here(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as carried:
        for shipped in ("workbooks", "macros", "letters"):
            here = files_of(TOP / shipped)
            assert here
            for name in here:
                assert carried.read(f"sheetops/shipped/{shipped}/{name}") == (TOP / shipped / name).read_bytes()
        assert not [name for name in carried.namelist() if name.startswith(("tests/", "benchmarks/"))]
        assert any(name.endswith("licenses/LICENSE") for name in carried.namelist())


def test_the_installed_package_does_not_see_the_checkout(programs: Path, tmp_path: Path) -> None:
    shown = "r.__file__, r.letters(), r.workbooks(), r.macros(), r.checkout()"
    code = f"import sheetops.resources as r; print({shown}, sep='\\n')"
    *places, checkout = run(programs / "python", "-c", code, cwd=tmp_path).splitlines()
    assert checkout == "None"
    for place in places:
        assert Path(place).is_relative_to(programs.parent.resolve()), place


@pytest.mark.parametrize(
    ("way", "books"), [("excel", ("arrears.xlsm", "claims.xlsm", "renewals.xlsm")), ("files", ("desk.xlsx",))]
)
def test_init_makes_a_desk_and_keeps_what_is_there(
    programs: Path, tmp_path: Path, way: str, books: tuple[str, ...]
) -> None:
    said = run(programs / "sheetops", "init", "desk", "--for", way, cwd=tmp_path)
    desk = tmp_path / "desk"
    assert files_of(desk) == {*books, "README.txt", "Start here.docx"} | {
        f"letters/{name}" for name in files_of(TOP / "letters")
    }
    assert f"{len(files_of(desk))} files made" in said

    (desk / books[0]).write_bytes(b"my own work")
    (desk / "letters" / "en" / "reminder-1.docx").unlink()
    again = run(programs / "sheetops", "init", "desk", "--for", way, cwd=tmp_path)
    assert (desk / books[0]).read_bytes() == b"my own work"
    assert "Kept as it was: " in again and "1 files made" in again


def test_doctor_tells_the_workbooks_where_the_installed_python_is(programs: Path, tmp_path: Path) -> None:
    run(programs / "sheetops", "init", "desk", cwd=tmp_path)
    shipped = TOP / "workbooks" / "arrears.xlsm"
    (tmp_path / "desk" / "arrears.xlsm").write_bytes(shipped.read_bytes())
    said = run(programs / "sheetops", "doctor", "desk", "--excel", cwd=tmp_path)
    assert f"arrears.xlsm: its buttons now start {programs}" in said
    assert f"renewals.xlsm: its buttons start {programs}" in said


def test_the_demonstration_runs_and_says_what_to_open_first(programs: Path, tmp_path: Path) -> None:
    said = run(programs / "sheetops", "demo", cwd=tmp_path)
    results = tmp_path / "demo" / "results"
    jobs = ["problems", "arrears", "renewals", "promises", "plans", "complaints", "letters", "credit-notes"]
    jobs += ["restrictions", "hardship", "referrals", "invoices"]
    assert {path.name for path in results.glob("*.xlsx")} == {f"{job}.xlsx" for job in jobs}
    assert len(list((results / "letters").glob("*.docx"))) > 50
    assert len(list((results / "credit-notes").glob("*.docx"))) >= 5
    assert f"Open first: {Path('demo', 'results', 'problems.xlsx')}" in said


def test_building_is_for_checkouts(programs: Path, tmp_path: Path) -> None:
    done = subprocess.run([programs / "sheetops", "build"], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert "works in a checkout" in done.stderr
