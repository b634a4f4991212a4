"""Claims that came back: which puts which right, when the first of them came, and when the clock stood still."""

from typing import NamedTuple

import pandas as pd

from sheetops.model import Frame
from sheetops.rules.claimstates import states
from sheetops.rules.lookup import look_up


class Chains(NamedTuple):
    """Claim lines with their history, and the waits that their clocks leave out.

    ``lines`` are those given with state, origin (the first claim of its chain), first_received (when that came) and
    superseded (another claim puts this one right). ``waits`` are origin, from, until: from each return to what came
    back, or to the moment asked about for what did not.
    """

    lines: Frame
    waits: Frame


def chains(claims: Frame, now: pd.Timestamp) -> Chains:
    """Return claim lines (the sheet Claims) with their history as of a moment; an unknown status counts as received."""
    state = states(claims["status"]).replace("", "received")
    heads = claims.groupby(claims["claim"].astype(object), sort=False)[["received_at", "returned_at"]].min()
    parent = _parents(claims, heads.index)
    origin = _origins(parent, heads.index)
    first = look_up(heads["received_at"], claims["claim"].map(origin))
    lines = claims.assign(
        state=state,
        origin=claims["claim"].map(origin),
        first_received=first.where(first < claims["received_at"], claims["received_at"]),
        superseded=claims["claim"].isin(parent),
    )
    return Chains(lines, _waits(lines, heads, parent, origin, now))


def _parents(claims: Frame, known: pd.Index) -> pd.Series:
    """Return by claim the one that it puts right, for claims that put another one right."""
    named = claims[claims["resubmits"].isin(known) & (claims["resubmits"] != claims["claim"])]
    return named.drop_duplicates("claim").set_index("claim")["resubmits"].astype(object)


def _origins(parent: pd.Series, known: pd.Index) -> pd.Series:
    """Return by claim the first of its chain; claims that put each other right in a circle are each their own."""
    jump = pd.Series(known, index=known, dtype=object)
    jump.update(parent)
    for _ in range(len(known).bit_length()):
        jump = jump.map(jump)
    circle = jump.isin(parent.index)
    return jump.mask(circle, pd.Series(known, index=known, dtype=object))


def _waits(lines: Frame, heads: Frame, parent: pd.Series, origin: pd.Series, now: pd.Timestamp) -> Frame:
    back = pd.DataFrame(
        {
            "origin": parent.index.map(origin),
            "from": heads["returned_at"].reindex(parent.to_numpy()).to_numpy(),
            "until": heads["received_at"].reindex(parent.index).to_numpy(),
        }
    )
    out = lines[(lines["state"] == "returned") & ~lines["superseded"]]
    open_ = out.groupby(out["origin"].astype(object), sort=False)["returned_at"].min().reset_index()
    still = pd.DataFrame({"origin": open_["origin"], "from": open_["returned_at"], "until": now})
    every = pd.concat([back, still.astype({"until": "datetime64[s]"})], ignore_index=True)
    return every[every["from"] < every["until"]].reset_index(drop=True)
