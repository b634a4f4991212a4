"""What each sheet holds: one module a sheet, gathered here in the order of a workbook."""

from sheetops.model import Sheet
from sheetops.sheets.authority import AUTHORITY
from sheetops.sheets.calendar import CALENDAR
from sheetops.sheets.claims import CLAIMS
from sheetops.sheets.collectors import COLLECTORS
from sheetops.sheets.contacts import CONTACTS
from sheetops.sheets.customers import CUSTOMERS
from sheetops.sheets.grants import GRANTS
from sheetops.sheets.hardship import HARDSHIP
from sheetops.sheets.holds import HOLDS
from sheetops.sheets.holidays import HOLIDAYS
from sheetops.sheets.indices import INDICES
from sheetops.sheets.journal_accounts import JOURNAL_ACCOUNTS
from sheetops.sheets.ledger import LEDGER
from sheetops.sheets.licences import LICENCES
from sheetops.sheets.notices import NOTICES
from sheetops.sheets.participants import PARTICIPANTS
from sheetops.sheets.plans import PLANS
from sheetops.sheets.policy import POLICY
from sheetops.sheets.programmes import PROGRAMMES
from sheetops.sheets.promises import PROMISES
from sheetops.sheets.reconciliations import RECONCILIATIONS
from sheetops.sheets.referred import REFERRED
from sheetops.sheets.remit import REMIT
from sheetops.sheets.remittances import REMITTANCES
from sheetops.sheets.reports import REPORTS
from sheetops.sheets.requests import REQUESTS
from sheetops.sheets.restrictions import RESTRICTIONS
from sheetops.sheets.stages import STAGES
from sheetops.sheets.targets import TARGETS
from sheetops.sheets.tariffs import TARIFFS
from sheetops.sheets.tasks import TASKS
from sheetops.sheets.templates import TEMPLATES
from sheetops.sheets.units import UNITS

SHEETS: dict[str, Sheet] = {
    sheet.name: sheet
    for sheet in (
        CUSTOMERS,
        LICENCES,
        UNITS,
        LEDGER,
        NOTICES,
        CONTACTS,
        PROMISES,
        PLANS,
        HOLDS,
        HARDSHIP,
        GRANTS,
        RESTRICTIONS,
        REFERRED,
        REMITTANCES,
        COLLECTORS,
        REQUESTS,
        AUTHORITY,
        JOURNAL_ACCOUNTS,
        TASKS,
        REMIT,
        TARGETS,
        REPORTS,
        RECONCILIATIONS,
        PROGRAMMES,
        PARTICIPANTS,
        CLAIMS,
        TARIFFS,
        INDICES,
        POLICY,
        STAGES,
        TEMPLATES,
        HOLIDAYS,
        CALENDAR,
    )
}
"""Each sheet that people keep, by its name."""

__all__ = ["SHEETS"]
