"""Explaining an account: its story is what the jobs say of it, line by line, and nothing else."""

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sheetops.errors import BookError
from sheetops.excel.read import open_book
from sheetops.jobs.arrears import position
from sheetops.jobs.desk import Desk, accounts_of, open_desk
from sheetops.jobs.explain import explain, known_account
from sheetops.jobs.renewals import pipeline
from sheetops.jobs.sample import DAY, sample_rows
from sheetops.jobs.story import ALSO, PARTS, STOPS, story
from sheetops.jobs.worked import SHEETS_READ, desk_of, work_out
from tests.jobs.small_desk import book, words_of

AS_OF = dt.date(2026, 6, 30)

DESK = {
    "Customers": """
        row | account | name          | channel | segment | do_not_contact
        2   | A1      | Abbot School  | email   | school  |
        3   | A2      | Burns Cafe    | email   | cafe    | yes
        4   | A3      | Burns Bakery  | email   | cafe    |
    """,
    "Ledger": """
        row | entry | account | kind    | date       | due_date   | amount | currency | applies_to | disputed
        2   | I1    | A1      | invoice | 2026-04-01 | 2026-05-01 | 100.00 | NZD      |            |
        3   | I2    | A1      | invoice | 2026-05-01 | 2026-05-31 | 80.00  | NZD      |            | yes
        4   | R1    | A1      | receipt | 2026-05-20 |            | 30.00  | NZD      | I2         |
        5   | R2    | A1      | receipt | 2026-06-10 |            | 60.00  | NZD      |            |
        6   | I3    | A2      | invoice | 2026-04-01 | 2026-05-01 | 50.00  | NZD      |            |
        7   | I4    | A1      | invoice | 2026-08-01 | 2026-08-31 | 10.00  | NZD      |            |
    """,
    "Notices": """
        row | account | entry | ladder   | level | sent_on    | channel | template
        2   | A1      | I1    | standard | 1     | 2026-05-11 | email   | reminder-1
    """,
    "Holds": """
        row | account | entry | reason  | from       | until
        2   |         | I1    | enquiry | 2026-06-20 | 2026-07-10
        3   | A2      |       | enquiry | 2026-06-20 | 2026-07-10
    """,
    "Stages": """
        row | ladder   | level | mode              | days | channel | template
        2   | standard | 1     | due_plus          | 10   | email   | reminder-1
        3   | standard | 2     | since_last_notice | 14   | email   | reminder-2
    """,
    "Policy": """
        row | setting  | value | applies_to | valid_from
        2   | currency | NZD   |            | 2020-01-01
        3   | language | en    |            | 2020-01-01
    """,
}  # fmt: skip


def lines(run: Any, part: str) -> pd.DataFrame:
    told = run.frames["Account story"]
    return told[told["part"] == part]


@pytest.fixture(scope="module")
def run() -> Any:
    return explain(book(**DESK), "A1", as_of=AS_OF).run


def test_every_part_is_told_even_where_there_is_nothing_to_tell(run: Any) -> None:
    assert tuple(dict.fromkeys(run.frames["Account story"]["part"])) == PARTS
    assert lines(run, "Licences")["reason"].tolist() == ["The account has no licence."]
    assert all(total.balances for total in run.totals) and len(run.totals) == 2


def test_the_ledger_stands_in_order_with_its_balance_up_to_the_day(run: Any) -> None:
    told = lines(run, "Ledger")[["about", "amount", "balance"]].to_numpy().tolist()
    assert told == [["I1", 10000, 10000], ["I2", 8000, 18000], ["R1", -3000, 15000], ["R2", -6000, 9000]]


def test_the_allocation_says_which_credit_paid_which_debit_and_why(run: Any) -> None:
    told = lines(run, "Which credit paid what")
    assert told[["about", "rule", "outcome", "amount"]].to_numpy().tolist() == [
        ["R1 paid I2", "turn 2 of 5", "", 3000],
        ["R2 paid I1", "turn 5 of 5", "", 6000],
        ["I1", "", "is open", 4000],
        ["I2", "", "is open", 5000],
    ]
    assert told["reason"].iloc[0] == "The credit names this entry."
    assert told["reason"].iloc[1].startswith("The credit names nothing that is open: the oldest due first")


