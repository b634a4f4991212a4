"""The conditions of a gate that restriction and referral share, one function each.

A case is an account and currency; its columns are what `sheetops.rules.evidence` and `sheetops.rules.exclusions` found,
and the limits that the desk's settings give for it. Each function looks at one thing and says it in the words that a
clerk reads out.
"""

import numpy as np
import pandas as pd

from sheetops import clock
from sheetops.model import Frame
from sheetops.rules.gate import GateTerms, Verdict, quiet_day, quiet_until, verdict
from sheetops.rules.words import amount, count, day, say, when


def days_overdue(case: Frame, terms: GateTerms) -> Verdict:
    """Overdue for at least ``min_days`` days."""
    late = case["days_overdue"]
    since = say("overdue since: ", day(case["oldest_due"]), " (", count(late, "day"), ")")
    short = say(count(late, "day"), " overdue, of at least ", case["min_days"])
    free_on = case["oldest_due"] + pd.to_timedelta(case["min_days"], unit="D")
    return verdict(late >= case["min_days"], since, short, free_on.where(case["arrears"] > 0))


def enough_owed(case: Frame, terms: GateTerms) -> Verdict:
    """Overdue is at least ``min_debt``; where the desk says so, that protects only those who paid a bill lately."""
    owed, least = (amount(case[name], case["currency"]) for name in ("arrears", "min_debt"))
    enough = (case["arrears"] >= case["min_debt"]) & (case["arrears"] > 0)
    payer = (case["small_debt_months"] == 0) | _paid_lately(case, terms)
    said = say("debt: ", owed, " overdue on ", clock.text(terms.as_of), ", at least ", least)
    small = say(
        "debt: ", owed, " overdue on ", clock.text(terms.as_of), ", below ", least, ", but no bill was paid in "
    )
    small = say(small, "full within ", case["small_debt_months"], " months")
    paid = when((case["paid_on"].notna() & ~enough, say(", last payment on ", day(case["paid_on"]))))
    bill = when((payer & (case["small_debt_months"] > 0), say(", a bill paid in full on ", day(case["bill_paid_on"]))))
    against = say(owed, " overdue, below the least debt of ", least, paid, bill)
    return verdict(enough | (~payer & (case["arrears"] > 0)), when((enough, said), otherwise=small), against)


def _paid_lately(case: Frame, terms: GateTerms) -> pd.Series:
    since = clock.add_months(
        np.full(len(case), np.datetime64(terms.as_of, "D")), -case["small_debt_months"].to_numpy(dtype=np.int64)
    )
    return case["bill_paid_on"] > pd.Series(since.astype("datetime64[s]"), index=case.index)


def notices_sent(case: Frame, terms: GateTerms) -> Verdict:
    """Every level that the desk requires went out for the debt, each with its day."""
    told = when((case["levels_sent"] != "", case["levels_sent"]), otherwise="no notice required")
    return verdict(case["levels_missing"] == "", told, case["levels_missing"])


def notices_apart(case: Frame, terms: GateTerms) -> Verdict:
    """Between one required level and the next lay the business days that the desk requires."""
    told = when(
        (
            case["between_days"] > 0,
            say("at least ", case["between_days"], " business days apart, the last: ", day(case["last_level_on"])),
        )
    )
    return verdict(case["levels_close"] == "", when((case["levels_sent"] != "", told)), case["levels_close"])


def notices_cover(case: Frame, terms: GateTerms) -> Verdict:
    """What went through every notice is itself at least ``min_debt``: newer bills do not make up for it."""
    owed, least = (amount(case[name], case["currency"]) for name in ("noticed", "min_debt"))
    asked = (case["levels_missing"] == "") & (case["levels_sent"] != "") & (case["small_debt_months"] == 0)
    short = asked & (case["noticed"] < case["min_debt"]) & (case["arrears"] >= case["min_debt"])
    said = when((asked, say("of it through every notice: ", owed)))
    return verdict(~short, said, say("only ", owed, " of it went through every notice, of at least ", least))


def waited(case: Frame, terms: GateTerms) -> Verdict:
    """The business days since the last required notice have passed."""
    return passed(case, terms, case["last_level_on"], "the last notice")


def passed(case: Frame, terms: GateTerms, since: pd.Series, what: str) -> Verdict:
    """``notice_days`` business days have passed since a day; met where there is no such day."""
    number = case["notice_days"].to_numpy(dtype=np.int64)
    ends = pd.Series(clock.business_days_after(since, number, terms.closed).astype("datetime64[s]"), index=case.index)
    wait = say(case["notice_days"], f" business days after {what} of ", day(since))
    over = ends.isna() | (ends <= terms.today)
    told = when((ends.notna() & (case["notice_days"] > 0), say(wait, ": ", day(ends))))
    return verdict(over, told, say(wait, " end on ", day(ends)), ends)


def contact_tried(case: Frame, terms: GateTerms) -> Verdict:
    """We tried to speak to the customer on at least ``contacts`` different days since the debt fell due."""
    tried, least = case["tried_days"], case["contacts"]
    days = when(
        (tried > 1, say(day(case["tried_first"]), " to ", day(case["tried_last"]))), otherwise=day(case["tried_last"])
    )
    said = when((least > 0, say("tried to reach: ", days, " (", count(tried, "day"), ")")))
    some = say("tried to reach the customer on ", count(tried, "day"), " only, the last ", day(case["tried_last"]))
    so_far = when((tried > 0, some), otherwise="nobody tried to reach the customer")
    return verdict(tried >= least, said, say(so_far, "; ", count(least, "different day"), " needed"))


