"""What doctor says of a computer: each thing there, and each thing not there."""

import shutil
import sqlite3
import sys
from pathlib import Path

import pytest

from sheetops import resources
from sheetops.jobs import doctor as subject
from sheetops.jobs.doctor import Probe, State, doctor, packages, soffice
from sheetops.jobs.standing import templates


def found(folder: Path) -> dict[str, Probe]:
    return {probe.what: probe for probe in doctor(folder)}


def test_every_probe_that_is_not_fine_says_what_to_do(tmp_path: Path) -> None:
    for probe in doctor(tmp_path / "no such folder"):
        assert probe.seen
        assert bool(probe.cure) is (probe.state is not State.FINE), probe


def test_packages_are_those_of_the_project_with_their_versions() -> None:
    versions = dict(packages())
    assert {"sheetops", "pandas", "pydantic", "typer", "python-docx"} <= versions.keys()
    assert "pytest" not in versions
    assert all(version[0].isdigit() for version in versions.values())


def test_a_missing_and_an_old_package_are_named_with_the_command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    wanted = ["no-such-package>=1.2", "typer>=99.0; python_version >= '3.8'", "rich>=1.0", "isal>=1.7; extra == 'fast'"]
    monkeypatch.setattr(subject.metadata, "requires", lambda name: wanted)
    probes = found(tmp_path)
    assert probes["no-such-package"].state is State.MISSING
    assert probes["no-such-package"].seen == "not installed"
    assert 'pip install "no-such-package>=1.2"' in probes["no-such-package"].cure
    assert probes["typer"].state is State.MISSING
    assert "rich" in probes["Packages"].seen and "isal" not in probes


@pytest.mark.parametrize(
    ("version", "state"),
    [
        ((3, 11, 9), State.NOTE),
        ((3, 11, 10), State.FINE),
        ((3, 12, 4), State.NOTE),
        ((3, 12, 5), State.FINE),
        ((3, 13, 0), State.FINE),
    ],
)
def test_a_python_with_known_faults_is_noted(
    version: tuple[int, int, int], state: State, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    assert subject._python().state is state


@pytest.mark.parametrize(
    ("sqlite", "expat", "state"),
    [
        ((3, 36, 9), (2, 6, 0), State.NOTE),
        ((3, 37, 0), (2, 5, 9), State.NOTE),
        ((3, 37, 0), (2, 6, 0), State.FINE),
    ],
)
def test_old_libraries_inside_python_are_noted(
    sqlite: tuple[int, ...], expat: tuple[int, ...], state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", sqlite)
    monkeypatch.setattr(subject.expat, "version_info", expat)
    assert subject._libraries().state is state


def test_neither_excel_nor_libreoffice_means_that_results_cannot_be_opened(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(subject, "soffice", lambda: None)
    monkeypatch.setattr(sys, "platform", "linux")
    probes = found(tmp_path)
    assert probes["LibreOffice"].state is State.NOTE
    assert probes["A spreadsheet program"].state is State.MISSING


def test_libreoffice_alone_will_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(subject, "soffice", lambda: tmp_path / "soffice")
    assert "A spreadsheet program" not in found(tmp_path)


def test_libreoffice_is_found_where_windows_keeps_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "LibreOffice" / "program" / "soffice.exe"
    program.parent.mkdir(parents=True)
    program.write_bytes(b"")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setenv("PROGRAMFILES", str(tmp_path))
    assert soffice() == program
    monkeypatch.setenv("PROGRAMFILES", "")
    assert soffice() != program


def test_a_font_is_found_by_its_file_whatever_its_case(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(subject, "_font_folders", lambda: iter([tmp_path, tmp_path / "none"]))
    (tmp_path / "arial.ttf").write_bytes(b"")
    assert subject._fonts().state is State.NOTE
    (tmp_path / "truetype").mkdir()
    (tmp_path / "truetype" / "CALIBRI.TTF").write_bytes(b"")
    assert subject._fonts() == Probe("Font of the letters", State.FINE, "CALIBRI.TTF")


def test_the_letters_that_come_with_sheetops_are_all_there(tmp_path: Path) -> None:
    probe = found(tmp_path)["Letters"]
    assert probe.state is State.FINE, probe
    assert str(resources.letters()) in probe.seen


def test_a_letter_that_the_desk_has_not_is_named_and_ours_is_used(tmp_path: Path) -> None:
    for row in templates()[1:]:
        file = tmp_path / "letters" / str(row["file"])
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"")
    probe = found(tmp_path)["Letters"]
    assert probe.state is State.NOTE
    assert probe.seen.startswith(f"{templates()[0]['file']} not in {tmp_path}")
    assert probe.cure.startswith("The ones that come with sheetops are used.")


def test_a_letter_that_nobody_has_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ours").mkdir()
    monkeypatch.setattr(resources, "letters", lambda: tmp_path / "ours")
    probe = found(tmp_path)["Letters"]
    assert (probe.state, probe.cure) == (State.MISSING, "Install sheetops again.")


def test_a_folder_that_cannot_be_written_to_is_missing(tmp_path: Path) -> None:
    assert found(tmp_path)["Folder for results"].state is State.FINE
    assert not list(tmp_path.iterdir())
    assert found(tmp_path / "gone")["Folder for results"].state is State.MISSING
