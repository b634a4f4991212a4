"""Declared units: which count of students, rooms or listeners a period is charged for."""

import datetime as dt

import pandas as pd

from sheetops.model import Frame
from sheetops.rules.words import day, say, when


def charged_units(wanted: Frame, units: Frame, as_of: dt.date) -> Frame:
    """Return the units that each term is charged for: ``units`` (exact text, "" when not known), ``units_said``.

    ``wanted`` has licence, start, end and units (what the Licences sheet says, "" for nothing). The first of these that
    there is: what was declared for a period that starts in the term, the actual count before the estimate; the last
    earlier declaration; the Licences sheet. What was declared after the day does not count.
    """
    known = units[~(units["declared_on"] > pd.Timestamp(as_of))]
    asked = wanted[["licence", "start", "end"]].rename_axis("at").reset_index()
    pairs = asked.merge(known, on="licence", suffixes=("", "_told"))
    pairs = pairs[pairs["start_told"] <= pairs["end"]]
    pairs = pairs.assign(counted=pairs["basis"] == "actual")
    order = ["at", "start_told", "counted", "declared_on"]
    inside = pairs["start_told"] >= pairs["start"]
    ranked = pairs.assign(inside=inside, start_told=pairs["start_told"].mask(inside, pairs["start"]))
    order.insert(1, "inside")
    last = ranked.sort_values(order, kind="stable", na_position="first").drop_duplicates("at", keep="last")
    told = last.set_index("at").reindex(wanted.index)
    declared = told["units"].fillna("")
    words = when(
        (told["declared_on"].isna(), say(told["basis"].fillna(""))),
        otherwise=say(told["basis"].fillna(""), ", declared on ", day(told["declared_on"])),
    )
    own = wanted["units"]
    return pd.DataFrame(
        {
            "units": declared.where(declared != "", own),
            "units_said": when((declared != "", words), (own != "", "as the Licences sheet says")),
        },
        index=wanted.index,
    )
