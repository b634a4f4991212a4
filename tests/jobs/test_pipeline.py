"""The pipeline board 30/60/90, its charts, and next terms as rows to copy into Licences."""
# ruff: noqa: E501  a sheet is shown as it stands

import datetime as dt
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetops.jobs.renewals import renewals
from sheetops.model import Run
from sheetops.rules.pipeline import PLACES, board_place
from sheetops.sheets.licences import LICENCES as SHEET
from tests.jobs.small_desk import book

DAY = dt.date(2026, 6, 30)
TABLES = {
    "Policy": """
row | setting  | value
2   | currency | NZD
""",
    "Stages": """
row | ladder  | level | mode               | days | channel | template
2   | renewal | 1     | days_before_expiry | 60   | email   | renewal-invitation
3   | renewal | 2     | days_before_expiry | 30   | email   | renewal-reminder
""",
    "Customers": """
row | account | name    | segment | owner
2   | A1      | Abbot   | school  | Ann
3   | A2      | Brown   | school  | Ben
4   | A3      | Cole    |         |
5   | JP      | Ginza   | shop    | Ben
""",
    "Ledger": """
row | entry | account | kind    | date       | due_date   | amount | currency
2   | I-JP  | JP      | invoice | 2026-05-01 | 2026-05-10 | 12000  | JPY
""",
}
LICENCES = """
row | licence  | account | type  | start      | end        | status    | fee    | anchor     | add_on_of | accepted_on | auto_renew
2   | L-30     | A1      | music | 2025-07-31 | 2026-07-30 | live      | 100.00 |            |           |             |
3   | L-31     | A1      | films | 2025-08-01 | 2026-07-31 | live      | 200.00 |            |           |             |
4   | L-90     | A2      | music | 2025-09-29 | 2026-09-28 | live      | 300.00 |            |           |             |
5   | L-91     | A2      | films | 2025-09-30 | 2026-09-29 | live      |        |            |           |             |
6   | L-OK     | A1      | radio | 2025-07-01 | 2026-06-30 | live      | 400.00 |            |           | 2026-06-10  |
7   | L-OK+    | A1      | choir | 2025-07-01 | 2026-06-30 | live      | 40.00  |            | L-OK      |             |
8   | L-NO     | A3      | music | 2025-07-01 | 2026-06-30 | declined  | 500.00 |            |           |             |
9   | L-GRACE  | A3      | radio | 2025-06-17 | 2026-06-16 | live      | 600.00 |            |           |             |
10  | L-GONE   | A3      | films | 2025-06-16 | 2026-06-15 | live      | 700.00 |            |           |             |
11  | L-2026   | A2      | radio | 2026-01-31 | 2026-02-27 | live      | 10.00  | 2026-01-31 |           |             | yes
12  | L-JP     | JP      | music | 2025-07-01 | 2026-06-30 | live      | 9000   |            |           | 2026-06-10  |
13  | L-STOP   | JP      | films | 2025-07-01 | 2026-06-30 | cancelled | 9000   |            |           |             |
"""


def _run(as_of: dt.date = DAY, out: Path | None = None, **sheets: str) -> Run:
    return renewals(book(**TABLES | {"Licences": LICENCES} | sheets), as_of=as_of, out=out).run


def _row(run: Run, grouped_by: str, group: str, currency: str = "NZD") -> dict[str, object]:
    board = run.frames["Pipeline"]
    rows = board[(board["grouped_by"] == grouped_by) & (board["group"] == group) & (board["currency"] == currency)]
    (row,) = rows.to_dict("records")
    return {name: value for name, value in row.items() if not (pd.isna(value) or value == 0)}


