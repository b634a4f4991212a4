"""What was done about a debt before a grave step: notices, attempts to reach the customer, payments, plans offered."""

import datetime as dt
import re

import numpy as np
import pandas as pd

from sheetops import clock
from sheetops.model import Frame
from sheetops.rules.allocation import Allocation
from sheetops.rules.ladders import NEVER, ladders_of, meant_for
from sheetops.rules.lookup import look_up
from sheetops.rules.words import day, one_text, plain, say, when

KEYS = ["account", "currency"]
OFFERED = re.compile(
    r"plan (?:was )?offered|offered (?:a )?(?:payment )?plan|arrangement offered|zaproponowano (?:raty|ugodę)"
)
"""Outcomes of a contact that say that a plan was offered."""


def notice_evidence(
    case: Frame, items: Frame, notices: Frame, stages: Frame, as_of: dt.date, closed: frozenset[dt.date]
) -> Frame:
    """Return what went out for each case's debt that has gone furthest up its ladder.

    ``case`` has account, segment, currency, country, between_days and levels (those required; none: all of them);
    ``items`` are those of `sheetops.rules.dunning.dun`. Columns: levels_sent (each required level with its day),
    levels_missing (those that did not go out), levels_close (those that followed too soon), last_level_on (the day of
    the last one), noticed (how much of what is overdue went through all of them, minor units). Of a level that went
    out several times the last counts.
    """
    overdue = items[items["days_overdue"] > 0]
    lead = _lead(case, overdue)
    needed = _needed(case, lead, stages)
    sent = _sent_on(needed, meant_for(notices, items), as_of)
    name = say(plain(sent["template"], {}), " (level ", sent["level"], ")")
    gone = sent["sent_on"].notna()
    here = pd.DataFrame(index=case.index)
    here["levels_sent"] = _told(say(name, ": ", day(sent["sent_on"])), sent, gone)
    here["levels_missing"] = _told(say(name, " has not gone out"), sent, ~gone)
    here["levels_missing"] = _without_ladder(here["levels_missing"], lead, needed)
    here["levels_close"] = _told(*_too_close(sent, name, closed))
    here["last_level_on"] = sent.groupby("case")["sent_on"].max()
    here["last_level_on"] = here["last_level_on"].astype("datetime64[s]")
    texts = ["levels_sent", "levels_missing", "levels_close"]
    here[texts] = here[texts].fillna("").astype(object)
    return here.assign(noticed=_noticed(case, overdue, needed))


def _lead(case: Frame, overdue: Frame) -> Frame:
    """Return each case's overdue item of the highest level, of several the oldest (index: that of ``case``)."""
    order = np.lexsort((overdue["due_date"].to_numpy(), -overdue["level"].to_numpy(dtype=np.int64)))
    first = overdue.iloc[order].drop_duplicates(KEYS)
    known = first.set_index([first[key].astype(object) for key in KEYS])[["entry", "ladder"]]
    return look_up(known, case["account"], case["currency"])


def _needed(case: Frame, lead: Frame, stages: Frame) -> Frame:
    """Return one row a case and level that must have gone out for its leading item."""
    there = lead.dropna()
    # Into a frame without rows pandas would put all those of a column that has some.
    mine = case.loc[there.index]
    row = there.assign(levels=mine["levels"], between_days=mine["between_days"], case=there.index)
    whose = case.loc[there.index].assign(ladder=there["ladder"])
    groups = [
        row.loc[rows].merge(levels[["level", "template"]], how="cross")
        for rows, levels in ladders_of(stages, there["ladder"], whose)
    ]
    steps = pd.concat([row.merge(stages.iloc[:0][["level", "template"]], how="cross"), *groups], ignore_index=True)
    wanted = np.zeros(len(steps), dtype=bool)
    for levels in steps["levels"].unique():
        wanted |= ((steps["levels"] == levels) & (steps["level"].isin(levels) | (len(levels) == 0))).to_numpy()
    return steps[wanted].sort_values(["case", "level"], kind="stable")


def _sent_on(needed: Frame, notices: Frame, as_of: dt.date) -> Frame:
    keys = ["entry", "ladder", "level"]
    gone = notices[notices["sent_on"] <= pd.Timestamp(as_of)]
    last = gone.groupby([gone["entry"].astype(object), gone["ladder"].astype(object), gone["level"].astype(object)])
    found = look_up(last["sent_on"].max(), *(needed[key] for key in keys))
    return needed.assign(sent_on=found.astype("datetime64[s]"))


def _told(words: object, sent: Frame, here: object) -> pd.Series:
    said = pd.Series(np.asarray(words, dtype=object), index=pd.Index(sent["case"], name=None))
    return one_text(said[np.asarray(here, dtype=bool)])


