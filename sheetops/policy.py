"""The desk's policy on a day: its settings, ladders, templates and closed days, from the sheets that hold them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

import pandas as pd

from sheetops import money
from sheetops.errors import PolicyError
from sheetops.model import Frame, Reading
from sheetops.sheets.settings import SETTINGS, read_setting

EVERYONE = ""


class Template(NamedTuple):
    """One row of the Templates sheet: key, file (relative to the letters folder), language and what people call it."""

    key: str
    file: str
    language: str
    subject: str


@dataclass(frozen=True)
class Policy:
    """The rules in force on a day.

    ``values`` holds each setting by name and by what it applies to ("" for everyone); ``stages`` is the Stages sheet's
    rows in force, sorted by ladder and level; ``templates`` by key and language; ``closed`` are the days on which the
    desk is shut.
    """

    as_of: dt.date
    values: Mapping[str, Mapping[str, Any]]
    stages: Frame
    templates: Mapping[tuple[str, str], Template]
    closed: frozenset[dt.date]

    def value(self, name: str, *applies_to: str) -> Any:
        """Return a setting for the first of ``applies_to`` that has a row of its own, else the one for everyone."""
        known = self.values.get(name, {})
        for subject in (*applies_to, EVERYONE):
            if subject.casefold() in known:
                return known[subject.casefold()]
        return read_setting(name, SETTINGS[name].default)

    def minor(self, name: str, currency: str) -> int:
        """Return a setting that is an amount, in minor units of a currency."""
        amount: Decimal = self.value(name, currency)
        return money.to_minor(amount.quantize(Decimal(1).scaleb(-money.decimals(currency))), currency)

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
    )


def _values(rows: Frame | None, as_of: dt.date) -> dict[str, dict[str, Any]]:
    values: dict[str, dict[str, Any]] = {}
    if rows is None:
        return values
    # The row that came into force last stands last and so wins.
    for row in in_force(rows, as_of).sort_values("valid_from", kind="stable", na_position="first").itertuples():
        if row.setting in SETTINGS:
            values.setdefault(row.setting, {})[row.applies_to.casefold()] = read_setting(row.setting, row.value)
    return values


def in_force(rows: Frame, as_of: dt.date) -> Frame:
    """Return the rows whose valid_from and valid_to, both inclusive and both open when blank, cover a day."""
    day = pd.Timestamp(as_of)
    return rows[~(rows["valid_from"] > day) & ~(rows["valid_to"] < day)]


def _stages(rows: Frame | None, as_of: dt.date) -> Frame:
    if rows is None:
        columns = {
            "ladder": "str",
            "level": "int64",
            "mode": "str",
            "days": "int64",
            "channel": "str",
            "template": "str",
        }
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in columns.items()})
    newest = in_force(rows, as_of).sort_values(["ladder", "level", "valid_from"], na_position="first", kind="stable")
    return newest.drop_duplicates(["ladder", "level"], keep="last")


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
        return str(value)
    parts = [" ".join(map(str, part)) if isinstance(part, tuple) else str(part) for part in value]
    return ", ".join(parts) or "any"
