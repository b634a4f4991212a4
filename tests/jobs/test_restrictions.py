"""The restrictions job: placed only when all is evidenced, lifted the same day, and a register that adds up."""

import datetime as dt
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import sheetops
from sheetops.jobs.letters import letters
from sheetops.jobs.restrictions import restrictions
from sheetops.model import Run
from sheetops.sheets.results import RESULTS
from tests.jobs.restricted_desk import DAY, PLANS, TABLES
from tests.jobs.small_desk import book, words_of, workbook


def on(day: dt.date, **tables: str) -> Run:
    return restrictions(book(**(TABLES | tables)), as_of=day).run


def row_of(run: Run, account: str, name: str = "Restrictions due") -> pd.Series:
    rows = run.frames[name]
    (row,) = (rows[rows["account"] == account]).to_dict("records")
    return pd.Series(row)


@pytest.fixture(scope="module")
def run() -> Run:
    return on(DAY)


def test_lift_comes_first_then_place_then_what_is_blocked(run: Run) -> None:
    due = run.frames["Restrictions due"]
    assert due[["account", "action", "arrears"]].to_numpy().tolist() == [
        ["PLAN", "lift", 600_00],
        ["PAID", "lift", 100_00],
        ["CLEAR", "lift", 0],
        ["READY", "place", 600_00],
        ["WARN", "blocked", 400_00],
        ["TENANT", "blocked", 600_00],
        ["SMALL", "blocked", 20_00],
    ]
    assert [run.counts[name] for name in ("to lift", "to place", "blocked")] == [3, 1, 3]
    assert all(total.balances for total in run.totals)


@pytest.mark.parametrize("name", ["Restrictions due", "Restriction register"])
def test_results_have_the_contracts_columns_in_its_order(run: Run, name: str) -> None:
    columns = [column.name for column in RESULTS[name].columns]
    assert list(run.frames[name].columns) == columns
    if name == "Restrictions due":
        assert columns[:6] == ["account", "action", "arrears", "evidence", "blocked_by", "reason"]


def test_what_may_be_placed_shows_every_condition_with_its_day(run: Run) -> None:
    row = row_of(run, "READY")
    for said in (
        "overdue since: 01/04/2026 (90 days)",
        "debt: 600.00 overdue on 30/06/2026, at least 200.00",
        "reminder 1 (level 1): 10/04/2026",
        "final notice (level 2): 28/04/2026",
        "restriction warning: 01/06/2026",
        "10 business days after the restriction warning of 01/06/2026: 15/06/2026",
        "tried to reach: 05/05/2026 to 05/06/2026 (2 days)",
        "no payment plan: 30/06/2026",
        "no complaint open",
        "no quiet day: 30/06/2026",
        "may authorise: Mere",
    ):
        assert said in row["evidence"]
    assert row["blocked_by"] == ""
    assert row["reason"].startswith("Every condition is met on 30/06/2026: 600.00 overdue since 01/04/2026. Mere may")
    assert row["next_on"] == pd.Timestamp(DAY)


def test_what_blocks_is_named_and_a_warning_that_is_due(run: Run) -> None:
    warn, tenant, small = (row_of(run, account) for account in ("WARN", "TENANT", "SMALL"))
    assert warn["blocked_by"] == (
        "no restriction warning has gone out since the last notice; nobody tried to reach the customer; 2 different "
        "days needed"
    )
    assert warn["reason"].endswith("The restriction warning is due today.")
    assert "a tenant (segment Tenant): the landlord owes" in tenant["blocked_by"]
    assert "20.00 overdue, below the least debt of 200.00" in small["blocked_by"]
    assert "a row of Restrictions for it has an error, see Problems" in small["blocked_by"]
    assert run.counts["restriction warnings due"] == 1


def test_what_must_be_lifted_says_why_and_since_when(run: Run) -> None:
    assert row_of(run, "PAID")["reason"] == (
        "Lift today: 100.00 overdue, below the least debt of 200.00, last payment on 28/06/2026. Restricted since "
        "01/06/2026, by Mere."
    )
    assert "plan P1 in good standing" in row_of(run, "PLAN")["evidence"]
    assert "agreed on 29/06/2026" in row_of(run, "PLAN")["evidence"]


@pytest.mark.parametrize(("day", "listed"), [(dt.date(2026, 6, 27), False), (dt.date(2026, 6, 28), True)])
def test_a_restriction_is_lifted_on_the_very_day_on_which_the_money_comes(day: dt.date, listed: bool) -> None:
    """28 June 2026 is a Sunday: a quiet day keeps nothing from being lifted."""
    due = on(day).frames["Restrictions due"]
    assert bool(((due["account"] == "PAID") & (due["action"] == "lift")).any()) is listed


