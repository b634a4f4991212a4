"""Contacts: what attempts to reach a customer came to, read from the words that people write.

An outcome is free text, so it is understood by its words, in English and Polish, several at once where it names several
("spoke; told process"). What none of the words fits is an attempt and no more.
"""

import datetime as dt
import re
from typing import NamedTuple

import pandas as pd

from sheetops import clock
from sheetops.model import Frame
from sheetops.rules.words import CHANNELS

OUTCOMES = {
    "unanswered": r"\bno (answer|reply|response)|\bnot (reach|answer|available|there)|\bdid ?n[o']t answer|unreachable"
    r"|unavailable|voice ?mail|answerphone|\b(left|leave) (a )?(message|vm)|engaged|busy|rang out|missed call"
    r"|nie odbiera|brak odpowiedzi|zajęte|nie zastano|poczta głosowa",
    "failed": r"bounce|undeliver|not delivered|no longer in use|(?<!call )\breturned(?! .*call)|gone away"
    r"|wrong (number|address)"
    r"|(number|address|e-?mail|line) (is )?(wrong|dead|disconnected|invalid)|disconnected|not in service"
    r"|zwrot|odbit|niedostarcz|(zły|błędny) (numer|adres)|adresat nieznany",
    "corrected": r"corrected|new (address|number|e-?mail)|updated (address|number|e-?mail)"
    r"|(address|number|e-?mail) (was )?(updated|corrected|changed)|poprawion|now(y|a) (adres|numer)",
    "told": r"told[ _-]*process|told .*(process|escalation)|(process|escalation) .*(told|explained)"
    r"|explained .*(process|escalation)|poinformowan\w* o (dalsz|proced|kolejn)",
    "spoken": r"\bspoke|\bspoken|\breached|\btalked|\banswered|conversation|promise|refus|disput|complain|agreed"
    r"|will pay|rozm[oa]w|rozmawia|obieca|odmówi",
    "replied": r"\brepl(y|ied)|\bresponded|wrote back|odpowied|odpisa",
    "call_back": r"call[ -]?back|ring back|call (again|later)|oddzwoni|zadzwonić",
}
"""The words by which an outcome is known.

unanswered: nobody there; failed: this way of reaching the customer does not work; corrected: it does again; told: the
customer was told what follows if nothing is paid; spoken; replied; call_back: to be called again.
"""

_READ = {name: re.compile(words) for name, words in OUTCOMES.items()}
WAYS = tuple(CHANNELS)
"""The ways of reaching a customer that can fail: email, letter, phone."""


class Contacted(NamedTuple):
    """What was done to reach customers by a day: every contact (`contacts_made`), every account (`contact_history`)."""

    made: Frame
    history: Frame


def contacts_made(contacts: Frame, as_of: dt.date) -> Frame:
    """Return the contacts of a day and before, oldest first, with what came of each (index: its Contacts row).

    Columns added to those of the sheet: on (the day), attempt (we tried to reach the customer), call (an attempt by
    telephone), spoke, replied (the customer answered, by whatever way), failed, corrected, told, call_back.
    """
    row = contacts[contacts["at"] < pd.Timestamp(as_of) + pd.Timedelta(days=1)].sort_values("at", kind="stable")
    meant = _meanings(row["outcome"])
    inward, phone = row["direction"] == "in", row["channel"] == "phone"
    spoke = (meant["spoken"] | meant["told"]) & row["channel"].isin(["phone", "visit"])
    spoke = (spoke | (inward & phone)) & ~meant["unanswered"] & ~meant["failed"]
    return row.assign(
        on=row["at"].dt.normalize(),
        attempt=~inward,
        call=~inward & phone,
        spoke=spoke,
        replied=(inward | (meant["replied"] & ~meant["unanswered"])) & ~meant["failed"],
        failed=meant["failed"] & ~meant["corrected"] & ~meant["call_back"].where(phone, False),
        **{name: meant[name] for name in ("corrected", "told", "call_back")},
    )


