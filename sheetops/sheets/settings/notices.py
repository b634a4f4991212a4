"""Notices: ladders, channels, delivery, quiet times, and when nothing goes out."""

import datetime as dt
import re

from sheetops.rules.quiet import KINDS as QUIET_KINDS
from sheetops.rules.quiet import Period
from sheetops.rules.sending import BUSINESS_DAYS, DAYS, Wait
from sheetops.rules.words import CHANNELS
from sheetops.sheets.settings.reading import Setting, any_of, list_of, one_of, text, whole, words


def _periods(value: str) -> tuple[Period, ...]:
    if value.casefold() == "none":
        return ()
    return tuple(_period(part.strip()) for part in value.split(";") if part.strip())


def _period(text: str) -> Period:
    found = re.fullmatch(r"(?P<first>(\d{4}-)?\d\d-\d\d)\s+to\s+(?P<last>(\d{4}-)?\d\d-\d\d)", text.casefold())
    said = "days such as 12-20 to 01-05 (every year) or 2026-12-20 to 2027-01-05, with semicolons between, or none"
    if not found or len(found["first"]) != len(found["last"]):
        raise ValueError(said)
    first, last = found["first"], found["last"]
    try:
        for day in (first, last):
            dt.date.fromisoformat(day if len(day) > 5 else f"2004-{day}")
    except ValueError:
        raise ValueError(said) from None
    if len(first) > 5 and first > last:
        raise ValueError(f"{said}; {last} lies before {first}")
    return Period(first, last)


def _deliveries(value: str) -> tuple[tuple[str, Wait], ...]:
    return tuple(_delivery(part.strip().casefold()) for part in value.split(",") if part.strip())


def _delivery(text: str) -> tuple[str, Wait]:
    found = re.fullmatch(r"(email|letter|phone)\s+(\d{1,3})(\s+business( days?)?)?", text)
    if not found:
        raise ValueError("channels with their days, such as email 0, letter 3, or letter 3 business")
    return found[1], Wait(int(found[2]), BUSINESS_DAYS if found[3] else DAYS)


def _channels(value: str) -> tuple[str, ...]:
    ways = words(value)
    if not set(ways) <= set(CHANNELS) or len(set(ways)) != len(ways):
        raise ValueError("email, letter and phone in the order in which they are tried, or none")
    return ways


NOTICES = (
    Setting("ladder", text, "standard", "Ladder of accounts and entries that name none; none means never chase."),
    Setting("renewal_ladder", text, "renewal", "Ladder of licence renewals."),
    Setting(
        "governing_level",
        one_of("highest", "lowest"),
        "highest",
        "Which level of the items in one letter gives it its template and channel.",
    ),
    Setting("min_days_between_letters", whole, "5", "No account gets two letters within this many days."),
    Setting(
        "letters_per",
        one_of("account", "level", "item"),
        "account",
        "Whether one letter tells an account all that is due, or each level or each item gets a letter of its own.",
    ),
    Setting(
        "review_notices",
        one_of("yes", "no"),
        "no",
        "Whether reminders and renewal letters are made only where Notices due says send.",
    ),
    Setting(
        "deemed_delivery",
        _deliveries,
        "email 0, letter 0, phone 0",
        "Days after which a notice counts as delivered, by channel, such as email 0, letter 3, or letter 3 "
        "business; the days to the next level and to pay run from then.",
    ),
    Setting(
        "quiet_days",
        list_of(*QUIET_KINDS),
        "none",
        "Days on which no notice goes out: monday to sunday, weekend, holiday, eve (the day before a closed day), "
        "or none.",
    ),
    Setting(
        "quiet_periods",
        _periods,
        "none",
        "Spans of days in which no notice goes out: 12-20 to 01-05 for every year, or with the year; or none.",
    ),
    Setting(
        "fallback_order",
        _channels,
        "email, letter, phone",
        "The channels that are tried, in this order, when the one of a stage is closed; none for no other.",
    ),
    Setting(
        "without_address",
        one_of("hold", "fall_back"),
        "hold",
        "A letter to a customer without a postal address waits for one, or goes by another channel.",
    ),
    Setting(
        "tell_process",
        whole,
        "0",
        "The level before which a customer must have been told what follows, by ladder; 0 for no such rule.",
    ),
    Setting(
        "process_templates",
        any_of,
        "any",
        "The letters that tell a customer what follows, between commas; any for every letter and e-mail.",
    ),
    Setting(
        "max_receipt_age_days",
        whole,
        "0",
        "No arrears and no letters when the newest receipt is older than so many days; 0 for no such rule.",
    ),
    Setting(
        "stale_ok_by", text, "", "Who answers for a run although the newest receipt is too old; for its days only."
    ),
    Setting("pay_within_days", whole, "7", "Days from the letter to the day by which a letter asks for payment."),
)
"""The settings of this subject."""
