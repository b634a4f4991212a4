"""Which letters are due today, to whom, with which record; and which are due but held back, and why."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from sheetops import clock
from sheetops.jobs.addressing import bucket_word, day, kind_word, major, next_step
from sheetops.jobs.arrears import Position
from sheetops.jobs.desk import Desk
from sheetops.model import Frame
from sheetops.rules.ageing import ageing_bucket
from sheetops.rules.dunning import governing, listed


@dataclass(frozen=True)
class Letter:
    """One letter that is due: what it is, to whom, by which channel, and the fields that are its own.

    ``about`` tells letters of one template to one account apart (a licence, a currency); ``held`` says why a letter
    that is due does not go out, "" when it does; ``notices`` are the rows that go into the Notices sheet once it is
    sent.
    """

    template: str
    account: str
    language: str
    channel: str
    currency: str
    about: str
    reason: str
    held: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    notices: tuple[dict[str, Any], ...] = ()


def letters_wanted(desk: Desk, now: Position, licences: Frame) -> Iterator[Letter]:
    """Yield every letter that arrears, renewals and promises call for; a telephone call is no letter."""
    yield from _dunning(desk, now)
    yield from _renewals(desk, now, licences)
    yield from _promises(desk, now)


# -------------------------------------------------------------------------------------------------------------- arrears


def _dunning(desk: Desk, now: Position) -> Iterator[Letter]:
    items = now.items
    listing = _by_letter(items, listed(items))
    everything = _by_letter(items, items["outstanding"] > 0)
    reasons = now.accounts.set_index(["account", "currency"])["reason"]
    for top in _rows(governing(items)):
        if top["channel"] != "phone":
            key = (top["account"], top["currency"])
            rows = listing[key].sort_values(["due_date", "entry"], kind="stable")
            yield Letter(
                **_same(top),
                about=top["currency"],
                reason=reasons[key],
                fields=_dunning_fields(desk, now, top, rows, everything[key]),
                notices=tuple(_notice(item, top) for item in _rows(rows[rows["due"]])),
            )
    yield from _held_back(items, reasons)


def _by_letter(items: Frame, wanted: pd.Series) -> dict[tuple[str, str], Frame]:
    """Return the wanted items of each account and currency that gets a letter."""
    keys = ["account", "currency"]
    due = pd.MultiIndex.from_frame(items.loc[items["due"], keys])
    rows = items[wanted & pd.MultiIndex.from_frame(items[keys]).isin(due)]
    return dict(iter(rows.groupby(keys)))


def _held_back(items: Frame, reasons: pd.Series) -> Iterator[Letter]:
    """Yield the letters whose day has come but of which every item is held back."""
    going = pd.MultiIndex.from_frame(items.loc[items["due"], ["account", "currency"]])
    waiting = items[items["ripe"] & ~items["due"] & (items["channel"] != "phone")]
    waiting = waiting[~pd.MultiIndex.from_frame(waiting[["account", "currency"]]).isin(going)]
    for top in _rows(governing(waiting.assign(due=True))):
        yield Letter(**_same(top), about=top["currency"], reason=top["held"], held=top["held"])


def _same(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("template", "account", "language", "channel", "currency")}


def _notice(item: dict[str, Any], top: dict[str, Any]) -> dict[str, Any]:
    own = {name: item[name] for name in ("account", "entry", "licence", "ladder")}
    return own | {"level": item["next_level"], "channel": top["channel"], "template": top["template"]}


def _dunning_fields(desk: Desk, now: Position, top: dict[str, Any], rows: Frame, everything: Frame) -> dict[str, Any]:
    currency = top["currency"]
    overdue = int(rows.loc[rows["days_overdue"] > 0, "outstanding"].sum())
    fields = {
        "total_overdue": major(overdue, currency),
        "total_due": major(everything["outstanding"].sum(), currency),
        "oldest_due": day(rows["due_date"].min()),
        "days_overdue": int(rows["days_overdue"].max()),
        "pay_by": desk.as_of + dt.timedelta(days=desk.policy.value("pay_within_days")),
        "level": int(top["next_level"]),
        "next_step": next_step(top["then_on"], top["language"] or desk.policy.value("language")),
        "licence": top["licence"],
        "items": [_item(desk, item) for item in _rows(rows)],
    }
    return fields if top["template"] != "statement" else fields | _statement(desk, now, top, everything)


def _statement(desk: Desk, now: Position, top: dict[str, Any], everything: Frame) -> dict[str, Any]:
    credit = now.allocation.credits
    own = (credit["account"] == top["account"]) & (credit["currency"] == top["currency"])
    spare = int(credit.loc[own, "unallocated"].sum())
    late = int(everything.loc[everything["days_overdue"] > 0, "outstanding"].sum())
    whole = int(everything["outstanding"].sum())
    currency = top["currency"]
    return {
        "as_of": desk.as_of,
        "total_not_due": major(whole - late, currency),
        "total_overdue": major(late, currency),
        "total_unallocated": major(spare, currency),
        "total": major(whole - spare, currency),
        "items": [_item(desk, item) for item in _rows(everything.sort_values(["due_date", "entry"], kind="stable"))],
    }


def _item(desk: Desk, item: dict[str, Any]) -> dict[str, Any]:
    bounds, language = desk.policy.value("bucket_bounds"), item["language"] or desk.policy.value("language")
    return {
        "item_entry": item["entry"],
        "item_description": item["description"] or kind_word(item["kind"], language),
        "item_kind": kind_word(item["kind"], language),
        "item_date": day(item["date"]),
        "item_due_date": day(item["due_date"]),
        "item_days_overdue": max(int(item["days_overdue"]), 0),
        "item_bucket": bucket_word(ageing_bucket([item["days_overdue"]], bounds)[0], language),
        "item_amount": major(item["amount"], item["currency"]),
        "item_outstanding": major(item["outstanding"], item["currency"]),
    }


# ------------------------------------------------------------------------------------------------------------- renewals


def _renewals(desk: Desk, now: Position, licences: Frame) -> Iterator[Letter]:
    languages = now.customers.drop_duplicates("account").set_index("account")["language"]
    due = licences[licences["ripe"] & (licences["channel"] != "phone")]
    ladder = desk.policy.value("renewal_ladder")
    for row in _rows(due):
        own = {name: row[name] for name in ("account", "licence", "channel", "template")}
        yield Letter(
            template=row["template"],
            account=row["account"],
            language=languages.get(row["account"], ""),
            channel=row["channel"],
            currency=row["currency"],
            about=row["licence"],
            reason=row["reason"],
            held=row["held"],
            fields=_renewal_fields(desk, row, languages.get(row["account"], "") or desk.policy.value("language")),
            notices=(own | {"entry": "", "ladder": ladder, "level": row["stage"]},),
        )


def _renewal_fields(desk: Desk, row: dict[str, Any], language: str) -> dict[str, Any]:
    policy, end = desk.policy, day(row["end"])
    assert end is not None
    reply_by = desk.as_of + dt.timedelta(days=policy.value("pay_within_days"))
    return {
        "licence": row["licence"],
        "licence_type": row["type"],
        "licence_start": day(row["start"]),
        "licence_end": end,
        "days_to_expiry": int(row["days_to_expiry"]),
        "next_start": day(row["next_start"]),
        "next_end": day(row["next_end"]),
        "fee": major(row["fee"], row["currency"]),
        "grace_until": end + dt.timedelta(days=policy.value("grace_days")),
        "reply_by": max(reply_by, end) if row["template"] == "renewal-invitation" else reply_by,
        "next_step": next_step(row["then_on"], language),
        "balance": major(row["overdue"], row["currency"]),
    }


# ------------------------------------------------------------------------------------------------------------- promises


def _promises(desk: Desk, now: Position) -> Iterator[Letter]:
    """Yield a confirmation for each promise made lately that has none in Notices yet, if the desk confirms promises."""
    within = desk.policy.value("confirm_promises_days")
    if not within:
        return
    made, today = desk.frames["Promises"], pd.Timestamp(desk.as_of)
    fresh = made[(made["made_on"] <= today) & (made["made_on"] > today - pd.Timedelta(days=within))]
    notices = desk.frames["Notices"]
    told = notices[(notices["template"] == "promise-confirmation") & (notices["sent_on"] <= today)]
    known = told.groupby("account")["sent_on"].max().to_dict()
    customers = now.customers.drop_duplicates("account").set_index("account")
    for row in _rows(fresh):
        if row["account"] in customers.index and not known.get(row["account"], pd.NaT) >= row["made_on"]:
            yield _confirmation(now, customers.loc[row["account"]], row, desk.policy.reading().currency)


def _confirmation(now: Position, customer: pd.Series, row: dict[str, Any], currency: str) -> Letter:
    owed = now.items[(now.items["account"] == row["account"]) & (now.items["currency"] == currency)]
    due = clock.text(row["due_on"].date())
    held = "the customer must not be contacted" if customer["do_not_contact"] else ""
    by_email = customer["channel"] == "email" and customer["email"]
    own = {"account": row["account"], "entry": "", "licence": "", "ladder": "promise", "level": 1}
    channel = "email" if by_email else "letter"
    return Letter(
        template="promise-confirmation",
        account=row["account"],
        language=customer["language"],
        channel=channel,
        currency=currency,
        about=row["promise"],
        reason=f"Promise {row['promise']} of {major(row['amount'], currency):,} due {due} is confirmed in writing.",
        held=held,
        fields={
            "promise": row["promise"],
            "promised_on": day(row["made_on"]),
            "promised_amount": major(row["amount"], currency),
            "promise_due": day(row["due_on"]),
            "outstanding": major(owed["outstanding"].sum(), currency),
        },
        notices=(own | {"channel": channel, "template": "promise-confirmation"},),
    )


def _rows(frame: Frame) -> Iterator[dict[str, Any]]:
    yield from frame.to_dict("records")
