"""What can be done with a register by itself: look into it, prove it, finish what was broken off, void, restore."""

import datetime as dt
import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import Row, select

from sheetops.errors import BookError
from sheetops.excel.write import write_run
from sheetops.faultlog import own_folder
from sheetops.jobs.rendering import renderer
from sheetops.model import Document, Finding, Frame, Outcome, Progress, Run, Severity, Total, silent
from sheetops.publish import make_folder
from sheetops.register import (
    Entry,
    Proof,
    Register,
    back_up,
    entries,
    is_local,
    issue,
    mark_sent,
    open_register,
    pending,
    restore,
    schema,
    verify,
    void,
)
from sheetops.sheets.results import RESULTS

FILE = "register.db"
VARIABLE = "SHEETOPS_REGISTER"
"""Names the register for every command of this computer, where neither Policy nor --register does."""

DEFINITIONS = {
    "intent": "written down with its number and content, and not made yet: sheetops resume makes it",
    "issued": "made: the file is as its SHA-256 says",
    "failed": "could not be made; it keeps its number, and the next run tries again",
    "superseded": "a later revision took its place",
    "void": "made void by a person, with a reason; its number is never given again",
    "head": "the hash of the last event; write it down where nobody can alter it, and the past cannot be altered",
}


def place_of(out: Path, given: Path | str | None = None, policy: str = "", desk: Path | None = None) -> Path | str:
    """Return where the register is: as given, as the Policy says, as the variable says, in ``out``.

    A path of the Policy is meant from the desk's folder. Where a folder is no place for a register (a network drive,
    one that is copied between computers), it lies among this user's own files, one for each such folder.
    """
    said = given or policy or os.environ.get(VARIABLE, "")
    if not said:
        return out / FILE if is_local(out) else _own(out)
    if isinstance(said, str) and "://" in said:
        return said
    if given or Path(said).is_absolute():
        return Path(said)
    beside = (desk or out) / said
    return beside if is_local(beside.parent) else _own(beside.parent)


def _own(out: Path) -> Path:
    known = hashlib.sha256(str(out.absolute()).encode()).hexdigest()[:12]
    return own_folder("registers") / f"{out.name} {known}.db"


def register_run(register: Register, as_of: dt.date) -> Run:
    """Prove a register and list all it holds: Register, Numbers, Runs, Audit; what does not hold is a finding."""
    proof = verify(register)
    frames = {
        "Register": _documents(register),
        "Numbers": _numbers(register),
        "Runs": _runs(register),
        "Audit": _audit(register),
    }
    given, there = int(frames["Numbers"]["given"].sum()), int((frames["Register"]["number"] != "").sum())
    return Run(
        job="register",
        as_of=as_of,
        definitions=DEFINITIONS,
        counts={
            **{f"documents {state}": number for state, number in sorted(proof.documents.items())},
            "events": proof.events,
            "head": proof.head,
        },
        totals=(
            Total("Numbers drawn against documents that have one", "", given, there),
            Total("Events on the sheet Audit against events of the register", "", len(frames["Audit"]), proof.events),
        ),
        findings=tuple(_findings(proof)),
        frames=frames,
    )


def export(place: Path | str, out: Path, as_of: dt.date) -> Outcome:
    """Prove a register and write ``register.xlsx`` into a folder."""
    register = open_register(place, create=False)
    try:
        run = register_run(register, as_of)
    finally:
        register.close()
    workbook = make_folder(out) / "register.xlsx"
    write_run(run, workbook)
    return Outcome(run, workbook, out)


def resume(place: Path | str, as_of: dt.date, progress: Progress = silent) -> Outcome:
    """Make what an earlier run wrote down and did not make, under the numbers it has."""
    register = open_register(place, create=False)
    try:
        left = pending(register)
        faults = issue(register, left, renderer(register), progress=progress)
        made = [one for one in entries(register, state=schema.ISSUED) if one.id in {early.id for early in left}]
    finally:
        register.close()
    found = tuple(
        _finding(one, f"{_name(one)} could not be made: {faults[one.id]}") for one in left if one.id in faults
    )
    run = Run(
        job="resume",
        as_of=as_of,
        definitions=DEFINITIONS,
        counts={"left by an earlier run": len(left), "made": len(made), "failed": len(found)},
        totals=(Total("Made and failed against left", "", len(made) + len(found), len(left)),),
        findings=found,
        documents=tuple(Document(one.path, one.sha256) for one in made),
    )
    return Outcome(run, None, made[0].path.parent if made else Path())


def make_void(register: Register, which: str, reason: str) -> Entry:
    """Make a document void; BookError when there is none, or no reason."""
    one = known(register, which)
    if not reason.strip():
        raise BookError(f"Say why {which} is void (--reason): an auditor will ask.")
    if one.kind == "journal" and one.state == schema.ISSUED:
        raise BookError(
            f"{which} is a journal that was exported: it is reversed, never void. sheetops journals BOOK --reverse "
            f"{one.number}"
        )
    if one.state in (schema.VOID, schema.SUPERSEDED):
        raise BookError(f"{which} is {one.state} already.")
    return void(register, which, reason)


def put_back(register: Register, which: str) -> Path:
    """Make an issued document's file again, the same to the byte; BookError when it was never issued."""
    one = known(register, which)
    if one.state != schema.ISSUED:
        raise BookError(f"{which} is {one.state}: only what was issued can be made again as it was.")
    return restore(register, one, renderer(register))


