"""Where a register may lie, what it refuses to work with, what it says when it cannot be had."""

import os
import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from sheetops.errors import OutputError
from sheetops.register import back_up, database, entries, open_register, places, schema, verify
from tests.register.ledger import do_run, wanted

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/desk /mnt/desk nfs4 rw 0 0
//server/share /mnt/our\\040share cifs rw 0 0
/dev/sdb1 /mnt/desk/local ext4 rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/ann", "ext4"),
        ("/mnt/desk", "nfs4"),
        ("/mnt/desk/2026", "nfs4"),
        ("/mnt/desk/local/2026", "ext4"),
        ("/mnt/our share", "cifs"),
    ],
)
def test_the_kind_of_disk_is_that_of_the_nearest_mount(folder: str, kind: str) -> None:
    assert places._kind_of_mount(Path(folder), MOUNTS) == kind


@pytest.mark.parametrize("name", ["OneDrive - Rightsholders", "Dropbox", "Google Drive", "iCloud Drive", "Nextcloud"])
def test_a_folder_that_is_copied_between_computers_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="copied between computers"):
        open_register(tmp_path / name / "register.db")
    assert not (tmp_path / name).exists()


def test_onedrive_is_known_by_what_windows_says_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "work"))
    assert places.is_synced(tmp_path / "work" / "desk")
    assert not places.is_synced(tmp_path / "home")


@pytest.mark.parametrize("place", ["\\\\server\\share\\register.db", "//server/share/register.db"])
def test_a_network_share_is_refused(place: str) -> None:
    with pytest.raises(OutputError, match="on a network share"):
        open_register(Path(place) if os.name == "nt" else place)


def test_a_password_in_the_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(OutputError, match="PGPASSWORD") as refused:
        open_register("postgresql+psycopg://desk:s3cret@server/desk")
    assert "s3cret" not in str(refused.value)


def test_an_address_of_no_known_kind_is_refused() -> None:
    with pytest.raises(OutputError, match=r"mysql://\.\.\. is of no kind"):
        open_register("mysql://server/desk")


def test_a_register_that_must_be_there_and_is_not(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="There is no register"):
        open_register(tmp_path / "register.db", create=False)
    assert list(tmp_path.iterdir()) == []


def test_a_register_of_a_newer_sheetops_is_left_alone(tmp_path: Path) -> None:
    open_register(tmp_path / "register.db").close()
    with sqlite3.connect(tmp_path / "register.db") as connection:
        connection.execute("UPDATE meta SET value = ? WHERE name = 'version'", (str(schema.VERSION + 1),))
    connection.close()
    before = (tmp_path / "register.db").read_bytes()
    with pytest.raises(OutputError, match="newer sheetops"):
        open_register(tmp_path / "register.db")
    assert (tmp_path / "register.db").read_bytes() == before


def _text(file: Path) -> None:
    file.write_text("this is a letter and no database" * 100, encoding="utf-8")


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-5000])


@pytest.mark.parametrize("harm", [_text, _cut])
def test_a_file_that_is_no_register_is_left_alone(harm: Callable[[Path], None], tmp_path: Path) -> None:
    register = open_register(tmp_path / "register.db")
    do_run(register, tmp_path / "notes", wanted(30))
    register.close()
    harm(tmp_path / "register.db")
    before = (tmp_path / "register.db").read_bytes()
    with pytest.raises(OutputError, match="register-backups"):
        open_register(tmp_path / "register.db")
    assert (tmp_path / "register.db").read_bytes() == before


def test_flipped_bytes_are_noticed_or_change_nothing(tmp_path: Path) -> None:
    register = open_register(tmp_path / "register.db")
    do_run(register, tmp_path / "notes", wanted(30))
    said = entries(register)
    register.close()
    whole = (tmp_path / "register.db").read_bytes()
    noticed = 0
    for seed in range(150):
        chance = random.Random(seed)
        content = bytearray(whole)
        for _ in range(40):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        (tmp_path / "harmed.db").write_bytes(content)
        try:
            harmed = open_register(tmp_path / "harmed.db", create=False)
        except OutputError:
            noticed += 1
            continue
        try:
            noticed += bool(verify(harmed).faults)
            unseen = not verify(harmed).faults and entries(harmed) != said
            assert not unseen, f"seed {seed}"
        except (OutputError, ValueError):
            noticed += 1
        finally:
            harmed.close()
    assert noticed > 100


def test_an_altered_amount_breaks_the_chain(tmp_path: Path) -> None:
    register = open_register(tmp_path / "register.db")
    do_run(register, tmp_path / "notes", wanted(3))
    with register.writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER document_fixed")
        connection.exec_driver_sql("UPDATE document SET amount = 99 WHERE number = 'CN-2026-00002'")
    assert [(fault.kind, fault.about) for fault in verify(register).faults] == [("content", "CN-2026-00002")]
    with register.writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER event_fixed")
        connection.exec_driver_sql("UPDATE event SET actor = 'bob' WHERE seq = 3")
    assert "Event 3" in verify(register).faults[0].problem


def test_an_older_copy_put_back_is_noticed(tmp_path: Path) -> None:
    register = open_register(tmp_path / "register.db")
    do_run(register, tmp_path / "notes", wanted(2))
    older = (tmp_path / "register.db").read_bytes()
    do_run(register, tmp_path / "notes", wanted(3))
    register.close()
    (tmp_path / "register.db").write_bytes(older)
    register = open_register(tmp_path / "register.db")
    assert [fault.kind for fault in verify(register).faults] == ["unknown"]
    assert "CN-2026-00003" in verify(register).faults[0].problem
    register.close()


def test_held_by_another_program_it_waits_and_then_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_SETTINGS", (*database._SETTINGS[:-1], "busy_timeout=50"))
    register = open_register(tmp_path / "register.db")
    other = sqlite3.connect(tmp_path / "register.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OutputError, match=r"being written to by somebody else.*nothing was lost"):
        do_run(register, tmp_path / "notes", wanted(1))
    other.execute("ROLLBACK")
    other.close()
    do_run(register, tmp_path / "notes", wanted(1))
    register.close()


def test_backups_are_made_before_a_run_and_the_oldest_go(tmp_path: Path) -> None:
    register = open_register(tmp_path / "register.db")
    made = []
    for count in range(1, 5):
        made.append(back_up(register, keep=3))
        assert back_up(register, keep=3) == made[-1]
        do_run(register, tmp_path / "notes", wanted(count))
    there = sorted((tmp_path / "register-backups").iterdir())
    assert there == made[1:]
    register.close()
    copy = open_register(there[-1])
    assert len(entries(copy)) == 3
    copy.close()
