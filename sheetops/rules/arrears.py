"""Arrears: where every account stands, what happens next and when, and the reason in words."""

import datetime as dt

import numpy as np
import pandas as pd

from sheetops.model import Frame
from sheetops.rules.dunning import LETTER, governing
from sheetops.rules.sending import BUSINESS_DAYS, delivered_words
from sheetops.rules.words import CHANNELS, KINDS, Texts, action, amount, count, day, one_text, plain, say, when

_NOTICE, _WAITING, _ENDED, _HELD, _NOT_DUE = range(5)

MEANINGS = {
    "clear": "nothing is open",
    "in credit": "nothing is open and a credit is not used up",
    "not due": "something is open, nothing is overdue and no notice is due",
    "overdue": "something is overdue; its first notice is not yet due",
    "noticed": "a notice went out; the next one is not yet due",
    "notice due": "a notice is due today",
    "held": "all that is overdue is held back, see held",
    "ladder ended": "the last level went out and something is still open: a person decides",
}
"""What each status of an account means; every account and currency has exactly one."""


def notices_due(item: Frame) -> Frame:
    """Return one row for each item that gets a notice today: the contract's Notices due.

    A letter has one channel and template, those of its governing item; each item's own level is what goes into Notices
    once the letter is sent.
    """
    due, of_letter = item[item["due"]], letter_way(item)
    rows = due[["account", "entry", "licence", "ladder"]].assign(
        level=due["next_level"],
        channel=of_letter["channel"],
        template=of_letter["template"],
        amount=due["amount"],
        outstanding=due["outstanding"],
        reason=because(due),
        currency=due["currency"],
    )
    return rows.sort_values(["account", "level", "entry"], kind="stable").reset_index(drop=True)


def letter_way(item: Frame) -> Frame:
    """Return channel and template of the letter that tells each item that is due (index: that of the item)."""
    due = item[item["due"]]
    letter = governing(item).set_index(LETTER)[["channel", "template"]]
    return letter.reindex(pd.MultiIndex.from_frame(due[LETTER])).set_axis(due.index)


def arrears(item: Frame, aged: Frame, accounts: Frame, as_of: dt.date, currency: str = "") -> Frame:
    """Return one row for each account and currency: the contract's Arrears, money in minor units.

    ``item`` is what `dun` returned, ``aged`` what `age` returned; an account of Customers without any row of either
    gets one in the desk's ``currency``.
    """
    sums = _sums(item)
    face = _face(item, as_of)
    spare = aged.set_index(["account", "currency"])["unallocated"]
    keys = _all_keys(spare.index.union(sums.index), accounts, currency)
    row = pd.DataFrame(index=keys).join(sums).join(face).join(spare)
    amounts = ["outstanding", "arrears", "unallocated"]
    row[amounts] = row[amounts].fillna(0).astype("int64")
    texts = ["status", "next_action", "channel", "template", "held", "reason"]
    row[texts] = row[texts].astype(object).fillna("")
    row = _settled(row.reset_index())
    names = accounts.set_index(accounts["account"].astype(object))["name"]
    return row.assign(name=row["account"].map(names).fillna(""))


def because(item: Frame) -> Texts:
    """Return why each item's next level is due today, and what follows."""
    level = say("Level ", item["next_level"], " (", plain(item["template"], {}), ") because ", _what(item))
    waited = say(" ", _span(item), when((item["days"] == 1, " has passed"), otherwise=" have passed"))
    cause = when(
        (item["early"], say(" fell due on ", day(item["due_date"]), " and what was arranged was not kept")),
        (
            item["mode"] == "since_last_notice",
            say(
                " fell due on ",
                day(item["due_date"]),
                " and level ",
                item["level"],
                " went out on ",
                day(item["sent_on"]),
                delivered_words(item["sent_on"], item["delivered"], item["sent_by"]),
                ";",
                waited,
            ),
        ),
        (
            item["mode"] == "end_of_month_after_due_plus",
            say(
                " fell due on ",
                day(item["due_date"]),
                " and ",
                day(item["trigger"]),
                ", the end of the month in which",
                waited,
                ", has come",
            ),
        ),
        (item["days_overdue"] > 0, say(" fell due on ", day(item["due_date"]), ";", waited)),
        otherwise=say(" falls due on ", day(item["due_date"])),
    )
    asides = [_aside(item[name]) for name in ("broken", "told", "calls", "fallback")]
    return say(level, cause, ".", *asides, " Next: ", _after(item))