def test_each_rule_of_each_item_says_what_it_looked_at_and_whether_it_fired(run: Any) -> None:
    told = lines(run, "Notices, rule by rule").set_index(["about", "rule"])
    assert told.loc[("I1", "hold on the entry"), "outcome"] == STOPS
    assert told.loc[("I1", "hold on the entry"), "reason"].startswith("hold (enquiry) until 10/07/2026")
    assert told.loc[("I1", "day of level 2"), ["outcome", "day"]].tolist() == ["has come", pd.Timestamp("2026-05-25")]
    assert told.loc[("I1", "disputed"), "outcome"] == "no"
    assert told.loc[("I1", "so the next notice"), ["outcome", "day"]].tolist() == [
        "held back",
        pd.Timestamp("2026-07-10"),
    ]
    assert told.loc[("I2", "disputed"), "outcome"] == STOPS
    assert told.loc[("I2", "day of level 1"), "outcome"] == "has come"
    assert ("I1", "gap between letters") not in told.index  # held back before that is asked


def test_of_two_reasons_the_graver_stops_and_the_other_would(run: Any) -> None:
    told = lines(explain(book(**DESK), "A2", as_of=AS_OF).run, "Notices, rule by rule").set_index("rule")
    assert told.loc["do not contact", "outcome"] == STOPS
    assert told.loc["hold on the account", "outcome"] == ALSO


def test_an_account_may_be_named_by_its_customer_and_in_any_case() -> None:
    desk = open_desk(book(**DESK), AS_OF, SHEETS_READ)
    assert [known_account(desk, asked) for asked in ("A1", " a2 ", "burns bakery")] == ["A1", "A2", "A3"]


def test_an_unknown_account_is_answered_with_the_nearest() -> None:
    for asked, offered in (("Burns Kafe", "A2 (Burns Cafe)"), ("AA1", "A1 (Abbot School)")):
        with pytest.raises(BookError) as stopped:
            explain(book(**DESK), asked, as_of=AS_OF)
        assert f"No account is called {asked}." in str(stopped.value) and offered in str(stopped.value)
    with pytest.raises(BookError, match="Look it up in the sheet Customers"):
        explain(book(**DESK), "Zzyzx Quarry 77", as_of=AS_OF)
    with pytest.raises(BookError, match="No account is named"):
        explain(book(**DESK), " ", as_of=AS_OF)


# ------------------------------------------------------------------------------------------------------- two days


def test_what_changed_between_two_days_is_told_whichever_is_named_first() -> None:
    days = dt.date(2026, 5, 25), dt.date(2026, 6, 30)
    one, two = (
        explain(book(**DESK), "A1", as_of=first, compare=second).run.frames["What changed"]
        for first, second in (days, days[::-1])
    )
    pd.testing.assert_frame_equal(one, two)
    told = {(row.part, row.about, row.rule): (row.before, row.after) for row in one.itertuples()}
    assert told["What came in between", "R2", "receipt"] == ("", "ledger")
    assert told["Where it stands", "", "status"] == ("notice due", "held")
    assert told["Notices, rule by rule", "I1", "hold on the entry"] == ("no", STOPS)
    assert told["How old it is", "", "1-30 days"] == ("100.00", "50.00")


def test_a_day_compared_with_itself_changed_in_nothing() -> None:
    assert explain(book(**DESK), "A1", as_of=AS_OF, compare=AS_OF).run.frames["What changed"].empty


