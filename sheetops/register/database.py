"""A register opened: where it lies, that it is whole and of this version, its transactions, its backups."""

import datetime as dt
import getpass
import secrets
import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from sheetops.errors import OutputError
from sheetops.publish import make_folder
from sheetops.register import schema
from sheetops.register.chain import Event, append
from sheetops.register.places import require_local

PATIENCE = 30
"""Seconds to wait while another program writes into the register."""

BACKUPS = 30
"""How many backups of a local register are kept."""

_SETTINGS = (
    "journal_mode=DELETE",  # the rollback journal: the one that survives power loss on every disk and version
    "synchronous=EXTRA",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    f"busy_timeout={PATIENCE * 1000}",
)
_ALONE = (f"SET LOCAL lock_timeout = '{PATIENCE}s'", "SELECT pg_advisory_xact_lock(20260630)")
"""PostgreSQL: one writer at a time in a database; what is written is short, and documents are made outside it."""


_REFUSALS = (SQLAlchemyError, sqlite3.Error, UnicodeError)
"""What comes of a database that cannot or will not: a damaged file may hold text that is none."""


def now() -> str:
    """Return the moment as it is written into the register: UTC, to the second. No status rests on it."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


@dataclass(frozen=True)
class Register:
    """An open register: the database behind it, its local file (None for a server), and who writes into it.

    Documents are known by their place under ``root``, so that a desk's folder can be moved as a whole.
    """

    engine: Engine
    file: Path | None
    actor: str
    root: Path
    clock: Callable[[], str] = now

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection on which all or nothing is written, alone; OutputError when the register cannot take it."""
        try:
            with self.engine.begin() as connection:
                if connection.dialect.name == "postgresql":
                    for statement in _ALONE:
                        connection.execute(text(statement))
                yield connection
        except _REFUSALS as wrong:
            raise self._unwilling(wrong) from wrong

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection to read from."""
        try:
            with self.engine.connect().execution_options(reading=True) as connection:
                yield connection
        except _REFUSALS as wrong:
            raise self._unwilling(wrong) from wrong

    def tell(self, connection: Connection, *happened: Event) -> None:
        """Add events to the chain, in the transaction of the connection."""
        append(connection, self.clock(), self.actor, happened)

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    @property
    def name(self) -> str:
        """What the register is called in messages: its file, or its server without the password."""
        return str(self.file) if self.file else self.engine.url.render_as_string(hide_password=True)

    def _unwilling(self, wrong: Exception) -> OutputError:
        said = str(getattr(wrong, "orig", wrong)).strip().splitlines()[0]
        if "locked" in said or "lock timeout" in said:
            return OutputError(
                f"The register {self.name} is being written to by somebody else for more than {PATIENCE} seconds. "
                "Close programs that have it open and run again; nothing was lost."
            )
        return OutputError(f"The register {self.name} did not take this ({said}). Nothing of it was written.")


def open_register(place: Path | str, actor: str = "", *, root: Path | None = None, create: bool = True) -> Register:
    """Return the register at a path or a PostgreSQL address, made if it is not there and ``create``.

    OutputError when it lies where a register must not, is damaged, or was written by a newer sheetops. ``actor`` is
    who works with it: the name under which the computer knows the user unless it is given; ``root`` is the folder from
    which the places of documents are told: the register's own unless it is given.
    """
    engine, file = _connect(place, create)
    register = Register(engine, file, actor or operator(), (root or (file.parent if file else Path())).absolute())
    try:
        _prepare(register, create)
    except BaseException:
        register.close()
        raise
    return register


def operator() -> str:
    """Return under which name and on which computer this runs."""
    try:
        return f"{getpass.getuser()}@{socket.gethostname()}"
    except (OSError, KeyError, ImportError):  # a service without a user of its own
        return f"unknown@{socket.gethostname()}"


def _connect(place: Path | str, create: bool) -> tuple[Engine, Path | None]:
    if isinstance(place, str) and "://" in place:
        return _server(place), None
    require_local(Path(place))
    file = Path(place).absolute()
    if not create and not file.exists():
        raise OutputError(f"There is no register {file}. Name the one that the desk uses (--register).")
    make_folder(file.parent)
    return _local(file), file


def _server(address: str) -> Engine:
    if not address.startswith("postgresql"):
        raise OutputError(
            f"The register {address.split('://')[0]}://... is of no kind that sheetops knows: a file, or "
            "postgresql+psycopg://user@server/database."
        )
    url = make_url(address)
    if url.password:
        raise OutputError(
            "The address of the register holds a password. Take it out: passwords belong into the variable PGPASSWORD "
            "or the file .pgpass, not into a sheet or a command."
        )
    try:
        return create_engine(url.set(drivername="postgresql+psycopg"), connect_args={"connect_timeout": PATIENCE})
    except ModuleNotFoundError as wrong:
        raise OutputError(
            "For a register on PostgreSQL the package psycopg is needed. Type: pip install sheetops[postgresql]"
        ) from wrong


def _local(file: Path) -> Engine:
    engine = create_engine(f"sqlite:///{file}" if str(file) != ":memory:" else "sqlite://")
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy's begin is then ours, see below
    for setting in _SETTINGS:
        connection.execute(f"PRAGMA {setting}")


def _begin(connection: Connection) -> None:
    # A transaction that reads first and writes later can lose its turn; a writer waits for its turn at the start.
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _prepare(register: Register, create: bool) -> None:
    try:
        with register.reading() as connection:
            there = inspect(connection).has_table("meta")
    except OutputError as wrong:
        raise _damaged(register) if _is_damage(wrong.__cause__) else wrong from wrong
    if there:
        _require_whole(register)
    elif create:
        _create(register)
    else:
        raise OutputError(f"{register.name} is no register yet. Type: sheetops register init")


def _is_damage(wrong: BaseException | None) -> bool:
    return not isinstance(wrong, OperationalError | sqlite3.OperationalError)


def _create(register: Register) -> None:
    with register.writing() as connection:
        if inspect(connection).has_table("meta"):  # somebody else was quicker
            return
        schema.metadata.create_all(connection)
        for statement in schema.rules(connection.dialect.name):
            connection.exec_driver_sql(statement)
        rows = {"version": str(schema.VERSION), "register": secrets.token_hex(8), "created": register.clock()}
        connection.execute(insert(schema.meta), [{"name": name, "value": value} for name, value in rows.items()])
        register.tell(connection, Event("register created", detail=f"version {schema.VERSION}"))


def _require_whole(register: Register) -> None:
    with register.reading() as connection:
        version = int(
            connection.execute(select(schema.meta.c.value).where(schema.meta.c.name == "version")).scalar_one()
        )
        if version > schema.VERSION:
            raise OutputError(
                f"The register {register.name} was written by a newer sheetops (its version is {version}, this one "
                f"knows {schema.VERSION}). Install the newer sheetops; nothing was changed."
            )
        if register.file and connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one() != "ok":
            raise _damaged(register)
        if (
            connection.dialect.name == "postgresql"
            and connection.exec_driver_sql("SHOW synchronous_commit").scalar_one() == "off"
        ):
            raise OutputError(
                f"The server of the register {register.name} has synchronous_commit off: a number it has confirmed "
                "could be lost with the power. Switch it on for this database."
            )


def _damaged(register: Register) -> OutputError:
    backups = register.file.parent / "register-backups" if register.file else None
    where = (
        f" Its backups are in {backups}: put the newest in its place, then type: sheetops register verify"
        if backups
        else ""
    )
    return OutputError(f"The register {register.name} is damaged, or it is no register. Nothing was written.{where}")


def back_up(register: Register, keep: int = BACKUPS) -> Path | None:
    """Copy a local register into ``register-backups`` beside it unless it is as it was; None for a server."""
    if register.file is None:
        return None
    with register.reading() as connection:
        last = connection.exec_driver_sql("SELECT coalesce(max(seq), 0) FROM event").scalar_one()
    folder = make_folder(register.file.parent / "register-backups")
    backup = folder / f"{register.file.stem} {last:09}.db"
    if not backup.exists():
        draft = backup.with_suffix(".tmp")
        draft.unlink(missing_ok=True)
        with closing(sqlite3.connect(register.file, isolation_level=None)) as own:
            own.execute("VACUUM INTO ?", (str(draft),))
        draft.replace(backup)
        for old in sorted(folder.glob(f"{register.file.stem} *.db"))[:-keep]:
            old.unlink()
    return backup
