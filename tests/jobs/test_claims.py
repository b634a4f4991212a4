"""The claims desk over some 500 claims with planted faults, and over small sheets for each edge."""

import datetime as dt
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pandas as pd
import pytest

from sheetops.errors import BookError
from sheetops.jobs.claimday import claims_day
from sheetops.jobs.claimletters import return_letters
from sheetops.jobs.claims import claims, desk_report
from sheetops.jobs.sample.claimsdesk import CLAIMS, DAY, PLANTED, RESUBMITTED, SPELLED, claims_desk
from sheetops.model import Run


@pytest.fixture(scope="module")
def book() -> dict[str, pd.DataFrame]:
    return {name: pd.DataFrame(rows) for name, rows in claims_desk().items()}


@pytest.fixture(scope="module")
def run(book: Any) -> Run:
    return claims(book, as_of=DAY).run


def test_every_planted_fault_is_found_and_nothing_else(run: Run) -> None:
    found = run.frames["Deficiencies"]
    by_check = found[found["action"] != "fixed"].groupby("check")["claim"].unique()
    assert {check: tuple(sorted(int(claim[1:]) for claim in names)) for check, names in by_check.items()} == PLANTED
    fixed = found[found["action"] == "fixed"]
    assert {int(claim[1:]) for claim in fixed["claim"]} == set(SPELLED)
    assert found["problem"].ne("").all()


def test_lines_claims_and_money_are_carried_to_the_end(run: Run, book: Any) -> None:
    assert run.counts["claim lines"] == len(book["Claims"]) and run.counts["claims"] == CLAIMS
    assert all(total.balances for total in run.totals) and len(run.totals) == 5
    assert run.totals[-1].right == round(sum(book["Claims"]["amount"].astype(float)) * 100)


def test_what_goes_back_is_not_in_the_queue_and_what_came_back_keeps_its_first_day(run: Run) -> None:
    queue, back = run.frames["Entry queue"], run.frames["Deficiencies"]
    assert not set(queue["claim"]) & set(back.loc[back["action"] == "return", "claim"])
    assert {f"C{number:04}" for number in RESUBMITTED} <= set(queue["claim"])
    linked = run.frames["Resubmissions"].set_index("claim")
    assert linked.loc["C0480", "origin"] == "C0420"
    assert linked.loc["C0480", "first_received"] < linked.loc["C0480", "received_at"]
    assert queue["slack_hours"].is_monotonic_increasing


def test_letters_tell_every_fault_once(book: Any, tmp_path: Path) -> None:
    made = return_letters(book, as_of=DAY, out=tmp_path).run
    assert made.counts["letters failed"] == 0 and made.counts["letters made"] > 5
    text = "".join(
        cell.text for path in sorted((tmp_path / "returned").glob("*.docx")) for table in docx.Document(path).tables
        for row in table.rows for cell in row.cells
    )  # fmt: skip
    assert text.count("No proof is attached.") + text.count("Brakuje dowodu zakupu.") == 3
    assert "Formularz nie jest podpisany." in text or "The form is not signed." in text


def test_the_report_and_its_charts(book: Any, tmp_path: Path) -> None:
    outcome = desk_report(book, as_of=DAY, out=tmp_path)
    speed = outcome.run.frames["Turnaround"].set_index("programme")
    assert (speed["within"] + speed["late"] == speed["entered"]).all()
    assert speed["claims"].sum() == CLAIMS - len(RESUBMITTED)
    saved = openpyxl.load_workbook(outcome.workbook)
    assert len(saved["Charts"]._charts) == 3


def test_the_whole_day_leaves_three_workbooks(book: Any, tmp_path: Path) -> None:
    names = [outcome.workbook.name for outcome in claims_day(book, as_of=DAY, out=tmp_path)]
    assert names == ["claims.xlsx", "returned.xlsx", "desk-report.xlsx"]


# ------------------------------------------------------------------------------------------------- small sheets

PROGRAMMES = (
    "programme | client | turnaround_hours | cut_off | window_from | window_to | products | max_quantity | "
    "return_days\n"
)
HEAT = "HEAT | Example | 8 | 16:00 | 2026-06-01 | 2026-06-30 | heat pump,tap | 10 | 14"
PEOPLE = (
    "participant | programme | name | email | active\nM1 | HEAT | Ann | ann@example.org | yes\nM2 | HEAT | Bob | | yes"
)
CLAIM = (
    "claim | line | programme | participant | received_at | invoice_no | invoice_date | product | quantity | amount | "
    "proof | signed | status | returned_at | resubmits | entered_at\n"
)


def table(text: str) -> pd.DataFrame:
    head, *lines = ([cell.strip() for cell in line.split("|")] for line in text.strip().splitlines())
    return pd.DataFrame([dict(zip(head, line, strict=False)) for line in lines], columns=head)


def small(*rows: str, programmes: str = HEAT, **more: str) -> Run:
    sheets = {"Claims": CLAIM + "\n".join(rows), "Programmes": PROGRAMMES + programmes, "Participants": PEOPLE, **more}
    return claims({name: table(text) for name, text in sheets.items()}, as_of=dt.date(2026, 6, 30)).run


def line(claim: str = "C1", number: int = 1, who: str = "M1", came: str = "2026-06-29 10:00", **cells: str) -> str:
    usual = {"invoice": f"I-{claim}-{number}", "day": "2026-06-20", "product": "tap", "quantity": "1", "amount": "5.00"}
    usual |= {"proof": "yes", "signed": "yes", "status": "", "returned": "", "resubmits": "", "entered": ""} | cells
    return " | ".join((claim, str(number), "HEAT", who, came, *usual.values()))


