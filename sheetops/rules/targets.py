"""Targets: what was promised, received and kept by collector and week, and what callers did against their targets."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from sheetops import money
from sheetops.model import Frame
from sheetops.rules.words import Part, Texts, amount, say, when

FIGURES = ("promises", "promised", "received", "kept", "part_kept", "broken", "open")
NOBODY = "(nobody named)"


def promise_targets(judged: Frame) -> Frame:
    """Return the figures of promises by collector and week, by collector, by week and in all, a row a currency each.

    ``judged`` is what `sheetops.rules.promises.judge` returned. Columns: grouped_by (collector and week, collector,
    week, all), by, week (the Monday of the week of due_on), currency, promises, promised and received (minor units),
    kept, part_kept, broken, open (how many), kept_rate (kept against judged promises) and received_rate (received
    against promised money of judged promises): basis points, blank where none was judged.
    """
    told = _by_person_and_week(
        _figures(judged), [*FIGURES, "judged", "judged_promised", "judged_received"], "collector"
    )
    told["kept_rate"] = _rate(told["kept"], told["judged"])
    told["received_rate"] = _rate(told["judged_received"], told["judged_promised"])
    return told[["grouped_by", "by", "week", "currency", *FIGURES, "kept_rate", "received_rate"]]


def _by_person_and_week(row: Frame, figures: Sequence[str], person: str) -> Frame:
    """Return figures summed by person and week, by person, by week and in all, a row a currency each.

    ``row`` has by, week, currency and the figures; ``person`` is what grouped_by calls who stands in ``by``.
    """
    groups: dict[str, Sequence[str]] = {
        f"{person} and week": ("by", "week"),
        person: ("by",),
        "week": ("week",),
        "all": (),
    }
    return pd.concat([_grouped(row, figures, name, list(keys)) for name, keys in groups.items()], ignore_index=True)


def monday(days: pd.Series) -> pd.Series:
    """Return the Monday of each day's week."""
    return days - pd.to_timedelta(days.dt.day_of_week, unit="D")


def work_done(payments: Frame, promises: Frame, contacts: Frame) -> Frame:
    """Return everything that counts for targets, one row a fact: by, segment, account, on, currency and the figures.

    ``payments`` has by (whose account it is), segment, account, on, currency, amount (minor units); ``promises`` the
    same, by who took it; ``contacts`` all but the last two, plus reached, and currency that of the desk. Figures:
    payments, commitments (minor units), attempts, reached (numbers).
    """
    parts = [
        payments.assign(payments=payments["amount"]),
        promises.assign(commitments=promises["amount"]),
        contacts.assign(attempts=1, reached=contacts["reached"].astype("int64")),
    ]
    columns = ["by", "segment", "account", "on", "currency", *WORK]
    both = pd.concat([part.reindex(columns=columns) for part in parts], ignore_index=True)
    by = both["by"].astype(object).fillna("")
    return both.assign(
        **{name: pd.to_numeric(both[name]).fillna(0).astype("int64") for name in WORK},
        by=by.where(by != "", NOBODY),
        on=both["on"].astype("datetime64[s]"),
    )


WORK = ("payments", "commitments", "attempts", "reached")


def weekly_work(work: Frame) -> Frame:
    """Return what callers did by caller and week, by caller, by week and in all, a row a currency each.

    ``work`` is what `work_done` returned. Columns: grouped_by, by, week (its Monday), currency, and the figures.
    """
    told = _by_person_and_week(work.assign(week=monday(work["on"])), WORK, "caller")
    return told[["grouped_by", "by", "week", "currency", *WORK]]


