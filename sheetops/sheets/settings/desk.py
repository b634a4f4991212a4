"""The desk itself: how it writes, who it is, how it ages, numbers and registers."""

import re
from itertools import pairwise

from sheetops.sheets.settings.reading import (
    Setting,
    amount,
    count,
    list_of,
    number_format,
    one_of,
    positive,
    rate,
    text,
    text_or_none,
    whole,
)


def _bounds(value: str) -> tuple[int, ...]:
    bounds = tuple(int(part) for part in re.split(r"[,;\s]+", value.strip()))
    if not bounds or bounds[0] < 1 or any(low >= high for low, high in pairwise(bounds)):
        raise ValueError("rising whole numbers such as 30, 60, 90")
    return bounds


def _order(value: str) -> tuple[str, ...]:
    kinds = tuple(part.strip().casefold() for part in value.split(","))
    if sorted(kinds) != ["costs", "interest", "principal"]:
        raise ValueError("costs, interest and principal in the order in which they are cleared")
    return kinds


DESK = (
    Setting("currency", text, "", "Currency of amounts that name none (ISO code, such as NZD)."),
    Setting("country", text, "", "Country of customers that name none (ISO code, such as NZ)."),
    Setting("language", text, "en", "Language of letters to customers that name none."),
    Setting("date_order", one_of("dmy", "mdy"), "dmy", "How dates kept as text are read: dmy or mdy."),
    Setting("decimal_mark", one_of(".", ","), ".", "The decimal mark of amounts kept as text."),
    Setting("terms_days", whole, "30", "Days from its date to the due date of a debit that has none."),
    Setting(
        "unallocated",
        one_of("oldest_first", "keep"),
        "oldest_first",
        "What a credit that names no entry does: pays the oldest open debits, or is kept apart.",
    ),
    Setting("clear_order", _order, "costs, interest, principal", "What is cleared first among debits due on one day."),
    Setting("bucket_bounds", _bounds, "30, 60, 90", "Upper bounds of the ageing buckets in days, inclusive."),
    Setting("tolerance", amount, "0.10", "An item with less than this open is not chased."),
    Setting("dso_months", positive, "12", "Days sales outstanding (simple) look at the bills of so many months."),
    Setting("report_top_debtors", positive, "10", "How many of the greatest debtors the monthly report lists."),
    Setting(
        "register",
        text_or_none,
        "none",
        "Where documents and numbers are registered: a file (from this workbook's folder) or "
        "postgresql+psycopg://user@server/database; none: register.db in the folder for results.",
    ),
    Setting("supplier_name", text, "", "Who writes: the name on letters and credit notes."),
    Setting("supplier_address", text, "", "Who writes: the address, in one line."),
    Setting("supplier_phone", text, "", "Who writes: the telephone number."),
    Setting("supplier_email", text, "", "Who writes: the e-mail address."),
    Setting("supplier_web", text, "", "Who writes: the web address."),
    Setting("supplier_tax_number", text, "", "Who writes: the tax number that credit notes must show."),
    Setting("supplier_bank", text, "", "Who writes: the bank account for payments."),
    Setting("signatory_name", text, "", "Who signs the letters."),
    Setting("signatory_title", text, "", "The title of who signs."),
    Setting("tax_rate", rate, "0", "The tax on fees in percent, by country; a tariff's own comes first."),
    Setting("invoice_title", text, "Invoice", "Heading of an invoice, by country (Tax invoice in AU)."),
    Setting("invoice_text", text, "", "Legal sentence on an invoice, by country."),
    Setting("invoice_number", number_format, "INV-{year}-{number:05}", "How invoices are numbered."),
    Setting("credit_note_title", text, "Credit note", "Heading of a credit note, by country (Adjustment note in AU)."),
    Setting("credit_note_text", text, "", "Legal sentence on a credit note, by country."),
    Setting(
        "background_rows",
        count,
        "30000",
        "With more rows than this to read a button returns at once, and its work goes on in the background.",
    ),
    Setting(
        "background_documents",
        count,
        "1000",
        "With more documents than this to make a button returns at once, and its work goes on in the background.",
    ),
    Setting(
        "four_eyes",
        list_of("credit_note", "refund", "invoice", "write_off"),
        "none",
        "Requests of these kinds need two people: who asked, who approved and who runs the job must differ.",
    ),
    Setting("credit_note_number", number_format, "CN-{year}-{number:05}", "How credit notes are numbered."),
)
"""The settings of this subject."""
