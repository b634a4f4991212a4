"""Restrictions and referrals: the gate before each, and problem debtors."""

import re
from collections.abc import Iterator
from decimal import Decimal

from sheetops.rules.gate import QUIET
from sheetops.sheets.settings.reading import Setting, amount, authority, list_of, one_of, text, whole, words


def _levels(value: str) -> tuple[int, ...]:
    if value.casefold() == "all":
        return ()
    levels = tuple(int(part) for part in re.split(r"[,;\s]+", value.strip()))
    if min(levels) < 1:
        raise ValueError("levels of the ladder such as 1, 2, 3, or all")
    return levels


def _basis_points(value: str) -> int:
    percent = amount(value.strip().removesuffix("%").strip())
    points = percent * 100
    if points != int(points) or points > 10_000:
        raise ValueError("a percentage with at most two decimals, such as 12.5")
    return int(points)


def _rates(value: str) -> tuple[tuple[str, int], ...]:
    """Return a rate in basis points by name; the one without a name, "", is for all others."""
    rates: dict[str, int] = {}
    for part in filter(None, (part.strip() for part in value.split(";"))):
        found = re.fullmatch(r"(.*?)\s*(\d+(?:\.\d+)?\s*%?)", part)
        if not found or found[1].casefold() in rates:
            raise ValueError("percentages by collector, such as Baycorp 12.5; Other 10; or 15 for all")
        rates[found[1].casefold()] = _basis_points(found[2])
    return tuple(rates.items())


def _people(value: str) -> tuple[tuple[str] | tuple[str, Decimal], ...]:
    if value.casefold() == "anybody":
        return ()
    return tuple(authority(part.strip()) for part in value.split(";") if part.strip())


def _gate(action: str, doing: str, minimum: str, days: str, between: str, wait: str, recent: str) -> Iterator[Setting]:
    """Yield the settings of the gate before an action: the same for each action, with defaults of their own."""
    named = (
        ("levels", _levels, "all", "The levels of an account's ladder that must have gone out before {doing}."),
        ("between_days", whole, between, "Business days that must lie between one of those levels and the next."),
        ("notice_days", whole, wait, "Business days that must have passed since the last of them before {doing}."),
        ("contacts", whole, "2", "On how many different days we must have tried to speak to the customer first."),
        ("min_debt", amount, minimum, "The least overdue amount for {doing}; also what must be left for it to go on."),
        ("min_days", whole, days, "The least number of days overdue for {doing}."),
        ("protected", words, "medical", "Segments (of Customers) that are protected from {doing}, between commas."),
        ("last_action_days", whole, recent, "The last notice or contact must not be older; 0 for no limit."),
        ("offer_days", whole, "7", "Days that a customer has to accept a plan before {doing}."),
        (
            "quiet_days", list_of(*QUIET), "friday, weekend, holiday, eve" if action == "restriction" else "none",
            "Days without {doing}: friday, weekend, holiday, eve (the day before a closed day), or none.",
        ),
        (
            "authority", _people, "anybody",
            "Who may authorise {doing}, and up to what amount: Tom 500; Mere; or anybody.",
        ),
    )  # fmt: skip
    for name, read, default, meaning in named:
        yield Setting(f"{action}_{name}", read, default, meaning.format(doing=doing))


GATES = (
    # Victoria (ESC): not below 200; Queensland: reminder 5, restriction notice 10 business days; Western Australia:
    # after 30 days, 7 days to accept a plan.
    *_gate("restriction", "a restriction", "200", "30", between="5", wait="10", recent="60"),
    Setting(
        "restriction_small_debt_months",
        whole,
        "0",
        "With less than restriction_min_debt overdue, only who paid a bill in full within so many months is "
        "protected (Victoria: 12); 0: everybody is.",
    ),
    Setting("restriction_tenants", words, "tenant", "Segments of tenants, for whom the landlord owes."),
    Setting("restriction_again_days", whole, "7", "Days after a restriction was lifted before the next one."),
    Setting(
        "restriction_warning",
        one_of("yes", "no"),
        "yes",
        "Whether a restriction warning must have gone out after the last level, restriction_notice_days before.",
    ),
    Setting(
        "restriction_letters",
        one_of("yes", "no"),
        "no",
        "Whether restriction warnings, and letters that tell of a restriction placed or lifted, are made.",
    ),
    Setting(
        "restriction_letter_days",
        whole,
        "5",
        "A restriction placed or lifted within so many days gets its letter.",
    ),
    *_gate("referral", "a referral", "100", "60", between="5", wait="10", recent="90"),
    Setting("bad_debt_to", text, "collections", "Department or collector that gets bad debts."),
    Setting("infringement_to", text, "infringements", "Department or collector that gets infringements."),
    Setting(
        "use_reported",
        words,
        "use reported, unlicensed use, using without a licence, still using, użycie bez licencji",
        "Words in the outcome of a contact that report use without a licence, between commas.",
    ),
    Setting(
        "referral_acknowledge_days", whole, "5", "Business days in which a collector is to acknowledge a referral."
    ),
    Setting(
        "commission",
        _rates,
        "0",
        "What a collector keeps of what it collects, in percent: Baycorp 12.5; Other 10; or one for all.",
    ),
    Setting("problem_rules", whole, "2", "An account to which so many of the rules apply is a problem debtor."),
    Setting("problem_broken_promises", whole, "2", "Rule: so many promises broken in promise_broken_days days."),
    Setting("problem_broken_plans", whole, "1", "Rule: so many plans broken in plan_failed_days days."),
    Setting("problem_late_bills", whole, "3", "Rule: so many bills of the last 12 months paid late or overdue."),
    Setting("problem_late_days", whole, "14", "A bill counts as late when it is so many days past its due date."),
    Setting("problem_growth", whole, "25", "Rule: overdue grew by so many percent in problem_growth_days days."),
    Setting("problem_growth_days", whole, "90", "The days over which growth is measured."),
    Setting("problem_silent_days", whole, "60", "Rule: tried, but no answer from the customer for so many days."),
)
"""The settings of this subject."""
