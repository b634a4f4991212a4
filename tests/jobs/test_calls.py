"""The call list of both desks: every account on one list, in order, with what to say."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from sheetops.errors import BookError
from sheetops.jobs.calls import calls
from tests.jobs.small_desk import book, workbook

DAY = dt.date(2026, 6, 30)
TABLES = {
    "Customers": """
    row | account | name  | contact | phone       | email       | owner | country | do_not_contact | address1 | town
    2   | A1      | Abbot | Ann     | 09 555 0101 |             | Tom   | NZ      |                |          |
    3   | A2      | Burns | Bob     | 09 555 0102 | b@b.example | Tom   | NZ      |                |          |
    4   | A3      | Cole  | Cas     |             | c@b.example | Mere  | NZ      |                |          |
    5   | A4      | Drake | Dan     |             |             | Mere  | NZ      |                | 1 Quay   | Auckland
    6   | A5      | Ewing | Eve     | 09 555 0105 | e@b.example | Mere  | NZ      | yes            |          |
    7   | A6      | Frost | Fay     | +48123456789|             |       | PL      |                |          |
        """,
    "Ledger": """
        row | entry | account | kind    | date       | due_date   | amount | currency | disputed
        2   | I-1   | A1      | invoice | 2026-04-01 | 2026-05-01 | 100.00 | NZD      |
        3   | I-2   | A2      | invoice | 2026-05-01 | 2026-05-31 | 200.00 | NZD      |
        4   | I-3   | A3      | invoice | 2026-05-01 | 2026-05-31 | 300.00 | NZD      |
        5   | I-4   | A4      | invoice | 2026-05-01 | 2026-05-31 | 300.00 | NZD      |
        6   | I-5   | A5      | invoice | 2026-05-01 | 2026-05-31 | 300.00 | NZD      |
        7   | I-6   | A6      | invoice | 2026-05-01 | 2026-05-31 | 50.00  | PLN      |
        8   | I-7   | A1      | invoice | 2026-05-01 | 2026-05-31 | 70.00  | AUD      |
        9   | I-8   | A2      | invoice | 2026-05-01 | 2026-05-31 | 60.00  | NZD      | yes
        10  | I-9   | A2      | invoice | 2026-06-20 | 2026-07-20 | 11.00  | NZD      |
        """,
    "Promises": """
        row | promise | account | made_on    | due_on     | amount
        2   | P-1     | A2      | 2026-06-10 | 2026-07-01 | 200.00
        """,
    "Contacts": """
        row | account | at               | by  | channel | direction | outcome   | note      | next_action | next_on
        2   | A1      | 2026-06-22 10:00 | Tom | phone   | out       | no answer | Voicemail | call again  | 2026-06-29
        """,
    "Stages": """
        row | ladder   | level | mode               | days | channel | template
        2   | standard | 1     | due_plus           | 10   | letter  | reminder-1
        3   | standard | 2     | since_last_notice  | 14   | letter  | reminder-2
        4   | renewal  | 1     | days_before_expiry | 60   | email   | renewal-invitation
        5   | renewal  | 2     | days_before_expiry | 7    | letter  | renewal-final-call
        """,
    "Policy": """
        row | setting  | value
        2   | currency | NZD
        3   | country  | NZ
        """,
    "Licences": """
        row | licence | account | type   | start      | end        | fee
        2   | L-1     | A1      | Choir  | 2025-07-06 | 2026-07-05 | 120.00
        3   | L-2     | A1      | Gym    | 2025-08-01 | 2026-07-31 | 500.00
        4   | L-3     | A2      | Choir  | 2025-07-01 | 2026-06-30 | 90.00
        5   | L-4     | A5      | Choir  | 2025-07-01 | 2026-06-30 | 90.00
        6   | L-5     | A6      | Choir  | 2026-01-01 | 2026-12-31 | 90.00
        """,
}  # fmt: skip


def test_every_account_in_arrears_is_on_one_list() -> None:
    run = calls(book(**TABLES), as_of=DAY, about="arrears").run
    assert {name: frame["account"].tolist() for name, frame in run.frames.items()} == {
        "Call list": ["A6", "A1", "A2"], "E-mail list": ["A3"], "Letter list": ["A4"], "Not on the list": ["A5"],
    }  # fmt: skip
    assert all(total.balances for total in run.totals)
    assert run.frames["Not on the list"]["reason"].tolist() == ["Not called: the customer must not be contacted."]
    rows = run.frames["Call list"].set_index("account")
    assert rows["caller"].to_dict() == {"A6": "(nobody named)", "A1": "Tom", "A2": "Tom"}
    assert rows["priority"].to_dict() == {"A6": 1, "A1": 1, "A2": 2}  # a call back goes before a promise
    assert rows["phone"].to_dict() == {"A6": "+48 12 345 67 89", "A1": "09 555 0101", "A2": "09 555 0102"}
    assert rows["value"].to_dict() == {"A6": 5000, "A1": 10000, "A2": 20000}  # the disputed one is not asked for


def test_the_script_says_what_is_owed_promised_told_offered_and_follows() -> None:
    notices = """
        row | account | entry | ladder   | level | sent_on    | channel | template
        2   | A1      | I-1   | standard | 1     | 2026-05-12 | letter  | reminder-1
        """
    rows = calls(book(**TABLES, Notices=notices), as_of=DAY, about="arrears").run.frames["Call list"]
    said = rows.set_index("account")["script points"]["A1"].split("\n")
    assert said == [
        "Owed: NZD 100.00 is overdue since 01/05/2026 (60 days): I-1. Also overdue: AUD 70.00.",
        "Promised: nothing so far.",
        "Told: reminder 1 by letter on 12/05/2026.",
        "Last contact: 22/06/2026 Tom, telephone: no answer (Voicemail); 1 call in vain since they spoke.",
        "Offer: payment today. A new promise may be taken; 0 promises broken within 365 days. Or a plan: 3 instalments "
        "of 33.33 a month, the last of 33.34, from 14/07/2026 to 14/09/2026 (3 days of grace each).",
        "Tell: If nothing is paid: send reminder 2 by letter on or after 30/06/2026. Tell what follows, and write "
        '"told process" into the outcome.',
    ]
    promised = rows.set_index("account").loc["A2"]
    assert promised["why"].startswith("A promise falls due on 01/07/2026. NZD 200.00 is overdue")
    assert "Promised: 200.00 for 01/07/2026: open." in promised["script points"]


def test_renewals_are_one_call_an_account_about_the_licence_that_ends_first() -> None:
    run = calls(book(**TABLES), as_of=DAY, about="renewals").run
    rows = run.frames["Call list"].set_index("account")
    assert rows["licence"].to_dict() == {"A1": "L-1", "A2": "L-3"}
    assert rows["why"]["A1"] == (
        "Call back due since 29/06/2026. Licence L-1 (Choir) ends on 05/07/2026, in 5 days: final call. "
        "NZD 100.00 is overdue on it. Also: L-2."
    )
    assert "Ask: Renew from 06/07/2026 to 05/07/2027, and pay before the last day" in rows["script points"]["A1"]
    assert "After 05/07/2026 any use is use without a licence." in rows["script points"]["A1"]
    assert rows["value"].to_dict() == {"A1": 12000, "A2": 9000}
    assert run.frames["Not on the list"]["account"].tolist() == ["A5"]  # A6 has nothing that ends


def test_one_caller_alone_and_a_name_that_nobody_has() -> None:
    run = calls(book(**TABLES), as_of=DAY, about="arrears", caller="mere").run
    assert sum(len(frame) for frame in run.frames.values()) == 3
    with pytest.raises(BookError, match=r"Jules has no accounts to call\. Those who have: Mere, Tom\."):
        calls(book(**TABLES), as_of=DAY, about="arrears", caller="Jules")


def test_which_desk_is_meant_when_nobody_says() -> None:
    assert calls(book(**TABLES), as_of=DAY).run.counts["about"] == "arrears"
    without = {name: table for name, table in TABLES.items() if name != "Ledger"}
    assert calls(book(**without), as_of=DAY).run.counts["about"] == "renewals"
    with pytest.raises(BookError, match="no sheet Ledger"):
        calls(book(**without), as_of=DAY, about="arrears")


def test_weights_and_limits_are_the_desks_own() -> None:
    policy = TABLES["Policy"] + "4 | call_weights | promise 9, call_back 0, expiry 1, value 0"
    rows = calls(book(**TABLES | {"Policy": policy}), as_of=DAY, about="arrears").run.frames["Call list"]
    assert rows[rows["caller"] == "Tom"]["account"].tolist() == ["A2", "A1"]
    wrong = TABLES["Policy"] + "4 | call_weights | promise 9"
    (finding,) = calls(book(**TABLES | {"Policy": wrong}), as_of=DAY, about="arrears").run.findings
    assert "the four weights, such as call_back 1000" in finding.problem


def test_an_open_complaint_is_not_called() -> None:
    tasks = """
        row | task | account | type      | received_at
        2   | C-1  | A1      | complaint | 2026-06-26
        """
    run = calls(book(**TABLES, Tasks=tasks), as_of=DAY, about="arrears").run
    assert "Not called: hold (complaint C-1 of 26/06/2026, to acknowledge)." in set(
        run.frames["Not on the list"]["reason"]
    )


def test_the_workbook(tmp_path: Path) -> None:
    outcome = calls(workbook(tmp_path / "desk.xlsx", **TABLES), as_of=DAY, about="arrears", out=tmp_path / "out")
    file = openpyxl.load_workbook(outcome.workbook)
    assert file.sheetnames[2:] == ["Call list", "E-mail list", "Letter list", "Not on the list"]
    heading, first, *_ = file["Call list"].iter_rows(values_only=True)
    assert heading[:9] == (
        "account", "name", "phone", "why", "script points", "priority", "best_channel", "last_contact", "attempts"
    )  # fmt: skip
    assert dict(zip(heading, first, strict=True))["value"] == 50
