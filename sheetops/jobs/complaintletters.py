"""Letters about complaints: that one came and when it will be answered, and the answer itself."""

from collections.abc import Iterator

import pandas as pd

from sheetops.jobs.addressing import day
from sheetops.jobs.arrears import Position, currency_of
from sheetops.jobs.complaining import complaint_terms
from sheetops.jobs.confirmations import confirming
from sheetops.jobs.desk import Desk
from sheetops.jobs.wants import Letter, records
from sheetops.model import Frame
from sheetops.rules.complaints import complaints
from sheetops.rules.ladders import COMPLAINT
from sheetops.rules.lookup import look_up

ACKNOWLEDGED, ANSWERED = "complaint-acknowledgement", "complaint-answer"


def complaint_letters(desk: Desk, now: Position) -> Iterator[Letter]:
    """Yield, where complaint_letters is yes, what open complaints call for.

    A complaint with an answer and no answered_at gets its answer; one that was not acknowledged gets that. Neither goes
    twice: Notices of the complaint's account and template from its day on, and the days on Tasks, stop it.
    """
    if desk.policy.value("complaint_letters") != "yes":
        return
    found = complaints(desk.frames["Tasks"], complaint_terms(desk))
    open_ = found[found["open"] & (found["account"] != "")]
    customers = now.customers.drop_duplicates("account").set_index("account", drop=False)
    answer = open_[open_["answered_on"].isna() & (open_["answer"] != "")]
    waiting = open_[open_["acknowledged_on"].isna() & (open_["answer"] == "")]
    for template, rows in ((ANSWERED, answer), (ACKNOWLEDGED, waiting)):
        for row in records(_unsent(desk, rows, template)):
            if row["account"] in customers.index:
                yield _letter(desk, customers.loc[row["account"]], template, row)


def _unsent(desk: Desk, rows: Frame, template: str) -> Frame:
    notices = desk.frames["Notices"]
    gone = notices[(notices["template"] == template) & (notices["sent_on"] <= pd.Timestamp(desk.as_of))]
    last = look_up(gone.groupby(gone["account"].astype(object))["sent_on"].max(), rows["account"])
    return rows[~(last >= rows["received_on"])]


def _letter(desk: Desk, customer: pd.Series, template: str, row: dict[str, object]) -> Letter:
    said = "is acknowledged" if template == ACKNOWLEDGED else "is answered"
    return confirming(
        customer,
        template,
        currency_of(desk),
        str(row["task"]),
        COMPLAINT,
        reason=f"Complaint {row['task']} of {day(row['received_on']):%d/%m/%Y} {said}: "
        "fill in the day on Tasks once it is sent.",
        fields={
            "complaint": row["task"],
            "complaint_received": day(row["received_on"]),
            "complaint_about": row["note"],
            "complaint_owner": row["owner"],
            "answer_by": day(row["answer_by"]),
            "answer": row["answer"],
        },
        level=1 if template == ACKNOWLEDGED else 2,
    )
