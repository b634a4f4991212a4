"""The sheets that sheetops writes: their columns in order (the contract of result sheets)."""

from sheetops.model import Column, Kind, Result

_KINDS = {
    Kind.DAY: "date sent_on due_date oldest_due next_action_on end due_on judged_on made_on",
    Kind.MONEY: "amount allocated outstanding future_receipts not_due unallocated total disputed arrears balance net "
    "tax gross received",
    Kind.WHOLE: "row days_overdue level next_level stage days_to_expiry",
    Kind.KEY: "entry account licence invoice number reference",
}
_KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names.split()}


def _result(name: str, columns: str, *, rest: Kind = Kind.TEXT, yes_no: str = "") -> Result:
    kinds = _KIND_OF | dict.fromkeys(yes_no.split(), Kind.YES_NO)
    listed = tuple(Column(column, kinds.get(column, Kind.TEXT)) for column in columns.split())
    return Result(name, listed, rest)


RESULTS: dict[str, Result] = {
    result.name: result
    for result in (
        _result("Problems", "sheet row column cell value severity check problem suggestion"),
        _result(
            "Open items",
            "entry account kind date due_date currency amount allocated outstanding future_receipts disputed "
            "days_overdue bucket allocated_by",
            yes_no="disputed",
        ),
        _result("Ageing", "account name currency not_due unallocated total disputed", rest=Kind.MONEY),
        _result(
            "Arrears",
            "account name currency outstanding arrears oldest_due days_overdue status level next_level next_action "
            "next_action_on channel template held reason",
        ),
        _result(
            "Notices due", "account entry licence ladder level channel template amount outstanding reason currency"
        ),
        _result(
            "Renewals",
            "licence account name type end days_to_expiry status stage next_action next_action_on channel template "
            "balance promise class reason currency",
        ),
        _result("Credit notes", "number account entry date net tax gross reason_code template document currency"),
        _result("Notices", "account entry licence ladder level sent_on channel template document"),
        _result("Letters", "letter account template language channel file sha256 status reason"),
    )
}
"""Each result sheet by its name.

In Open items ``disputed`` is yes or no; in Ageing it is how much of the total is disputed.
"""
