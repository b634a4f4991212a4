"""Arrangements: which accounts promises and plans keep from being chased, and which of them were broken lately."""

import pandas as pd

from sheetops.model import Frame
from sheetops.rules.following import running
from sheetops.rules.planwords import plan_held
from sheetops.rules.words import amount, day, say, when

COLUMNS = {"held": object, "until": "datetime64[s]", "broken": object, "broken_on": "datetime64[s]"}


def arrangements(judged: Frame, plans: Frame, unusable: Frame, grace_days: int) -> Frame:
    """Return, by account, what its promises and plans mean for chasing it.

    ``judged`` is what `sheetops.rules.promises.judge` returned, ``plans`` are those of a
    `sheetops.rules.following.Followed`, ``unusable`` those that cannot be followed (their accounts wait until they are
    mended), ``grace_days`` the grace of instalments. Columns: held (why the account
    is not chased, "" when it may be; a plan goes before a promise), until (the last day of that, as things stand),
    broken (a sentence on what was broken last) and broken_on (the last day on which it could have been kept).
    """
    waiting = say("plan ", unusable["plan"], " cannot be followed as it stands, see Problems")
    unclear = _by_account(unusable, held=waiting, until=pd.Series(pd.NaT, index=unusable.index, dtype="datetime64[s]"))
    holding = pd.concat([_plans_held(plans, grace_days), open_promises(judged), unclear])
    holding = holding[~holding.index.duplicated()]
    ended = pd.concat([_plans_broken(plans), _promises_broken(judged)])
    ended = ended.sort_values("broken_on", kind="stable")
    ended = ended[~ended.index.duplicated(keep="last")]
    both = holding.join(ended, how="outer")
    words = both[["held", "broken"]].astype(object).fillna("")
    return both.assign(**words).astype(COLUMNS)


def open_promises(judged: Frame) -> Frame:
    """Return each account's open promise, of several the one that runs longest: held, until (the last day of grace)."""
    longest = judged[judged["status"] == "open"].sort_values("until", kind="stable")
    longest = longest.drop_duplicates("account", keep="last")
    owed = amount(longest["amount"], longest["currency"])
    held = say("promise of ", owed, " due ", day(longest["due_on"]), ", grace to ", day(longest["until"]))
    return _by_account(longest, held=held, until=longest["until"])


def _plans_held(plans: Frame, grace_days: int) -> Frame:
    now = plans[running(plans)]
    grace = now["next_due"] + pd.Timedelta(days=grace_days)
    breach = now["breaks_on"] - pd.Timedelta(days=1)
    until = grace.where(now["status"] == "in good standing", breach)
    return _by_account(now, held=plan_held(now), until=until)


def _plans_broken(plans: Frame) -> Frame:
    broken = plans[plans["status"] == "broken"]
    return _by_account(
        broken,
        broken=say("Plan ", broken["plan"], " was broken on ", day(broken["broken_on"]), "."),
        broken_on=broken["broken_on"] - pd.Timedelta(days=1),
    )


def _promises_broken(judged: Frame) -> Frame:
    gone = judged[judged["status"].isin(["broken", "part kept"])]
    whole, rest = (amount(column, gone["currency"]) for column in (gone["amount"], gone["amount"] - gone["received"]))
    told = when((gone["received"] > 0, say(" was kept in part only, ", rest, " is missing.")), otherwise=" was broken.")
    words = say("The promise of ", whole, " due ", day(gone["due_on"]), told)
    return _by_account(gone, broken=words, broken_on=gone["judged_on"])


def _by_account(rows: Frame, **columns: object) -> Frame:
    return pd.DataFrame(columns, index=rows.index).set_index(pd.Index(rows["account"].astype(object)))
