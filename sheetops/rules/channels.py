"""Channels: how a customer can be reached, and what is done when the wanted way is closed."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetops.model import Frame
from sheetops.rules.sending import Sending
from sheetops.rules.words import CHANNELS, Part, Texts, day, say, when

_LACKING = {"email": "an e-mail address", "letter": "a postal address", "phone": "a telephone number"}
_FAILED = {
    "email": "an e-mail came back on ",
    "letter": "a letter came back on ",
    "phone": "the telephone number did not work on ",
}
WAYS = tuple(_LACKING)


def reachable(wanted: pd.Series, accounts: Frame, sending: Sending) -> Frame:
    """Return the channel to use for each row and, where it is not the wanted one, why.

    ``wanted`` is the stage's channel, blank for the customer's own; ``accounts`` is aligned with it and has
    ``channel``, ``email``, ``phone``, ``address1``, ``town``, ``postcode`` and ``bad_email``, ``bad_letter``,
    ``bad_phone`` (the day on which that way failed, NaT while it works). A way that is closed falls back to the others
    in the order of ``sending``. Columns: channel, fallback (a sentence, "" when there was no need), unreachable (why
    no way is open; the wanted one stands then).
    """
    asked = wanted.where(wanted != "", accounts["channel"]).replace("", "letter")
    chosen = pd.DataFrame({"channel": asked.astype(object), "fallback": "", "unreachable": ""}, index=wanted.index)
    chosen = chosen.astype(object)
    lacking = _lacking(accounts, sending)
    shut = closed_ways(accounts, sending)
    for way in WAYS:
        here = ((asked == way) & shut[way]).to_numpy(dtype=bool)
        if here.any():
            ways = (way, *(other for other in sending.order if other != way))
            chosen[here] = _instead(ways, accounts[here], lacking[here], shut[here]).to_numpy()
    return chosen


def closed_ways(accounts: Frame, sending: Sending) -> Frame:
    """Return, a column a way, whether each customer cannot be reached by it: no address or number, or it failed."""
    return _lacking(accounts, sending) | accounts[[f"bad_{way}" for way in WAYS]].notna().set_axis([*WAYS], axis=1)


def _lacking(accounts: Frame, sending: Sending) -> Frame:
    no_address = (accounts["address1"] == "") | ((accounts["town"] == "") & (accounts["postcode"] == ""))
    return pd.DataFrame(
        {
            "email": accounts["email"] == "",
            "letter": no_address & (sending.without_address == "fall_back"),
            "phone": accounts["phone"] == "",
        }
    )


def _instead(ways: tuple[str, ...], accounts: Frame, lacking: Frame, closed: Frame) -> Frame:
    """Return channel, fallback and unreachable of rows whose first way is closed; ``ways`` in the order to be tried."""
    first, why = ways[0], _because(ways[0], accounts, lacking)
    found: list[tuple[npt.NDArray[np.bool_], str, Part]] = [(np.zeros(len(accounts), dtype=bool), first, "")]
    for place, way in enumerate(ways[1:], 1):
        open_ = ~closed[way].to_numpy(dtype=bool)
        by = f"By {CHANNELS[way]}, because "
        found.append((open_, way, say(by, why, ".")))
        why = say(why, " and ", _because(way, accounts, lacking))
        if place == 1:
            why = when((lacking[first] & lacking[way], _neither(first, way)), otherwise=why)
    channel = when(*((open_, way) for open_, way, _ in found), otherwise=first)
    fallback = when(*((open_, said) for open_, _, said in found))
    shut = ~np.any([open_ for open_, _, _ in found], axis=0)
    return pd.DataFrame({"channel": channel, "fallback": fallback, "unreachable": when((shut, why))})


def _because(way: str, accounts: Frame, lacking: Frame) -> Texts:
    failed: Part = say(_FAILED[way], day(accounts[f"bad_{way}"]))
    return when((lacking[way], f"there is no {_LACKING[way].split(' ', 1)[1]}"), otherwise=failed)


def _neither(first: str, second: str) -> str:
    return f"there is neither {_LACKING[first]} nor {_LACKING[second]}"
