"""A desk whose policy is not the same for everybody: tolerances, terms, ladders, gaps and stages for some."""

import datetime as dt

from sheetops.jobs.arrears import arrears
from sheetops.jobs.plans import plans
from sheetops.jobs.promises import promises
from sheetops.jobs.renewals import renewals
from tests.jobs.small_desk import book

DAY = dt.date(2026, 6, 30)
DESK = {
    "Customers": """
        row | account | name   | email       | segment | country
        2   | A1      | Abbot  | a@post.com  | schools | NZ
        3   | A2      | Burns  | b@post.com  | shops   | NZ
        4   | A3      | Cole   | c@post.com  | shops   | AU
        """,
    "Ledger": """
        row | entry | account | kind    | date       | due_date   | amount
        2   | E1    | A1      | invoice | 2026-06-01 |            | 100
        3   | E2    | A2      | invoice | 2026-06-01 |            | 100
        4   | E3    | A2      | invoice | 2026-05-01 | 2026-05-20 | 4.99
        5   | E4    | A3      | invoice | 2026-05-01 | 2026-05-20 | 4.99
        6   | E5    | A3      | invoice | 2026-01-01 |            | 50
        """,
    "Stages": """
        row | ladder   | level | mode     | days | channel | template   | applies_to
        2   | standard | 1     | due_plus | 5    | email   | reminder-1 |
        3   | standard | 1     | due_plus | 1    | letter  | reminder-1 | segment: schools
        4   | standard | 2     | due_plus | 30   | letter  | reminder-2 |
        5   | gentle   | 1     | due_plus | 100  | email   | reminder-1 |
        """,
    "Policy": """
        row | setting    | value  | applies_to | valid_from
        2   | terms_days | 28     | schools    |
        3   | terms_days | 14     |            | 2026-06-01
        4   | terms_days | 7      |            |
        5   | tolerance  | 5      | shops      |
        6   | tolerance  | 1      | A3         |
        7   | ladder     | gentle | A3         |
        """,
}


def test_each_account_is_chased_by_the_policy_for_it() -> None:
    """The terms are those in force on the entry's own day; of two rows for an account the most specific counts."""
    run = arrears(book(**DESK), as_of=DAY).run
    items = run.frames["Open items"].set_index("entry")
    assert items["due_date"].dt.strftime("%d/%m").to_dict() == {
        "E1": "29/06",
        "E2": "15/06",
        "E3": "20/05",
        "E4": "20/05",
        "E5": "08/01",
    }
    due = run.frames["Notices due"].set_index("entry")
    assert due[["ladder", "level", "channel"]].T.to_dict("list") == {
        "E1": ["standard", 1, "email"],
        "E2": ["standard", 1, "email"],
        "E5": ["gentle", 1, "email"],
    } | {"E1": ["standard", 1, "letter"]}


def test_a_level_for_some_only_ends_the_ladder_of_the_others() -> None:
    stages = """
        row | ladder   | level | mode              | days | channel | template   | applies_to
        2   | standard | 1     | due_plus          | 1    | email   | reminder-1 |
        3   | standard | 2     | since_last_notice | 3    | email   | reminder-2 | A1
        """
    notices = """
        row | account | entry | ladder   | level | sent_on
        2   | A1      | E1    | standard | 1     | 2026-06-20
        3   | A2      | E2    | standard | 1     | 2026-06-20
        """
    rows = arrears(book(**DESK | {"Stages": stages, "Notices": notices}), as_of=DAY).run.frames["Arrears"]
    assert rows.set_index("account")["status"].to_dict() == {"A1": "notice due", "A2": "ladder ended", "A3": "held"}


def test_licences_go_by_the_ladder_and_grace_for_them() -> None:
    licences = """
        row | licence | account | type  | start      | end
        2   | L1      | A1      | music | 2025-07-01 | 2026-06-20
        3   | L2      | A2      | music | 2025-07-01 | 2026-06-20
        4   | L3      | A3      | print | 2025-07-01 | 2026-07-20
        5   | L4      | A1      | print | 2025-07-01 | 2026-07-20
        """
    stages = """
        row | ladder  | level | mode               | days | channel | template | applies_to
        2   | renewal | 1     | days_before_expiry | 60   | email   | first    |
        3   | renewal | 2     | days_before_expiry | 10   | email   | second   |
        4   | renewal | 1     | days_before_expiry | 15   | letter  | first    | schools
        5   | early   | 1     | days_before_expiry | 90   | letter  | early    |
        """
    policy = """
        row | setting        | value | applies_to
        2   | grace_days     | 5     |
        3   | grace_days     | 30    | schools
        4   | renewal_ladder | early | country: AU
        """
    rows = renewals(book(**DESK | {"Licences": licences, "Stages": stages, "Policy": policy}), as_of=DAY).run.frames
    found = rows["Renewals"].set_index("licence")
    assert found["status"].to_dict() == {"L1": "in grace", "L2": "lapsed", "L3": "due", "L4": "not due"}
    assert found.loc["L3", "template"] == "early"
    assert found.loc["L4", "next_action_on"].date() == dt.date(2026, 7, 5)
    assert rows["Notices due"][["licence", "ladder"]].to_numpy().tolist() == [["L3", "early"]]


def test_promises_and_plans_go_by_the_policy_for_their_account() -> None:
    """Schools have more grace, may promise further ahead and are quoted other plans."""
    sheets = DESK | {
        "Promises": """
            row | promise | account | made_on    | due_on     | amount
            2   | P1      | A1      | 2026-06-05 | 2026-06-20 | 50
            3   | P2      | A2      | 2026-06-05 | 2026-06-20 | 50
            """,
        "Plans": """
            row | plan | account | agreed_on  | first_due  | frequency | instalments | covers
            2   | N1   | A2      | 2026-05-01 | 2026-06-01 | monthly   | 3           | 30
            3   | N2   | A1      | 2026-05-01 | 2026-06-20 | monthly   | 3           | 30
            """,
        "Policy": """
            row | setting            | value     | applies_to
            2   | promise_grace_days | 30        | schools
            3   | promise_max_days   | 60        | schools
            4   | promise_max_days   | 10        |
            5   | plan_grace_days    | 20        | segment: schools
            6   | plan_quotes        | monthly 2 | A3
            """,
    }
    run = promises(book(**sheets), as_of=DAY).run
    assert run.frames["Promises kept"].set_index("promise")["status"].to_dict() == {"P1": "open", "P2": "broken"}
    latest = run.frames["Promise limits"].set_index("account")["latest"].dt.date.to_dict()
    assert latest == {"A1": DAY + dt.timedelta(60), "A2": DAY + dt.timedelta(10), "A3": DAY + dt.timedelta(10)}
    run = plans(book(**sheets), as_of=DAY).run
    kept = run.frames["Plans kept"]
    assert kept[["plan", "status"]].to_numpy().tolist() == [["N1", "behind"], ["N2", "in good standing"]]
    schedule = run.frames["Plan schedule"].groupby("plan")["amount"].sum().to_dict()
    assert schedule == {"N1": 3000, "N2": 3000}
    quoted = run.frames["Plan quotes"].groupby("account")["instalments"].agg(list).to_dict()
    assert quoted["A3"] == [2]
