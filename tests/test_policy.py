"""The policy in force on a day: both ends of every span, whom a setting is for, and what a value must look like."""

import datetime as dt
from decimal import Decimal

import pandas as pd
import pytest

from sheetops.checking import check_sheet
from sheetops.errors import PolicyError
from sheetops.model import Cells, Reading, Severity
from sheetops.policy import Policy, in_force, make_policy
from sheetops.rules.scope import KINDS
from sheetops.sheets import SHEETS
from sheetops.sheets.settings import SETTINGS, read_setting

DAY = dt.date(2026, 6, 30)


def _frame(name: str, table: str) -> pd.DataFrame:
    rows = [[cell.strip() for cell in line.split("|")][1:] for line in table.strip().splitlines()]
    checked = check_sheet(Cells("desk.xlsx", name, rows), SHEETS[name], Reading(DAY))
    assert not [finding for finding in checked.findings if finding.severity is Severity.ERROR]
    return checked.frame


def _policy(as_of: dt.date = DAY, **tables: str) -> Policy:
    return make_policy({name: _frame(name, table) for name, table in tables.items()}, as_of)


# ---------------------------------------------------------------------------------------------------------- settings


def test_without_a_policy_sheet_every_setting_has_its_default() -> None:
    policy = make_policy({}, DAY)
    assert {name: policy.value(name) for name in SETTINGS} == {
        name: read_setting(name, setting.default) for name, setting in SETTINGS.items()
    }
    assert policy.value("tolerance") == Decimal("0.10")
    assert policy.value("bucket_bounds") == (30, 60, 90)
    assert policy.value("clear_order") == ("costs", "interest", "principal")
    assert (policy.value("unallocated"), policy.value("min_days_between_letters")) == ("oldest_first", 5)


@pytest.mark.parametrize(
    ("as_of", "days"),
    [
        (dt.date(2025, 12, 31), 30),  # the default: before any row
        (dt.date(2026, 1, 1), 14),
        (dt.date(2026, 3, 31), 14),
        (dt.date(2026, 4, 1), 20),
        (dt.date(2026, 6, 30), 20),
        (dt.date(2026, 7, 1), 30),
    ],
)
def test_a_row_holds_from_its_first_to_its_last_day(as_of: dt.date, days: int) -> None:
    policy = _policy(
        as_of,
        Policy="""
        row | setting    | value | valid_from | valid_to
        2   | terms_days | 20    | 2026-04-01 | 2026-06-30
        3   | terms_days | 14    | 2026-01-01 | 2026-03-31
        """,
    )
    assert policy.value("terms_days") == days


def test_the_row_that_came_into_force_last_wins() -> None:
    policy = _policy(
        Policy="""
        row | setting    | value | valid_from
        2   | terms_days | 20    | 2026-04-01
        3   | terms_days | 14    | 2026-01-01
        4   | terms_days | 10    |
        """
    )
    assert policy.value("terms_days") == 20


def test_a_row_for_somebody_goes_before_the_one_for_everyone() -> None:
    policy = _policy(
        Policy="""
        row | setting           | value           | applies_to
        2   | credit_note_title | Credit note     |
        3   | credit_note_title | Adjustment note | AU
        4   | tolerance         | 1               | JPY
        """
    )
    titles = [policy.value("credit_note_title", country) for country in ("AU", "au", "NZ", "")]
    assert titles == ["Adjustment note", "Adjustment note", "Credit note", "Credit note"]
    assert [policy.minor("tolerance", code) for code in ("NZD", "JPY", "KWD", "")] == [10, 1, 100, 10]


FOR_SOME = """
row | setting    | value | applies_to       | valid_from | valid_to
2   | terms_days | 1     | country: NZ      |            |
3   | terms_days | 2     | NZD              |            |
4   | terms_days | 3     | Segment: Schools |            |
5   | terms_days | 4     | slow             |            |
6   | terms_days | 5     | licence type: TV |            |
7   | terms_days | 6     | A1               |            |
8   | terms_days | 9     |                  |            |
9   | terms_days | 7     | pubs             | 2026-07-01 |
10  | terms_days | 8     | pubs             |            | 2026-06-30
11  | terms_days | 77    | country: pubs    |            |
"""
FACTS = pd.DataFrame(
    [
        ("A1", "TV", "slow", "Schools", "NZD", "NZ"),
        ("A2", "tv", "slow", "Schools", "NZD", "NZ"),
        ("A2", "", "slow", "Schools", "NZD", "NZ"),
        ("A2", "", "quick", " SCHOOLS ", "NZD", "NZ"),
        ("A2", "", "quick", "Shops", "NZD", "NZ"),
        ("A2", "", "quick", "Shops", "AUD", "NZ"),
        ("A2", "", "quick", "Shops", "AUD", ""),
        ("A3", "", "", "pubs", "NZD", "NZ"),
    ],
    columns=["account", "type", "ladder", "segment", "currency", "country"],
    index=range(20, 28),
)


