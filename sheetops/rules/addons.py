"""Add-ons: licences that belong to another one and renew with it, for a fee of their own."""

import pandas as pd

from sheetops.model import Frame
from sheetops.rules.lookup import look_up
from sheetops.rules.terms import whole_months


def with_parents(licences: Frame) -> Frame:
    """Return the licences, add-ons with what their licence decided: declined, cancelled, accepted, renewing by itself.

    Column added: parent, the licence that each add-on renews with; "" for what is no add-on, and for one whose licence
    is not there, is an add-on itself, or belongs to another account: that one renews by itself.
    """
    main = licences[(licences["add_on_of"] == "")].drop_duplicates("licence")
    known = main.set_index(main["licence"].astype(object))[["account", "status", "accepted_on", "auto_renew"]]
    above = look_up(known, licences["add_on_of"])
    there = above["account"] == licences["account"]
    ended = (
        there & above["status"].isin(["cancelled", "declined"]) & ~licences["status"].isin(["cancelled", "declined"])
    )
    accepted_on = licences["accepted_on"].fillna(above["accepted_on"].where(there)).astype("datetime64[s]")
    return licences.assign(
        parent=licences["add_on_of"].where(there, ""),
        status=licences["status"].mask(ended, above["status"]),
        accepted_on=accepted_on,
        auto_renew=licences["auto_renew"].mask(there, above["auto_renew"].fillna(False).astype(bool)),
    )


def ending_together(row: Frame) -> Frame:
    """Return next_end and next_months with every add-on's next term ending on the day on which its licence's does.

    ``row`` has licence, parent, next_start, next_end, next_months. An add-on whose next term would begin after that
    day keeps its own.
    """
    known = row.drop_duplicates("licence")
    known = known.set_index(known["licence"].astype(object))[["next_start", "next_end", "next_months"]]
    above = look_up(known, row["parent"])
    joins = (above["next_end"] > row["next_start"]) & (above["next_end"] != row["next_end"])
    end = row["next_end"].mask(joins, above["next_end"]).astype("datetime64[s]")
    blank = pd.Series(pd.NaT, index=row.index, dtype="datetime64[s]")
    months = row["next_months"].mask(joins, whole_months(row["next_start"], end, blank))
    return pd.DataFrame({"next_end": end, "next_months": months})
