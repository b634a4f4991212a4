"""An account's story: what it is, what it owes and why, each rule that was tried and what it said, and what is next.

Nothing is judged here. Every line is what a rule or a job said; a part without anything to tell says so.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd

from sheetops.jobs.arrears import dunning_terms
from sheetops.jobs.caution import cautious_holds
from sheetops.jobs.renewals import renewal_terms
from sheetops.jobs.sending import contacts_of
from sheetops.jobs.wants import records
from sheetops.jobs.worked import Worked
from sheetops.model import Frame
from sheetops.rules.ageing import bucket_labels
from sheetops.rules.allocation import TURNS, signed
from sheetops.rules.barriers import tried
from sheetops.rules.customers import account_facts
from sheetops.rules.dunning import item_barriers
from sheetops.rules.gate import one_by_one
from sheetops.rules.lookup import own
from sheetops.rules.referral import GATES
from sheetops.rules.renewals import licence_barriers
from sheetops.rules.restriction import KEEPING, PLACING
from sheetops.rules.waiting import waiting

STANDING = "Where it stands"
WHO, LEDGER, ALLOCATION, AGEING = "Who it is", "Ledger", "Which credit paid what", "How old it is"
RULES, LICENCES, AGREED, HELP = "Notices, rule by rule", "Licences", "Promises and plans", "Holds, complaints, hardship"
RESTRICTION, REFERRAL, CHARGES, CONTACT = "Restriction", "Referral", "Fees and interest", "Letters and contacts"
PARTS = (
    *(STANDING, WHO, LEDGER, ALLOCATION, AGEING, RULES, LICENCES, AGREED, HELP),
    *(RESTRICTION, REFERRAL, CHARGES, CONTACT),
)
"""The parts of a story in their order."""

COLUMNS = ("part", "about", "rule", "outcome", "day", "amount", "balance", "currency", "reason")
Line = dict[str, Any]
STOPS, ALSO, NO = "stops it", "would stop it too", "no"
"""What a rule that may keep a notice back did: it is the reason, it would be if the graver were not, or it did not."""


class Told(NamedTuple):
    """A part of the story and its lines."""

    part: str
    lines: tuple[Line, ...]


def story(worked: Worked) -> Frame:
    """Return an account's story: COLUMNS, part by part, money in minor units; the contract's Account story."""
    told = [
        Told(STANDING, (*_standing(worked),)),
        Told(WHO, (*_who(worked),)),
        Told(LEDGER, (*_ledger(worked),)),
        Told(ALLOCATION, (*_allocation(worked),)),
        Told(AGEING, (*_ageing(worked),)),
        Told(RULES, (*_rules(worked),)),
        Told(LICENCES, (*_licences(worked),)),
        Told(AGREED, (*_agreed(worked),)),
        Told(HELP, (*_help(worked),)),
        Told(RESTRICTION, (*_restriction(worked),)),
        Told(REFERRAL, (*_referral(worked),)),
        Told(CHARGES, (*_charges(worked),)),
        Told(CONTACT, (*_contact(worked),)),
    ]
    rows = [{"part": one.part, **line} for one in told for line in one.lines or (_line(reason=_NOTHING[one.part]),)]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    texts = ["about", "rule", "outcome", "currency", "reason"]
    frame[texts] = frame[texts].astype(object).fillna("")
    frame["day"] = pd.to_datetime(frame["day"]).astype("datetime64[s]")
    return frame.astype({"amount": "Int64", "balance": "Int64"})


_NOTHING = {
    STANDING: "Nothing is known of this account but its name.",
    WHO: "Customers has no row for this account.",
    LEDGER: "The Ledger has no entry up to this day.",
    ALLOCATION: "No credit has paid anything.",
    AGEING: "Nothing is open.",
    RULES: "Nothing is open, so no notice is asked about.",
    LICENCES: "The account has no licence.",
    AGREED: "There is no promise and no plan.",
    HELP: "Nothing is on hold, no complaint is known, and the account is not on the hardship register.",
    RESTRICTION: "Nothing is overdue and nothing is restricted, so nothing is asked.",
    REFERRAL: "Nothing is overdue and no licence lapsed lately, so nothing is asked.",
    CHARGES: "No fee, interest or surcharge is to be charged on this day.",
    CONTACT: "No notice went out and no contact was noted.",
}


def _line(reason: str = "", **cells: Any) -> Line:
    return {"reason": reason, **cells}


def _told(frame: Frame, rule: str, **columns: str) -> Iterator[Line]:
    """Yield a line for each row of a result; ``columns`` name, by the line's column, the result's own."""
    for row in records(frame):
        yield _line(rule=rule, **{name: row[column] for name, column in columns.items() if column in row})


# --------------------------------------------------------------------------------------------------- who and how much


def _standing(worked: Worked) -> Iterator[Line]:
    for row in records(worked.now.accounts):
        shared = {"currency": row["currency"]}
        yield _line(row["reason"], rule="status", outcome=row["status"], **shared)
        next_ = row["next_action"] or "nothing by itself"
        yield _line(rule="next action", outcome=next_, day=row["next_action_on"], **shared)
        yield _line(rule="outstanding", amount=row["outstanding"], **shared)
        yield _line(rule="overdue", amount=row["arrears"], day=row["oldest_due"], **shared)


_FACTS = (
    *("name", "contact", "segment", "ladder", "channel", "language", "email", "phone", "town", "country"),
    *("owner", "tax_number", "notes"),
)


def _who(worked: Worked) -> Iterator[Line]:
    for row in records(worked.now.customers):
        for name in _FACTS:
            if row.get(name):
                yield _line(rule=name.replace("_", " "), outcome=row[name])
        if row["do_not_contact"]:
            yield _line(rule="do not contact", outcome="yes")


def known_entries(worked: Worked) -> Frame:
    """Return the account's entries up to the day in order, each with its effect and the balance after it."""
    ledger = worked.desk.frames["Ledger"]
    rows = ledger[ledger["date"] <= pd.Timestamp(worked.desk.as_of)]
    rows = rows.sort_values(["currency", "date", "entry"], kind="stable")
    effect = signed(rows)
    return rows.assign(effect=effect, balance=effect.groupby(rows["currency"]).cumsum())


