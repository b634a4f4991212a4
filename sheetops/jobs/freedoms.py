"""When charges are free: plans and promises while they run, hardship, holds, complaints, disputes."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import pandas as pd

from sheetops.jobs.agreements import Agreements
from sheetops.jobs.desk import Desk
from sheetops.model import Frame
from sheetops.rules.words import day, say
from sheetops.sheets.tasks import COMPLAINT

COLUMNS = ["account", "entry", "from", "until", "reason"]
_DAY = pd.Timedelta(days=1)


def _plans(desk: Desk, agreed: Agreements) -> Frame:
    plans = agreed.plans.plans
    ends = plans[["broken_on", "replaced_on"]].min(axis=1) - _DAY
    rows = plans[["account"]].assign(reason=say("plan ", plans["plan"]))
    return rows.assign(**{"from": plans["agreed_on"], "until": ends.fillna(plans["completed_on"])})


def _promises(desk: Desk, agreed: Agreements) -> Frame:
    made = agreed.promises
    until = made["judged_on"].where(made["status"] == "kept", made["until"])
    rows = made[["account"]].assign(reason=say("promise ", made["promise"]))
    return rows.assign(**{"from": made["made_on"], "until": until})


def _hardship(desk: Desk, agreed: Agreements) -> Frame:
    """Return stays in hardship, and the time in which a grant was applied for and not decided, where they stop fees."""
    value, stays, grants = desk.policy.value, desk.frames["Hardship"], desk.frames["Grants"]
    stays = stays if "fees" in value("hardship_stops") else stays[:0]
    grants = grants if "fees" in value("grant_pending_stops") else grants[:0]
    inside = stays[["account"]].assign(reason=say("hardship since ", day(stays["entered_on"])))
    asked = grants[["account"]].assign(reason=say("grant applied for on ", day(grants["applied_on"])))
    return pd.concat(
        [
            inside.assign(**{"from": stays["entered_on"], "until": stays["left_on"] - _DAY}),
            asked.assign(**{"from": grants["applied_on"], "until": grants["decided_on"]}),
        ]
    )


def _holds(desk: Desk, agreed: Agreements) -> Frame:
    rows = desk.frames["Holds"]
    return rows[["account", "entry", "from", "until"]].assign(reason=say("hold (", rows["reason"], ")"))


def _complaints(desk: Desk, agreed: Agreements) -> Frame:
    tasks = desk.frames["Tasks"]
    rows = tasks[(tasks["type"] == COMPLAINT) & (tasks["account"] != "") & (tasks["status"] != "withdrawn")]
    told = rows[["account"]].assign(reason=say("complaint ", rows["task"]))
    return told.assign(**{"from": rows["received_at"].dt.normalize(), "until": rows["resolved_at"].dt.normalize()})


def _disputes(desk: Desk, agreed: Agreements) -> Frame:
    rows = desk.frames["Ledger"]
    rows = rows[rows["disputed"]]
    return rows[["entry"]].assign(**{"from": rows["date"], "until": pd.NaT, "reason": "disputed"})


SOURCES: Mapping[str, Callable[[Desk, Agreements], Frame]] = MappingProxyType(
    {
        "plans": _plans,
        "promises": _promises,
        "hardship": _hardship,
        "holds": _holds,
        "complaints": _complaints,
        "disputes": _disputes,
    }
)
"""What each word of the settings interest_free_during, fees_free_during and surcharge_free_during stands for."""


def free_times(desk: Desk, agreed: Agreements, items: Frame, during: pd.Series) -> Frame:
    """Return the times in which items are free: row (of the Ledger), from, until (NaT: no end), reason.

    ``during`` says for each item which of SOURCES make it free; it has the index of ``items``.
    """
    found = []
    named = {name for words in during.unique() for name in words}
    for name in (name for name in SOURCES if name in named):
        rows = SOURCES[name](desk, agreed).reindex(columns=COLUMNS)
        rows[["account", "entry"]] = rows[["account", "entry"]].astype(object).fillna("")
        chosen = items[during.map(lambda words, name=name: name in words)]
        found += [_meant(rows, chosen, "entry"), _meant(rows[rows["entry"] == ""], chosen, "account")]
    days = {"from": "datetime64[s]", "until": "datetime64[s]"}
    blank = pd.DataFrame(
        {"row": pd.Series(dtype="int64"), "reason": pd.Series(dtype=object)}
        | {name: pd.Series(dtype=kind) for name, kind in days.items()}
    )
    some = [one.astype(days) for one in found if len(one)]
    return pd.concat(some, ignore_index=True) if some else blank


def _meant(rows: Frame, items: Frame, by: str) -> Frame:
    told = rows[rows[by] != ""]
    asked = pd.DataFrame({by: items[by].astype(object).to_numpy(), "row": items.index})
    return told[[by, "from", "until", "reason"]].merge(asked, on=by)[["row", "from", "until", "reason"]]
