"""The call list: whom to call today, in which order and what to say, and whom to write to because calls fail."""

import datetime as dt
from pathlib import Path
from typing import Literal

from sheetops.errors import BookError
from sheetops.jobs import renewals
from sheetops.jobs.arrears import Position, ordered, position
from sheetops.jobs.callcases import NOBODY, arrears_cases, renewal_cases
from sheetops.jobs.callscripts import arrears_script, renewal_script
from sheetops.jobs.desk import Desk, What, open_desk
from sheetops.jobs.renewals import pipeline
from sheetops.jobs.results import finish, run_of
from sheetops.model import Frame, Outcome, Progress, Run, Total, silent
from sheetops.rules.calling import CALL, EMAIL, LETTER, NONE, CallTerms, call_history, planned
from sheetops.rules.contacts import contacts_made
from sheetops.rules.ladders import last_letter
from sheetops.rules.lookup import look_up
from sheetops.sheets.checks.phones import written_phones

About = Literal["arrears", "renewals"]

SHEETS_READ = (*renewals.SHEETS_READ, "Contacts")
SETTINGS_USED = (
    "call_max_attempts",
    "call_window_days",
    "call_gap_days",
    "call_again_days",
    "call_promise_days",
    "call_horizon_days",
    "call_weights",
    "min_days_between_letters",
)
DEFINITIONS = {
    "order": "by points: a call back that is due, a promise that falls due, urgency and money, each at most its weight "
    "in call_weights; equal points by account. Priority counts each caller's own calls, 1 is first",
    "urgency": "arrears: days overdue; renewals: days gone of the last call_horizon_days before the end; the weight of "
    "expiry is reached at call_horizon_days",
    "money": "the place among all accounts of the currency, by what is overdue or by the fee",
    "attempts": "contacts made by us, by any way, of all time; those that come in do not count",
    "call in vain": "a call since they last spoke, within call_window_days, in which nobody was spoken to",
    "e-mail and letter": "instead of a call: no number, a number that failed, or call_max_attempts calls in vain; a "
    "letter where the e-mail address is missing or failed. Both lists fit any mail merge",
    "not on the list": "may not be called (why is said), cannot be reached, or was called, spoken or written to lately",
    "one account": "is one call, whatever is overdue on it or ends; a person answers for each",
    "best channel, best time": "by which, and when, they answered most; the customer's own channel where nobody did",
}

_LISTS = {CALL: "Call list", EMAIL: "E-mail list", LETTER: "Letter list", NONE: "Not on the list"}


def calls(
    what: What,
    *,
    as_of: dt.date,
    about: About | None = None,
    caller: str | None = None,
    out: Path | str | None = None,
    progress: Progress = silent,
) -> Outcome:
    """Work out whom to call on a day and, with ``out``, write ``calls.xlsx`` into that folder.

    ``about`` is renewals or arrears; when left out, renewals for a book with Licences and no Ledger, else arrears.
    ``caller`` lists one caller's calls alone; BookError when nobody of that name has any. The run's frames are Call
    list, E-mail list, Letter list and Not on the list, money in minor units.
    """
    desk = open_desk(what, as_of, SHEETS_READ, needs=_needs(about), progress=progress)
    progress("Working out calls", 0, 1)
    meant = about or ("renewals" if "Ledger" not in desk.checked and "Licences" in desk.checked else "arrears")
    run = calls_run(desk, position(desk), meant, caller)
    progress("Working out calls", 1, 1)
    return finish(desk, run, out)


def _needs(about: About | None) -> tuple[str, ...]:
    return {"renewals": ("Licences",), "arrears": ("Ledger",)}[about] if about else ()


def calls_run(desk: Desk, now: Position, about: About, caller: str | None = None) -> Run:
    """Return the calls run of a desk whose position is known."""
    rows = call_plan(desk, now, about)
    if caller is not None:
        rows = _only(rows, caller)
    frames = {name: ordered(name, _listed(desk, rows[rows["do"] == do], do)) for do, name in _LISTS.items()}
    frames["Call list"] = frames["Call list"].assign(**{"script points": _script(desk, now, about, rows)})
    by_caller = rows[rows["do"] == CALL]["caller"].value_counts().sort_index()
    done = sum(len(frame) for frame in frames.values())
    return run_of(
        desk,
        "calls",
        frames,
        settings=SETTINGS_USED,
        definitions=DEFINITIONS,
        counts={
            "about": about,
            "accounts concerned": len(rows),
            "to call": len(frames["Call list"]),
            "to e-mail": len(frames["E-mail list"]),
            "to write to": len(frames["Letter list"]),
            "not on the list": len(frames["Not on the list"]),
            **{f"calls of {name}": int(number) for name, number in by_caller.items()},
        },
        totals=(Total("Lists against accounts concerned", "", done, len(rows)),),
    )  # fmt: skip


def call_terms(desk: Desk) -> CallTerms:
    """Return how the desk's policy calls on its day."""
    value = desk.policy.value
    names = ("max_attempts", "window_days", "gap_days", "again_days", "promise_days", "horizon_days", "weights")
    return CallTerms(
        as_of=desk.as_of,
        **{name: value(f"call_{name}") for name in names},
        min_days_between_letters=value("min_days_between_letters"),
        closed=desk.policy.closed,
    )


def call_plan(desk: Desk, now: Position, about: About) -> Frame:
    """Return each account that something is to be said to, as `sheetops.rules.calling.planned` does."""
    terms = call_terms(desk)
    found = arrears_cases(desk, now) if about == "arrears" else renewal_cases(desk, now, pipeline(desk, now))
    cases = found.reset_index(drop=True)
    history = call_history(contacts_made(desk.frames["Contacts"], desk.as_of), terms)
    letters = look_up(last_letter(desk.frames["Notices"], desk.as_of), cases["account"])
    return planned(cases.assign(last_letter=letters.astype("datetime64[s]")), history, terms)


def _only(rows: Frame, caller: str) -> Frame:
    mine = rows[rows["caller"].str.casefold() == caller.strip().casefold()]
    if mine.empty:
        known = ", ".join(sorted(set(rows["caller"]) - {NOBODY})) or "nobody"
        raise BookError(
            f"{caller} has no accounts to call. Those who have: {known}. Callers are the owners on the sheet Customers."
        )
    return mine


def _listed(desk: Desk, rows: Frame, do: str) -> Frame:
    order = ["caller", "priority"] if do == CALL else ["caller", "points", "account"]
    rising = [True, True] if do == CALL else [True, False, True]
    own = desk.policy.reading().country
    customers = desk.frames["Customers"].drop_duplicates("account")
    address = look_up(customers.set_index(customers["account"].astype(object)), rows["account"])
    columns = ("contact", "address1", "address2", "town", "postcode", "language")
    return rows.assign(
        phone=written_phones(rows["phone"], rows["country"], own),
        **{"script points": ""},
        **address[list(columns)].astype(object).fillna(""),
        reason=rows["why"],
    ).sort_values(order, ascending=rising, kind="stable")


def _script(desk: Desk, now: Position, about: About, rows: Frame) -> list[str]:
    mine = rows[rows["do"] == CALL].sort_values(["caller", "priority"], kind="stable")
    write = arrears_script if about == "arrears" else renewal_script
    return list(write(desk, now, mine)) if len(mine) else []
