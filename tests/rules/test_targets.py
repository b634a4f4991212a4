"""Targets of callers: what counts for whom, on both sides of every edge."""

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from sheetops.rules.targets import against_targets, weekly_work, work_done


def facts(*rows: tuple[Any, ...]) -> pd.DataFrame:
    """Return facts of (by, segment, account, day, currency, amount or reached)."""
    columns = ["by", "segment", "account", "on", "currency", "amount"]
    return pd.DataFrame(rows, columns=columns).assign(on=lambda one: pd.to_datetime(one["on"]).astype("datetime64[s]"))


WORK = work_done(
    facts(
        ("Tom", "school", "A1", "2026-06-01", "NZD", 100_00),
        ("Tom", "cafe", "A2", "2026-06-07", "NZD", 50_00),
        ("Tom", "cafe", "A2", "2026-06-08", "NZD", 70_00),
        ("Mere", "cafe", "A3", "2026-06-03", "AUD", 30_00),
        ("", "cafe", "A4", "2026-06-03", "NZD", 5_00),
    ),
    facts(("tom", "school", "A1", "2026-06-02", "NZD", 400_00)),
    facts(
        ("Tom", "school", "A1", "2026-06-02", "NZD", True), ("Tom", "school", "A1", "2026-06-03", "NZD", False),
        ("Tom", "cafe", "A2", "2026-06-04", "NZD", False),
    ).rename(columns={"amount": "reached"}),
)  # fmt: skip


def judged(sheet: Any, line: str, as_of: dt.date) -> pd.Series:
    head = "row | caller | segment | from | until | payments | commitments | contacts | currency\n"
    return against_targets(sheet("Targets", head + "2 | " + line), WORK, as_of).iloc[0]


@pytest.mark.parametrize(
    ("line", "as_of", "done", "status"),
    [
        ("Tom | | 2026-06-01 | 2026-06-07 | 150 | 400 | 2 | NZD", dt.date(2026, 6, 7), [150_00, 400_00, 2], "reached"),
        ("Tom | | 2026-06-01 | 2026-06-07 | 150.01 | | | NZD", dt.date(2026, 6, 7), [150_00, 400_00, 2], "missed"),
        ("Tom | | 2026-06-01 | 2026-06-07 | 150 | | | NZD", dt.date(2026, 6, 6), [100_00, 400_00, 2], "behind"),
        ("Tom | | 2026-06-01 | 2026-06-07 | 160 | | | NZD", dt.date(2026, 6, 4), [100_00, 400_00, 2], "on track"),
        ("TOM | school | 2026-06-01 | 2026-06-30 | 1 | | 1 | NZD", dt.date(2026, 6, 9), [100_00, 400_00, 1], "reached"),
        ("Tom | | 2026-06-01 | 2026-06-30 | 1 | | | AUD", dt.date(2026, 6, 9), [0, 0, 2], "behind"),
        (" | | 2026-06-01 | 2026-06-30 | | | | NZD", dt.date(2026, 6, 9), [225_00, 400_00, 2], "no figure"),
    ],
)
def test_what_counts_for_a_target(sheet: Any, line: str, as_of: dt.date, done: list[int], status: str) -> None:
    row = judged(sheet, line, as_of)
    assert [row["payments_done"], row["commitments_done"], row["contacts_done"]] == done
    assert row["status"] == status


def test_the_reason_and_the_rates(sheet: Any) -> None:
    row = judged(sheet, "Tom | | 2026-06-01 | 2026-06-10 | 400 | | 4 | NZD", dt.date(2026, 6, 5))
    assert row["reason"] == "payments 100.00 of 400.00; contacts 2 of 4; day 5 of 10."
    assert (row["payments_rate"], row["contacts_rate"], row["gone_rate"]) == (2500, 5000, 5000)
    assert pd.isna(row["commitments_rate"])


def test_a_target_that_has_not_begun_waits(sheet: Any) -> None:
    head = "row | caller | from | until | payments\n"
    targets = sheet("Targets", head + "2 | Tom | 2026-06-02 | 2026-06-09 | 10", currency="NZD")
    assert against_targets(targets, WORK, dt.date(2026, 6, 1)).empty
    assert len(against_targets(targets, WORK, dt.date(2026, 6, 2))) == 1


def test_weeks_begin_on_monday_and_add_up_by_currency() -> None:
    weeks = weekly_work(WORK)
    tom = weeks[(weeks["grouped_by"] == "caller and week") & (weeks["by"] == "Tom")]
    assert tom[["week", "payments", "attempts", "reached"]].to_numpy().tolist() == [
        [pd.Timestamp("2026-06-01"), 150_00, 3, 1], [pd.Timestamp("2026-06-08"), 70_00, 0, 0],
    ]  # fmt: skip
    assert weeks.groupby(["grouped_by", "currency"])["payments"].sum().unstack().nunique().eq(1).all()
    assert "(nobody named)" in set(weeks["by"])
