"""What people get wrong about debts: each is named on its cell with the cure, and the rest of the run goes on.

Every test shows a sheet with one good account, A1, and one row that is wrong; A1's answer must be there all the same.
"""

import datetime as dt
from typing import Any

import pytest

import sheetops
from sheetops.model import Run, Severity
from tests.jobs.small_desk import book

AS_OF = dt.date(2026, 6, 30)

GOOD = {
    "Customers": """
        row | account | name          | segment
        2   | A1      | Abbot School  | school
        3   | A2      | Burns Cafe    | cafe
    """,
    "Ledger": """
        row | entry | account | kind    | date       | due_date   | amount | currency | applies_to
        2   | I1    | A1      | invoice | 2026-04-01 | 2026-05-01 | 100.00 | NZD      |
        3   | I2    | A2      | invoice | 2026-04-01 | 2026-05-01 | 80.00  | NZD      |
    """,
    "Stages": """
        row | ladder   | level | mode     | days | channel | template   | valid_from | valid_to
        2   | standard | 1     | due_plus | 10   | email   | reminder-1 |            |
    """,
    "Policy": """
        row | setting  | value | applies_to | valid_from
        2   | currency | NZD   |            | 2020-01-01
    """,
}
PLANS = "row | plan | account | agreed_on | first_due | frequency | instalments | instalment | covers | status"


def run_of(job: str, added: dict[str, str]) -> Run:
    """Return a job's run over the good desk with rows added to its sheets, or with further sheets."""
    desk = {name: GOOD[name].rstrip() + "\n" + rows if name in GOOD else rows for name, rows in added.items()}
    return getattr(sheetops, job)(book(**(GOOD | desk)), as_of=AS_OF).run


CASES: dict[str, tuple[str, str, dict[str, str], str, str]] = {
    "a plan that cannot sum": (
        "plans",
        "plan_cannot_sum",
        {"Plans": f"{PLANS}\n 2 | P1 | A2 | 2026-06-01 | 2026-06-15 | monthly | 3 | 50.00 | 80.00"},
        "Plans",
        "instalments",
    ),
    "a promise above the balance": (
        "promises",
        "promise_above_owed",
        {"Promises": "row | promise | account | made_on | due_on | amount\n"
         " 2 | M1 | A2 | 2026-06-01 | 2026-07-10 | 90.00"},
        "Promises",
        "amount",
    ),
    "a receipt dated before its invoice": (
        "arrears",
        "receipt_before_invoice",
        {"Ledger": "4 | R1 | A2 | receipt | 2026-03-01 | | 10.00 | NZD | I2"},
        "Ledger",
        "date",
    ),
    "a grant above the cap": (
        "hardship",
        "grant_above_most",
        {
            "Hardship": "row | account | entered_on | evidence | evidence_until\n"
            " 2 | A2 | 2026-05-01 | concession card | 2027-05-01",
            "Grants": "row | account | scheme | applied_on | amount | decided_on | outcome\n"
            " 2 | A2 | URGS water | 2026-06-01 | 700.00 | | pending",
        },
        "Grants",
        "amount",
    ),
    "a restriction lifted that was never placed": (
        "restrictions",
        "lifted_never_placed",
        {"Restrictions": "row | account | action | on | authorised_by | reason\n"
         " 2 | A2 | lifted | 2026-06-01 | Kim | paid"},
        "Restrictions",
        "action",
    ),
    "two live plans": (
        "plans",
        "plan_overlaps",
        {
            "Plans": f"{PLANS}\n 2 | P1 | A2 | 2026-06-01 | 2026-07-15 | monthly | 4 | | 80.00\n"
            " 3 | P2 | A2 | 2026-06-10 | 2026-07-20 | monthly | 4 | | 80.00"
        },
        "Plans",
        "status",
    ),
    "entries meant for each other": (
        "arrears",
        "applies_to_circular",
        {
            "Ledger": "4 | R1 | A2 | receipt | 2026-06-01 | | 10.00 | NZD | B1\n"
            " 5 | B1 | A2 | refund | 2026-06-02 | | 10.00 | NZD | R1"
        },
        "Ledger",
        "applies_to",
    ),
    "a ladder with a gap": (
        "arrears",
        "level_missing",
        {"Stages": "3 | standard | 3 | since_last_notice | 14 | email | final-notice | |"},
        "Stages",
        "level",
    ),
    "two rows of the policy for one day": (
        "arrears",
        "setting_overlap",
        {"Policy": "3 | tolerance | 1.00 | | 2026-01-01\n 4 | tolerance | 2.00 | | 2026-01-01"},
        "Policy",
        "valid_from",
    ),
    "a plan over two currencies": (
        "plans",
        "plan_currency_mixed",
        {
            "Ledger": "4 | I3 | A2 | invoice | 2026-04-01 | 2026-05-01 | 70.00 | AUD |",
            "Plans": f"{PLANS}\n 2 | P1 | A2 | 2026-06-01 | 2026-07-15 | monthly | 3 | |",
        },
        "Plans",
        "account",
    ),
    "a segment that nobody is of": (
        "arrears",
        "scope_unknown",
        {"Policy": "3 | tolerance | 1.00 | segment: scool | 2026-01-01"},
        "Policy",
        "applies_to",
    ),
}  # fmt: skip
"""By what is wrong: the job that sees it, its check, the rows added, and the sheet and column of its cell."""


@pytest.mark.parametrize("wrong", CASES)
def test_it_is_named_on_its_cell_with_the_cure_and_the_run_goes_on(wrong: str) -> None:
    job, check, added, sheet, column = CASES[wrong]
    run = run_of(job, added)
    found = [one for one in run.findings if one.check == check]
    assert found, (wrong, [(one.check, one.problem) for one in run.findings])
    for one in found:
        assert (one.sheet, one.column) == (sheet, column) and one.row > 1 and one.cell
        assert one.severity in (Severity.ERROR, Severity.WARNING)
        assert len(one.problem.split()) > 6 and one.problem.endswith((".", "?"))
    assert all(total.balances for total in run.totals)
    assert _answer(run_of("arrears", added), "A1") == _answer(run_of("arrears", {}), "A1")


def _answer(run: Run, account: str) -> list[Any]:
    rows = run.frames["Arrears"]
    return rows[rows["account"] == account][["status", "outstanding", "reason"]].to_numpy().tolist()
