"""Documents of a desk through the register: each made once, under its number if it has one, however often pressed."""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import sheetops
from sheetops import register as reg
from sheetops.errors import OutputError, TemplateError
from sheetops.jobs.desk import Desk
from sheetops.jobs.documents import Key, Maker, refused
from sheetops.jobs.registered import place_of
from sheetops.jobs.rendering import content_of, renderer
from sheetops.model import Document, Progress, silent
from sheetops.register import Entry, Register, Series, Wanted, schema
from sheetops.word import safe_name

SETTING = "register"


class Ask(NamedTuple):
    """A document that a job wants.

    ``key`` says for what, for ever; ``template`` by key and language; ``record`` gives the merge record for a number
    ("" without one) and a day; ``called`` names the file, with ``{number}`` in it. ``amount`` is in minor units.
    """

    key: str
    account: str
    template: Key
    record: Callable[[str, dt.date], Mapping[str, Any]]
    called: str
    amount: int | None = None
    currency: str = ""


class Answer(NamedTuple):
    """What became of an Ask: its number, the document (None when it could not be made: ``fault`` says why).

    ``made_on`` is the day of a document that was made earlier; ``changed`` whether it would now say something else;
    ``sent_on`` when it was sent, ``file`` its name.
    """

    number: str
    document: Document | None
    fault: str = ""
    made_on: dt.date | None = None
    changed: bool = False
    sent_on: dt.date | None = None
    file: str = ""


@dataclass(frozen=True)
class Office:
    """A desk with its register open, and the output folder."""

    desk: Desk
    register: Register
    out: Path

    def numbers(self, kind: str) -> dict[str, str]:
        """Return the numbers of a kind given so far, by key; those of void documents are not among them."""
        there = reg.entries(self.register, kind=kind)
        return {one.key: one.number for one in there if one.state != schema.VOID}

    def note_sent(self, kind: str, sent: Mapping[str, dt.date]) -> None:
        """Take over from the desk which documents were sent, by file name, and when."""
        known = reg.unsent(self.register, kind) if sent else {}
        days: dict[dt.date, list[int]] = {}
        for name in known.keys() & sent.keys():
            days.setdefault(sent[name], []).append(known[name])
        for day, documents in sorted(days.items()):
            reg.mark_sent(self.register, sorted(documents), day, self.register.actor)


@contextmanager
def office(desk: Desk, out: Path) -> Iterator[Office]:
    """Open the desk's register: the one that its Policy or the computer names, else the one in the output folder.

    What an earlier run wrote down and did not finish is made first.
    """
    place = place_of(out, policy=str(desk.policy.value(SETTING)), desk=desk.place)
    register = reg.open_register(place, root=out if isinstance(place, str) else None)
    try:
        reg.back_up(register)
        reg.issue(register, reg.pending(register), renderer(register))
        yield Office(desk, register, out)
    finally:
        register.close()


def make_documents(
    at: Office,
    maker: Maker,
    kind: str,
    asks: Sequence[Ask],
    series: Series | None = None,
    progress: Progress = silent,
) -> list[Answer]:
    """Make documents and return what became of each, in order.

    ``maker`` has prepared their templates. Numbered documents are rendered once before any number is drawn: what
    cannot be made then gets none.
    """
    faults = _tried(maker, asks, series) if series else {}
    wanted = [_wanted(at, maker, kind, ask, series) for ask in asks if ask.key not in faults]
    if not wanted:
        return [_unmade(faults[ask.key]) for ask in asks]
    run = reg.begin_run(
        at.register, kind, at.desk.as_of, inputs_of(at.desk), str(at.desk.policy.values), sheetops.__version__
    )
    intended = reg.intend(at.register, run, wanted, maker.folder, _named)
    failed = reg.issue(at.register, intended.to_make, renderer(at.register), run=run, progress=progress)
    faults |= _put_back(at, intended)
    made = {key: one for key, one in reg.known(at.register, [one.key for one in wanted]).items() if one.sha256}
    answers = [_answer(at, ask, faults, made, intended, failed) for ask in asks]
    counts = {"asked": len(asks), "made": sum(answer.document is not None for answer in answers)}
    reg.end_run(at.register, run, counts | {"failed": len(asks) - counts["made"]})
    return answers


def _put_back(at: Office, intended: reg.Intended) -> dict[str, str]:
    """Make again, the same to the byte, what was made before, never went out and is gone; return why some cannot."""
    faults = {}
    for key, one in intended.made.items():
        if not one.sent_on and not one.path.is_file():
            try:
                reg.restore(at.register, one, renderer(at.register))
            except OutputError as wrong:
                faults[key] = refused(wrong)
    return faults


def _tried(maker: Maker, asks: Sequence[Ask], series: Series) -> dict[str, str]:
    """Return why some cannot be made, by key: each is rendered with a number as long as its own will be."""
    faults = {}
    for ask in asks:
        number = series.pattern.format(year=9999, number=99_999)
        try:
            maker.chosen[ask.template].template.render(ask.record(number, dt.date(2000, 1, 1)))
        except (TemplateError, OutputError) as wrong:
            faults[ask.key] = refused(wrong)
    return faults


def _wanted(at: Office, maker: Maker, kind: str, ask: Ask, series: Series | None) -> Wanted:
    chosen = maker.chosen[ask.template]

    def content(number: str, day: dt.date) -> dict[str, Any]:
        return content_of(ask.record(number, day), chosen.template, chosen.language)

    return Wanted(
        key=ask.key,
        kind=kind,
        account=ask.account,
        as_of=at.desk.as_of,
        content=content,
        template=maker.kept(at.register, ask.template),
        called=ask.called,
        series=series,
        amount=ask.amount,
        currency=ask.currency,
        supersede=series is None,
    )


def _named(called: str, taken: Collection[str]) -> str:
    return safe_name(called, taken)


def _answer(
    at: Office,
    ask: Ask,
    faults: Mapping[str, str],
    made: Mapping[str, Entry],
    intended: reg.Intended,
    failed: Mapping[int, str],
) -> Answer:
    if ask.key in faults:
        return _unmade(faults[ask.key])
    if ask.key in made:
        one = made[ask.key]
        changed = ask.key in intended.refused
        earlier = one.as_of if changed or ask.key in intended.made else None
        return Answer(one.number, document_of(at, one), "", earlier, changed, one.sent_on, one.path.name)
    one = next(one for one in intended.to_make if one.key == ask.key)
    return Answer(one.number, None, failed.get(one.id, "it was not made"))


def _unmade(fault: str) -> Answer:
    return Answer("", None, fault)


def document_of(at: Office, one: Entry) -> Document:
    """Return an issued document as a run shows it: its place from the output folder where it lies there."""
    inside = one.path.is_relative_to(at.out.absolute())
    return Document(one.path.relative_to(at.out.absolute()) if inside else one.path, one.sha256)


def inputs_of(desk: Desk) -> dict[str, str]:
    """Return the files that a desk was read from, with their SHA-256, as a run of the register names them."""
    return {source.name: source.sha256 for source in desk.sources}
