"""What to say in a call: what is owed, what was promised, told and said, what to offer, and what follows."""

import pandas as pd

from sheetops.jobs.agreements import limits_of
from sheetops.jobs.arrears import Position
from sheetops.jobs.desk import Desk
from sheetops.jobs.plans import quotes_of
from sheetops.jobs.subjects import subjects
from sheetops.model import Frame
from sheetops.rules.lookup import look_up
from sheetops.rules.words import CHANNELS, Part, Texts, amount, count, day, plain, say, when


def arrears_script(desk: Desk, now: Position, rows: Frame) -> Texts:
    """Return the points of a call about arrears; ``rows`` is what `sheetops.rules.calling.planned` returned."""
    keys = ["account", "currency"]
    standing = now.accounts.set_index([now.accounts[key].astype(object) for key in keys])
    here = look_up(
        standing[["outstanding", "next_action", "next_action_on", "status"]], rows["account"], rows["currency"]
    )
    whole = here["outstanding"].fillna(0).astype("int64")
    owed = say(
        rows["because"], when((whole > rows["value"], say(" Open in all: ", amount(whole, rows["currency"]), ".")))
    )
    step = here["next_action"].fillna("")
    after = when((here["next_action_on"].notna(), say(" on or after ", day(here["next_action_on"]))))
    last = here["status"].fillna("") == "ladder ended"
    follows = when(
        (last, "the last notice went out; a person decides about collection."),
        (step == "", "nothing more is planned."),
        otherwise=say(step, after, "."),
    )
    return _points(
        ("Owed", owed),
        ("Promised", _promised(now, rows)),
        ("Told", _told(desk, rows, rows["account"], "account")),
        ("Last contact", _last(rows)),
        ("Offer", _offer(desk, now, rows)),
        ("Tell", say("If nothing is paid: ", follows, " ", _process(rows))),
    )


def renewal_script(desk: Desk, now: Position, rows: Frame) -> Texts:
    """Return the points of a call about a renewal; ``rows`` is what `sheetops.rules.calling.planned` returned."""
    fee = when((rows["fee"].fillna(0) > 0, say(" The fee is ", rows["currency"], " ", amount(
        rows["fee"].fillna(0).astype("int64"), rows["currency"]), ".")))  # fmt: skip
    term = when(
        (rows["next_start"].notna(), say("Renew from ", day(rows["next_start"]), " to ", day(rows["next_end"]))),
        otherwise="Renew",
    )
    ended = rows["days_to_expiry"].astype("int64") < 0
    lapse = when(
        (rows["status"] == "lapsed", say("Since ", day(rows["end"]), " any use is use without a licence.")),
        (ended, say("The licence ended on ", day(rows["end"]), "; it is in grace, and lapses after it.")),
        otherwise=say("After ", day(rows["end"]), " any use is use without a licence."),
    )
    step = when(
        (rows["next_action"] == "", ""),
        otherwise=say(" Next: ", rows["next_action"], when(
            (rows["next_action_on"].notna(), say(" on or after ", day(rows["next_action_on"])))), "."),
    )  # fmt: skip
    return _points(
        ("About", say(rows["because"], fee)),
        ("Promised", _promised(now, rows)),
        ("Told", _told(desk, rows, rows["licence"], "licence")),
        ("Last contact", _last(rows)),
        ("Ask", say(term, ", and pay before the last day; if not, what prevents it? ", _may_promise(desk, now, rows))),
        ("Tell", say(lapse, step, " ", _process(rows))),
    )


def _points(*points: tuple[str, Part]) -> Texts:
    parts: list[Part] = []
    for number, (name, said) in enumerate(points):
        parts += ["\n" if number else "", f"{name}: ", said]
    return say(*parts)


def _promised(now: Position, rows: Frame) -> Texts:
    made = now.agreed.promises.sort_values("made_on", kind="stable").drop_duplicates("account", keep="last")
    said = pd.Series(
        say(amount(made["amount"], made["currency"]), " for ", day(made["due_on"]), ": ", made["status"], "."),
        index=made["account"].astype(object), dtype=object,
    )  # fmt: skip
    return look_up(said, rows["account"]).fillna("nothing so far.").to_numpy(dtype=object)


def _told(desk: Desk, rows: Frame, names: pd.Series, by: str) -> Texts:
    """Say which notice went out last: on the account's debts, or on the licence."""
    notices = desk.frames["Notices"]
    gone = notices[(notices["sent_on"] <= pd.Timestamp(desk.as_of)) & (notices[by] != "")]
    if by == "account":
        gone = gone[gone["licence"] == ""]
    last = gone.sort_values("sent_on", kind="stable").drop_duplicates(by, keep="last")
    by_way = plain(last["channel"].replace("", "letter"), CHANNELS)
    name = last["template"].where(last["template"] != "", "a notice").astype(object)
    said = pd.Series(
        say(plain(name, {}), " by ", by_way, " on ", day(last["sent_on"])),
        index=last[by].astype(object), dtype=object,
    )  # fmt: skip
    found = look_up(said, names).fillna("nothing was sent so far")
    told = when((rows["told_on"].notna(), say(", the escalation process on ", day(rows["told_on"]))))
    return say(found, told, ".")


def _last(rows: Frame) -> Texts:
    vain = when((rows["failed_calls"] > 0, say("; ", count(rows["failed_calls"], "call"), " in vain since they spoke")))
    return when((rows["said"] == "", "none."), otherwise=say(rows["said"], vain, "."))


def _limits(desk: Desk, now: Position, rows: Frame) -> Frame:
    keys = [now.accounts[key].astype(object) for key in ("account", "currency")]
    limits = limits_of(desk, now.agreed, now.accounts)
    return look_up(limits.set_index(keys)[["may_promise", "limit"]], rows["account"], rows["currency"])


def _may_promise(desk: Desk, now: Position, rows: Frame) -> Texts:
    limits = _limits(desk, now, rows)
    owing = limits["may_promise"].fillna(False).astype(bool)
    return when((owing, limits["limit"].fillna("").astype(object)), otherwise="A day by which they will pay is noted.")


def _offer(desk: Desk, now: Position, rows: Frame) -> Texts:
    """Say what may be offered: payment now, a promise if one may be taken, the first plan that may be offered."""
    limit = _limits(desk, now, rows)["limit"].fillna("").astype(object)
    quotes = quotes_of(desk, now)
    first = quotes[quotes["offer"]].drop_duplicates(["account", "currency"])
    plan = look_up(
        first.set_index([first["account"].astype(object), first["currency"].astype(object)])["reason"],
        rows["account"], rows["currency"],
    )  # fmt: skip
    plan = plan.where(rows["account"].isin(now.accounts["account"]))
    days = desk.policy.each("plan_grace_days", subjects(desk, rows))
    grace = when((days > 0, say(" (", count(days, "day"), " of grace each)")))
    or_plan = when((plan.notna(), say(" Or a plan: ", plan.fillna("").str.removesuffix("."), grace, ".")))
    return say("payment today. ", limit, or_plan)


def _process(rows: Frame) -> Texts:
    return when(
        (rows["told_on"].isna(), 'Tell what follows, and write "told process" into the outcome.'),
        otherwise="They know the escalation process.",
    )
