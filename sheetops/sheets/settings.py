"""The settings that the Policy sheet may hold: name, how its value is read, its default, what it means."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import NamedTuple

from sheetops.rules.calling import WEIGHTS
from sheetops.rules.fees import PER
from sheetops.rules.gate import QUIET
from sheetops.rules.hardship import STOPS
from sheetops.rules.incentives import INCENTIVES
from sheetops.rules.instalments import LONGEST, WEEKENDS, YEARLY
from sheetops.rules.interest import BASES as DAY_BASES
from sheetops.rules.plans import COVERS
from sheetops.rules.prorata import BASES
from sheetops.rules.quiet import KINDS as QUIET_KINDS
from sheetops.rules.quiet import Period
from sheetops.rules.renewals import REINSTATEMENTS
from sheetops.rules.sending import BUSINESS_DAYS, DAYS, Wait
from sheetops.rules.surcharge import BASE as SURCHARGED
from sheetops.rules.tariffs import TIERS
from sheetops.rules.terms import STARTS
from sheetops.rules.words import CHANNELS


class Setting(NamedTuple):
    """One setting: its name, how its value is read, its default as text, and its meaning for people."""

    name: str
    read: Callable[[str], object]
    default: str
    meaning: str


def _text(value: str) -> str:
    return value


def _text_or_none(value: str) -> str:
    return "" if value.casefold() == "none" else value


def _whole(value: str) -> int:
    number = int(value)
    if not 0 <= number <= 36_500:
        raise ValueError("a whole number from 0 to 36500")
    return number


def _positive(value: str) -> int:
    number = int(value)
    if not 1 <= number <= 120:
        raise ValueError("a whole number from 1 to 120")
    return number


def _count(value: str) -> int:
    number = int(value)
    if not 0 <= number <= 10_000_000:
        raise ValueError("a whole number from 0 to 10000000")
    return number


def _amount(value: str) -> Decimal:
    if not re.fullmatch(r"(\d+|\d{1,3}(,\d{3})+)(\.\d+)?", value):
        raise ValueError("an amount with a decimal point, such as 0.10")
    return Decimal(value.replace(",", ""))


def _bounds(value: str) -> tuple[int, ...]:
    bounds = tuple(int(part) for part in re.split(r"[,;\s]+", value.strip()))
    if not bounds or bounds[0] < 1 or any(low >= high for low, high in pairwise(bounds)):
        raise ValueError("rising whole numbers such as 30, 60, 90")
    return bounds


def _one_of(*choices: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value.casefold() not in choices:
            raise ValueError(" or ".join(choices))
        return value.casefold()

    return read


def _percent(value: str) -> int:
    number = int(value.strip().removesuffix("%"))
    if not 0 <= number <= 100:
        raise ValueError("a whole number of percent from 0 to 100")
    return number


def _signed_rate(value: str) -> Decimal:
    number = Decimal(value.removesuffix("%").strip())
    # Excel keeps 5% as 0.05: without its sign nobody can tell.
    if not 0 <= number <= 1000 or number != round(number, 4) or (number and not value.endswith("%")):
        raise ValueError("a rate a year with its sign and at most four decimals, such as 5.25%")
    return number


def _share_or_none(value: str) -> Decimal | None:
    return None if value.casefold() == "none" else _signed_rate(value)


def _rate_tiers(value: str) -> tuple[tuple[Decimal | None, Decimal], ...]:
    if value.casefold() == "none":
        return ()
    parts = [part.partition(":") for part in value.split(";")]
    bounds = [_amount(bound.strip()) for bound, colon, _ in parts[:-1] if colon]
    last = parts[-1][2] or parts[-1][0]
    if len(bounds) != len(parts) - 1 or any(low >= high for low, high in pairwise(bounds)):
        raise ValueError("parts of a balance with their rates, such as 5000: 8%; 20000: 6%; 4%, or none")
    rates = [_signed_rate(rate.strip()) for rate in (*(rate for _, _, rate in parts[:-1]), last)]
    ends = [_amount(parts[-1][0].strip()) if parts[-1][1] else None]
    return tuple(zip([*bounds, *ends], rates, strict=True))


def _ways(value: str) -> tuple[tuple[str, int], ...]:
    ways: list[tuple[str, int]] = []
    for part in value.casefold().split(";"):
        often, *numbers = re.split(r"[,\s]+", part.strip())
        if often not in YEARLY or not numbers or not all(1 <= int(number) <= LONGEST for number in numbers):
            raise ValueError("frequencies with numbers of instalments, such as monthly 3 6 12; weekly 26")
        ways += [(often, int(number)) for number in numbers]
    return tuple(ways)


def _days_of_month(value: str) -> tuple[int, ...]:
    if value.casefold() == "any":
        return ()
    days = tuple(int(part) for part in re.split(r"[,;\s]+", value.strip()))
    if not all(1 <= number <= 31 for number in days):
        raise ValueError("days of the month such as 1, 8, 15, 22, or any")
    return days


def _levels(value: str) -> tuple[int, ...]:
    if value.casefold() == "all":
        return ()
    levels = tuple(int(part) for part in re.split(r"[,;\s]+", value.strip()))
    if min(levels) < 1:
        raise ValueError("levels of the ladder such as 1, 2, 3, or all")
    return levels


def _basis_points(value: str) -> int:
    percent = _amount(value.strip().removesuffix("%").strip())
    points = percent * 100
    if points != int(points) or points > 10_000:
        raise ValueError("a percentage with at most two decimals, such as 12.5")
    return int(points)


def _weights(value: str) -> Mapping[str, int]:
    parts = [re.split(r"[\s=:]+", part.strip()) for part in value.casefold().split(",")]
    if sorted(part[0] for part in parts) != sorted(WEIGHTS) or not all(len(part) == 2 for part in parts):
        raise ValueError("the four weights, such as call_back 1000, promise 500, expiry 100, value 50")
    return {name: _whole(number) for name, number in parts}


def _rates(value: str) -> tuple[tuple[str, int], ...]:
    """Return a rate in basis points by name; the one without a name, "", is for all others."""
    rates: dict[str, int] = {}
    for part in filter(None, (part.strip() for part in value.split(";"))):
        found = re.fullmatch(r"(.*?)\s*(\d+(?:\.\d+)?\s*%?)", part)
        if not found or found[1].casefold() in rates:
            raise ValueError("percentages by collector, such as Baycorp 12.5; Other 10; or 15 for all")
        rates[found[1].casefold()] = _basis_points(found[2])
    return tuple(rates.items())


def _order(value: str) -> tuple[str, ...]:
    kinds = tuple(part.strip().casefold() for part in value.split(","))
    if sorted(kinds) != ["costs", "interest", "principal"]:
        raise ValueError("costs, interest and principal in the order in which they are cleared")
    return kinds


def _number_format(value: str) -> str:
    if "{number" not in value or value.format(year=2026, number=1) == value.format(year=2026, number=2):
        raise ValueError("a text such as CN-{year}-{number:05}")
    return value


def _list_of(*choices: str) -> Callable[[str], tuple[str, ...]]:
    def read(value: str) -> tuple[str, ...]:
        chosen = _words(value)
        if not set(chosen) <= set(choices):
            raise ValueError(f"some of {', '.join(choices)}, or none")
        return chosen

    return read


def _words(value: str) -> tuple[str, ...]:
    words = tuple(part.strip().casefold() for part in value.split(",") if part.strip())
    return () if words == ("none",) else words


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
    ways = _words(value)
    if not set(ways) <= set(CHANNELS) or len(set(ways)) != len(ways):
        raise ValueError("email, letter and phone in the order in which they are tried, or none")
    return ways


def _any_of(value: str) -> tuple[str, ...]:
    return () if value.casefold() == "any" else _words(value)


def _schemes(value: str) -> tuple[tuple[str, str], ...]:
    pairs = [tuple(part.strip() for part in line.split("=")) for line in value.split(";") if line.strip()]
    if not pairs or not all(len(pair) == 2 and all(pair) for pair in pairs):
        raise ValueError("schemes with the utility that each is for, such as URGS water = water; URGS gas = gas")
    return tuple((scheme, utility.casefold()) for scheme, utility in pairs)


def _tiers(value: str) -> tuple[tuple[int, ...], ...]:
    tiers = tuple(tuple(int(number) for number in part.split()) for part in value.split(";"))
    if any(len(part) != 2 for part in tiers[:-1]) or len(tiers[-1]) != 1 or min(map(min, tiers)) < 0:
        raise ValueError("months with what each unit paid in them earns, the last one for ever, such as 6 1; 2")
    return tiers


def _day_of_year(value: str) -> str:
    try:
        return f"{dt.date.fromisoformat(f'2001-{value}'):%m-%d}"  # no leap year: the day is there in every one
    except ValueError:
        raise ValueError("month and day such as 07-01") from None


def _authorities(value: str) -> tuple[tuple[str] | tuple[str, Decimal], ...]:
    levels = tuple(_authority(part.strip()) for part in value.split(";") if part.strip())
    if not levels or len(levels[-1]) != 1:
        raise ValueError("titles with the most that each may decide, such as Team leader 500; Manager 5000; Board")
    return levels


def _authority(text: str) -> tuple[str] | tuple[str, Decimal]:
    found = re.fullmatch(r"(.*?)\s+(\d[\d,]*(?:\.\d+)?)", text)
    return (found[1], _amount(found[2])) if found else (text,)


def _people(value: str) -> tuple[tuple[str] | tuple[str, Decimal], ...]:
    if value.casefold() == "anybody":
        return ()
    return tuple(_authority(part.strip()) for part in value.split(";") if part.strip())


def _gate(action: str, doing: str, minimum: str, days: str, between: str, wait: str, recent: str) -> Iterator[Setting]:
    """Yield the settings of the gate before an action: the same for each action, with defaults of their own."""
    named = (
        ("levels", _levels, "all", "The levels of an account's ladder that must have gone out before {doing}."),
        ("between_days", _whole, between, "Business days that must lie between one of those levels and the next."),
        ("notice_days", _whole, wait, "Business days that must have passed since the last of them before {doing}."),
        ("contacts", _whole, "2", "On how many different days we must have tried to speak to the customer first."),
        ("min_debt", _amount, minimum, "The least overdue amount for {doing}; also what must be left for it to go on."),
        ("min_days", _whole, days, "The least number of days overdue for {doing}."),
        ("protected", _words, "medical", "Segments (of Customers) that are protected from {doing}, between commas."),
        ("last_action_days", _whole, recent, "The last notice or contact must not be older; 0 for no limit."),
        ("offer_days", _whole, "7", "Days that a customer has to accept a plan before {doing}."),
        (
            "quiet_days", _list_of(*QUIET), "friday, weekend, holiday, eve" if action == "restriction" else "none",
            "Days without {doing}: friday, weekend, holiday, eve (the day before a closed day), or none.",
        ),
        (
            "authority", _people, "anybody",
            "Who may authorise {doing}, and up to what amount: Tom 500; Mere; or anybody.",
        ),
    )  # fmt: skip
    for name, read, default, meaning in named:
        yield Setting(f"{action}_{name}", read, default, meaning.format(doing=doing))


def _rate(value: str) -> Decimal:
    rate = Decimal(value.strip().removesuffix("%").strip())
    if not 0 <= rate <= 100 or rate * 100 != int(rate * 100):
        raise ValueError("a rate in percent, such as 15 or 12.5 %")
    return rate


FREEDOMS = ("plans", "promises", "hardship", "holds", "complaints", "disputes")
"""What may make charges free while it lasts."""
_freedoms = _list_of(*FREEDOMS)

SETTINGS: dict[str, Setting] = {
    setting.name: setting
    for setting in (
        Setting("currency", _text, "", "Currency of amounts that name none (ISO code, such as NZD)."),
        Setting("country", _text, "", "Country of customers that name none (ISO code, such as NZ)."),
        Setting("language", _text, "en", "Language of letters to customers that name none."),
        Setting("date_order", _one_of("dmy", "mdy"), "dmy", "How dates kept as text are read: dmy or mdy."),
        Setting("decimal_mark", _one_of(".", ","), ".", "The decimal mark of amounts kept as text."),
        Setting("terms_days", _whole, "30", "Days from its date to the due date of a debit that has none."),
        Setting(
            "unallocated",
            _one_of("oldest_first", "keep"),
            "oldest_first",
            "What a credit that names no entry does: pays the oldest open debits, or is kept apart.",
        ),
        Setting(
            "clear_order", _order, "costs, interest, principal", "What is cleared first among debits due on one day."
        ),
        Setting("bucket_bounds", _bounds, "30, 60, 90", "Upper bounds of the ageing buckets in days, inclusive."),
        Setting("tolerance", _amount, "0.10", "An item with less than this open is not chased."),
        Setting("ladder", _text, "standard", "Ladder of accounts and entries that name none; none means never chase."),
        Setting("renewal_ladder", _text, "renewal", "Ladder of licence renewals."),
        Setting(
            "governing_level",
            _one_of("highest", "lowest"),
            "highest",
            "Which level of the items in one letter gives it its template and channel.",
        ),
        Setting("min_days_between_letters", _whole, "5", "No account gets two letters within this many days."),
        Setting(
            "letters_per",
            _one_of("account", "level", "item"),
            "account",
            "Whether one letter tells an account all that is due, or each level or each item gets a letter of its own.",
        ),
        Setting(
            "review_notices",
            _one_of("yes", "no"),
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
            _list_of(*QUIET_KINDS),
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
            _one_of("hold", "fall_back"),
            "hold",
            "A letter to a customer without a postal address waits for one, or goes by another channel.",
        ),
        Setting(
            "tell_process",
            _whole,
            "0",
            "The level before which a customer must have been told what follows, by ladder; 0 for no such rule.",
        ),
        Setting(
            "process_templates",
            _any_of,
            "any",
            "The letters that tell a customer what follows, between commas; any for every letter and e-mail.",
        ),
        Setting(
            "max_receipt_age_days",
            _whole,
            "0",
            "No arrears and no letters when the newest receipt is older than so many days; 0 for no such rule.",
        ),
        Setting(
            "stale_ok_by", _text, "", "Who answers for a run although the newest receipt is too old; for its days only."
        ),
        Setting(
            "promise_grace_days",
            _whole,
            "3",
            "Days after its due day until an open promise stops holding letters back.",
        ),
        Setting(
            "promise_min_share",
            _percent,
            "0",
            "A promise of which less than so many percent came is broken; from there on it was kept in part.",
        ),
        Setting("promise_max_days", _whole, "0", "How many days ahead a promise may lie; 0 for no limit."),
        Setting(
            "promise_max_broken",
            _whole,
            "2",
            "After so many broken promises in promise_broken_days days no new one is taken; 0 for no limit.",
        ),
        Setting("promise_broken_days", _whole, "365", "The days over which broken promises are counted."),
        Setting(
            "escalation_after_broken",
            _one_of("where_it_stopped", "at_once"),
            "where_it_stopped",
            "When a promise or plan is broken the next notice goes out on its own day, or at once.",
        ),
        Setting(
            "plan_covers",
            _one_of(*COVERS),
            "arrears",
            "What a plan covers that names no sum: what was overdue when it was agreed, all that was open (owed), or "
            "arrears and the new bills expected while it runs (a year's invoices before it, shared out).",
        ),
        Setting("plan_rounding", _amount, "0.01", "Instalments are rounded down to this; the last one takes the rest."),
        Setting("plan_min_instalment", _amount, "0", "The least instalment; a smaller last one joins the one before."),
        Setting(
            "plan_weekend",
            _one_of(*WEEKENDS),
            "keep",
            "An instalment due on a Saturday, Sunday or closed day stays, or moves to the next or previous open day.",
        ),
        Setting("plan_grace_days", _whole, "3", "Days after its day until an instalment counts as missed."),
        Setting(
            "plan_max_missed", _whole, "2", "So many instalments missed at once are a default; 0 for no such rule."
        ),
        Setting("plan_max_late_days", _whole, "60", "An instalment later than this is a default; 0 for no such rule."),
        Setting("plan_cure_days", _whole, "7", "Days in which a default can be made good before the plan is broken."),
        Setting("plan_min_months", _whole, "0", "The least time in which a plan is to be paid off, in months."),
        Setting("plan_max_months", _whole, "24", "The most time a plan may take from its agreement; 0 for no limit."),
        Setting(
            "plan_max_failed",
            _whole,
            "2",
            "After so many broken plans in plan_failed_days days no new one need be offered; 0 for no limit.",
        ),
        Setting("plan_failed_days", _whole, "365", "The days over which broken plans are counted."),
        Setting(
            "plan_quotes",
            _ways,
            "monthly 3 6 12; fortnightly 6 13 26; weekly 12 26 52",
            "The ways of paying in instalments that are quoted side by side.",
        ),
        Setting("plan_first_due_days", _whole, "14", "Days from today to the first instalment of a quoted plan."),
        Setting(
            "confirm_plans_days",
            _whole,
            "0",
            "A plan agreed within so many days gets a confirmation letter; 0 for none.",
        ),
        Setting("direct_debit", _one_of("yes", "no"), "no", "Whether instalments are collected by direct debit."),
        Setting(
            "direct_debit_days",
            _days_of_month,
            "any",
            "The days of the month on which the bank collects, such as 1, 8, 15, 22; or any.",
        ),
        Setting(
            "direct_debit_notice_days", _whole, "7", "Business days that bank and customer need before a collection."
        ),
        Setting("dso_months", _positive, "12", "Days sales outstanding (simple) look at the bills of so many months."),
        Setting("report_top_debtors", _positive, "10", "How many of the greatest debtors the monthly report lists."),
        Setting(
            "complaint_acknowledge_days",
            _whole,
            "3",
            "Business days in which a complaint is acknowledged; the day it came does not count.",
        ),
        Setting(
            "complaint_answer_days",
            _whole,
            "10",
            "Business days in which a complaint without a due_at of its own is answered.",
        ),
        Setting(
            "complaint_stops_chasing",
            _one_of("yes", "no"),
            "yes",
            "Whether an open complaint holds back every notice to its account.",
        ),
        Setting(
            "complaint_letters",
            _one_of("yes", "no"),
            "no",
            "Whether letters are made that acknowledge a complaint, and that answer it once Tasks has the answer.",
        ),
        Setting(
            "hold_review_days",
            _whole,
            "30",
            "Days after its first day until a hold without review_on is to be reviewed; 0 for no such day.",
        ),
        Setting(
            "call_max_attempts",
            _whole,
            "3",
            "After so many calls in vain within call_window_days an e-mail or letter goes instead; 0 for no such rule.",
        ),
        Setting("remit_days", _whole, "30", "Days from the freezing of a remit to its deadline, when none is given."),
        Setting("caller_weeks", _whole, "8", "How many weeks back callers' results are listed."),
        Setting("call_window_days", _whole, "30", "The days over which calls in vain are counted."),
        Setting("call_gap_days", _whole, "1", "Business days from a call to the next try."),
        Setting("call_again_days", _whole, "7", "Days after a conversation in which nobody calls without a reason."),
        Setting("call_promise_days", _whole, "2", "Days before its day on which a promise is called about."),
        Setting("call_horizon_days", _whole, "90", "The days over which being late, or near the end, gains weight."),
        Setting(
            "call_weights",
            _weights,
            "call_back 1000, promise 500, expiry 100, value 50",
            "What the order of calls goes by: the points of a call back, a promise due, urgency and money at most.",
        ),
        Setting("grace_days", _whole, "14", "Days after its end during which a licence is in grace."),
        Setting("pay_within_days", _whole, "7", "Days from the letter to the day by which a letter asks for payment."),
        Setting("last_call_days", _whole, "365", "Licences that ended longer ago get no renewal letter."),
        Setting(
            "confirm_promises_days",
            _whole,
            "0",
            "A promise made within so many days gets a confirmation letter; 0 for none.",
        ),
        Setting(
            "hardship_stops",
            _list_of(*STOPS),
            ", ".join(STOPS),
            "What stops while a customer is in hardship: notices, fees, restriction, referral; or none.",
        ),
        Setting(
            "hardship_evidence_required",
            _one_of("yes", "no"),
            "yes",
            "Whether hardship without evidence protects only for hardship_evidence_grace_days.",
        ),
        Setting(
            "hardship_evidence_grace_days",
            _whole,
            "28",
            "Days for which a customer whose evidence is awaited, or ran out, stays protected.",
        ),
        Setting(
            "hardship_evidence_warn_days",
            _whole,
            "28",
            "Days before evidence runs out from which new one is asked for.",
        ),
        Setting(
            "hardship_review_days", _whole, "90", "Days after which the circumstances are gone through again; 0: never."
        ),
        Setting(
            "hardship_letter_days",
            _whole,
            "0",
            "Who entered hardship within so many days gets the letter that tells what help there is; 0 for none.",
        ),
        Setting(
            "grant_schemes",
            _schemes,
            "URGS water = water; URGS electricity = electricity; URGS gas = gas",
            "The schemes of grants, each with the utility that it is for (the first: the one for our own bills).",
        ),
        Setting("grant_cap", _amount, "650", "The most that a scheme gives for one utility in the period, by scheme."),
        Setting(
            "grant_single_source_cap",
            _amount,
            "1300",
            "The same for a household with a single source of energy; 0: no higher cap.",
        ),
        Setting("grant_window_months", _whole, "24", "The period of a cap: so many months up to the application."),
        Setting(
            "grant_netted",
            _one_of("yes", "no"),
            "yes",
            "yes: earlier grants of the period are taken off the cap; no: one grant in the period and no other.",
        ),
        Setting(
            "grant_use_months",
            _whole,
            "0",
            "A grant is at most the bills of so many months of use; 0 for no such limit.",
        ),
        Setting(
            "grant_pending_stops",
            _list_of(*STOPS),
            "restriction, referral",
            "What stops while a grant is not decided: some of notices, fees, restriction, referral; or none.",
        ),
        Setting("grant_chase_days", _whole, "28", "Days after which a grant that is not decided or paid is chased."),
        Setting(
            "grant_letter_days",
            _whole,
            "0",
            "A grant decided within so many days gets a letter with its outcome, and one not decided a letter whenever "
            "it is chased; 0 for none.",
        ),
        Setting(
            "incentive",
            _one_of(*INCENTIVES),
            "none",
            "What keeping a plan earns customers in hardship: none, award, match or restart.",
        ),
        Setting("incentive_every", _whole, "5", "award: so many instalments in a row paid in time earn one."),
        Setting("incentive_tiers", _tiers, "6 1; 2", "match: for 6 months each unit paid earns 1, after that 2."),
        Setting(
            "incentive_clear_months", _whole, "24", "restart: after so many months of a plan kept, the rest is cleared."
        ),
        Setting("incentive_misses", _whole, "0", "Instalments that may be late or missed without loss."),
        Setting(
            "incentive_max_months", _whole, "0", "A plan that runs longer than this earns nothing; 0 for no limit."
        ),
        Setting(
            "concession_evidence",
            _words,
            "none",
            "Words of which evidence must hold one to earn a concession on bills; none for no concession.",
        ),
        Setting("concession_rate", _percent, "50", "The concession in percent of what is billed."),
        Setting("concession_cap", _amount, "0", "The most that a concession gives in a year; 0 for no limit."),
        Setting("concession_year_from", _day_of_year, "07-01", "The first day of a concession's year, month and day."),
        Setting(
            "concession_back_months",
            _whole,
            "12",
            "Months before the evidence came for which bills are reduced as well.",
        ),
        Setting(
            "write_off_authority",
            _authorities,
            "Team leader 500; Manager 5000; Board",
            "Who may decide on a write-off, each with the most; the last one without a limit.",
        ),
        Setting(
            "fresh_start_plan_months",
            _whole,
            "24",
            "A debt that a plan of so many months would pay off is not recommended for a write-off.",
        ),
        # Victoria (ESC): not below 200; Queensland: reminder 5, restriction notice 10 business days; Western Australia:
        # after 30 days, 7 days to accept a plan.
        *_gate("restriction", "a restriction", "200", "30", between="5", wait="10", recent="60"),
        Setting(
            "restriction_small_debt_months",
            _whole,
            "0",
            "With less than restriction_min_debt overdue, only who paid a bill in full within so many months is "
            "protected (Victoria: 12); 0: everybody is.",
        ),
        Setting("restriction_tenants", _words, "tenant", "Segments of tenants, for whom the landlord owes."),
        Setting("restriction_again_days", _whole, "7", "Days after a restriction was lifted before the next one."),
        Setting(
            "restriction_warning",
            _one_of("yes", "no"),
            "yes",
            "Whether a restriction warning must have gone out after the last level, restriction_notice_days before.",
        ),
        Setting(
            "restriction_letters",
            _one_of("yes", "no"),
            "no",
            "Whether restriction warnings, and letters that tell of a restriction placed or lifted, are made.",
        ),
        Setting(
            "restriction_letter_days",
            _whole,
            "5",
            "A restriction placed or lifted within so many days gets its letter.",
        ),
        *_gate("referral", "a referral", "100", "60", between="5", wait="10", recent="90"),
        Setting("bad_debt_to", _text, "collections", "Department or collector that gets bad debts."),
        Setting("infringement_to", _text, "infringements", "Department or collector that gets infringements."),
        Setting(
            "use_reported",
            _words,
            "use reported, unlicensed use, using without a licence, still using, użycie bez licencji",
            "Words in the outcome of a contact that report use without a licence, between commas.",
        ),
        Setting(
            "referral_acknowledge_days", _whole, "5", "Business days in which a collector is to acknowledge a referral."
        ),
        Setting(
            "commission",
            _rates,
            "0",
            "What a collector keeps of what it collects, in percent: Baycorp 12.5; Other 10; or one for all.",
        ),
        Setting("problem_rules", _whole, "2", "An account to which so many of the rules apply is a problem debtor."),
        Setting("problem_broken_promises", _whole, "2", "Rule: so many promises broken in promise_broken_days days."),
        Setting("problem_broken_plans", _whole, "1", "Rule: so many plans broken in plan_failed_days days."),
        Setting("problem_late_bills", _whole, "3", "Rule: so many bills of the last 12 months paid late or overdue."),
        Setting("problem_late_days", _whole, "14", "A bill counts as late when it is so many days past its due date."),
        Setting("problem_growth", _whole, "25", "Rule: overdue grew by so many percent in problem_growth_days days."),
        Setting("problem_growth_days", _whole, "90", "The days over which growth is measured."),
        Setting("problem_silent_days", _whole, "60", "Rule: tried, but no answer from the customer for so many days."),
        Setting("charge_fees", _one_of("yes", "no"), "yes", "Whether the fees of Stages are charged."),
        Setting("fee_per", _one_of(*PER), "letter", "A letter costs one fee, or each item that it is about."),
        Setting("fees_free_during", _freedoms, "plans, hardship, disputes", "What makes notices free of their fee."),
        Setting("exchange_rate", _amount, "0", "What one unit of a currency is worth in the desk's own, for fees."),
        Setting("interest_base_rate", _signed_rate, "0%", "The published rate that interest is counted from, a year."),
        Setting("interest_margin", _signed_rate, "0%", "What is added to interest_base_rate, a year."),
        Setting(
            "interest_tiers",
            _rate_tiers,
            "none",
            "Added to the rate for parts of a balance: 5000: 8%; 20000: 6%; 4% is 8% up to 5,000, 6% from there to "
            "20,000, 4% above.",
        ),
        Setting(
            "interest_day_basis",
            _one_of(*DAY_BASES),
            "365",
            "What a yearly rate is divided by for a day: 365, 366, 360, or actual (the days of the calendar year).",
        ),
        Setting("interest_on", _list_of("invoice", "adjustment", "fee"), "invoice, adjustment", "What bears interest."),
        Setting(
            "interest_after_days", _whole, "0", "Interest is charged once an item is later than this, from day one."
        ),
        Setting("interest_cap", _share_or_none, "none", "The most that interest may come to, as a share of the item."),
        Setting("interest_minimum", _amount, "0", "Interest of an item below this waits until more has come together."),
        Setting("interest_free_during", _freedoms, "plans, hardship, disputes", "The times that cost no interest."),
        Setting("surcharge_rate", _signed_rate, "0%", "The surcharge on an invoice that is paid late; 0% for none."),
        Setting("surcharge_after_days", _whole, "28", "How late an invoice may be before it is surcharged."),
        Setting(
            "surcharge_of", _one_of(*SURCHARGED), "open", "Surcharged is what is still open, or the whole invoice."
        ),
        Setting("surcharge_free_during", _freedoms, "plans, hardship, disputes", "What keeps an invoice from it."),
        Setting("charge_back_days", _whole, "60", "Fees and surcharges for what is longer ago are not charged."),
        Setting(
            "register",
            _text_or_none,
            "none",
            "Where documents and numbers are registered: a file (from this workbook's folder) or "
            "postgresql+psycopg://user@server/database; none: register.db in the folder for results.",
        ),
        Setting("supplier_name", _text, "", "Who writes: the name on letters and credit notes."),
        Setting("supplier_address", _text, "", "Who writes: the address, in one line."),
        Setting("supplier_phone", _text, "", "Who writes: the telephone number."),
        Setting("supplier_email", _text, "", "Who writes: the e-mail address."),
        Setting("supplier_web", _text, "", "Who writes: the web address."),
        Setting("supplier_tax_number", _text, "", "Who writes: the tax number that credit notes must show."),
        Setting("supplier_bank", _text, "", "Who writes: the bank account for payments."),
        Setting("signatory_name", _text, "", "Who signs the letters."),
        Setting("signatory_title", _text, "", "The title of who signs."),
        Setting(
            "reinstatement",
            _one_of(*REINSTATEMENTS),
            "continuous",
            "A licence accepted after its grace: back-dated to the day after its end, or a new term after a gap.",
        ),
        Setting(
            "reinstatement_max_days",
            _whole,
            "365",
            "With continuous reinstatement: after a gap of more days than this it is a new term all the same.",
        ),
        Setting("gap_percent", _rate, "100", "What a gap before a new term is charged, in percent of the fee."),
        Setting(
            "term_start",
            _one_of(*STARTS),
            "exact",
            "A new term begins on the day itself, or on the first day of the month nearest to it.",
        ),
        Setting(
            "auto_renew_letters",
            _one_of("yes", "no"),
            "no",
            "Whether licences that renew by themselves get the letters.",
        ),
        Setting(
            "auto_renew_days", _whole, "30", "How many days before its end a licence that renews by itself is invoiced."
        ),
        Setting(
            "tariff_tiers",
            _one_of(*TIERS),
            "graduated",
            "In a tariff with tiers each rate is for the units in its tier, or the rate reached is for the whole.",
        ),
        Setting(
            "pro_rata",
            _one_of(*BASES),
            "actual",
            "How a part of a month or year is counted: by actual days, over 365, or by months of 30 days.",
        ),
        Setting("index_cap", _rate, "0", "The most percent that an index adds to a tariff in a year; 0: no cap."),
        Setting("index_rounding", _amount, "0.01", "What rates and minimums raised by an index are rounded to."),
        Setting("declaration_days", _whole, "60", "Days after a period's end in which its units are to be declared."),
        Setting("late_declaration_percent", _rate, "0", "Surcharge on the fee when they are declared later."),
        Setting("tax_rate", _rate, "0", "The tax on fees in percent, by country; a tariff's own comes first."),
        Setting("invoice_title", _text, "Invoice", "Heading of an invoice, by country (Tax invoice in AU)."),
        Setting("invoice_text", _text, "", "Legal sentence on an invoice, by country."),
        Setting("invoice_number", _number_format, "INV-{year}-{number:05}", "How invoices are numbered."),
        Setting(
            "credit_note_title", _text, "Credit note", "Heading of a credit note, by country (Adjustment note in AU)."
        ),
        Setting("credit_note_text", _text, "", "Legal sentence on a credit note, by country."),
        Setting(
            "background_rows",
            _count,
            "30000",
            "With more rows than this to read a button returns at once, and its work goes on in the background.",
        ),
        Setting(
            "background_documents",
            _count,
            "1000",
            "With more documents than this to make a button returns at once, and its work goes on in the background.",
        ),
        Setting(
            "four_eyes",
            _list_of("credit_note", "refund", "invoice", "write_off"),
            "none",
            "Requests of these kinds need two people: who asked, who approved and who runs the job must differ.",
        ),
        Setting("credit_note_number", _number_format, "CN-{year}-{number:05}", "How credit notes are numbered."),
    )
}
"""Every setting by its name."""

DESK_WIDE = frozenset(
    {
        *("currency", "country", "language", "date_order", "decimal_mark", "unallocated", "clear_order"),
        *("bucket_bounds", "governing_level", "direct_debit", "direct_debit_days", "direct_debit_notice_days"),
        *("invoice_number", "credit_note_number", "four_eyes"),
    }
)
"""The settings of which there is one for the whole desk, none for some accounts only."""


def read_setting(name: str, value: str) -> object:
    """Return a setting's value; ValueError with what it should be when the text does not fit."""
    setting = SETTINGS[name]
    try:
        return setting.read(value.strip())
    except InvalidOperation as wrong:
        raise ValueError("an amount") from wrong
    except ValueError as wrong:
        said = str(wrong)
        raise ValueError("a whole number" if "invalid literal" in said else said) from wrong
    except (KeyError, IndexError) as wrong:
        raise ValueError(f"a text such as {setting.default}") from wrong
