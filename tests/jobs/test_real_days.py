"""Two years of real receivables: every figure as plain pandas works it out, with nothing of sheetops.

2,466 invoices of 100 customers with their receipts, `../shared/data/receivables.xlsx` beside the repository.
"""

import datetime as dt
import subprocess
import sys
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from sheetops.jobs.arrears import arrears

BOOK = Path(__file__).parents[2].parent / "shared" / "data" / "receivables.xlsx"
pytestmark = pytest.mark.skipif(
    not BOOK.is_file(), reason="../shared/data/receivables.xlsx is not beside this repository"
)

DAYS = [dt.date(2012, 9, 30), dt.date(2013, 1, 31), dt.date(2013, 12, 31)]
MONTH_ENDS = [day.date() for day in pd.date_range("2012-01-31", "2014-12-31", freq="ME")]
BUCKETS = ["not_due", "1-30", "31-60", "61-90", "over 90"]


@pytest.fixture(scope="module")
def entries() -> pd.DataFrame:
    """Return the Ledger sheet as it stands, amounts in cents."""
    names = ["entry", "account", "kind", "date", "due date", "amount", "applies to", "disputed"]
    text = dict.fromkeys(("entry", "account", "applies to"), str)
    frame = pd.read_excel(BOOK, sheet_name="Ledger", usecols=names, dtype=text, engine="openpyxl")
    return frame.assign(cents=(frame["amount"] * 100).round().astype("int64"), doubt=frame["disputed"].eq("Yes"))


def _open(entries: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Return the invoices of a day with what is open: their amount less the receipts for them up to that day."""
    there = entries[entries["date"] <= pd.Timestamp(day)]
    paid = there[there["kind"] == "receipt"].groupby("applies to")["cents"].sum()
    invoices = there[there["kind"] == "invoice"].set_index("entry")
    invoices["open"] = invoices["cents"] - paid.reindex(invoices.index, fill_value=0)
    late = (pd.Timestamp(day) - invoices["due date"]).dt.days
    invoices["bucket"] = pd.cut(late, [-9999, 0, 30, 60, 90, 9999], labels=BUCKETS).astype(str)
    return invoices[invoices["open"] > 0]


def test_the_figures_that_are_known(entries: pd.DataFrame) -> None:
    """Items open and cents: written down, so that the plain pandas cannot drift with the code."""
    figures = [(len(_open(entries, day)), int(_open(entries, day)["open"].sum())) for day in DAYS]
    assert figures == [(104, 602_922), (94, 584_687), (13, 76_190)]


@pytest.mark.parametrize("day", DAYS)
def test_a_day_by_account_bucket_and_dispute(entries: pd.DataFrame, day: dt.date) -> None:
    run = arrears(BOOK, as_of=day).run
    expected = _open(entries, day)
    assert not any(left.rows for left in run.left_out)

    items = run.frames["Open items"].set_index("entry")
    assert items["outstanding"].to_dict() == expected["open"].to_dict()
    assert items["bucket"].to_dict() == expected["bucket"].to_dict()

    ageing = run.frames["Ageing"]
    total = ageing[ageing["account"] == "Total"].iloc[0]
    by_bucket = expected.groupby("bucket")["open"].sum()
    assert {name: total[name] for name in BUCKETS} == {name: by_bucket.get(name, 0) for name in BUCKETS}
    assert (total["total"], total["unallocated"]) == (expected["open"].sum(), 0)
    assert total["disputed"] == expected.loc[expected["doubt"], "open"].sum()

    rows = ageing[~ageing["account"].isin(["Total", "Proof"])].set_index("account")
    assert rows["total"].to_dict() == expected.groupby("account")["open"].sum().to_dict()
    grid = expected.pivot_table(index="account", columns="bucket", values="open", aggfunc="sum", fill_value=0)
    assert rows[BUCKETS].to_numpy().tolist() == grid.reindex(columns=BUCKETS, fill_value=0).to_numpy().tolist()

    accounts = run.frames["Arrears"].set_index("account")
    owed = expected.groupby("account")["open"].sum().reindex(accounts.index, fill_value=0)
    assert accounts["outstanding"].tolist() == owed.tolist()
    overdue = expected[expected["bucket"] != "not_due"].groupby("account")["open"].sum()
    assert accounts["arrears"].tolist() == overdue.reindex(accounts.index, fill_value=0).tolist()


def test_later_receipts_stand_beside_the_invoices_that_they_will_pay(entries: pd.DataFrame) -> None:
    """Every invoice of this data was paid in full one day."""
    items = arrears(BOOK, as_of=DAYS[0]).run.frames["Open items"]
    assert (items["future_receipts"] == items["outstanding"]).all()


def test_every_month_end_balances_to_the_cent(entries: pd.DataFrame) -> None:
    """Through DataFrames: the door of those who have the sheet open in Python."""
    sheets = {
        "Ledger": pd.read_excel(BOOK, sheet_name="Ledger", dtype={"entry": str, "applies to": str}, engine="openpyxl")
    }
    for day in MONTH_ENDS:
        run = arrears(sheets, as_of=day).run
        there = entries[entries["date"] <= pd.Timestamp(day)]
        balance = there["cents"].where(there["kind"] == "invoice", -there["cents"]).groupby(there["account"]).sum()
        ageing = run.frames["Ageing"]
        found = ageing[~ageing["account"].isin(["Total", "Proof"])].set_index("account")["total"]
        assert found.to_dict() == balance[balance != 0].to_dict()
        assert all(total.balances for total in run.totals)


def test_from_the_command_line(entries: pd.DataFrame, tmp_path: Path) -> None:
    """The workbook holds the same figures; the findings (country numbers instead of codes) make the exit code 1."""
    day, out = DAYS[1], tmp_path / "out"
    order = [sys.executable, "-m", "sheetops", "arrears", str(BOOK), "--as-of", f"{day}", "--out", str(out)]
    done = subprocess.run(order, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (1, ""), done.stderr
    assert "Traceback" not in done.stdout
    sheet = openpyxl.load_workbook(out / "arrears.xlsx")["Ageing"]
    heading, *rows = sheet.iter_rows(values_only=True)
    by_account = {row[0]: dict(zip(heading, row, strict=True)) for row in rows}
    expected = _open(entries, day)
    assert round(by_account["Total"]["total"] * 100) == expected["open"].sum()
    assert round(by_account["Proof"]["total"] * 100) == expected["open"].sum()
    assert by_account["Proof"]["name"] == "Ledger balance: agrees"
    assert round(by_account["Total"]["31-60"] * 100) == expected.loc[expected["bucket"] == "31-60", "open"].sum()
