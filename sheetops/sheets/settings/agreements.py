"""Promises to pay and payment plans."""

import re

from sheetops.rules.instalments import LONGEST, WEEKENDS, YEARLY
from sheetops.rules.plans import COVERS
from sheetops.sheets.settings.reading import Setting, amount, one_of, percent, whole


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


AGREEMENTS = (
    Setting(
        "promise_grace_days",
        whole,
        "3",
        "Days after its due day until an open promise stops holding letters back.",
    ),
    Setting(
        "promise_min_share",
        percent,
        "0",
        "A promise of which less than so many percent came is broken; from there on it was kept in part.",
    ),
    Setting("promise_max_days", whole, "0", "How many days ahead a promise may lie; 0 for no limit."),
    Setting(
        "promise_max_broken",
        whole,
        "2",
        "After so many broken promises in promise_broken_days days no new one is taken; 0 for no limit.",
    ),
    Setting("promise_broken_days", whole, "365", "The days over which broken promises are counted."),
    Setting(
        "escalation_after_broken",
        one_of("where_it_stopped", "at_once"),
        "where_it_stopped",
        "When a promise or plan is broken the next notice goes out on its own day, or at once.",
    ),
    Setting(
        "plan_covers",
        one_of(*COVERS),
        "arrears",
        "What a plan covers that names no sum: what was overdue when it was agreed, all that was open (owed), or "
        "arrears and the new bills expected while it runs (a year's invoices before it, shared out).",
    ),
    Setting("plan_rounding", amount, "0.01", "Instalments are rounded down to this; the last one takes the rest."),
    Setting("plan_min_instalment", amount, "0", "The least instalment; a smaller last one joins the one before."),
    Setting(
        "plan_weekend",
        one_of(*WEEKENDS),
        "keep",
        "An instalment due on a Saturday, Sunday or closed day stays, or moves to the next or previous open day.",
    ),
    Setting("plan_grace_days", whole, "3", "Days after its day until an instalment counts as missed."),
    Setting("plan_max_missed", whole, "2", "So many instalments missed at once are a default; 0 for no such rule."),
    Setting("plan_max_late_days", whole, "60", "An instalment later than this is a default; 0 for no such rule."),
    Setting("plan_cure_days", whole, "7", "Days in which a default can be made good before the plan is broken."),
    Setting("plan_min_months", whole, "0", "The least time in which a plan is to be paid off, in months."),
    Setting("plan_max_months", whole, "24", "The most time a plan may take from its agreement; 0 for no limit."),
    Setting(
        "plan_max_failed",
        whole,
        "2",
        "After so many broken plans in plan_failed_days days no new one need be offered; 0 for no limit.",
    ),
    Setting("plan_failed_days", whole, "365", "The days over which broken plans are counted."),
    Setting(
        "plan_quotes",
        _ways,
        "monthly 3 6 12; fortnightly 6 13 26; weekly 12 26 52",
        "The ways of paying in instalments that are quoted side by side.",
    ),
    Setting("plan_first_due_days", whole, "14", "Days from today to the first instalment of a quoted plan."),
    Setting(
        "confirm_plans_days",
        whole,
        "0",
        "A plan agreed within so many days gets a confirmation letter; 0 for none.",
    ),
    Setting("direct_debit", one_of("yes", "no"), "no", "Whether instalments are collected by direct debit."),
    Setting(
        "direct_debit_days",
        _days_of_month,
        "any",
        "The days of the month on which the bank collects, such as 1, 8, 15, 22; or any.",
    ),
    Setting("direct_debit_notice_days", whole, "7", "Business days that bank and customer need before a collection."),
    Setting(
        "confirm_promises_days",
        whole,
        "0",
        "A promise made within so many days gets a confirmation letter; 0 for none.",
    ),
)
"""The settings of this subject."""
