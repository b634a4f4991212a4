"""The desk's day, one command a part: check, arrears, renewals, promises, plans and so on; and run for all of them.

Each command imports its job when it is called: pandas takes longer to load than ``--help`` to print.
"""

from collections.abc import Sequence
from typing import Annotated, Any, Literal, cast

import typer

import sheetops
from sheetops.cli.bar import Bar
from sheetops.cli.options import AsJson, AsOf, Books, Out, Reviewed, StaleOk
from sheetops.cli.order import Job, Order, fulfil


def _job(name: str, **asked: Any) -> Job:
    """Return the job of one of sheetops' public names, which loads when it is called; ``asked`` are its own options."""

    def job(order: Order, progress: Bar) -> Sequence[Any]:
        work = getattr(sheetops, name)
        return [work(order.source, as_of=order.as_of, out=order.out, progress=progress, **asked)]

    return job


def check(
    books: Books,
    as_of: AsOf = None,
    out: Out = None,
    sheet: Annotated[
        str | None,
        typer.Option(
            "--sheet",
            metavar="NAME",
            show_default=False,
            help="List this sheet alone; for a single csv: what it holds.",
        ),
    ] = None,
    mark: Annotated[
        bool, typer.Option("--mark", help="Also write a copy of your workbook with the bad cells filled and noted.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Check every sheet and list what is wrong, cell by cell, with the cure: problems.xlsx."""

    def job(order: Order, progress: Bar) -> Sequence[Any]:
        from sheetops.jobs.check import check as work

        return [work(order.source, as_of=order.as_of, sheet=sheet, out=order.out, mark=mark, progress=progress)]

    fulfil("check", books, as_of, out, as_json, job)


def arrears(books: Books, as_of: AsOf = None, out: Out = None, stale_ok: StaleOk = "", as_json: AsJson = False) -> None:
    """Say who owes what, how late, what is due next and why: arrears.xlsx."""
    fulfil("arrears", books, as_of, out, as_json, _job("arrears", stale_ok=stale_ok))


def renewals(books: Books, as_of: AsOf = None, out: Out = None, as_json: AsJson = False) -> None:
    """Say of every licence whether it runs, is due for renewal, in grace or lapsed, and what is next: renewals.xlsx."""
    fulfil("renewals", books, as_of, out, as_json, _job("renewals"))


def promises(books: Books, as_of: AsOf = None, out: Out = None, as_json: AsJson = False) -> None:
    """Judge every promise to pay, say who may promise again and how collectors do: promises.xlsx."""
    fulfil("promises", books, as_of, out, as_json, _job("promises"))


def plans(
    books: Books,
    as_of: AsOf = None,
    out: Out = None,
    quote: Annotated[
        str | None,
        typer.Option(
            "--quote", metavar="ACCOUNT", show_default=False, help="Quote plans for this account alone: for a caller."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Follow every payment plan, instalment by instalment, and quote plans for accounts in arrears: plans.xlsx."""

    def job(order: Order, progress: Bar) -> Sequence[Any]:
        from sheetops.jobs.plans import plans as work

        return [work(order.source, as_of=order.as_of, account=quote, out=order.out, progress=progress)]

    fulfil("plans", books, as_of, out, as_json, job)


def calls(
    books: Books,
    as_of: AsOf = None,
    out: Out = None,
    about: Annotated[
        str | None,
        typer.Option("--for", metavar="DESK", show_default=False, help="renewals or arrears; arrears when left out."),
    ] = None,
    caller: Annotated[
        str | None,
        typer.Option("--caller", metavar="NAME", show_default=False, help="List the calls of this caller alone."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List whom to call today, in which order and what to say, and whom to write to instead: calls.xlsx."""
    if about not in (None, "renewals", "arrears"):
        raise typer.BadParameter(f"--for {about}: calls are for renewals or for arrears.")
    meant = cast("Literal['renewals', 'arrears'] | None", about)

    def job(order: Order, progress: Bar) -> Sequence[Any]:
        from sheetops.jobs.calls import calls as work

        return [work(order.source, as_of=order.as_of, about=meant, caller=caller, out=order.out, progress=progress)]

    fulfil("calls", books, as_of, out, as_json, job)


def charges(books: Books, as_of: AsOf = None, out: Out = None, as_json: AsJson = False) -> None:
    """Work out fees of notices, interest on what is late, and surcharges, and the rows that book them: charges.xlsx."""
    fulfil("charges", books, as_of, out, as_json, _job("charges"))


def complaints(books: Books, as_of: AsOf = None, out: Out = None, as_json: AsJson = False) -> None:
    """Say of every complaint and every hold where it stands and what is overdue: complaints.xlsx."""
    fulfil("complaints", books, as_of, out, as_json, _job("complaints"))


def claims(books: Books, as_of: AsOf = None, out: Out = None, as_json: AsJson = False) -> None:
    """Review claims, order their entry, make return letters and the desk report: claims.xlsx, desk-report.xlsx."""

    def job(order: Order, progress: Bar) -> Sequence[Any]:
        from sheetops.jobs.claimday import claims_day as work

        return work(order.source, as_of=order.as_of, out=order.out, progress=progress)

    fulfil("claims", books, as_of, out, as_json, job)


def referrals(books: Books, as_of: AsOf = None, out: Out = None, as_json: AsJson = False) -> None:
    """Say what may be referred, to whom and why, what to recall, and check remittances: referrals.xlsx, referrals."""
    fulfil("referrals", books, as_of, out, as_json, _job("referrals"))


def restrictions(books: Books, as_of: AsOf = None, out: Out = None, as_json: AsJson = False) -> None:
    """Say which restrictions may be placed, what blocks the others, and which to lift today: restrictions.xlsx."""
    fulfil("restrictions", books, as_of, out, as_json, _job("restrictions"))


def letters(
    books: Books,
    as_of: AsOf = None,
    out: Out = None,
    stale_ok: StaleOk = "",
    reviewed: Reviewed = None,
    as_json: AsJson = False,
) -> None:
    """Make the Word letters that arrears and renewals call for, and list them: letters.xlsx and the folder letters."""
    fulfil("letters", books, as_of, out, as_json, _job("letters", stale_ok=stale_ok, reviewed=reviewed or ()))


def credit_notes(books: Books, as_of: AsOf = None, out: Out = None, as_json: AsJson = False) -> None:
    """Make the credit notes that approved requests call for: credit-notes.xlsx and the folder credit-notes."""
    fulfil("credit-notes", books, as_of, out, as_json, _job("credit_notes"))


def invoices(books: Books, as_of: AsOf = None, out: Out = None, as_json: AsJson = False) -> None:
    """Make the invoices of approved requests and of accepted renewals: invoices.xlsx and the folder invoices."""
    fulfil("invoices", books, as_of, out, as_json, _job("invoices"))


def run(
    books: Books,
    as_of: AsOf = None,
    out: Out = None,
    stale_ok: StaleOk = "",
    reviewed: Reviewed = None,
    as_json: AsJson = False,
) -> None:
    """Do the whole day: check, arrears, renewals, what the desk keeps beside them, letters, invoices, credit notes."""

    def job(order: Order, progress: Bar) -> Sequence[Any]:
        from sheetops.jobs.day import run_day as work

        return work(
            order.source,
            as_of=order.as_of,
            out=order.out,
            stale_ok=stale_ok,
            reviewed=reviewed or (),
            progress=progress,
        )

    fulfil("run", books, as_of, out, as_json, job)
