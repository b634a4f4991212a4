"""Renewals: where every licence stands around its last day, the step that is due, and what its debts mean.

Decided for the desks: the renewal ladder goes by the calendar. Of the stages whose day has come the latest counts, and
it goes out once; a stage whose window has closed is not sent late, because an invitation is no use when the final call
is due.
"""

import datetime as dt
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetops import money
from sheetops.model import Frame
from sheetops.rules.addons import ending_together, with_parents
from sheetops.rules.barriers import Barrier, gravest
from sheetops.rules.callstages import called, spoken
from sheetops.rules.channels import reachable
from sheetops.rules.contacts import NOBODY, Contacted
from sheetops.rules.customers import account_facts
from sheetops.rules.holds import open_holds
from sheetops.rules.ladders import ladders_of, last_sent, stage_days
from sheetops.rules.licences import (
    FINISHED,
    accepted,
    by_itself,
    days_to_expiry,
    decisions,
    licence_status,
    renewed,
)
from sheetops.rules.lookup import look_up, own
from sheetops.rules.sending import Sending
from sheetops.rules.telling import process_told
from sheetops.rules.terms import next_terms, reinstated_terms
from sheetops.rules.waiting import waiting
from sheetops.rules.words import Texts, action, amount, count, day, plain, say, when

REINSTATEMENTS = {
    "continuous": "back-dated to the day after the end, unless that is more than reinstatement_max_days ago",
    "new_term": "a new term from the day on which the customer came back; what lies before it is a gap",
}
"""What becomes of a licence that is accepted after its grace."""


@dataclass(frozen=True)
class RenewalTerms:
    """How a desk renews: its day, ladder, and its graces and gaps in days.

    ``currency`` is that of amounts that name none; ``reinstatement`` one of `REINSTATEMENTS`; ``term_start`` as in
    `sheetops.rules.terms.commencing`; ``auto_renew_letters`` is ``yes`` where licences that renew by themselves get
    letters. Each but the day and the currency may be a Series with one value for each licence, by its Licences row.
    """

    as_of: dt.date
    ladder: str | pd.Series = "renewal"
    grace_days: int | pd.Series = 14
    min_days_between_letters: int | pd.Series = 5
    last_call_days: int | pd.Series = 365
    currency: str = ""
    reinstatement: str | pd.Series = "continuous"
    reinstatement_max_days: int | pd.Series = 365
    term_start: str | pd.Series = "exact"
    auto_renew_letters: str | pd.Series = "no"
    sending: Sending = field(default_factory=Sending)


def renewals(
    licences: Frame,
    accounts: Frame,
    stages: Frame,
    notices: Frame,
    pledged: Frame,
    holds: Frame,
    items: Frame,
    terms: RenewalTerms,
    subjects: Frame | None = None,
    contacts: Contacted = NOBODY,
) -> Frame:
    """Return one row a licence (index: its Licences row): the contract's Renewals and what letters need beside it.

    ``items`` are the open items of an Allocation, ``pledged`` is what `sheetops.rules.arrangements.open_promises` says,
    ``contacts`` what `sheetops.rules.contacts.contacted` does; the rest are good rows of their sheets. ``subjects``
    says what each licence is (columns of `sheetops.rules.scope.KINDS`); it is needed where stages are for some only.
    Beside the contract's columns: currency, ladder, trigger, fee (that of the Licences sheet, in minor units of the
    currency), next_start, next_end, next_months, gap_start, gap_end, reinstated, parent (the licence of an add-on),
    taken_on (the day on which the next term was accepted, or began by itself; NaT), ripe (its stage has come and was
    not done), due (ripe and not held), held (why it is not sent).
    """
    facts = account_facts(accounts, licences["account"], contacts)
    licences = with_parents(licences)
    currency = own_currency(licences["account"], items, terms.currency)
    row = licences[["licence", "account", "type", "start", "end", "parent", "auto_renew", "declined_reason"]].assign(
        fee=_own_fee(licences["fee"], terms.currency, currency),
        name=facts["name"],
        currency=currency,
        days_to_expiry=days_to_expiry(licences["end"], terms.as_of),
        ladder=terms.ladder,
        carried_on=renewed(licences),
        taken_on=_taken_on(licences, terms.as_of),
    )
    whose = None if subjects is None else subjects.assign(ladder=row["ladder"])
    groups = list(ladders_of(stages, row["ladder"], whose))
    decided, closed = decisions(licences, terms.as_of), terms.sending.closed
    row["status"] = ""
    for rows, levels in groups:
        grace, by = own(terms.grace_days, rows), decided.loc[rows]
        row.loc[rows, "status"] = licence_status(licences.loc[rows], levels, terms.as_of, grace, by, closed)
    step = pd.concat(
        [_stage_now(row.loc[r], levels, terms) for r, levels in groups] or [_stage_now(row, stages, terms)]
    )
    row = row.join([step.loc[row.index], _next_term(row, licences, terms)])
    row = row.join(_debts(row, items)).join(reachable(row["wanted"], facts, terms.sending))
    row["class"] = when(
        (row["status"] == "lapsed", "infringement"),
        (~row["status"].isin(["cancelled", "declined"]) & row["behind"], "bad debt"),
        otherwise="none",
    )
    row = row.join(_done(row, notices, contacts, terms))
    now = row.assign(trigger=row["trigger"].where(row["ripe"]))
    row = row.assign(**called(now, contacts, facts, terms.sending, terms.as_of))
    row = row.join(_told(row, notices, contacts, terms))
    row = row.join(_sendable(row, facts, notices, holds, pledged, terms))
    return row.assign(**_said(row, terms))


