"""From intended to issued: render, put in place without overwriting, have it on the disk, and only then say so.

Every step can be broken off at any moment. What was intended and not issued is found again, rendered again (the same
content, the same template, the same number) and, where its file is there already, taken as it is.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, bindparam, select, update

from sheetops.errors import OutputError, SheetopsError
from sheetops.model import Progress, silent
from sheetops.publish import make_folder, refusal
from sheetops.register import schema
from sheetops.register.chain import Event, told
from sheetops.register.database import Register
from sheetops.register.disk import Disk
from sheetops.register.documents import Entry
from sheetops.register.frozen import sha256

BATCH = 200
"""Documents made at a time: their folder is synced and the register written once for all of them."""

Render = Callable[[Sequence[Entry]], bytes]
"""Returns the file for the documents that share it, always the same bytes; SheetopsError when one cannot be made."""


@dataclass
class File:
    """A file under way: its documents, its place, and how far it is."""

    documents: list[Entry]
    path: Path
    draft: Path | None = None
    sha256: str = ""
    bytes: int = 0
    fault: str = ""


@dataclass(frozen=True)
class Issue:
    """What the steps of a batch work with."""

    register: Register
    render: Render
    disk: Disk
    run: int | None


def rendered(issue: Issue, batch: Sequence[File]) -> None:
    """Write each file beside its place, wholly on the disk; one that cannot be made says why."""
    for file in batch:
        try:
            content = issue.render(file.documents)
        except SheetopsError as wrong:
            file.fault = " ".join(str(wrong).split())
            continue
        file.draft = issue.disk.write(file.path.parent, content)
        file.sha256, file.bytes = sha256(content), len(content)


def published(issue: Issue, batch: Sequence[File]) -> None:
    """Give each file its name. A file that has it already is taken if it is the same, and else set aside."""
    for file in batch:
        if file.draft is None or issue.disk.publish(file.draft, file.path):
            continue
        there = issue.disk.read(file.path)
        if there is not None and sha256(there) == file.sha256:
            issue.disk.remove(file.draft)
            continue
        aside = issue.disk.set_aside(file.path)
        with issue.register.writing() as connection:
            said = f"another file stood in the place of this document and is now {aside.name}"
            issue.register.tell(connection, Event("set aside", issue.run, file.documents[0].id, said))
        if not issue.disk.publish(file.draft, file.path):
            raise OutputError(f"{file.path} is being written to by another program. Close it and run again.")


def settled(issue: Issue, batch: Sequence[File]) -> None:
    """Have the names on the disk."""
    for folder in dict.fromkeys(file.path.parent for file in batch):
        issue.disk.sync(folder)


def entered(issue: Issue, batch: Sequence[File]) -> None:
    """Say in the register that the documents are issued, or that they could not be made."""
    with issue.register.writing() as connection:
        unmade = _unmade(connection, [one.id for file in batch for one in file.documents])
        mine = [(file, one) for file in batch for one in file.documents if one.id in unmade]
        made = [{"id_": one.id, "sha": file.sha256, "size": file.bytes} for file, one in mine if not file.fault]
        faulty = [{"id_": one.id, "fault": file.fault} for file, one in mine if file.fault]
        old = [{"id_": one.supersedes} for file, one in mine if one.supersedes and not file.fault]
        for statement, rows in ((_MADE, made), (_FAULTY, faulty), (_OLD, old)):
            if rows:
                connection.execute(statement, rows)
        issue.register.tell(
            connection,
            *told(schema.ISSUED, issue.run, sorted((one.id, file.sha256) for file, one in mine if not file.fault)),
            *(Event(schema.FAILED, issue.run, one.id, file.fault) for file, one in mine if file.fault),
            *(
                Event(schema.SUPERSEDED, issue.run, one.supersedes, f"by document {one.id}")
                for file, one in mine
                if one.supersedes and not file.fault
            ),
        )


def _unmade(connection: Connection, documents: Sequence[int]) -> set[int]:
    """Return those that nobody has made yet: another run may have resumed the same."""
    table = schema.document
    asked = select(table.c.id).where(table.c.id.in_(documents), table.c.state.in_((schema.INTENT, schema.FAILED)))
    return set(connection.execute(asked).scalars())


_THIS = update(schema.document).where(schema.document.c.id == bindparam("id_"))
_MADE = _THIS.values(state=schema.ISSUED, sha256=bindparam("sha"), bytes=bindparam("size"), error=None)
_FAULTY = _THIS.values(state=schema.FAILED, error=bindparam("fault"))
_OLD = _THIS.where(schema.document.c.state == schema.ISSUED).values(state=schema.SUPERSEDED)


STEPS = (rendered, published, settled, entered)
"""What happens to a batch, in this order and no other: the proof of the register rests on it."""


def issue(
    register: Register,
    documents: Sequence[Entry],
    render: Render,
    *,
    run: int | None = None,
    disk: Disk | None = None,
    progress: Progress = silent,
) -> dict[int, str]:
    """Make documents that are intended; return by its id why one could not be made.

    OutputError when the disk or the folder stops it; what was issued by then stays issued, and the rest is made under
    the same numbers by the next run.
    """
    work = Issue(register, render, disk or Disk(), run)
    faults: dict[int, str] = {}
    done = 0
    for batch in batches(documents):
        progress("Making documents", done, len(documents))
        try:
            _through(work, batch)
        except OSError as wrong:
            raise OutputError(
                f"{refusal(batch[0].path, wrong)} {done} of {len(documents)} documents were made and are in the "
                "register; the next run makes the rest, under the numbers they have."
            ) from wrong
        faults |= {one.id: file.fault for file in batch if file.fault for one in file.documents}
        done += sum(len(file.documents) for file in batch)
    progress("Making documents", done, len(documents))
    return faults


def restore(register: Register, one: Entry, render: Render, disk: Disk | None = None) -> Path:
    """Put an issued document's file back as it was made; OutputError when it no longer comes out the same.

    A file that stands in its place and differs is set aside, not overwritten.
    """
    work = Issue(register, render, disk or Disk(), None)
    file = File([one], one.path)
    make_folder(one.path.parent)
    rendered(work, [file])
    if file.draft is None or file.sha256 != one.sha256:
        if file.draft is not None:
            work.disk.remove(file.draft)
        why = file.fault or "this sheetops writes it otherwise than the one that made it"
        raise OutputError(f"{one.number or one.key} cannot be made again as it was: {why}. Look for it in a backup.")
    published(work, [file])
    settled(work, [file])
    with register.writing() as connection:
        register.tell(connection, Event("restored", None, one.id, one.sha256))
    return one.path


def _through(work: Issue, batch: Sequence[File]) -> None:
    for folder in {file.path.parent for file in batch}:
        make_folder(folder)
    try:
        for step in STEPS:
            step(work, batch)
    except Exception:
        for file in batch:
            if file.draft is not None:
                work.disk.remove(file.draft)
        raise


def batches(documents: Iterable[Entry], size: int = BATCH) -> Iterator[list[File]]:
    """Yield the files that documents stand in, some ``size`` documents at a time; a file is never split."""
    files: list[File] = []
    for path, group in itertools.groupby(documents, key=lambda one: one.path):
        files.append(File(sorted(group, key=lambda one: one.part), path))
        if sum(len(file.documents) for file in files) >= size:
            yield files
            files = []
    if files:
        yield files