def test_the_register_tells_of_every_restriction_how_long_and_why(run: Run) -> None:
    register = run.frames["Restriction register"]
    assert register[["account", "placed_by", "lifted_by", "days", "status"]].to_numpy().tolist() == [
        ["PAID", "Mere", "", 29, "lift today"],
        ["PLAN", "Mere", "", 29, "lift today"],
        ["CLEAR", "Mere", "", 10, "lift today"],
        ["STAYS", "Tom", "", 4, "in force"],
        ["TENANT", "Joe", "Mere", 8, "lifted"],
    ]
    stays = row_of(run, "STAYS", "Restriction register")["reason"]
    assert stays.startswith("In force for 4 days: 600.00 overdue since 01/04/2026. It stays because: debt: 600.00")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (dt.date(2026, 6, 14), "10 business days after the restriction warning of 01/06/2026 end on 15/06/2026"),
        (dt.date(2026, 6, 19), "19/06/2026 is a Friday"),
        (dt.date(2026, 6, 20), "20/06/2026 is a Saturday"),
        (dt.date(2026, 8, 5), "the last notice or contact of 05/06/2026 is older than 60 days"),
    ],
)
def test_a_day_on_which_it_may_not_be_placed(day: dt.date, words: str) -> None:
    row = row_of(on(day), "READY")
    assert (row["action"], words in row["blocked_by"]) == ("blocked", True)


@pytest.mark.parametrize("day", [dt.date(2026, 6, 15), dt.date(2026, 8, 4)])
def test_the_first_and_the_last_day_on_which_it_may(day: dt.date) -> None:
    assert row_of(on(day), "READY")["action"] == "place"


@pytest.mark.parametrize(
    ("recalled", "blocked"),
    [("", True), ("2026-07-01", True), ("2026-06-30", False)],
)
def test_what_a_collector_has_is_neither_restricted_nor_warned_until_it_is_recalled(
    recalled: str, blocked: bool
) -> None:
    referred = f"""
    row | account | collector | referred_on | class    | amount | recalled_on
    2   | READY   | Baycorp   | 2026-06-20  | bad debt | 600.00 | {recalled}
    3   | WARN    | Baycorp   | 2026-06-20  | bad debt | 400.00 | {recalled}
    """
    run = on(DAY, Referred=referred)
    with_them = "with Baycorp since 20/06/2026"
    assert row_of(run, "READY")["action"] == ("blocked" if blocked else "place")
    assert (with_them in row_of(run, "READY")["blocked_by"]) is blocked
    assert run.counts["restriction warnings due"] == (0 if blocked else 1)


def test_when_only_time_is_missing_the_first_day_is_told() -> None:
    """The tenth business day is a Monday; the day before it a Sunday."""
    row = row_of(on(dt.date(2026, 6, 14)), "READY")
    assert row["next_on"] == pd.Timestamp(2026, 6, 15)
    assert row["reason"].endswith("Could be placed from 15/06/2026 on if nothing else happens.")


@pytest.mark.parametrize("name", ["PROPOSED", "OFFER"])
def test_a_plan_that_was_offered_gives_seven_days_to_accept_it(name: str) -> None:
    """Offered on 24 June: 30 June is too early, 1 July is not."""
    tables = {"PROPOSED": {"Plans": PLANS + "3 | P2 | READY | 2026-06-24 | 2026-07-10 | monthly | 6 | proposed"}}
    tables["PROPOSED"]["Plans"] = tables["PROPOSED"]["Plans"].replace("instalments\n", "instalments | status\n")
    tables["PROPOSED"]["Plans"] = tables["PROPOSED"]["Plans"].replace("monthly   | 6\n", "monthly | 6 |\n")
    tables["OFFER"] = {"Contacts": TABLES["Contacts"] + "6 | READY | 2026-06-24 09:00 | phone | spoke, plan offered"}
    early, free = (row_of(on(dt.date(2026, *day), **tables[name]), "READY") for day in ((6, 30), (7, 1)))
    assert (early["action"], early["blocked_by"]) == (
        "blocked",
        "plan offered on 24/06/2026, to be accepted by 01/07/2026",
    )
    assert free["action"] == "place"
    assert "plan offered on 24/06/2026, not accepted by: 01/07/2026" in free["evidence"]


def test_the_same_day_asked_later_gives_the_same_answer() -> None:
    """Rows dated after the day change nothing on it."""
    later = {
        "Restrictions": TABLES["Restrictions"] + "9 | READY | placed | 2026-07-02 | Mere | unpaid",
        "Notices": TABLES["Notices"] + "8 | READY | | restriction | 2 | 2026-07-02 | letter | restriction-placed",
        "Contacts": TABLES["Contacts"] + "6 | WARN | 2026-07-01 10:00 | phone | spoke",
    }
    before, after = on(DAY), on(DAY, **later)
    for name, frame in before.frames.items():
        pd.testing.assert_frame_equal(frame, after.frames[name])


def test_who_authorised_without_authority_is_told(run: Run) -> None:
    found = {(f.row, f.check) for f in run.findings if f.sheet == "Restrictions"}
    assert found == {(5, "authority_unknown"), (4, "authority_exceeded"), (8, "lifted_never_placed")}
    nobody = on(DAY, Restrictions=TABLES["Restrictions"].replace("| Joe  ", "|      "))
    assert "authority_missing" in {f.check for f in nobody.findings}


