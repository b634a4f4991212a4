"""Invoices: approved requests and accepted renewals, each numbered once, with its add-ons, gap, settlement and tax."""
# ruff: noqa: E501  a sheet is shown as it stands

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sheetops.errors import PolicyError
from sheetops.jobs.invoices import invoices
from sheetops.model import Outcome
from tests.jobs.small_desk import book, words_of

DAY = dt.date(2026, 6, 30)
POLICY = """
row | setting             | value                   | applies_to
2   | currency            | NZD                     |
3   | country             | NZ                      |
4   | supplier_name       | Southern Rights         |
5   | supplier_address    | 1 Quay Street, Auckland |
6   | supplier_tax_number | 49-091-850              |
7   | tax_rate            | 15                      | country: NZ
8   | tax_rate            | 23                      | country: PL
9   | terms_days          | 28                      |
"""
CUSTOMERS = """
row | account | name        | country | language | address1      | town     | tax_number
2   | A1      | Abbot       | NZ      |          | 1 Weka Street | Auckland |
3   | A2      | Bar Bolek   | PL      | pl       | ul. Mała 2    | Warszawa | 123-456-32-18
4   | A3      | Cole School | NZ      |          | 2 Weka Street | Auckland |
"""
LICENCES = """
row | licence | account | type  | start      | end        | status   | fee    | tariff | units | add_on_of | accepted_on | auto_renew
2   | L-1     | A1      | music | 2025-07-01 | 2026-06-30 | live     | 400.00 | S1     | 120   |           | 2026-06-20  |
3   | L-2     | A1      | films | 2025-07-01 | 2026-06-30 | live     | 80.00  |        |       | L-1       |             |
4   | L-3     | A2      | music | 2025-08-01 | 2026-07-31 | live     | 300.00 |        |       |           |             |
5   | L-4     | A3      | music | 2025-07-20 | 2026-07-19 | live     | 500.00 |        |       |           |             | yes
6   | L-5     | A3      | radio | 2025-10-01 | 2026-09-30 | live     | 500.00 |        |       |           |             | yes
7   | L-6     | A3      | choir | 2025-07-01 | 2026-06-30 | declined | 500.00 |        |       |           | 2026-06-20  |
"""
TARIFFS = """
row | tariff | unit     | rate | minimum | tax_rate | valid_from
2   | S1     | students | 2.35 | 95.00   |          | 2026-01-01
3   | S1     | students | 2.25 | 90.00   |          | 2025-01-01
"""
REQUESTS = """
row | request | kind    | account | amount | reason      | requested_by | approved_by | approved_on | licence
2   | R1      | invoice | A2      | 123.00 | Extra site  | Ann          | Ben         | 2026-06-29  | L-3
3   | R2      | invoice | A2      | 10.00  | Extra site  | Ann          |             |             |
4   | R3      | invoice | A2      |        | Extra site  | Ann          | Ben         | 2026-06-29  |
5   | R4      | invoice | A2      | 10.00  | Extra site  | Ann          | Ben         | 2026-07-01  |
"""


def _desk(**sheets: str) -> dict[str, pd.DataFrame]:
    given = {"Customers": CUSTOMERS, "Licences": LICENCES, "Tariffs": TARIFFS, "Requests": REQUESTS, "Policy": POLICY}
    return book(**{name: table for name, table in (given | sheets).items() if table})


def _made(out: Path, as_of: dt.date = DAY, **sheets: str) -> Outcome:
    return invoices(_desk(**sheets), as_of=as_of, out=out)


def _bill(outcome: Outcome, licence: str) -> Any:
    bills = outcome.run.frames["Invoices"]
    return bills[bills["licence"] == licence].iloc[0]


def test_accepted_renewals_and_approved_requests_are_invoiced(tmp_path: Path) -> None:
    run = _made(tmp_path).run
    columns = ["number", "account", "licence", "net", "tax", "gross", "reason"]
    assert run.frames["Invoices"][columns].to_numpy().tolist() == [
        ["INV-2026-00001", "A2", "L-3", 10000, 2300, 12300, "Extra site"],
        ["INV-2026-00002", "A1", "L-1", 36200, 5430, 41630, "music 01/07/2026 to 30/06/2027"],
        ["INV-2026-00003", "A3", "L-4", 50000, 7500, 57500, "music 20/07/2026 to 19/07/2027"],
    ]
    assert set(run.frames["Invoices"]["due_date"]) == {pd.Timestamp("2026-07-28")}
    assert [(f.cell, f.check) for f in run.findings if f.check == "invoice_refused"] == [
        ("G3", "invoice_refused"),
        ("D4", "invoice_refused"),
        ("H5", "invoice_refused"),
    ]
    assert all(total.balances for total in run.totals)


