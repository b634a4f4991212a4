"""What each letter may say: the merge fields that a job gives it, by template key. The one place that declares them.

Every letter
    letter_date (date); our_reference; account; name; contact (the customer's person); salutation (the whole greeting
    without its comma); address_1 ... address_7 (the whole address block, name first, blank ones at the end);
    supplier_... and signatory_... (from the settings of the same name); currency (ISO code).
Dunning: reminder-1, reminder-2, final-notice
    total_overdue, total_due (everything open, what is not yet due included): Decimal; oldest_due (date); days_overdue
    (whole days of the oldest); pay_by (date); level; next_step (a sentence or ""); licence (or ""). A row of
    ``items`` is an overdue item.
Statement
    as_of (date); total_not_due, total_overdue, total_unallocated (credit not yet used, positive), total (the
    balance: not due + overdue - unallocated): Decimal; pay_by. A row of ``items`` is an open item; item_kind and
    item_bucket are words for people in the letter's language ("Invoice", "31-60", "not due").
account-statement
    period_from, as_of: date; opening, charged, paid, closing: Decimal (opening + charged - paid is closing);
    ageing_line (how old the balance is, a sentence), agreement_note (a running plan or open promise, a sentence or ""),
    pay_text (what to pay and by when, words). A row of ``movements`` is an entry of the period, the first one the
    balance brought forward: move_date (date), move_entry, move_what (words), move_debit, move_credit (Decimal or
    None), move_balance (Decimal, the balance after it).
Renewals: renewal-invitation, renewal-reminder, renewal-final-call, lapse-notice
    licence; licence_type; licence_start, licence_end (last day covered), next_start, next_end, grace_until (last day
    on which a renewal is taken), reply_by: date; days_to_expiry (whole days, negative after the end); fee (Decimal
    or None); balance (Decimal, overdue on the licence); next_step.
promise-confirmation
    promise; promised_on, promise_due: date; promised_amount, outstanding: Decimal.
plan-confirmation
    plan; plan_agreed, plan_first, plan_last: date; plan_total, outstanding: Decimal; plan_count (whole number of
    instalments); plan_often (words for people in the letter's language, "monthly"). A row of ``instalments`` is one
    instalment: part_number, part_due (date), part_amount, part_left (what is left to pay after it): Decimal.
hardship-information
    hardship_since, review_on: date (review_on None where there are no reviews); evidence (with the day to which it
    holds, in words); hardship_help (a sentence: what stops, see the setting hardship_stops); grant_offer (a sentence,
    or "": a grant that could be applied for); outstanding: Decimal.
grant-outcome
    grant_scheme; grant_applied, grant_decided: date; grant_said, grant_next: sentences; grant_amount (Decimal or None),
    outstanding: Decimal.
grant-pending
    grant_scheme; grant_applied (date); grant_waiting (whole days); grant_amount (Decimal or None), outstanding:
    Decimal.
complaint-acknowledgement, complaint-answer
    complaint (its number); complaint_received, answer_by: date; complaint_about (what it is about, in our words);
    complaint_owner (who deals with it, or ""); answer (word for word; "" in an acknowledgement).
restriction-warning
    total_overdue: Decimal; oldest_due; restricted_from (the first day on which it may be placed): date.
restriction-placed, restriction-lifted
    total_overdue: Decimal; placed_on, lifted_on (None while in force): date; restriction_days (whole days in force).
credit-note
    number; document_title; credit_date, entry_date: date; entry (the document it corrects); reason; description;
    tax_rate (text such as "15 %"); net, tax, gross: Decimal; legal_text; customer_tax_number.
invoice
    number; document_title; invoice_date, pay_by: date; licence (or ""); period_start, period_end: date or None;
    tax_rate (text such as "15 %"); net, tax, gross: Decimal; legal_text; customer_tax_number. A row of ``lines`` is one
    line: line_licence, line_description, line_tax (text), line_amount (Decimal, before tax).
claim-returned
    programme; participant; claim; received_on, return_by: date. A row of ``faults`` is one thing to put right.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Record:
    """The fields that a letter's record always has: single ones, and the list (or "") with the fields of its rows."""

    fields: tuple[str, ...]
    list_name: str = ""
    list_fields: tuple[str, ...] = ()

    @property
    def lists(self) -> Mapping[str, tuple[str, ...]]:
        """The fields of each list by the list's name."""
        return {self.list_name: self.list_fields} if self.list_name else {}


_EVERY = (
    "letter_date our_reference account name contact salutation "
    "address_1 address_2 address_3 address_4 address_5 address_6 address_7 "
    "supplier_name supplier_address supplier_phone supplier_email supplier_web supplier_tax_number supplier_bank "
    "signatory_name signatory_title currency "
)
_DUNNING = "total_overdue total_due oldest_due days_overdue pay_by level next_step licence"
_ITEM = "item_entry item_description item_date item_due_date item_days_overdue item_amount item_outstanding"
_STATEMENT = "as_of total_not_due total_overdue total_unallocated total pay_by"
_RENEWAL = (
    "licence licence_type licence_start licence_end days_to_expiry next_start next_end fee grace_until reply_by "
    "next_step balance"
)
_CREDIT_NOTE = (
    "number document_title credit_date entry entry_date reason description tax_rate net tax gross legal_text "
    "customer_tax_number"
)


def _record(fields: str, list_name: str = "", list_fields: str = "") -> Record:
    return Record(tuple((_EVERY + fields).split()), list_name, tuple(list_fields.split()))


RECORDS: Mapping[str, Record] = {
    **dict.fromkeys(("reminder-1", "reminder-2", "final-notice"), _record(_DUNNING, "items", _ITEM)),
    "statement": _record(_STATEMENT, "items", f"{_ITEM} item_kind item_bucket"),
    "account-statement": _record(
        "period_from as_of opening charged paid closing ageing_line agreement_note pay_text",
        "movements",
        "move_date move_entry move_what move_debit move_credit move_balance",
    ),
    **dict.fromkeys(
        ("renewal-invitation", "renewal-reminder", "renewal-final-call", "lapse-notice"), _record(_RENEWAL)
    ),
    "promise-confirmation": _record("promise promised_on promised_amount promise_due outstanding"),
    "plan-confirmation": _record(
        "plan plan_agreed plan_total plan_count plan_often plan_first plan_last outstanding",
        "instalments",
        "part_number part_due part_amount part_left",
    ),
    "hardship-information": _record("hardship_since evidence review_on hardship_help grant_offer outstanding"),
    "grant-outcome": _record("grant_scheme grant_applied grant_decided grant_said grant_amount grant_next outstanding"),
    "grant-pending": _record("grant_scheme grant_applied grant_waiting grant_amount outstanding"),
    **dict.fromkeys(
        ("complaint-acknowledgement", "complaint-answer"),
        _record("complaint complaint_received complaint_about complaint_owner answer_by answer"),
    ),
    "restriction-warning": _record("total_overdue oldest_due restricted_from"),
    **dict.fromkeys(
        ("restriction-placed", "restriction-lifted"),
        _record("total_overdue placed_on lifted_on restriction_days"),
    ),
    "credit-note": _record(_CREDIT_NOTE),
    "invoice": _record(
        "number document_title invoice_date pay_by licence period_start period_end tax_rate net tax gross legal_text "
        "customer_tax_number",
        "lines",
        "line_licence line_description line_tax line_amount",
    ),
    "claim-returned": _record(
        "programme participant claim received_on return_by",
        "faults",
        "fault_line fault_product fault_problem fault_cure",
    ),
}
"""The record of each letter by its template key."""
