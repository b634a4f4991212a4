"""The buttons: every one on one line, and the workbooks that carry them.

Adding a button takes a function in ``sheetops.buttons``, a Sub in ``macros/``, and a line here; what it does is a line
in ``sheetops.jobs.tasks``. docs/buttons.md shows all four.
"""

from enum import StrEnum
from typing import NamedTuple

RENEWALS, ARREARS, CLAIMS = "renewals", "arrears", "claims"


class Group(StrEnum):
    """The groups of buttons on Start, each under its title, in this order; the first one's are numbered."""

    DAY = "Then: press, from top to bottom"
    LOOK = "To look closer"
    KEEP = "Whenever you need it"


class Button(NamedTuple):
    """A button: the function it calls, what stands on it, on which workbooks, its group, and what it does, in words."""

    function: str
    caption: str
    workbooks: tuple[str, ...]
    group: Group
    tooltip: str

    @property
    def sub(self) -> str:
        """The name of its Sub: ``check_sheets`` is called by ``CheckSheets``."""
        return "".join(word.capitalize() for word in self.function.split("_"))


_BOTH = (RENEWALS, ARREARS)
_ALL = (*_BOTH, CLAIMS)
BUTTONS: tuple[Button, ...] = (
    Button(
        *("check_sheets", "Check sheets", _ALL, Group.DAY),
        "Colours every cell that looks wrong, with a note that says how to mend it, and lists them on the sheet "
        "Problems. Mend them and press again.",
    ),
    Button(
        *("work_out_renewals", "Work out renewals", (RENEWALS,), Group.DAY),
        "Says of every licence where it stands, what comes next and when, and why: on the sheet Renewals.",
    ),
    Button(
        *("work_out_arrears", "Work out arrears", (ARREARS,), Group.DAY),
        "Says who owes what, how late, what comes next and when, and why: on the sheets Arrears, Open items and "
        "Ageing.",
    ),
    Button(
        *("judge_promises", "Judge promises", (ARREARS,), Group.DAY),
        "Says of every promise to pay whether it was kept, who may promise again, and how collectors do: on the sheets "
        "Promises kept, Promise limits and Promise targets.",
    ),
    Button(
        *("follow_plans", "Follow plans", (ARREARS,), Group.DAY),
        "Follows every payment plan, instalment by instalment, and quotes new ones: on the sheets Plans kept, Plan "
        "schedule and Plan quotes.",
    ),
    Button(
        *("work_out_charges", "Work out charges", (ARREARS,), Group.DAY),
        "Works out fees, interest and surcharges that the Ledger does not hold yet, and why: on the sheet Charges, and "
        "on the sheet Ledger rows as rows to copy to the Ledger.",
    ),
    Button(
        *("list_arrears_calls", "Call list", (ARREARS,), Group.DAY),
        "Lists whom to call today about arrears, in the best order for each caller, with what to say; and whom to "
        "e-mail or write to because calls fail: on the sheets Call list, E-mail list and Letter list.",
    ),
    Button(
        *("list_renewal_calls", "Call list", (RENEWALS,), Group.DAY),
        "Lists whom to call today about a renewal, in the best order for each caller, with what to say; and whom to "
        "e-mail or write to because calls fail: on the sheets Call list, E-mail list and Letter list.",
    ),
    Button(
        *("review_holds", "Holds and complaints", (ARREARS,), Group.DAY),
        "Says of every complaint whether it was acknowledged and answered in time, and of everything on hold when "
        "somebody is to look at it: on the sheets Complaints and Holds review.",
    ),
    Button(
        *("make_letters", "Make letters", _BOTH, Group.DAY),
        "Makes the letters that are due as Word files in the folder above, and lists them on the sheet Letters. "
        "Nothing is sent: you decide which go out.",
    ),
    Button(
        *("make_invoices", "Make invoices", (RENEWALS,), Group.DAY),
        "Makes the invoices of renewals that customers accepted and of approved requests, as Word files, and lists "
        "them with the rows for your Ledger. Nothing is sent.",
    ),
    Button(
        *("make_credit_notes", "Credit notes", (ARREARS,), Group.DAY),
        "Makes the credit notes of the sheet Requests that somebody approved, as Word files, and lists them.",
    ),
    Button(
        *("make_journals", "Journals", (ARREARS,), Group.LOOK),
        "Makes the journals of the month up to the day above for the general ledger, by the sheet Journal accounts, as "
        "files to import; what is in a journal already is left out.",
    ),
    Button(
        *("review_claims", "Review claims", (CLAIMS,), Group.DAY),
        "Says what to enter first and which batches will miss their time, and of every claim line what is wrong with "
        "it: on the sheets Entry queue, Batches, Claims reviewed and Deficiencies.",
    ),
    Button(
        *("make_return_letters", "Make return letters", (CLAIMS,), Group.DAY),
        "Makes one letter to each participant whose claims go back, with every fault, as Word files in the folder "
        "above. Nothing is sent: you decide which go out.",
    ),
    Button(
        *("desk_report", "Desk report", (CLAIMS,), Group.LOOK),
        "Writes the desk report with charts for Excel and shows its figures: turnaround by client, what waits, and why "
        "claims come back.",
    ),
    Button(
        *("work_out_restrictions", "Restrictions", (ARREARS,), Group.LOOK),
        "Says which restrictions may be placed, with the evidence, what blocks the others, and which must be lifted "
        "today: on the sheets Restrictions due and Restriction register.",
    ),
    Button(
        *("monthly_report", "Monthly report", (ARREARS,), Group.LOOK),
        "Writes the debt report of the month up to the day above, with charts, for Excel and for Word, and shows its "
        "figures: what moved, how old the debt is, how it comes in, who owes most.",
    ),
    Button(
        *("keep_hardship", "Hardship", (ARREARS,), Group.LOOK),
        "Says who is protected in hardship and until when, which grants to chase, and what customers earned: on the "
        "sheets Hardship status, Grants due and four more.",
    ),
    Button(
        *("work_out_referrals", "Referrals", (ARREARS,), Group.LOOK),
        "Says what may be referred to whom, as infringement or bad debt, what must be recalled, what collectors paid, "
        "and who is a problem debtor; makes a file for each collector in the folder referrals.",
    ),
    Button(
        *("explain_account", "Explain account", _BOTH, Group.LOOK),
        "Tells the whole story of the account named above (or of the row that is selected on another sheet): what paid "
        "what, every rule that was asked and its answer, what comes next: on the sheet Account story and in Word.",
    ),
    Button(
        *("reconcile_saved", "Reconcile", (ARREARS,), Group.LOOK),
        "Holds the exports that the sheet Reconciliations names against each other, to the cent: what came of each is "
        "on the sheet Reconciled, and its own workbook in the folder reconciled.",
    ),
    Button(
        *("clear_results", "Clear results", _ALL, Group.KEEP),
        "Takes away the result sheets and the colours and notes that sheetops made. Your own sheets, colours and notes "
        "stay, and so do the files in the folder.",
    ),
    Button(
        *("remove_samples", "Remove samples", _ALL, Group.KEEP),
        "Takes away the sample rows, those whose account or participant begins with SAMPLE-, and empties the day above "
        "and the samples on the sheet Policy.",
    ),
    Button(*("show_help", "Help", _ALL, Group.KEEP), "Says what to do when something does not work."),
)
"""Every button, in the order in which they stand."""


