"""The sheets that sheetops writes: their columns in order (the contract of result sheets)."""

from sheetops.model import Column, Kind, Result
from sheetops.rules.collection import FIGURES
from sheetops.rules.movement import MOVES
from sheetops.sheets.ledger import LEDGER
from sheetops.sheets.licences import LICENCES

_KINDS = {
    Kind.DAY: "month date sent_on due_date oldest_due next_action_on end due_on judged_on made_on next_due "
    "last_broken latest week first_due last_due collected_on "
    "received_on acknowledge_by acknowledged_on answer_by answered_on resolved_on from until review_on oldest "
    "next_on placed_on lifted_on last_contact call_back to "
    "referred_on recalled_on last_reply",
    Kind.MONEY: "amount allocated outstanding future_receipts not_due unallocated total disputed arrears balance net "
    "tax gross received promised instalment_amount last_instalment to_collect opening invoiced fees interest receipts "
    "credit_notes refunds adjustments write_offs closing balance overdue billed charged paid_in base "
    "collected commission expected_commission paid_over expected_paid difference",
    Kind.WHOLE: "row days_overdue level next_level stage days_to_expiry instalment instalments paid missed promises "
    "kept part_kept broken open revision run year given void place count in_month dso dso_count_back "
    "business_days days_held holds accounts complaints resolved withdrawn late days priority points attempts "
    "rules broken_promises broken_plans late_bills growth",
    Kind.RATE: "kept_rate received_rate overdue_share share effectiveness "
    "acknowledged_rate answered_rate first_contact_rate",
    Kind.KEY: "entry account licence invoice number reference",
}
_OF_LICENCES = {
    Kind.DAY: "next_start next_end start declared_on period_start period_end",
    Kind.MONEY: "fee estimated_fee actual_fee difference surcharge",
    Kind.KEY: "add_on_of",
    Kind.RATE: "tax_rate",
}
_OF_HARDSHIP = {
    Kind.DAY: "entered_on evidence_until protected_until applied_on decided_on last_bill_on last_bill_due earned_on "
    "last_payment_on in_hardship_since",
    Kind.MONEY: "most before asked debt last_bill_amount billed_in_year last_payment pays granted written_off left",
    Kind.WHOLE: "waiting percent months",
    Kind.KEY: "last_bill bill",
}
_KIND_OF = {
    name: kind
    for kinds in (_KINDS, _OF_LICENCES, _OF_HARDSHIP)
    for kind, names in kinds.items()
    for name in names.split()
}