def _span(item: Frame) -> Texts:
    business = item["unit"] == BUSINESS_DAYS
    return when((business, count(item["days"], "business day")), otherwise=count(item["days"], "day"))


def _aside(sentence: pd.Series) -> Texts:
    return when((sentence != "", say(" ", sentence)))


def _what(item: Frame) -> Texts:
    """Name an item: ``invoice INV-204 of 1,250.00``, and what is open when part is paid."""
    whole, rest = amount(item["amount"], item["currency"]), amount(item["outstanding"], item["currency"])
    part = when((item["outstanding"] < item["amount"], say(" (", rest, " still open)")))
    return say(plain(item["kind"], KINDS), " ", item["entry"], " of ", whole, part)


def _after(item: Frame) -> Texts:
    """Say what follows once today's notice is out."""
    by = plain(item["then_channel"].replace("", "letter"), CHANNELS)
    return when(
        (item["then_mode"] == "", "no further level; a person decides."),
        otherwise=say("level ", item["next_level"] + 1, " by ", by, " on or after ", day(item["then_on"]), "."),
    )


def _sums(item: Frame) -> Frame:
    overdue = item["days_overdue"] > 0
    figures = pd.DataFrame(
        {
            "outstanding": item["outstanding"],
            "arrears": item["outstanding"].where(overdue, 0),
            "oldest_due": item["due_date"].where(overdue),
            "days_overdue": item["days_overdue"].where(overdue, 0),
        }
    )
    how = {"outstanding": "sum", "arrears": "sum", "oldest_due": "min", "days_overdue": "max"}
    return figures.groupby([item["account"].astype(object), item["currency"].astype(object)]).agg(how)


def _face(item: Frame, as_of: dt.date) -> Frame:
    """Return, by account and currency, the status that the item which matters most gives it, and the reason."""
    top = _foremost(item.assign(place=_place(item)))
    held = _held_words(item)
    top = top.set_index([top["account"].astype(object), top["currency"].astype(object)])
    top["held"] = held.reindex(top.index).fillna("")
    place = top["place"]
    status = when(
        (place == _NOTICE, "notice due"),
        (place == _ENDED, "ladder ended"),
        (place == _HELD, "held"),
        (place == _NOT_DUE, "not due"),
        (top["level"] > 0, "noticed"),
        otherwise="overdue",
    )
    going = (place == _NOTICE) | (place == _WAITING)
    return pd.DataFrame(
        {
            "status": status,
            "level": top["level"].astype("Int64").mask(top["level"] == 0),
            "next_level": top["next_level"].astype("Int64").where(top["mode"] != ""),
            "next_action": when(
                (going, action(top["template"], top["channel"])),
                (place == _ENDED, "decide by hand"),
                (place == _HELD, "wait"),
            ),
            "next_action_on": _action_day(top, as_of),
            "channel": top["channel"].where(top["mode"] != "", ""),
            "template": top["template"],
            "held": top["held"],
            "reason": _reason(top),
        },
        index=top.index,
    )


def _place(item: Frame) -> Texts:
    free, overdue = item["held"] == "", item["days_overdue"] > 0
    places = [
        item["due"],
        free & (item["mode"] != "") & (overdue | (item["level"] > 0)),
        free & overdue,
        ~free & overdue,
    ]
    return np.select(places, [_NOTICE, _WAITING, _ENDED, _HELD], _NOT_DUE)


def _foremost(item: Frame) -> Frame:
    """Return one item an account and currency: what is due, highest level first, then what comes up next."""
    due = item["place"] == _NOTICE
    level = np.where(due, -item["next_level"].to_numpy(dtype=np.int64), 0)
    soonest = item["trigger"].fillna(item["due_date"]).to_numpy().astype("datetime64[D]").astype(np.int64)
    order = np.lexsort((item["due_date"].to_numpy(), np.where(due, 0, soonest), level, item["place"].to_numpy()))
    return item.iloc[order].drop_duplicates(["account", "currency"])


