"""Every test of a register runs over SQLite, and over a PostgreSQL server of its own where one can be started."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sheetops.register import Register, open_register

BIN = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


def _as_postgres(*command: str | Path) -> list[str]:
    """The server refuses to run as root: there it runs as its own user."""
    words = [str(word) for word in command]
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *words] if os.getuid() == 0 else words


def _server(folder: Path) -> str:
    programs, data = BIN[-1], folder / "data"
    if os.getuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    quiet: dict[str, Any] = {"check": True, "capture_output": True, "cwd": folder}
    subprocess.run(_as_postgres(programs / "initdb", "-D", data, "-U", "desk", "-A", "trust", "-N"), **quiet)
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    start = _as_postgres(programs / "pg_ctl", "-D", data, "-o", options, "-w", "-l", folder / "log", "start")
    subprocess.run(start, check=True, stdout=subprocess.DEVNULL, cwd=folder)
    return f"postgresql+psycopg://desk@/{{}}?host={folder}"


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    if not BIN:
        if os.environ.get("SHEETOPS_LIVE") == "required":
            pytest.fail("PostgreSQL is not installed, and SHEETOPS_LIVE says that it must be")
        pytest.skip("PostgreSQL is not installed")
    # Not among the tests' own folders, which belong to one user alone.
    folder = Path(tempfile.mkdtemp(prefix="sheetops-pg-"))
    address = _server(folder)
    yield address
    stop = _as_postgres(BIN[-1] / "pg_ctl", "-D", folder / "data", "-m", "fast", "-w", "stop")
    subprocess.run(stop, check=True, stdout=subprocess.DEVNULL, cwd=folder)
    shutil.rmtree(folder)


Open = Callable[..., Register]


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str | Path:
    """Where a register of the test's own can be opened."""
    if request.param == "sqlite":
        return tmp_path / "register.db"
    address: str = request.getfixturevalue("server")
    name = f"desk_{tmp_path.name.casefold()}".replace("-", "_").replace("[", "_").replace("]", "_")
    own_database(address, name)
    return address.format(name)


def own_database(address: str, name: str) -> None:
    import psycopg

    host = address.partition("host=")[2]
    with psycopg.connect(f"host={host} user=desk dbname=postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[arg-type]


@pytest.fixture
def opened(place: str | Path, tmp_path: Path) -> Iterator[Open]:
    """Open the test's register, as often as asked."""
    there: list[Register] = []

    def another(actor: str = "ann@desk") -> Register:
        there.append(open_register(place, actor, root=tmp_path))
        return there[-1]

    yield another
    for one in there:
        one.close()


@pytest.fixture
def register(opened: Open) -> Register:
    return opened()