def _ledger(worked: Worked) -> Iterator[Line]:
    for row in records(known_entries(worked)):
        due = f"due {row['due_date']:%d/%m/%Y}" if pd.notna(row["due_date"]) else ""
        names = f"meant for {row['applies_to']}" if row["applies_to"] else ""
        said = "; ".join(filter(None, (row["description"], due, names, "disputed" if row["disputed"] else "")))
        yield _line(
            said,
            about=row["entry"],
            rule=row["kind"].replace("_", " "),
            day=row["date"],
            amount=row["effect"],
            balance=row["balance"],
            currency=row["currency"],
        )


def _allocation(worked: Worked) -> Iterator[Line]:
    items, credits_, links = worked.now.allocation
    for link in records(links):
        debit, credit = items.loc[link["debit"]], credits_.loc[link["credit"]]
        yield _line(
            f"{TURNS[link['turn']].capitalize()}.",
            about=f"{credit['entry']} paid {debit['entry']}",
            rule=f"turn {link['turn'] + 1} of {len(TURNS)}",
            day=credit["date"],
            amount=link["amount"],
            currency=debit["currency"],
        )
    left = (
        (items, "outstanding", "is open", "Nothing has paid this yet."),
        (credits_, "unallocated", "is not used up", "It names nothing open, or nothing is open that it may pay."),
    )
    for frame, column, outcome, reason in left:
        for row in records(frame[frame[column] > 0]):
            shared = {"amount": row[column], "currency": row["currency"], "day": row["date"]}
            part = column == "outstanding" and row["allocated"]
            yield _line("Credits have paid a part." if part else reason, about=row["entry"], outcome=outcome, **shared)


def _ageing(worked: Worked) -> Iterator[Line]:
    buckets = bucket_labels(worked.desk.policy.value("bucket_bounds"))
    for row in records(worked.now.aged):
        for name in (*buckets, "unallocated", "total", "disputed"):
            if row[name] or name == "total":
                yield _line(rule=_AGES.get(name, f"{name} days"), amount=row[name], currency=row["currency"])


_AGES = {"not_due": "not due", "unallocated": "credit not used up", "total": "total", "disputed": "of it disputed"}


# ------------------------------------------------------------------------------------------------------ rule by rule


