"""The register's tables, and what the database itself forbids.

Nothing is ever deleted. What a document was to be (its key, number, content, template, amount, file) is fixed when it
is intended; only its state moves on, and only forwards. The same rules stand in SQLite and in PostgreSQL.
"""

from collections.abc import Iterator

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

VERSION = 1
"""The version of these tables; a newer register is not touched, an older one is upgraded in place."""

INTENT, ISSUED, FAILED, VOID, SUPERSEDED = "intent", "issued", "failed", "void", "superseded"

MOVES = {
    INTENT: (ISSUED, FAILED, VOID),
    FAILED: (INTENT, ISSUED, VOID),
    ISSUED: (VOID, SUPERSEDED),
    VOID: (),
    SUPERSEDED: (),
}
"""Where a document can go from each state."""

metadata = MetaData()

meta = Table("meta", metadata, Column("name", Text, primary_key=True), Column("value", Text, nullable=False))

series = Table(
    "series",
    metadata,
    Column("name", Text, primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("pattern", Text, nullable=False),
    Column("first", Integer, nullable=False),
    Column("next", Integer, nullable=False),
    CheckConstraint("next >= first AND first > 0", name="series_forwards"),
)

template = Table(
    "template",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

run = Table(
    "run",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("job", Text, nullable=False),
    Column("as_of", Text, nullable=False),
    Column("operator", Text, nullable=False),
    Column("host", Text, nullable=False),
    Column("begun_at", Text, nullable=False),
    Column("inputs", Text, nullable=False),
    Column("settings_sha256", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("ended_at", Text),
    Column("counts", Text),
    CheckConstraint("state IN ('running', 'done')", name="run_state"),
)

document = Table(
    "document",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run", Integer, ForeignKey("run.id"), nullable=False),
    Column("key", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("as_of", Text, nullable=False),
    Column("series", Text),
    Column("year", Integer),
    Column("ordinal", Integer),
    Column("number", Text),
    Column("amount", BigInteger),
    Column("currency", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("content_sha256", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("template", Text, ForeignKey("template.sha256"), nullable=False),
    Column("path", Text, nullable=False),
    Column("path_key", Text, nullable=False),
    Column("part", Integer, nullable=False),
    Column("supersedes", Integer, ForeignKey("document.id")),
    Column("state", Text, nullable=False),
    Column("sha256", Text),
    Column("bytes", Integer),
    Column("error", Text),
    Column("sent_on", Text),
    Column("sent_by", Text),
    UniqueConstraint("key", "revision", name="document_key"),
    UniqueConstraint("series", "year", "ordinal", name="document_ordinal"),
    UniqueConstraint("series", "number", name="document_number"),
    UniqueConstraint("path_key", "part", name="document_path"),
    CheckConstraint("(series IS NULL) = (number IS NULL)", name="document_numbered"),
    CheckConstraint("state IN ('intent', 'issued', 'failed', 'void', 'superseded')", name="document_state"),
    CheckConstraint("state <> 'issued' OR sha256 IS NOT NULL", name="document_made"),
)
Index("document_pending", document.c.state, sqlite_where=document.c.state == INTENT)
Index("document_account", document.c.account)

event = Table(
    "event",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("run", Integer),
    Column("document", Integer),
    Column("last", Integer),
    Column("detail", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False, unique=True),
)

_KEPT = ("series", "template", "run", "document", "event", "meta")

_FIXED: dict[str, str] = {
    "document": (
        "id run key revision kind account as_of series year ordinal number amount currency content content_sha256 "
        "fingerprint template path path_key part supersedes"
    ),
    "run": "id job as_of operator host begun_at inputs settings_sha256 version",
    "series": "name year pattern first",
    "template": "sha256 name content",
    "event": "seq at actor what run document last detail previous hash",
}
"""The columns of each table that never change once they are written."""


def rules(dialect: str) -> Iterator[str]:
    """Yield the statements that make a database refuse what must not happen, for sqlite or postgresql."""
    writer = _in_sqlite if dialect == "sqlite" else _in_postgresql
    for table in _KEPT:
        yield from writer(f"{table}_kept", table, "DELETE", "", f"rows of {table} are never deleted")
    for table, columns in _FIXED.items():
        changed = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in columns.split())
        yield from writer(f"{table}_fixed", table, "UPDATE", changed, f"this part of {table} never changes")
    yield from writer("series_next", "series", "UPDATE", "NEW.next < OLD.next", "numbers never go back")
    moves = " OR ".join(
        f"(OLD.state = '{old}' AND NEW.state IN ({', '.join(repr(new) for new in (old, *after))}))"
        for old, after in MOVES.items()
    )
    yield from writer("document_moves", "document", "UPDATE", f"NOT ({moves})", "a document cannot go back")
    made = "OLD.sha256 IS NOT NULL AND NEW.sha256 IS DISTINCT FROM OLD.sha256"
    yield from writer("document_made_once", "document", "UPDATE", made, "what was made stays as it was made")


def _in_sqlite(name: str, table: str, action: str, when: str, said: str) -> Iterator[str]:
    condition = f"WHEN {when.replace('IS DISTINCT FROM', 'IS NOT')} " if when else ""
    yield (
        f"CREATE TRIGGER {name} BEFORE {action} ON {table} FOR EACH ROW {condition}"
        f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
    )


def _in_postgresql(name: str, table: str, action: str, when: str, said: str) -> Iterator[str]:
    yield (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$body$ BEGIN RAISE EXCEPTION '{said}'; END $body$"
    )
    condition = f"WHEN ({when}) " if when else ""
    yield f"CREATE TRIGGER {name} BEFORE {action} ON {table} FOR EACH ROW {condition}EXECUTE FUNCTION {name}()"
