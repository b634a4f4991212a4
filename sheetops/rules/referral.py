"""Referral: infringement and bad debt told apart by stated facts, each with its gate; and what comes back.

Decided for the desks. Infringement is use without a licence: no licence covers the day (its grace included), and
somebody reported use after the last one ended. Bad debt is what was billed and not paid. A lapsed licence alone is
neither: it is listed as an infringement that lacks a report of use. An account is referred once, for one of the two;
where both are so, as infringement, and its debt goes with it.
"""

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd

from sheetops.model import Frame
from sheetops.rules import conditions as one
from sheetops.rules.gate import Condition, GateTerms, Verdict, gate, verdict
from sheetops.rules.lookup import look_up
from sheetops.rules.words import amount, count, day, say, when

INFRINGEMENT, BAD_DEBT = "infringement", "bad debt"
CLASSES = {
    INFRINGEMENT: "no licence covers the day, and use was reported since the last one (or that report is missing)",
    BAD_DEBT: "overdue, and either licensed, or the desk keeps no licences, or no use was reported since the last one",
}
"""What each class of Referrals means; every case has exactly one."""


def licence_facts(accounts: pd.Series, licences: Frame, as_of: dt.date, grace_days: int) -> Frame:
    """Return what the Licences sheet says of each account on a day (index: that of ``accounts``).

    Columns: covered (a licence that is neither cancelled nor declined runs, or ended within its days of grace),
    licence (the one that ends last of those begun by the day, "" for none), licence_end (its last day).
    """
    today = pd.Timestamp(as_of)
    known = licences[~licences["status"].isin(["cancelled", "declined"]) & (licences["start"] <= today)]
    last = known.sort_values("end", kind="stable").drop_duplicates("account", keep="last")
    found = look_up(last.set_index(last["account"].astype(object))[["licence", "end"]], accounts)
    end = found["end"].astype("datetime64[s]")
    return pd.DataFrame(
        {
            "covered": (end + pd.Timedelta(days=grace_days) >= today).astype(bool),
            "licence": found["licence"].fillna("").astype(object),
            "licence_end": end,
        },
        index=accounts.index,
    )


def use_reported_on(case: Frame, made: Frame, words: Sequence[str]) -> pd.Series:
    """Return the day on which use without a licence was last reported of each case's account, after its licence ended.

    ``made`` is what `sheetops.rules.contacts.contacts_made` returned; ``words`` are looked for in outcome and note.
    """
    said = (made["outcome"] + " " + made["note"]).str.casefold()
    told = np.zeros(len(made), dtype=bool)
    for word in words:
        told |= said.str.contains(word, regex=False).to_numpy(dtype=bool)
    last = made[told].groupby(made.loc[told, "account"].astype(object))["on"].max()
    reported = look_up(last, case["account"]).astype("datetime64[s]")
    return reported.mask(reported <= case["licence_end"])


def lapse_told_on(case: Frame, notices: Frame, as_of: dt.date) -> pd.Series:
    """Return the day of the last notice about each case's licence that went out after its end."""
    sent = notices[(notices["licence"] != "") & (notices["sent_on"] <= pd.Timestamp(as_of))]
    last = look_up(sent.groupby(sent["licence"].astype(object))["sent_on"].max(), case["licence"])
    return last.astype("datetime64[s]").where(last > case["licence_end"])


def classes(case: Frame, licensing: bool, recent_days: int, terms: GateTerms) -> pd.Series:
    """Return each case's class, "" where it is neither: nothing overdue, and no licence lapsed lately or use reported.

    ``licensing`` is whether the desk keeps licences at all; a licence that ended more than ``recent_days`` ago counts
    as lapsed lately no more.
    """
    reported = case["use_on"].notna() & ~case["covered"]
    lately = case["licence_end"] >= terms.today - pd.Timedelta(days=recent_days)
    lapsed = ~case["covered"] & lately & (case["arrears"] == 0)
    cases = ((reported | lapsed) & licensing, INFRINGEMENT), (case["arrears"] > 0, BAD_DEBT)
    return pd.Series(when(*cases), index=case.index, dtype=object)


# ---------------------------------------------------------------------------------------------------- conditions


def not_licensed(case: Frame, terms: GateTerms) -> Verdict:
    """No licence covers the day."""
    ended = say("licence ", case["licence"], " ended: ", day(case["licence_end"]))
    told = when((case["licence"] != "", ended), otherwise="no licence on the sheet Licences")
    return verdict(~case["covered"], told, say("licence ", case["licence"], " covers to ", day(case["licence_end"])))


def use_reported(case: Frame, terms: GateTerms) -> Verdict:
    """Somebody reported use after the licence ended."""
    since = when((case["licence_end"].notna(), say(" since the licence ended on ", day(case["licence_end"]))))
    return verdict(
        case["use_on"].notna(), say("use reported: ", day(case["use_on"])), say("no use was reported", since)
    )


