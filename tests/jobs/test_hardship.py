"""The hardship job: register, grants by the caps of their day, applications, credits, entries, fresh starts."""

import datetime as dt
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import sheetops
from sheetops.errors import BookError
from sheetops.jobs.hardship import hardship
from sheetops.model import Run
from sheetops.sheets import SHEETS
from sheetops.sheets.results import RESULTS
from tests.jobs.small_desk import book, words_of, workbook

DAY = dt.date(2026, 6, 30)
POLICY = """
row | setting             | value               | applies_to         | valid_from | valid_to
2   | currency            | AUD                 |                    |            |
3   | country             | AU                  |                    |            |
4   | grant_cap           | 500                 | scheme: URGS water |            | 2026-05-31
5   | grant_netted        | no                  |                    |            | 2026-05-31
6   | incentive           | award               |                    |            |
7   | concession_evidence | pension             |                    |            |
8   | concession_rate     | 50                  | segment: home      |            |
9   | concession_rate     | 20                  |                    |            |
10  | write_off_authority | Leader 100; Board   |                    |            |
11  | supplier_name       | Weir Water          |                    |            |
"""
CUSTOMERS = """
row | account | name  | address1    | town     | postcode | phone       | email             | segment
2   | A1      | Abbot | 1 Weir Road | Ballarat | 3350     | 03 5550 101 | abbot@post.com.au | home
3   | A2      | Burns |             |          |          |             | burns@post.com.au | home
4   | A3      | Cole  | 3 Weir Road | Ballarat | 3350     | 03 5550 103 | cole@post.com.au  |
5   | A4      | Drake | 4 Weir Road | Ballarat | 3350     | 03 5550 104 | drake@post.com.au | home
"""
LEDGER = """
row | entry | account | kind    | date       | due_date   | amount
2   | B1    | A1      | invoice | 2025-08-01 | 2025-09-01 | 820.00
3   | B2    | A2      | invoice | 2025-08-01 | 2025-09-01 | 300.00
4   | B3    | A3      | invoice | 2025-10-01 | 2025-11-01 | 1000.00
5   | B4    | A4      | invoice | 2025-10-01 | 2025-11-01 | 90.00
6   | P1    | A3      | receipt | 2026-01-10 |            | 100.00
7   | P2    | A3      | receipt | 2026-02-10 |            | 100.00
8   | P3    | A3      | receipt | 2026-03-10 |            | 100.00
9   | P4    | A3      | receipt | 2026-04-10 |            | 100.00
10  | P5    | A3      | receipt | 2026-05-10 |            | 100.00
"""
HARDSHIP = """
row | account | entered_on | evidence     | evidence_until | left_on
2   | A1      | 2026-05-01 | Pension card | 2027-05-01     |
3   | A2      | 2026-06-20 |              |                |
4   | A3      | 2025-12-01 | Letter       |                |
"""
GRANTS = """
row | account | scheme     | applied_on | amount | decided_on | outcome
2   | A1      | URGS water | 2024-12-01 | 400    | 2024-12-20 | granted
3   | A1      | URGS water | 2026-05-31 |        | 2026-06-10 | declined
4   | A1      | URGS water | 2026-06-01 | 300    |            |
"""
PLANS = """
row | plan | account | agreed_on  | first_due  | frequency | instalments | covers
2   | PLN  | A3      | 2026-01-05 | 2026-01-10 | monthly   | 10          | 1000.00
"""
REQUESTS = """
row | request | kind      | account | entry | amount | reason      | requested_by | approved_by | approved_on
2   | R1      | write_off | A4      |       |        | Fresh start | Tom          | Mere        | 2026-06-25
3   | R2      | write_off | A2      |       |        | Fresh start | Tom          |             |
"""
TABLES = {
    "Policy": POLICY, "Customers": CUSTOMERS, "Ledger": LEDGER, "Hardship": HARDSHIP, "Grants": GRANTS, "Plans": PLANS,
    "Requests": REQUESTS,
}  # fmt: skip