def _own_fee(fee: pd.Series, stated: str, currency: pd.Series) -> pd.Series:
    """Return the fees of the Licences sheet, which names no currency, in minor units of each licence's own."""
    restated = money.restated(fee.fillna(0).astype("int64").abs(), stated, currency.to_numpy(dtype=object))
    return pd.Series(restated, index=fee.index).astype("Int64").where(fee.notna())


def _taken_on(licences: Frame, as_of: dt.date) -> pd.Series:
    """Return the day on which each next term was accepted or began by itself; NaT where neither is so."""
    began = licences["end"] + pd.Timedelta(days=1)
    taken = licences["accepted_on"].where(accepted(licences, as_of), began.where(by_itself(licences, as_of)))
    return taken.astype("datetime64[s]")


def _next_term(row: Frame, licences: Frame, terms: RenewalTerms) -> Frame:
    """Return the next term of each licence, and the gap before it where a lapsed one comes back as a new term."""
    term = next_terms(row["start"], row["end"], licences["anchor"])
    gap = (row["taken_on"] - row["end"]).dt.days
    grace = pd.Series(terms.grace_days, index=row.index)
    continuous = pd.Series(terms.reinstatement, index=row.index) == "continuous"
    longest = grace.mask(continuous, pd.Series(terms.reinstatement_max_days, index=row.index))
    new = reinstated_terms(term, row["taken_on"], pd.Series(terms.term_start, index=row.index))
    back = gap > np.maximum(longest, grace)
    blank = pd.Series(pd.NaT, index=row.index, dtype="datetime64[s]")
    whole = term.assign(gap_start=blank, gap_end=blank, reinstated=gap > grace)
    for name in new.columns:
        whole[name] = new[name].where(back, whole[name])
    together = ending_together(row[["licence", "parent"]].join(whole))
    return whole.assign(**{name: together[name] for name in together.columns})


def own_currency(accounts: pd.Series, items: Frame, otherwise: str) -> pd.Series:
    """Return the one currency that each account's debits are in; ``otherwise`` where there is none or several."""
    codes = items.groupby(items["account"].astype(object))["currency"].agg(["nunique", "first"])
    return look_up(codes.loc[codes["nunique"] == 1, "first"], accounts).fillna(otherwise)


def _stage_now(row: Frame, stages: Frame, terms: RenewalTerms) -> Frame:
    """Return the latest stage whose day has come and whose window is open, and the one that comes next."""
    days = stage_days(stages, row["end"], terms.sending.closed)
    there = days.to_numpy().astype("datetime64[s]") <= np.datetime64(terms.as_of, "s")
    number = len(days.columns)
    places = np.arange(number)
    finished = row["status"].isin(FINISHED).to_numpy()
    reached = np.where(there, places, -1).max(axis=1, initial=-1)
    # What invites to renew before the end is no use after it.
    before = np.count_nonzero(stages["mode"] == "days_before_expiry")
    stale = (reached < before) & (row["days_to_expiry"].to_numpy() < 0)
    coming = np.where(finished, number, reached + 1)
    reached = np.where(stale | finished, -1, reached)
    stage = stages.loc[days.columns].reset_index(drop=True)
    now, then = stage.reindex(reached).set_index(row.index), stage.reindex(coming).set_index(row.index)
    return pd.DataFrame(
        {
            "stage": now["level"].astype("Int64"),
            "template": now["template"].fillna(""),
            "wanted": now["channel"].fillna(""),
            "trigger": _of_stage(days, reached),
            "first_day": _of_stage(days, np.zeros(len(row), dtype=np.int64)),
            "then_level": then["level"].astype("Int64"),
            "then_template": then["template"].fillna(""),
            "then_channel": then["channel"].fillna(""),
            "then_on": terms.sending.quiet.moved(_of_stage(days, coming)),
        },
        index=row.index,
    )