def _result(
    name: str,
    columns: str,
    *,
    rest: Kind = Kind.TEXT,
    yes_no: str = "",
    key: str = "",
    money: str = "",
    whole: str = "",
    rate: str = "",
    day: str = "",
    moment: str = "",
    text: str = "",
    totals_in: str = "",
) -> Result:
    # In a column's name ~ stands for a space.
    own = (
        (yes_no, Kind.YES_NO),
        (key, Kind.KEY),
        (money, Kind.MONEY),
        (whole, Kind.WHOLE),
        (rate, Kind.RATE),
        (day, Kind.DAY),
        (moment, Kind.MOMENT),
        (text, Kind.TEXT),
    )
    kinds = _KIND_OF | {column: kind for columns, kind in own for column in columns.split()}
    names = [column.replace("~", " ") for column in columns.split()]
    kinds |= {column.replace("~", " "): kind for column, kind in kinds.items()}
    listed = tuple(Column(column, kinds.get(column, Kind.TEXT)) for column in names)
    return Result(name, listed, rest, totals_in)


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
            "Notices due",
            "account entry licence ladder level channel template amount outstanding reason currency decision "
            "decided_by decision_note as_of",
            day="as_of",
        ),
        _result(
            "Renewals",
            "licence account name type end days_to_expiry status stage next_action next_action_on channel template "
            "balance promise class reason currency fee fee_reason next_start next_end declined_reason add_on_of",
        ),
        _result(
            "True-ups",
            "licence account name start end currency estimate actual declared_on due_on estimated_fee actual_fee "
            "difference surcharge status reason",
        ),
        _result(
            "Pipeline",
            "grouped_by group currency licences due_30 due_60 due_90 later in_grace renewed declined cancelled lapsed "
            "value open_value renewed_value without_fee rate",
            money="value open_value renewed_value",
            whole="licences due_30 due_60 due_90 later in_grace renewed declined cancelled lapsed without_fee",
            rate="rate",
        ),
        Result("Next terms", LICENCES.columns),
        _result(
            "Promises kept", "promise account due_on amount received status judged_on reason currency", key="promise"
        ),
        _result(
            "Promise limits",
            "account name currency outstanding open broken last_broken may_promise latest next_action next_action_on "
            "reason",
            yes_no="may_promise",
        ),
        _result(
            "Promise targets",
            "grouped_by by week currency promises promised received kept part_kept broken open kept_rate received_rate",
        ),
        _result("Plans kept", "plan account status paid missed next_due reason", key="plan"),
        _result("Plan schedule", "plan account instalment due_on amount received status currency", key="plan"),
        _result(
            "Plan quotes",
            "account name currency arrears frequency instalments instalment_amount last_instalment total first_due "
            "last_due offer reason",
            yes_no="offer",
        ),
        _result("Collections", "plan account instalment due_on collected_on to_collect currency reference", key="plan"),
        _result("Key figures", " ".join(FIGURES)),
        _result("Movement", f"segment currency opening {' '.join(MOVES)} closing", totals_in="segment"),
        _result("Movement by month", f"month currency opening {' '.join(MOVES)} closing"),
        _result(
            "Ageing compared", "segment currency month not_due unallocated total", rest=Kind.MONEY, totals_in="segment"
        ),
        _result("Ageing by month", "month currency not_due unallocated total", rest=Kind.MONEY),
        _result(
            "Top debtors",
            "place account name segment currency outstanding arrears share days_overdue status next_action reason",
        ),
        _result("Standing", "subject status currency count amount received in_month"),
        _result(
            "Complaints",
            "task account name received_on owner status next_action next_action_on waiting acknowledge_by "
            "acknowledged_on answer_by answered_on resolved_on business_days cause reason",
            key="task",
            text="waiting",
        ),
        _result(
            "Holds review",
            "account name entry held_for owner from until review_on days_held status outstanding currency reason note",
        ),
        _result(
            "Complaint figures",
            "grouped_by group complaints open resolved withdrawn late acknowledged_rate answered_rate "
            "first_contact_rate",
        ),
        _result("Holds by reason", "held_for currency holds accounts outstanding late oldest"),
        _result(
            "Restrictions due",
            "account action arrears evidence blocked_by reason name currency authority next_on",
        ),
        _result(
            "Restriction register",
            "account name placed_on placed_by placed_for lifted_on lifted_by lifted_for days status arrears currency "
            "reason",
        ),
        _result(
            "Call list",
            "account name phone why script~points priority best_channel last_contact attempts caller licence "
            "days_to_expiry value call_back currency points best_time",
            money="value",
        ),
        _result(
            "E-mail list",
            "account name contact email language caller licence days_to_expiry value currency last_contact attempts "
            "reason",
            money="value",
        ),
        _result(
            "Letter list",
            "account name contact address1 address2 town postcode country language caller licence days_to_expiry value "
            "currency last_contact attempts reason",
            money="value",
        ),
        _result(
            "Not on the list",
            "account name caller licence days_to_expiry value currency last_contact attempts reason",
            money="value",
        ),
        _result("Charges", "account entry kind from to days base rate amount currency free_reason reason"),
        Result("Ledger rows", LEDGER.columns),
        _result(
            "Hardship status",
            "account name status entered_on evidence evidence_until protected protected_until review_on next_action "
            "next_action_on outstanding arrears currency reason",
            yes_no="protected",
        ),
        _result(
            "Grants due",
            "account name scheme applied_on amount most before status decided_on received_on waiting next_action "
            "next_action_on outstanding currency reason",
        ),
        _result(
            "Grant applications",
            "account name contact address1 address2 town postcode country phone email language scheme application "
            "applied_on asked most debt currency outstanding arrears last_bill last_bill_on last_bill_due "
            "last_bill_amount billed_in_year last_payment_on last_payment plan in_hardship_since evidence "
            "evidence_until usage note",
        ),
        _result(
            "Matching credits",
            "plan account name incentive earned_on amount currency entry status reason",
            key="plan",
        ),
        _result(
            "Concessions",
            "account name bill date billed percent amount currency entry status reason",
        ),
        _result(
            "Fresh start",
            "account name currency debt option pays granted written_off left months instalment_amount feasible "
            "recommended reason",
            yes_no="feasible recommended",
        ),
        _result(
            "Remit",
            "remit account licence frozen_on deadline caller segment rule",
            key="remit",
            day="frozen_on deadline",
        ),
        _result(
            "Coverage",
            "grouped_by group members attempted coverage reached reach left",
            whole="members attempted reached left",
            rate="coverage reach",
        ),
        _result("Not contacted", "account name caller segment licence reason"),
        _result(
            "Forecast",
            "caller members attempted left cannot business_days days_left needed expected expected_rate status reason",
            whole="members attempted left cannot days_left needed expected",
            rate="expected_rate",
        ),
        _result(
            "By caller",
            "caller members attempted coverage reached reach attempts calls spoken promises",
            whole="members attempted reached attempts calls spoken promises",
            rate="coverage reach",
        ),
        _result(
            "Targets",
            "caller segment from until currency payments payments_so_far payments_rate commitments commitments_so_far "
            "commitments_rate contacts contacts_so_far contacts_rate gone_rate status reason",
            money="payments payments_so_far commitments commitments_so_far",
            whole="contacts contacts_so_far",
            rate="payments_rate commitments_rate contacts_rate gone_rate",
        ),
        _result(
            "Caller weeks",
            "grouped_by by week currency payments commitments attempts reached",
            money="payments commitments",
            whole="attempts reached",
        ),
        _result(
            "Referrals", "account class arrears evidence blocked_by reason name currency refer_to authority next_on"
        ),
        _result(
            "Referred accounts",
            "account name collector class referred_on amount acknowledged_on recalled_on collected outstanding days "
            "status currency reason",
        ),
        _result(
            "Remittances checked",
            "remittance collector account received_on collected commission expected_commission paid_over expected_paid "
            "difference status currency reason",
            key="remittance",
        ),
        _result(
            "Problem debtors",
            "account name currency outstanding arrears days_overdue rules broken_promises broken_plans late_bills "
            "growth last_reply advice reason",
        ),
        _result(
            "Invoices",
            "number account name licence period_start period_end currency net tax gross date due_date reason template "
            "document",
        ),
        _result("Invoice lines", "number licence kind description currency net tax_rate"),
        _result("Credit notes", "number account entry date net tax gross reason_code template document currency"),
        _result(
            "Reconciled",
            "reconciliation status matched differs only_left only_right duplicates workbook reason",
            key="reconciliation",
            whole="matched differs only_left only_right duplicates",
        ),
        _result("Notices", "account entry licence ladder level sent_on channel template document"),
        _result(
            "Register",
            "number kind account date amount currency status revision run file sha256 request reason",
            key="request",
        ),
        _result("Numbers", "series year first_number last_number given void", key="first_number last_number"),
        _result(
            "Runs", "run job date by computer begun_at status counts inputs settings_sha256 version", key="begun_at"
        ),
        _result(
            "Journals",
            "journal date account_code debit credit narrative source currency cost_centre account kind",
            money="debit credit",
            key="journal account_code cost_centre source",
        ),
        _result(
            "Journal list",
            "journal date currency lines debit credit status reverses document sha256",
            money="debit credit",
            whole="lines",
            key="journal reverses",
        ),
        _result("Audit", "event at by computer what document run detail hash", key="at hash", whole="event run"),
        _result(
            "Statements",
            "account name currency opening charged paid_in closing overdue channel language status file sha256 reason",
        ),
        _result(
            "Account story",
            "part about rule outcome day amount balance currency reason",
            key="about",
            day="day",
        ),
        _result(
            "What changed",
            "part about rule before after day amount currency reason",
            key="about",
            text="before",
            day="day",
        ),
        _result(
            "Entry queue",
            "claim programme received_at due_at slack_hours priority batch client form lines work_hours place "
            "expected_at status reason",
            key="claim programme batch",
            moment="received_at due_at expected_at",
            money="slack_hours work_hours",
            whole="lines",
        ),
        _result(
            "Batches",
            "client programme form batch claims lines amount due_at expected_at missing status reason",
            key="programme batch",
            moment="due_at expected_at",
            whole="claims lines missing",
        ),
        _result(
            "Deficiencies",
            "claim line participant check problem action letter programme cure",
            key="claim line participant programme",
        ),
        _result(
            "Claims reviewed",
            "claim line programme participant batch amount outcome reason",
            key="claim line programme participant batch",
        ),
        _result(
            "Claim fixes",
            "claim line participant field old new procedure",
            key="claim line participant",
        ),
        _result(
            "Resubmissions",
            "claim origin participant programme first_received received_at state",
            key="claim origin participant programme",
            moment="first_received received_at",
        ),
        _result(
            "Clock explained",
            "claim programme date from until open_hours running_hours",
            key="claim programme",
            moment="from until",
            money="open_hours running_hours",
        ),
        _result(
            "Turnaround",
            "client programme turnaround_hours claims entered within late within_rate mean_hours median_hours "
            "worst_hours waiting open_late kept_rate",
            key="programme",
            whole="turnaround_hours entered within late waiting open_late",
            rate="within_rate kept_rate",
            money="mean_hours median_hours worst_hours",
        ),
        _result(
            "Backlog",
            "client programme within~a~day 2~to~3~days 4~to~7~days over~a~week claims",
            key="programme",
            whole="within~a~day 2~to~3~days 4~to~7~days over~a~week",
        ),
        _result(
            "Return reasons", "check action faults share running_share", whole="faults", rate="share running_share"
        ),
        _result("Letters", "letter account template language channel file sha256 status reason"),
    )
}
"""Each result sheet by its name.

In Open items ``disputed`` is yes or no; in Ageing it is how much of the total is disputed.
"""
