"""What relief comes to on the Ledger: credits earned, concessions and write-offs, as rows to copy."""

import pandas as pd

from sheetops.jobs.arrears import Position
from sheetops.jobs.desk import Desk
from sheetops.jobs.relief import Relief
from sheetops.model import Frame
from sheetops.rules.lookup import look_up
from sheetops.rules.words import amount, count, day, say, when
from sheetops.sheets import SHEETS

LEDGER_SAYS = {
    "Ledger rows": "rows with the columns of the sheet Ledger, to copy below its last row; once they are there, "
    "they are not proposed again (they are known by their number, as entry or as reference)",
    "clears": "what clears the rest of a debt is not entered by itself: it needs an approved request of kind write_off",
}


def matching_credits(now: Position, helped: Relief) -> Frame:
    """Return the contract's Matching credits: what plans have earned, then what counts for the next award."""
    row = helped.credits
    status = when((row["given"], "given"), (row["clears"], "needs approval"), otherwise="to enter")
    less = when(
        (
            row["amount"] < row["earned"],
            say(" Of ", amount(row["earned"], row["currency"]), " only what is still owed."),
        )
    )
    cleared = when((row["clears"] & ~row["given"], " Write a request of kind write_off and have it approved."))
    listed = row.assign(status=status, reason=say(row["why"], less, cleared))
    both = pd.concat([listed, _on_the_way(helped.counting)], ignore_index=True)
    names = now.customers.drop_duplicates("account").set_index("account")["name"]
    return both.assign(name=look_up(names, both["account"]).fillna(""))


def _on_the_way(part: Frame) -> Frame:
    """Return, for each plan that earns awards, how many instalments in a row have been paid in time so far."""
    last = part[part["incentive"] == "award"].groupby("place").tail(1)
    last = last[last["on_time"] & (last["towards"] > 0)]
    told = say("On the way: ", count(last["towards"], "instalment"), " in a row paid in time so far, the last due ")
    return last[["plan", "account", "currency", "incentive"]].assign(
        number=last["instalment"].astype("int64"),
        earned_on=pd.Series(pd.NaT, index=last.index, dtype="datetime64[s]"),
        amount=0,
        entry="",
        status="on the way",
        reason=say(told, day(last["due_on"]), "."),
    )


def ledger_entries(desk: Desk, helped: Relief) -> Frame:
    """Return the contract's Ledger rows: what is to be entered, with the columns of the sheet Ledger."""
    credits = helped.credits[~helped.credits["given"] & ~helped.credits["clears"] & (helped.credits["amount"] > 0)]
    bills = helped.concessions[~helped.concessions["given"] & (helped.concessions["amount"] > 0)]
    written = helped.write_offs[helped.write_offs["refused"] == ""]
    by = say(", approved by ", written["approved_by"], " on ", day(written["approved_on"]))
    rows = [
        credits.assign(kind="credit_note", applies_to="", description=credits["why"]),
        bills.assign(kind="credit_note", applies_to=bills["bill"], description=say("Concession: ", bills["reason"])),
        written.assign(
            kind="write_off",
            applies_to=written["entry"],
            entry=written["entry_number"],
            description=say("Written off on request ", written["request"], by, ": ", written["reason"]),
        ),
    ]
    own = ["entry", "account", "kind", "amount", "currency", "applies_to", "description"]
    blank = desk.frames["Ledger"].iloc[:0][[column.name for column in SHEETS["Ledger"].columns]]
    found = pd.concat([some[own].astype(dict.fromkeys(own, object)) for some in rows], ignore_index=True)
    shaped = found.assign(date=pd.Timestamp(desk.as_of), disputed=False).reindex(columns=blank.columns)
    texts = [name for name, kind in blank.dtypes.items() if kind.kind == "O" or kind == "str"]
    shaped[texts] = shaped[texts].astype(object).fillna("")
    return shaped.astype(blank.dtypes.to_dict())
