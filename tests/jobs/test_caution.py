"""A faulty row of Customers, Holds or Promises holds its account back: it may be what forbids the letter."""

import datetime as dt

import pandas as pd

from sheetops.jobs.arrears import arrears

DAY = dt.date(2026, 6, 30)


def _desk(**sheets: dict[str, list[object]]) -> dict[str, pd.DataFrame]:
    ledger = {
        "entry": ["INV-1", "INV-2"],
        "account": ["A1", "A2"],
        "kind": ["invoice", "invoice"],
        "date": ["2026-05-01", "2026-05-01"],
        "due_date": ["2026-05-31", "2026-05-31"],
        "amount": [100, 100],
    }
    stages = {"ladder": ["standard"], "level": [1], "mode": ["due_plus"], "days": [10], "template": ["reminder-1"]}
    customers = {"account": ["A1", "A2"], "name": ["Smith Hall", "Oak School"], "do_not_contact": ["no", "no"]}
    everything = {"Ledger": ledger, "Stages": stages, "Customers": customers} | sheets
    return {name: pd.DataFrame(rows) for name, rows in everything.items()}


def _held(**sheets: dict[str, list[object]]) -> dict[str, str]:
    rows = arrears(_desk(**sheets), as_of=DAY).run.frames["Arrears"]
    return dict(zip(rows["account"], rows["held"], strict=True))


def test_with_good_rows_nobody_is_held() -> None:
    assert _held() == {"A1": "", "A2": ""}


def test_a_customer_without_a_readable_row_waits() -> None:
    held = _held(Customers={"account": ["A1", "A2"], "name": ["", "Oak School"], "do_not_contact": ["yes", "no"]})
    assert held == {"A1": "hold (a row of Customers for it has an error, see Problems)", "A2": ""}


def test_a_hold_that_cannot_be_read_holds() -> None:
    held = _held(Holds={"account": ["A2"], "reason": ["complaint"], "until": ["31/02/2026"]})
    assert held == {"A1": "", "A2": "hold (a row of Holds for it has an error, see Problems)"}


def test_a_second_faulty_row_of_a_known_customer_holds_nobody() -> None:
    again = {"account": ["A1", "A2", "A2"], "name": ["Smith Hall", "Oak School", "Oak"], "do_not_contact": ["no"] * 3}
    assert _held(Customers=again) == {"A1": "", "A2": ""}
