"""What is compared with what, worked out from what was asked for and from the tables themselves, and said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import NamedTuple

import numpy as np
import pandas as pd

from sheetops.errors import BookError
from sheetops.model import Column, Finding, Frame, Kind, Result, Severity
from sheetops.reconcile.comparing import Rule
from sheetops.reconcile.headings import Pair, find, hint, pairs, recognised, record_column
from sheetops.reconcile.keys import NORMALISERS, USUAL, codes_of, key_texts, require_known
from sheetops.reconcile.kinds import Holds, Seen, seen, sure_of, together
from sheetops.reconcile.matching import match
from sheetops.reconcile.tables import Table
from sheetops.reconcile.weighing import Terms

COLUMNS = Result(
    "Columns",
    tuple(
        Column(name, Kind.TEXT)
        for name in [
            "left",
            "right",
            "use",
            "how",
            "holds",
            "tolerance",
            "days",
            "passing",
            "left_written",
            "right_written",
            "remark",
        ]
    ),
)
"""The report of what was taken for what, and the map that it makes when it is saved."""
KEY, COMPARE, LEAVE = "key", "compare", "leave"


@dataclass(frozen=True)
class Wish:
    """What was asked for. Columns are headings, or ``LEFT=RIGHT`` where the sides call them differently.

    ``tolerance`` (in major units) and ``days`` are for all columns under "", or for one; both ends count.
    ``passing`` are normalisers of keys, ``passing_texts`` those of compared texts (by column, "" for all); ``leave``
    are columns not to compare.
    """

    key: tuple[str, ...] = ()
    compare: tuple[str, ...] = ()
    leave: tuple[str, ...] = ()
    tolerance: Mapping[str, Decimal] = field(default_factory=dict)
    days: Mapping[str, int] = field(default_factory=dict)
    passing: tuple[str, ...] = USUAL
    passing_texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    date_order: str = "dmy"
    decimal_mark: str = "."


class Taken(NamedTuple):
    """The terms, the report of what was taken for what, and what is to be said of the columns."""

    terms: Terms
    columns: Frame
    findings: tuple[Finding, ...]


def take(left: Table, right: Table, wish: Wish, *, propose: bool = False) -> Taken:
    """Return the terms on which two tables are compared.

    ``propose`` takes a key by itself when none was asked for: the record's number, else the first column that names
    every row once on both sides. BookError when a column is not there, nothing is common, or the key names no row once.
    """
    heads_left, heads_right = list(left.frame.columns), list(right.frame.columns)
    given = dict(_both(one) for one in (*wish.key, *wish.compare) if "=" in one)
    found = pairs(heads_left, heads_right, given)
    key = [_pair(one, found, heads_left, heads_right) for one in wish.key] or _proposed(
        left, right, found, wish, propose
    )
    rest = [pair for pair in found if (pair.left, pair.right) not in {(one.left, one.right) for one in key}]
    if wish.compare:
        chosen = [_pair(one, found, heads_left, heads_right) for one in wish.compare]
    else:
        leave = {find(heads_left, one.partition("=")[0], "left") for one in wish.leave}
        chosen = [pair for pair in rest if pair.left not in leave]
    passing = require_known({"spaces", *wish.passing})
    _require_useful(left, right, key, passing, found)
    rules, findings = [], []
    for pair in chosen:
        rule, said = _rule(left, right, pair, wish)
        rules += [rule] if rule else []
        findings += said
    terms = Terms(tuple((pair.left, pair.right) for pair in key), tuple(rules), passing)
    return Taken(terms, _report(left, right, terms, found), (*findings, *_hints(left, right, terms)))


def _both(text: str) -> tuple[str, str]:
    left, _, right = text.partition("=")
    return left.strip(), right.strip()


def _pair(text: str, found: Sequence[Pair], left: Sequence[str], right: Sequence[str]) -> Pair:
    one, other = _both(text)
    heading = find(left, one, "left")
    known = next((pair for pair in found if pair.left == heading), None)
    if known and not other:
        return known
    return Pair(heading, find(right, other or one, "right"), "as you said")


def _proposed(left: Table, right: Table, found: Sequence[Pair], wish: Wish, propose: bool) -> list[Pair]:
    records = (record_column(list(left.frame.columns)), record_column(list(right.frame.columns)))
    known = [pair for pair in found if (pair.left, pair.right) == records]
    naming = known + [pair for pair in found if pair not in known and _names_rows(left, right, pair, wish)]
    if propose and naming:
        return [naming[0]]
    columns = ", ".join(repr(pair.left) for pair in naming)
    cure = f"These name every row once on both sides: {columns}." if naming else "No column alone names every row once."
    raise BookError(f"Which column names a row on both sides? Say it with --key COLUMN. {cure}")


def _names_rows(left: Table, right: Table, pair: Pair, wish: Wish) -> bool:
    for table, name in ((left, pair.left), (right, pair.right)):
        keys = key_texts([table.frame[name]], wish.passing)
        if "" in keys or len(set(keys)) < len(keys):
            return False
    return True


def _require_useful(
    left: Table, right: Table, key: Sequence[Pair], passing: tuple[str, ...], found: Sequence[Pair]
) -> None:
    """Refuse a key that is blank everywhere on a side, or that names no row once on either."""
    columns = ([left.frame[pair.left] for pair in key], [right.frame[pair.right] for pair in key])
    keys = [key_texts(side, passing) for side in columns]
    for table, side, heads in ((left, keys[0], [p.left for p in key]), (right, keys[1], [p.right for p in key])):
        if not any(side):
            raise BookError(
                f"{table.name}: the key {' and '.join(heads)} is blank in every row. Name another column with --key, "
                "or fill it in."
            )
    if all(_all_doubled(side) for side in keys):
        more = [pair.left for pair in found if pair not in key and _apart(left, right, [*key, pair], passing)]
        cure = (
            f"Add a column: --key {','.join([pair.left for pair in key] + more[:1])} names every row once."
            if more
            else ("Add columns to --key until they name a row once.")
        )
        raise BookError(
            f"The key {', '.join(pair.left for pair in key)} names no row once: every key stands several times on both "
            f"sides, so no row can be matched for certain. {cure}"
        )


def _all_doubled(keys: Sequence[str]) -> bool:
    codes, _, count = codes_of(keys, [])
    times = np.bincount(codes[codes >= 0], minlength=count)
    return bool((times[times > 0] > 1).all())


def _apart(left: Table, right: Table, key: Sequence[Pair], passing: tuple[str, ...]) -> bool:
    sides = (
        key_texts([left.frame[pair.left] for pair in key], passing),
        key_texts([right.frame[pair.right] for pair in key], passing),
    )
    return all(len(set(side)) == len(side) for side in sides)


# -------------------------------------------------------------------------------------------------- one column


def _rule(left: Table, right: Table, pair: Pair, wish: Wish) -> tuple[Rule | None, list[Finding]]:
    one, other = (
        seen(table.frame[name], date_order=wish.date_order, decimal_mark=wish.decimal_mark)
        for table, name in ((left, pair.left), (right, pair.right))
    )
    one, other = sure_of(one, other), sure_of(other, one)
    holds = together(one, other)
    if holds is None:
        said = (
            f"{pair.left} holds {_plural(one)} on the left and {pair.right} {_plural(other)} on the right: they cannot "
            "be compared. Format the cells as dates on both sides, or leave the column out."
        )
        return None, [_about(left, pair.left, Severity.ERROR, "types_differ", said)]
    asked = wish.tolerance.get(pair.left, wish.tolerance.get(pair.right, wish.tolerance.get("", Decimal())))
    passing = wish.passing_texts.get(pair.left, wish.passing_texts.get("", ()))
    rule = Rule(
        pair.left,
        pair.right,
        holds,
        one,
        other,
        tolerance=int(asked.scaleb(6)),
        days=wish.days.get(pair.left, wish.days.get(pair.right, wish.days.get("", 0))),
        passing=require_known({"spaces", *passing}),
    )
    return rule, list(_remarks(left, rule))


def _remarks(table: Table, rule: Rule) -> list[Finding]:
    one, other = rule.left_seen, rule.right_seen
    said = []
    if Holds.NOTHING not in (one.holds, other.holds) and one.holds is not other.holds:
        words = (
            f"{rule.left} holds {_plural(one)} on the left and {_plural(other)} on the right: they are compared as "
            "words. Mend the cells that are no amounts or days, or leave the column out."
        )
        said.append(_about(table, rule.left, Severity.WARNING, "types_differ", words))
    if rule.holds is Holds.AMOUNT and one.as_text and other.as_text and one.decimal_mark != other.decimal_mark:
        words = (
            f"{rule.left} is written with {one.decimal_mark!r} before the decimals on the left and with "
            f"{other.decimal_mark!r} on the right. Each side was read as it is written."
        )
        said.append(_about(table, rule.left, Severity.NOTE, "decimal_marks_differ", words))
    if len(one.currencies | other.currencies) > 1:
        words = (
            f"{rule.left} names several currencies ({', '.join(sorted(one.currencies | other.currencies))}). Amounts "
            "are compared as figures: add the currency to the key, or reconcile each currency by itself."
        )
        said.append(_about(table, rule.left, Severity.WARNING, "currencies_mixed", words))
    if rule.holds is Holds.DAY and not (one.sure and other.sure) and one.date_order == other.date_order:
        first = "day" if one.date_order == "dmy" else "month"
        words = f"{rule.left}: its days fit both orders and were read {first} first. Say --date-order if that is wrong."
        said.append(_about(table, rule.left, Severity.NOTE, "day_order_assumed", words))
    return said


def _plural(side: Seen) -> str:
    return {Holds.TEXT: "words", Holds.AMOUNT: "amounts", Holds.DAY: "days", Holds.NOTHING: "nothing"}[side.holds]


def _about(table: Table, heading: str, severity: Severity, check: str, problem: str) -> Finding:
    return Finding(table.name, 0, heading, "", "", severity, check, problem)


def _hints(left: Table, right: Table, terms: Terms) -> list[Finding]:
    """Say how many more keys would match if something else were passed over in them; nothing is done by itself."""
    columns = ([left.frame[one] for one, _ in terms.key], [right.frame[other] for _, other in terms.key])
    base = match(*codes_of(*(key_texts(side, terms.passing) for side in columns)))
    if not (len(base.only_left) and len(base.only_right)):
        return []
    rest = [
        [column.iloc[places] for column in side]
        for side, places in zip(columns, (base.only_left, base.only_right), strict=True)
    ]
    said = []
    for name in NORMALISERS:
        if name not in terms.passing:
            more = len(match(*codes_of(*(key_texts(side, (*terms.passing, name)) for side in rest))).left)
            if more:
                words = (
                    f"More rows would match, {more:,} in all, if {NORMALISERS[name][1]} were passed over in the key: "
                    f"run again with --normalise {','.join((*terms.passing, name))}."
                )
                said.append(_about(left, terms.key[0][0], Severity.WARNING, "keys_nearly_match", words))
    return said


# -------------------------------------------------------------------------------------------------- the report


def _report(left: Table, right: Table, terms: Terms, found: Sequence[Pair]) -> Frame:
    hows = {(pair.left, pair.right): pair.how for pair in found}
    rows: list[tuple[str, ...]] = []
    for one, other in terms.key:
        rows.append(
            (one, other, KEY, hows.get((one, other), "as you said"), "", "", "", ",".join(terms.passing), "", "", "")
        )
    for rule in terms.rules:
        amount, day = rule.holds is Holds.AMOUNT, rule.holds is Holds.DAY
        rows.append(
            (
                *(rule.left, rule.right, COMPARE, hows.get((rule.left, rule.right), "as you said"), str(rule.holds)),
                f"{Decimal(rule.tolerance).scaleb(-6).normalize():f}" if amount else "",
                str(rule.days) if day else "",
                ",".join(rule.passing) if rule.holds is Holds.TEXT else "",
                *(_written(side, rule.holds) for side in (rule.left_seen, rule.right_seen)),
                "",
            )
        )
    used = {(row[0], row[1]) for row in rows}
    for pair in found:
        if (pair.left, pair.right) not in used:
            rows.append((pair.left, pair.right, LEAVE, pair.how, *[""] * 6, "not compared"))
    rows += _alone(left, right, found)
    return pd.DataFrame(rows, columns=[column.name for column in COLUMNS.columns], dtype=object)


def _alone(left: Table, right: Table, found: Sequence[Pair]) -> list[tuple[str, ...]]:
    sides = ([pair.left for pair in found], [pair.right for pair in found])
    on_left = [one for one in left.frame.columns if one not in sides[0]]
    on_right = [one for one in right.frame.columns if one not in sides[1]]
    rows: list[tuple[str, ...]] = []
    for one in on_left:
        near = hint(one, on_right)
        remark = f"no counterpart; {near!r} looks like it: say {one}={near} if it is" if near else "no counterpart"
        rows.append((one, "", LEAVE, "", *[""] * 6, remark))
    rows += [("", one, LEAVE, "", *[""] * 6, "no counterpart") for one in on_right]
    return rows


def _written(side: Seen, holds: Holds) -> str:
    if holds is Holds.AMOUNT:
        return f"text, decimals after {side.decimal_mark!r}" if side.as_text else "numbers"
    if holds is Holds.DAY:
        return f"text, {'day' if side.date_order == 'dmy' else 'month'} first" if side.as_text else "dates"
    return "blank" if side.holds is Holds.NOTHING else "text"


def known_export(table: Table) -> str:
    """Return the program whose export a table is, "" when it is none that is known."""
    preset = recognised(table.frame.columns)
    return preset.name if preset else ""


def narrowed(wish: Wish, **given: object) -> Wish:
    """Return a wish with what was given besides (blank values keep what was there)."""
    return replace(wish, **{name: value for name, value in given.items() if value})  # type: ignore[arg-type]
