"""Collectors' remittances: what should have been kept and paid over, and whether the ledger has it."""

import numpy as np
import pandas as pd

from sheetops import money
from sheetops.model import Frame
from sheetops.rules.words import Texts, amount, day, say, when

STATUSES = {
    "agrees": "referred to that collector, commission and payment right, and in the ledger",
    "differs": "difference_in says what does not agree",
}
"""What each status of a remittance means; every remittance has exactly one."""

_MONEY = ("collected", "commission", "paid_over")


def check_remittances(
    remitted: Frame, referred: Frame, ledger: Frame, rates: pd.Series, own: str, currency: pd.Series
) -> Frame:
    """Return every remittance (index: its Remittances row) held against the referral, the rate and the ledger.

    ``remitted`` and ``referred`` are good rows up to the day, amounts in minor units of the desk's ``own`` currency;
    ``rates`` (basis points) and ``currency`` are aligned with ``remitted``; ``ledger`` are the entries up to the day.
    Columns added: currency, expected_commission (rounded half up), expected_paid (collected less that), commission and
    paid_over filled in where one follows from the other, difference (paid over less expected), in_ledger, status (of
    STATUSES), difference_in (what does not agree, "" when all does), reason.
    """
    row = remitted.assign(currency=currency, rate=rates)
    for name in _MONEY:
        known = row[name].notna()
        minor = money.restated(row[name].fillna(0).astype("int64"), own, currency)
        row[name] = pd.Series(minor, index=row.index).astype("Int64").where(known)
    row["expected_commission"] = _share(row["collected"], row["rate"])
    row["expected_paid"] = (row["collected"] - row["expected_commission"]).astype("int64")
    given, net = row["commission"], row["paid_over"]
    row["commission"] = given.fillna(row["collected"] - net).fillna(row["expected_commission"]).astype("int64")
    row["paid_over"] = net.fillna(row["collected"] - row["commission"]).astype("int64")
    row["collected"] = row["collected"].astype("int64")
    row["difference"] = row["paid_over"] - row["expected_paid"]
    row["in_ledger"] = _in_ledger(row, ledger)
    row["difference_in"] = _differences(row, _owner(row, referred))
    row["status"] = when((row["difference_in"] == "", "agrees"), otherwise="differs")
    return row.assign(reason=_reason(row))


def _share(collected: pd.Series, rate: pd.Series) -> pd.Series:
    whole = collected.astype("int64") * rate.astype("int64")
    return ((2 * whole + 10_000) // 20_000).astype("int64")


def _owner(row: Frame, referred: Frame) -> Frame:
    """Return the last referral of each remittance's account made by its day: collector, referred_on, recalled_on."""
    asked = row[["account", "received_on"]].assign(at=row.index).astype({"account": object})
    known = referred[["account", "collector", "referred_on", "recalled_on"]].astype({"account": object})
    pairs = asked.merge(known, on="account").sort_values("referred_on", kind="stable")
    pairs = pairs[pairs["referred_on"] <= pairs["received_on"]]
    return pairs.drop_duplicates("at", keep="last").set_index("at").reindex(row.index)


def _in_ledger(row: Frame, ledger: Frame) -> pd.Series:
    """Return which remittances the ledger has: each receipt of the same account and amount stands for one of them.

    The ledger may have the gross amount or the net one; a receipt dated before the remittance does not count.
    """
    receipts = ledger[ledger["kind"] == "receipt"]
    found = pd.Series(False, index=row.index)
    used = pd.Series(False, index=receipts.index)
    for name in ("collected", "paid_over"):
        left, free = row[~found], receipts[~used]
        ours = pd.DataFrame(
            {
                "account": left["account"].astype(object),
                "amount": left[name].astype("int64"),
                "day": left["received_on"],
            }
        )
        theirs = pd.DataFrame(
            {"account": free["account"].astype(object), "amount": free["amount"], "day": free["date"]}
        )
        met = _paired(ours, theirs)
        found.loc[met["ours"]] = True
        used.loc[met["theirs"]] = True
    return found


def _paired(ours: Frame, theirs: Frame) -> Frame:
    """Pair rows of one account and amount in order of days: the n-th of ours with the n-th of theirs, if not before."""
    ours, theirs = (rows.assign(row=rows.index).sort_values("day", kind="stable") for rows in (ours, theirs))
    first = ours.groupby(["account", "amount"])["day"].transform("min")
    ours["number"] = ours.groupby(["account", "amount"]).cumcount()
    earliest = ours.assign(first=first).drop_duplicates(["account", "amount"])[["account", "amount", "first"]]
    late = theirs.merge(earliest, on=["account", "amount"])
    late = late[late["day"] >= late["first"]]
    late["number"] = late.groupby(["account", "amount"]).cumcount()
    met = ours.merge(late, on=["account", "amount", "number"], suffixes=("_ours", "_theirs"))
    met = met[met["day_theirs"] >= met["day_ours"]]
    return met.rename(columns={"row_ours": "ours", "row_theirs": "theirs"})[["ours", "theirs"]]


def _differences(row: Frame, owner: Frame) -> Texts:
    parts: list[Texts] = []
    kept, due = (amount(row[name], row["currency"]) for name in ("commission", "expected_commission"))
    paid, whole = (amount(row[name], row["currency"]) for name in ("paid_over", "collected"))
    rate = say(
        row["rate"] // 100, when((row["rate"] % 100 > 0, say(".", (row["rate"] % 100).map("{:02d}".format)))), " %"
    )
    stranger = owner["collector"].isna()
    other = ~stranger & (owner["collector"].fillna("").str.casefold() != row["collector"].str.casefold())
    late = ~stranger & ~other & (owner["recalled_on"] < row["received_on"])
    parts.append(
        when(
            (stranger, "the account was never referred"),
            (other, say("the account is with ", owner["collector"].fillna(""))),
        )
    )
    parts.append(when((late, say("it came after the recall of ", day(owner["recalled_on"])))))
    parts.append(
        when(
            (
                row["commission"] != row["expected_commission"],
                say("commission ", kept, " instead of ", due, " (", rate, ")"),
            )
        )
    )
    sums = row["commission"] + row["paid_over"] != row["collected"]
    parts.append(when((sums, say("commission and payment do not add up to ", whole, ": ", kept, " + ", paid))))
    parts.append(when((~row["in_ledger"], say("no receipt of ", whole, " or ", paid, " on the account in the Ledger"))))
    said = np.full(len(row), "", dtype=object)
    for part in parts:
        said = said + when(((said != "") & (part != ""), "; ")) + part
    return said


def _reason(row: Frame) -> Texts:
    got = say(
        row["collector"],
        " collected ",
        amount(row["collected"], row["currency"]),
        ", kept ",
        amount(row["commission"], row["currency"]),
    )
    paid = say(got, " and paid over ", amount(row["paid_over"], row["currency"]), " on ", day(row["received_on"]))
    return when(
        (row["status"] == "agrees", say(paid, ": agrees.")),
        otherwise=say(paid, ". Ask them: ", row["difference_in"], "."),
    )
