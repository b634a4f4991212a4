"""What is said of a plan: the reason of its status, and why its account is not chased."""

from sheetops.model import Frame
from sheetops.rules.plans import PlanTerms
from sheetops.rules.words import Texts, amount, count, day, say, when


def plan_reason(plans: Frame, terms: PlanTerms) -> Texts:
    """Return the reason of each plan's status; ``plans`` are those of a `Followed`."""
    code = plans["currency"]
    whole, got = amount(plans["sum"], code), amount(plans["received"], code)
    said = say(plans["paid"], " of ", count(plans["count"], "instalment"), " paid, ", got, " of ", whole)
    coming = when((plans["next_due"].notna(), say(" Next: ", _next(plans), ".")))
    standing = say("In good standing: ", said, ".", coming, _cured(plans))
    behind = say("Behind: ", _missing(plans), "; ", said, ".", _warned(plans), coming)
    after = when((plans["broken_on"].notna(), say(", after it was broken on ", day(plans["broken_on"]))))
    main = when(
        (plans["status"] == "completed", say("Completed on ", day(plans["completed_on"]), after, ": ", said, ".")),
        (
            plans["status"] == "broken",
            say("Broken on ", day(plans["broken_on"]), ": ", _breach(plans, terms), "; ", said, "."),
        ),
        (plans["status"] == "behind", behind),
        otherwise=standing,
    )
    replaced = say(" Plan ", plans["replaced_by"], " replaced it on ", day(plans["replaced_on"]), ".")
    return say(main, when((plans["replaced_by"] != "", replaced)))


def plan_held(plans: Frame) -> Texts:
    """Return why accounts of running plans are not chased: ``plan P1 in good standing, next 50.00 on 12/07/2026``."""
    coming = when((plans["next_due"].notna(), say(", next ", _next(plans))))
    return when(
        (plans["status"] == "in good standing", say("plan ", plans["plan"], " in good standing", coming)),
        otherwise=say("plan ", plans["plan"], " is behind, ", _missing(plans), _broken_soon(plans)),
    )


def _next(plans: Frame) -> Texts:
    return say(amount(plans["next_amount"], plans["currency"]), " on ", day(plans["next_due"]))


def _missing(plans: Frame) -> Texts:
    many = when((plans["missed"] > 1, say(" (", count(plans["missed"], "instalment"), ")")))
    return say(amount(plans["behind"], plans["currency"]), many, " missing since ", day(plans["missed_since"]))


def _warned(plans: Frame) -> Texts:
    return when(
        (plans["breaks_on"].notna(), say(" If nothing more comes, it is broken on ", day(plans["breaks_on"]), "."))
    )


def _broken_soon(plans: Frame) -> Texts:
    return when((plans["breaks_on"].notna(), say(", broken on ", day(plans["breaks_on"]), " if it does not come")))


def _cured(plans: Frame) -> Texts:
    return when((plans["cured_on"].notna(), say(" A default was cured on ", day(plans["cured_on"]), ".")))


def _breach(plans: Frame, terms: PlanTerms) -> Texts:
    first = day(plans["first_missed"])
    cure = f", and not made good in {terms.cure_days} more days" if terms.cure_days else ""
    late = say("the instalment of ", first, f" was more than {terms.max_late_days} days late", cure)
    many = f"{terms.max_missed} instalments were" if terms.max_missed > 1 else "an instalment was"
    return when((plans["late_rule"], late), otherwise=say(f"{many} missed, the first of ", first, cure))
