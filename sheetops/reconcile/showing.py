"""A reconciliation laid out as result sheets: what an auditor reads, every row and cell accounted for."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetops import money
from sheetops.model import Column, Frame, Kind, Result
from sheetops.reconcile.comparing import Break, Rule, amount_text, difference_text
from sheetops.reconcile.kinds import Holds, Seen, cell_text, values
from sheetops.reconcile.matching import cardinality
from sheetops.reconcile.tables import Table
from sheetops.reconcile.weighing import WHOLE_ROW, Ignored, Outcome, Terms
from sheetops.sheets.cells.words import fold

Places = npt.NDArray[np.int64]
CONTRACT = ("column", "left", "right", "difference", "status")
"""The columns of Matched, Differences and Only in ..., after those of the key."""
MATCH, IGNORED = "match", "ignored"


class Words(NamedTuple):
    """What the sides and sheets are called: a reconciliation has left and right, changes have old and new."""

    left: str = "left"
    right: str = "right"
    matched: str = "Matched"
    differences: str = "Differences"
    wide: str = "Side by side"
    only_left: str = "Only in left"
    only_right: str = "Only in right"


COMPARING = Words()
CHANGES = Words("old", "new", "Unchanged", "Changed", "Changed side by side", "Removed", "Added")


@dataclass(frozen=True)
class Shown:
    """One result sheet: its frame, what its columns hold, and the cells to be coloured (row from 0, column)."""

    frame: Frame
    result: Result
    coloured: dict[str, list[int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Showing:
    """What is needed to lay a reconciliation out: both tables, the terms, the outcome, the day and the words."""

    left: Table
    right: Table
    terms: Terms
    outcome: Outcome
    ignored: Sequence[Ignored]
    as_of: dt.date
    words: Words = COMPARING

    def sheets(self) -> dict[str, Shown]:
        """Return the result sheets by name, in their order."""
        words = self.words
        shown = {
            words.differences: self._differences(),
            words.wide: self._wide(),
            words.only_left: self._only(words.left),
            words.only_right: self._only(words.right),
            "Duplicate keys": self._duplicates(),
            "Ignored": self._ignored(),
            words.matched: self._matched(),
        }
        return {name: Shown(one.frame, _named(name, one.result), one.coloured) for name, one in shown.items()}

    # --------------------------------------------------------------------------------------------- one sheet each

    def _matched(self) -> Shown:
        matching, words = self.outcome.matching, self.words
        rows = np.flatnonzero(~self.outcome.broken & ~self.outcome.passed)
        close = self._within(len(matching.left))
        frame = self._contract(
            matching.left[rows],
            {
                "column": [close.get(row, "") for row in rows.tolist()],
                "left": _row_words(self.left, matching.left[rows]),
                "right": _row_words(self.right, matching.right[rows]),
                "difference": ["within tolerance" if row in close else "" for row in rows.tolist()],
                "status": MATCH,
            },
        )
        return Shown(frame, self._result((words.left, words.right)))

    def _within(self, count: int) -> dict[int, str]:
        """Return, by pair, the columns that match only within their tolerance."""
        close: dict[int, str] = {}
        for rule, column in zip(self.terms.rules, self.outcome.compared, strict=True):
            for pair in column.tolerated.tolist():
                close[pair] = f"{close[pair]}, {rule.left}" if pair in close else rule.left
        return close

    def _differences(self) -> Shown:
        frames = [
            self._breaks(rule, at, np.flatnonzero(self.outcome.cells[at] < 0))
            for at, rule in enumerate(self.terms.rules)
        ]
        whole = _joined(frames, self._blank([*self._keys(), *CONTRACT, "amount", *self._row_columns(), "reason"]))
        whole = whole.sort_values(list(self._row_columns()), kind="stable", ignore_index=True)
        whole["amount"] = whole["amount"].astype("Int64")
        return Shown(whole, self._result((), money="amount", whole=self._row_columns()))

    def _breaks(self, rule: Rule, at: int, some: Places) -> Frame:
        matching, column = self.outcome.matching, self.outcome.compared[at]
        pairs = column.breaks[some]
        kinds = [column.kinds[one] for one in some.tolist()]
        apart = column.difference[some].tolist()
        left, right = matching.left[pairs], matching.right[pairs]
        one, other = (
            [cell_text(cell) for cell in side.take(places).tolist()]
            for side, places in ((self.left.frame[rule.left], left), (self.right.frame[rule.right], right))
        )
        amounts = [_cents(a, k) for a, k in zip(apart, kinds, strict=True)] if rule.holds is Holds.AMOUNT else pd.NA
        return self._contract(
            left,
            {
                "column": _pair_name(rule.left, rule.right),
                "left": one,
                "right": other,
                "difference": [difference_text(rule, kind, a) for kind, a in zip(kinds, apart, strict=True)],
                "status": [str(kind) for kind in kinds],
                "amount": pd.array(amounts if isinstance(amounts, list) else [pd.NA] * len(left), dtype="Int64"),
                self._row_columns()[0]: self.left.frame.index.to_numpy()[left],
                self._row_columns()[1]: self.right.frame.index.to_numpy()[right],
                "reason": [
                    _reason(rule, kind, a, first, second, self.words)
                    for kind, a, first, second in zip(kinds, apart, one, other, strict=True)
                ],
            },
        )

    def _wide(self) -> Shown:
        matching = self.outcome.matching
        pairs = np.flatnonzero(self.outcome.broken)
        place = np.full(len(matching.left), -1, dtype=np.int64)
        place[pairs] = np.arange(len(pairs))
        left, right = matching.left[pairs], matching.right[pairs]
        frame = self._key_frame(left)
        frame[self._row_columns()[0]] = self.left.frame.index.to_numpy()[left]
        frame[self._row_columns()[1]] = self.right.frame.index.to_numpy()[right]
        kinds = dict.fromkeys(self._row_columns(), Kind.WHOLE)
        coloured: dict[str, list[int]] = {}
        for at, rule in enumerate(self.terms.rules):
            column, lines = self.outcome.compared[at], self.outcome.cells[at]
            changed = [one for one in place[column.breaks[lines < 0]].tolist() if one >= 0]
            for table, name, where, side, seen in (
                (self.left, rule.left, left, self.words.left, rule.left_seen),
                (self.right, rule.right, right, self.words.right, rule.right_seen),
            ):
                heading = _free(f"{name} ({side})", frame)
                frame[heading], kinds[heading] = self._typed(table.frame[name].iloc[where], rule.holds, seen)
                coloured[heading] = changed
        return Shown(frame, self._result_of(frame, kinds), coloured)

    def _only(self, side: str) -> Shown:
        words, is_left = self.words, side == self.words.left
        table = self.left if is_left else self.right
        matching = self.outcome.matching
        lines = self.outcome.rows_left if is_left else self.outcome.rows_right
        rows = (matching.only_left if is_left else matching.only_right)[lines < 0]
        codes = (self.outcome.codes[0] if is_left else self.outcome.codes[1])[rows]
        here, there = _row_words(table, rows), ["no row"] * len(rows)
        name = words.only_left if is_left else words.only_right
        status = np.where(codes < 0, "no key", name.lower()).tolist()
        frame = self._contract(
            rows,
            {
                "column": "",
                "left": here if is_left else there,
                "right": there if is_left else here,
                "difference": "",
                "status": status,
            },
            is_left,
        )
        frame, kinds = self._with_all(frame, table, rows, is_left)
        return Shown(frame, self._result_of(frame, kinds))

    def _duplicates(self) -> Shown:
        left, right, count = self.outcome.codes
        parts = []
        names = [_pair_name(*pair) for pair in self.terms.key] + [_pair_name(r.left, r.right) for r in self.terms.rules]
        for is_left, rows in (
            (True, self.outcome.matching.duplicate_left),
            (False, self.outcome.matching.duplicate_right),
        ):
            table, codes = (self.left, left) if is_left else (self.right, right)
            columns = [pair[0 if is_left else 1] for pair in self.terms.key]
            columns += [rule.left if is_left else rule.right for rule in self.terms.rules]
            frame = pd.DataFrame(index=range(len(rows)))
            for name, column in zip(names, columns, strict=True):
                frame[_free(name, frame)] = [cell_text(cell) for cell in table.frame[column].take(rows).tolist()]
            frame.insert(len(self.terms.key), "side", self.words.left if is_left else self.words.right)
            frame.insert(len(self.terms.key) + 1, "row", table.frame.index.to_numpy()[rows])
            frame.insert(len(self.terms.key) + 2, "times", cardinality(codes[rows], left, right, count))
            frame["code"] = codes[rows]
            parts.append(frame)
        whole = pd.concat(parts, ignore_index=True).sort_values("code", kind="stable", ignore_index=True)
        whole["reason"] = [
            f"The key stands on {self.words.left} and {self.words.right} {one.replace(':', ' and ')} times: which row "
            "belongs to which is not known, so none is matched."
            for one in whole["times"]
        ]
        frame = whole.drop(columns="code")
        return Shown(frame, self._result_of(frame, {"row": Kind.WHOLE}))

    def _ignored(self) -> Shown:
        frames = []
        for at, rule in enumerate(self.terms.rules):
            some = np.flatnonzero(self.outcome.cells[at] >= 0)
            frames.append(self._because(self._breaks(rule, at, some), self.outcome.cells[at][some]))
        for is_left in (True, False):
            lines = self.outcome.rows_left if is_left else self.outcome.rows_right
            rows = (self.outcome.matching.only_left if is_left else self.outcome.matching.only_right)[lines >= 0]
            table = self.left if is_left else self.right
            here, there = _row_words(table, rows), ["no row"] * len(rows)
            frame = self._contract(
                rows,
                {
                    "column": WHOLE_ROW,
                    "left": here if is_left else there,
                    "right": there if is_left else here,
                    "difference": "",
                    "status": (self.words.only_left if is_left else self.words.only_right).lower(),
                },
                is_left,
            )
            frames.append(self._because(frame, lines[lines >= 0]))
        columns = [*self._keys(), *CONTRACT, "reason", "until"]
        whole = _joined([frame[columns] for frame in frames], self._blank(columns))
        whole["until"] = pd.to_datetime(whole["until"]).astype("datetime64[s]")
        return Shown(whole, self._result_of(whole, {"until": Kind.DAY}))

    def _because(self, frame: Frame, lines: Places) -> Frame:
        chosen = [self.ignored[line] for line in lines.tolist()]
        return frame.assign(
            reason=[one.reason for one in chosen],
            until=pd.array([pd.Timestamp(one.until) if one.until else pd.NaT for one in chosen], dtype="datetime64[s]"),
        )

    # --------------------------------------------------------------------------------------------- columns

    def _row_columns(self) -> tuple[str, str]:
        return f"{self.words.left}_row", f"{self.words.right}_row"

    def _keys(self) -> list[str]:
        taken = {*CONTRACT, "amount", "reason", "until", "side", "row", "times", *self._row_columns()}
        return [f"{left} (key)" if left in taken else left for left, _ in self.terms.key]

    def _key_frame(self, rows: Places, is_left: bool = True) -> Frame:
        table = self.left if is_left else self.right
        columns = [pair[0 if is_left else 1] for pair in self.terms.key]
        texts = [[cell_text(cell) for cell in table.frame[column].take(rows).tolist()] for column in columns]
        return pd.DataFrame(dict(zip(self._keys(), texts, strict=True)), index=range(len(rows)), dtype=object)

    def _contract(self, rows: Places, columns: dict[str, Any], is_left: bool = True) -> Frame:
        return self._key_frame(rows, is_left).assign(**columns)

    def _blank(self, columns: Sequence[str]) -> Frame:
        return pd.DataFrame({column: pd.Series([], dtype=object) for column in columns})

    def _with_all(self, frame: Frame, table: Table, rows: Places, is_left: bool) -> tuple[Frame, dict[str, Kind]]:
        """Add every column of a side's table, those that are compared as what they hold."""
        known = {
            (rule.left if is_left else rule.right): (rule.holds, rule.left_seen if is_left else rule.right_seen)
            for rule in self.terms.rules
        }
        keys = {pair[0 if is_left else 1] for pair in self.terms.key}
        kinds: dict[str, Kind] = {}
        added = {}
        for name in table.frame.columns:
            if name not in keys:
                holds, seen = known.get(name, (Holds.TEXT, Seen(Holds.TEXT)))
                heading = _free(name, frame) if name not in frame else f"{name} (theirs)"
                added[heading], kinds[heading] = self._typed(table.frame[name].iloc[rows], holds, seen)
        return pd.concat([frame, pd.DataFrame(added, index=frame.index)], axis=1), kinds

    def _typed(self, column: pd.Series, holds: Holds, seen: Seen) -> tuple[Any, Kind]:
        """Return cells as amounts or days where all of them can be read as such, else as texts."""
        if holds in (Holds.AMOUNT, Holds.DAY) and len(column):
            read = values(column.tolist(), holds, seen.reading(self.as_of))
            unit = 10_000 if holds is Holds.AMOUNT else 86_400
            if not read.unreadable.any() and not (read.numbers % unit).any() and _fits(read.numbers // unit):
                whole = (read.numbers // unit).astype(np.int64)
                if holds is Holds.AMOUNT:
                    return pd.arrays.IntegerArray(whole, read.blank.copy()), Kind.MONEY
                days = whole.astype("datetime64[D]").astype("datetime64[s]")
                days[read.blank] = np.datetime64("NaT")
                return days, Kind.DAY
        return [cell_text(cell) for cell in column.tolist()], Kind.TEXT

    def _result(self, _: Sequence[str], money: str = "", whole: Sequence[str] = ()) -> Result:
        kinds = dict.fromkeys(whole, Kind.WHOLE) | ({money: Kind.MONEY} if money else {})
        columns = [*self._keys(), *CONTRACT, *([money] if money else []), *whole, *(["reason"] if money else [])]
        return Result("", tuple(Column(name, kinds.get(name, self._kind(name))) for name in columns))

    def _result_of(self, frame: Frame, kinds: dict[str, Kind]) -> Result:
        return Result("", tuple(Column(name, kinds.get(name, self._kind(name))) for name in frame.columns))

    def _kind(self, name: str) -> Kind:
        return Kind.KEY if name in self._keys() else Kind.TEXT


# -------------------------------------------------------------------------------------------------- figures


class Sum(NamedTuple):
    """The sum of one column of amounts, in one currency, by where its rows ended; minor units.

    ``exact`` is False when amounts are finer than the currency, and sums are in millionths then.
    """

    column: str
    currency: str
    left: dict[str, int]
    right: dict[str, int]
    left_total: int
    right_total: int
    exact: bool


def sums(showing: Showing) -> Iterator[Sum]:
    """Yield the sums of the compared amounts: all rows of a side, and its rows by what became of them, added up apart.

    What cannot be read counts as nothing.
    """
    for at, rule in enumerate(showing.terms.rules):
        if rule.holds is Holds.AMOUNT:
            yield from _sums(showing, at, rule)


def _sums(showing: Showing, at: int, rule: Rule) -> Iterator[Sum]:
    outcome = showing.outcome
    matching = outcome.matching
    sides = []
    for is_left in (True, False):
        table = showing.left if is_left else showing.right
        name, seen = (rule.left, rule.left_seen) if is_left else (rule.right, rule.right_seen)
        read = values(table.frame[name].tolist(), Holds.AMOUNT, seen.reading(showing.as_of))
        currency = _currencies(table)
        lines = outcome.rows_left if is_left else outcome.rows_right
        only = matching.only_left if is_left else matching.only_right
        pairs = matching.left if is_left else matching.right
        parts = {
            "matched": pairs[~outcome.broken & ~outcome.passed],
            "differs": pairs[outcome.broken],
            "ignored": np.append(pairs[outcome.passed], only[lines >= 0]),
            "one side only": only[lines < 0],
            "duplicate keys": matching.duplicate_left if is_left else matching.duplicate_right,
        }
        sides.append((np.where(read.blank | read.unreadable, 0, read.numbers).astype(object), currency, parts))
    codes = sorted({code for _, currency, _ in sides for code in set(currency.tolist())})
    for code in codes:
        unit = 10 ** (6 - money.decimals(code))
        exact = all(not (numbers[currency == code] % unit).any() for numbers, currency, _ in sides)
        scale = unit if exact else 1
        one, other = (
            (
                {part: int(numbers[rows][currency[rows] == code].sum()) // scale for part, rows in parts.items()},
                int(numbers[currency == code].sum()) // scale,
            )
            for numbers, currency, parts in sides
        )
        yield Sum(_pair_name(rule.left, rule.right), code, one[0], other[0], one[1], other[1], exact)


CURRENCY = frozenset(("currency", "ccy", "currencycode", "waluta", "kodwaluty"))


def currency_column(table: Table) -> str | None:
    """Return the heading of the column of currencies, None when there is none."""
    return next((name for name in table.frame.columns if fold(name) in CURRENCY), None)


def _currencies(table: Table) -> npt.NDArray[np.object_]:
    column = currency_column(table)
    codes = np.empty(len(table.frame), dtype=object)
    codes[:] = "" if column is None else [cell_text(cell).strip().upper() for cell in table.frame[column].tolist()]
    return codes


def break_counts(showing: Showing) -> Shown:
    """Return how many breaks there are of each kind, and in how many columns: what the chart is drawn from."""
    outcome, words = showing.outcome, showing.words
    counts: dict[str, int] = {}
    for column, lines in zip(outcome.compared, outcome.cells, strict=True):
        for kind, line in zip(column.kinds, lines.tolist(), strict=True):
            if line < 0:
                counts[str(kind)] = counts.get(str(kind), 0) + 1
    rows = {str(kind): counts[str(kind)] for kind in Break if str(kind) in counts}
    rows[words.only_left.lower()] = int((outcome.rows_left < 0).sum())
    rows[words.only_right.lower()] = int((outcome.rows_right < 0).sum())
    rows["duplicate key, rows"] = len(outcome.matching.duplicate_left) + len(outcome.matching.duplicate_right)
    frame = pd.DataFrame({"break": list(rows), "number": list(rows.values())})
    return Shown(frame, Result("Breaks", (Column("break", Kind.TEXT), Column("number", Kind.WHOLE))))


# -------------------------------------------------------------------------------------------------- words


def _named(name: str, result: Result) -> Result:
    return Result(name, result.columns, result.rest, result.totals_in)


def _row_words(table: Table, rows: Places) -> list[str]:
    return [f"row {row}" for row in table.frame.index.to_numpy()[rows].tolist()]


def _pair_name(left: str, right: str) -> str:
    return left if fold(left) == fold(right) else f"{left} / {right}"


def _free(name: str, frame: Frame) -> str:
    return (
        name if name not in frame.columns else f"{name} ({sum(str(one).startswith(name) for one in frame.columns) + 1})"
    )


def _joined(frames: Sequence[Frame], blank: Frame) -> Frame:
    some = [frame for frame in frames if len(frame)]
    return pd.concat(some, ignore_index=True) if some else blank


def _fits(numbers: npt.NDArray[Any]) -> bool:
    return bool((abs(numbers) < money.LIMIT).all())


def _cents(millionths: int, kind: Break) -> Any:
    known = kind in (Break.AMOUNT, Break.SIGN) and millionths % 10_000 == 0 and abs(millionths) < money.LIMIT * 10_000
    return millionths // 10_000 if known else pd.NA


def _reason(rule: Rule, kind: Break, apart: int, left: str, right: str, words: Words) -> str:
    match kind:
        case Break.AMOUNT:
            allowed = (
                f"more than the {amount_text(rule.tolerance)} allowed" if rule.tolerance else "no tolerance is set"
            )
            return f"{words.left} less {words.right} is {amount_text(apart)}; {allowed}."
        case Break.SIGN:
            return "The same amount with the opposite sign: a credit on one side is a debit on the other."
        case Break.DAY:
            allowed = f"more than the {rule.days} days allowed" if rule.days else "no days are allowed between them"
            return f"{difference_text(rule, kind, apart)} apart; {allowed}."
        case Break.SPELLING:
            return "The same but for capitals, accents, punctuation or a legal form."
        case Break.BLANK_LEFT:
            return f"{words.left} has nothing here; a blank is not a zero."
        case Break.BLANK_RIGHT:
            return f"{words.right} has nothing here; a blank is not a zero."
        case Break.UNREADABLE:
            what = "value" if rule.holds is Holds.TEXT else rule.holds
            return f"One of the two is no {what}: {left or 'blank'}, {right or 'blank'}. Mend it at its source."
    return "The texts are not the same."