class Workbook(NamedTuple):
    """A workbook with buttons: its name, its title and purpose as Start shows them, and its sheets in order."""

    name: str
    title: str
    purpose: str
    sheets: tuple[str, ...]

    @property
    def module(self) -> str:
        """The name of the VBA module with its Subs."""
        return self.name.capitalize()

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.name}.xlsm"

    @property
    def buttons(self) -> tuple[Button, ...]:
        """Its buttons, in order."""
        return tuple(button for button in BUTTONS if self.name in button.workbooks)


_RULES = ("Policy", "Stages", "Templates", "Holidays")
WORKBOOKS: tuple[Workbook, ...] = (
    Workbook(
        RENEWALS,
        "Renewals",
        "Which licences are about to end, which have lapsed, what comes next, and the letters for it.",
        (
            *("Customers", "Licences", "Units", "Ledger", "Notices", "Contacts", "Holds", "Promises", "Requests"),
            *("Tasks", "Tariffs", "Indices", *_RULES),
        ),
    ),
    Workbook(
        ARREARS,
        "Arrears",
        "Who owes what and how late, what comes next, and the reminders, statements and credit notes for it.",
        (
            *("Customers", "Ledger", "Notices", "Contacts", "Promises", "Plans", "Holds", "Hardship", "Grants"),
            *(
                "Restrictions",
                "Referred",
                "Remittances",
                "Collectors",
                "Requests",
                "Authority",
                "Journal accounts",
                "Tasks",
                "Reports",
                "Reconciliations",
                *_RULES,
            ),
        ),
    ),
    Workbook(
        CLAIMS,
        "Claims",
        "Which claims to enter first, what is wrong with the others, the letters that return them, and the figures.",
        ("Programmes", "Participants", "Claims", *_RULES, "Calendar"),
    ),
)
"""Every workbook with buttons."""
