"""Applications for grants whose decision cannot be right, or of schemes that the desk does not know."""

from collections.abc import Iterator
from typing import Any

from sheetops.model import Context, Fault, Frame
from sheetops.sheets.cells.words import fold
from sheetops.sheets.checks.faults import faults
from sheetops.sheets.checks.nearest import meant, nearest
from sheetops.sheets.settings import SETTINGS, read_setting


def decision_incomplete(frame: Frame, context: Context) -> Iterator[Fault]:
    """An outcome without its day, or a day without an outcome."""
    decided = frame["outcome"].isin(["granted", "declined"])
    dated = frame["decided_on"].notna()
    yield from faults(
        frame, decided & ~dated, "decided_on", lambda row: f"It was {row.outcome}, but the day of that is missing."
    )
    yield from faults(
        frame,
        ~decided & dated,
        "outcome",
        lambda row: "It has a day of decision, but not what was decided: write granted or declined.",
    )


def granted_without_amount(frame: Frame, context: Context) -> Iterator[Fault]:
    """A grant without its amount: what is left of the cap cannot be known."""
    bad = (frame["outcome"] == "granted") & frame["amount"].isna()
    words = "It was granted, but how much is missing. Until it is filled in it counts as the most it could be."
    return faults(frame, bad, "amount", lambda row: words)


def scheme_unknown(frame: Frame, context: Context) -> Iterator[Fault]:
    """A scheme that the setting grant_schemes does not name on any day."""
    known = schemes_named(context.frames.get("Policy"))
    folded = {fold(name) for name in known}
    bad = ~frame["scheme"].map(fold).isin(folded).to_numpy(dtype=bool)
    near = nearest(frame.loc[bad, "scheme"].unique(), known)

    def said(row: Any) -> tuple[str, str]:
        question, suggestion = meant(near.get(row.scheme, ()))
        return (
            f"There is no scheme {row.scheme} in the setting grant_schemes, so no cap is known for it.{question} "
            "Correct it, or add the scheme to grant_schemes in the Policy sheet."
        ), suggestion

    return faults(frame, bad, "scheme", said)


def schemes_named(policy: Frame | None) -> tuple[str, ...]:
    """Return the schemes that a Policy sheet names, whatever the day; the usual ones when it names none."""
    rows = [] if policy is None else policy.loc[policy["setting"] == "grant_schemes", "value"].tolist()
    names: dict[str, None] = {}
    for value in rows or [SETTINGS["grant_schemes"].default]:
        try:
            read: Any = read_setting("grant_schemes", value)
        except ValueError:
            continue  # a finding of its own on the sheet Policy
        names |= dict.fromkeys(scheme for scheme, _ in read)
    return tuple(names)
