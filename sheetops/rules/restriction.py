"""Restrictions of supply: which may be placed, what blocks the others, which must be lifted today, and the register.

Sources: Essential Services Commission of Victoria, "Difficulties paying your water bills" (no restriction of who owes
little and paid a bill lately, meets a plan, has a concession pending, is a tenant whose landlord owes, or has an open
complaint); Energy and Water Ombudsman Queensland (5 and 10 business days); Economic Regulation Authority of Western
Australia (after 30 days, 7 days to accept a plan).
"""

import numpy as np
import pandas as pd

from sheetops import clock
from sheetops.model import Frame
from sheetops.rules import conditions as one
from sheetops.rules.gate import Condition, GateTerms, Verdict, gate, verdict
from sheetops.rules.lookup import look_up
from sheetops.rules.words import Texts, amount, count, day, say, when

STATUSES = {
    "in force": "placed, not lifted, and its reason still holds",
    "lift today": "placed, not lifted, and its reason has ended",
    "lifted": "placed and lifted",
}
"""What each status of a restriction in the register means; every restriction placed has exactly one."""

ACTIONS = {
    "lift": "a restriction in force whose reason has ended: lift it today",
    "place": "every condition is evidenced: whoever has authority may place it",
    "blocked": "overdue, but blocked_by says what is missing or forbids it",
}
"""What each action of Restrictions due means."""


def warned(case: Frame, terms: GateTerms) -> Verdict:
    """A restriction warning went out after the last notice, where the desk wants one."""
    there = case["warned_on"].notna() & ~(case["warned_on"] < case["last_level_on"])
    said = when((case["warning_needed"], say("restriction warning: ", day(case["warned_on"]))))
    return verdict(~case["warning_needed"] | there, said, "no restriction warning has gone out since the last notice")


def warning_waited(case: Frame, terms: GateTerms) -> Verdict:
    """The business days since the restriction warning have passed."""
    there = case["warning_needed"] & ~(case["warned_on"] < case["last_level_on"])
    return one.passed(case, terms, case["warned_on"].where(there), "the restriction warning")


def last_notice_waited(case: Frame, terms: GateTerms) -> Verdict:
    """The last notice had its time: ``between_days`` before a warning, ``notice_days`` where none is needed."""
    number = case["between_days"].where(case["warning_needed"], case["notice_days"])
    return one.passed(case.assign(notice_days=number), terms, case["last_level_on"], "the last notice")


def not_lifted_lately(case: Frame, terms: GateTerms) -> Verdict:
    """Some days have passed since an earlier restriction was lifted."""
    ends = case["lifted_on"] + pd.to_timedelta(case["again_days"], unit="D")
    over = ends.isna() | (ends <= terms.today)
    since = say("the last restriction was lifted on ", day(case["lifted_on"]))
    return verdict(
        over,
        when((ends.notna(), say("last restriction lifted: ", day(case["lifted_on"])))),
        say(since, ", none before ", day(ends)),
        ends,
    )


LASTING: tuple[Condition, ...] = (
    one.no_plan,
    one.no_hardship,
    one.no_grant_pending,
    one.no_complaint,
    one.no_dispute,
    one.no_hold,
    one.not_a_tenant,
    one.not_protected,
)
"""What must be so both when a restriction is placed and as long as it lasts."""

WARNING: tuple[Condition, ...] = (
    one.days_overdue,
    one.enough_owed,
    one.notices_sent,
    one.notices_apart,
    one.notices_cover,
    last_notice_waited,
    *LASTING,
    one.no_promise,
    one.no_collector,
    one.no_row_in_doubt,
    one.plan_offer_lapsed,
    not_lifted_lately,
)
"""What must be so for a restriction warning to go out."""

PLACING: tuple[Condition, ...] = (
    *WARNING,
    warned,
    warning_waited,
    one.contact_tried,
    one.recent_action,
    one.somebody_may_authorise,
    one.not_quiet,
)
"""What must be so for a restriction to be placed."""

KEEPING: tuple[Condition, ...] = (one.enough_owed, *LASTING)
"""What must stay so: a restriction is lifted on the day on which any of these ends."""