def _meanings(outcome: pd.Series) -> Frame:
    distinct = {text: " ".join(text.casefold().replace("_", " ").split()) for text in outcome.unique()}
    return pd.DataFrame(
        {
            name: outcome.map({text: bool(words.search(plain)) for text, plain in distinct.items()}).astype(bool)
            for name, words in _READ.items()
        },
        index=outcome.index,
    )


def contact_history(made: Frame) -> Frame:
    """Return what is known of reaching each account (index: account); ``made`` is what `contacts_made` returned.

    Columns: attempts, calls (numbers), last_attempt, last_spoke, last_reply, told_on (days, NaT for never),
    call_back_on (the day of the next call agreed or noted, NaT when there is none or a later call was made), and
    bad_email, bad_letter, bad_phone: the day on which that way failed, NaT while it works. A way works again once
    somebody answered by it or the outcome of a later contact says that it was corrected.
    """
    account = made["account"].astype(object)
    days = {
        "last_attempt": made["attempt"],
        "last_spoke": made["spoke"],
        "last_reply": made["replied"] | made["spoke"],
        "told_on": made["told"],
    }
    figures = {"attempts": made["attempt"].astype("int64"), "calls": made["call"].astype("int64")}
    known = pd.DataFrame(figures).groupby(account).sum()
    for name, here in days.items():
        known[name] = made["on"].where(here).groupby(account).max()
    known["call_back_on"] = _call_back(made)
    for way in WAYS:
        known[f"bad_{way}"] = _bad(made[made["channel"] == way])
    return known


def _call_back(made: Frame) -> pd.Series:
    """Return, by account, the day of the call that its last call asked for, or any contact since."""
    asked = made["next_on"].notna() & (
        made["call_back"] | made["next_action"].str.contains(r"call|ring|phone|dzwo", case=False)
    )
    told = made[asked | made["call"] | made["spoke"]].drop_duplicates("account", keep="last")
    return told["next_on"].where(asked.reindex(told.index)).set_axis(told["account"].astype(object))


def _bad(by_way: Frame) -> pd.Series:
    """Return, by account, the day on which a way failed, where nothing later shows that it works."""
    telling = by_way[by_way["failed"] | by_way["corrected"] | by_way["spoke"] | by_way["replied"]]
    last = telling.drop_duplicates("account", keep="last")
    return last["on"].where(last["failed"]).set_axis(last["account"].astype(object))


def contacts_since(made: Frame, account: pd.Series, since: pd.Series) -> Frame:
    """Return, row by row, what was tried for its account from a day on: calls, last_call, spoke_on, outcome.

    ``account`` and ``since`` are aligned; calls is 0 where there was none, the days are NaT; spoke_on is the first
    day on which somebody was spoken to, outcome what the last call came to in the words of who made it.
    """
    asked = pd.DataFrame({"asked": range(len(account)), "account": account.astype(object), "since": since})
    calls = made.loc[made["call"] | made["spoke"], ["account", "on", "call", "spoke", "outcome"]]
    met = asked.merge(calls, on="account")
    met = met[met["on"] >= met["since"]]
    row = met["asked"]
    found = pd.DataFrame(
        {
            "calls": met["call"].astype("int64").groupby(row).sum(),
            "last_call": met["on"].groupby(row).max(),
            "spoke_on": met["on"].where(met["spoke"].astype(bool)).groupby(row).min(),
            "outcome": met["outcome"].groupby(row).last(),
        }
    ).reindex(range(len(account)))
    found = found.assign(calls=found["calls"].fillna(0).astype("int64"), outcome=found["outcome"].fillna(""))
    return found.set_axis(account.index)


def contacted(contacts: Frame, as_of: dt.date) -> Contacted:
    """Return what the good rows of Contacts say of a day and before."""
    made = contacts_made(contacts, as_of)
    return Contacted(made, contact_history(made))


def _nobody() -> Contacted:
    """Return what is known where no contacts are kept."""
    texts = pd.DataFrame(columns=["account", "channel", "direction", "outcome", "next_action"], dtype=object)
    days = {name: pd.Series(dtype="datetime64[s]") for name in ("at", "next_on")}
    return contacted(texts.assign(**days), clock.LAST)


NOBODY = _nobody()
"""No contacts at all."""
