"""A day's answer stands: what is written down with later days changes nothing, so a what-if is the run of that day."""

import datetime as dt
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetops.jobs.arrears import SHEETS_READ, arrears_run, position
from sheetops.jobs.desk import open_desk
from sheetops.jobs.renewals import pipeline, renewals_run
from sheetops.model import Frame

Row = dict[str, Any]
FIRST = dt.date(2026, 1, 1)
NUMBERS = st.integers(0, 90)
DAYS = NUMBERS.map(lambda number: FIRST + dt.timedelta(days=number))
ACCOUNTS = st.sampled_from(["A1", "A2"])
ENTRIES = st.sampled_from(["I0", "I1", "I2"])
DATED = {
    "Ledger": "date",
    "Notices": "sent_on",
    "Contacts": "at",
    "Promises": "made_on",
    "Plans": "agreed_on",
    "Holds": "from",
}
"""The column that says when a row was written down."""
FIXED = {
    "Policy": [
        {"setting": "currency", "value": "NZD"},
        {"setting": "deemed_delivery", "value": "email 0, letter 3 business"},
        {"setting": "quiet_days", "value": "weekend, holiday"},
        {"setting": "call_max_attempts", "value": "2"},
        {"setting": "tell_process", "value": "3"},
        {"setting": "without_address", "value": "fall_back"},
    ],
    "Stages": [
        {"ladder": "standard", "level": 1, "mode": "due_plus", "days": 5, "channel": "email", "unit": "business_days"},
        {"ladder": "standard", "level": 2, "mode": "since_last_notice", "days": 7, "channel": "phone"},
        {"ladder": "standard", "level": 3, "mode": "since_last_notice", "days": 7, "channel": "letter"},
        {"ladder": "renewal", "level": 1, "mode": "days_before_expiry", "days": 40, "channel": "email"},
        {"ladder": "renewal", "level": 2, "mode": "days_before_expiry", "days": 20, "channel": "phone"},
    ],
    "Customers": [
        {"account": "A1", "name": "Abbot", "email": "a@post.co.nz", "phone": "09 300 1000", "address1": "1 High St"},
        {"account": "A2", "name": "Burns", "email": "b@post.co.nz", "phone": "", "address1": "", "town": "Napier"},
    ],
    "Licences": [
        {"licence": "L1", "account": "A1", "type": "music", "start": "2025-03-01", "end": "2026-02-28"},
        {"licence": "L2", "account": "A2", "type": "music", "start": "2025-04-01", "end": "2026-03-31"},
    ],
    "Holidays": [{"calendar": "NZ", "date": "2026-02-06", "name": "Waitangi"}],
}


def _row(later: dict[str, int] | None = None, **columns: Any) -> st.SearchStrategy[Row]:
    """Return rows whose columns are fixed or drawn; ``later`` are days counted on from that of the row, at most."""
    own = {name: one if isinstance(one, st.SearchStrategy) else st.just(one) for name, one in columns.items()}
    waits = {name: st.integers(0, most) for name, most in (later or {}).items()}
    dated = next(name for name in columns if name in DATED.values())

    def spaced(row: Row, after: dict[str, int]) -> Row:
        return row | {name: row[dated] + dt.timedelta(days=wait) for name, wait in after.items()}

    return st.builds(spaced, st.fixed_dictionaries(own), st.fixed_dictionaries(waits))


def _rows(key: str, most: int, row: st.SearchStrategy[Row]) -> st.SearchStrategy[list[Row]]:
    """Return rows with a key of their own: a letter and a number."""
    named = "entry" if key in "IR" else {"P": "promise", "N": "plan"}.get(key, "")
    return st.lists(row, max_size=most).map(
        lambda rows: [one | ({named: f"{key}{n}"} if named else {}) for n, one in enumerate(rows)]
    )


OUTCOMES = st.sampled_from(["spoke", "no answer", "bounced", "told_process", "call back", "corrected"])
WAYS = st.sampled_from(["phone", "phone", "email", "letter"])
INVOICES = _rows("I", 3, _row({"due_date": 20}, account=ACCOUNTS, kind="invoice", date=DAYS, amount="100.00"))
RECEIPTS = _rows("R", 3, _row(account=ACCOUNTS, kind="receipt", date=DAYS, amount=st.sampled_from(["40.00", "100.00"])))
SHEETS = st.fixed_dictionaries(
    {
        "Ledger": st.builds(lambda invoices, receipts: [*invoices, *receipts], INVOICES, RECEIPTS),
        "Notices": _rows(
            "",
            4,
            _row(account=ACCOUNTS, entry=ENTRIES, ladder="standard", level=st.integers(1, 3), sent_on=DAYS),
        ),
        "Contacts": _rows("", 5, _row(account=ACCOUNTS, at=DAYS, channel=WAYS, direction="out", outcome=OUTCOMES)),
        "Promises": _rows("P", 2, _row({"due_on": 20}, account=ACCOUNTS, made_on=DAYS, amount="50.00")),
        "Plans": _rows(
            "N", 1, _row({"first_due": 9}, account=ACCOUNTS, agreed_on=DAYS, frequency="weekly", instalments=3)
        ),
        "Holds": _rows("", 2, _row({"until": 20}, account=ACCOUNTS, reason="enquiry", **{"from": DAYS})),
    }
)
ALWAYS = {"entry": "I9", "account": "A1", "kind": "invoice", "date": FIRST, "due_date": FIRST, "amount": "100.00"}
"""A ledger has a row on any day."""


def _answer(sheets: dict[str, list[Row]], as_of: dt.date) -> tuple[Frame, ...]:
    book = {
        name: pd.DataFrame([{key: str(cell) for key, cell in row.items()} for row in rows], dtype=object)
        for name, rows in (FIXED | sheets).items()
        if rows
    }
    desk = open_desk(book, as_of, SHEETS_READ)
    now = position(desk)
    runs = (arrears_run(desk, now), renewals_run(desk, pipeline(desk, now)))
    return tuple(
        run.frames[name] for run in runs for name in ("Arrears", "Notices due", "Renewals") if name in run.frames
    )


@settings(max_examples=6, deadline=None)
@given(SHEETS, DAYS)
def test_a_what_if_on_a_past_day_is_the_run_that_was_made_that_day(desk: dict[str, list[Row]], as_of: dt.date) -> None:
    then = {name: [row for row in rows if str(row[DATED[name]])[:10] <= str(as_of)] for name, rows in desk.items()}
    for made_that_day, asked_later in zip(_answer(then, as_of), _answer(desk, as_of), strict=True):
        pd.testing.assert_frame_equal(made_that_day, asked_later, check_dtype=False)