def against_targets(targets: Frame, work: Frame, as_of: dt.date) -> Frame:
    """Return each target that has begun, with what was done for it by the day (index: its Targets row).

    ``targets`` are good rows of Targets with amounts in minor units of ``currency``, which is filled in; ``work`` is
    what `work_done` returned. Columns added: for each of payments, commitments and contacts *_done and *_rate (basis
    points of the target, blank without one), gone_rate (days gone of the target's time), status (reached, on track,
    behind, missed, no figure), reason. Contacts are accounts tried, each once.
    """
    begun = targets[targets["from"] <= pd.Timestamp(as_of)]
    done = [_done(target, work, as_of) for target in begun.to_dict("records")]
    columns = [f"{name}_done" for name in AIMS]
    row = begun.join(pd.DataFrame(done, columns=columns, index=begun.index).astype("int64"))
    for name in AIMS:
        aim = row[name].fillna(0).astype("int64")
        row[f"{name}_rate"] = pd.arrays.IntegerArray(
            money.basis_points(row[f"{name}_done"], aim), (aim == 0).to_numpy()
        )
    whole = (row["until"] - row["from"]).dt.days + 1
    gone = ((pd.Timestamp(as_of) - row["from"]).dt.days + 1).clip(upper=whole)
    row["gone_rate"] = money.basis_points(gone, whole)
    worst = row[[f"{name}_rate" for name in AIMS]].min(axis=1)
    none, over = worst.isna(), row["until"] <= pd.Timestamp(as_of)
    reached = worst.fillna(0) >= 10_000
    row["status"] = when(
        (none, "no figure"), (reached, "reached"), (over, "missed"), (worst.fillna(0) >= row["gone_rate"], "on track"),
        otherwise="behind",
    )  # fmt: skip
    return row.assign(reason=_target_reason(row, gone, whole))


AIMS = ("payments", "commitments", "contacts")


def _done(target: Mapping[str, Any], work: Frame, as_of: dt.date) -> list[int]:
    """Return what counts for one target: payments, commitments, accounts contacted."""
    last = min(target["until"], pd.Timestamp(as_of))
    here = (work["on"] >= target["from"]) & (work["on"] <= last)
    if target["caller"]:
        here &= work["by"].str.casefold() == target["caller"].casefold()
    if target["segment"]:
        here &= work["segment"].str.casefold() == target["segment"].casefold()
    ours = work[here]
    cash = ours[ours["currency"] == target["currency"]]
    tried = ours.loc[ours["attempts"] > 0, "account"].nunique()
    return [int(cash["payments"].sum()), int(cash["commitments"].sum()), int(tried)]


def _target_reason(row: Frame, gone: pd.Series, whole: pd.Series) -> Texts:
    parts: list[Part] = []
    for name in AIMS:
        aim, done = row[name].fillna(0).astype("int64"), row[f"{name}_done"]
        texts = (done.astype(str), aim.astype(str))
        if name != "contacts":
            texts = (amount(done, row["currency"]), amount(aim, row["currency"]))
        parts.append(when((aim > 0, say(f"{name} ", texts[0], " of ", texts[1], "; ")), otherwise=""))
    return say(*parts, "day ", gone, " of ", whole, ".")


def _figures(judged: Frame) -> Frame:
    due, status = judged["due_on"], judged["status"]
    closed = status != "open"
    return pd.DataFrame(
        {
            "by": judged["by"].astype(object).where(judged["by"] != "", NOBODY),
            "week": monday(due),
            "currency": judged["currency"].astype(object),
            "promises": 1,
            "promised": judged["amount"],
            "received": judged["received"],
            **{
                name.replace(" ", "_"): (status == name).astype("int64")
                for name in ("kept", "part kept", "broken", "open")
            },
            "judged": closed.astype("int64"),
            "judged_promised": judged["amount"].where(closed, 0),
            "judged_received": judged["received"].where(closed, 0),
        }
    )


def _grouped(row: Frame, figures: Sequence[str], name: str, keys: list[str]) -> Frame:
    told = row.groupby([*keys, "currency"], sort=True)[list(figures)].sum().reset_index().assign(grouped_by=name)
    if "by" not in keys:
        told["by"] = ""
    if "week" not in keys:
        told["week"] = np.datetime64("NaT", "s")
    told["week"] = told["week"].astype("datetime64[s]")
    return told


def _rate(part: pd.Series, whole: pd.Series) -> pd.arrays.IntegerArray:
    return pd.arrays.IntegerArray(money.basis_points(part, whole), (whole == 0).to_numpy())