@pytest.fixture(scope="module")
def run() -> Run:
    return hardship(book(**TABLES), as_of=DAY).run


def test_the_register_says_who_is_protected_and_what_is_next(run: Run) -> None:
    rows = run.frames["Hardship status"].set_index("account")
    assert rows["status"].to_dict() == {"A2": "evidence awaited", "A3": "review due", "A1": "in hardship"}
    assert rows["protected"].all()
    assert rows.loc["A1", "outstanding"] == 820_00
    assert all(total.balances for total in run.totals)


@pytest.mark.parametrize(
    "name",
    [
        name
        for name in RESULTS
        if name
        in ("Hardship status", "Grants due", "Grant applications", "Matching credits", "Concessions", "Ledger rows")
    ],
)
def test_results_have_the_contracts_columns_in_its_order(run: Run, name: str) -> None:
    assert list(run.frames[name].columns) == [column.name for column in RESULTS[name].columns]


def test_applications_are_judged_by_the_caps_of_their_own_day(run: Run) -> None:
    """I2 and I4: up to May 500 and one grant in two years; from June 650, and what was granted is taken off."""
    rows = run.frames["Grants due"].set_index("applied_on").sort_index()
    assert rows["most"].tolist() == [0, 0, 250_00]  # in 2024 nothing was owed
    assert rows["before"].tolist() == [0, 400_00, 400_00]
    assert rows["status"].tolist() == ["granted, awaited", "declined", "pending"]
    found = [(f.cell, f.check) for f in run.findings if f.sheet == "Grants"]
    assert found == [("D2", "grant_above_most"), ("D4", "grant_above_most")]
    told = next(f.problem for f in run.findings if f.cell == "D4")
    assert told.startswith("300.00 is asked for, but the most is 250.00: what earlier grants of the period left")


def test_applications_are_filled_in_and_what_is_missing_is_said(run: Run) -> None:
    rows = run.frames["Grant applications"].set_index("account")
    assert rows["application"].to_dict() == {
        "A1": "applied for, not decided", "A2": "not applied for", "A3": "not applied for",
    }  # fmt: skip
    first = rows.loc["A1"]
    assert (first["name"], first["address1"], first["last_bill"], first["usage"]) == ("Abbot", "1 Weir Road", "B1", "")
    assert (first["asked"], first["most"], first["billed_in_year"]) == (300_00, 250_00, 820_00)
    assert first["note"] == "Usage is not kept here: fill it in from the meter or the billing system."
    assert rows.loc["A2", "note"].startswith("Missing: street, town, postcode, telephone number, evidence. Usage")
    assert rows.loc["A3", "last_payment"] == 100_00 and rows.loc["A3", "plan"].startswith("PLN ")


def test_a_plan_kept_in_hardship_earns_an_instalment(run: Run) -> None:
    rows = run.frames["Matching credits"]
    assert rows[["entry", "amount", "status"]].to_numpy().tolist() == [["PLN-award-5", 100_00, "to enter"]]


def test_concessions_go_by_evidence_and_segment(run: Run) -> None:
    """The letter of A3 earns none; the pension card of A1 half, as the segment home has it."""
    rows = run.frames["Concessions"]
    assert rows[["account", "bill", "percent", "amount", "status"]].to_numpy().tolist() == [
        ["A1", "B1", 50, 410_00, "to enter"]
    ]


