"""Letters to customers in hardship: what help there is, what became of a grant, and that one is not decided yet."""

from collections.abc import Iterator
from typing import Any

import pandas as pd
from babel.dates import format_date

from sheetops.jobs.addressing import day, major
from sheetops.jobs.arrears import Position
from sheetops.jobs.confirmations import confirming, fresh
from sheetops.jobs.desk import Desk
from sheetops.jobs.protection import hardship_terms
from sheetops.jobs.relief import Relief, relief
from sheetops.jobs.wants import Letter, records
from sheetops.model import Frame
from sheetops.rules.hardship import hardship_status
from sheetops.rules.ladders import GRANT, HARDSHIP

Row = dict[str, Any]

INFORMATION, OUTCOME, PENDING = "hardship-information", "grant-outcome", "grant-pending"

_OUTCOMES = {
    "en": {
        "granted": "Your application was successful.",
        "declined": "Your application was not successful this time.",
    },
    "pl": {
        "granted": "Państwa wniosek został przyjęty.",
        "declined": "Państwa wniosek tym razem nie został przyjęty.",
    },
}
_NEXT = {
    "en": {
        "granted": "As soon as the money reaches us we take it off what you owe. You need do nothing more for it.",
        "declined": "Please call us: together we look for another way, such as instalments that you can afford.",
    },
    "pl": {
        "granted": "Gdy tylko środki do nas wpłyną, pomniejszymy o nie Państwa zadłużenie.",
        "declined": "Prosimy o telefon: wspólnie poszukamy innego sposobu, na przykład rat, na które Państwa stać.",
    },
}

_HELP = {
    "en": ("While you are in the programme ", " and "),
    "pl": ("Dopóki są Państwo w programie, ", " i "),
}
_STOPS = {
    "en": {
        "notices": "we send you no reminders",
        "fees": "we charge you no late fees",
        "restriction": "we do not restrict what we supply",
        "referral": "we pass your account to no collector",
    },
    "pl": {
        "notices": "nie wysyłamy przypomnień",
        "fees": "nie naliczamy opłat za zwłokę",
        "restriction": "nie ograniczamy dostaw",
        "referral": "nie przekazujemy sprawy windykacji",
    },
}
_KEEP = {"en": "we look for a way together with you", "pl": "wspólnie szukamy rozwiązania"}
_PROOF = {
    "en": ("please send it to us", "{evidence}, holds to {day}"),
    "pl": ("prosimy o przesłanie", "{evidence}, ważny do {day}"),
}
_OFFER = {
    "en": "You may be able to have a grant from {scheme}, at most {currency} {most:,}.",
    "pl": "Mogą Państwo ubiegać się o dopłatę: {scheme}, najwyżej {most:,} {currency}.",
}


def _help(stops: tuple[str, ...], language: str) -> str:
    """Return what the desk does for customers in hardship, as its policy has it, in one sentence."""
    spoken = language if language in _HELP else "en"
    (start, joint), words = _HELP[spoken], [_STOPS[spoken][name] for name in stops] or [_KEEP[spoken]]
    *first, last = words
    return f"{start}{', '.join(first)}{joint if first else ''}{last}."


def _evidence(row: Row, language: str) -> str:
    """Return what evidence is there and to which day it holds, or that it is awaited."""
    spoken = language if language in _PROOF else "en"
    awaited, holds = _PROOF[spoken]
    last = day(row["evidence_until"])
    if not row["evidence"] or last is None:
        return str(row["evidence"] or awaited)
    return holds.format(evidence=row["evidence"], day=format_date(last, "d MMMM y", locale=spoken))


def _offer(could: Frame, language: str) -> str:
    """Return which grant could be applied for and the most of it, in one sentence; "" for none."""
    if could.empty:
        return ""
    top = could.iloc[0]
    most = major(top["most"], top["currency"])
    words = _OFFER.get(language, _OFFER["en"])
    said = words.format(scheme=top["scheme"], currency=top["currency"], most=most)
    return said if language != "pl" else said.replace(f"{most:,}", f"{most:,}".replace(",", " ").replace(".", ","))