def told_of_lapse(case: Frame, terms: GateTerms) -> Verdict:
    """The customer was told that the licence has lapsed; where there never was one there is nothing to tell."""
    never = case["licence"] == ""
    told = when((~never, say("told of the lapse: ", day(case["lapse_told_on"]))))
    return verdict(never | case["lapse_told_on"].notna(), told, say("no lapse notice for licence ", case["licence"]))


def lapse_waited(case: Frame, terms: GateTerms) -> Verdict:
    """The business days since the lapse notice have passed."""
    return one.passed(case, terms, case["lapse_told_on"], "the lapse notice")


def licensed_but_unpaid(case: Frame, terms: GateTerms) -> Verdict:
    """What makes it a bad debt and no infringement; always so for its class."""
    covered = say("licensed: licence ", case["licence"], " to ", day(case["licence_end"]))
    before = say("licence ", case["licence"], " ended ", day(case["licence_end"]), " and no use was reported since")
    told = when((case["licence"] == "", ""), (case["covered"], covered), otherwise=before)
    return verdict(pd.Series(True, index=case.index), told, "")


EXCLUDING: tuple[Condition, ...] = (
    one.no_plan,
    one.no_promise,
    one.no_hardship,
    one.no_grant_pending,
    one.no_complaint,
    one.no_dispute,
    one.no_hold,
    one.not_a_tenant,
    one.not_protected,
)
"""What forbids a referral, and ends it: the account is recalled on the day on which any of these comes."""

OF_BAD_DEBT: tuple[Condition, ...] = (
    licensed_but_unpaid,
    one.days_overdue,
    one.enough_owed,
    one.notices_sent,
    one.notices_apart,
    one.notices_cover,
    one.waited,
    one.contact_tried,
    one.recent_action,
    *EXCLUDING,
    one.no_row_in_doubt,
    one.plan_offer_lapsed,
    one.somebody_may_authorise,
    one.not_quiet,
)
"""What must be so for a bad debt to be referred."""

OF_INFRINGEMENT: tuple[Condition, ...] = (
    not_licensed,
    use_reported,
    told_of_lapse,
    lapse_waited,
    one.no_complaint,
    one.no_dispute,
    one.no_hold,
    one.no_row_in_doubt,
    one.somebody_may_authorise,
    one.not_quiet,
)
"""What must be so for an infringement to be referred."""

GATES: dict[str, tuple[Condition, ...]] = {INFRINGEMENT: OF_INFRINGEMENT, BAD_DEBT: OF_BAD_DEBT}
"""What must be so for a referral, by class."""

STAYING: dict[str, tuple[Condition, ...]] = {
    BAD_DEBT: (one.enough_owed, *EXCLUDING),
    INFRINGEMENT: (not_licensed, one.no_complaint, one.no_dispute, one.no_hold),
}
"""What must stay so, by class: a referral is recalled on the day on which any of these ends."""


def referrals(case: Frame, routes: dict[str, pd.Series], terms: GateTerms) -> Frame:
    """Return the contract's Referrals: what may be referred today first, then what is blocked by least.

    ``case`` has a column class (rows of neither class are left out) and is not with a collector already; ``routes``
    names for each class who gets it, row by row. Columns beside the contract's: name, currency, to, authority,
    next_on, refer (it may be referred today), blocks.
    """
    rows = []
    for name, conditions in GATES.items():
        mine = case[case["class"] == name]
        row = mine.join(gate(mine, conditions, terms)).assign(to=routes[name].reindex(mine.index))
        rows.append(row.assign(refer=row["passed"], next_on=row["free_on"]))
    both = pd.concat(rows)
    both = both.assign(reason=_reason(both, terms))
    return both.sort_values(["blocks", "arrears"], ascending=[True, False], kind="stable")


def _reason(row: Frame, terms: GateTerms) -> np.ndarray:
    owed = when(
        (row["arrears"] > 0, say(amount(row["arrears"], row["currency"]), " overdue since ", day(row["oldest_due"]))),
        otherwise="nothing overdue",
    )
    by = when((row["authority"] != "", say(" ", row["authority"], " may authorise it.")))
    ready = say("Refer to ", row["to"], " as ", row["class"], ": ", owed, "; every condition is met.", by)
    todo = " Once it is referred, write it on the sheet Referred."
    later = when((row["free_on"].notna(), say(" Could be referred from ", day(row["free_on"]), " on.")))
    number = when((row["blocks"] > 1, say(" (", count(row["blocks"], "condition"), ")")))
    blocked = say("Not referred as ", row["class"], number, ": ", row["blocked_by"], ".", later)
    return when((row["refer"], say(ready, todo)), otherwise=blocked)
