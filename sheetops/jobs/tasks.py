"""What each button does to the open workbook: the same jobs as over files, their results on sheets beside the input.

An ordinary button is one line of `TASKS`; docs/buttons.md says how to add one.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from sheetops import clock
from sheetops.errors import BookError
from sheetops.excel.live.book import LiveBook
from sheetops.excel.live.marks import mark_cells
from sheetops.jobs import (
    arrears,
    billing,
    calls,
    charges,
    claimdesk,
    claims,
    complaints,
    gates,
    hardship,
    plans,
    promises,
    reconciliations,
    referrals,
    renewals,
    report,
    restrictions,
    worked,
)
from sheetops.jobs.check import check_run
from sheetops.jobs.collectors import write_files
from sheetops.jobs.desk import Desk
from sheetops.jobs.pressed import Done, Task, several, standing
from sheetops.jobs.proposals import NAME
from sheetops.jobs.results import finish
from sheetops.model import Progress, Run, Severity

# ------------------------------------------------------------------------------------------------ work


def _check(desk: Desk, out: Path, progress: Progress) -> Run:
    return check_run(desk)


def _renewals(desk: Desk, out: Path, progress: Progress) -> Run:
    run = renewals.renewals_run(desk, renewals.pipeline(desk, arrears.position(desk)))
    return replace(run, charts=())  # an open workbook gets none


def _plans(desk: Desk, out: Path, progress: Progress) -> Run:
    run = plans.plans_run(desk, arrears.position(desk))
    plans.collections_into(run, out)
    return run


def _arrears_calls(desk: Desk, out: Path, progress: Progress) -> Run:
    return calls.calls_run(desk, arrears.position(desk), "arrears")


def _renewal_calls(desk: Desk, out: Path, progress: Progress) -> Run:
    return calls.calls_run(desk, arrears.position(desk), "renewals")


def _referrals(desk: Desk, out: Path, progress: Progress) -> Run:
    now = arrears.position(desk)
    found = referrals.referring(desk, now)
    run = referrals.referrals_run(desk, now, found)
    write_files(desk, now, found.proposed[found.proposed["refer"]], out / referrals.FOLDER)
    return run


def _letters(desk: Desk, out: Path, progress: Progress) -> Run:
    from sheetops.jobs import letters  # the engine for Word takes a while to load, and other buttons need none

    now = arrears.position(desk)
    return letters.make_letters(desk, now, renewals.pipeline(desk, now), out, progress)


def _invoices(desk: Desk, out: Path, progress: Progress) -> Run:
    from sheetops.jobs import invoices  # as above

    return invoices.make_invoices(desk, renewals.pipeline(desk, arrears.position(desk)), out, progress)


def _credit_notes(desk: Desk, out: Path, progress: Progress) -> Run:
    from sheetops.jobs import credit_notes  # as above

    return credit_notes.make_credit_notes(desk, out, progress)


def _explain(desk: Desk, out: Path, progress: Progress) -> Run:
    from sheetops.jobs import explain  # as above

    if not desk.about:
        raise BookError(
            "No account is named. Type its number or name into the cell beside 'Account to explain' on Start and press "
            "again."
        )
    return explain.explain_run(desk, desk.about, out)


def _journals(desk: Desk, out: Path, progress: Progress) -> Run:
    from sheetops.jobs import journals  # as above

    return journals.make_journals(desk, out, progress=progress)


def _claims(desk: Desk, out: Path, progress: Progress) -> Run:
    return claims.claims_run(desk, claimdesk.claimed(desk))


def _return_letters(desk: Desk, out: Path, progress: Progress) -> Run:
    from sheetops.jobs import claimletters  # as above

    return claimletters.make_return_letters(desk, claimdesk.claimed(desk), out, progress)


def _desk_report(desk: Desk, out: Path, progress: Progress) -> Run:
    return finish(desk, claims.report_run(desk, claimdesk.claimed(desk)), out).run


def _report(desk: Desk, out: Path, progress: Progress) -> Run:
    now = arrears.position(desk)
    run = report.with_pages(desk, report.report_run(desk, now, progress), out)
    return finish(desk, run, out).run


# ------------------------------------------------------------------------------------------------ what is said


def _checked(run: Run, _: Path) -> str:
    counted = Counter(finding.severity for finding in run.findings)
    rows = several(int(run.counts["rows"]), "row")
    if not run.findings:
        return f"{rows} checked, nothing is wrong."
    found = ", ".join(several(counted[severity], severity.value) for severity in Severity if counted[severity])
    return (
        f"{rows} checked as of {clock.text(run.as_of)}: {found}. The cells are coloured and their notes say how to "
        "mend them; the sheet Problems lists them all."
    )


def _marked(live: LiveBook, run: Run, progress: Progress) -> str:
    marking = mark_cells(live, run.findings, progress)
    more = f"{several(marking.unmarked, 'more cell')} got no colour. " if marking.unmarked else ""
    lost = marking.before.lost
    return more + (f"{several(lost, 'mark')} of earlier checks could not be found again." if lost else "")


def _letters_made(run: Run, folder: Path) -> str:
    rest = [f"{n:,} {status}" for status in ("held", "failed") if (n := int(run.counts[f"letters {status}"]))]
    why = f" {' and '.join(rest)}: the sheet Letters says why." if rest else ""
    return f"{several(len(run.documents), 'letter')} made in {folder}; nothing was sent.{why}"


def _credit_notes_made(run: Run, folder: Path) -> str:
    return f"{several(len(run.documents), 'credit note')} made in {folder}."


def _invoices_made(run: Run, folder: Path) -> str:
    return f"{several(len(run.documents), 'invoice')} made in {folder}; copy the sheet Ledger rows into your Ledger."


def _desk_reported(run: Run, folder: Path) -> str:
    return f"{claims.REPORT}.xlsx with its charts is in {folder}; the figures are on the sheets here."


def _explained(run: Run, folder: Path) -> str:
    who = " ".join(filter(None, (str(run.counts["account"]), str(run.counts["name"]))))
    return f"{who} is explained on the sheet Account story, and as a page for Word in {folder}."


def _journals_made(run: Run, folder: Path) -> str:
    return f"{several(int(run.counts['journals made now']), 'journal')} made in {folder}."


def _reported(run: Run, folder: Path) -> str:
    return (
        f"{report.PAGES} for Word and report.xlsx with its charts are in {folder}; the figures are on the sheets here."
    )


# ------------------------------------------------------------------------------------------------ the table

TASKS: Mapping[str, Task] = MappingProxyType(
    {
        "check_sheets": Task("Checking", _check, None, says=_checked, after=_marked),
        "work_out_arrears": Task("Working out arrears", standing(arrears.arrears_run), needs=("Ledger",)),
        "work_out_renewals": Task("Working out renewals", _renewals, needs=("Licences",)),
        "judge_promises": Task("Judging promises", standing(promises.promises_run), needs=("Promises", "Ledger")),
        "follow_plans": Task("Following plans", _plans, needs=("Ledger",)),
        "work_out_charges": Task("Working out charges", standing(charges.charges_run), needs=("Ledger",)),
        "work_out_restrictions": Task(
            "Working out restrictions", standing(restrictions.restrictions_run), gates.SHEETS_READ, needs=("Ledger",)
        ),
        "list_arrears_calls": Task("Working out calls", _arrears_calls, calls.SHEETS_READ, needs=("Ledger",)),
        "list_renewal_calls": Task("Working out calls", _renewal_calls, calls.SHEETS_READ, needs=("Licences",)),
        "review_holds": Task("Working out complaints and holds", standing(complaints.complaints_run)),
        "keep_hardship": Task(
            *("Working out hardship", standing(hardship.hardship_run), hardship.SHEETS_READ),
            needs=("Hardship", "Ledger"),
        ),
        "work_out_referrals": Task(
            "Working out referrals", _referrals, referrals.SHEETS_READ, needs=("Ledger",), folder="referrals"
        ),
        "make_letters": Task(
            *("Working out what is due", _letters, gates.SHEETS_READ),
            says=_letters_made,
            folder="letters",
            reviewed=(("arrears", NAME), ("renewals", NAME)),
        ),
        "make_invoices": Task(
            *("Looking for what is to be invoiced", _invoices, billing.SHEETS_READ),
            needs=("Licences",),
            says=_invoices_made,
            folder="invoices",
            numbered=True,
        ),
        "make_credit_notes": Task(
            *("Looking for approved requests", _credit_notes, ("Customers", "Ledger", "Requests", "Authority")),
            needs=("Requests", "Ledger"),
            says=_credit_notes_made,
            folder="credit-notes",
            numbered=True,
        ),
        "explain_account": Task(*("Explaining", _explain, worked.SHEETS_READ), says=_explained, folder="explained"),
        "make_journals": Task(
            *(
                "Working out journals",
                _journals,
                ("Customers", "Licences", "Ledger", "Remittances", "Journal accounts"),
            ),
            needs=("Ledger", "Journal accounts"),
            says=_journals_made,
            folder="journals",
            numbered=True,
        ),
        "reconcile_saved": Task(
            *("Reconciling", reconciliations.reconciliations_run, reconciliations.SHEETS_READ),
            needs=reconciliations.SHEETS_READ,
            folder=reconciliations.FOLDER,
        ),
        "review_claims": Task("Reviewing claims", _claims, claimdesk.SHEETS_READ, needs=claims.NEEDS),
        "make_return_letters": Task(
            *("Reviewing claims", _return_letters, claimdesk.SHEETS_READ),
            needs=claims.NEEDS,
            says=_letters_made,
            folder="returned",
        ),
        "desk_report": Task(
            *("Working out the report", _desk_report, claimdesk.SHEETS_READ),
            needs=claims.NEEDS,
            says=_desk_reported,
            folder=".",
        ),
        "monthly_report": Task(
            "Working out the report", _report, report.SHEETS, needs=("Ledger",), says=_reported, folder="."
        ),
    }
)
"""What each button does that needs a day and a folder."""


HELP = (
    "1. Fill in the day to work for on Start.\n"
    "2. Press the buttons from top to bottom. Check sheets first: it colours what looks wrong and says how to mend it; "
    "mend it and press again.\n"
    "3. Look at the result sheets. Every status has its reason in the last column.\n"
    "4. Make letters writes Word files into the folder for results. Nothing is sent.\n\n"
    "sheetops never changes what you typed and never saves the workbook. When a button does not answer, type in a "
    "command window: sheetops doctor --excel. README.txt beside this workbook says more."
)


def show_help() -> Done:
    """Say what to do."""
    return Done(HELP)
