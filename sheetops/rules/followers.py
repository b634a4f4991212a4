"""Next terms as rows for the Licences sheet: what was accepted or renewed by itself, ready to be copied there."""

import pandas as pd

from sheetops import money
from sheetops.model import Frame
from sheetops.rules.lookup import look_up


def following_licences(row: Frame, licences: Frame) -> Frame:
    """Return a Licences row for each next term that began or was accepted and that no later licence carries on.

    ``row`` is what `sheetops.rules.renewals.renewals` returned for ``licences``, with ``fee``. Columns are those of the
    Licences sheet; fee in hundredths, because the sheet names no currency (NA where one does not fit into two
    decimals). The number is the old one with the year in which the term begins (``L-1-2027``; month and day too where
    that is taken); who copies the row may give another.
    """
    main = row["taken_on"].notna() & ~row["carried_on"] & (row["status"] == "renewed") & (row["parent"] == "")
    with_it = row["parent"].isin(row.loc[main, "licence"]) & ~row["carried_on"] & (row["status"] == "renewed")
    due = row[main | with_it]
    own = licences.reindex(due.index)
    number = _numbers(due, set(licences["licence"]))
    known = number.set_axis(pd.Index(due["licence"], dtype=object))
    above = look_up(known[~known.index.duplicated()], own["add_on_of"])
    return own.assign(
        licence=number,
        start=due["next_start"],
        end=due["next_end"],
        status="live",
        fee=_in_hundredths(due["fee"], due["currency"]),
        anchor=_anchor(due, own),
        add_on_of=above.fillna(own["add_on_of"]),
        accepted_on=pd.Series(pd.NaT, index=due.index, dtype="datetime64[s]"),
        declined_reason="",
    )


def _in_hundredths(fee: pd.Series, currency: pd.Series) -> pd.Series:
    """Return fees in minor units of each currency as hundredths of one; NA where that leaves a rest."""
    parts = currency.map({code: 10 ** money.decimals(code) for code in currency.unique()}).astype("int64")
    hundredfold = fee * 100
    return (hundredfold // parts).where(hundredfold % parts == 0).astype("Int64")


def _anchor(due: Frame, own: Frame) -> pd.Series:
    """Return the day that terms are still counted from, where their own first day would not tell it."""
    counted_from = own["anchor"].fillna(due["start"])
    regular = due["next_months"].notna() & due["gap_start"].isna()
    tells = counted_from.dt.day == due["next_start"].dt.day
    return counted_from.where(regular & (~tells | own["anchor"].notna())).astype("datetime64[s]")


def _numbers(due: Frame, taken: set[str]) -> pd.Series:
    """Return a number for each next term that no licence has."""
    old = due["licence"].astype(object)
    year = due["start"].dt.strftime("-%Y").astype(object)
    dated = pd.Series([one.endswith(end) for one, end in zip(old, year, strict=True)], index=due.index, dtype=bool)
    stem = old.where(~dated, old.str.slice(stop=-5))
    number = pd.Series("", index=due.index, dtype=object)
    for form in ("-%Y", "-%Y-%m", "-%Y-%m-%d"):
        wanted = stem + due["next_start"].dt.strftime(form)
        free = (number == "") & ~wanted.isin(taken) & ~wanted.duplicated(keep=False)
        number = number.where(~free, wanted)
        taken = taken | set(number)
    return number.where(number != "", stem + due["next_start"].dt.strftime("-%Y-%m-%d-next"))
