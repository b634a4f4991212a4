"""How a desk's notices go out, from its policy and its Contacts; and whether its receipts are fresh enough for that."""

from sheetops import clock
from sheetops.errors import PolicyError
from sheetops.jobs.desk import Desk
from sheetops.rules.contacts import Contacted, contacted
from sheetops.rules.quiet import Quiet
from sheetops.rules.sending import Sending

SENDING_SETTINGS = (
    "deemed_delivery",
    "quiet_days",
    "quiet_periods",
    "fallback_order",
    "without_address",
    "call_max_attempts",
    "call_gap_days",
    "tell_process",
    "process_templates",
)


def sending_of(desk: Desk) -> Sending:
    """Return how the desk's notices go out on its day."""
    policy = desk.policy
    ladders = ["", *policy.stages["ladder"].unique()]
    return Sending(
        closed=policy.closed,
        quiet=Quiet(frozenset(policy.value("quiet_days")), policy.value("quiet_periods"), policy.closed),
        deemed=dict(policy.value("deemed_delivery")),
        order=policy.value("fallback_order"),
        without_address=policy.value("without_address") if keeps_addresses(desk) else "hold",
        call_attempts=policy.value("call_max_attempts"),
        call_gap_days=policy.value("call_gap_days"),
        tell_process={ladder: policy.value("tell_process", ladder) for ladder in ladders},
        process_templates=policy.value("process_templates"),
    )


def contacts_of(desk: Desk) -> Contacted:
    """Return what the desk did to reach its customers by its day."""
    return contacted(desk.frames["Contacts"], desk.as_of)


def keeps_addresses(desk: Desk) -> bool:
    """Whether the desk's Customers sheet has addresses at all: another desk writes them on by itself."""
    return "Customers" in desk.checked and "address1" in desk.checked["Customers"].layout.columns


def require_fresh(desk: Desk) -> dict[str, str]:
    """Return what the Summary says of the newest receipt; PolicyError when it is older than the desk's policy allows.

    The desk's ``stale_ok``, or its setting ``stale_ok_by``, names who answers for a run all the same.
    """
    allowed = desk.policy.value("max_receipt_age_days")
    if not allowed:
        return {}
    ledger = desk.frames["Ledger"]
    days = ledger.loc[(ledger["kind"] == "receipt") & (ledger["date"].dt.date <= desk.as_of), "date"]
    newest = None if days.empty else days.max().date()
    age = (desk.as_of - newest).days if newest else None
    said = f"{clock.text(newest)}, {age} days old" if newest else "none"
    if age is not None and age <= allowed:
        return {"newest receipt": said}
    by = desk.stale_ok.strip() or str(desk.policy.value("stale_ok_by")).strip()
    if not by:
        was = f"is of {said}" if newest else "is missing: the Ledger has none"
        raise PolicyError(
            f"The newest receipt {was}, and max_receipt_age_days allows {allowed}: customers who have paid could be "
            "chased. Enter the latest receipts into the Ledger. If there are none, somebody must answer for the run: "
            '--stale-ok "Name", or a row stale_ok_by with the name in the Policy sheet, valid on '
            f"{clock.text(desk.as_of)} alone."
        )
    return {"newest receipt": said, "run all the same by": by}