def test_the_most_specific_row_counts_for_each() -> None:
    """Account, licence type, ladder, segment, currency, country, everyone: the worked order, one step a row."""
    found = _policy(Policy=FOR_SOME).each("terms_days", FACTS)
    assert found.to_dict() == dict(zip(range(20, 28), [6, 5, 4, 3, 2, 1, 9, 8], strict=True))
    assert found.dtype == "int64"


def test_facts_that_are_not_known_leave_the_rest_to_decide() -> None:
    found = _policy(Policy=FOR_SOME).each("terms_days", FACTS[["segment", "currency"]])
    assert found.tolist() == [3, 3, 3, 3, 2, 9, 9, 8]
    assert _policy().each("terms_days", FACTS).eq(30).all()
    assert _policy(Policy=FOR_SOME).each("terms_days", FACTS[:0]).empty


def test_each_row_on_its_own_day() -> None:
    days = pd.Series(pd.to_datetime(["2026-06-30"] * 7 + ["2026-07-01"]), index=FACTS.index)
    policy = _policy(dt.date(2025, 1, 1), Policy=FOR_SOME)
    assert policy.each("terms_days", FACTS, on=days).iloc[-1] == 7
    assert policy.each("terms_days", FACTS, on=days - pd.Timedelta(days=1)).iloc[-1] == 8
    assert _policy().each("terms_days", FACTS, on=days).eq(30).all()
    assert policy.each("grace_days", FACTS[:0], on=days[:0]).empty


def test_the_policy_of_another_day() -> None:
    table = "row | setting | value | valid_from\n2 | terms_days | 20 | 2026-07-01\n3 | terms_days | 10 |"
    policy = _policy(Policy=table)
    assert [policy.on(day).value("terms_days") for day in (DAY, dt.date(2026, 7, 1), DAY)] == [10, 20, 10]
    assert policy.changes("terms_days").tolist() == [dt.date(2026, 7, 1)]


def test_what_if_a_setting_were_another() -> None:
    policy = _policy(Policy=FOR_SOME).given("terms_days", "12").given("language", "pl")
    assert (policy.value("terms_days"), policy.value("language")) == (12, "pl")
    assert policy.each("terms_days", FACTS).tolist() == [6, 5, 4, 3, 2, 1, 12, 8]
    assert policy.on(dt.date(2030, 1, 1)).value("language") == "pl"
    assert make_policy({}, DAY).given("terms_days", "3").value("terms_days") == 3
    with pytest.raises(ValueError, match="a whole number"):
        policy.given("terms_days", "soon")


def test_amounts_for_each_in_its_own_currency() -> None:
    policy = _policy(Policy="row | setting | value | applies_to\n2 | tolerance | 5 | Shops\n3 | tolerance | 100 | JPY")
    facts = pd.DataFrame({"currency": ["NZD", "JPY", "NZD", "KWD"], "segment": ["", "", "Shops", "shops"]})
    assert policy.each_minor("tolerance", facts).tolist() == [10, 100, 500, 5000]
    assert policy.differs("tolerance") == frozenset(KINDS)
    assert policy.differs("terms_days") == frozenset()


def test_a_subject_may_say_what_it_is() -> None:
    policy = _policy(
        Policy="row | setting | value | applies_to\n2 | tolerance | 5 | currency: NZD\n3 | tolerance | 6 | AUD"
    )
    assert policy.value("tolerance", "NZD") == policy.value("tolerance", "currency: nzd") == 5
    assert policy.value("tolerance", "country: AUD") == 6
    assert policy.value("tolerance", "segment: NZD") == Decimal("0.10")


def test_what_the_summary_says_of_settings() -> None:
    policy = _policy(Policy="row | setting | value\n2 | bucket_bounds | 7, 14")
    assert policy.said("bucket_bounds", "tolerance") == {"bucket_bounds": "7, 14", "tolerance": "0.10"}
    assert policy.said("interest_cap") == {"interest_cap": "none"}