def help_letters(desk: Desk, now: Position) -> Iterator[Letter]:
    """Yield the letters about hardship and grants that the desk's settings ask for and Notices does not have yet."""
    if not {"Hardship", "Grants"} & set(desk.checked):
        return
    stays = hardship_status(desk.frames["Hardship"], hardship_terms(desk))
    helped = relief(desk, now, stays)
    customers = now.customers.drop_duplicates("account").set_index("account", drop=False)
    protected = stays[stays["protected"]]
    for row in records(fresh(desk, protected, "entered_on", "hardship_letter_days", INFORMATION)):
        if row["account"] in customers.index:
            yield _information(desk, now, customers.loc[row["account"]], row, helped)
    decided = helped.grants[helped.grants["decided_on"].notna()]
    for row in records(fresh(desk, decided, "decided_on", "grant_letter_days", OUTCOME)):
        if row["account"] in customers.index:
            yield _outcome(desk, now, customers.loc[row["account"]], row)
    for row in records(_to_chase(desk, helped.grants)):
        if row["account"] in customers.index:
            yield _pending(now, customers.loc[row["account"]], row)


def _to_chase(desk: Desk, grants: Frame) -> Frame:
    """Return the applications that are chased today, where the desk writes about grants at all."""
    due = (grants["status"] == "pending") & (grants["next_action_on"] <= pd.Timestamp(desk.as_of))
    return grants[due & (desk.policy.value("grant_letter_days") > 0)]


def _owed(now: Position, account: str) -> tuple[int, str]:
    """Return what an account owes in the currency in which it owes most, and that currency."""
    rows = now.accounts[now.accounts["account"] == account].sort_values("outstanding", kind="stable")
    return (int(rows["outstanding"].iloc[-1]), str(rows["currency"].iloc[-1])) if len(rows) else (0, "")


def _information(desk: Desk, now: Position, customer: pd.Series, row: Row, helped: Relief) -> Letter:
    owed, currency = _owed(now, row["account"])
    could = helped.possible[helped.possible["account"] == row["account"]]
    language = customer["language"] or str(desk.policy.value("language"))
    return confirming(
        customer,
        INFORMATION,
        currency,
        "",
        HARDSHIP,
        reason=f"Entered hardship on {day(row['entered_on']):%d/%m/%Y}: the letter tells what help there is.",
        fields={
            "hardship_since": day(row["entered_on"]),
            "evidence": _evidence(row, language),
            "review_on": day(row["review_on"]),
            "hardship_help": _help(desk.policy.value("hardship_stops"), language),
            "grant_offer": _offer(could, language),
            "outstanding": major(owed, currency),
        },
    )


def _outcome(desk: Desk, now: Position, customer: pd.Series, row: Row) -> Letter:
    language = customer["language"] or str(desk.policy.value("language"))
    said, following = (words.get(language, words["en"])[row["outcome"]] for words in (_OUTCOMES, _NEXT))
    letter = confirming(
        customer,
        OUTCOME,
        row["currency"],
        row["scheme"],
        GRANT,
        reason=f"The grant {row['scheme']} was {row['outcome']} on {day(row['decided_on']):%d/%m/%Y}.",
        fields={
            "grant_scheme": row["scheme"],
            "grant_applied": day(row["applied_on"]),
            "grant_decided": day(row["decided_on"]),
            "grant_said": said,
            "grant_amount": _amount(row),
            "grant_next": following,
            "outstanding": major(_owed(now, row["account"])[0], row["currency"]),
        },
    )
    missing = row["outcome"] == "granted" and pd.isna(row["amount"])
    return letter.held_for("the amount that was granted is missing, see Problems") if missing else letter


def _pending(now: Position, customer: pd.Series, row: Row) -> Letter:
    letter = confirming(
        customer,
        PENDING,
        row["currency"],
        row["scheme"],
        GRANT,
        reason=f"The grant {row['scheme']} was applied for {row['waiting']} days ago and is not decided.",
        fields={
            "grant_scheme": row["scheme"],
            "grant_applied": day(row["applied_on"]),
            "grant_waiting": int(row["waiting"]),
            "grant_amount": _amount(row),
            "outstanding": major(_owed(now, row["account"])[0], row["currency"]),
        },
    )
    return letter.held_for("the scheme is unknown, see Problems") if row["utility"] == "" else letter


def _amount(row: Row) -> Any:
    return None if pd.isna(row["amount"]) else major(row["amount"], row["currency"])
