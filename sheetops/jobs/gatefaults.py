"""What is wrong with restrictions, referrals and remittances that only policy, accounts and ledger can show."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from sheetops import clock, money
from sheetops.checking import findings_of
from sheetops.jobs.desk import Desk
from sheetops.jobs.gates import authorities
from sheetops.model import Fault, Finding, Frame, Severity
from sheetops.sheets.checks.faults import faults


def authority_findings(desk: Desk, episodes: Frame, case: Frame) -> tuple[Finding, ...]:
    """Return findings on restrictions of the register that nobody with authority is named for."""
    people = authorities(desk, "restriction")
    if "Restrictions" not in desk.checked:
        return ()
    known = {" ".join(name.casefold().split()): limit for name, limit in people.items()}
    rows = desk.frames["Restrictions"]
    rows = rows[rows["on"] <= np.datetime64(desk.as_of)]
    named = rows["authorised_by"].str.casefold().str.split().str.join(" ")
    missing, unknown = named == "", (named != "") & ~named.isin(list(known)) & bool(known)

    def nobody(row: Any) -> str:
        return (
            f"The restriction of account {row.account} {row.action} on {clock.text(row.on)} names nobody who "
            "authorised it. Fill in authorised_by."
        )

    def stranger(row: Any) -> str:
        return (
            f"{row.authorised_by} may not authorise restrictions: the setting restriction_authority names "
            f"{', '.join(people)}. Correct the name, or the setting."
        )

    found = {
        "authority_missing": faults(rows, missing, "authorised_by", nobody),
        "authority_unknown": faults(rows, unknown, "authorised_by", stranger),
        "authority_exceeded": _exceeded(rows, named, known, case),
    }
    sheet = desk.checked["Restrictions"]
    return tuple(
        finding for check, some in found.items() for finding in findings_of(sheet, some, check, Severity.WARNING)
    )


def _exceeded(rows: Frame, named: Any, known: dict[str, Any], case: Frame) -> Iterator[Fault]:
    """A restriction in force whose overdue amount is more than its author may decide."""
    standing = case[case["placed_on"].notna()].drop_duplicates("account").set_index("account")
    limits = named.map({name: limit for name, limit in known.items() if limit is not None})
    now = rows["account"].isin(standing.index) & (rows["action"] == "placed") & limits.notna()
    row = rows[now].assign(limit=limits[now]).join(standing[["arrears", "currency"]], on="account")
    over = [
        money.to_major(owed, code) > limit
        for owed, code, limit in zip(row["arrears"], row["currency"], row["limit"], strict=True)
    ]

    def words(one: Any) -> str:
        owed = money.text(int(one.arrears), one.currency)
        return (
            f"{one.authorised_by} may authorise restrictions up to {one.limit:,}, and account {one.account} is {owed} "
            "overdue. Somebody with more authority must confirm it."
        )

    return faults(row, np.asarray(over, dtype=bool), "authorised_by", words)


def collector_findings(desk: Desk, followed: Frame, remitted: Frame) -> tuple[Finding, ...]:
    """Return findings on remittances that do not agree, and on referrals that brought more than was referred."""

    def differs(row: Any) -> str:
        return f"Remittance {row.remittance} of {row.collector} does not agree: {row.difference_in}. Ask them."

    def more(row: Any) -> str:
        got, whole = (money.text(int(minor), row.currency) for minor in (row.collected, row.amount))
        return (
            f"{row.collector} collected {got} on account {row.account}, more than was referred ({whole}). Check both."
        )

    found: list[Finding] = []
    if "Remittances" in desk.checked:
        some = faults(remitted, remitted["status"] == "differs", "collected", differs)
        found += findings_of(desk.checked["Remittances"], some, "remittance_differs", Severity.WARNING)
    if "Referred" in desk.checked:
        some = faults(followed, followed["collected"] > followed["amount"], "amount", more)
        found += findings_of(desk.checked["Referred"], some, "collected_exceeds_referred", Severity.WARNING)
    return tuple(found)
