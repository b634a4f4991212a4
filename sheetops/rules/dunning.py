"""Dunning: for every open item the level it stands at, the next one, and what is due today or held back, and why.

One level a run: a level needs the item's last sent notice on that ladder to be the level before. A late run delays, it
never skips. An item whose notices belong to another ladder starts at level 1 of the new one.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd

from sheetops.model import Frame
from sheetops.rules.barriers import Barrier, gravest
from sheetops.rules.callstages import called, spoken
from sheetops.rules.channels import reachable
from sheetops.rules.contacts import NOBODY, Contacted
from sheetops.rules.customers import account_facts
from sheetops.rules.holds import below_tolerance, open_holds
from sheetops.rules.ladders import NEVER, last_sent, meant_for, stage_at, standing, trigger
from sheetops.rules.lookup import look_up, own
from sheetops.rules.sending import Sending, deemed_on
from sheetops.rules.telling import process_told
from sheetops.rules.waiting import waits
from sheetops.rules.words import say

LETTER = ["account", "currency", "letter"]
"""The columns that tell one letter from another."""


@dataclass(frozen=True)
class DunningTerms:
    """How a desk chases: its day, default ladder, tolerances (minor units by currency) and gap between letters in days.

    Each but the day, ``governing_level``, ``letters_per`` and ``sending`` may be a Series with one value for each item,
    by its Ledger row.
    ``governing_level``: whether the highest or the lowest level of a letter's items gives it template and channel.
    ``letters_per``: whether one letter tells all that is due of an account, of a level of it, or of one item.
    ``at_once``: when a promise or plan was broken the next level is due at once, not on its own day.
    """

    as_of: dt.date
    ladder: str | pd.Series = "standard"
    tolerance: dict[str, int] | pd.Series = field(default_factory=dict)
    min_days_between_letters: int | pd.Series = 5
    at_once: bool | pd.Series = False
    governing_level: str = "highest"
    letters_per: str = "account"
    sending: Sending = field(default_factory=Sending)


def dun(
    items: Frame,
    accounts: Frame,
    stages: Frame,
    notices: Frame,
    holds: Frame,
    arranged: Frame,
    terms: DunningTerms,
    subjects: Frame | None = None,
    contacts: Contacted = NOBODY,
) -> Frame:
    """Return every open item with its standing on its ladder (index: its Ledger row).

    ``items`` are those of an Allocation; ``arranged`` is what `sheetops.rules.arrangements.arrangements` says of
    promises and plans, ``contacts`` what `sheetops.rules.contacts.contacted` says; the rest are the good rows of
    Customers, Stages, Notices and Holds. ``subjects`` says what each item is (columns of `sheetops.rules.scope.KINDS`);
    it is needed where stages are for some only.
    Columns added to those of ``items``: name, language, ladder, level, sent_on, sent_by and delivered (the last
    notice, and when it counts as delivered), next_level, mode, days, unit, trigger, channel, fallback, template, held
    (why it is not chased, "" when it may be), until (the last day of that), ripe (whether its stage has come), due
    (ripe and not held: a notice goes out today), coming (the first day on which its notice may go out: its trigger, or
    later when its account had a letter or days are quiet), broken (a sentence on the promise or plan broken since it
    fell due and its last notice went out, ""), early (due before its day because of that), calls and told (sentences on
    the calls made for it, and on the process told), weight (the item of most weight governs its letter), letter (which
    of its account's letters it belongs to), then_* (the stage after).
    """
    open_items = items[items["outstanding"] > 0]
    facts = account_facts(accounts, open_items["account"], contacts)
    named = open_items["ladder"].where(open_items["ladder"] != "", facts["ladder"])
    ladder = named.where(named != "", own(terms.ladder, open_items.index))
    whose = None if subjects is None else subjects.loc[open_items.index].assign(ladder=ladder)
    item = open_items.assign(name=facts["name"], language=facts["language"], ladder=ladder)
    climb = Climb(facts, stages, whose, arranged, contacts, terms)
    item, notices = _climbed(item, meant_for(notices, open_items), climb)
    item["then_on"] = _then_on(item, terms)
    item["weight"] = item["next_level"] * (1 if terms.governing_level == "highest" else -1)
    item["letter"] = _letter(item, terms)
    item = item.join(
        process_told(item.assign(since=item["due_date"]), "entry", notices, contacts, terms.sending, terms.as_of)
    )
    item = item.join(_held(item, facts, holds, arranged, terms))
    ripe = (item["trigger"] <= pd.Timestamp(terms.as_of)) & (item["mode"] != "")
    return _delayed(item.assign(ripe=ripe, due=ripe & (item["held"] == "")), notices, terms)


class Climb(NamedTuple):
    """What says at which level an item stands, beside its notices."""

    facts: Frame
    stages: Frame
    whose: Frame | None
    arranged: Frame
    contacts: Contacted
    terms: DunningTerms


def _climbed(item: Frame, notices: Frame, by: Climb) -> tuple[Frame, Frame]:
    """Return each item at its level, and the notices with those that conversations by telephone stand for."""
    sending, as_of = by.terms.sending, by.terms.as_of
    while True:
        now = _at_level(item, notices, by)
        spoke_on = spoken(now, by.contacts.made, as_of)
        if spoke_on.empty:
            return now.assign(**called(now, by.contacts, by.facts, sending, as_of)), notices
        done = now.loc[spoke_on.index, ["account", "entry", "licence", "ladder", "template"]]
        done = done.assign(level=now["next_level"], sent_on=spoke_on, channel="phone", document="")
        notices = pd.concat([notices, done.reindex(columns=notices.columns)], ignore_index=True)


def _at_level(item: Frame, notices: Frame, by: Climb) -> Frame:
    """Return each item with its last notice, its next stage and the day of it."""
    sending = by.terms.sending
    last = standing(last_sent(notices, by.terms.as_of, "entry"), item["entry"], item["ladder"])
    last["delivered"] = deemed_on(last["sent_on"], last["sent_by"], sending)
    stage = stage_at(by.stages, item["ladder"], last["level"] + 1, by.whose)
    then = stage_at(by.stages, item["ladder"], last["level"] + 2, by.whose).add_prefix("then_")
    way = reachable(stage["channel"], by.facts, sending)
    now = item.assign(next_level=last["level"] + 1).join([last, stage.drop(columns="channel"), way, then])
    now["trigger"] = trigger(stage, item["due_date"], last["delivered"], sending.closed)
    return _broken(now, by.arranged, by.terms)


def _letter(item: Frame, terms: DunningTerms) -> pd.Series:
    """Return which letter of its account each item belongs to, "" where there is but one."""
    if terms.letters_per == "account":
        return pd.Series("", index=item.index, dtype=object)
    return item["entry"] if terms.letters_per == "item" else pd.Series(say("level ", item["next_level"]), item.index)


def _then_on(item: Frame, terms: DunningTerms) -> pd.Series:
    """Return the first day on which the level after the next could go out, if the next goes out today."""
    today = pd.Series(pd.Timestamp(terms.as_of).as_unit("s"), index=item.index)
    # A call need not wait for the gap between letters.
    wait = np.where(item["then_channel"] == "phone", 1, np.maximum(own(terms.min_days_between_letters, item.index), 1))
    soonest = (today + pd.to_timedelta(wait, unit="D")).astype("datetime64[s]")
    stage = item[["then_mode", "then_days", "then_unit"]].set_axis(["mode", "days", "unit"], axis=1)
    delivered = deemed_on(today, item["channel"], terms.sending)
    then = trigger(stage, item["due_date"], delivered, terms.sending.closed)
    return terms.sending.quiet.moved(then.where(then.isna() | (then > soonest), soonest))


def _broken(item: Frame, arranged: Frame, terms: DunningTerms) -> Frame:
    """Say what was broken that concerns each item; where the desk wants it, its next level is due the day after."""
    last = look_up(arranged[["broken", "broken_on"]], item["account"])
    concerned = (last["broken_on"] >= item["due_date"]) & ~(last["broken_on"] < item["sent_on"])
    after = (last["broken_on"] + pd.Timedelta(days=1)).astype("datetime64[s]")
    early = concerned & (after < item["trigger"]) & own(terms.at_once, item.index)
    broken = last["broken"].where(concerned, "").astype(object)
    return item.assign(broken=broken, early=early, trigger=item["trigger"].mask(early, after))


def _held(item: Frame, facts: Frame, holds: Frame, arranged: Frame, terms: DunningTerms) -> Frame:
    """Return why each item is not chased (the gravest reason), and the last day on which that is so."""
    first = gravest(item_barriers(item, facts, holds, arranged, terms), item.index)
    return first.rename(columns={"says": "held"})


def item_barriers(item: Frame, facts: Frame, holds: Frame, arranged: Frame, terms: DunningTerms) -> tuple[Barrier, ...]:
    """Return what may keep open items from being chased, the gravest first.

    ``item`` are rows as `dun` has them, ``facts`` those of `sheetops.rules.customers.account_facts`; the rest is as in
    `dun`.
    """
    small = below_tolerance(item["outstanding"], item["currency"], terms.tolerance)
    no_stage = (item["mode"] == "") & (item["level"] == 0) & (item["ladder"] != NEVER)
    missing = say("the ladder ", item["ladder"], " has no level 1 in the Stages sheet")
    never = "the ladder is none: never chased"
    told = "the customer must not be contacted"
    account, entry = (open_holds(holds, terms.as_of, by) for by in ("account", "entry"))
    arranging = arranged.loc[arranged["held"] != "", ["held", "until"]]
    return (
        Barrier("never chased", "ladder of entry and customer", item["ladder"] == NEVER, never),
        Barrier("do not contact", "Customers, do_not_contact", facts["do_not_contact"], told),
        _found("hold on the account", "Holds, complaints, hardship, collectors, faulty rows", account, item["account"]),
        _found("hold on the entry", "Holds", entry, item["entry"]),
        _found("promise or plan", "Promises and Plans", arranging, item["account"]),
        Barrier("disputed", "Ledger, disputed", item["disputed"], "disputed"),
        Barrier("small amount", "what is open, tolerance", small["held"] != "", small["held"]),
        Barrier("no first level", "Stages", no_stage, missing),
    )


def _found(name: str, looks_at: str, known: Frame, wanted: pd.Series) -> Barrier:
    """Return the barrier that what is known under a row's name makes: why (``held``) and until when."""
    one = look_up(known, wanted)
    return Barrier(name, looks_at, one["held"].notna(), one["held"], one["until"])


def _delayed(item: Frame, notices: Frame, terms: DunningTerms) -> Frame:
    """Hold back what is due and must wait, and say when each next notice may go out."""
    waiting = waits(item, notices, terms.min_days_between_letters, terms.sending, terms.as_of)
    late = item["due"] & (waiting["wait"] != "")
    coming = item["trigger"].where(~(waiting["free"] > item["trigger"]), waiting["free"])
    return item.assign(
        due=item["due"] & ~late,
        held=item["held"].mask(late, waiting["wait"]),
        until=item["until"].mask(late, waiting["wait_until"]),
        coming=terms.sending.quiet.moved(coming),
    )


def listed(item: Frame) -> pd.Series:
    """Return which items a letter to their account lists: those due for a notice and all others overdue, none held.

    Where an account gets several letters, each lists its own items alone.
    """
    return item["due"] | ((item["days_overdue"] > 0) & (item["held"] == "") & (item["letter"] == ""))


def governing(item: Frame) -> Frame:
    """Return the item that governs each letter that is due: of its items, which LETTER tells, that of most weight."""
    due = item[item["due"]]
    order = np.lexsort((-due["days_overdue"].to_numpy(), -due["weight"].to_numpy(dtype=np.int64)))
    return due.iloc[order].drop_duplicates(LETTER)