def _of_stage(days: Frame, place: npt.NDArray[np.int64]) -> pd.Series:
    """Return the day of each row's own stage, NaT where it has none."""
    blank = np.full((len(days), 1), np.datetime64("NaT", "s"))
    table = np.hstack([days.to_numpy().astype("datetime64[s]"), blank])
    own = np.where((place < 0) | (place >= len(days.columns)), len(days.columns), place)
    return pd.Series(table[np.arange(len(days)), own], index=days.index)


def _debts(row: Frame, items: Frame) -> Frame:
    """Return what is open and overdue on each licence: items that name it, and those of its account that name none.

    Amounts are those in the row's currency; ``behind`` says whether anything is overdue in any.
    """
    open_ = items[items["outstanding"] > 0]
    late, named = open_["days_overdue"] > 0, open_["licence"] != ""
    figures = pd.DataFrame({"balance": open_["outstanding"], "overdue": open_["outstanding"].where(late, 0)})
    key = open_["licence"].where(named, open_["account"]).astype(object)
    sums = figures.groupby([named, key, open_["currency"].astype(object)]).sum()
    own, general = pd.Series(True, index=row.index), pd.Series(False, index=row.index)
    debts = look_up(sums, own, row["licence"], row["currency"]).fillna(0)
    debts += look_up(sums, general, row["account"], row["currency"]).fillna(0)
    behind = row["licence"].isin(key[late & named]) | row["account"].isin(key[late & ~named])
    return debts.astype("int64").assign(behind=behind)


def _done(row: Frame, notices: Frame, contacts: Contacted, terms: RenewalTerms) -> Frame:
    """Return when each licence's stage was done (sent_on), whether by a conversation (spoke), or is open (ripe)."""
    gone = last_sent(notices[notices["ladder"].isin(row["ladder"].unique())], terms.as_of, "licence")
    sent = look_up(gone, row["licence"], row["ladder"])
    already = sent["level"].notna() & (sent["level"].fillna(0) >= row["stage"].fillna(0).astype("int64"))
    already &= sent["sent_on"] >= row["trigger"]
    never = pd.Series(pd.NaT, index=row.index, dtype="datetime64[s]")
    spoke_on = spoken(row.assign(sent_on=never), contacts.made, terms.as_of).reindex(row.index)
    spoke = spoke_on.notna() & ~already
    return pd.DataFrame(
        {
            "sent_on": sent["sent_on"].where(already, spoke_on),
            "spoke": spoke,
            "ripe": row["stage"].notna() & ~already & ~spoke,
        },
        index=row.index,
    )


def _told(row: Frame, notices: Frame, contacts: Contacted, terms: RenewalTerms) -> Frame:
    """Return whether each stage that needs it was told to the customer since the ladder began."""
    asked = row.assign(next_level=row["stage"], since=row["first_day"])
    return process_told(asked, "licence", notices, contacts, terms.sending, terms.as_of)


def _sendable(row: Frame, facts: Frame, notices: Frame, holds: Frame, pledged: Frame, terms: RenewalTerms) -> Frame:
    """Return whether each licence's stage goes out today, and why not."""
    promised = look_up(pledged["held"], row["account"])
    held = gravest(licence_barriers(row, facts, notices, holds, terms), row.index)["says"]
    return pd.DataFrame(
        {
            "held": np.where(row["ripe"], held, ""),
            "due": row["ripe"] & (held == ""),
            "promise": promised.fillna(""),
        },
        index=row.index,
    )


def licence_barriers(
    row: Frame, facts: Frame, notices: Frame, holds: Frame, terms: RenewalTerms
) -> tuple[Barrier, ...]:
    """Return what may keep the stages of licences back, the gravest first.

    ``row`` are rows as `renewals` has them, ``facts`` those of `sheetops.rules.customers.account_facts`; the rest is
    as in `renewals`.
    """
    last_call = pd.Series(terms.last_call_days, index=row.index)
    hold = look_up(open_holds(holds, terms.as_of, "account"), row["account"])
    by_itself_said = say("it renews by itself on ", day(row["next_start"]), ", no letter asks for it")
    unasked = row["auto_renew"] & (own(terms.auto_renew_letters, row.index) != "yes")
    parent = say("an add-on of ", row["parent"], ", with which it renews")
    long_over = say("ended more than ", last_call, " days ago")
    told = "the customer must not be contacted"
    return (
        Barrier("do not contact", "Customers, do_not_contact", facts["do_not_contact"], told),
        Barrier("hold on the account", "Holds, complaints, hardship, collectors, faulty rows", hold["held"].notna(),
                hold["held"], hold["until"]),
        Barrier("add-on", "Licences, add_on_of", row["parent"] != "", parent),
        Barrier("renews by itself", "Licences, auto_renew", unasked, by_itself_said),
        Barrier("long over", "end, last_call_days", row["days_to_expiry"] < -last_call, long_over),
        *waiting(row, notices, terms.min_days_between_letters, terms.sending, terms.as_of),
    )  # fmt: skip


