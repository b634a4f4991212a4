"""Channels: how a customer can be reached, and what is done when the wanted way is closed."""

import pandas as pd

from sheetops.model import Frame
from sheetops.rules.words import when


def reachable(wanted: pd.Series, accounts: Frame) -> Frame:
    """Return the channel to use for each row and, where it is not the wanted one, why.

    ``wanted`` is the stage's channel, blank for the customer's own; ``accounts`` is aligned with it and has
    ``channel``,
    ``email`` and ``phone``. E-mail without an address falls back to a letter; telephone without a number to e-mail,
    then to a letter. Columns: channel, fallback (a sentence, "" when there was no need).
    """
    asked = wanted.where(wanted != "", accounts["channel"]).replace("", "letter")
    has_email, has_phone = accounts["email"] != "", accounts["phone"] != ""
    by_letter = (asked == "letter") | ((asked == "email") & ~has_email) | ((asked == "phone") & ~has_phone & ~has_email)
    by_email = ~by_letter & ((asked == "email") | ((asked == "phone") & ~has_phone))
    channel = when((by_letter, "letter"), (by_email, "email"), otherwise="phone")
    fallback = when(
        (channel == asked, ""),
        (asked == "email", "By letter, because there is no e-mail address."),
        (by_email, "By e-mail, because there is no telephone number."),
        otherwise="By letter, because there is neither a telephone number nor an e-mail address.",
    )
    return pd.DataFrame({"channel": channel, "fallback": fallback}, index=wanted.index)
