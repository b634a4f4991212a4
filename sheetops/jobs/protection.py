"""Protection: what hardship and grants applied for stop, as rows in the shape of the Holds sheet."""

import pandas as pd

from sheetops.jobs.desk import Desk
from sheetops.model import Frame
from sheetops.rules.hardship import HardshipTerms, hardship_holds, hardship_status
from sheetops.rules.words import day, say

SHEETS_READ = ("Hardship", "Grants")
"""The sheets that protection is read from: every job that chases reads them."""


def hardship_terms(desk: Desk) -> HardshipTerms:
    """Return how the desk's policy keeps its hardship register on its day."""
    value = desk.policy.value
    return HardshipTerms(
        as_of=desk.as_of,
        evidence_required=value("hardship_evidence_required") == "yes",
        grace_days=value("hardship_evidence_grace_days"),
        warn_days=value("hardship_evidence_warn_days"),
        review_days=value("hardship_review_days"),
        stops=value("hardship_stops"),
    )


def protection(desk: Desk, what: str) -> Frame:
    """Return what stops ``what`` (notices, fees, restriction or referral): rows in the shape of the Holds sheet.

    One row a stay in hardship and a grant not decided, where the desk lets them stop it. They hold on the days from
    ``from`` to ``until`` (NaT for no end), both inclusive, like any hold, so that what was protected on earlier days
    can be read from them too.
    """
    holds = desk.frames["Holds"]
    rows = protections(desk, what).values()
    if not rows:
        return holds.iloc[:0]
    return pd.concat(rows, ignore_index=True).reindex(columns=holds.columns).astype(holds.dtypes.to_dict())


def protections(desk: Desk, what: str) -> dict[str, Frame]:
    """Return the same by what protects, ``hardship`` and ``grant``; what does not stop ``what`` is not there."""
    value = desk.policy.value
    found = {}
    if what in value("hardship_stops"):
        found["hardship"] = hardship_holds(_status(desk))
    if what in value("grant_pending_stops"):
        found["grant"] = grant_holds(desk)
    return found


def protected_from_notices(desk: Desk) -> Frame:
    """Return what keeps notices from going out: a source of holds beside the sheet Holds."""
    return protection(desk, "notices")


def _status(desk: Desk) -> Frame:
    return hardship_status(desk.frames["Hardship"], hardship_terms(desk))


def grant_holds(desk: Desk) -> Frame:
    """Return the time in which each grant was applied for and not decided, in the shape of the Holds sheet."""
    today = pd.Timestamp(desk.as_of)
    rows = desk.frames["Grants"]
    rows = rows[rows["applied_on"] <= today]
    decided = rows["decided_on"].where(rows["outcome"].isin(["granted", "declined"]) & ~(rows["decided_on"] > today))
    return pd.DataFrame(
        {
            "account": rows["account"].astype(object),
            "entry": "",
            "reason": say("grant ", rows["scheme"], " applied for on ", day(rows["applied_on"]), ", not decided"),
            "from": rows["applied_on"],
            "until": (decided - pd.Timedelta(days=1)).astype("datetime64[s]"),
            "note": "",
            "owner": "",
            "review_on": pd.Series(pd.NaT, index=rows.index, dtype="datetime64[s]"),
        },
        index=rows.index,
    )