def _said(row: Frame, terms: RenewalTerms) -> dict[str, pd.Series | Texts]:
    """Return next step, its day and channel, and the reason."""
    today = pd.Timestamp(terms.as_of).as_unit("s")
    waits = ~row["due"] & (row["held"] == "") & row["then_level"].notna()
    waits &= (row["parent"] == "") & ~row["auto_renew"]
    to_enter = row["taken_on"].notna() & ~row["carried_on"] & (row["status"] == "renewed")
    return {
        "next_action": when(
            (row["due"], action(row["template"], row["channel"])),
            (to_enter, "invoice and enter the next term"),
            (row["held"] != "", "wait"),
            (waits, action(row["then_template"], row["then_channel"])),
            (row["status"] == "lapsed", "decide by hand"),
        ),
        "next_action_on": row["then_on"].where(waits).mask(row["due"] | to_enter, today).astype("datetime64[s]"),
        "channel": row["channel"].where(row["stage"].notna(), ""),
        "reason": _reason(row, waits),
    }


def _reason(row: Frame, waits: pd.Series) -> Texts:
    left = row["days_to_expiry"].fillna(0).astype("int64")
    ends = when(
        (left > 0, say("ends on ", day(row["end"]), ", in ", count(left, "day"))),
        (left == 0, say("ends today, ", day(row["end"]))),
        otherwise=say("ended on ", day(row["end"]), ", ", count(-left, "day"), " ago"),
    )
    why, until = row["declined_reason"], day(row["next_end"])
    by_itself_said = say(", and renewed by itself up to ", until, ".")
    back = when(
        (row["gap_start"].notna(), say("; a new term begins on ", day(row["next_start"]), ", after a gap.")),
        (row["reinstated"], say("; it is reinstated from ", day(row["next_start"]), " on.")),
        otherwise=".",
    )
    because = when(
        (row["status"] == "cancelled", ", and was cancelled."),
        (
            row["status"] == "declined",
            say(", and the customer declined to renew", when((why == "", ""), otherwise=say(" (", why, ")")), "."),
        ),
        ((row["status"] == "renewed") & row["carried_on"], ", and a later licence of the same type carries on."),
        ((row["status"] == "renewed") & row["auto_renew"] & (row["taken_on"] == row["next_start"]), by_itself_said),
        (row["status"] == "renewed", say(", and the customer accepted the next term on ", day(row["taken_on"]), back)),
        (
            row["due"],
            say(
                ", and stage ",
                row["stage"].fillna(0),
                " (",
                plain(row["template"], {}),
                ") has been due since ",
                day(row["trigger"]),
                ". ",
                row["told"],
                " ",
                row["calls"],
                " ",
                row["fallback"],
            ),
        ),
        (row["held"] != "", say(". Held: ", row["held"], ".")),
        (
            row["sent_on"].notna(),
            say(
                "; stage ",
                row["stage"].fillna(0),
                " (",
                plain(row["template"], {}),
                when((row["spoke"], ") was done by telephone on "), otherwise=") went out on "),
                day(row["sent_on"]),
                ".",
            ),
        ),
        otherwise=".",
    )
    then = when((waits, say(" Next: ", plain(row["then_template"], {}), " on or after ", day(row["then_on"]), ".")))
    owed = when(
        (row["class"] != "bad debt", ""),
        (row["overdue"] > 0, say(" ", amount(row["overdue"], row["currency"]), " is overdue on it.")),
        otherwise=" Money in another currency is overdue on it.",
    )
    pledge = when((row["promise"] != "", say(" Open: ", row["promise"], ".")))
    return (
        pd.Series(say("The licence ", ends, because, then, owed, pledge))
        .str.replace(r"  +", " ", regex=True)
        .str.strip()
        .to_numpy(object)
    )


def renewal_notices(row: Frame) -> Frame:
    """Return one row for each licence that gets a letter or a call today: the contract's Notices due."""
    due = row[row["due"]]
    return pd.DataFrame(
        {
            "account": due["account"],
            "entry": "",
            "licence": due["licence"],
            "ladder": due["ladder"],
            "level": due["stage"].astype("int64"),
            "channel": due["channel"],
            "template": due["template"],
            "amount": due["fee"],
            "outstanding": due["balance"],
            "reason": due["reason"],
            "currency": due["currency"],
        }
    ).reset_index(drop=True)
