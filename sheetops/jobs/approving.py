"""What stands against the approval of a request, in words; and what approvals of a desk are held against."""

import getpass
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from sheetops import money
from sheetops.jobs.desk import Desk
from sheetops.model import Fault, Frame
from sheetops.rules.approvals import Approving, could_approve

SETTING = "four_eyes"

REFUSED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "unapproved": (
            "approved_by",
            "Request {request} is not approved: no {what}. Fill in who approved it and when.",
        ),
        "approved_later": ("approved_on", "Request {request} has no day of approval up to this day: no {what}."),
        "not_two_people": (
            "approved_by",
            "Request {request}: {approved_by} asked for it and approved it, and four_eyes wants two people: no {what}. "
            "Somebody else must approve it.",
        ),
        "own_run": (
            "approved_by",
            "Request {request}: whoever runs this asked for it or approved it, and four_eyes wants somebody else to "
            "run it: no {what}.",
        ),
        "no_authority": (
            "approved_by",
            "Request {request}: {approved_by} had no authority over {what}s in {currency} on the day of the approval: "
            "no {what}. {able}",
        ),
        "above_authority": (
            "approved_by",
            "Request {request}: {gross} is more than the {limit} that {approved_by} may approve: no {what}. {able}",
        ),
    }
)
"""The cell and the words for what stands against an approval; ``able`` names who could give it."""


def approving_of(desk: Desk) -> Approving:
    """Return what the approvals of a desk are held against."""
    return Approving(desk.frames["Authority"], desk.policy.value(SETTING), _runner())


def _runner() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a service without a user of its own
        return ""


def in_currency(desk: Desk, kind: str, currency: pd.Series) -> tuple[Frame, list[Fault]]:
    """Return the requests with amounts in minor units of their ``currency``, and those of a kind that are too fine.

    The sheet names no currency, so that its amounts were read in the desk's own; those too fine are left out.
    """
    requests, own = desk.frames["Requests"], desk.policy.reading().currency
    scaled = requests["amount"] * currency.map({code: 10 ** money.decimals(code) for code in currency.unique()})
    unit = 10 ** money.decimals(own)
    too_fine = (requests["kind"] == kind) & (scaled % unit != 0).fillna(False).astype(bool)
    faults = [
        Fault(
            int(row), "amount", f"Request {requests.at[row, 'request']}: {code} has fewer decimals. Round the amount."
        )
        for row, code in currency[too_fine].items()
    ]
    return requests.assign(amount=scaled // unit, currency=currency)[~too_fine], faults


def refusals(desk: Desk, asked: Frame, own: Mapping[str, tuple[str, str]], what: str) -> list[Fault]:
    """Return what stands against requests, each on the cell that must be mended.

    ``asked`` has request, account, entry, kind, requested_by, approved_by, currency, left, gross, limit and refused;
    ``own`` are cells and words for what is no matter of approval; ``what`` is not made then ("credit note").
    """
    return [
        _fault(desk, int(row), request, {**REFUSED, **own}, what)
        for row, request in asked[~asked["refused"].isin(["", "done"])].to_dict("index").items()
    ]


def _fault(desk: Desk, row: int, request: dict[str, Any], words: Mapping[str, tuple[str, str]], what: str) -> Fault:
    column, problem = words[request["refused"]]
    code = request["currency"]
    told = {name: money.text(max(int(request[name]), 0), code) for name in ("left", "gross", "limit")}
    able = _able(desk, request) if "{able}" in problem else ""
    said = problem.format(**request | told | {"what": what, "able": able}).strip()
    return Fault(row, column, said, told["left"] if column == "amount" and request["left"] > 0 else "")


def _able(desk: Desk, request: dict[str, Any]) -> str:
    able = could_approve(
        desk.frames["Authority"],
        request["kind"],
        int(request["gross"]),
        request["currency"],
        desk.as_of,
        request["requested_by"],
    )
    return f"{able} could approve it." if able else "Nobody on the sheet Authority could approve it."