def test_how_the_desk_writes() -> None:
    policy = _policy(
        Policy="""
        row | setting      | value
        2   | currency     | pln
        3   | country      | pl
        4   | decimal_mark | ,
        5   | date_order   | MDY
        """
    )
    assert policy.reading() == Reading(DAY, "mdy", ",", "PL", "PLN")


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("terms_days", " 30 ", 30),
        ("terms_days", "0", 0),
        ("terms_days", "36500", 36_500),
        ("tolerance", "1,000.50", Decimal("1000.50")),
        ("tolerance", "0", Decimal(0)),
        ("bucket_bounds", "30 60;90", (30, 60, 90)),
        ("unallocated", "Keep", "keep"),
        ("clear_order", "Principal, costs, interest", ("principal", "costs", "interest")),
        ("credit_note_number", "{number}", "{number}"),
    ],
)
def test_values_are_read_as_people_write_them(name: str, value: str, read: object) -> None:
    assert read_setting(name, value) == read


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("terms_days", "a month", "a whole number"),
        ("terms_days", "-1", "a whole number from 0 to 36500"),
        ("terms_days", "36501", "a whole number from 0 to 36500"),
        ("tolerance", "ten", "an amount"),
        ("tolerance", "-0.01", "an amount"),
        ("tolerance", "NaN", "an amount"),
        ("tolerance", "Infinity", "an amount"),
        ("bucket_bounds", "30, 30", "rising whole numbers"),
        ("bucket_bounds", "0, 30", "rising whole numbers"),
        ("bucket_bounds", "", "whole number"),
        ("unallocated", "newest", "oldest_first or keep"),
        ("clear_order", "costs, interest", "costs, interest and principal"),
        ("credit_note_number", "CN", "a text such as"),
        ("credit_note_number", "{number} {nobody}", "a text such as"),
        ("credit_note_number", "{number", "a text such as|expected"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_what_it_should_be(name: str, value: str, wanted: str) -> None:
    with pytest.raises(ValueError, match=wanted):
        read_setting(name, value)


def test_an_unknown_setting_is_passed_over() -> None:
    policy = _policy(Policy="row | setting | value\n2 | colour | green")
    assert "colour" not in policy.values


# ------------------------------------------------------------------------------------ stages, templates, closed days


@pytest.mark.parametrize(
    ("as_of", "days"),
    [(dt.date(2026, 3, 31), 10), (dt.date(2026, 4, 1), 14), (dt.date(2026, 6, 30), 14), (dt.date(2026, 7, 1), 10)],
)
def test_of_a_level_the_stage_that_came_into_force_last_holds(as_of: dt.date, days: int) -> None:
    policy = _policy(
        as_of,
        Stages="""
        row | ladder   | level | mode              | days | valid_from | valid_to
        2   | standard | 2     | since_last_notice | 10   |            |
        3   | standard | 1     | due_plus          | 14   | 2026-04-01 | 2026-06-30
        4   | standard | 1     | due_plus          | 10   |            |
        """,
    )
    stages = policy.stages_of("standard")
    assert stages[["level", "days"]].to_numpy().tolist() == [[1, days], [2, 10]]


def test_a_ladder_that_is_not_there_is_named_beside_those_that_are() -> None:
    policy = _policy(Stages="row | ladder | level | mode | days\n2 | standard | 1 | due_plus | 10")
    with pytest.raises(PolicyError, match=r"no ladder named 'slow' in force on 30/06/2026 \(it has: standard\)"):
        policy.stages_of("slow")
    with pytest.raises(PolicyError, match="none at all"):
        make_policy({}, DAY).stages_of("slow")


def test_templates_by_key_and_language_and_days_on_which_the_desk_is_closed() -> None:
    policy = _policy(
        Templates="""
        row | template   | file            | language | subject
        2   | reminder-1 | reminder-1.docx | en       | Your account
        3   | reminder-1 | monit-1.docx    | pl       | Monit
        """,
        Holidays="""
        row | calendar | date       | kind
        2   | NZ       | 2026-12-25 | closed
        3   | NZ       | 2026-12-26 |
        4   | NZ       | 2026-12-27 | worked
        5   | NZ       | 2026-12-24 | part
        """,
    )
    assert policy.templates["reminder-1", "en"].file == "reminder-1.docx"
    assert policy.templates["reminder-1", "pl"].subject == "Monit"
    assert policy.closed == {dt.date(2026, 12, 25), dt.date(2026, 12, 26)}


def test_rows_in_force_keep_their_excel_rows() -> None:
    rows = _frame("Policy", "row | setting | value | valid_to\n2 | currency | NZD | 2026-01-01\n3 | currency | AUD |")
    assert in_force(rows, DAY).index.tolist() == [3]
