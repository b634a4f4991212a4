"""Decisions: what a person decided on the notices that were proposed, and why the others do not go out."""

import datetime as dt

import numpy as np
import pandas as pd

from sheetops.model import Frame
from sheetops.rules.words import Texts, day, say, when

KEY = ["account", "entry", "licence", "ladder", "level", "currency"]
"""The columns that tell one proposed notice from another."""

FACTS = ["outstanding", "channel", "template"]
"""What a person saw of a notice beside its key: where it differs the row has changed."""


def decided(due: Frame, reviewed: Frame, as_of: dt.date) -> Frame:
    """Return what becomes of each notice that is due today, by what was decided on it.

    ``due`` has the columns of KEY and channel; ``reviewed`` those of KEY, once each, with decision (``send``, ``skip``,
    ``hold``, ``hold until 2026-07-15`` or ""), decided_by and decision_note. Columns (index: that of ``due``): held
    (why it does not go out, "" when it may), until (the last day of a hold), by (who said that it goes out). Only what
    says send goes out; a call is no letter: it is made unless somebody decided against it.
    """
    found = due[KEY].reset_index(names="place").merge(reviewed, on=KEY, how="left").set_index("place")
    found.index = due.index
    choice, who, why = (found[name].fillna("").astype(object) for name in ("decision", "decided_by", "decision_note"))
    ends = hold_ends(choice)
    signed = say(" by ", who.where(who != "", "somebody who did not sign"), when((why != "", say(": ", why))))
    call = due["channel"] == "phone"
    over = ends <= pd.Timestamp(as_of)
    held = when(
        ((choice == "send") | (call & ((choice == "") | over)), ""),
        (choice == "skip", say("skipped at the review", signed)),
        (over, say("not reviewed: the hold", signed, " ended on ", day(ends), "; decide again")),
        (ends.notna(), say("put on hold at the review until ", day(ends), signed)),
        (choice == "hold", say("put on hold at the review", signed)),
        (found["decision"].notna(), "not reviewed: nobody has decided on it yet"),
        otherwise="not reviewed: it is not among the notices that were reviewed",
    )
    until = (ends - pd.Timedelta(days=1)).where(ends.notna() & ~over).astype("datetime64[s]")
    return pd.DataFrame({"held": held, "until": until, "by": np.where(choice == "send", who, "")}, index=due.index)


def hold_ends(decision: pd.Series) -> pd.Series:
    """Return the day that each decision holds a notice until, NaT for those that name none."""
    said = decision.astype(object).where(decision.str.startswith("hold until "), None).str.slice(len("hold until "))
    return pd.Series(pd.to_datetime(said).to_numpy().astype("datetime64[s]"), index=decision.index)


def kept(proposed: Frame, earlier: Frame, as_of: dt.date) -> Frame:
    """Return proposed notices with the decisions that were taken on them before.

    ``proposed`` is a Notices due; ``earlier`` is one read back, once each, with ``said`` (the decision as it was
    written). A decision is kept when the row is the same: proposed for the same day, with the same FACTS; a hold until
    a later day is kept up to it, whatever the row says.
    """
    facts = [*FACTS, "as_of", "decision", "said", "decided_by", "decision_note"]
    before = earlier[(earlier["said"] != "") | (earlier["decision_note"] != "") | (earlier["decided_by"] != "")]
    rows = proposed[[*KEY, *FACTS]].merge(before[[*KEY, *facts]], on=KEY, how="left", suffixes=("", "_then"))
    same = rows["as_of"] == pd.Timestamp(as_of)
    for name in FACTS:
        same &= (rows[name] == rows[f"{name}_then"]).fillna(False).astype(bool)
    still = hold_ends(rows["decision"].fillna("")) > pd.Timestamp(as_of)
    take = (same | still).to_numpy(dtype=bool)
    written = {"decision": "said", "decided_by": "decided_by", "decision_note": "decision_note"}
    return proposed.assign(**{name: _taken(rows[of], take) for name, of in written.items()})


def _taken(column: pd.Series, take: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> Texts:
    return np.where(take, column.fillna("").astype(object), "").astype(object)


def changed(due: Frame, reviewed: Frame) -> Frame:
    """Return, of the reviewed rows that say send, those that are no longer as they were (index: that of ``reviewed``).

    ``due`` has KEY and FACTS. Columns: column (of FACTS, or account when it is not due any more), before, now (minor
    units or a text).
    """
    asked = reviewed[reviewed["decision"] == "send"]
    now = due[[*KEY, *FACTS]].astype({"outstanding": "Int64"})
    rows = asked.reset_index(names="row").merge(now, on=KEY, how="left", suffixes=("", "_now"))
    gone = rows["outstanding_now"].isna()
    parts = [pd.DataFrame({"row": rows.loc[gone, "row"], "column": "account", "before": "", "now": ""})]
    for name in FACTS:
        other = ~gone & (rows[name] != rows[f"{name}_now"]).fillna(True).astype(bool)
        here = rows[other]
        parts.append(
            pd.DataFrame({"row": here["row"], "column": name, "before": here[name], "now": here[f"{name}_now"]})
        )
    return pd.concat([part.astype(object) for part in parts]).set_index("row").sort_index(kind="stable")