def _rules(worked: Worked) -> Iterator[Line]:
    desk, now, item = worked.desk, worked.now, worked.now.items
    if item.empty:
        return
    terms, holds = dunning_terms(desk, now.allocation.items), cautious_holds(desk)
    facts = account_facts(now.customers, item["account"], contacts_of(desk))
    asked = tried(item_barriers(item, facts, holds, now.agreed.arranged, terms), item.index)
    gap = own(terms.min_days_between_letters, item.index)
    later = tried(waiting(item, desk.frames["Notices"], gap, terms.sending, desk.as_of), item.index)
    for label, row in zip(item.index, records(item), strict=True):
        yield from _stage(row)
        yield from _barriers(row["entry"], asked[asked["row"] == label], ripe=True)
        free = not asked.loc[asked["row"] == label, "here"].any()
        yield from _barriers(row["entry"], later[later["row"] == label], ripe=bool(row["ripe"]) and free)
        yield _verdict(row)


def _stage(row: Mapping[str, Any]) -> Iterator[Line]:
    """Tell the ladder of an item, the notice that went out last, and the stage that comes next."""
    shared = {"about": row["entry"], "currency": row["currency"]}
    overdue = f"{row['days_overdue']} days overdue" if row["days_overdue"] > 0 else "not overdue"
    yield _line(
        f"Due on {row['due_date']:%d/%m/%Y}, {overdue}.",
        **shared, rule="open item", outcome="open", day=row["due_date"], amount=row["outstanding"],
    )  # fmt: skip
    sent = f"Delivered on {row['delivered']:%d/%m/%Y}." if pd.notna(row["delivered"]) else ""
    yield _line(
        sent, **shared, rule=f"ladder {row['ladder']}", day=row["sent_on"],
        outcome=f"level {row['level']} went out" if row["level"] else "no level has gone out",
    )  # fmt: skip
    if row["mode"]:
        days = f"{int(row['days'])} {(row['unit'] or 'days').replace('_', ' ')}"
        how = f"{row['mode'].replace('_', ' ')} {days}"
        yield _line(
            f"Stages: {how}. {row['broken']}".strip(),
            **shared, rule=f"day of level {row['next_level']}",
            outcome="has come" if row["ripe"] else "has not come", day=row["trigger"],
        )  # fmt: skip


def _barriers(about: str, asked: Frame, *, ripe: bool) -> Iterator[Line]:
    """Tell each barrier as it was asked; the first that holds is the reason. What is not asked yet is left out."""
    found = False
    for one in records(asked) if ripe else ():
        outcome = NO if not one["here"] else ALSO if found else STOPS
        found = found or one["here"]
        looked = f"Looked at: {one['looks_at']}."
        reason = f"{one['says']}. {looked}" if one["here"] else looked
        yield _line(reason, about=about, rule=one["barrier"], outcome=outcome, day=one["until"])


def _verdict(row: Mapping[str, Any]) -> Line:
    """Tell what comes of an item's rules: what `sheetops.rules.dunning.dun` says of it."""
    today = "goes out today" if row["due"] else "held back" if row["held"] else "waits for its day"
    outcome = today if row["mode"] or row["held"] else "the ladder has ended"
    when = row["until"] if row["held"] else row["coming"]
    reason = row["held"] or (f"{row['template']} by {row['channel'] or 'letter'}." if row["mode"] else "")
    return _line(reason, about=row["entry"], rule="so the next notice", outcome=outcome, day=when)


def _licences(worked: Worked) -> Iterator[Line]:
    desk, row = worked.desk, worked.licences
    if row.empty:
        return
    facts = account_facts(worked.now.customers, row["account"], contacts_of(desk))
    barriers = licence_barriers(row, facts, desk.frames["Notices"], cautious_holds(desk), renewal_terms(desk))
    asked = tried(barriers, row.index)
    for label, one in zip(row.index, records(row), strict=True):
        yield _line(
            one["reason"], about=one["licence"], rule="status", outcome=one["status"], day=one["end"],
        )  # fmt: skip
        action = one["next_action"] or "nothing by itself"
        yield _line(about=one["licence"], rule="next action", outcome=action, day=one["next_action_on"])
        owes = {"amount": one["balance"], "currency": one["currency"]}
        if one["class"] != "none":
            yield _line(about=one["licence"], rule="class of what it owes", outcome=one["class"], **owes)
        yield from _barriers(one["licence"], asked[asked["row"] == label], ripe=bool(one["ripe"]))


# ------------------------------------------------------------------------------------------- what was agreed and asked


