"""Letters about arrears: one for each account and currency with something due today, listing all that is overdue."""

from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from sheetops.jobs.addressing import bucket_word, day, kind_word, major, next_step
from sheetops.jobs.arrears import Position
from sheetops.jobs.desk import Desk
from sheetops.jobs.sending import sending_of
from sheetops.jobs.subjects import subjects
from sheetops.jobs.wants import Letter, records
from sheetops.model import Frame
from sheetops.rules.ageing import ageing_bucket
from sheetops.rules.arrears import because
from sheetops.rules.dunning import LETTER, governing, listed
from sheetops.rules.sending import deemed_on

Row = dict[str, Any]
Key = tuple[str, str]
"""An account and a currency."""

KEYS = ["account", "currency"]


def reminder_letters(desk: Desk, now: Position) -> Iterator[Letter]:
    """Yield the letters that arrears call for, and those whose day has come but of which every item is held back."""
    reasons = now.accounts.set_index(KEYS)["reason"].to_dict()
    open_items = _open_items(desk, now)
    spare = now.allocation.credits.groupby(KEYS)["unallocated"].sum().to_dict()
    tops = governing(now.items)
    within = desk.policy.each("pay_within_days", subjects(desk, tops))
    today = pd.Series(pd.Timestamp(desk.as_of).as_unit("s"), index=tops.index)
    delivered = deemed_on(today, tops["channel"], sending_of(desk))
    pay_by = delivered + pd.to_timedelta(within, unit="D")
    for top in records(tops.assign(pay_by=pay_by, because=because(tops))):
        if top["channel"] != "phone":
            key = (top["account"], top["currency"])
            rows = [item for item in open_items[key] if item["listed"] and item["letter"] == top["letter"]]
            fields = _fields(desk, top, rows, open_items[key])
            if top["template"] == "statement":
                fields |= _statement(desk, top["currency"], open_items[key], int(spare.get(key, 0)))
            notices = tuple(_notice(item, top) for item in rows if item["due"])
            reason = top["because"] if top["letter"] else reasons[key]
            yield Letter(**_same(top), reason=reason, fields=fields, notices=notices)
    yield from _held_back(now.items)


def _open_items(desk: Desk, now: Position) -> dict[Key, list[Row]]:
    """Return all open items of each account and currency that gets a letter, oldest due first."""
    items = now.items
    due = pd.MultiIndex.from_frame(items.loc[items["due"], KEYS])
    bucket = ageing_bucket(items["days_overdue"], desk.policy.value("bucket_bounds"))
    rows = items.assign(listed=listed(items), bucket=bucket)[pd.MultiIndex.from_frame(items[KEYS]).isin(due)]
    grouped: dict[Key, list[Row]] = {}
    for item in records(rows.sort_values(["due_date", "entry"], kind="stable")):
        grouped.setdefault((item["account"], item["currency"]), []).append(item)
    return grouped


def _held_back(items: Frame) -> Iterator[Letter]:
    going = pd.MultiIndex.from_frame(items.loc[items["due"], LETTER])
    waiting = items[items["ripe"] & ~items["due"] & (items["channel"] != "phone")]
    waiting = waiting[~pd.MultiIndex.from_frame(waiting[LETTER]).isin(going)]
    for top in records(governing(waiting.assign(due=True))):
        yield Letter(**_same(top), reason=top["held"], held=top["held"])


def _same(row: Row) -> dict[str, Any]:
    own = {name: row[name] for name in ("template", "account", "language", "channel", "currency")}
    return own | {"about": " ".join(filter(None, (row["currency"], row["letter"])))}


def _notice(item: Row, top: Row) -> Row:
    own = {name: item[name] for name in ("account", "entry", "licence", "ladder")}
    return own | {"level": item["next_level"], "channel": top["channel"], "template": top["template"]}


def _fields(desk: Desk, top: Row, rows: list[Row], everything: list[Row]) -> Row:
    currency, language = top["currency"], top["language"] or desk.policy.value("language")
    return {
        "total_overdue": major(_sum(item for item in rows if item["days_overdue"] > 0), currency),
        "total_due": major(_sum(everything), currency),
        "oldest_due": day(rows[0]["due_date"]),
        "days_overdue": int(rows[0]["days_overdue"]),
        "pay_by": day(top["pay_by"]),
        "level": int(top["next_level"]),
        "next_step": next_step(top["then_on"], language),
        "licence": top["licence"],
        "items": [_item(item, language) for item in rows],
    }


def _sum(items: Iterable[Row]) -> int:
    return sum(int(item["outstanding"]) for item in items)


def _statement(desk: Desk, currency: str, everything: list[Row], spare: int) -> Row:
    language = everything[0]["language"] or desk.policy.value("language")
    late, whole = _sum(item for item in everything if item["days_overdue"] > 0), _sum(everything)
    return {
        "as_of": desk.as_of,
        "total_not_due": major(whole - late, currency),
        "total_overdue": major(late, currency),
        "total_unallocated": major(spare, currency),
        "total": major(whole - spare, currency),
        "items": [_item(item, language) for item in everything],
    }


def _item(item: Row, language: str) -> Row:
    return {
        "item_entry": item["entry"],
        "item_description": item["description"] or kind_word(item["kind"], language),
        "item_kind": kind_word(item["kind"], language),
        "item_date": day(item["date"]),
        "item_due_date": day(item["due_date"]),
        "item_days_overdue": max(int(item["days_overdue"]), 0),
        "item_bucket": bucket_word(item["bucket"], language),
        "item_amount": major(item["amount"], item["currency"]),
        "item_outstanding": major(item["outstanding"], item["currency"]),
    }
