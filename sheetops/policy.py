"""The desk's policy on a day: its settings, ladders, templates and closed days, from the sheets that hold them.

Of the rows of a setting those valid on the day count. Of these the most specific one counts (`sheetops.rules.scope`
has the order), of several for the same people the one that came into force last.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetops import money
from sheetops.clock import Days
from sheetops.errors import PolicyError
from sheetops.model import Frame, Kind, Reading
from sheetops.rules.ladders import stage_at
from sheetops.rules.scope import EVERYONE, KINDS, Scope, most_specific, scope, widths
from sheetops.sheets import SHEETS
from sheetops.sheets.settings import SETTINGS, read_setting


class Template(NamedTuple):
    """One row of the Templates sheet: key, file (relative to the letters folder), language and what people call it."""

    key: str
    file: str
    language: str
    subject: str


@dataclass(frozen=True)
class Policy:
    """The rules in force on a day.

    ``values`` holds each setting by name and by whom it is for; ``stages`` is the Stages sheet's rows in force, sorted
    by ladder and level; ``templates`` by key and language; ``closed`` are the days on which the desk is shut;
    ``frames`` are the sheets that all this was taken from.
    """

    as_of: dt.date
    values: Mapping[str, Mapping[Scope, Any]]
    stages: Frame
    templates: Mapping[tuple[str, str], Template]
    closed: frozenset[dt.date]
    frames: Mapping[str, Frame] = field(default_factory=dict)

    def value(self, name: str, *applies_to: str) -> Any:
        """Return a setting for the first of ``applies_to`` that has a row of its own, else the one for everyone.

        Each is written as in the sheet: ``AU`` finds rows for anything of that name, ``currency: AUD`` those for that
        currency and those that name AUD without saying what it is.
        """
        known = self.values.get(name, {})
        for wanted in map(scope, applies_to):
            for one in _written(wanted):
                if wanted.name and one in known:
                    return known[one]
        return known[EVERYONE] if EVERYONE in known else read_setting(name, SETTINGS[name].default)

    def each(self, name: str, facts: Frame, on: pd.Series | None = None) -> pd.Series:
        """Return a setting for each row of ``facts``, by those of its columns that `KINDS` names (text, "" unknown).

        ``on`` are the days in question, row by row; without it all are the policy's own day. The Series has the index
        of ``facts``; whole numbers are int64, all else objects.
        """
        if on is not None:
            return self._each_on(name, facts, on)
        known = self.values.get(name, {})
        choices = [*known.values(), self.value(name)]
        kind = np.int64 if all(type(one) is int for one in choices) else object
        table = np.empty(len(choices), dtype=kind)
        for place, choice in enumerate(choices):  # one by one: a value may be a sequence itself
            table[place] = choice
        return pd.Series(table[most_specific(list(known), facts)], index=facts.index, name=name)

    def _each_on(self, name: str, facts: Frame, on: pd.Series) -> pd.Series:
        parts = [self.on(day).each(name, facts[here]) for day, here in self._eras(self.changes(name), on)]
        return pd.concat(parts).loc[facts.index] if parts else self.each(name, facts)

    def stage_each(self, ladder: pd.Series, level: pd.Series, facts: Frame, on: pd.Series) -> Frame:
        """Return each row's stage as `sheetops.rules.ladders.stage_at` gives it, by the Stages in force on its day."""
        eras = self._eras(_changes(self.frames.get("Stages")), on)
        parts = [stage_at(self.on(day).stages, ladder[here], level[here], facts[here]) for day, here in eras]
        return pd.concat(parts).loc[facts.index] if parts else stage_at(self.stages, ladder, level, facts)

    def changes(self, name: str) -> Days:
        """Return the days on which a setting changes for somebody, in order."""
        rows = self.frames.get("Policy")
        return _changes(None if rows is None else rows[rows["setting"] == name])

    def ever(self, name: str) -> list[Any]:
        """Return every value that a setting has for somebody on some day, its default among them."""
        rows = self.frames.get("Policy")
        said = [] if rows is None else rows.loc[rows["setting"] == name, "value"].unique().tolist()
        return [read_setting(name, value) for value in (SETTINGS[name].default, *said)]

    def _eras(self, changes: Days, on: pd.Series) -> Iterator[tuple[dt.date, npt.NDArray[np.bool_]]]:
        """Yield a day of each time between changes that some of the days lie in, and which of them do."""
        era = np.searchsorted(changes, on.to_numpy().astype("datetime64[D]"), side="right")
        for number in np.unique(era):
            if not len(changes):
                yield self.as_of, era == number
            else:
                start = changes[max(number - 1, 0)] - np.timedelta64(int(number == 0), "D")
                yield start.astype(dt.date), era == number

    def differs(self, name: str) -> frozenset[str]:
        """Return the kinds (of `KINDS`) by which a setting has rows of its own; none when it is one for everyone."""
        return widths(list(self.values.get(name, {})))

    def each_minor(self, name: str, facts: Frame, on: pd.Series | None = None) -> "pd.Series[int]":
        """Return a setting that is an amount for each row of ``facts``, in minor units of its column currency.

        ``on`` is as in `each`.
        """
        asked = pd.DataFrame({"amount": self.each(name, facts, on), "currency": facts["currency"].astype(object)})
        codes = asked.groupby(["amount", "currency"], sort=False, dropna=False).ngroup()
        first = asked[~codes.duplicated()]
        minor = [_minor(amount, code) for amount, code in zip(first["amount"], first["currency"], strict=True)]
        return codes.map(dict(zip(codes[first.index], minor, strict=True))).astype("int64")

    def fixed(self, values: Mapping[str, Any]) -> "Policy":
        """Return the policy as it is for some who all have these values of settings; rows for currencies stay."""
        own = {
            name: {one: known for one, known in self.values.get(name, {}).items() if one.kind in ("", "currency")}
            for name in values
        }
        return replace(self, values={**self.values, **{name: own[name] | {EVERYONE: values[name]} for name in values}})

    def on(self, day: dt.date) -> "Policy":
        """Return the policy in force on another day, from the same rows."""
        return self if day == self.as_of else make_policy(self.frames, day)

    def given(self, name: str, value: str) -> "Policy":
        """Return the policy with another value of a setting for everyone, on whatever day is asked about.

        Rows for some stay as they are. ValueError when the setting cannot have that value.
        """
        read_setting(name, value)
        rows = self.frames.get("Policy", _no_rows("Policy"))
        kept = rows[(rows["setting"] != name) | (rows["applies_to"] != "")]
        line = {column: "" for column, kind in rows.dtypes.items() if kind.kind != "M"} | {
            "setting": name,
            "value": value,
        }
        added = pd.DataFrame([line], index=[-1]).reindex(columns=rows.columns).astype(rows.dtypes.to_dict())
        policy = pd.concat([kept, added])
        return make_policy({**self.frames, "Policy": policy}, self.as_of)

    def minor(self, name: str, currency: str) -> int:
        """Return a setting that is an amount, in minor units of a currency."""
        return _minor(self.value(name, f"currency: {currency}"), currency)

    def said(self, *names: str) -> dict[str, str]:
        """Return settings as text, for the Summary of a job that used them."""
        return {name: _said(self.value(name)) for name in names}

    def reading(self) -> Reading:
        """Return how this desk writes dates and amounts."""
        country, currency = str(self.value("country")).upper(), str(self.value("currency")).upper()
        return Reading(self.as_of, self.value("date_order"), self.value("decimal_mark"), country, currency)

    def stages_of(self, ladder: str) -> Frame:
        """Return the stages of one ladder, by level; PolicyError when the desk has no such ladder."""
        stages = self.stages[self.stages["ladder"] == ladder]
        if stages.empty:
            there = ", ".join(sorted(set(self.stages["ladder"]))) or "none at all"
            raise PolicyError(
                f"The Stages sheet has no ladder named {ladder!r} in force on {self.as_of:%d/%m/%Y} (it has: {there}). "
                "Add its stages, or name another ladder in the Policy sheet."
            )
        return stages