def _agreed(worked: Worked) -> Iterator[Line]:
    frames = worked.frames
    yield from _told(
        frames["Promises kept"], "promise", about="promise", outcome="status", day="due_on", amount="amount",
        currency="currency", reason="reason",
    )  # fmt: skip
    yield from _told(frames["Plans kept"], "plan", about="plan", outcome="status", day="next_due", reason="reason")
    for row in records(frames["Plan schedule"]):
        yield _line(
            about=row["plan"], rule=f"instalment {row['instalment']}", outcome=row["status"], day=row["due_on"],
            amount=row["amount"], currency=row["currency"],
        )  # fmt: skip
    limits = frames["Promise limits"]
    for row in records(limits):
        may = "yes" if row["may_promise"] else "no"
        shared = {"day": row["latest"], "currency": row["currency"]}
        yield _line(row["reason"], rule="may promise again", outcome=may, **shared)


def _help(worked: Worked) -> Iterator[Line]:
    frames = worked.frames
    yield from _told(
        frames["Holds review"], "hold", about="held_for", outcome="status", day="review_on", reason="reason"
    )
    yield from _told(
        frames["Complaints"], "complaint", about="task", outcome="status", day="next_action_on", reason="reason"
    )
    yield from _told(
        frames["Hardship status"], "hardship", outcome="status", day="next_action_on", reason="reason", about="evidence"
    )
    yield from _told(
        frames["Grants due"], "grant", about="scheme", outcome="status", day="next_action_on", amount="amount",
        currency="currency", reason="reason",
    )  # fmt: skip
    yield from _told(
        frames["Matching credits"], "credit earned", about="plan", outcome="status", day="earned_on", amount="amount",
        currency="currency", reason="reason",
    )  # fmt: skip


def _restriction(worked: Worked) -> Iterator[Line]:
    found = worked.restricting
    yield from _told(
        worked.frames["Restriction register"], "register", outcome="status", day="placed_on", reason="reason"
    )
    yield from _told(
        found.due, "decision", outcome="action", day="next_on", amount="arrears", currency="currency", reason="reason"
    )
    standing = found.case["placed_on"].notna()
    for case, conditions in ((found.case[~standing], PLACING), (found.case[standing], KEEPING)):
        if len(case):
            yield from _conditions(case, one_by_one(case, conditions, found.terms))


def _referral(worked: Worked) -> Iterator[Line]:
    found = worked.referring
    yield from _told(
        found.followed, "referred", about="collector", outcome="status", day="referred_on", amount="outstanding",
        currency="currency", reason="reason",
    )  # fmt: skip
    proposed = found.proposed.assign(answer=found.proposed["refer"].map({True: "refer", False: "blocked"}))
    yield from _told(
        proposed, "decision", about="class", outcome="answer", day="next_on", amount="arrears", currency="currency",
        reason="reason",
    )  # fmt: skip
    for name, conditions in GATES.items():
        case = found.case[found.case["class"] == name]
        if len(case):
            yield from _conditions(case, one_by_one(case, conditions, found.terms))


def _conditions(case: Frame, asked: Frame) -> Iterator[Line]:
    """Tell each condition of a gate; one that the desk's settings switch off says nothing and is left out."""
    currency: Any = case["currency"].to_dict()
    for row in records(asked[(asked["says"] != "") | ~asked["met"]]):
        yield _line(
            row["says"], rule=row["condition"], outcome="met" if row["met"] else "not met", day=row["free_on"],
            currency=currency[row["row"]],
        )  # fmt: skip


def _charges(worked: Worked) -> Iterator[Line]:
    return _told(
        worked.frames["Charges"].assign(why=_why_charged(worked.frames["Charges"])), "charge", about="entry",
        outcome="kind", day="to", amount="amount", currency="currency", reason="why",
    )  # fmt: skip


def _why_charged(charges: Frame) -> Iterable[str]:
    return charges["reason"].where(charges["free_reason"] == "", charges["free_reason"])


def _contact(worked: Worked) -> Iterator[Line]:
    """Tell what went out and what was said, up to the day, the newest last."""
    today = pd.Timestamp(worked.desk.as_of) + pd.Timedelta(days=1)
    notices, contacts = worked.desk.frames["Notices"], worked.desk.frames["Contacts"]
    told: list[Line] = []
    for row in records(notices[notices["sent_on"] < today]):
        what = f"{row['ladder']} level {row['level']}"
        about = row["entry"] or row["licence"]
        told.append(_line(row["template"], about=about, rule="notice", outcome=what, day=row["sent_on"]))
    for row in records(contacts[contacts["at"] < today]):
        on = pd.Timestamp(row["at"]).normalize()
        told.append(_line(row["note"], about=row["channel"], rule="contact", outcome=row["outcome"], day=on))
    yield from sorted(told, key=lambda line: line["day"])
