"""Dunning: for every open item the level it stands at, the next one, and what is due today or held back, and why.

One level a run: a level needs the item's last sent notice on that ladder to be the level before. A late run delays, it
never skips. An item whose notices belong to another ladder starts at level 1 of the new one.
"""

import datetime as dt
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from sheetops.model import Frame
from sheetops.rules.channels import reachable
from sheetops.rules.holds import below_tolerance, open_holds
from sheetops.rules.ladders import NEVER, last_letter, last_sent, meant_for, stage_at, standing, trigger
from sheetops.rules.lookup import look_up, own, own_days
from sheetops.rules.words import day, say, when

ACCOUNT_COLUMNS = ("name", "ladder", "channel", "language", "email", "phone")


@dataclass(frozen=True)
class DunningTerms:
    """How a desk chases: its day, default ladder, tolerances (minor units by currency) and gap between letters in days.

    Each but the day and ``governing_level`` may be a Series with one value for each item, by its Ledger row.
    ``governing_level``: whether the highest or the lowest level of a letter's items gives it template and channel.
    ``at_once``: when a promise or plan was broken the next level is due at once, not on its own day.
    """

    as_of: dt.date
    ladder: str | pd.Series = "standard"
    tolerance: dict[str, int] | pd.Series = field(default_factory=dict)
    min_days_between_letters: int | pd.Series = 5
    at_once: bool | pd.Series = False
    governing_level: str = "highest"


def account_facts(accounts: Frame, names: pd.Series) -> Frame:
    """Return what is known of each account, row by row; blanks for an account without a row of its own."""
    known = accounts.set_index(accounts["account"].astype(object))
    facts = look_up(known[[*ACCOUNT_COLUMNS, "do_not_contact"]], names)
    blank = {column: facts[column].fillna("") for column in ACCOUNT_COLUMNS}
    return facts.assign(**blank, do_not_contact=facts["do_not_contact"].fillna(False).astype(bool))


def dun(
    items: Frame,
    accounts: Frame,
    stages: Frame,
    notices: Frame,
    holds: Frame,
    arranged: Frame,
    terms: DunningTerms,
    subjects: Frame | None = None,
) -> Frame:
    """Return every open item with its standing on its ladder (index: its Ledger row).

    ``items`` are those of an Allocation; ``arranged`` is what `sheetops.rules.arrangements.arrangements` says of
    promises and plans; the rest are the good rows of Customers, Stages, Notices and Holds. ``subjects`` says what each
    item is (columns of `sheetops.rules.scope.KINDS`); it is needed where stages are for some only.
    Columns added to those of ``items``: name, language, ladder, level and sent_on (the last notice), next_level, mode,
    days, trigger, channel, fallback, template, held (why it is not chased, "" when it may be), until (the last day of
    that), ripe (whether its stage has come), due (ripe and not held: a notice goes out today), free (the first day on
    which its account may get another letter, NaT when it had none), broken (a sentence on the promise or plan broken
    since it fell due and its last notice went out, ""), early (due before its day because of that), weight
    (the item of most weight governs its letter), then_* (the stage after).
    """
    open_items = items[items["outstanding"] > 0]
    facts = account_facts(accounts, open_items["account"])
    named = open_items["ladder"].where(open_items["ladder"] != "", facts["ladder"])
    ladder = named.where(named != "", own(terms.ladder, open_items.index))
    whose = None if subjects is None else subjects.loc[open_items.index].assign(ladder=ladder)
    last = standing(_sent(notices, open_items, terms.as_of), open_items["entry"], ladder)
    stage = stage_at(stages, ladder, last["level"] + 1, whose)
    then = stage_at(stages, ladder, last["level"] + 2, whose).add_prefix("then_")
    item = open_items.assign(
        name=facts["name"], language=facts["language"], ladder=ladder, next_level=last["level"] + 1
    ).join([last, stage.drop(columns="channel"), reachable(stage["channel"], facts), then])
    item["trigger"] = trigger(stage["mode"], stage["days"], item["due_date"], last["sent_on"])
    item = _broken(item, arranged, terms)
    item["then_on"] = _then_on(item, terms)
    item["weight"] = item["next_level"] * (1 if terms.governing_level == "highest" else -1)
    item = item.join(_held(item, facts, holds, arranged, terms))
    ripe = (item["trigger"] <= pd.Timestamp(terms.as_of)) & (item["mode"] != "")
    return _spaced(item.assign(ripe=ripe, due=ripe & (item["held"] == "")), notices, terms)