def test_what_is_to_be_entered_has_the_ledgers_columns_and_is_entered_once(run: Run) -> None:
    rows = run.frames["Ledger rows"]
    assert list(rows.columns) == [column.name for column in SHEETS["Ledger"].columns]
    assert rows[["entry", "account", "kind", "amount", "applies_to"]].to_numpy().tolist() == [
        ["PLN-award-5", "A3", "credit_note", 100_00, ""],
        ["CONC-B1", "A1", "credit_note", 410_00, "B1"],
        ["WO-R1", "A4", "write_off", 90_00, ""],
    ]
    assert [(f.cell, f.problem) for f in run.findings if f.check == "write_off_refused"] == [
        ("H3", "Request R2 is not approved: no write-off. Fill in who approved it and when.")
    ]
    ledger = LEDGER + "\n".join(
        f"{n} | {row.entry} | {row.account} | {row.kind} | 2026-06-30 | | {row.amount / 100:.2f}"
        for n, row in enumerate(rows.itertuples(), 11)
    )
    again = hardship(book(**TABLES | {"Ledger": ledger}), as_of=DAY).run
    assert again.frames["Ledger rows"].empty
    assert again.frames["Matching credits"]["status"].tolist() == ["given"]


def test_a_sheet_that_is_missing_is_named() -> None:
    tables = {name: table for name, table in TABLES.items() if name != "Hardship"}
    with pytest.raises(BookError, match="has no sheet Hardship"):
        hardship(book(**tables), as_of=DAY)


def test_the_day_includes_hardship_where_its_sheet_is(tmp_path: Path) -> None:
    jobs = [one.run.job for one in sheetops.run_day(book(**TABLES), as_of=DAY, out=tmp_path)]
    assert "hardship" in jobs and (tmp_path / "hardship.xlsx").exists()


# --------------------------------------------------------------------------------------------------------- fresh start


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Path]:
    out = tmp_path_factory.mktemp("out")
    desk = workbook(out / "desk.xlsx", **TABLES)
    return hardship(desk, as_of=DAY, out=out / "results", fresh_start=["A1", "A3", "A4"]).run, out / "results"


def test_a_fresh_start_lays_out_the_ways_and_recommends_one(papers: tuple[Run, Path]) -> None:
    rows = papers[0].frames["Fresh start"]
    chosen = rows[rows["recommended"]].set_index("account")
    assert chosen["option"].to_dict() == {"A1": "grant, the rest written off", "A3": "grant"}
    assert papers[0].counts["fresh start of A4 in AUD"] == "evidence first"
    parts = rows[["pays", "granted", "written_off", "left"]].sum(axis=1)
    assert (parts == rows["debt"]).all()


def test_the_paper_says_what_the_sheet_says(papers: tuple[Run, Path]) -> None:
    run, out = papers
    assert len(run.documents) == 3
    text = words_of(out / run.documents[0].path)
    wanted = (
        "Fresh start: Abbot", "Weir Water", "AUD 820.00", "Grant, the rest written off", "Pension card", "01/05/2027",
        "A write-off of 570.00 is for Board to decide.", "In the twelve months to 30/06/2026 they paid 0.00",
        "A grant of 250.00 is applied for.", "Leader", "up to 100.00", "any amount", "Signature", "June 2026",
    )  # fmt: skip
    assert [one for one in wanted if one not in text] == []
    book_ = openpyxl.load_workbook(out / "hardship.xlsx")
    assert book_.sheetnames[-1] == "Fresh start"


def test_the_table_of_months_ends_at_what_is_owed(papers: tuple[Run, Path]) -> None:
    text = words_of(papers[1] / papers[0].documents[1].path).splitlines()
    total = text[text.index("In all") : text.index("In all") + 5]
    assert total == ["In all", "1,000.00", "-500.00", "–", "500.00"]


def test_an_account_without_a_debt_has_nothing_to_start_from() -> None:
    with pytest.raises(BookError, match="Account A9 owes nothing on 30/06/2026"):
        hardship(book(**TABLES), as_of=DAY, fresh_start=["A9"])


def test_without_a_register_a_paper_says_that_evidence_comes_first() -> None:
    tables = {name: table for name, table in TABLES.items() if name not in ("Hardship", "Grants")}
    run = hardship(book(**tables), as_of=DAY, fresh_start=["A1"]).run
    assert run.counts["fresh start of A1 in AUD"] == "evidence first"
    assert pd.isna(run.frames["Fresh start"]["recommended"]).sum() == 0