def test_an_add_on_is_a_line_of_its_licences_invoice(tmp_path: Path) -> None:
    lines = _made(tmp_path).run.frames["Invoice lines"]
    assert lines.loc[
        lines["number"] == "INV-2026-00002", ["licence", "kind", "net", "description"]
    ].to_numpy().tolist() == [
        [
            "L-1",
            "term",
            28200,
            "music, 01/07/2026 to 30/06/2027; 120 students x 2.35 from 01/01/2026, minimum 95.00 (as the Licences sheet "
            "says)",
        ],
        ["L-2", "term", 8000, "films, add-on of L-1, 01/07/2026 to 30/06/2027"],
    ]


def test_rows_for_the_ledger(tmp_path: Path) -> None:
    rows = _made(tmp_path).run.frames["Ledger rows"]
    first = rows.iloc[1]
    assert (first["entry"], first["kind"], first["amount"], first["tax_rate"], first["licence"]) == (
        "INV-2026-00002",
        "invoice",
        41630,
        1500,
        "L-1",
    )


def test_a_second_run_gives_the_same_numbers_and_one_in_the_ledger_none(tmp_path: Path) -> None:
    first, again = _made(tmp_path), _made(tmp_path)
    assert first.run.frames["Invoices"]["number"].tolist() == again.run.frames["Invoices"]["number"].tolist()
    rows = first.run.frames["Ledger rows"]
    ledger = "row | entry | account | kind | date | due_date | amount | currency | licence\n" + "\n".join(
        f"{place} | {row.entry} | {row.account} | invoice | 2026-06-30 | 2026-07-28 | {row.amount / 100} | NZD | {row.licence}"
        for place, row in enumerate(rows.itertuples(), 2)
    )
    later = _made(tmp_path, Ledger=ledger).run
    assert later.frames["Invoices"].empty
    assert later.counts["in the Ledger already"] >= 1


@pytest.mark.parametrize(
    ("entry", "billed"),
    [
        ("X1 | A1 | invoice | 2026-06-20 | 2026-07-20 | 416.30 | NZD | L-1", True),  # since it was accepted
        ("X1 | A1 | invoice | 2026-06-19 | 2026-07-20 | 416.30 | NZD | L-1", False),
        ("X1 | A1 | invoice | 2025-06-20 | 2025-07-20 | 416.30 | NZD | L-1", False),  # the last term's
        ("X1 | A1 | fee | 2026-06-21 | 2026-07-20 | 10.00 | NZD | L-1", False),
    ],
)
def test_a_term_is_billed_once_whoever_did_it(tmp_path: Path, entry: str, billed: bool) -> None:
    heads = "row | entry | account | kind | date | due_date | amount | currency | licence\n2 | "
    made = _made(tmp_path, Ledger=heads + entry).run.frames["Invoices"]
    assert ("L-1" not in set(made["licence"])) is billed


@pytest.mark.parametrize(("day", "made"), [(dt.date(2026, 6, 18), False), (dt.date(2026, 6, 19), True)])
def test_a_licence_that_renews_by_itself_is_invoiced_so_many_days_before_its_end(
    tmp_path: Path, day: dt.date, made: bool
) -> None:
    assert ("L-4" in set(_made(tmp_path, as_of=day).run.frames["Invoices"]["licence"])) is made


def test_a_renewal_without_a_fee_is_a_finding(tmp_path: Path) -> None:
    run = _made(tmp_path, Licences=LICENCES.replace("80.00 ", "      ")).run
    assert "L-1" not in set(run.frames["Invoices"]["licence"])
    (finding,) = (f for f in run.findings if f.check == "invoice_refused" and f.sheet == "Licences")
    assert finding.problem == (
        "The next term of L-1 cannot be invoiced, because the fee of L-2 is not known: no fee: neither a fee nor a tariff."
    )


UNITS = """
row | licence | start      | end        | units | basis    | declared_on
2   | L-1     | 2025-07-01 | 2026-06-30 | 120   | estimate | 2025-06-01
3   | L-1     | 2025-07-01 | 2026-06-30 | {0}   | actual   | 2026-06-10
"""