def test_a_policy_that_became_another_is_told() -> None:
    policy = DESK["Policy"] + "    4   | tolerance | 45.00 |            | 2026-06-01\n"
    run = explain(book(**(DESK | {"Policy": policy})), "A1", as_of=AS_OF, compare=dt.date(2026, 5, 25)).run
    told = run.frames["What changed"]
    row = told[(told["part"] == "Policy") & (told["rule"] == "tolerance")].iloc[0]
    assert (row["before"], row["after"], row["day"]) == ("", "45.00", pd.Timestamp(AS_OF))
    assert len(run.totals) == 3 and all(total.balances for total in run.totals)


# --------------------------------------------------------------------------------------------- files and languages


@pytest.mark.parametrize(("language", "title"), [("en", "Which credit paid what"), ("pl", "Która wpłata co zapłaciła")])
def test_the_page_is_written_in_the_desks_language_and_says_what_the_sheet_says(
    tmp_path: Path, language: str, title: str
) -> None:
    policy = DESK["Policy"].replace("language | en", f"language | {language}")
    outcome = explain(book(**(DESK | {"Policy": policy})), "A1", as_of=AS_OF, out=tmp_path)
    (document,) = outcome.run.documents
    assert document.path == Path("explained/2026-06-30 account-story A1 Abbot School.docx")
    text = words_of(tmp_path / document.path)
    story_ = outcome.run.frames["Account story"]
    assert title in text and "Abbot School" in text
    for reason in story_.loc[story_["rule"] == "status", "reason"]:
        assert reason in text
    assert open_book(tmp_path / "explain.xlsx").sheets == ("Summary", "Problems", "Account story")


# --------------------------------------------------------------------------------------------- the sample desk


@pytest.fixture(scope="module")
def sample() -> Desk:
    frames = {name: pd.DataFrame(rows) for name, rows in sample_rows().items()}
    return open_desk(frames, DAY, SHEETS_READ)


def _told(rows: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    return rows[columns].astype(object).where(rows[columns].notna(), "").reset_index(drop=True)


ARREARS = ["account", "currency", "status", "next_action", "next_action_on", "held", "reason"]
RENEWALS = ["licence", "account", "status", "next_action", "next_action_on", "reason"]


def test_each_accounts_answers_are_the_same_without_the_others(sample: Desk) -> None:
    """The story works out one account alone: what arrears and renewals say of it does not hang on anybody else."""
    now = position(sample)
    licences = pipeline(sample, now)
    accounts = accounts_of(sample)["account"].tolist()
    some = [*accounts[7::100], *_one_of_each_status(now.accounts)]
    for account in dict.fromkeys(some):
        own = desk_of(sample, account)
        there = position(own)
        for mine, all_, columns in (
            (there.accounts, now.accounts, ARREARS),
            (pipeline(own, there), licences, RENEWALS),
        ):
            theirs = all_[all_["account"] == account]
            pd.testing.assert_frame_equal(_told(mine, columns), _told(theirs, columns))


def _one_of_each_status(accounts: pd.DataFrame) -> list[str]:
    return accounts.drop_duplicates("status")["account"].tolist()


def test_a_story_of_the_sample_desk_says_what_arrears_and_renewals_say(sample: Desk) -> None:
    now = position(sample)
    licences = pipeline(sample, now)
    for account in _one_of_each_status(now.accounts)[2:4]:
        told = story(work_out(sample, account))
        standing = told[told["part"] == "Where it stands"]
        row = now.accounts[now.accounts["account"] == account].iloc[0]
        status = standing[standing["rule"] == "status"].iloc[0]
        assert (status["outcome"], status["reason"]) == (row["status"], row["reason"])
        step = standing[standing["rule"] == "next action"].iloc[0]
        assert step["outcome"] == (row["next_action"] or "nothing by itself")
        assert step["day"] is pd.NaT or step["day"] == row["next_action_on"]
        mine = told[(told["part"] == "Licences") & (told["rule"] == "status")]
        theirs = licences[licences["account"] == account]
        assert mine[["about", "outcome", "reason"]].to_numpy().tolist() == (
            theirs[["licence", "status", "reason"]].to_numpy().tolist()
        )
