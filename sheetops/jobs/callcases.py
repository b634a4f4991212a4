"""What there is to call about, one row an account: what is overdue, or licences to be renewed."""

import pandas as pd

from sheetops.jobs.addressing import has_postal_address
from sheetops.jobs.arrears import Position, dunning_terms
from sheetops.jobs.caution import cautious_holds
from sheetops.jobs.desk import Desk
from sheetops.model import Frame
from sheetops.rules.arrangements import open_promises
from sheetops.rules.holds import below_tolerance, open_holds
from sheetops.rules.ladders import NEVER
from sheetops.rules.lookup import look_up
from sheetops.rules.words import amount, count, day, one_text, say, when

NOBODY = "(nobody named)"

RENEWING = ("due", "early call", "final call", "in grace", "lapsed")
"""The statuses of a licence about which its account is called."""


def arrears_cases(desk: Desk, now: Position) -> Frame:
    """Return the accounts that have something overdue, or a promise that falls due, as `planned` wants them.

    Further columns: name, licence (""), days_to_expiry (blank), oldest_due, days_overdue, entries (the oldest three),
    also (what is overdue in other currencies).
    """
    late = now.items[now.items["days_overdue"] > 0]
    late = late.assign(stop=_stops(desk, now, late))
    free = late[late["stop"] == ""]
    promises = _promise_days(desk, now)
    promised = late[(late["account"].isin(promises.index)) & (late["stop"] == _pledged(now, late["account"]))]
    callable_ = pd.concat([free, promised])
    rest = late[~late["account"].isin(callable_["account"])]
    rows = pd.concat([_by_account(callable_), _by_account(rest)])
    held = one_text(_once(rest))
    rows = rows.assign(
        held=look_up(held, rows["account"]).fillna(""),
        promise_due=look_up(promises, rows["account"]).astype("datetime64[s]"),
        urgency=rows["days_overdue"],
        licence="",
        days_to_expiry=pd.array([pd.NA] * len(rows), dtype="Int64"),
    )
    rows["because"] = say(
        rows["currency"], " ", amount(rows["value"], rows["currency"]), " is overdue since ", day(rows["oldest_due"]),
        " (", count(rows["days_overdue"], "day"), "): ", rows["entries"], ".", rows["also"],
    )  # fmt: skip
    return with_people(desk, now, rows)


def renewal_cases(desk: Desk, now: Position, licences: Frame) -> Frame:
    """Return the accounts with a licence to be renewed, as `planned` wants them; the most pressing one speaks for all.

    Further columns: name, licence, type, end, days_to_expiry, next_start, next_end, fee, overdue (minor units), status.
    """
    ours = licences[licences["status"].isin(RENEWING) & (licences["days_to_expiry"] >= -_longest(desk))]
    first = ours.sort_values(["days_to_expiry", "licence"], kind="stable")
    others = first[first.duplicated("account")]
    also = others.groupby(others["account"].astype(object))["licence"].agg(", ".join)
    row = first.drop_duplicates("account")
    hold = look_up(open_holds(cautious_holds(desk), desk.as_of, "account"), row["account"])
    fee, owed = row["fee"].fillna(0).astype("int64"), row["overdue"]
    left = row["days_to_expiry"].astype("int64")
    row = row.assign(
        value=fee.mask(fee == 0, row["balance"]).astype("int64"),
        held=hold["held"].fillna(""),
        promise_due=look_up(_promise_days(desk, now), row["account"]).astype("datetime64[s]"),
        urgency=(_horizon(desk) - left).clip(lower=0),
        also=look_up(also, row["account"]).fillna(""),
    )
    ends = when(
        (left > 0, say("ends on ", day(row["end"]), ", in ", count(left, "day"))),
        (left == 0, say("ends today, ", day(row["end"]))),
        otherwise=say("ended on ", day(row["end"]), ", ", count(-left, "day"), " ago"),
    )
    what = when((row["type"] != "", say(" (", row["type"], ")")))
    money = when((owed > 0, say(" ", row["currency"], " ", amount(owed, row["currency"]), " is overdue on it.")))
    more = when((row["also"] != "", say(" Also: ", row["also"], ".")))
    row["because"] = say("Licence ", row["licence"], what, " ", ends, ": ", row["status"], ".", money, more)
    return with_people(desk, now, row)


def _longest(desk: Desk) -> int:
    return int(desk.policy.value("last_call_days"))


def _horizon(desk: Desk) -> int:
    return int(desk.policy.value("call_horizon_days"))


