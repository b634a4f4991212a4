"""What the sample desk did about it: notices sent, calls made, holds placed, requests decided."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from sheetops.jobs.sample.bills import Part, parts
from sheetops.jobs.sample.licences import Term, terms
from sheetops.jobs.sample.names import OWNERS
from sheetops.jobs.sample.stories import DAY, Case, cases, days_ago
from sheetops.jobs.standing import RENEWAL, SCHOOL, STANDARD

Row = dict[str, object]
LADDERS = {"": STANDARD, "school": SCHOOL}


def notices() -> list[Row]:
    """Return the Notices sheet: reminders on what is owed, and letters on licences, in order of the day."""
    rows = [row for part in parts() if part.term.last and part.first for row in _reminders(part)]
    rows += [row for term in terms() if term.last for row in _calls(term)]
    rows += [_letter(term, DAY - dt.timedelta(days=3)) for term in terms() if _tells(term, "written to this week")]
    return sorted(rows, key=lambda row: (str(row["sent_on"]), str(row["account"])))


def _tells(term: Term, story: str) -> bool:
    return term.last and term.case.story.name == story


def _reminders(part: Part) -> Iterator[Row]:
    ladder = LADDERS[part.case.customer.segment.ladder]
    for stage, span in zip(ladder, part.case.story.sent, strict=False):
        sent = days_ago(span, part.dice(f"level {stage.level}"))
        yield _notice(part.case, sent, stage.channel, stage.template) | {
            "entry": part.entry, "ladder": stage.ladder, "level": stage.level,
        }  # fmt: skip


def _calls(term: Term) -> Iterator[Row]:
    for stage in RENEWAL[: term.case.story.called]:
        days = -stage.days if stage.mode == "days_before_expiry" else stage.days
        yield _letter(term, min(term.end + dt.timedelta(days=days), DAY - dt.timedelta(days=6)), stage.level)


def _letter(term: Term, day: dt.date, level: int = 1) -> Row:
    stage = RENEWAL[level - 1]
    return _notice(term.case, day, stage.channel, stage.template) | {
        "licence": term.licence, "ladder": stage.ladder, "level": level,
    }  # fmt: skip


def _notice(case: Case, day: dt.date, channel: str, template: str) -> Row:
    row = case.customer.row
    document = f"{day} {template} {case.account} {row['name']}.docx" if channel != "phone" else ""
    return {
        "account": case.account, "entry": "", "licence": "", "sent_on": day, "channel": channel,
        "template": template, "document": document,
    }  # fmt: skip


_ACCOUNT_HOLDS = {
    "account on hold": ("complaint under review", -30, 40),
    "hold is over": ("waiting for a purchase order", -60, -5),
}


def holds() -> list[Row]:
    """Return the Holds sheet: on accounts, with and without an end, over ones, and on single entries."""
    rows = [_account_hold(case, number) for number, case in enumerate(_all("account on hold", "hold is over"))]
    items = [part for part in parts() if part.term.last and part.first and part.case.story.name == "item on hold"]
    return rows + [
        {
            "account": "", "entry": part.entry, "reason": "student numbers being checked",
            "from": DAY - dt.timedelta(days=12), "until": "", "note": "Ask Mere before writing",
            "owner": "Mere", "review_on": DAY + dt.timedelta(days=9),
        }
        for part in items
    ]  # fmt: skip


def _account_hold(case: Case, number: int) -> Row:
    reason, begins, ends = _ACCOUNT_HOLDS[case.story.name]
    until = DAY + dt.timedelta(days=ends)
    return {
        "account": case.account, "entry": "", "reason": reason, "from": DAY + dt.timedelta(days=begins),
        "until": "" if case.story.name == "account on hold" and number % 4 == 0 else until, "note": "",
        "owner": OWNERS[number % len(OWNERS)] if number % 3 else "",
        "review_on": DAY + dt.timedelta(days=(-10, 0, 14)[number % 3]) if number % 2 else "",
    }  # fmt: skip


def _all(*stories: str) -> list[Case]:
    return [case for case in cases() if case.story.name in stories]


_NOTES = (
    ("phone", "out", "no answer", "Left a message"),
    ("phone", "out", "reached", "Asked for a copy of the invoice"),
    ("phone", "in", "reached", "Says the roll is smaller this year"),
    ("email", "in", "reached", "New accounts person from next month"),
    ("email", "out", "sent", "Copy of invoice sent again"),
    ("letter", "out", "returned", "Gone away, new address asked for"),
)


def contacts() -> list[Row]:
    """Return the Contacts sheet: calls and e-mails of the last weeks, oldest first."""
    talked = [case for case in cases() if case.story.sent or case.story.called]
    rows = [row for case in talked for row in _talks(case)]
    return sorted(rows, key=lambda row: str(row["at"]))


def _talks(case: Case) -> Iterator[Row]:
    chance = case.dice("contacts")
    for _ in range(chance.randint(0, 2)):
        channel, direction, outcome, note = chance.choice(_NOTES)
        day = days_ago((1, 60), chance)
        yield {
            "account": case.account,
            "at": dt.datetime.combine(day, dt.time(chance.randint(9, 16), chance.randrange(0, 60, 5))),
            "by": chance.choice(OWNERS), "channel": channel, "direction": direction, "outcome": outcome, "note": note,
            "next_action": "call again" if outcome == "no answer" else "",
            "next_on": day + dt.timedelta(days=7) if outcome == "no answer" else "",
        }  # fmt: skip


_ASKED = (
    ("credit_note", "not yet due", 100, "School closed before the term began", True),
    ("credit_note", "just overdue", 25, "Roll smaller than billed", True),
    ("credit_note", "reminder 1 due", 50, "Billed for two sites, has one", True),
    ("credit_note", "disputed", 100, "Double billed", True),
    ("credit_note", "disputed", 40, "Says that half the classes ended", False),
    ("credit_note", "final notice due", 30, "Goodwill after complaint", False),
    ("credit_note", "reminder 2 due", 10, "Wrong tariff", True),
    ("refund", "overpaid", 10, "Paid more than billed", True),
    ("invoice", "quiet", 15, "Extra site from July", True),
)
"""Requests by kind, the story of whom they are for, percent of the invoice, why, and whether they are approved."""


def requests() -> list[Row]:
    """Return the Requests sheet: approved or not, for whole entries or parts of them, at home and abroad."""
    asked = [(wish, part) for wish in _ASKED for part in _first_two(wish[1])]
    abroad = [(_ASKED[1], part) for country in ("AU", "PL", "GB") for part in _open_in(country)[:1]]
    seen: dict[str, Row] = {}
    for number, (wish, part) in enumerate([*asked, *abroad], 501):
        seen.setdefault(part.entry, _request(f"REQ-{number}", wish, part))
    return list(seen.values())


def authority() -> list[Row]:
    """Return the Authority sheet: everybody up to an amount, abroad too; only the manager above it."""
    small: list[Row] = [
        {"person": person, "kind": "credit_note", "up_to": limit, "currency": currency}
        for person in OWNERS
        for currency, limit in (("NZD", 2000), ("AUD", 2000), ("GBP", 1000), ("PLN", 4000))
    ]
    manager: Row = {"person": "Mere Tāmihana", "kind": "any", "up_to": "", "currency": ""}
    others: list[Row] = [
        {"person": person, "kind": kind, "up_to": limit, "currency": "NZD"}
        for person in OWNERS
        for kind, limit in (("refund", 500), ("invoice", 2000))
    ]
    return [*small, *others, manager]


def _first_two(story: str) -> list[Part]:
    return [part for part in parts() if part.term.last and part.first and part.case.story.name == story][:2]


def _open_in(country: str) -> list[Part]:
    mine = [part for part in parts() if part.case.customer.country == country]
    return [part for part in mine if part.term.last and part.first and part.case.story.paid == 0]


def _request(number: str, wish: tuple[str, str, int, str, bool], part: Part) -> Row:
    kind, _, percent, reason, approved = wish
    chance = part.dice("request")
    day = days_ago((1, 12), chance)
    by = chance.sample(OWNERS, 2)
    return {
        "request": number, "kind": kind, "account": part.case.account,
        "entry": part.entry if kind == "credit_note" else "",
        "amount": "" if percent == 100 else (Decimal(part.cents * percent // 100) / 100).quantize(Decimal("0.01")),
        "reason": reason, "requested_by": by[0], "approved_by": by[1] if approved else "",
        "approved_on": day if approved else "",
    }  # fmt: skip


_COMPLAINTS = (
    (1, None, None, None, "open", "", "wrong bill", "Billed for 40 students, has 14", ""),
    (6, None, None, None, "open", "", "rudeness", "Caller did not let them finish", ""),
    (
        9,
        2,
        None,
        None,
        "open",
        "",
        "wrong bill",
        "Billed twice for June",
        "You were billed twice; we credit the second.",
    ),
    (24, 1, None, None, "waiting", "", "late credit", "Credit note promised in May has not come", ""),
    (20, 2, 12, None, "reopened", "", "wrong tariff", "Says that the answer leaves out the second site", ""),
    (
        30,
        3,
        16,
        18,
        "resolved",
        "",
        "wrong bill",
        "Billed after closing",
        "You closed on 1 May; the bill is cancelled.",
    ),
    (41, 8, 35, 36, "closed", "", "late credit", "Credit note not sent", "It was sent today. We are sorry."),
    (12, None, None, 12, "resolved", "yes", "portal", "Could not log in", ""),
    (5, None, None, None, "withdrawn", "", "rudeness", "Reminder after payment", ""),
)
"""Complaints: how many days ago each came, after how many it was acknowledged, answered, resolved, and what it says."""


def tasks() -> list[Row]:
    """Return the Tasks sheet: complaints in every state, a dispute for each customer who disputes, and other work."""
    quiet = [case for case in cases() if case.story.name == "quiet"]
    rows = [_complaint(f"CMP-{number}", quiet[3 * number % len(quiet)], what) for number, what in
            enumerate(_COMPLAINTS, 901)]  # fmt: skip
    disputes = [_task(f"DSP-{number}", case, "dispute", 11 + number % 7, "Says that half the classes ended")
                for number, case in enumerate(_all("disputed")[:4], 921)]  # fmt: skip
    others = [_task(f"TSK-{number}", case, "enquiry", 3, "Asks for a copy of the licence")
              for number, case in enumerate(quiet[:3], 941)]  # fmt: skip
    return [*rows, *disputes, *others]


def _task(task: str, case: Case, kind: str, ago: int, note: str) -> Row:
    return {
        "task": task, "account": case.account, "type": kind, "received_at": _moment(ago, 10), "status": "open",
        "owner": OWNERS[ago % len(OWNERS)], "note": note, "due_at": _moment(ago - 21, 17),
    }  # fmt: skip


def _complaint(
    task: str,
    case: Case,
    what: tuple[int, int | None, int | None, int | None, str, str, str, str, str],
) -> Row:
    ago, acknowledged, answered, resolved, status, first, cause, note, answer = what
    steps = {"acknowledged_at": acknowledged, "answered_at": answered, "resolved_at": resolved}
    # A step "12 after 12 days" of one that came 12 days ago was at once.
    days = {name: "" if after is None else _moment((ago - after) % ago or ago, 15) for name, after in steps.items()}
    return _task(task, case, "complaint", ago, note) | days | {
        "status": status, "due_at": "", "resolved_at_first_contact": first, "cause": cause, "answer": answer,
    }  # fmt: skip


def _moment(ago: int, hour: int) -> dt.datetime:
    return dt.datetime.combine(DAY - dt.timedelta(days=ago), dt.time(hour, 20))


def targets() -> list[Row]:
    """Return the Targets sheet: what callers are to collect, be promised and reach in June."""
    june = {"from": DAY.replace(day=1), "until": DAY, "currency": "NZD"}
    mine = [
        {"caller": owner, "payments": Decimal(4000 + 1500 * number), "commitments": Decimal(2500), "contacts": 8}
        for number, owner in enumerate(OWNERS)
    ]
    return [row | june for row in (*mine, {"segment": "school", "payments": Decimal(20000)})]


def remit() -> list[Row]:
    """Return the Remit sheet: the licences that were to end within 60 days of 8 June, frozen that day."""
    frozen = DAY - dt.timedelta(days=22)
    ending = [term for term in terms() if term.last and 0 <= (term.end - frozen).days <= 60]
    return [
        {
            "remit": "June renewals", "account": term.case.account, "licence": term.licence, "frozen_on": frozen,
            "deadline": DAY + dt.timedelta(days=10), "caller": term.case.customer.row["owner"],
            "segment": term.case.customer.segment.name,
            "rule": f"licences that end within 60 days of {frozen:%d/%m/%Y}",
        }
        for term in ending
    ]  # fmt: skip
