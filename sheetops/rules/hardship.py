"""Hardship: who is protected, on what evidence and until when, and what is to be done about it next.

Decided for the desks: a customer is protected from the day of entry to the eve of the day of leaving. While evidence is
awaited, and after it ran out, protection goes on for some days of grace, so that nobody is chased for a card that is in
the post. A review that is overdue protects all the same: the desk is late, not the customer.
"""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from sheetops.model import Frame
from sheetops.rules.words import Texts, day, say, when

STOPS = ("notices", "fees", "restriction", "referral")
"""What hardship, or a grant applied for, can stop."""

MEANINGS = {
    "in hardship": "in the programme, the evidence holds, no review is due",
    "review due": "in the programme; the circumstances have not been gone through for hardship_review_days",
    "evidence awaited": "in the programme; no evidence has come yet",
    "evidence expired": "in the programme; the evidence has run out",
    "left": "no longer in the programme",
}
"""What each status of a stay in the programme means; every stay has exactly one."""


@dataclass(frozen=True)
class HardshipTerms:
    """How a desk keeps its register on a day; days are calendar days.

    ``grace_days`` are those for which a customer without valid evidence stays protected, ``warn_days`` those before the
    evidence runs out from which new one is asked for, ``review_days`` those between reviews (0: none). ``stops`` is
    what protection stops, of `STOPS`.
    """

    as_of: dt.date
    evidence_required: bool = True
    grace_days: int = 28
    warn_days: int = 28
    review_days: int = 90
    stops: tuple[str, ...] = STOPS


def hardship_status(register: Frame, terms: HardshipTerms) -> Frame:
    """Return every stay begun by the day (index: its Hardship row) with where it stands.

    Columns added to those of the sheet: review_on (NaT without reviews), proof_ends (the last day on which there is no
    want of evidence: NaT without end), until (the last day of protection as things stand, NaT without end), protected,
    status (one of MEANINGS), next_action and next_action_on (NaT for none), reason.
    """
    today = pd.Timestamp(terms.as_of).as_unit("s")
    row = register[register["entered_on"] <= today]
    seen = row["reviewed_on"].where((row["reviewed_on"] <= today) & (row["reviewed_on"] >= row["entered_on"]))
    lacking = (row["evidence"] == "") & terms.evidence_required
    row = row.assign(
        seen=seen.fillna(row["entered_on"]),
        reviewed=seen.notna(),
        proof_ends=row["evidence_until"].mask(lacking, row["entered_on"] - pd.Timedelta(days=1)),
    )
    due = row["seen"] + pd.Timedelta(days=terms.review_days)
    row["review_on"] = due if terms.review_days else pd.Series(pd.NaT, index=row.index, dtype="datetime64[s]")
    graced = row["proof_ends"].clip(lower=row["entered_on"] - pd.Timedelta(days=1)) + pd.Timedelta(
        days=terms.grace_days
    )
    eve = row["left_on"] - pd.Timedelta(days=1)
    row["until"] = eve.where(eve.notna() & ~(graced < eve), graced).astype("datetime64[s]")
    row["protected"] = ~(row["until"] < today)
    row["status"] = _status(row, today)
    row = row.join(_next(row, today, terms))
    return row.assign(reason=_reason(row, terms)).drop(columns=["seen", "reviewed"])


def _status(row: Frame, today: pd.Timestamp) -> Texts:
    expired = row["proof_ends"] < today
    return when(
        (row["left_on"] <= today, "left"),
        (expired & (row["evidence"] == ""), "evidence awaited"),
        (expired, "evidence expired"),
        (row["review_on"] <= today, "review due"),
        otherwise="in hardship",
    )


def _next(row: Frame, today: pd.Timestamp, terms: HardshipTerms) -> Frame:
    """Return what is to be done next and when: what is due since some day is due today."""
    ask_on = row["evidence_until"] - pd.Timedelta(days=terms.warn_days)
    wanting = row["status"].isin(["evidence awaited", "evidence expired"])
    asking = wanting | (ask_on.notna() & ~(row["review_on"] < ask_on))
    on = row["review_on"].mask(asking, ask_on).mask(wanting, today)
    on = on.where(~(on < today), today).where(row["status"] != "left")
    action = when(
        (on.isna(), ""),
        (row["status"] == "evidence awaited", "ask for evidence"),
        (asking, "ask for new evidence"),
        otherwise="go through their circumstances",
    )
    return pd.DataFrame({"next_action": action, "next_action_on": on.astype("datetime64[s]")}, index=row.index)


def _reason(row: Frame, terms: HardshipTerms) -> Texts:
    since = say("since ", day(row["entered_on"]))
    proof = when((row["evidence"] == "", "without evidence"), otherwise=say("on evidence (", row["evidence"], ")"))
    holds = when((row["evidence_until"].notna(), say(", which holds to ", day(row["evidence_until"]))))
    stop = f"{_listed(terms.stops)} stop" if terms.stops else "Nothing stops"
    going = when((row["until"].notna(), say(f" {stop} until ", day(row["until"]), ".")), otherwise=f" {stop}.")
    ended = say(" It protected until ", day(row["until"]), f", {terms.grace_days} days more, and does no longer.")
    shelter = when((row["protected"], going), otherwise=ended)
    return when(
        (
            row["status"] == "left",
            say("In hardship from ", day(row["entered_on"]), ", left on ", day(row["left_on"]), ": chased as usual."),
        ),
        (
            row["status"] == "evidence awaited",
            say("In hardship ", since, "; evidence is awaited.", shelter, " Ask for it."),
        ),
        (
            row["status"] == "evidence expired",
            say(
                *("In hardship ", since, "; the evidence (", row["evidence"], ") ran out on "),
                *(day(row["evidence_until"]), ".", shelter, " Ask for new evidence, or enter the day they left."),
            ),
        ),
        otherwise=say("In hardship ", since, " ", proof, holds, ".", going, _review(row, terms)),
    )


def _listed(names: tuple[str, ...]) -> str:
    *first, last = names
    said = f"{', '.join(first)} and {last}" if first else last
    return said[0].upper() + said[1:]


def _review(row: Frame, terms: HardshipTerms) -> Texts:
    last = when((row["reviewed"], say("the review of ", day(row["seen"]))), otherwise="they entered")
    due = say(" Review due since ", day(row["review_on"]), f", {terms.review_days} days after ", last, ".")
    return when(
        (row["review_on"].isna(), ""),
        (row["status"] == "review due", due),
        otherwise=say(" Next review on ", day(row["review_on"]), "."),
    )


def hardship_holds(status: Frame) -> Frame:
    """Return what `hardship_status` protects in the shape of the Holds sheet.

    Columns: account, entry, reason, from, until, note, owner, review_on. One row a stay, whatever its days; until is
    NaT where no end is known.
    """
    proof = when((status["evidence"] != "", say(", ", status["evidence"])))
    awaited = when((status["status"] == "evidence awaited", ", evidence awaited"))
    lapsed = say(", which ran out on ", day(status["evidence_until"]))
    expired = when((status["status"] == "evidence expired", lapsed))
    return pd.DataFrame(
        {
            "account": status["account"].astype(object),
            "entry": "",
            "reason": say("in hardship since ", day(status["entered_on"]), proof, awaited, expired),
            "from": status["entered_on"],
            "until": status["until"],
            "note": "",
            "owner": "",
            "review_on": status["review_on"],
        },
        index=status.index,
    )
