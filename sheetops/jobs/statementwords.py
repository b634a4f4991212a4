"""What a statement of account says in words: how old the balance is, what was agreed, what to pay."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from babel.dates import format_date

from sheetops import money
from sheetops.jobs.addressing import bucket_word, day
from sheetops.rules.ageing import NOT_DUE

Row = Mapping[str, Any]

_WORDS = {
    "en": {
        "forward": "Balance brought forward",
        "age": "Of the balance: {parts}.",
        "overdue": "{bucket} days overdue {amount}",
        "bucket": "{bucket} {amount}",
        "credit": "less credit not yet used {amount}",
        "plan": "Payment plan {plan}: the next instalment of {amount} is due on {day}.",
        "behind": "Payment plan {plan}: {behind} is behind. Please pay it now, so that the plan goes on.",
        "promise": "You promised to pay {amount} by {day}.",
        "pay": "{currency} {amount} by {day}",
        "pay_plan": "{currency} {amount} by {day}, as agreed in plan {plan}",
        "not_due": "nothing today: nothing is overdue, each document is payable on its day",
        "nothing": "nothing",
        "in_credit": "nothing: {currency} {amount} is in your credit",
    },
    "pl": {
        "forward": "Saldo z przeniesienia",
        "age": "Z salda: {parts}.",
        "overdue": "{bucket} dni po terminie {amount}",
        "bucket": "{bucket} {amount}",
        "credit": "minus niewykorzystane wpłaty {amount}",
        "plan": "Plan spłaty {plan}: następna rata {amount} jest płatna {day}.",
        "behind": "Plan spłaty {plan}: zaległość {behind}. Prosimy o jej wpłatę, aby plan trwał dalej.",
        "promise": "Obiecali Państwo zapłacić {amount} do {day}.",
        "pay": "{amount} {currency} do {day}",
        "pay_plan": "{amount} {currency} do {day}, zgodnie z planem {plan}",
        "not_due": "dziś nic: nie ma zaległości, każdy dokument jest płatny w swoim terminie",
        "nothing": "nic",
        "in_credit": "nic: mają Państwo nadpłatę {amount} {currency}",
    },
}


def say(what: str, language: str, **parts: Any) -> str:
    """Return one of the texts in a language, English where it has none."""
    return _WORDS.get(language, _WORDS["en"])[what].format(**parts)


def amount(minor: Any, currency: str, language: str) -> str:
    """Return an amount as letters of a language write it: 1,250.00 or 1 250,00."""
    text = money.text(int(minor), currency)
    return text.replace(",", "\u00a0").replace(".", ",") if language == "pl" else text


def date(value: Any, language: str) -> str:
    """Return a day as letters of a language write it: 7 July 2026."""
    on = value if isinstance(value, dt.date) else day(value)
    return format_date(on, "d MMMM y", locale=language if language in _WORDS else "en") if on else ""


def ageing_line(aged: Row | None, buckets: tuple[str, ...], currency: str, language: str) -> str:
    """Return how old the balance is, bucket by bucket, leaving out what is nothing; "" when nothing is open."""
    if aged is None:
        return ""
    parts = [
        say(
            "bucket" if name == NOT_DUE else "overdue",
            language,
            bucket=bucket_word(name, language),
            amount=amount(aged[name], currency, language),
        )
        for name in buckets
        if aged[name]
    ]
    if aged["unallocated"]:
        parts.append(say("credit", language, amount=amount(-aged["unallocated"], currency, language)))
    return say("age", language, parts="; ".join(parts)) if parts else ""


def agreement_note(plan: Row | None, promise: Row | None, currency: str, language: str) -> str:
    """Return what was agreed and still runs: the plan's next instalment, the promise; "" for neither."""
    notes = []
    if plan is not None:
        told = {"plan": plan["plan"], "amount": amount(plan["next_amount"], currency, language)}
        told |= {"day": date(plan["next_due"], language), "behind": amount(plan["behind"], currency, language)}
        notes.append(say("behind" if plan["behind"] else "plan", language, **told))
    if promise is not None:
        told = {"amount": amount(promise["amount"], currency, language), "day": date(promise["due_on"], language)}
        notes.append(say("promise", language, **told))
    return " ".join(notes)


def pay_text(closing: int, overdue: int, plan: Row | None, pay_by: dt.date, currency: str, language: str) -> str:
    """Return what is to be paid and by when: the plan's instalment, else what is overdue less unused credit."""
    told = {"currency": currency, "amount": amount(abs(closing), currency, language)}
    if closing <= 0:
        return say("in_credit" if closing else "nothing", language, **told)
    if plan is not None:
        due, wanted = (pay_by, plan["behind"]) if plan["behind"] else (plan["next_due"], plan["next_amount"])
        told |= {"amount": amount(wanted, currency, language), "plan": plan["plan"]}
        return say("pay_plan", language, **told, day=date(due, language))
    if overdue <= 0:
        return say("not_due", language)
    return say("pay", language, **(told | {"amount": amount(overdue, currency, language)}), day=date(pay_by, language))
