"""An account's story as a page for Word: the lines of the result sheet in sections, to be read out or put on file."""

import datetime as dt
import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from sheetops import clock, money
from sheetops.jobs import story
from sheetops.jobs.wants import records
from sheetops.jobs.worked import Worked
from sheetops.model import Document, Frame
from sheetops.publish import make_folder, whole_file
from sheetops.word.names import safe_name
from sheetops.word.papers import Block, Facts, Grid, Paper, Section, paper_docx

TEMPLATE = "account-story"
ENTRIES = 30
"""The entries of the ledger that the page shows, the newest; the sheet shows them all."""

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "tag": "en-GB",
        "title": "Account {account}: {name}",
        "as_of": "Explained as of {day}",
        "compared": "What changed between {first} and {last}",
        "forward": "Balance brought forward",
        "status": "Status",
        "next": "Next",
        "outstanding": "Outstanding",
        "overdue": "Overdue",
        "on": "{what} on {day}",
        "since": "{amount}, since {day}",
    },
    "pl": {
        "tag": "pl-PL",
        "title": "Konto {account}: {name}",
        "as_of": "Wyjaśnienie na dzień {day}",
        "compared": "Co się zmieniło między {first} a {last}",
        "forward": "Saldo z przeniesienia",
        "status": "Stan",
        "next": "Następny krok",
        "outstanding": "Do zapłaty",
        "overdue": "Po terminie",
        "on": "{what} dnia {day}",
        "since": "{amount}, od {day}",
        story.STANDING: "Stan konta",
        story.WHO: "Kto to jest",
        story.LEDGER: "Księga",
        story.ALLOCATION: "Która wpłata co zapłaciła",
        story.AGEING: "Wiek zadłużenia",
        story.RULES: "Wezwania, reguła po regule",
        story.LICENCES: "Licencje",
        story.AGREED: "Obietnice i plany spłaty",
        story.HELP: "Wstrzymania, reklamacje, trudna sytuacja",
        story.RESTRICTION: "Ograniczenie",
        story.REFERRAL: "Przekazanie",
        story.CHARGES: "Opłaty i odsetki",
        story.CONTACT: "Pisma i kontakty",
        "Day": "Dzień",
        "Entry": "Pozycja",
        "What": "Co",
        "Amount": "Kwota",
        "Balance": "Saldo",
        "Why": "Dlaczego",
        "Rule": "Reguła",
        "Answer": "Odpowiedź",
        "Age": "Wiek",
        "About": "Czego dotyczy",
        "Before": "Przedtem",
        "After": "Potem",
    },
}


def write_pages(
    worked: Worked, frames: Mapping[str, Frame], other: dt.date | None, folder: Path
) -> tuple[Document, ...]:
    """Write the page of an account into a folder; ``frames`` are those of the run, ``other`` the day compared with."""
    content = paper_docx(page(worked, frames, other))
    name = _name(worked)
    file = safe_name(f"{worked.desk.as_of} {TEMPLATE} {worked.account} {name}", set())
    with whole_file(make_folder(folder) / file) as draft:
        draft.write_bytes(content)
    return (Document(Path(folder.name) / file, hashlib.sha256(content).hexdigest()),)


def page(worked: Worked, frames: Mapping[str, Frame], other: dt.date | None) -> Paper:
    """Return the page, its headings in the desk's language; the reasons are those of the result sheets."""
    words = _words(str(worked.desk.policy.value("language")))
    told, day = frames["Account story"], worked.desk.as_of
    sections = [Section(_say(words, part), (*_part(words, part, told),)) for part in story.PARTS]
    if other is not None:
        first, last = (clock.text(one) for one in sorted((day, other)))
        heading = words["compared"].format(first=first, last=last)
        sections.insert(1, Section(heading, (_compared(words, frames["What changed"]),)))
    return Paper(
        title=words["title"].format(account=worked.account, name=_name(worked)).rstrip(": "),
        subtitle=words["as_of"].format(day=clock.text(day)),
        sender=str(worked.desk.policy.value("supplier_name")) or worked.account,
        sections=tuple(sections),
        tag=words["tag"],
    )


def _words(language: str) -> Mapping[str, str]:
    return _WORDS.get(language, _WORDS["en"])


def _say(words: Mapping[str, str], what: str) -> str:
    return words.get(what, what)


def _name(worked: Worked) -> str:
    names = worked.now.customers["name"]
    return str(names.iloc[0]) if len(names) else ""