def make_policy(frames: Mapping[str, Frame], as_of: dt.date) -> Policy:
    """Return the policy in force on a day from the good rows of Policy, Stages, Templates and Holidays.

    Any may be absent.
    """
    return Policy(
        as_of,
        _values(frames.get("Policy"), as_of),
        _stages(frames.get("Stages"), as_of),
        _templates(frames.get("Templates")),
        _closed(frames.get("Holidays")),
        frames,
    )


def _values(rows: Frame | None, as_of: dt.date) -> dict[str, dict[Scope, Any]]:
    values: dict[str, dict[Scope, Any]] = {}
    if rows is None:
        return values
    # The row that came into force last stands last and so wins.
    for row in in_force(rows, as_of).sort_values("valid_from", kind="stable", na_position="first").itertuples():
        if row.setting in SETTINGS:
            values.setdefault(row.setting, {})[scope(row.applies_to)] = read_setting(row.setting, row.value)
    return values


def in_force(rows: Frame, as_of: dt.date) -> Frame:
    """Return the rows whose valid_from and valid_to, both inclusive and both open when blank, cover a day."""
    day = pd.Timestamp(as_of)
    return rows[~(rows["valid_from"] > day) & ~(rows["valid_to"] < day)]


def _stages(rows: Frame | None, as_of: dt.date) -> Frame:
    if rows is None:
        return _no_rows("Stages")
    newest = in_force(rows, as_of).sort_values(["ladder", "level", "valid_from"], na_position="first", kind="stable")
    whom = pd.Series([str(scope(one)) for one in newest["applies_to"]], index=newest.index, dtype=object)
    return newest.assign(applies_to=whom).drop_duplicates(["ladder", "level", "applies_to"], keep="last")