def recent_action(case: Frame, terms: GateTerms) -> Verdict:
    """The last notice or contact is not too old: a step out of the blue is not taken."""
    limit = case["last_action_days"]
    age = (terms.today - case["last_action_on"]).dt.days
    known = case["last_action_on"].notna()
    old = (limit > 0) & known & (age > limit)
    none = (limit > 0) & ~known
    said = when((known & (limit > 0), say("last action: ", day(case["last_action_on"]))))
    stale = say("the last notice or contact of ", day(case["last_action_on"]), " is older than ", limit, " days")
    return verdict(~old & ~none, said, when((none, "no notice or contact is recorded"), otherwise=stale))


def no_plan(case: Frame, terms: GateTerms) -> Verdict:
    """No payment plan runs."""
    return absent(case, terms, "plan")


def no_promise(case: Frame, terms: GateTerms) -> Verdict:
    """No promise to pay is open."""
    return absent(case, terms, "promise")


def no_hardship(case: Frame, terms: GateTerms) -> Verdict:
    """Not in hardship."""
    return absent(case, terms, "hardship")


def no_grant_pending(case: Frame, terms: GateTerms) -> Verdict:
    """No application for a grant is undecided."""
    return absent(case, terms, "grant")


def no_complaint(case: Frame, terms: GateTerms) -> Verdict:
    """No complaint is open."""
    return absent(case, terms, "complaint")


def no_dispute(case: Frame, terms: GateTerms) -> Verdict:
    """Nothing that is overdue is disputed."""
    return absent(case, terms, "dispute")


def no_hold(case: Frame, terms: GateTerms) -> Verdict:
    """No hold covers the day."""
    return absent(case, terms, "hold")


def not_a_tenant(case: Frame, terms: GateTerms) -> Verdict:
    """Not a tenant whose landlord owes."""
    return absent(case, terms, "tenant")


def not_protected(case: Frame, terms: GateTerms) -> Verdict:
    """Not of a protected segment."""
    return absent(case, terms, "protected")


def no_collector(case: Frame, terms: GateTerms) -> Verdict:
    """No collector has the debt: the desk does not press for what somebody else collects."""
    return absent(case, terms, "collector")


def no_row_in_doubt(case: Frame, terms: GateTerms) -> Verdict:
    """No row that could forbid the step has an error."""
    return absent(case, terms, "doubt")


ABSENT = {
    "plan": "no payment plan",
    "promise": "no promise open",
    "hardship": "not in hardship",
    "grant": "no grant pending",
    "complaint": "no complaint open",
    "dispute": "nothing disputed",
    "hold": "no hold",
    "tenant": "not a tenant",
    "protected": "not a protected customer",
    "collector": "not with a collector",
    "doubt": "",
}
"""What is evidenced when an exclusion does not hold, by its column."""


def absent(case: Frame, terms: GateTerms, column: str) -> Verdict:
    """Nothing stands in the column of an exclusion; ``COLUMN_free_on`` is the day after its end, if it has one."""
    known = f" as far as known (no sheet {terms.unkept[column]})" if column in terms.unkept else ""
    said = f"{ABSENT[column]}{known}: {clock.text(terms.as_of)}" if ABSENT[column] else ""
    free_on = case.get(f"{column}_free_on")
    return verdict(case[column] == "", said, case[column].to_numpy(dtype=object), free_on)


def plan_offer_lapsed(case: Frame, terms: GateTerms) -> Verdict:
    """The customer has had time to accept a plan that was offered."""
    ends = case["offered_on"] + pd.to_timedelta(case["offer_days"], unit="D")
    over = ends.isna() | (ends <= terms.today)
    offered = say("plan offered on ", day(case["offered_on"]))
    told = when((ends.notna(), say(offered, ", not accepted by: ", day(ends))))
    return verdict(over, told, say(offered, ", to be accepted by ", day(ends)), ends)


def not_quiet(case: Frame, terms: GateTerms) -> Verdict:
    """The day is none of the quiet days."""
    kinds = case["quiet_days"].map(lambda kinds: quiet_day(terms.as_of, kinds, terms.closed))
    until = case["quiet_days"].map(lambda kinds: pd.Timestamp(quiet_until(terms.as_of, kinds, terms.closed)))
    said = when((case["quiet_days"].map(len) > 0, f"no quiet day: {clock.text(terms.as_of)}"))
    against = say(f"{clock.text(terms.as_of)} is ", kinds.to_numpy(dtype=object), ": no ", terms.step, " on such a day")
    return verdict(kinds == "", said, against, until.astype("datetime64[s]"))


def somebody_may_authorise(case: Frame, terms: GateTerms) -> Verdict:
    """Somebody may authorise the step for this amount."""
    nobody = say("nobody in ", terms.step, "_authority may authorise ", amount(case["arrears"], case["currency"]))
    said = when((case["authority"] != "", say("may authorise: ", case["authority"])))
    return verdict(~case["unauthorised"], said, nobody)
