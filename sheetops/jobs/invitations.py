"""Letters about licences: invitations to renew, and what follows them."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pandas as pd

from sheetops.jobs.addressing import day, major, next_step
from sheetops.jobs.arrears import Position
from sheetops.jobs.desk import Desk
from sheetops.jobs.sending import sending_of
from sheetops.jobs.subjects import subjects
from sheetops.jobs.wants import Letter, records
from sheetops.model import Frame
from sheetops.rules.sending import deemed_on


def renewal_letters(desk: Desk, now: Position, licences: Frame) -> Iterator[Letter]:
    """Yield a letter for each licence whose stage has come and is no telephone call."""
    languages = now.customers.drop_duplicates("account").set_index("account")["language"]
    due = licences[licences["ripe"] & (licences["channel"] != "phone")]
    whose = subjects(desk, due)
    days = {name: desk.policy.each(name, whose) for name in ("grace_days", "pay_within_days")}
    today = pd.Series(pd.Timestamp(desk.as_of).as_unit("s"), index=due.index)
    delivered = deemed_on(today, due["channel"], sending_of(desk))
    for row in records(due.assign(**days, delivered=delivered)):
        own = {name: row[name] for name in ("account", "licence", "channel", "template")}
        yield Letter(
            template=row["template"],
            account=row["account"],
            language=languages.get(row["account"], ""),
            channel=row["channel"],
            currency=row["currency"],
            about=row["licence"],
            reason=row["reason"],
            held=row["held"],
            fields=_renewal_fields(desk, row, languages.get(row["account"], "") or desk.policy.value("language")),
            notices=(own | {"entry": "", "ladder": row["ladder"], "level": row["stage"]},),
            term=f"{row['end']:%Y-%m-%d}",
        )


def _renewal_fields(desk: Desk, row: dict[str, Any], language: str) -> dict[str, Any]:
    end = day(row["end"])
    assert end is not None
    return {
        "licence": row["licence"],
        "licence_type": row["type"],
        "licence_start": day(row["start"]),
        "licence_end": end,
        "days_to_expiry": int(row["days_to_expiry"]),
        "next_start": day(row["next_start"]),
        "next_end": day(row["next_end"]),
        "fee": major(row["fee"], row["currency"]),
        "grace_until": end + dt.timedelta(days=row["grace_days"]),
        "reply_by": _reply_by(row["delivered"].date(), row["pay_within_days"], end, day(row["then_on"])),
        "next_step": next_step(row["then_on"], language),
        "balance": major(row["overdue"], row["currency"]),
    }


def _reply_by(delivered: dt.date, within: int, end: dt.date, then_on: dt.date | None) -> dt.date:
    """Return the day by which an answer is asked for: before the next step, and while the licence still runs.

    It is never before the letter counts as delivered.
    """
    soon = delivered + dt.timedelta(days=within)
    running = end if end > delivered else soon
    return running if then_on is None else max(min(running, then_on - dt.timedelta(days=1)), delivered)
