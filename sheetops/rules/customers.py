"""Customers: what is known of each account when something is to be sent to it."""

import pandas as pd

from sheetops.model import Frame
from sheetops.rules.contacts import NOBODY, WAYS, Contacted
from sheetops.rules.lookup import look_up

TEXTS = ("name", "ladder", "channel", "language", "email", "phone", "address1", "town", "postcode")


def account_facts(accounts: Frame, names: pd.Series, contacts: Contacted = NOBODY) -> Frame:
    """Return what is known of each account, row by row; blanks for an account without a row of its own.

    Columns: TEXTS, do_not_contact, and bad_email, bad_letter, bad_phone: the day on which that way failed, NaT while it
    works.
    """
    known = accounts.set_index(accounts["account"].astype(object))
    facts = look_up(known[[*TEXTS, "do_not_contact"]], names)
    blank = {column: facts[column].fillna("") for column in TEXTS}
    bad = [f"bad_{way}" for way in WAYS]
    facts = facts.assign(**blank, do_not_contact=facts["do_not_contact"].fillna(False).astype(bool))
    return facts.join(look_up(contacts.history[bad], names))