def _changes(rows: Frame | None) -> Days:
    """Return the days on which a row begins to hold or has ceased to, in order."""
    if rows is None:
        return np.empty(0, dtype="datetime64[D]")
    days = [rows["valid_from"].dropna(), rows["valid_to"].dropna() + pd.Timedelta(days=1)]
    return np.unique(pd.concat(days).to_numpy().astype("datetime64[D]"))


def _no_rows(name: str) -> Frame:
    """Return the frame of a sheet that has no rows."""
    kinds = {Kind.DAY: "datetime64[s]", Kind.WHOLE: "int64"}
    return pd.DataFrame(
        {column.name: pd.Series(dtype=kinds.get(column.kind, "str")) for column in SHEETS[name].columns}
    )


def _written(wanted: Scope) -> tuple[Scope, ...]:
    """Return how rows for a subject may be written, the plainest first: one that names no kind finds those of any."""
    bare = Scope("", wanted.name)
    return (wanted, bare) if wanted.kind else (bare, *(Scope(kind, wanted.name) for kind in KINDS))


def _minor(amount: Decimal, currency: str) -> int:
    return money.to_minor(amount.quantize(Decimal(1).scaleb(-money.decimals(currency))), currency)


def _templates(rows: Frame | None) -> dict[tuple[str, str], Template]:
    if rows is None:
        return {}
    named = (Template(row.template, row.file, row.language, row.subject) for row in rows.itertuples())
    return {(one.key, one.language): one for one in named}


def _closed(rows: Frame | None) -> frozenset[dt.date]:
    if rows is None:
        return frozenset()
    shut = rows[rows["kind"].isin(["", "closed"])]
    return frozenset(day.date() for day in shut["date"])


def _said(value: object) -> str:
    if not isinstance(value, tuple):
        return "none" if value is None else str(value)
    parts = [
        " ".join(str(one) for one in part if one is not None) if isinstance(part, tuple) else str(part)
        for part in value
    ]
    return ", ".join(parts) or "any"