@pytest.mark.parametrize(("counted", "net"), [(130, 2250), (100, -4500), (120, None)])
def test_what_the_count_leaves_to_settle_is_a_line_of_its_own(tmp_path: Path, counted: int, net: int | None) -> None:
    lines = _made(tmp_path, Units=UNITS.format(counted)).run.frames["Invoice lines"]
    settled = lines[lines["kind"] == "true-up"]
    assert settled["net"].tolist() == ([] if net is None else [net])


def test_a_credit_greater_than_the_new_fee_is_no_invoice(tmp_path: Path) -> None:
    units = UNITS.format(0).replace("| 120   |", "| 900   |")
    run = _made(tmp_path, Units=units, Licences=LICENCES.replace("| 120   |", "|       |")).run
    assert "L-1" not in set(run.frames["Invoices"]["licence"])
    assert any("there is nothing to invoice" in finding.problem for finding in run.findings)


def test_a_lapsed_licence_comes_back_as_a_new_term_and_pays_for_the_gap(tmp_path: Path) -> None:
    policy = POLICY + "10 | reinstatement | new_term |\n11 | term_start | nearest_first |\n12 | gap_percent | 50 |"
    late = LICENCES.replace("2026-06-20  |\n3", "2026-08-20  |\n3")
    run = _made(tmp_path, dt.date(2026, 8, 31), Policy=policy, Licences=late).run
    bill = _bill(_made(tmp_path, dt.date(2026, 8, 31), Policy=policy, Licences=late), "L-1")
    assert (bill["period_start"], bill["period_end"]) == (pd.Timestamp("2026-09-01"), pd.Timestamp("2027-08-31"))
    gap = run.frames["Invoice lines"].query("kind == 'gap' and licence == 'L-1'").iloc[0]
    assert gap["net"] == 2395  # 282.00 x 62/365 x 50 %
    assert gap["description"].startswith("Time without a licence, from 01/07/2026 to 31/08/2026: 120 students x 2.35")


def test_two_rates_of_tax_are_two_rows_of_the_ledger(tmp_path: Path) -> None:
    zero = "\n4 | F1 | | 50 | | 0% | 2025-01-01"
    licences = LICENCES.replace("80.00  |        |", "80.00  | F1     |")
    run = _made(tmp_path, Tariffs=TARIFFS.rstrip() + zero, Licences=licences).run
    rows = run.frames["Ledger rows"].query("account == 'A1'")
    assert rows[["entry", "invoice", "amount", "tax_rate"]].to_numpy().tolist() == [
        ["INV-2026-00002-1", "INV-2026-00002", 5000, 0],
        ["INV-2026-00002-2", "INV-2026-00002", 32430, 1500],
    ]


def test_the_document_says_it_in_the_customers_language(tmp_path: Path) -> None:
    outcome = _made(tmp_path)
    documents = {
        bill["licence"]: tmp_path / bill["document"] for bill in outcome.run.frames["Invoices"].to_dict("records")
    }
    english, polish = words_of(documents["L-1"]), words_of(documents["L-3"])
    for said in ("Invoice INV-2026-00002", "28 July 2026", "282.00", "80.00", "54.30", "416.30", "Southern Rights"):
        assert said in english
    for said in ("INV-2026-00001", "Do zapłaty", "28 lipca 2026", "123,00", "123-456-32-18"):
        assert said in polish


def test_without_who_writes_it_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="Invoices must show who writes them"):
        _made(tmp_path, Policy=POLICY.replace("49-091-850", ""))
    assert not (tmp_path / "numbers.json").exists()


def test_nothing_to_invoice_is_no_fault(tmp_path: Path) -> None:
    run = _made(
        tmp_path,
        Requests="",
        Licences=LICENCES.split("2   |")[0] + "2 | L-9 | A1 | music | 2026-01-01 | 2026-12-31 | live" + " |" * 6,
    ).run
    assert (run.counts["requests and renewals"], len(run.frames["Invoices"])) == (0, 0)


@pytest.mark.parametrize(
    ("discount", "applies_to", "net"),
    [("10", "account: A1", 25380), ("10", "account: A2", 28200), ("0", "", 28200), ("12.5", "", 24675)],
)
def test_a_discount_is_for_whom_the_policy_says(tmp_path: Path, discount: str, applies_to: str, net: int) -> None:
    policy = POLICY + f"10 | tariff_discount | {discount} | {applies_to}"
    lines = _made(tmp_path, Policy=policy).run.frames["Invoice lines"].set_index("licence")
    assert lines.at["L-1", "net"] == net
    assert lines.at["L-2", "net"] == 8000  # a fee of the Licences sheet was agreed: nothing is taken off
    assert (f", less {discount} % (" in lines.at["L-1", "description"]) is (net != 28200)
