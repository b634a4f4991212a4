"""Quotes: what a plan would come to, several ways side by side, for a caller on the telephone."""

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd

from sheetops.model import Frame
from sheetops.rules.instalments import REFUSALS, moved, split, spoken
from sheetops.rules.lookup import look_up
from sheetops.rules.plans import PlanTerms, bills_each
from sheetops.rules.replanning import beyond_length, last_due
from sheetops.rules.words import Texts, amount, count, day, say, when

Option = tuple[str, int]
"""How often, and how many instalments."""


def quotes(owed: Frame, options: Sequence[Option], terms: PlanTerms, first_due: dt.date, refused: pd.Series) -> Frame:
    """Return what each way of paying would come to: one row an account, currency and option, in the order given.

    ``owed`` has account, currency, covers (minor units, what is to be paid off) and bills (new bills expected in a
    year, 0 when plans do not cover them); ``refused`` says by account why it is offered no plan
    (`sheetops.rules.replanning.plan_refused`). Columns added: frequency, instalments, instalment, last_instalment,
    total (minor units), first_due, last_due, offer (whether it may be offered), reason.
    """
    place = np.repeat(np.arange(len(owed)), len(options))
    row = owed.iloc[place].reset_index(drop=True)
    row = row.assign(
        frequency=[often for often, _ in options] * len(owed),
        wanted=np.tile(np.array([number for _, number in options], dtype=np.int64), len(owed)),
        each=np.int64(0),
        agreed_on=pd.Timestamp(terms.as_of).as_unit("s"),
        first_due=pd.Timestamp(first_due).as_unit("s"),
    )
    row["frequency"] = row["frequency"].astype(object)
    row["bills"] = bills_each(row["bills"], row["frequency"])
    row = row.join(split(row, terms.splitting))
    first, last = row["first_due"].to_numpy().astype("datetime64[D]"), last_due(row)
    row["last_due"] = moved(last, terms.splitting, row["agreed_on"]).astype("datetime64[s]")
    wrong = _against(row, look_up(refused, row["account"]).fillna(""), terms)
    return row.assign(
        instalments=row["count"],
        instalment=row["regular"],
        last_instalment=row["last"],
        total=row["sum"],
        first_due=moved(first, terms.splitting, row["agreed_on"]).astype("datetime64[s]"),
        offer=wrong == "",
        reason=_reason(row, wrong),
    )


def _against(row: Frame, refused: pd.Series, terms: PlanTerms) -> Texts:
    """Return why each way cannot be offered, "" where it can."""
    least = row["currency"].map(terms.splitting.least).fillna(0).astype("int64")
    outside = beyond_length(row, terms)
    small = say("an instalment would be below the least one of ", amount(least, row["currency"]))
    return when(
        (refused != "", refused),
        (row["refused"] != "", row["refused"].map(REFUSALS).fillna("")),
        (row["regular"] < least, small),
        (outside == "long", f"it would run longer than {terms.max_months} months"),
        (outside == "short", f"it would run shorter than {terms.min_months} months"),
    )


def _reason(row: Frame, wrong: Texts) -> Texts:
    each = say(count(row["count"], "instalment"), " of ", amount(row["regular"], row["currency"]))
    rest = when((row["last"] != row["regular"], say(", the last of ", amount(row["last"], row["currency"]))))
    span = say(", from ", day(row["first_due"]), " to ", day(row["last_due"]), ".")
    offer = say(each, " ", spoken(row["frequency"]), rest, span)
    return when((wrong != "", say("Not to be offered: ", wrong, ".")), otherwise=offer)