def test_nobody_may_authorise_so_much() -> None:
    policy = TABLES["Policy"].replace("Tom 500; Mere", "Tom 500")
    row = row_of(on(DAY, Policy=policy), "READY")
    assert row["blocked_by"] == "nobody in restriction_authority may authorise 600.00"


def test_the_command_writes_the_workbook_and_public_name(tmp_path: Path) -> None:
    path = workbook(tmp_path / "desk.xlsx", **TABLES)
    outcome = sheetops.restrictions(path, as_of=DAY, out=tmp_path / "out")
    assert outcome.workbook == tmp_path / "out" / "restrictions.xlsx"
    sheets = openpyxl.load_workbook(outcome.workbook)
    assert sheets.sheetnames == ["Summary", "Problems", "Restrictions due", "Restriction register"]


def test_a_desk_that_keeps_no_restrictions_is_told_what_could_be_placed() -> None:
    tables = {name: table for name, table in TABLES.items() if name not in ("Restrictions", "Contacts", "Policy")}
    run = restrictions(book(**tables), as_of=DAY).run
    assert run.counts["to place"] == 0
    assert run.frames["Restriction register"].empty
    assert len(run.frames["Restrictions due"]) == 7


def test_a_level_that_was_sent_too_soon_must_be_sent_again() -> None:
    """5 business days from Monday 20 April lead to Monday the 27th; the Friday before is one too few."""
    early, right = (
        row_of(
            on(DAY, Notices=TABLES["Notices"].replace("2026-04-10", "2026-04-20").replace("2026-04-28", day)), "READY"
        )
        for day in ("2026-04-24", "2026-04-27")
    )
    assert (
        "final notice (level 2) went out only 4 business days after the level below it, of at least 5"
        in early["blocked_by"]
    )
    assert right["action"] == "place"


@pytest.mark.parametrize(
    ("ladder", "words"),
    [
        ("none", "its ladder is none: it is never chased"),
        ("other", "the ladder other has none of the required levels in the Stages sheet"),
    ],
)
def test_without_a_ladder_nothing_can_be_evidenced(ladder: str, words: str) -> None:
    customers = TABLES["Customers"].replace("channel\n", "channel | ladder\n").replace("letter\n", "letter | \n")
    row = row_of(
        on(
            DAY,
            Customers=customers.replace("Yea  | home    |          | letter | ", f"Yea | home | | letter | {ladder}"),
        ),
        "READY",
    )
    assert (row["action"], words in row["blocked_by"]) == ("blocked", True)


def test_letters_announce_tell_of_and_end_a_restriction(tmp_path: Path) -> None:
    """WARN is warned in Polish, STAYS is told that it was placed, TENANT that it was lifted; told once only."""
    tables = TABLES | {
        "Customers": TABLES["Customers"].replace("Yea  |         |          | letter\n5", "Yea  |  | pl | letter\n5"),
        "Restrictions": TABLES["Restrictions"].replace("2026-05-09", "2026-06-26"),
    }
    run = letters(book(**tables), as_of=DAY, out=tmp_path).run
    rows = run.frames["Letters"]
    rows = rows[rows["template"].str.startswith("restriction")]
    assert rows[["account", "template", "language", "status"]].to_numpy().tolist() == [
        ["WARN", "restriction-warning", "pl", "made"],
        ["STAYS", "restriction-placed", "en", "made"],
        ["TENANT", "restriction-lifted", "en", "made"],
    ]
    warning, placed, lifted = (words_of(tmp_path / file) for file in rows["file"])
    assert "400,00" in warning and "14 lipca 2026" in warning
    assert "26 June 2026" in placed and "600.00" in placed
    assert "after 56 days" in lifted
    notices = run.frames["Notices"].query("ladder == 'restriction'")
    assert notices[["account", "level"]].to_numpy().tolist() == [["WARN", 1], ["STAYS", 2], ["TENANT", 3]]
    sent = "8 | WARN | | restriction | 1 | 2026-06-30 | letter | restriction-warning\n"
    sent += "9 | STAYS | | restriction | 2 | 2026-06-30 | letter | restriction-placed\n"
    sent += "10 | TENANT | | restriction | 3 | 2026-06-30 | letter | restriction-lifted"
    again = letters(book(**(tables | {"Notices": TABLES["Notices"] + sent})), as_of=DAY, out=tmp_path / "again").run
    assert not again.frames["Letters"]["template"].str.startswith("restriction").any()


def test_a_desk_that_sends_no_such_letters_gets_none(tmp_path: Path) -> None:
    policy = TABLES["Policy"].replace("restriction_letters   | yes", "restriction_letters   | no")
    run = letters(book(**(TABLES | {"Policy": policy})), as_of=DAY, out=tmp_path).run
    assert not run.frames["Letters"]["template"].str.startswith("restriction").any()