def _part(words: Mapping[str, str], part: str, told: Frame) -> Iterator[Block]:
    lines = told[told["part"] == part]
    if len(lines) == 1 and lines["rule"].iloc[0] == "" and lines["outcome"].iloc[0] == "":
        yield str(lines["reason"].iloc[0])  # nothing to tell
    elif part == story.STANDING:
        for _, rows in lines.groupby("currency", sort=False):
            yield from _standing(words, rows)
    elif part == story.WHO:
        yield Facts(tuple((row["rule"].capitalize(), row["outcome"]) for row in records(lines)))
    elif part == story.LEDGER:
        for _, rows in lines.groupby("currency", sort=False):
            yield _ledger(words, rows)
    elif part == story.AGEING:
        ages = tuple((row["rule"], _money(row, "amount")) for row in records(lines))
        yield _grid(words, ("Age", "Amount"), (3, 2), ages, right={1})
    elif part == story.ALLOCATION:
        rows_ = tuple(
            (row["about"], row["outcome"] or row["rule"], _money(row, "amount"), row["reason"])
            for row in records(lines)
        )
        yield _grid(words, ("Entry", "What", "Amount", "Why"), (38, 24, 22, 70), rows_, right={2})
    else:
        yield _answers(words, lines)


def _standing(words: Mapping[str, str], lines: Frame) -> Iterator[Block]:
    row = {one["rule"]: one for one in records(lines)}
    status, next_, overdue = row["status"], row["next action"], row["overdue"]
    code = f"{status['currency']} ".lstrip()
    when = _day(next_["day"])
    owed = f"{code}{_money(overdue, 'amount')}"
    yield Facts(
        (
            (words["status"], status["outcome"]),
            (words["outstanding"], f"{code}{_money(row['outstanding'], 'amount')}"),
            (
                words["overdue"],
                words["since"].format(amount=owed, day=_day(overdue["day"])) if pd.notna(overdue["day"]) else owed,
            ),
            (words["next"], words["on"].format(what=next_["outcome"], day=when) if when else next_["outcome"]),
        )
    )
    yield status["reason"]


def _ledger(words: Mapping[str, str], lines: Frame) -> Grid:
    shown = lines.tail(ENTRIES)
    rows = [
        (_day(row["day"]), row["about"], _joined(row["rule"], row["reason"]), _money(row, "amount"),
         _money(row, "balance"))
        for row in records(shown)
    ]  # fmt: skip
    if len(shown) < len(lines):
        before = lines.iloc[-len(shown) - 1]
        rows.insert(0, (_day(before["day"]), "", words["forward"], "", _money(before, "balance")))
    headings = ("Day", "Entry", "What", "Amount", "Balance")
    return _grid(words, headings, (22, 26, 72, 23, 23), tuple(rows), right={3, 4})


def _answers(words: Mapping[str, str], lines: Frame) -> Grid:
    rows, bold = list[tuple[str, ...]](), set[int]()
    for row in _short(lines):
        if row["rule"] in _VERDICTS:
            bold.add(len(rows))
        answer = _joined(row["outcome"], _money(row, "amount"), _day(row["day"]), between=", ")
        rows.append((_joined(row["about"], row["rule"], between=": "), answer, row["reason"]))
    headings = tuple(_say(words, one) for one in ("Rule", "Answer", "Why"))
    return Grid(headings, (46, 36, 84), tuple(rows), bold=frozenset(bold))


def _short(lines: Frame) -> Iterator[dict[str, Any]]:
    """Yield lines as the page tells them: what did not hold, and what is met, in one line each.

    What is not met stands in the decision's own reason.
    """
    quiet: list[dict[str, Any]] = []
    for row in (*records(lines), None):
        if row is not None and row["outcome"] in (story.NO, "met", "not met"):
            quiet.append(row)
            continue
        yield from _gathered(quiet)
        quiet = []
        if row is not None:
            yield row


def _gathered(quiet: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for outcome, rule, told in ((story.NO, "asked, and not so", "rule"), ("met", "conditions met", "reason")):
        said = [row[told] for row in quiet if row["outcome"] == outcome]
        if said:
            first = quiet[0]
            yield first | {"rule": rule, "outcome": outcome, "reason": f"{'; '.join(said)}.", "day": pd.NaT}


_VERDICTS = ("so the next notice", "next action")


def _compared(words: Mapping[str, str], changed: Frame) -> Block:
    rows = tuple(
        (
            _joined(row["about"], row["rule"], between=": "),
            row["before"],
            _joined(row["after"], _day(row["day"]), between=", "),
            row["reason"],
        )
        for row in records(changed)
    )
    if not rows:
        return "–"
    return _grid(words, ("About", "Before", "After", "Why"), (34, 26, 34, 72), rows)


def _grid(
    words: Mapping[str, str],
    headings: tuple[str, ...],
    shares: tuple[int, ...],
    rows: tuple[tuple[str, ...], ...],
    right: Collection[int] = (),
) -> Grid:
    return Grid(tuple(_say(words, one) for one in headings), shares, rows, right=frozenset(right))


def _joined(*texts: str, between: str = "; ") -> str:
    return between.join(filter(None, texts))


def _day(value: Any) -> str:
    return "" if pd.isna(value) else clock.text(value)


def _money(row: Mapping[str, Any], name: str) -> str:
    return "" if pd.isna(row[name]) else money.text(int(row[name]), row["currency"])