def tell_sent(register: Register, which: Sequence[str], day: dt.date) -> int:
    """Write down that documents went out on a day; BookError when one is not issued."""
    there = [known(register, one) for one in which]
    unmade = [_name(one) for one in there if one.state != schema.ISSUED]
    if unmade:
        raise BookError(f"{', '.join(unmade)} is not issued, so it cannot have gone out. Nothing was written.")
    mark_sent(register, [one.id for one in there], day, register.actor)
    return len(there)


def known(register: Register, which: str) -> Entry:
    """Return the last document of a number, key or file name; BookError when the register has none."""
    found = entries(register, number=which) or entries(register, key=which)
    found = found or [one for one in entries(register) if one.path.name == which]
    if not found:
        raise BookError(f"The register {register.name} has no {which}. sheetops register list shows what it has.")
    return found[-1]


def story(register: Register, which: str) -> Iterator[str]:
    """Yield all that the register knows of a document, line by line: what it is, what happened to it, when, by whom."""
    one = known(register, which)
    yield f"{_name(one)}: {one.kind}, account {one.account}, as of {one.as_of}, {one.state}"
    yield f"file {one.path} (SHA-256 {one.sha256 or 'none yet'})"
    yield f"key {one.key}, revision {one.revision}, content SHA-256 {one.content_sha256}"
    with register.reading() as connection:
        event = schema.event.c
        mine = (event.document == one.id) | ((event.document <= one.id) & (event.last >= one.id))
        for row in connection.execute(select(schema.event).where(mine).order_by(schema.event.c.seq)):
            yield f"{row.at}  {row.actor}  {row.what}  {row.detail}".rstrip()


def save_copy(register: Register) -> Path | None:
    """Copy a local register beside it; None for a server, which has backups of its own."""
    return back_up(register)


def _name(one: Entry) -> str:
    return one.number or one.path.name


def _findings(proof: Proof) -> Iterator[Finding]:
    for fault in proof.faults:
        severity = Severity.WARNING if fault.kind == "unfinished" else Severity.ERROR
        yield Finding("Register", 0, "number", "", fault.about, severity, f"register_{fault.kind}", fault.problem)


def _finding(one: Entry, problem: str) -> Finding:
    return Finding("Register", 0, "number", "", _name(one), Severity.WARNING, "register_failed", problem)


def _documents(register: Register) -> Frame:
    rows = [
        {
            "number": one.number,
            "kind": one.kind,
            "account": one.account,
            "date": pd.Timestamp(one.as_of),
            "amount": one.amount,
            "currency": one.currency,
            "status": one.state,
            "revision": one.revision,
            "run": one.run,
            "file": one.path.as_posix(),
            "sha256": one.sha256,
            "request": one.key,
            "reason": one.error,
        }
        for one in entries(register)
    ]
    return pd.DataFrame(rows, columns=[column.name for column in RESULTS["Register"].columns])


def _numbers(register: Register) -> Frame:
    with register.reading() as connection:
        found = connection.execute(select(schema.series).order_by(schema.series.c.name, schema.series.c.year)).all()
    void_ = {one.number for one in entries(register, state=schema.VOID)}
    rows = [
        {
            "series": one.name,
            "year": one.year,
            "first_number": one.pattern.format(year=one.year, number=one.first),
            "last_number": one.pattern.format(year=one.year, number=one.next - 1),
            "given": one.next - one.first,
            "void": sum(
                one.pattern.format(year=one.year, number=number) in void_ for number in range(one.first, one.next)
            ),
        }
        for one in found
    ]
    return pd.DataFrame(rows, columns=[column.name for column in RESULTS["Numbers"].columns])


def _runs(register: Register) -> Frame:
    with register.reading() as connection:
        found = connection.execute(select(schema.run).order_by(schema.run.c.id)).all()
    rows = [
        {
            "run": one.id,
            "job": one.job,
            "date": pd.Timestamp(one.as_of),
            "by": one.operator,
            "computer": one.host,
            "begun_at": one.begun_at,
            "status": one.state,
            "counts": one.counts or "",
            "inputs": one.inputs,
            "settings_sha256": one.settings_sha256,
            "version": one.version,
        }
        for one in found
    ]
    return pd.DataFrame(rows, columns=[column.name for column in RESULTS["Runs"].columns])


def _audit(register: Register) -> Frame:
    """Return every event in order: when, by whom, on which computer, what, of which documents, and its hash."""
    names = {one.id: _name(one) for one in entries(register)}
    with register.reading() as connection:
        found = connection.execute(select(schema.event).order_by(schema.event.c.seq)).all()
    rows = [_event(one, names) for one in found]
    return pd.DataFrame(rows, columns=[column.name for column in RESULTS["Audit"].columns])


def _event(one: Row[Any], names: Mapping[int, str]) -> dict[str, Any]:
    by, _, computer = one.actor.partition("@")
    first, last = names.get(one.document, ""), names.get(one.last, "")
    return {
        "event": one.seq,
        "at": one.at,
        "by": by,
        "computer": computer,
        "what": one.what,
        "document": first if last in ("", first) else f"{first} to {last}",
        "run": one.run,
        "detail": one.detail,
        "hash": one.hash,
    }
