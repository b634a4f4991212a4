"""Telling the process: some levels may only follow when the customer was told what happens if nothing is paid."""

import datetime as dt

import pandas as pd

from sheetops.model import Frame
from sheetops.rules.contacts import Contacted
from sheetops.rules.lookup import look_up
from sheetops.rules.sending import Sending
from sheetops.rules.words import day, plain, say, when


def process_told(row: Frame, by: str, notices: Frame, contacts: Contacted, sending: Sending, as_of: dt.date) -> Frame:
    """Return what is known of telling the process to each row's customer, for the levels that need it.

    ``row`` has account, ladder, next_level, since (the first day that counts) and ``by`` (entry or licence), by which
    ``notices`` are looked up. A contact with that outcome tells it, and so does a letter or e-mail of the same ladder.
    Columns: told (when and how, a sentence), untold (why the level must wait, "" when it need not).
    """
    level = row["ladder"].map(dict(sending.tell_process)).fillna(sending.tell_process.get("", 0)).astype("int64")
    needed = (level > 0) & (row["next_level"].fillna(0) >= level)
    if not needed.any():
        return pd.DataFrame({"told": "", "untold": ""}, index=row.index, dtype=object)
    talked = look_up(contacts.history["told_on"], row["account"])
    talked = talked.where(talked >= row["since"])
    written = look_up(_telling(notices, by, sending, as_of), row[by], row["ladder"])
    by_word = talked.notna() & ~(written["sent_on"] > talked)
    with_letter = say("with the ", plain(written["template"].fillna(""), {}), " of ", day(written["sent_on"]))
    told = when((by_word, say("on ", day(talked))), (written["sent_on"].notna(), with_letter))
    missing = say(
        "the customer was not yet told what follows, which level ", row["next_level"].fillna(0).astype("int64"),
        " needs: tell it, and note the outcome told_process in Contacts",
    )  # fmt: skip
    return pd.DataFrame(
        {
            "told": when((needed & (told != ""), say("What follows was told ", told, "."))),
            "untold": when((needed & (told == ""), missing)),
        },
        index=row.index,
    )


def _telling(notices: Frame, by: str, sending: Sending, as_of: dt.date) -> Frame:
    gone = notices[(notices["sent_on"] <= pd.Timestamp(as_of)) & (notices[by] != "") & (notices["channel"] != "phone")]
    if sending.process_templates:
        gone = gone[gone["template"].isin(sending.process_templates)]
    last = gone.sort_values("sent_on", kind="stable").drop_duplicates([by, "ladder"], keep="last")
    return last.set_index([by, "ladder"])[["sent_on", "template"]]
