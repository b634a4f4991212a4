"""Complaints: both clocks on both sides of every edge, what stays open, and what they stop."""

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from sheetops.rules.complaints import MEANINGS, ComplaintTerms, complaint_figures, complaint_holds, complaints

MATARIKI = dt.date(2026, 7, 10)
"""A Friday on which the desk is shut."""

HEAD = "row | task | account | type | received_at | acknowledged_at | answered_at | resolved_at | status | "
HEAD += "resolved_at_first_contact | due_at | owner | cause\n"


def found(sheet: Any, line: str, as_of: dt.date) -> pd.Series:
    rows = complaints(
        sheet("Tasks", HEAD + f"2 | C-1 | A1 | complaint | {line}"), ComplaintTerms(as_of, closed={MATARIKI})
    )
    return rows.iloc[0]


def june(number: int) -> dt.date:
    return dt.date(2026, 6, number)


@pytest.mark.parametrize(
    ("received", "acknowledge_by", "answer_by"),
    [
        ("2026-06-01 09:00", june(4), june(15)),  # a Monday: 3 and 10 business days after it
        ("2026-06-05 23:59", june(10), june(19)),  # Friday evening
        ("2026-06-06 10:00", june(10), june(19)),  # Saturday: the same as Friday
        ("2026-06-07", june(10), june(19)),
        ("2026-07-07 08:00", dt.date(2026, 7, 13), dt.date(2026, 7, 22)),  # over a weekend and a closed Friday
    ],
)
def test_the_last_days_count_business_days_after_the_day_it_came(
    sheet: Any, received: str, acknowledge_by: dt.date, answer_by: dt.date
) -> None:
    row = found(sheet, f"{received} | | | | | | | |", dt.date(2026, 7, 7))
    assert (row["acknowledge_by"].date(), row["answer_by"].date()) == (acknowledge_by, answer_by)


@pytest.mark.parametrize(
    ("line", "as_of", "status"),
    [
        ("2026-06-01 | | | | | | | |", june(4), "to acknowledge"),  # its last day
        ("2026-06-01 | | | | | | | |", june(5), "acknowledgement overdue"),
        ("2026-06-01 | 2026-06-08 | | | | | | |", june(7), "acknowledgement overdue"),  # what comes later is not known
        ("2026-06-01 | 2026-06-08 | | | | | | |", june(8), "to answer"),
        ("2026-06-01 | 2026-06-03 | | | | | | |", june(15), "to answer"),  # its last day
        ("2026-06-01 | 2026-06-03 | | | | | | |", june(16), "answer overdue"),
        ("2026-06-01 | | | | | | | |", june(16), "answer overdue"),
        ("2026-06-01 | 2026-06-03 | | | | | 2026-06-20 | |", june(20), "to answer"),  # a day of its own
        ("2026-06-01 | 2026-06-03 | | | | | 2026-06-20 | |", june(21), "answer overdue"),
        ("2026-06-01 | | 2026-06-16 | | | | | |", june(16), "answered"),
        ("2026-06-01 | | 2026-06-09 | 2026-06-12 | resolved | | | |", june(11), "answered"),
        ("2026-06-01 | | 2026-06-09 | 2026-06-12 | resolved | | | |", june(12), "resolved"),
        ("2026-06-01 | | 2026-06-09 | | closed | | | |", june(9), "resolved"),  # no day: that of the answer
        ("2026-06-01 | | | | closed | | | |", june(1), "resolved"),
        ("2026-06-01 | | 2026-06-09 | 2026-06-12 | reopened | | | |", june(30), "answered"),
        ("2026-06-01 | | | | | yes | | |", june(1), "resolved"),
        ("2026-06-01 | | | | withdrawn | | | |", june(30), "withdrawn"),
    ],
)
def test_status(sheet: Any, line: str, as_of: dt.date, status: str) -> None:
    assert found(sheet, line, as_of)["status"] == status


def test_a_complaint_that_comes_later_is_not_there_yet(sheet: Any) -> None:
    tasks = sheet("Tasks", HEAD + "2 | C-1 | A1 | complaint | 2026-06-02 00:01 | | | | | | | |")
    assert complaints(tasks, ComplaintTerms(june(1))).empty
    assert len(complaints(tasks, ComplaintTerms(june(2)))) == 1


def test_reasons_can_be_read_out(sheet: Any) -> None:
    assert found(sheet, "2026-06-24 | | | | | | | |", june(30))["reason"] == (
        "Complaint C-1 came on 24/06/2026; it has not been acknowledged, which was due by 29/06/2026, 1 day ago; "
        "the answer is due by 08/07/2026."
    )
    late = found(sheet, "2026-06-01 | 2026-06-08 | | | waiting | | | |", june(16))
    assert late["reason"] == (
        "Complaint C-1 came on 01/06/2026; it was acknowledged on 08/06/2026 (late: it was due by 04/06/2026). "
        "The answer was due by 15/06/2026, 1 day ago."
    )
    assert (late["next_action"], late["next_action_on"].date()) == ("answer it", june(15))


REGISTER = (
    HEAD
    + """
2 | C-1 | A1 | complaint | 2026-05-27 | 2026-05-28 | 2026-06-03 | 2026-06-04 | resolved |     | | Tom  | bill
3 | C-2 | A2 | complaint | 2026-06-01 | 2026-06-08 |            |            |          |     | | Tom  | bill
4 | C-3 | A3 | complaint | 2026-06-29 |            |            |            |          |     | |      |
5 | C-4 | A4 | complaint | 2026-06-10 |            |            | 2026-06-10 | resolved | yes | | Mere | roll
6 | C-5 |    | complaint | 2026-06-11 |            |            |            | withdrawn |    | | Mere | bill
7 | T-1 | A9 | call      | 2026-06-11 |            |            |            |          |     | | Mere |
"""
)


def test_figures_count_only_what_is_decided(sheet: Any) -> None:
    figures = complaint_figures(complaints(sheet("Tasks", REGISTER), ComplaintTerms(june(30))))
    every = figures[figures["grouped_by"] == "all"].iloc[0]
    assert every[["complaints", "open", "resolved", "withdrawn", "late"]].tolist() == [5, 2, 2, 1, 1]
    # C-3 still has time, C-5 was withdrawn without either: neither is judged.
    assert every["acknowledged_rate"] == 6667  # C-1 and C-4 of three
    assert every["answered_rate"] == 6667
    assert every["first_contact_rate"] == 5000
    causes = figures[figures["grouped_by"] == "cause"]
    assert causes["group"].tolist() == ["bill", "(no cause given)", "roll"]  # the most frequent first
    assert figures.groupby("grouped_by")["complaints"].sum().unique().tolist() == [5]
    assert complaint_figures(complaints(sheet("Tasks", REGISTER)[:0], ComplaintTerms(june(30)))).empty


def test_open_complaints_hold_their_account_and_no_other(sheet: Any) -> None:
    holds = complaint_holds(sheet("Tasks", REGISTER), ComplaintTerms(june(30)))
    assert holds["account"].tolist() == ["A2", "A3"]
    assert holds["reason"].tolist() == [
        "complaint C-2 of 01/06/2026, answer overdue",
        "complaint C-3 of 29/06/2026, to acknowledge",
    ]
    assert holds["until"].isna().all()


def test_every_status_has_a_meaning_and_every_complaint_one(sheet: Any) -> None:
    for day in range(1, 31):
        rows = complaints(sheet("Tasks", REGISTER), ComplaintTerms(june(day)))
        assert set(rows["status"]) <= set(MEANINGS)
        assert (rows["open"] == rows["next_action"].ne("")).all()
