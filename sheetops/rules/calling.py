"""Calls: who is to be called today and in which order, and who is written to because the telephone failed.

Decided for the desks: one account is one call, whatever it is about. A call that was asked for or agreed goes before a
promise that falls due, that before the days left, these before the money; how much each weighs is the desk's setting.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from sheetops import clock
from sheetops.model import Frame
from sheetops.rules.contacts import contact_history
from sheetops.rules.lookup import look_up
from sheetops.rules.words import CHANNELS, Texts, count, day, plain, say, when

CALL, EMAIL, LETTER, NONE = "call", "email", "letter", "none"
"""What is done about an account today."""

WEIGHTS = {"call_back": 1000, "promise": 500, "expiry": 100, "value": 50}
"""What the order of calls goes by, and what each part weighs at most when the desk says nothing else."""

NUMBERS = ("attempts", "calls", "failed_calls")
DAYS = (
    "last_attempt", "last_spoke", "last_reply", "told_on", "call_back_on", "bad_email", "bad_letter", "bad_phone",
    "last_call", "last_contact", "last_written",
)  # fmt: skip
WORDS = ("best_channel", "best_time", "said")


@dataclass(frozen=True)
class CallTerms:
    """How a desk calls.

    Its day; after how many calls in vain within ``window_days`` it writes instead; business days between two tries
    (``gap_days``) and days of peace after a conversation (``again_days``); how many days before its day a promise is
    reminded of; the days over which urgency rises (``horizon_days``); the weights of the order; days between two
    letters or e-mails; closed days.
    """

    as_of: dt.date
    max_attempts: int = 3
    window_days: int = 30
    gap_days: int = 1
    again_days: int = 7
    promise_days: int = 2
    horizon_days: int = 90
    weights: Mapping[str, int] = field(default_factory=lambda: WEIGHTS)
    min_days_between_letters: int = 5
    closed: frozenset[dt.date] = frozenset()


def call_history(made: Frame, terms: CallTerms) -> Frame:
    """Return what past contacts say of calling each account (index: account); ``made`` is what `contacts_made` gave.

    Columns added to those of `contact_history`: failed_calls (calls in vain within the window, since somebody was last
    spoken to), last_call, last_contact, last_written (the day of the last e-mail or letter of ours), best_channel (by
    which they answered most, the latest of equals; "" when never), best_time (when they were spoken to most, in words,
    "" when no time is known), said (the last contact in words).
    """
    history = contact_history(made)
    account = made["account"].astype(object)
    spoke = made["on"].where(made["spoke"]).groupby(account).transform("max")
    recent = made["on"] > pd.Timestamp(terms.as_of) - pd.Timedelta(days=terms.window_days)
    vain = made["call"] & ~made["spoke"] & recent & ~(made["on"] < spoke)
    written = made["attempt"] & made["channel"].isin([EMAIL, LETTER])
    answered = made[made["spoke"] | made["replied"]]
    return history.assign(
        failed_calls=vain.astype("int64").groupby(account).sum(),
        last_call=made["on"].where(made["call"]).groupby(account).max(),
        last_contact=made["on"].groupby(account).max(),
        last_written=made["on"].where(written).groupby(account).max(),
        best_channel=_most(answered, answered["channel"]),
        best_time=_best_time(made[made["spoke"]]),
        said=_said(made).groupby(account).last(),
    )


def _most(rows: Frame, of: pd.Series) -> pd.Series:
    """Return, by account, what stands most often, of equals the latest."""
    told = pd.DataFrame({"account": rows["account"].astype(object), "of": of.astype(object), "at": rows["at"]})
    sums = told.groupby(["account", "of"])["at"].agg(["size", "max"]).reset_index()
    best = sums.sort_values(["size", "max"], kind="stable").drop_duplicates("account", keep="last")
    return best.set_index("account")["of"]


def _best_time(spoken: Frame) -> pd.Series:
    timed = spoken[spoken["at"] != spoken["on"]]  # midnight: nobody wrote down the time
    hour = timed["at"].dt.hour
    return _most(timed, pd.Series(when((hour < 12, "mornings"), (hour < 17, "afternoons"), otherwise="evenings"),
                                  index=timed.index))  # fmt: skip


def _said(made: Frame) -> pd.Series:
    note = when((made["note"] != "", say(" (", made["note"], ")")))
    by = when((made["by"] != "", say(" ", made["by"], ",")))
    return pd.Series(
        say(day(made["on"]), by, " ", plain(made["channel"], CHANNELS), ": ", made["outcome"], note), index=made.index
    )


def planned(cases: Frame, history: Frame, terms: CallTerms) -> Frame:
    """Return each account that something is to be said to, and what is done today (index: that of ``cases``).

    ``cases`` has one row an account: account, currency, value (minor units), caller, urgency (days of
    ``horizon_days``, more is more urgent), promise_due (NaT: none), held (why it must not be called, "" when it may),
    last_letter (the day of the last one of Notices), because (what it is about, a sentence), phone, email, channel (the
    customer's own), has_address; ``history`` is what `call_history` returned, and goes before columns of the same name.
    Columns added: those of ``history``, call_back (the day of a call that is due, NaT), do (call, email, letter or
    none),
    why (the sentence: what is done and why now, or why nothing is), points, priority (1 is first, of each caller's
    calls; <NA> for the rest).
    """
    today = pd.Timestamp(terms.as_of).as_unit("s")
    facts = known(history, cases["account"])
    row = cases.drop(columns=list(facts), errors="ignore").join(facts)
    row["call_back"] = row["call_back_on"].where(row["call_back_on"] <= today).astype("datetime64[s]")
    soon = today + pd.Timedelta(days=terms.promise_days)
    row["promise_due"] = row["promise_due"].where(row["promise_due"] <= soon).astype("datetime64[s]")
    row["best_channel"] = when(
        (row["best_channel"] != "", row["best_channel"]), (row["channel"] != "", row["channel"]), otherwise="phone"
    )
    row["points"] = _points(row, terms)
    way = _way(row, terms)
    wait = _wait(row, way, terms, today)
    row["do"] = when((row["held"] != "", NONE), (wait != "", NONE), otherwise=way["way"])
    row["why"] = _why(row, way, wait)
    return row.assign(priority=_priority(row))


def known(history: Frame, account: pd.Series) -> Frame:
    """Return what is known of calling each row's account, nothing where there was no contact."""
    found = look_up(history, account)
    return pd.DataFrame(
        {name: found[name].fillna(0).astype("int64") for name in NUMBERS}
        | {name: found[name].astype("datetime64[s]") for name in DAYS}
        | {name: found[name].astype(object).fillna("") for name in WORDS},
        index=account.index,
    )


def _points(row: Frame, terms: CallTerms) -> pd.Series:
    """Return what each call weighs: whole numbers only, so that equal cases are equal."""
    weight = terms.weights
    pressing = row["urgency"].clip(0, terms.horizon_days) * weight["expiry"] // max(terms.horizon_days, 1)
    place = row["value"].groupby(row["currency"]).rank(method="min")
    among = row["value"].groupby(row["currency"]).transform("size")
    money = np.where(row["value"] > 0, place * weight["value"] // among, 0)
    calls = row["call_back"].notna() * weight["call_back"] + row["promise_due"].notna() * weight["promise"]
    return (calls + pressing + money).astype("int64")


def _way(row: Frame, terms: CallTerms) -> Frame:
    """Return by which way each account is reached today, and why it is not the telephone."""
    vain = (row["failed_calls"] >= terms.max_attempts) & (terms.max_attempts > 0) & row["call_back"].isna()
    instead = when(
        (row["phone"] == "", "there is no telephone number"),
        (row["bad_phone"].notna(), say("the telephone number failed on ", day(row["bad_phone"]))),
        (vain, say("nobody was reached in ", count(row["failed_calls"], "call"))),
    )
    mail, post = row["email"] != "", row["has_address"]
    no_mail = when((~mail, "no e-mail address"), (row["bad_email"].notna(), "the e-mail address failed"))
    no_post = when((~post, "no postal address"), (row["bad_letter"].notna(), "a letter came back"))
    way = when((instead == "", CALL), (no_mail == "", EMAIL), (no_post == "", LETTER), otherwise=NONE)
    nothing = say("cannot be reached: ", instead, ", ", no_mail, ", ", no_post)
    reason = when((way == NONE, nothing), (way == LETTER, say(instead, " and ", no_mail)), otherwise=instead)
    return pd.DataFrame({"way": way, "reason": reason}, index=row.index)


def _wait(row: Frame, way: Frame, terms: CallTerms, today: pd.Timestamp) -> Texts:
    """Return why nothing is done today about an account that may be reached."""
    pressing = row["call_back"].notna() | row["promise_due"].notna()
    later = row["call_back_on"] > today
    again = row["last_spoke"] + pd.Timedelta(days=terms.again_days)
    next_try = pd.Series(
        clock.business_days_after(row["last_call"], terms.gap_days, terms.closed).astype("datetime64[s]"),
        index=row.index,
    )
    written = row[["last_written", "last_letter"]].max(axis=1)
    free = written + pd.Timedelta(days=terms.min_days_between_letters)
    call, write = way["way"] == CALL, way["way"].isin([EMAIL, LETTER])
    return when(
        (way["way"] == NONE, way["reason"]),
        (call & later & row["promise_due"].isna(), say("a call back is agreed for ", day(row["call_back_on"]))),
        (
            call & (next_try > today) & row["call_back"].isna(),
            say("called on ", day(row["last_call"]), ", the next try is on or after ", day(next_try)),
        ),
        (
            call & (again > today) & ~pressing,
            say("spoken to on ", day(row["last_spoke"]), ", the next call is on or after ", day(again)),
        ),
        (
            write & (free > today),
            say("written to on ", day(written), ", the next may go on or after ", day(free)),
        ),
    )


def _why(row: Frame, way: Frame, wait: Texts) -> Texts:
    asked = when((row["call_back"].notna(), say("Call back due since ", day(row["call_back"]), ". ")))
    promised = when((row["promise_due"].notna(), say("A promise falls due on ", day(row["promise_due"]), ". ")))
    instead = when((row["do"] == EMAIL, "E-mail, because "), (row["do"] == LETTER, "Letter, because "))
    written = say(instead, way["reason"], ". ")
    return when(
        (row["held"] != "", say("Not called: ", row["held"], ".")),
        (wait != "", say("Not today: ", wait, ".")),
        (row["do"] == CALL, say(asked, promised, row["because"])),
        otherwise=say(written, row["because"]),
    )


def _priority(row: Frame) -> pd.Series:
    calls = row[row["do"] == CALL].sort_values(["points", "account"], ascending=[False, True], kind="stable")
    place = calls.groupby("caller").cumcount() + 1
    return place.reindex(row.index).astype("Int64")