def _too_close(sent: Frame, name: object, closed: frozenset[dt.date]) -> tuple[object, Frame, object]:
    before = sent.groupby("case")["sent_on"].shift()
    known = before.notna() & sent["sent_on"].notna()
    always = pd.Timestamp(clock.FIRST)
    gap = clock.business_days_between(before.where(known, always), sent["sent_on"].where(known, always), closed)
    number = sent["between_days"].to_numpy(dtype=np.int64)
    close = known & ((gap < number) | (sent["sent_on"] < before))
    after = when((sent["sent_on"] < before, " went out before the level below it"), otherwise=" went out only ")
    much = when(
        (sent["sent_on"] < before, ""),
        otherwise=say(gap, " business days after the level below it, of at least ", number),
    )
    return say(np.asarray(name, dtype=object), after, much, ": send it again"), sent, close


def _without_ladder(missing: pd.Series, lead: Frame, needed: Frame) -> pd.Series:
    """Say what keeps an overdue debt from having levels at all."""
    bare = lead[lead["ladder"].notna() & ~lead.index.isin(needed["case"])]
    words = when(
        (bare["ladder"] == NEVER, "its ladder is none: it is never chased"),
        otherwise=say("the ladder ", bare["ladder"], " has none of the required levels in the Stages sheet"),
    )
    return pd.Series(words, index=bare.index, dtype=object).reindex(missing.index).fillna(missing)


def _noticed(case: Frame, overdue: Frame, needed: Frame) -> pd.Series:
    """Return how much of each case is overdue and has passed the last level required of it."""
    last = needed.groupby("case")["level"].max()
    top = case[KEYS].assign(top=last)
    item = overdue[[*KEYS, "level", "outstanding"]].astype(dict.fromkeys(KEYS, object))
    both = item.merge(top.astype(dict.fromkeys(KEYS, object)).assign(case=case.index), on=KEYS)
    through = both[both["level"] >= both["top"]]
    return through.groupby("case")["outstanding"].sum().reindex(case.index, fill_value=0).astype("int64")


def attempt_evidence(case: Frame, made: Frame) -> Frame:
    """Return on how many days we tried to speak to each case's customer since the oldest debt fell due.

    ``made`` is what `sheetops.rules.contacts.contacts_made` returned. A letter is no attempt, and neither is one that
    could not arrive. Columns: tried_days, tried_first, tried_last.
    """
    tried = made[made["attempt"] & ~made["failed"] & (made["channel"] != "letter")]
    asked = case[["account", "oldest_due"]].assign(case=case.index).astype({"account": object})
    pairs = asked.merge(tried[["account", "on"]].astype({"account": object}), on="account")
    pairs = pairs[pairs["on"] >= pairs["oldest_due"]]
    found = pairs.groupby("case")["on"].agg(tried_days="nunique", tried_first="min", tried_last="max")
    found = found.reindex(case.index)
    return found.assign(tried_days=found["tried_days"].fillna(0).astype("int64"))


def last_action(case: Frame, notices: Frame, made: Frame, as_of: dt.date) -> pd.Series:
    """Return the day of the last notice to, or contact with, each case's account by a day."""
    sent = notices.loc[notices["sent_on"] <= pd.Timestamp(as_of), ["account", "sent_on"]]
    spoke = made[["account", "on"]].rename(columns={"on": "sent_on"})
    both = pd.concat([sent, spoke]).astype({"account": object})
    return look_up(both.groupby("account")["sent_on"].max(), case["account"]).astype("datetime64[s]")


def bill_paid_on(case: Frame, allocation: Allocation) -> pd.Series:
    """Return the day on which each case's account last paid a whole bill, by receipts alone; NaT for never."""
    items, links = allocation.items, allocation.links
    receipts = allocation.credits[allocation.credits["kind"] == "receipt"]
    paid = links[links["credit"].isin(receipts.index)]
    paid = paid.assign(day=receipts["date"].reindex(paid["credit"]).to_numpy())
    by_bill = paid.groupby("debit").agg(paid=("amount", "sum"), day=("day", "max"))
    bills = items.loc[items["kind"] == "invoice", ["account", "amount"]].join(by_bill, how="inner")
    whole = bills[bills["paid"] >= bills["amount"]]
    return look_up(whole.groupby(whole["account"].astype(object))["day"].max(), case["account"]).astype("datetime64[s]")


def paid_on(case: Frame, ledger: Frame, as_of: dt.date) -> pd.Series:
    """Return the day of each case's last receipt by a day."""
    came = ledger[(ledger["kind"] == "receipt") & (ledger["date"] <= pd.Timestamp(as_of))]
    return look_up(came.groupby(came["account"].astype(object))["date"].max(), case["account"]).astype("datetime64[s]")


def plan_offered_on(case: Frame, plans: Frame, made: Frame, as_of: dt.date) -> pd.Series:
    """Return the day on which each case's account was last offered a plan: proposed on Plans, or noted on Contacts."""
    proposed = plans[(plans["status"] == "proposed") & (plans["agreed_on"] <= pd.Timestamp(as_of))]
    said = made[made["outcome"].str.casefold().str.contains(OFFERED)]
    both = pd.concat(
        [
            proposed[["account", "agreed_on"]].rename(columns={"agreed_on": "on"}),
            said[["account", "on"]],
        ]
    ).astype({"account": object})
    return look_up(both.groupby("account")["on"].max(), case["account"]).astype("datetime64[s]")