def _then_on(item: Frame, terms: DunningTerms) -> pd.Series:
    """Return the first day on which the level after the next could go out, if the next goes out today."""
    today = pd.Series(pd.Timestamp(terms.as_of).as_unit("s"), index=item.index)
    # A call need not wait for the gap between letters.
    wait = np.where(item["then_channel"] == "phone", 1, np.maximum(own(terms.min_days_between_letters, item.index), 1))
    soonest = (today + pd.to_timedelta(wait, unit="D")).astype("datetime64[s]")
    then = trigger(item["then_mode"], item["then_days"], item["due_date"], today)
    return then.where(then.isna() | (then > soonest), soonest)


def _broken(item: Frame, arranged: Frame, terms: DunningTerms) -> Frame:
    """Say what was broken that concerns each item; where the desk wants it, its next level is due the day after."""
    last = look_up(arranged[["broken", "broken_on"]], item["account"])
    concerned = (last["broken_on"] >= item["due_date"]) & ~(last["broken_on"] < item["sent_on"])
    after = (last["broken_on"] + pd.Timedelta(days=1)).astype("datetime64[s]")
    early = concerned & (after < item["trigger"]) & own(terms.at_once, item.index)
    broken = last["broken"].where(concerned, "").astype(object)
    return item.assign(broken=broken, early=early, trigger=item["trigger"].mask(early, after))


def _sent(notices: Frame, items: Frame, as_of: dt.date) -> Frame:
    """Return the last notice of each entry and ladder; one that names no entry was for all that was overdue then."""
    return last_sent(meant_for(notices, items), as_of, "entry")


def _held(item: Frame, facts: Frame, holds: Frame, arranged: Frame, terms: DunningTerms) -> Frame:
    """Return why each item is not chased (the gravest reason), and the last day on which that is so."""
    arranging = arranged.loc[arranged["held"] != "", ["held", "until"]]
    holding = [
        look_up(open_holds(holds, terms.as_of, "account"), item["account"]),
        look_up(open_holds(holds, terms.as_of, "entry"), item["entry"]),
        look_up(arranging, item["account"]),
    ]
    small = below_tolerance(item["outstanding"], item["currency"], terms.tolerance)
    no_stage = (item["mode"] == "") & (item["level"] == 0) & (item["ladder"] != NEVER)
    held = when(
        (item["ladder"] == NEVER, "the ladder is none: never chased"),
        (facts["do_not_contact"], "the customer must not be contacted"),
        *((one["held"].notna(), one["held"].fillna("")) for one in holding),
        (item["disputed"], "disputed"),
        (small["held"] != "", small["held"]),
        (no_stage, say("the ladder ", item["ladder"], " has no level 1 in the Stages sheet")),
    )
    until = pd.Series(pd.NaT, index=item.index, dtype="datetime64[s]")
    for one in reversed(holding):
        until = until.mask(one["held"].notna(), one["until"])
    never = (item["ladder"] == NEVER) | facts["do_not_contact"]
    return pd.DataFrame({"held": held, "until": until.mask(never)}, index=item.index)


def _spaced(item: Frame, notices: Frame, terms: DunningTerms) -> Frame:
    """Hold back the letters that are due for an account that had one too short a time ago; a call is no letter."""
    previous = look_up(last_letter(notices, terms.as_of), item["account"])
    free = previous + own_days(terms.min_days_between_letters, item.index)
    early = item["due"] & (item["channel"] != "phone") & (free > pd.Timestamp(terms.as_of))
    said = say("a letter went out on ", day(previous), ", the next may go on or after ", day(free))
    return item.assign(
        due=item["due"] & ~early,
        held=item["held"].where(~early, pd.Series(said, index=item.index)),
        until=item["until"].mask(early, free - pd.Timedelta(days=1)),
        free=free.astype("datetime64[s]"),
    )


def listed(item: Frame) -> pd.Series:
    """Return which items a letter to their account lists: those due for a notice and all others overdue, none held."""
    return item["due"] | ((item["days_overdue"] > 0) & (item["held"] == ""))


def governing(item: Frame) -> Frame:
    """Return the item that governs each letter that is due: of an account and currency that of most weight."""
    due = item[item["due"]]
    order = np.lexsort((-due["days_overdue"].to_numpy(), -due["weight"].to_numpy(dtype=np.int64)))
    return due.iloc[order].drop_duplicates(["account", "currency"])