def test_each_licence_has_one_place_on_the_board() -> None:
    run = _run()
    assert _row(run, "segment", "school") == {
        **{"grouped_by": "segment", "group": "school", "currency": "NZD", "licences": 7},
        **{"due_30": 1, "due_60": 1, "due_90": 1, "later": 1, "renewed": 3, "without_fee": 1},
        **{"value": 105000, "open_value": 60000, "renewed_value": 45000, "rate": 10_000},
    }
    assert _row(run, "caller", "(nobody named)") == {
        **{"grouped_by": "caller", "group": "(nobody named)", "currency": "NZD", "licences": 3},
        **{"declined": 1, "in_grace": 1, "lapsed": 1, "value": 180000, "open_value": 60000},
    }
    assert _row(run, "month", "2026-06", "JPY")["renewed_value"] == 9000
    assert all(total.balances for total in run.totals)
    assert len([total for total in run.totals if total.name.startswith("Pipeline by")]) == 3


@pytest.mark.parametrize(
    ("left", "status", "place"),
    [
        (0, "due", "due_30"),
        (30, "due", "due_30"),
        (31, "due", "due_60"),
        (60, "due", "due_60"),
        (61, "not due", "due_90"),
        (90, "not due", "due_90"),
        (91, "not due", "later"),
        (-1, "in grace", "in_grace"),
        (-30, "lapsed", "lapsed"),
        (5, "renewed", "renewed"),
    ],
)
def test_both_sides_of_every_window(left: int, status: str, place: str) -> None:
    assert board_place(pd.DataFrame({"days_to_expiry": [left], "status": [status]})).tolist() == [place]


@settings(max_examples=15, deadline=None)
@given(st.dates(dt.date(2026, 1, 1), dt.date(2027, 1, 1)))
def test_the_board_adds_up_on_any_day(day: dt.date) -> None:
    run = _run(day)
    assert all(total.balances for total in run.totals)
    board = run.frames["Pipeline"]
    assert (board[list(PLACES)].sum(axis=1) == board["licences"]).all()


def test_the_rate_is_of_what_was_decided() -> None:
    board = _run().frames["Pipeline"].query("grouped_by == 'segment' and currency == 'NZD'").set_index("group")
    assert board.loc["(no segment)", "rate"] == 0  # one declined, one lapsed
    months = _run().frames["Pipeline"].query("grouped_by == 'month' and currency == 'NZD'").set_index("group")
    assert months.loc["2026-06", "rate"] == 5000  # renewed: L-OK and its add-on; declined: L-NO; lapsed: L-GONE
    assert pd.isna(months.loc["2026-07", "rate"])


def test_the_charts_are_in_the_workbook(tmp_path: Path) -> None:
    run = _run(out=tmp_path)
    assert [chart.title for chart in run.charts] == [
        "Renewals by month of expiry, NZD",
        "Due by segment, NZD",
        "Due by caller, NZD",
    ]
    with zipfile.ZipFile(tmp_path / "renewals.xlsx") as package:
        assert len([name for name in package.namelist() if name.startswith("xl/charts/chart")]) == 3


def test_next_terms_are_rows_of_the_licences_sheet() -> None:
    rows = _run().frames["Next terms"]
    assert list(rows.columns) == [column.name for column in SHEET.columns]
    days = {name: rows[name].dt.strftime("%Y-%m-%d").fillna("") for name in ("start", "end", "anchor")}
    shown = rows.assign(**days)[["licence", "start", "end", "status", "fee", "add_on_of", "anchor"]].to_numpy().tolist()
    assert shown == [
        ["L-OK-2026", "2026-07-01", "2027-06-30", "live", 40000, "", ""],
        ["L-OK+-2026", "2026-07-01", "2027-06-30", "live", 4000, "L-OK-2026", ""],
        ["L-2026-02", "2026-02-28", "2026-03-30", "live", 1000, "", "2026-01-31"],
        ["L-JP-2026", "2026-07-01", "2027-06-30", "live", 900000, "", ""],
    ]


def test_next_terms_that_were_copied_are_not_offered_again() -> None:
    copied = "14 | L-OK-2026 | A1 | radio | 2026-07-01 | 2027-06-30 | live | 400.00 | | | |\n"
    copied += "15 | L-OK+-2026 | A1 | choir | 2026-07-01 | 2027-06-30 | live | 40.00 | | L-OK-2026 | |\n"
    rows = _run(Licences=LICENCES + copied).frames["Next terms"]
    assert rows["licence"].tolist() == ["L-2026-02", "L-JP-2026"]
