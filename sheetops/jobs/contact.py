"""100 % contact: how much of a frozen remit was tried and reached, who was not and why, and what callers achieved."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from sheetops import clock
from sheetops.errors import BookError
from sheetops.jobs.arrears import Position, currency_of, ordered, position
from sheetops.jobs.callcases import NOBODY, account_stops, with_people
from sheetops.jobs.desk import Desk, What, open_desk
from sheetops.jobs.remits import SHEETS_READ, remit_of, with_remit_file
from sheetops.jobs.renewals import pipeline
from sheetops.jobs.results import finish, run_of
from sheetops.model import Finding, Frame, Outcome, Progress, Run, Total, silent
from sheetops.rules.contacts import contact_history, contacts_made
from sheetops.rules.coverage import (
    VERDICTS,
    RemitTerms,
    by_caller,
    coverage,
    covered,
    forecast,
    not_contacted,
)
from sheetops.rules.licences import FINISHED
from sheetops.rules.lookup import look_up
from sheetops.rules.receipts import kept_receipts
from sheetops.rules.targets import against_targets, weekly_work, work_done
from sheetops.rules.words import say, when

SETTINGS_USED = ("currency", "remit_days", "caller_weeks")
DEFINITIONS = {
    "member": "an account of the remit, as it was frozen; who paid, renewed or left since counts on",
    "coverage": "members with at least one attempt since the freezing, that day included, against all members; who "
    "came to us of himself counts as tried and reached",
    "reach": "members who were spoken to, or replied, against all members; a letter or an e-mail is an attempt alone",
    "left": "members nobody tried; cannot: those of them who may not or cannot be contacted, see Not contacted",
    "pace": "members tried a business day, from the freezing to the day, both included",
    "needed": "members a business day from now on to the deadline, of those who can be contacted, rounded up",
    "caller": "of a member: who stands in the remit, else the owner in Customers; of a contact: who made it",
    "payments": "receipts less what was sent back, of accounts whose owner is the caller, by their day",
    "commitments": "promises by the day they were made, of who took them; kept or not: see Promise targets",
    "contacts": "accounts tried, each once, by whom; attempts and reached count contacts",
    "target": "on track: of each figure no less is done than days are gone of its time",
} | {f"remit {status}": meaning for status, meaning in VERDICTS.items()}


def contact(
    what: What,
    *,
    as_of: dt.date,
    remit: str | None = None,
    out: Path | str | None = None,
    progress: Progress = silent,
) -> Outcome:
    """Work out coverage and targets as of a day and, with ``out``, write ``contact.xlsx`` into that folder.

    ``remit`` names one of the sheet Remit, or the file that `sheetops.jobs.remits.freeze` wrote; left out it is the
    newest one frozen by the day. Remit or Targets is needed. The run's frames are Coverage, Not contacted, Forecast, By
    caller, Targets and Caller weeks; without a remit the last two alone. Money is in minor units.
    """
    desk = open_desk(what, as_of, SHEETS_READ, progress=progress)
    findings: tuple[Finding, ...] = ()
    file = Path(remit) if remit and Path(remit).suffix.casefold() in (".xlsx", ".xlsm", ".ods", ".csv") else None
    if file:
        rows, findings = with_remit_file(desk, file)
        desk, remit = replace(desk, frames={**desk.frames, "Remit": rows}), None
    elif not {"Remit", "Targets"} & set(desk.checked):
        raise BookError(
            "There is neither a sheet Remit nor a sheet Targets. Freeze a remit with sheetops contact BOOK --freeze "
            "--remit NAME, and copy its sheet into the workbook or name its file with --remit."
        )
    progress("Working out contacts", 0, 1)
    run = contact_run(desk, position(desk), remit, file=file is not None)
    progress("Working out contacts", 1, 1)
    return finish(desk, replace(run, findings=(*run.findings, *findings)), out)


class Covered(NamedTuple):
    """What is known of a remit: result sheets, figures and control totals; nothing where there is no remit."""

    frames: dict[str, Frame]
    counts: dict[str, int | str]
    totals: tuple[Total, ...]


def contact_run(desk: Desk, now: Position, remit: str | None = None, *, file: bool = False) -> Run:
    """Return the contact run of a desk whose position is known."""
    made = contacts_made(desk.frames["Contacts"], desk.as_of)
    done = Covered({}, {}, ())
    if file or remit or len(desk.frames["Remit"]):
        done = _covered(desk, now, made, remit)
    work = _work(desk, now, made)
    since = pd.Timestamp(desk.as_of) - pd.Timedelta(weeks=int(desk.policy.value("caller_weeks")))
    weeks = weekly_work(work[work["on"] > since])
    targets = against_targets(_targets(desk), work, desk.as_of)
    return run_of(
        desk,
        "contact",
        done.frames | {"Targets": ordered("Targets", _shown(targets)), "Caller weeks": ordered("Caller weeks", weeks)},
        settings=SETTINGS_USED,
        definitions=DEFINITIONS,
        counts=done.counts | {"targets": len(targets)},
        totals=(*done.totals, *_proofs(work[work["on"] > since], weeks)),
    )


def _covered(desk: Desk, now: Position, made: Frame, remit: str | None) -> Covered:
    rows = remit_of(desk, remit)
    terms = _terms(desk, rows)
    members = covered(_members(desk, now, rows), made, terms)
    cover, left = coverage(members, terms), not_contacted(members)
    every = cover.iloc[0]
    frames = {
        "Coverage": ordered("Coverage", cover),
        "Not contacted": ordered("Not contacted", left),
        "Forecast": ordered("Forecast", forecast(members, terms)),
        "By caller": ordered("By caller", by_caller(members, made, now.agreed.promises, terms)),
    }
    counts: dict[str, int | str] = {
        "remit": terms.remit,
        "frozen on": clock.text(terms.frozen_on),
        "deadline": clock.text(terms.deadline) if terms.deadline else "none",
        "rule": str(rows["rule"].iloc[0]) or "not stated",
        "members": len(members),
        "coverage": f"{int(every['attempted'])} of {len(members)} members tried, {_percent(every['coverage'])}",
        "reach": f"{int(every['reached'])} of {len(members)} members reached, {_percent(every['reach'])}",
        "not contacted": len(left),
    }
    parts = cover[cover["grouped_by"] == "caller"]
    totals = (
        Total("Tried and not contacted against members", "", int(members["attempted"].sum()) + len(left), len(members)),
        Total("Members by caller against members", "", int(parts["members"].sum()), len(members)),
    )
    return Covered(frames, counts, totals)


def _percent(points: int) -> str:
    return f"{int(points) // 100}.{int(points) % 100:02} %"


def _terms(desk: Desk, rows: Frame) -> RemitTerms:
    deadline = rows["deadline"].max()
    return RemitTerms(
        remit=str(rows["remit"].iloc[0]),
        as_of=desk.as_of,
        frozen_on=rows["frozen_on"].min().date(),
        deadline=None if pd.isna(deadline) else deadline.date(),
        closed=desk.policy.closed,
    )


def _members(desk: Desk, now: Position, rows: Frame) -> Frame:
    """Return one row a member: account, licence (all of them), caller, segment, name and why it cannot be contacted."""
    account = rows["account"].astype(object)
    licences = rows[rows["licence"] != ""].groupby(account)["licence"].agg(", ".join)
    first = rows.drop_duplicates("account").reset_index(drop=True)
    people = with_people(desk, now, first.assign(held=""))
    named = first["caller"].astype(object)
    members = people.assign(
        caller=named.where(named != "", people["caller"]).replace("", NOBODY),
        segment=first["segment"].astype(object).where(first["segment"] != "", people["segment"]),
        licence=look_up(licences, first["account"]).fillna(""),
    )
    return members.assign(blocked=_blocked(desk, now, rows, members))


def _blocked(desk: Desk, now: Position, rows: Frame, members: Frame) -> pd.Series:
    """Return why each member may not or cannot be contacted, or need not be any more; "" when nothing is in the way."""
    history = contact_history(contacts_made(desk.frames["Contacts"], desk.as_of))
    bad = look_up(history[["bad_phone", "bad_email", "bad_letter"]], members["account"])
    phone = (members["phone"] == "") | bad["bad_phone"].notna()
    email = (members["email"] == "") | bad["bad_email"].notna()
    post = ~members["has_address"].astype(bool) | bad["bad_letter"].notna()
    stops = account_stops(desk, now, members["account"])
    gone = _settled(desk, now, rows, members)
    said = when(
        (members["held"] != "", members["held"]),
        (~members["account"].isin(now.customers["account"]), "no row in Customers"),
        (stops != "", stops),
        (gone != "", gone),
        (phone & email & post, "no telephone number, e-mail address or postal address that works"),
        (phone & email, "no telephone number or e-mail address that works: write a letter"),
    )
    return pd.Series(said, index=members.index, dtype=object)


def _settled(desk: Desk, now: Position, rows: Frame, members: Frame) -> pd.Series:
    """Return what made a contact needless: every licence renewed, declined or cancelled, or nothing open."""
    about = rows[rows["licence"] != ""]
    status = pipeline(desk, now).set_index("licence")["status"] if len(about) else pd.Series(dtype=object)
    over = about["licence"].map(status).isin(FINISHED).groupby(about["account"].astype(object)).all()
    words = about["licence"].map(status).fillna("").groupby(about["account"].astype(object)).first()
    owed = now.accounts.groupby(now.accounts["account"].astype(object))["outstanding"].sum()
    done, with_licence = look_up(over, members["account"]).fillna(False).astype(bool), members["licence"] != ""
    nothing = ~with_licence & (look_up(owed, members["account"]).fillna(0) <= 0)
    said = when(
        (done, say("the licence is ", look_up(words, members["account"]).fillna(""), " since")),
        (nothing, "nothing is open any more"),
    )
    return pd.Series(said, index=members.index, dtype=object)


def _work(desk: Desk, now: Position, made: Frame) -> Frame:
    """Return payments, promises and contacts by the day, with whose they are."""
    people = now.customers.drop_duplicates("account")
    known = people.set_index(people["account"].astype(object))[["owner", "segment"]]
    came = kept_receipts(desk.frames["Ledger"], desk.as_of)
    promises, tried = now.agreed.promises, made[made["attempt"]]
    owner, segments = (
        look_up(known["owner"], came["account"]),
        [look_up(known["segment"], part["account"]).astype(object).fillna("") for part in (came, promises, tried)],
    )
    own = currency_of(desk)
    return work_done(
        came.assign(by=owner, segment=segments[0], on=came["date"]),
        promises.assign(segment=segments[1], on=promises["made_on"]),
        tried.assign(segment=segments[2], currency=own, reached=tried["spoke"] | tried["replied"]),
    )


def _targets(desk: Desk) -> Frame:
    """Return the targets, amounts in minor units of their own currency, which is filled in."""
    rows, own = desk.frames["Targets"], currency_of(desk)
    return rows.assign(currency=rows["currency"].astype(object).replace("", own))


def _shown(targets: Frame) -> Frame:
    return targets.rename(
        columns={f"{name}_done": f"{name}_so_far" for name in ("payments", "commitments", "contacts")}
    )


def _proofs(work: Frame, weeks: Frame) -> tuple[Total, ...]:
    by_week = weeks[weeks["grouped_by"] == "caller and week"]
    return tuple(
        Total(f"{name.capitalize()} by caller and week against {name}", code, left, right, money=True)
        for name in ("payments", "commitments")
        for code in sorted(work["currency"].unique())
        for left, right in [
            (
                int(by_week.loc[by_week["currency"] == code, name].sum()),
                int(work.loc[work["currency"] == code, name].sum()),
            )
        ]
    )
