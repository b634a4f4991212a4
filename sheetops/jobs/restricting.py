"""Letters about restrictions: that one is coming, that it was placed, that it was lifted."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from sheetops import clock
from sheetops.jobs.addressing import day, major
from sheetops.jobs.arrears import Position
from sheetops.jobs.confirmations import confirming
from sheetops.jobs.desk import Desk
from sheetops.jobs.restrictions import Restricting, restricting
from sheetops.jobs.wants import Letter, records
from sheetops.model import Frame
from sheetops.rules.ladders import RESTRICTION
from sheetops.rules.lookup import look_up

WARNING, PLACED, LIFTED = "restriction-warning", "restriction-placed", "restriction-lifted"


def restriction_letters(desk: Desk, now: Position) -> Iterator[Letter]:
    """Yield the letters on restrictions that are due, if the desk sends such letters."""
    if desk.policy.value("restriction_letters") != "yes" or "Ledger" not in desk.checked:
        return
    found = restricting(desk, now)
    customers = now.customers.drop_duplicates("account").set_index("account", drop=False)
    for row in records(found.due[found.due["warn"] & found.due["account"].isin(customers.index)]):
        yield _warning(desk, customers.loc[row["account"]], row)
    for template, since, level in ((PLACED, "placed_on", 2), (LIFTED, "lifted_on", 3)):
        for row in records(_fresh(desk, found, since, level, customers)):
            yield _told(desk, customers.loc[row["account"]], row, template, since, level)


def _warning(desk: Desk, customer: pd.Series, row: dict[str, Any]) -> Letter:
    first = clock.business_days_after(
        np.array([desk.as_of], dtype="datetime64[D]"), int(row["notice_days"]), desk.policy.closed
    )[0]
    owed = major(row["arrears"], row["currency"])
    return confirming(
        customer,
        WARNING,
        row["currency"],
        "",
        RESTRICTION,
        reason=f"{owed:,} overdue since {day(row['oldest_due']):%d/%m/%Y}: a restriction is announced.",
        fields={"total_overdue": owed, "oldest_due": day(row["oldest_due"]), "restricted_from": first.item()},
    )


def _fresh(desk: Desk, found: Restricting, since: str, level: int, customers: Frame) -> Frame:
    """Return what was placed or lifted lately and not told yet, with what is overdue now."""
    rows, notices, today = found.episodes, desk.frames["Notices"], found.terms.today
    sent = notices[(notices["ladder"] == RESTRICTION) & (notices["level"] == level) & (notices["sent_on"] <= today)]
    last = look_up(sent.groupby(sent["account"].astype(object))["sent_on"].max(), rows["account"])
    lately = rows[since] > today - pd.Timedelta(days=desk.policy.value("restriction_letter_days"))
    if since == "placed_on":
        lately &= rows["lifted_on"].isna()
    facts = found.case.sort_values("arrears", ascending=False, kind="stable").drop_duplicates("account")
    known = facts.set_index("account")[["arrears", "currency"]]
    return rows[lately & ~(last >= rows[since]) & rows["account"].isin(customers.index)].join(known, on="account")


def _told(desk: Desk, customer: pd.Series, row: dict[str, Any], template: str, since: str, level: int) -> Letter:
    known = row["currency"] == row["currency"]
    currency = row["currency"] if known else desk.policy.reading().currency
    what = "placed" if level == 2 else "lifted"
    return confirming(
        customer,
        template,
        currency,
        "",
        RESTRICTION,
        reason=f"The restriction was {what} on {day(row[since]):%d/%m/%Y}: the customer is told.",
        fields={
            "total_overdue": major(row["arrears"] if known else 0, currency),
            "placed_on": day(row["placed_on"]),
            "lifted_on": day(row["lifted_on"]),
            "restriction_days": int(row["days"]),
        },
        level=level,
    )