def with_people(desk: Desk, now: Position, rows: Frame) -> Frame:
    """Return cases with who they are: name, caller, segment, phone, email, channel, country, has_address, held."""
    customers = now.customers.drop_duplicates("account")
    known = look_up(customers.set_index(customers["account"].astype(object)), rows["account"])
    columns = ("name", "segment", "phone", "email", "channel", "country", "address1", "town", "postcode", "owner")
    facts = known[list(columns)].astype(object).fillna("")
    never = known["do_not_contact"].fillna(False).astype(bool)
    return rows.assign(
        **facts[["name", "segment", "phone", "email", "channel", "country"]],
        caller=facts["owner"].where(facts["owner"] != "", NOBODY),
        has_address=[has_postal_address(one) for one in facts.to_dict("records")],
        held=rows["held"].astype(object).mask(never, "the customer must not be contacted"),
    )


def account_stops(desk: Desk, now: Position, account: pd.Series) -> pd.Series:
    """Return why each account is not to be contacted: a hold on it, a promise or plan; "" when nothing stops it."""
    holds = look_up(open_holds(cautious_holds(desk), desk.as_of, "account")["held"], account)
    return holds.fillna(_arranged(now, account)).astype(object)


def _arranged(now: Position, account: pd.Series) -> pd.Series:
    arranged = now.agreed.arranged
    return look_up(arranged.loc[arranged["held"] != "", "held"], account).fillna("").astype(object)


def _stops(desk: Desk, now: Position, late: Frame) -> pd.Series:
    """Return why each overdue item is not called about; that a letter went out lately is no reason."""
    holds = cautious_holds(desk)
    on_account = look_up(open_holds(holds, desk.as_of, "account")["held"], late["account"]).fillna("")
    on_entry = look_up(open_holds(holds, desk.as_of, "entry")["held"], late["entry"]).fillna("")
    small = below_tolerance(late["outstanding"], late["currency"], dunning_terms(desk, late).tolerance)["held"]
    # What is of one item alone goes first: a promise that falls due lifts the account's stop, not the item's.
    said = when(
        (late["ladder"] == NEVER, "the ladder is none: never chased"),
        (on_account != "", on_account),
        (on_entry != "", on_entry),
        (late["disputed"], "disputed"),
        (small != "", small),
        otherwise=_arranged(now, late["account"]),
    )
    return pd.Series(said, index=late.index, dtype=object)


def _promise_days(desk: Desk, now: Position) -> pd.Series:
    """Return, by account, the day of its next open promise that is due within call_promise_days."""
    promises = now.agreed.promises
    soon = pd.Timestamp(desk.as_of) + pd.Timedelta(days=int(desk.policy.value("call_promise_days")))
    open_ = promises[(promises["status"] == "open") & (promises["due_on"] <= soon)]
    return open_.groupby(open_["account"].astype(object))["due_on"].min()


def _pledged(now: Position, account: pd.Series) -> pd.Series:
    return look_up(open_promises(now.agreed.promises)["held"], account).fillna("")


def _once(rest: Frame) -> pd.Series:
    reasons = rest[["account", "stop"]].drop_duplicates()
    return reasons.set_index(reasons["account"].astype(object))["stop"]


def _by_account(late: Frame) -> Frame:
    """Return one row an account: the currency in which most is overdue, and the others in words."""
    keys = ["account", "currency"]
    rows = late.sort_values(["due_date", "entry"], kind="stable")
    first = rows.assign(place=rows.groupby(keys).cumcount())
    entries = first[first["place"] < 3].groupby(keys)["entry"].agg(", ".join)
    sums = rows.groupby(keys).agg(
        value=("outstanding", "sum"), oldest_due=("due_date", "min"), days_overdue=("days_overdue", "max"),
        many=("entry", "size"),
    )  # fmt: skip
    sums = sums.join(entries.rename("entries")).reset_index()
    more = (sums["many"] - 3).clip(lower=0)
    sums["entries"] = say(sums["entries"].fillna("").astype(object), when((more > 0, say(" and ", more, " more"))))
    sums = sums.sort_values(["value", "currency"], ascending=[False, True], kind="stable")
    rest = sums[sums.duplicated("account")]
    also = one_text(pd.Series(say(rest["currency"], " ", amount(rest["value"], rest["currency"])),
                              index=rest["account"].astype(object), dtype=object))  # fmt: skip
    top = sums.drop_duplicates("account")
    said = look_up(also, top["account"]).fillna("")
    return top.assign(also=when((said != "", say(" Also overdue: ", said, "."))))
