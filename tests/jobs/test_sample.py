"""The sample desk: the same in every run, plausible, and messy exactly where it says it is."""

import datetime as dt
import hashlib
import os
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import holidays
import pandas as pd
import phonenumbers
import pytest
from stdnum.au import abn
from stdnum.gb import vat
from stdnum.nz import ird
from stdnum.pl import nip

from sheetops.excel.build import build_desk
from sheetops.jobs.check import check
from sheetops.jobs.day import run_day
from sheetops.jobs.sample import DAY, PLANTED, sample_rows
from sheetops.jobs.standing import CHOSEN, closed_days, stages, standing_rows, templates
from sheetops.model import Finding, Outcome, Severity
from sheetops.rules.arrears import MEANINGS
from sheetops.rules.following import INSTALMENTS
from sheetops.rules.following import MEANINGS as PLANS
from sheetops.rules.promises import MEANINGS as PROMISES
from sheetops.sheets import SHEETS
from sheetops.sheets.settings import SETTINGS

Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def rows() -> Rows:
    return sample_rows()


@pytest.fixture(scope="module")
def clean(rows: Rows) -> Rows:
    """Give the rows that nobody planted."""
    planted = Counter(fault.sheet for fault in PLANTED)
    return {sheet: lines[: len(lines) - planted[sheet]] for sheet, lines in rows.items()}


@pytest.fixture(scope="module")
def book(rows: Rows, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "desk.xlsx"
    build_desk(path, tuple(SHEETS.values()), rows)
    return path


@pytest.fixture(scope="module")
def outcomes(book: Path) -> dict[str, Outcome]:
    return {one.run.job: one for one in run_day(book, as_of=DAY, out=book.parent / "results")}


# ------------------------------------------------------------------------------------------------------ the same always


def test_every_run_makes_the_same_desk_whatever_the_hash_seed(rows: Rows) -> None:
    code = (
        "import hashlib; from sheetops.jobs.sample import sample_rows; "
        "print(hashlib.sha256(repr(sample_rows()).encode()).hexdigest())"
    )
    seeds = ("1", "2")
    made = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in seeds
    ]
    assert made == [hashlib.sha256(repr(rows).encode()).hexdigest()] * len(seeds)


def test_every_sheet_and_column_is_one_that_sheetops_knows(rows: Rows) -> None:
    assert rows.keys() <= SHEETS.keys()
    for sheet, lines in rows.items():
        assert {column for line in lines for column in line} <= {column.name for column in SHEETS[sheet].columns}, sheet


# ----------------------------------------------------------------------------------------------------------- plausible


def test_about_four_hundred_customers_in_four_countries(clean: Rows) -> None:
    countries = Counter(row["country"] for row in clean["Customers"])
    assert sum(countries.values()) == 400
    assert min(countries[code] for code in ("NZ", "AU", "GB", "PL")) >= 14
    assert len({row["account"] for row in clean["Customers"]}) == 400
    assert len({row["name"] for row in clean["Customers"]}) == 400


def test_telephone_numbers_are_ones_that_can_be_dialled(clean: Rows) -> None:
    for row in clean["Customers"]:
        if row["phone"]:
            assert phonenumbers.is_valid_number(phonenumbers.parse(row["phone"], row["country"])), row


def test_tax_numbers_have_right_check_digits(clean: Rows) -> None:
    valid = {"NZ": ird.is_valid, "AU": abn.is_valid, "GB": vat.is_valid, "PL": nip.is_valid}
    numbers = [(row["country"], row["tax_number"]) for row in clean["Customers"] if row["tax_number"]]
    assert len(numbers) > 250
    assert all(valid[country](number) for country, number in numbers)


def test_addresses_lead_to_nobody(clean: Rows) -> None:
    for sheet in ("Customers", "Participants"):
        assert all(row["email"].endswith(".example") for row in clean[sheet] if row["email"])


def test_closed_days_are_new_zealands_public_holidays() -> None:
    law = holidays.country_holidays("NZ", years=(2026, 2027))
    assert {row["date"] for row in closed_days()} == {day for day in law if day.weekday() < 5}


