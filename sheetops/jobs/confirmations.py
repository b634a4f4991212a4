"""Letters that confirm what a customer agreed to: a promise to pay, a payment plan."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from sheetops.jobs.addressing import day, major
from sheetops.jobs.arrears import Position
from sheetops.jobs.desk import Desk
from sheetops.jobs.wants import Letter, records
from sheetops.model import Frame
from sheetops.rules.following import running
from sheetops.rules.ladders import PLAN, PROMISE
from sheetops.rules.lookup import look_up

Row = dict[str, Any]

PROMISED, PLANNED = "promise-confirmation", "plan-confirmation"

_OFTEN = {
    "en": {"weekly": "weekly", "fortnightly": "fortnightly", "monthly": "monthly"},
    "pl": {"weekly": "co tydzień", "fortnightly": "co dwa tygodnie", "monthly": "co miesiąc"},
}


def confirmations(desk: Desk, now: Position) -> Iterator[Letter]:
    """Yield a confirmation for each promise and plan made lately that has none in Notices yet, if the desk wants it."""
    customers = now.customers.drop_duplicates("account").set_index("account", drop=False)
    promises = now.agreed.promises
    open_ = promises[promises["status"] == "open"]
    for row in records(fresh(desk, open_, "made_on", "confirm_promises_days", PROMISED)):
        if row["account"] in customers.index:
            yield _promised(now, customers.loc[row["account"]], row)
    plans = now.agreed.plans.plans
    schedule = now.agreed.plans.schedule
    for row in records(fresh(desk, plans[running(plans)], "agreed_on", "confirm_plans_days", PLANNED)):
        if row["account"] in customers.index:
            yield _planned(desk, now, customers.loc[row["account"]], row, schedule[schedule["place"] == row["place"]])


def fresh(desk: Desk, agreed: Frame, since: str, setting: str, template: str) -> Frame:
    """Return what happened within the days of a setting and was not written about, by a template, from its day on."""
    today = pd.Timestamp(desk.as_of)
    notices = desk.frames["Notices"]
    told = notices[(notices["template"] == template) & (notices["sent_on"] <= today)]
    last = look_up(told.groupby(told["account"].astype(object))["sent_on"].max(), agreed["account"])
    lately = agreed[since] > today - pd.Timedelta(days=desk.policy.value(setting))
    return agreed[lately & ~(last >= agreed[since])]


def _promised(now: Position, customer: pd.Series, row: Row) -> Letter:
    amount = major(row["amount"], row["currency"])
    return confirming(
        customer,
        PROMISED,
        row["currency"],
        row["promise"],
        PROMISE,
        reason=f"Promise {row['promise']} of {amount:,} due {day(row['due_on']):%d/%m/%Y} is confirmed in writing.",
        fields={
            "promise": row["promise"],
            "promised_on": day(row["made_on"]),
            "promised_amount": amount,
            "promise_due": day(row["due_on"]),
            "outstanding": _outstanding(now, row),
        },
    )


def _planned(desk: Desk, now: Position, customer: pd.Series, row: Row, schedule: Frame) -> Letter:
    total = major(row["sum"], row["currency"])
    language = customer["language"] or str(desk.policy.value("language"))
    parts = list(_parts(schedule, row))
    return confirming(
        customer,
        PLANNED,
        row["currency"],
        row["plan"],
        PLAN,
        reason=f"Plan {row['plan']} of {total:,} in {row['count']} instalments is confirmed in writing.",
        fields={
            "plan": row["plan"],
            "plan_agreed": day(row["agreed_on"]),
            "plan_total": total,
            "plan_count": int(row["count"]),
            "plan_often": _OFTEN.get(language, _OFTEN["en"])[row["frequency"]],
            "plan_first": parts[0]["part_due"],
            "plan_last": parts[-1]["part_due"],
            "outstanding": _outstanding(now, row),
            "instalments": parts,
        },
    )


def _parts(schedule: Frame, row: Row) -> Iterator[Row]:
    left = row["sum"] - schedule["amount"].cumsum()
    for part in records(schedule.assign(left=left)):
        yield {
            "part_number": int(part["instalment"]),
            "part_due": day(part["due_on"]),
            "part_amount": major(part["amount"], row["currency"]),
            "part_left": major(part["left"], row["currency"]),
        }


def _outstanding(now: Position, row: Row) -> Any:
    owed = now.items[(now.items["account"] == row["account"]) & (now.items["currency"] == row["currency"])]
    return major(owed["outstanding"].sum(), row["currency"])


def confirming(
    customer: pd.Series,
    template: str,
    currency: str,
    about: str,
    ladder: str,
    *,
    reason: str,
    fields: Row,
    level: int = 1,
) -> Letter:
    """Return a letter that tells a customer something outside all ladders, by e-mail where that is their way."""
    channel = "email" if customer["channel"] == "email" and customer["email"] else "letter"
    notice = {"account": customer["account"], "entry": "", "licence": "", "ladder": ladder, "level": level}
    return Letter(
        template=template,
        account=customer["account"],
        language=customer["language"],
        channel=channel,
        currency=currency,
        about=about,
        reason=reason,
        held="the customer must not be contacted" if customer["do_not_contact"] else "",
        fields=fields,
        notices=(notice | {"channel": channel, "template": template},),
    )