def register(restrictions: Frame, terms: GateTerms) -> Frame:
    """Return every restriction placed by the day (index: its Restrictions row), with its end.

    Columns: account, placed_on, placed_by, placed_for, lifted_on (NaT while in force), lifted_by, lifted_for, days (in
    force, the day of placing not counted). ``restrictions`` are good rows: placed and lifted in turn.
    """
    known = restrictions[restrictions["on"] <= terms.today].sort_values("on", kind="stable")
    known = known.iloc[np.lexsort((known.index.to_numpy(), known["on"].to_numpy()))]
    then = known.groupby("account")[["action", "on", "authorised_by", "reason"]].shift(-1)
    placed = known["action"] == "placed"
    over = then["action"] == "lifted"
    row = known.assign(
        placed_on=known["on"],
        placed_by=known["authorised_by"],
        placed_for=known["reason"],
        lifted_on=then["on"].where(over).astype("datetime64[s]"),
        lifted_by=then["authorised_by"].where(over, "").fillna("").astype(object),
        lifted_for=then["reason"].where(over, "").fillna("").astype(object),
    )[placed]
    row["days"] = (row["lifted_on"].fillna(terms.today) - row["placed_on"]).dt.days
    columns = ["account", "placed_on", "placed_by", "placed_for", "lifted_on", "lifted_by", "lifted_for", "days"]
    return row[columns]


def restriction_facts(case: Frame, episodes: Frame) -> Frame:
    """Return what the register says of each case's account: placed_on and placed_by while in force, lifted_on."""
    now = episodes[episodes["lifted_on"].isna()].drop_duplicates("account", keep="last")
    over = episodes.groupby(episodes["account"].astype(object))["lifted_on"].max()
    standing = look_up(now.set_index(now["account"].astype(object))[["placed_on", "placed_by"]], case["account"])
    return standing.assign(
        placed_on=standing["placed_on"].astype("datetime64[s]"),
        placed_by=standing["placed_by"].fillna("").astype(object),
        lifted_on=look_up(over, case["account"]).astype("datetime64[s]"),
    )


def restrictions_due(case: Frame, terms: GateTerms) -> Frame:
    """Return what is to be done about restrictions on the day: the contract's Restrictions due, and ``warn``.

    A case is an account and currency that is overdue or restricted. Columns beside the contract's: name, currency,
    authority (who may authorise it), next_on (today for place and lift; for blocked the first day on which it could be
    placed if nothing else happens), blocks, warn (a restriction warning is due today). Lift comes first, then place,
    then what is blocked by least. A restriction that goes on is not listed: it stands in the register.
    """
    standing = case["placed_on"].notna()
    return pd.concat([_lifts(case[standing], terms), _placements(case[~standing & (case["arrears"] > 0)], terms)])


def still_due(case: Frame, terms: GateTerms) -> Frame:
    """Return what keeps each restricted case's restriction in force, by the gate of KEEPING."""
    return gate(case, KEEPING, terms)


def _lifts(case: Frame, terms: GateTerms) -> Frame:
    kept = still_due(case, terms)
    # An account that owes enough in one currency stays restricted, whatever it owes in another.
    ended = ~kept["passed"].groupby(case["account"]).transform("any").astype(bool)
    row = case.join(kept)[ended].sort_values("arrears", ascending=False, kind="stable").drop_duplicates("account")
    since = say(
        " Restricted since ", day(row["placed_on"]), when((row["placed_by"] != "", say(", by ", row["placed_by"])))
    )
    reason = say("Lift today: ", row["blocked_by"], ".", since, ".")
    ended_by = row["blocked_by"]
    row = row.assign(action="lift", evidence=ended_by, blocked_by="", reason=reason, next_on=terms.today, warn=False)
    return row.astype({"next_on": "datetime64[s]"})


def _placements(case: Frame, terms: GateTerms) -> Frame:
    told, warning = gate(case, PLACING, terms), gate(case, WARNING, terms)
    row = case.join(told)
    warn = warning["passed"] & row["warning_needed"] & ~warned(case, terms).met
    action = when((row["passed"], "place"), otherwise="blocked")
    row = row.assign(action=action, warn=warn, next_on=row["free_on"], reason=_placement_reason(row, warn, terms))
    row["rank"] = row["blocks"].where(~row["warn"], 0)
    return row.sort_values(["rank", "arrears"], ascending=[True, False], kind="stable").drop(columns="rank")


def _placement_reason(row: Frame, warn: pd.Series, terms: GateTerms) -> Texts:
    owed = amount(row["arrears"], row["currency"])
    by = when((row["authority"] != "", say(" ", row["authority"], " may authorise it.")))
    ready = say(
        "Every condition is met on ", clock.text(terms.as_of), ": ", owed, " overdue since ", day(row["oldest_due"])
    )
    place = say(ready, ".", by, " Once it is placed, write it on the sheet Restrictions.")
    warning = " The restriction warning is due today."
    later = say(" Could be placed from ", day(row["free_on"]), " on if nothing else happens.")
    things = say(
        "Not placed, ", when((row["blocks"] == 1, ""), otherwise=say(count(row["blocks"], "condition"), " not met, "))
    )
    blocked = say(things, "because: ", row["blocked_by"], ".")
    return when(
        (row["passed"], place),
        (warn, say(blocked, warning)),
        (row["free_on"].notna(), say(blocked, later)),
        otherwise=blocked,
    )