def test_settings_are_all_known_and_all_there() -> None:
    rows = standing_rows({}, dt.date(2026, 1, 1))
    # Who answers for old receipts is named for the days concerned, never for good.
    assert {row["setting"] for row in rows["Policy"]} == set(SETTINGS) - {"stale_ok_by"}
    for name, value in CHOSEN.items():
        assert SETTINGS[name].read(value) != SETTINGS[name].read(SETTINGS[name].default)


def test_every_stage_has_a_template_and_every_template_a_file() -> None:
    listed = {row["template"] for row in templates()}
    assert {row["template"] for row in stages()} <= listed
    assert all(row["file"] == f"{row['language']}/{row['template']}.docx" for row in templates())


def test_terms_keep_their_anchor_in_months_that_lack_its_day(clean: Rows) -> None:
    ends = {anchor: [row["end"] for row in clean["Licences"] if row["anchor"] == anchor] for anchor in _ODD_ANCHORS}
    assert ends == _ODD_ANCHORS


_ODD_ANCHORS = {
    dt.date(2024, 2, 29): [dt.date(2025, 2, 27), dt.date(2026, 2, 27), dt.date(2027, 2, 27)],
    dt.date(2026, 1, 31): [
        dt.date(2026, 2, 27), dt.date(2026, 3, 30), dt.date(2026, 4, 29), dt.date(2026, 5, 30), dt.date(2026, 6, 29),
        dt.date(2026, 7, 30),
    ],
}  # fmt: skip


# ---------------------------------------------------------------------------------------------------- what is planted


def test_about_fifty_mistakes_are_planted_on_most_sheets() -> None:
    assert len(PLANTED) >= 40
    assert len({fault.sheet for fault in PLANTED}) >= 10
    assert len({fault.check for fault in PLANTED}) >= 30


def test_the_check_finds_every_planted_mistake_where_it_is(outcomes: dict[str, Outcome], rows: Rows) -> None:
    found = {(f.sheet, f.row, f.check) for f in outcomes["check"].run.findings}
    expected = {(fault.sheet, _excel_row(rows, fault), fault.check) for fault in PLANTED}
    assert expected - found == set()


def test_the_check_finds_nothing_else_wrong(outcomes: dict[str, Outcome], rows: Rows) -> None:
    planted = {(fault.sheet, _excel_row(rows, fault)) for fault in PLANTED}
    serious = [f for f in outcomes["check"].run.findings if f.severity is not Severity.NOTE]
    assert [f for f in serious if (f.sheet, f.row) not in planted] == []


def test_without_what_is_planted_nothing_is_wrong(clean: Rows) -> None:
    frames = {sheet: pd.DataFrame(lines, dtype=object) for sheet, lines in clean.items()}
    run = check(frames, as_of=DAY).run
    assert [f for f in run.findings if f.severity is not Severity.NOTE] == []
    assert run.left_out == ()


def _excel_row(rows: Rows, fault: Any) -> int:
    return rows[fault.sheet].index(fault.row) + 2


def test_each_finding_of_a_planted_mistake_says_what_stands_there(outcomes: dict[str, Outcome], rows: Rows) -> None:
    for fault in PLANTED:
        finding = _finding(outcomes["check"].run.findings, fault, _excel_row(rows, fault))
        assert finding.problem.endswith((".", "?"))


def _finding(findings: tuple[Finding, ...], fault: Any, row: int) -> Finding:
    return next(f for f in findings if (f.sheet, f.row, f.check) == (fault.sheet, row, fault.check))


# -------------------------------------------------------------------------------------------------- what the day shows


def test_the_ledger_balances_with_sums_made_apart_from_sheetops(outcomes: dict[str, Outcome], clean: Rows) -> None:
    """By currency, of the rows that nobody planted; planted rows with money that counts are listed beside them."""
    signs = dict.fromkeys(("invoice", "fee", "interest", "refund", "adjustment"), 1)
    signs |= dict.fromkeys(("receipt", "credit_note", "write_off"), -1)
    balance: Counter[str] = Counter()
    left_out = {f.row for f in outcomes["check"].run.findings if f.sheet == "Ledger" and f.severity is Severity.ERROR}
    good = [row for number, row in enumerate(sample_rows()["Ledger"], 2) if number not in left_out]
    for row in good:
        if row["date"] <= DAY:
            balance[row["currency"]] += signs[row["kind"]] * int(Decimal(row["amount"]) * 100)
    arrears = outcomes["arrears"].run
    shown = {t.currency: t.right for t in arrears.totals if t.currency}
    assert shown == dict(balance)


