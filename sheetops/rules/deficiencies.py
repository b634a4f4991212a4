"""The review of claim lines: every fault of a line at once, what follows from it, and what was put right by itself."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetops.model import Frame
from sheetops.rules import words
from sheetops.rules.deficiencywords import SAID, filled_in
from sheetops.rules.lookup import look_up

FIELDS = ("invoice_no", "invoice_date", "product", "quantity", "amount", "proof", "signed")
"""What a programme may ask of every line."""

REJECTING = ("invoice_claimed_before", "invoice_of_another", "participant_inactive", "outside_window")
"""Faults that no participant can put right, unless the desk says otherwise."""

PROCEDURES = ("invoice_spaces", "product_spelling")
"""What may be put right without asking: spaces in invoice numbers, the spelling of a listed product."""

Mask = npt.NDArray[np.bool_]


class Terms(NamedTuple):
    """What one programme asks: the fields that must be there, the faults that reject, the standard procedures."""

    required: frozenset[str]
    rejects: frozenset[str]
    procedures: frozenset[str]


class Review(NamedTuple):
    """What a review came to.

    ``lines`` are the lines reviewed with outcome (approve, reject, return) and reason; ``faults`` one row a fault:
    claim, line, participant, programme, check, problem, cure, action, and the facts that the words use; ``fixes`` one
    row a standard procedure applied: claim, line, participant, field, old, new, procedure.
    """

    lines: Frame
    faults: Frame
    fixes: Frame


def review(
    lines: Frame, programmes: Frame, participants: Frame, terms: Mapping[str, Terms], as_of: pd.Timestamp
) -> Review:
    """Review claim lines as of a day against their programmes, their participants and all lines before them.

    ``lines`` are those of `sheetops.rules.resubmissions.chains`, the whole history; reviewed are those received and not
    superseded, and those whose return has expired. ``participants`` has active, True where it is not kept.
    """
    lines, fixes = _put_right(lines, programmes, terms)
    facts = _facts(lines, programmes, participants)
    facts = _with_earlier(facts)
    expired = _expired(facts, as_of)
    new = (facts["state"] == "received") & ~facts["superseded"]
    under = facts[new | expired]
    masks = _masks(under, terms) | {"return_expired": expired[under.index].to_numpy()}
    # What expired is rejected for that alone: the rest was told when it was returned.
    faults = _faults(
        under, {name: mask & (name == "return_expired" or ~masks["return_expired"]) for name, mask in masks.items()}
    )
    faults = faults.assign(action=_actions(faults, terms))
    fixes = fixes[fixes.index.isin(under.index[~expired[under.index].to_numpy()])]
    return Review(_outcomes(under, faults), faults, fixes)


# ------------------------------------------------------------------------------------------ standard procedures


def folded(column: pd.Series) -> pd.Series:
    """Return texts without case, and with single spaces for spaces and hyphens of any number."""
    known = {text: " ".join(str(text).replace("-", " ").casefold().split()) for text in column.unique()}
    return column.map(known).astype(object)


def listed(programmes: Frame) -> pd.Series:
    """Return the spelling that a programme lists for each product, by programme and folded product."""
    rows = programmes.assign(product=programmes["products"].str.split(",")).explode("product")
    rows = rows.assign(product=rows["product"].fillna("").str.strip())
    rows = rows[rows["product"] != ""].assign(folded=lambda some: folded(some["product"]))
    rows = rows.drop_duplicates(["programme", "folded"])
    index = pd.MultiIndex.from_arrays([rows["programme"].astype(object), rows["folded"].astype(object)])
    return pd.Series(rows["product"].to_numpy(dtype=object), index=index)


def _put_right(lines: Frame, programmes: Frame, terms: Mapping[str, Terms]) -> tuple[Frame, Frame]:
    """Return the lines as the standard procedures leave them, and each change with its old and new value."""
    spelled = look_up(listed(programmes), lines["programme"], folded(lines["product"]))
    small = lines["invoice_no"] != lines["invoice_no"].str.upper()
    new = {
        # What has small letters is no number: its spaces stand between words.
        "invoice_no": ("invoice_spaces", lines["invoice_no"].where(small, lines["invoice_no"].str.replace(" ", ""))),
        "product": ("product_spelling", spelled.where(spelled.notna(), lines["product"])),
    }
    changed, logs = lines, []
    for column, (procedure, values) in new.items():
        applies = lines["programme"].isin([name for name, own in terms.items() if procedure in own.procedures])
        differs = applies & (values.astype(object) != lines[column].astype(object)) & (lines[column] != "")
        logs.append(
            lines.loc[differs, ["claim", "line", "participant", "programme"]].assign(
                field=column, old=lines.loc[differs, column], new=values[differs], procedure=procedure
            )
        )
        changed = changed.assign(**{column: lines[column].astype(object).mask(differs, values.astype(object))})
    return changed, pd.concat(logs)


# ------------------------------------------------------------------------------------------------------- facts


def _facts(lines: Frame, programmes: Frame, participants: Frame) -> Frame:
    """Return the lines with what their programme and participant say, also as text for the words."""
    wanted = ["window_from", "window_to", "products", "max_quantity", "max_amount", "return_days"]
    of = look_up(programmes.set_index(programmes["programme"].astype(object))[wanted], lines["programme"])
    people = participants.set_index(participants["participant"].astype(object))
    who = look_up(people[["active", "programme"]].rename(columns={"programme": "home"}), lines["participant"])
    is_listed = look_up(listed(programmes), lines["programme"], folded(lines["product"])).notna()
    facts = pd.concat([lines, of, who], axis=1).assign(
        eligible=is_listed | of["products"].isna() | (of["products"] == ""),
        invoice_key=lines["invoice_no"].astype(object).str.casefold(),
        product_key=folded(lines["product"]),
    )
    days = pd.to_timedelta(of["return_days"].astype("Float64").fillna(0).astype(float), unit="D")
    until = (lines["returned_at"].dt.normalize() + days).where(of["return_days"].notna())
    blank = pd.Series("", index=lines.index, dtype=object)
    return facts.assign(
        return_until=until,
        return_by=words.day(until),
        invoice_day=words.day(lines["invoice_date"]),
        returned_day=words.day(lines["returned_at"]),
        window_first=words.when((of["window_from"].isna(), "any day"), otherwise=words.day(of["window_from"])),
        window_last=words.when((of["window_to"].isna(), "any day"), otherwise=words.day(of["window_to"])),
        most_pieces=of["max_quantity"].astype(object).where(of["max_quantity"].notna(), ""),
        amount_text=words.amount(lines["amount"].fillna(0).astype("int64"), blank),
        most_money=words.amount(of["max_amount"].fillna(0).astype("int64"), blank),
        home=who["home"].astype(object).where(who["home"].notna(), ""),
    )


def _with_earlier(facts: Frame) -> Frame:
    """Return the lines with the claim that an earlier line of the same invoice, or day and amount, stands in."""
    counts = facts[~facts["state"].isin(("rejected", "withdrawn")) & ~facts["superseded"]]
    counts = counts.assign(at=np.arange(len(counts))).sort_values(["first_received", "at"], kind="stable")
    named = counts[counts["invoice_key"] != ""]
    dated = counts[counts["invoice_date"].notna() & counts["amount"].notna()]
    own = _first(named, ["participant", "invoice_key", "product_key"])
    any_ = _first(named, ["programme", "invoice_key", "product_key"])
    day = _first(dated, ["participant", "invoice_date", "amount"])
    again = own["index"] != own.index
    others = (any_["participant"] != named["participant"]).reindex(facts.index, fill_value=False)
    twice = ((day["claim"] != dated["claim"]) & (day["invoice_key"] != dated["invoice_key"])).reindex(
        facts.index, fill_value=False
    )
    repeated = again.reindex(facts.index, fill_value=False)
    other = own["claim"].reindex(facts.index).where(repeated, day["claim"].reindex(facts.index).where(twice, ""))
    return facts.assign(
        repeated=repeated,
        of_another=others & ~repeated,
        like_another=twice & ~repeated & ~others,
        other=other.fillna(""),
    )


def _first(rows: Frame, group: list[str]) -> Frame:
    """Return for each row the first one of its group: index, claim, participant and invoice_key."""
    named = rows.assign(index=rows.index)
    return named.groupby(group, sort=False)[["index", "claim", "participant", "invoice_key"]].transform("first")


def _expired(facts: Frame, as_of: pd.Timestamp) -> pd.Series:
    out = (facts["state"] == "returned") & ~facts["superseded"]
    return out & (facts["return_until"] < as_of)


# ------------------------------------------------------------------------------------------------------- faults


def _masks(under: Frame, terms: Mapping[str, Terms]) -> dict[str, Mask]:
    """Return where each check of a line finds a fault."""
    blank = {
        **{name: under[name].isna() for name in ("invoice_date", "amount")},
        **{name: under[name] == "" for name in ("invoice_no", "product")},
        "quantity": under["quantity"].isna() | (under["quantity"] == 0),
        **{name: ~under[name].astype(bool) for name in ("proof", "signed")},
    }
    asked = {
        name: under["programme"].isin([programme for programme, own in terms.items() if name in own.required])
        for name in FIELDS
    }
    day = under["invoice_date"]
    found = {f"{name}_missing": blank[name] & asked[name] for name in FIELDS} | {
        "wrong_programme": (under["home"] != "") & (under["home"] != under["programme"]),
        "participant_inactive": under["active"].eq(False),
        "outside_window": (day < under["window_from"]) | (day > under["window_to"]),
        "product_not_eligible": ~under["eligible"].astype(bool) & (under["product"] != ""),
        "quantity_over_cap": under["quantity"] > under["max_quantity"],
        "amount_over_cap": under["amount"] > under["max_amount"],
        "invoice_claimed_before": under["repeated"],
        "invoice_of_another": under["of_another"],
        "same_day_and_amount": under["like_another"],
    }
    return {name: mask.fillna(False).to_numpy(dtype=bool) for name, mask in found.items()}


def _faults(under: Frame, masks: Mapping[str, Mask]) -> Frame:
    parts = []
    for place, (check, mask) in enumerate(masks.items()):
        rows = under[mask]
        problem, cure = SAID["en"][check]
        parts.append(
            rows.assign(check=check, place=place, problem=filled_in(problem, rows), cure=filled_in(cure, rows))
        )
    every = pd.concat(parts)
    return every.assign(at=every.index).sort_values(["at", "place"], kind="stable").drop(columns=["at", "place"])


def _actions(faults: Frame, terms: Mapping[str, Terms]) -> npt.NDArray[np.object_]:
    rejects = {(name, check) for name, own in terms.items() for check in (*own.rejects, "return_expired")}
    pairs = zip(faults["programme"], faults["check"], strict=True)
    return np.array(["reject" if pair in rejects else "return" for pair in pairs], dtype=object)


def _outcomes(under: Frame, faults: Frame) -> Frame:
    """Return the lines reviewed with outcome and reason; a claim with a line to put right goes back as a whole."""
    said = words.one_text(faults.set_index(faults.index)["problem"])
    said = said.reindex(under.index)
    rejected = under.index.isin(faults.index[faults["action"] == "reject"])
    returned = under.index.isin(faults.index[faults["action"] == "return"]) & ~rejected
    back = under["claim"].isin(under.loc[returned, "claim"]).to_numpy() & ~rejected
    outcome = np.select([rejected, back], ["reject", "return"], "approve").astype(object)
    reason = words.when(
        (said.notna().to_numpy(), said.fillna("")),
        (back, "Nothing is wrong with this line; it goes back with the rest of its claim."),
        otherwise="All that the programme asks is there; nothing speaks against it.",
    )
    return under.assign(outcome=outcome, reason=reason)