def _action_day(top: Frame, as_of: dt.date) -> pd.Series:
    today = pd.Timestamp(as_of).as_unit("s")
    on = top["coming"].where(top["place"] == _WAITING)
    on = on.mask(top["place"] == _NOTICE, today)
    return on.mask(top["place"] == _HELD, top["until"] + pd.Timedelta(days=1)).astype("datetime64[s]")


def _held_words(item: Frame) -> pd.Series:
    """Return, by account and currency, each different reason for which something overdue is held back."""
    back = item[(item["held"] != "") & (item["days_overdue"] > 0)]
    keys = [back["account"].astype(object), back["currency"].astype(object)]
    once = back[["held"]].set_index(keys)
    return one_text(once.loc[~once.reset_index().duplicated().to_numpy(), "held"])


def _reason(top: Frame) -> Texts:
    """Write each row's sentences once its place is known: most of what could be said is not."""
    said = np.full(len(top), "", dtype=object)
    for place, words in _WORDS.items():
        here = (top["place"] == place).to_numpy()
        said[here] = words(top[here])
    also = when(((top["place"] != _HELD) & (top["held"] != ""), say(" Held back: ", top["held"], ".")))
    return say(said, also)


def _waiting(top: Frame) -> Texts:
    sent = delivered_words(top["sent_on"], top["delivered"], top["sent_by"])
    noticed = say(
        "Level ", top["level"], " went out on ", day(top["sent_on"]), sent, " for ", _what(top), _due(top), "."
    )
    overdue = say("Overdue since ", day(top["due_date"]), ": ", _what(top), ".")
    named = say(" Next: level ", top["next_level"], " (", plain(top["template"], {}), ") by ")
    following = say(named, plain(top["channel"], CHANNELS), " on or after ", day(top["coming"]), ".")
    so_far = when((top["level"] > 0, noticed), otherwise=overdue)
    return say(so_far, _aside(top["broken"]), following, _aside(top["calls"]), _aside(top["fallback"]))


def _ended(top: Frame) -> Texts:
    last = say("Level ", top["level"], ", the last of ladder ", top["ladder"], ", went out on ", day(top["sent_on"]))
    still = say(" and ", _what(top), _due(top), ", is still open.")
    return say(last, still, _aside(top["broken"]), " Nothing more goes out by itself: a person decides.")


def _held_back(top: Frame) -> Texts:
    return say("Held: ", top["held"], ".")


def _not_due(top: Frame) -> Texts:
    return say("Not due: ", _what(top), " falls due on ", day(top["due_date"]), ".")


def _due(top: Frame) -> Texts:
    return say(", due ", day(top["due_date"]))


_WORDS = {_NOTICE: because, _WAITING: _waiting, _ENDED: _ended, _HELD: _held_back, _NOT_DUE: _not_due}


def _all_keys(keys: pd.MultiIndex, accounts: Frame, currency: str) -> pd.MultiIndex:
    missing = pd.Index(accounts["account"].astype(object)).difference(keys.get_level_values(0))
    rest = pd.MultiIndex.from_product([missing, [currency]])
    return keys.append(rest).set_names(["account", "currency"]).sort_values()


def _settled(row: Frame) -> Frame:
    """Fill in the accounts that owe nothing, and say of the others what credit they have."""
    spare = amount(-row["unallocated"], row["currency"])
    nothing, credit = row["status"] == "", row["unallocated"] < 0
    status = when((nothing & credit, "in credit"), (nothing, "clear"), otherwise=row["status"])
    reason = when(
        (nothing & credit, say("Nothing is open; a credit of ", spare, " is not used up.")),
        (nothing, "Nothing is open."),
        (credit, say(row["reason"], " A credit of ", spare, " is not allocated.")),
        otherwise=row["reason"],
    )
    days = row["days_overdue"].astype("Int64").fillna(0)
    return row.assign(status=status, reason=reason, days_overdue=days)