def test_every_status_of_an_account_occurs(outcomes: dict[str, Outcome]) -> None:
    assert set(outcomes["arrears"].run.frames["Arrears"]["status"]) == set(MEANINGS)


def test_every_status_of_a_promise_a_plan_and_an_instalment_occurs(outcomes: dict[str, Outcome]) -> None:
    assert set(outcomes["promises"].run.frames["Promises kept"]["status"]) == set(PROMISES)
    kept = outcomes["plans"].run.frames["Plans kept"]
    assert set(kept["status"]) == set(PLANS)
    assert kept["reason"].str.contains("A default was cured on").any()
    assert set(outcomes["plans"].run.frames["Plan schedule"]["status"]) == set(INSTALMENTS)


def test_promises_and_plans_of_the_sample_are_in_order(outcomes: dict[str, Outcome], clean: Rows) -> None:
    """Beside the planted promise nothing about them needs a person's look."""
    planted = {fault.key for fault in PLANTED if fault.sheet in ("Promises", "Plans")}
    said = [f for job in ("promises", "plans") for f in outcomes[job].run.findings if f.sheet in ("Promises", "Plans")]
    assert [f for f in said if f.row <= len(clean[f.sheet]) + 1] == []
    assert planted == {"PRM-791"}


def test_every_level_of_every_ladder_is_due_for_somebody(outcomes: dict[str, Outcome]) -> None:
    due = outcomes["arrears"].run.frames["Notices due"]
    assert set(zip(due["ladder"], due["level"], strict=True)) == {
        ("standard", 1), ("standard", 2), ("standard", 3), ("school", 1), ("school", 2),
    }  # fmt: skip
    renewals = outcomes["renewals"].run.frames["Renewals"]
    assert set(renewals.loc[renewals["next_action_on"] == pd.Timestamp(DAY), "stage"].dropna()) >= {1, 2, 3, 4}


def test_every_status_of_a_licence_occurs(outcomes: dict[str, Outcome]) -> None:
    statuses = "cancelled, declined, renewed, not due, due, early call, final call, in grace, lapsed"
    assert set(outcomes["renewals"].run.frames["Renewals"]["status"]) == set(statuses.split(", "))
    assert set(outcomes["renewals"].run.frames["Renewals"]["class"]) == {"none", "bad debt", "infringement"}


@pytest.mark.parametrize(
    "words",
    [
        "never chased", "must not be contacted", "hold (complaint under review)", "until",
        "hold (student numbers being checked)", "promise of",
        "grace to", "in good standing, next", "is behind,", "disputed", "is below the tolerance",
        "a letter went out on",
    ],
)  # fmt: skip
def test_each_reason_for_holding_back_occurs(words: str, outcomes: dict[str, Outcome]) -> None:
    assert any(words in held for held in outcomes["arrears"].run.frames["Arrears"]["held"])


def test_letters_go_out_in_two_languages_by_several_channels(outcomes: dict[str, Outcome]) -> None:
    letters = outcomes["letters"].run.frames["Letters"]
    made = letters[letters["status"] == "made"]
    assert set(made["language"]) == {"en", "pl"}
    assert set(made["channel"]) >= {"email", "letter"}
    assert {"held", "made"} <= set(letters["status"]) <= {"held", "made"}
    assert set(made["template"]) == {row["template"] for row in templates()} - {
        "invoice",
        "credit-note",
        "claim-returned",
    }
    assert "phone" in set(outcomes["renewals"].run.frames["Renewals"]["channel"])


def test_credit_notes_are_made_in_several_currencies_and_others_refused(outcomes: dict[str, Outcome]) -> None:
    run = outcomes["credit-notes"].run
    assert len(run.frames["Credit notes"]) >= 8
    assert any("is not approved" in f.problem for f in run.findings)
