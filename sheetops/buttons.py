"""What the buttons of the workbooks call: one function a button, without arguments.

Each does its work on the workbook whose button was pressed and answers on its sheet Start. Nothing is raised: whatever
stops a press becomes one message in plain words there, and a fault of sheetops itself goes into a log file as well,
without any customer's data. When there is no workbook to answer in, the message goes to stderr, which xlwings shows.

Only what Python itself brings is imported here, so that a missing package can still be reported.
"""

import sys
from contextlib import suppress
from typing import Any

from sheetops.faultlog import sentence


def check_sheets() -> None:
    """Fill and note every cell that looks wrong, and list them on the sheet Problems."""
    _press("check_sheets")


def work_out_renewals() -> None:
    """Work out where every licence stands, what comes next and why: the sheet Renewals."""
    _press("work_out_renewals")


def work_out_arrears() -> None:
    """Work out who owes what, how late, what comes next and why: the sheet Arrears and what it rests on."""
    _press("work_out_arrears")


def judge_promises() -> None:
    """Judge every promise to pay, and say who may promise again: the sheet Promises kept and its neighbours."""
    _press("judge_promises")


def follow_plans() -> None:
    """Follow every payment plan and quote new ones: the sheets Plans kept, Plan schedule and Plan quotes."""
    _press("follow_plans")


def work_out_referrals() -> None:
    """Work out what may be referred or must be recalled, and make the collectors' files: the sheet Referrals."""
    _press("work_out_referrals")


def work_out_restrictions() -> None:
    """Work out which restrictions may be placed or must be lifted, and why: the sheet Restrictions due."""
    _press("work_out_restrictions")


def work_out_charges() -> None:
    """Work out fees, interest and surcharges, and the rows that book them: the sheets Charges and Ledger rows."""
    _press("work_out_charges")


def list_arrears_calls() -> None:
    """Work out whom to call about arrears today, in which order and what to say: the sheet Call list."""
    _press("list_arrears_calls")


def list_renewal_calls() -> None:
    """Work out whom to call about renewals today, in which order and what to say: the sheet Call list."""
    _press("list_renewal_calls")


def review_holds() -> None:
    """Work out where every complaint stands and what on hold is to be reviewed: the sheets Complaints, Holds review."""
    _press("review_holds")


def review_claims() -> None:
    """Review claims and order their entry: the sheets Entry queue, Claims reviewed, Deficiencies and more."""
    _press("review_claims")


def make_return_letters() -> None:
    """Make a letter to each participant whose claims go back, into the folder for results: the sheet Letters."""
    _press("make_return_letters")


def desk_report() -> None:
    """Write the desk report with its charts and show its figures: Turnaround, Backlog and Return reasons."""
    _press("desk_report")


def keep_hardship() -> None:
    """Say who is protected in hardship, which grants to chase, what was earned: Hardship status and more sheets."""
    _press("keep_hardship")


def make_letters() -> None:
    """Make the letters that are due into the folder for results: the sheet Letters."""
    _press("make_letters")


def make_invoices() -> None:
    """Make the invoices of requests and accepted renewals into the folder for results: the sheet Invoices."""
    _press("make_invoices")


def make_credit_notes() -> None:
    """Make the credit notes of approved requests into the folder for results: the sheet Credit notes."""
    _press("make_credit_notes")


def make_journals() -> None:
    """Make the journals of the month up to the day into the folder for results: the sheets Journals, Journal list."""
    _press("make_journals")


def monthly_report() -> None:
    """Write the debt report of the month up to the day, as workbook and Word document, and show its figures."""
    _press("monthly_report")


def explain_account() -> None:
    """Tell the whole story of one account: the sheet Account story, and a page for Word."""
    _press("explain_account")


def reconcile_saved() -> None:
    """Hold the exports that the sheet Reconciliations names against each other: the sheet Reconciled."""
    _press("reconcile_saved")


def clear_results() -> None:
    """Take the result sheets and the marks away."""
    _press("clear_results")


def remove_samples() -> None:
    """Take the sample rows away."""
    _press("remove_samples")


def show_help() -> None:
    """Say what to do."""
    _press("show_help")


def _press(button: str) -> None:
    book: Any = None
    try:
        from sheetops.excel.live.door import caller

        book = caller()
        with suppress(Exception):  # a sign of life while the rest is loaded; whether it can be written shows later
            _write(book, "status", "Python has started")
        from sheetops.jobs.press import press

        press(book, button)
    except BaseException as error:
        _stop(book, *sentence(f"button {button}", error, _packages))


def _packages() -> list[tuple[str, str]]:
    try:
        from sheetops.jobs.doctor import packages

        return packages()
    except Exception:
        return []


def _stop(book: Any, message: str, log: str) -> None:
    """Answer a press that could not be done: in the workbook, or where that fails on stderr with exit code 1."""
    try:
        for name, text in (("status", "Stopped"), ("message", message), ("log_file", log)):
            _write(book, name, text)
        _write_receipt(book)
    except BaseException:
        sys.exit(message)


def _write(book: Any, name: str, text: str) -> None:
    book.names[name].refers_to_range[0, 0].value = text[:32_000]


def _write_receipt(book: Any) -> None:
    # As `sheetops.excel.start.receipt` does, which cannot be loaded when a package is missing; a test holds them equal.
    _write(book, "receipt", f"{_text(book, 'nonce')} {_text(book, 'contract')} stopped")


def _text(book: Any, name: str) -> str:
    value = book.names[name].refers_to_range[0, 0].value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
