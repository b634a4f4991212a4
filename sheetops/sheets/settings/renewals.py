"""Renewals: grace, terms, tariffs and declarations."""

from sheetops.rules.prorata import BASES
from sheetops.rules.renewals import REINSTATEMENTS
from sheetops.rules.tariffs import TIERS
from sheetops.rules.terms import STARTS
from sheetops.sheets.settings.reading import Setting, amount, one_of, rate, whole

RENEWALS = (
    Setting("grace_days", whole, "14", "Days after its end during which a licence is in grace."),
    Setting("last_call_days", whole, "365", "Licences that ended longer ago get no renewal letter."),
    Setting(
        "reinstatement",
        one_of(*REINSTATEMENTS),
        "continuous",
        "A licence accepted after its grace: back-dated to the day after its end, or a new term after a gap.",
    ),
    Setting(
        "reinstatement_max_days",
        whole,
        "365",
        "With continuous reinstatement: after a gap of more days than this it is a new term all the same.",
    ),
    Setting(
        "tariff_discount",
        rate,
        "0",
        "Percent off what a tariff comes to, after its own discount and minimum, by account.",
    ),
    Setting("gap_percent", rate, "100", "What a gap before a new term is charged, in percent of the fee."),
    Setting(
        "term_start",
        one_of(*STARTS),
        "exact",
        "A new term begins on the day itself, or on the first day of the month nearest to it.",
    ),
    Setting(
        "auto_renew_letters",
        one_of("yes", "no"),
        "no",
        "Whether licences that renew by themselves get the letters.",
    ),
    Setting(
        "auto_renew_days", whole, "30", "How many days before its end a licence that renews by itself is invoiced."
    ),
    Setting(
        "tariff_tiers",
        one_of(*TIERS),
        "graduated",
        "In a tariff with tiers each rate is for the units in its tier, or the rate reached is for the whole.",
    ),
    Setting(
        "pro_rata",
        one_of(*BASES),
        "actual",
        "How a part of a month or year is counted: by actual days, over 365, or by months of 30 days.",
    ),
    Setting("index_cap", rate, "0", "The most percent that an index adds to a tariff in a year; 0: no cap."),
    Setting("index_rounding", amount, "0.01", "What rates and minimums raised by an index are rounded to."),
    Setting("declaration_days", whole, "60", "Days after a period's end in which its units are to be declared."),
    Setting("late_declaration_percent", rate, "0", "Surcharge on the fee when they are declared later."),
)
"""The settings of this subject."""
