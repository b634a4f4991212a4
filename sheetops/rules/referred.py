"""What was referred: acknowledged or not, what the collector got, what must be recalled today."""

import pandas as pd

from sheetops import clock, money
from sheetops.model import Frame
from sheetops.rules.gate import GateTerms, gate
from sheetops.rules.lookup import look_up
from sheetops.rules.referral import BAD_DEBT, STAYING
from sheetops.rules.words import Texts, amount, count, day, say, when

STATUSES = {
    "recall today": "with the collector, and the reason for it has ended: take it back today",
    "acknowledgement overdue": "with the collector, not confirmed in referral_acknowledge_days business days",
    "awaiting acknowledgement": "with the collector, who has some days left to confirm it",
    "with collector": "with the collector, who confirmed it",
    "recalled": "taken back",
}
"""What each status of a referral means; every referral has exactly one."""


def referred_now(referred: Frame, today: pd.Timestamp) -> Frame:
    """Return the referrals made by the day that were not recalled by it."""
    made = referred[referred["referred_on"] <= today]
    return made[~(made["recalled_on"] <= today)]


def referral_holds(referred: Frame, today: pd.Timestamp) -> Frame:
    """Return what was referred, in the shape of Holds: the desk does not chase what a collector has."""
    made = referred[referred["referred_on"] <= today]
    words = say("with ", made["collector"], " since ", day(made["referred_on"]))
    until = (made["recalled_on"] - pd.Timedelta(days=1)).astype("datetime64[s]")
    return pd.DataFrame(
        {
            "account": made["account"].astype(object),
            "entry": "",
            "reason": words,
            "from": made["referred_on"],
            "until": until,
        },
        index=made.index,
    )


def follow_referrals(
    referred: Frame, case: Frame, remitted: Frame, acknowledge_days: int, own: str, terms: GateTerms
) -> Frame:
    """Return every referral made by the day (index: its Referred row) with where it stands.

    ``case`` has a row for each account that is with a collector; ``remitted`` are the good rows of Remittances; ``own``
    is the desk's currency, in which Referred is kept. Columns added: currency, amount (minor units of it), outstanding
    (now), collected (since it was referred), acknowledge_by, days, status (one of STATUSES), why (of a recall), reason.
    """
    made = referred[referred["referred_on"] <= terms.today]
    facts = case.sort_values("arrears", ascending=False, kind="stable").drop_duplicates("account")
    known = look_up(
        facts.set_index(facts["account"].astype(object))[["currency", "outstanding", "arrears"]], made["account"]
    )
    currency = known["currency"].fillna(own).astype(object)
    by = clock.business_days_after(made["referred_on"], acknowledge_days, terms.closed)
    there = made["acknowledged_on"].where(made["acknowledged_on"] <= terms.today)
    gone = made["recalled_on"].where(made["recalled_on"] <= terms.today)
    row = made.assign(
        **{"class": made["class"].replace({"": BAD_DEBT, "bad_debt": BAD_DEBT})},
        currency=currency,
        amount=money.restated(made["amount"], own, currency),
        outstanding=known["outstanding"].fillna(0).astype("int64"),
        collected=_collected(made, remitted, own, currency, terms),
        acknowledge_by=pd.Series(by.astype("datetime64[s]"), index=made.index),
        acknowledged_on=there.astype("datetime64[s]"),
        recalled_on=gone.astype("datetime64[s]"),
        days=(gone.fillna(terms.today) - made["referred_on"]).dt.days,
    )
    row["why"] = _why(row, case, terms)
    row["status"] = when(
        (row["recalled_on"].notna(), "recalled"),
        (row["why"] != "", "recall today"),
        (row["acknowledged_on"].notna(), "with collector"),
        (row["acknowledge_by"] < terms.today, "acknowledgement overdue"),
        otherwise="awaiting acknowledgement",
    )
    return row.assign(reason=_reason(row))


def _collected(made: Frame, remitted: Frame, own: str, currency: pd.Series, terms: GateTerms) -> pd.Series:
    """Return what was remitted for each referral while it was out, in minor units of its currency."""
    asked = made[["account", "referred_on", "recalled_on"]].assign(at=made.index).astype({"account": object})
    came = remitted.loc[remitted["received_on"] <= terms.today, ["account", "received_on", "collected"]]
    pairs = asked.merge(came.astype({"account": object}), on="account")
    ours = pairs[(pairs["received_on"] >= pairs["referred_on"]) & (pairs["collected"].notna())]
    # A remittance may come in after the recall; it belongs to the last referral before it.
    last = (
        ours.sort_values("referred_on", kind="stable")
        .groupby(["account", "received_on", "collected"], sort=False)
        .tail(1)
    )
    total = last.groupby("at")["collected"].sum().reindex(made.index, fill_value=0).astype("int64")
    return pd.Series(money.restated(total, own, currency), index=made.index)


def _why(row: Frame, case: Frame, terms: GateTerms) -> pd.Series:
    """Return why each referral that is out must be recalled, "" where it stays."""
    words = pd.Series("", index=row.index, dtype=object)
    for name, conditions in STAYING.items():
        told = case[["account"]].join(gate(case, conditions, terms))
        stays = told["passed"].groupby(told["account"].astype(object)).any()
        why = told.drop_duplicates("account").set_index("account")["blocked_by"].astype(object)
        mine = (row["class"] == name) & row["recalled_on"].isna()
        ended = ~look_up(stays, row["account"]).fillna(False).astype(bool)
        said = look_up(why, row["account"]).fillna("nothing is owed any more")
        words = words.mask(mine & ended, said)
    return words


def _reason(row: Frame) -> Texts:
    since = say(row["collector"], " has ", amount(row["amount"], row["currency"]), " since ", day(row["referred_on"]))
    got = when((row["collected"] > 0, say(", ", amount(row["collected"], row["currency"]), " collected")))
    known = say("; acknowledged on ", day(row["acknowledged_on"]), ".")
    wait = say("; to be acknowledged by ", day(row["acknowledge_by"]), ".")
    late = say("; not acknowledged, which was due by ", day(row["acknowledge_by"]), ": ask them.")
    ack = when(
        (row["acknowledged_on"].notna(), known), (row["status"] == "acknowledgement overdue", late), otherwise=wait
    )
    back = say(
        "Recalled on ",
        day(row["recalled_on"]),
        " after ",
        count(row["days"], "day"),
        " with ",
        row["collector"],
        got,
        ".",
    )
    recall = say(
        "Recall from ",
        row["collector"],
        " today: ",
        row["why"],
        ". They have it since ",
        day(row["referred_on"]),
        got,
        ".",
    )
    return when(
        (row["status"] == "recalled", back), (row["status"] == "recall today", recall), otherwise=say(since, got, ack)
    )