def checks(run: Run) -> list[str]:
    return run.frames["Deficiencies"]["check"].tolist()


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"day": "2026-06-01"}, []),
        ({"day": "2026-05-31"}, ["outside_window"]),
        ({"quantity": "10"}, []),
        ({"quantity": "11"}, ["quantity_over_cap"]),
        ({"quantity": "0"}, ["quantity_missing"]),
        ({"product": "Heat-Pump"}, ["product_spelling"]),
        (
            {"product": "gnome", "proof": "no", "signed": ""},
            ["proof_missing", "signed_missing", "product_not_eligible"],
        ),
        ({"status": "returned", "returned": "2026-06-16 09:00"}, []),
        ({"status": "returned", "returned": "2026-06-15 09:00"}, ["return_expired"]),
    ],
)
def test_both_sides_of_every_edge(cells: dict[str, str], expected: list[str]) -> None:
    assert checks(small(line(came="2026-06-12 10:00", **({"day": "2026-06-05"} | cells)))) == expected


def test_duplicates_over_all_history() -> None:
    first = line("C1", came="2026-06-01 09:00", invoice="A 1", status="approved")
    assert checks(small(first, line("C2", invoice="a1", amount="6.00"))) == ["invoice_claimed_before"]
    assert checks(small(first, line("C2", who="M2", invoice="A1", amount="6.00"))) == ["invoice_of_another"]
    assert checks(small(first, line("C2", invoice="B2"))) == ["same_day_and_amount"]
    refused = first.replace("approved", "rejected")
    assert checks(small(refused, line("C2", invoice="A1"))) == []


def test_a_claim_goes_back_as_a_whole() -> None:
    found = small(line(), line(number=2, proof="no")).frames["Claims reviewed"]
    assert found["outcome"].tolist() == ["return", "return"]
    assert found["reason"].tolist()[0].endswith("it goes back with the rest of its claim.")


@pytest.mark.parametrize(
    ("came", "due"),
    [
        ("2026-06-26 16:00", "2026-06-29 16:00"),  # a Friday, at the cut-off
        ("2026-06-26 16:01", "2026-06-29 17:00"),  # after it: Monday counts whole
        ("2026-06-27 12:00", "2026-06-29 17:00"),
    ],
)
def test_the_cut_off(came: str, due: str) -> None:
    assert small(line(came=came)).frames["Entry queue"]["due_at"].tolist() == [pd.Timestamp(due)]


def test_the_clock_stands_still_while_the_participant_has_the_claim() -> None:
    sent = line("C1", came="2026-06-22 09:00", status="returned", returned="2026-06-22 11:00")
    back = line("C2", came="2026-06-29 10:00", invoice="I-C1-1", resubmits="C1")
    queue = small(sent, back).frames["Entry queue"]
    assert queue["claim"].tolist() == ["C2"]  # two hours were used: six are left from ten o'clock on
    assert queue["due_at"].tolist() == [pd.Timestamp("2026-06-29 16:00")]


def test_a_calendar_of_its_own_with_a_holiday() -> None:
    calendar = "calendar | zone | weekday | open | close\nNZ | Pacific/Auckland | monday | 08:00 | 12:00"
    days = "calendar | date | kind\nNZ | 2026-07-06 | closed"
    found = small(line(came="2026-06-29 11:00"), Calendar=calendar, Holidays=days).frames["Entry queue"]
    assert found["due_at"].tolist() == [pd.Timestamp("2026-07-20 11:00")]


def test_questions_left_open_are_findings_and_nothing_is_lost() -> None:
    found = small(line(), line("C2", came="2026-07-01 08:00"), programmes=HEAT.replace("| 8 |", "|  |"))
    assert "turnaround_missing" in {finding.check for finding in found.findings}
    assert found.frames["Entry queue"]["status"].tolist() == ["no due time"]
    assert [(left.sheet, left.rows, left.reason) for left in found.left_out] == [
        ("Claims", 1, "received after this day")
    ]


def test_a_calendar_that_never_opens_is_a_finding() -> None:
    calendar = "calendar | zone | weekday | open | close\nNZ |  | monday | 12:00 | 08:00"
    assert "close_before_open" in {one.check for one in small(line(), Calendar=calendar).findings}
    shut = "calendar | weekday | open | close\nNZ | monday | 08:00 | 12:00"
    days = "calendar | date | kind\n" + "\n".join(
        f"NZ | {dt.date(2026, 6, 1) + dt.timedelta(days=n)} | closed" for n in range(470)
    )
    found = small(line(), Calendar=shut, Holidays=days)
    assert "calendar_never_opens" in {finding.check for finding in found.findings}
    assert found.frames["Entry queue"]["status"].tolist() == ["no due time"]


def test_a_line_of_an_unknown_participant_is_left_out_and_said() -> None:
    found = small(line(), line("C2", who="M9"))
    assert "participant_unknown" in {finding.check for finding in found.findings}
    assert sum(left.rows for left in found.left_out) == 1


def test_without_claims_it_says_what_is_missing() -> None:
    with pytest.raises(BookError, match="has no sheet Programmes and no sheet Participants"):
        claims({"Claims": table(CLAIM + line())}, as_of=dt.date(2026, 6, 30))


def test_claims_in_a_circle_and_no_claims_at_all() -> None:
    assert small().counts["claims"] == 0
    found = small(line("C1", resubmits="C2"), line("C2", resubmits="C1"))
    assert found.counts["claims"] == 2
