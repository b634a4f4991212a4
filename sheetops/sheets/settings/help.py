"""Hardship, grants, incentives, concessions, fresh starts and who may write off."""

import datetime as dt
from decimal import Decimal

from sheetops.rules.hardship import STOPS
from sheetops.rules.incentives import INCENTIVES
from sheetops.sheets.settings.reading import Setting, amount, authority, list_of, one_of, percent, whole, words


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
    levels = tuple(authority(part.strip()) for part in value.split(";") if part.strip())
    if not levels or len(levels[-1]) != 1:
        raise ValueError("titles with the most that each may decide, such as Team leader 500; Manager 5000; Board")
    return levels


HELP = (
    Setting(
        "hardship_stops",
        list_of(*STOPS),
        ", ".join(STOPS),
        "What stops while a customer is in hardship: notices, fees, restriction, referral; or none.",
    ),
    Setting(
        "hardship_evidence_required",
        one_of("yes", "no"),
        "yes",
        "Whether hardship without evidence protects only for hardship_evidence_grace_days.",
    ),
    Setting(
        "hardship_evidence_grace_days",
        whole,
        "28",
        "Days for which a customer whose evidence is awaited, or ran out, stays protected.",
    ),
    Setting(
        "hardship_evidence_warn_days",
        whole,
        "28",
        "Days before evidence runs out from which new one is asked for.",
    ),
    Setting(
        "hardship_review_days", whole, "90", "Days after which the circumstances are gone through again; 0: never."
    ),
    Setting(
        "hardship_letter_days",
        whole,
        "0",
        "Who entered hardship within so many days gets the letter that tells what help there is; 0 for none.",
    ),
    Setting(
        "grant_schemes",
        _schemes,
        "URGS water = water; URGS electricity = electricity; URGS gas = gas",
        "The schemes of grants, each with the utility that it is for (the first: the one for our own bills).",
    ),
    Setting("grant_cap", amount, "650", "The most that a scheme gives for one utility in the period, by scheme."),
    Setting(
        "grant_single_source_cap",
        amount,
        "1300",
        "The same for a household with a single source of energy; 0: no higher cap.",
    ),
    Setting("grant_window_months", whole, "24", "The period of a cap: so many months up to the application."),
    Setting(
        "grant_netted",
        one_of("yes", "no"),
        "yes",
        "yes: earlier grants of the period are taken off the cap; no: one grant in the period and no other.",
    ),
    Setting(
        "grant_use_months",
        whole,
        "0",
        "A grant is at most the bills of so many months of use; 0 for no such limit.",
    ),
    Setting(
        "grant_pending_stops",
        list_of(*STOPS),
        "restriction, referral",
        "What stops while a grant is not decided: some of notices, fees, restriction, referral; or none.",
    ),
    Setting("grant_chase_days", whole, "28", "Days after which a grant that is not decided or paid is chased."),
    Setting(
        "grant_letter_days",
        whole,
        "0",
        "A grant decided within so many days gets a letter with its outcome, and one not decided a letter whenever "
        "it is chased; 0 for none.",
    ),
    Setting(
        "incentive",
        one_of(*INCENTIVES),
        "none",
        "What keeping a plan earns customers in hardship: none, award, match or restart.",
    ),
    Setting("incentive_every", whole, "5", "award: so many instalments in a row paid in time earn one."),
    Setting("incentive_tiers", _tiers, "6 1; 2", "match: for 6 months each unit paid earns 1, after that 2."),
    Setting(
        "incentive_clear_months", whole, "24", "restart: after so many months of a plan kept, the rest is cleared."
    ),
    Setting("incentive_misses", whole, "0", "Instalments that may be late or missed without loss."),
    Setting("incentive_max_months", whole, "0", "A plan that runs longer than this earns nothing; 0 for no limit."),
    Setting(
        "concession_evidence",
        words,
        "none",
        "Words of which evidence must hold one to earn a concession on bills; none for no concession.",
    ),
    Setting("concession_rate", percent, "50", "The concession in percent of what is billed."),
    Setting("concession_cap", amount, "0", "The most that a concession gives in a year; 0 for no limit."),
    Setting("concession_year_from", _day_of_year, "07-01", "The first day of a concession's year, month and day."),
    Setting(
        "concession_back_months",
        whole,
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
        whole,
        "24",
        "A debt that a plan of so many months would pay off is not recommended for a write-off.",
    ),
)
"""The settings of this subject."""
