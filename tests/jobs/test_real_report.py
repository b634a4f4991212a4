"""The monthly report over two years of real receivables: every movement as plain pandas works it out."""

from pathlib import Path

import pandas as pd
import pytest

from sheetops.jobs.report import report

BOOK = Path(__file__).parents[2].parent / "shared" / "data" / "receivables.xlsx"
pytestmark = pytest.mark.skipif(
    not BOOK.is_file(), reason="../shared/data/receivables.xlsx is not beside this repository"
)
MONTH_ENDS = pd.date_range("2012-01-31", "2014-01-31", freq="ME")


@pytest.fixture(scope="module")
def ledger() -> pd.DataFrame:
    return pd.read_excel(BOOK, sheet_name="Ledger", dtype={"entry": str, "applies to": str}, engine="openpyxl")


def _months(ledger: pd.DataFrame) -> pd.DataFrame:
    """Return invoices and receipts of each month in cents, and the balance at its end, with nothing of sheetops."""
    cents = (ledger["amount"] * 100).round().astype("int64")
    month = ledger["date"] + pd.offsets.MonthEnd(0)
    sums = cents.groupby([month, ledger["kind"]]).sum().unstack(fill_value=0).reindex(MONTH_ENDS, fill_value=0)
    return sums.assign(closing=(sums["invoice"] - sums["receipt"]).cumsum())


@pytest.mark.parametrize("day", [MONTH_ENDS[12], MONTH_ENDS[24]], ids=str)
def test_thirteen_months_of_movement_to_the_cent(ledger: pd.DataFrame, day: pd.Timestamp) -> None:
    run = report({"Ledger": ledger}, as_of=day.date()).run
    expected = _months(ledger).loc[:day].tail(13)
    found = run.frames["Movement by month"].set_index("month")
    assert found["invoiced"].tolist() == expected["invoice"].tolist()
    assert found["receipts"].tolist() == (-expected["receipt"]).tolist()
    assert found["closing"].tolist() == expected["closing"].tolist()
    assert run.frames["Ageing by month"]["total"].tolist() == expected["closing"].tolist()
    assert found["opening"].tolist()[1:] == expected["closing"].tolist()[:-1]
    figures = run.frames["Key figures"]
    assert figures["billed"].tolist() == expected["invoice"].tolist()
    assert all(total.balances for total in run.totals)
