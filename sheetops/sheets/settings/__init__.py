"""The settings that the Policy sheet may hold, by subject: name, how its value is read, its default, what it means."""

from decimal import InvalidOperation

from sheetops.sheets.settings.agreements import AGREEMENTS
from sheetops.sheets.settings.charges import CHARGES
from sheetops.sheets.settings.claims import CLAIMS
from sheetops.sheets.settings.contact import CONTACT
from sheetops.sheets.settings.desk import DESK
from sheetops.sheets.settings.gates import GATES
from sheetops.sheets.settings.help import HELP
from sheetops.sheets.settings.journals import JOURNALS
from sheetops.sheets.settings.notices import NOTICES
from sheetops.sheets.settings.reading import Setting
from sheetops.sheets.settings.renewals import RENEWALS

SETTINGS: dict[str, Setting] = {
    setting.name: setting
    for setting in (*DESK, *NOTICES, *CHARGES, *AGREEMENTS, *CONTACT, *HELP, *GATES, *RENEWALS, *JOURNALS, *CLAIMS)
}
"""Every setting by its name, in the order of the Policy sheet."""

DESK_WIDE = frozenset(
    {
        *("currency", "country", "language", "date_order", "decimal_mark", "unallocated", "clear_order"),
        *("bucket_bounds", "governing_level", "direct_debit", "direct_debit_days", "direct_debit_notice_days"),
        *("invoice_number", "credit_note_number", "four_eyes", "journal_number", "journal_layout", "journal_format"),
        *("journal_tax_code", "journal_locked_until"),
    }
)
"""The settings of which there is one for the whole desk, none for some accounts only."""


def read_setting(name: str, value: str) -> object:
    """Return a setting's value; ValueError with what it should be when the text does not fit."""
    setting = SETTINGS[name]
    try:
        return setting.read(value.strip())
    except InvalidOperation as wrong:
        raise ValueError("an amount") from wrong
    except ValueError as wrong:
        said = str(wrong)
        raise ValueError("a whole number" if "invalid literal" in said else said) from wrong
    except (KeyError, IndexError) as wrong:
        raise ValueError(f"a text such as {setting.default}") from wrong
