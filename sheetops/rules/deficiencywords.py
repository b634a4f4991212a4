"""What is wrong with a claim line and what the participant is to do, in the words of their language.

A name in braces is a fact of the line, a column of text.
"""

import re

import numpy as np

from sheetops.model import Frame
from sheetops.rules.words import Texts, say

Said = tuple[str, str]

SAID: dict[str, dict[str, Said]] = {
    "en": {
        "invoice_no_missing": ("The invoice number is missing.", "Write the number of the invoice."),
        "invoice_date_missing": ("The invoice date is missing.", "Write the date of the invoice."),
        "product_missing": ("The product is missing.", "Write which product it was."),
        "quantity_missing": ("The quantity is missing.", "Write how many pieces there were."),
        "amount_missing": ("The amount is missing.", "Write the amount of the invoice line."),
        "proof_missing": ("No proof is attached.", "Attach a copy of the invoice."),
        "signed_missing": ("The form is not signed.", "Sign the form and send it again."),
        "wrong_programme": (
            "{participant} takes part in {home}, not in {programme}.",
            "Claim under {home}, or ask us if that is wrong.",
        ),
        "participant_inactive": (
            "{participant} takes no part in the programme at present.",
            "Call us if that is wrong.",
        ),
        "outside_window": (
            "The invoice is of {invoice_day}; invoices count from {window_first} to {window_last}.",
            "Claim for invoices of those days alone.",
        ),
        "product_not_eligible": (
            "{product} is not among the products of the programme.",
            "Give the product as the programme lists it.",
        ),
        "quantity_over_cap": (
            "The quantity is {quantity}; one line may have {most_pieces} at most.",
            "Correct the quantity, or send proof for each piece.",
        ),
        "amount_over_cap": (
            "The amount is {amount_text}; one line may have {most_money} at most.",
            "Correct the amount, or send proof of it.",
        ),
        "invoice_claimed_before": (
            "Invoice {invoice_no} with {product} was claimed before, in claim {other}.",
            "Nothing is needed if both are the same; otherwise send proof of both.",
        ),
        "invoice_of_another": (
            "Invoice {invoice_no} with {product} was claimed by another participant.",
            "Send proof that the sale was yours.",
        ),
        "same_day_and_amount": (
            "An invoice of {invoice_day} over {amount_text} was claimed already, in claim {other}.",
            "Confirm that these are two invoices, with a copy of both.",
        ),
        "return_expired": (
            "It was returned on {returned_day} and nothing came back by {return_by}.",
            "Send a new claim if the programme still allows it.",
        ),
    },
    "pl": {
        "invoice_no_missing": ("Brakuje numeru faktury.", "Prosimy podać numer faktury."),
        "invoice_date_missing": ("Brakuje daty faktury.", "Prosimy podać datę faktury."),
        "product_missing": ("Brakuje produktu.", "Prosimy podać produkt."),
        "quantity_missing": ("Brakuje liczby sztuk.", "Prosimy podać liczbę sztuk."),
        "amount_missing": ("Brakuje kwoty.", "Prosimy podać kwotę pozycji faktury."),
        "proof_missing": ("Brakuje dowodu zakupu.", "Prosimy dołączyć kopię faktury."),
        "signed_missing": ("Formularz nie jest podpisany.", "Prosimy podpisać i przesłać formularz ponownie."),
        "wrong_programme": (
            "Uczestnik {participant} należy do programu {home}, a nie {programme}.",
            "Prosimy o zgłoszenie w programie {home} albo o kontakt.",
        ),
        "participant_inactive": (
            "Uczestnik {participant} nie bierze obecnie udziału w programie.",
            "Prosimy o kontakt, jeżeli to pomyłka.",
        ),
        "outside_window": (
            "Faktura jest z {invoice_day}; liczą się faktury od {window_first} do {window_last}.",
            "Prosimy zgłaszać tylko faktury z tych dni.",
        ),
        "product_not_eligible": (
            "Produkt {product} nie jest objęty programem.",
            "Prosimy podać produkt tak, jak w programie.",
        ),
        "quantity_over_cap": (
            "Liczba sztuk: {quantity}; w jednej pozycji najwyżej {most_pieces}.",
            "Prosimy poprawić liczbę albo przesłać dowód na każdą sztukę.",
        ),
        "amount_over_cap": (
            "Kwota: {amount_text}; w jednej pozycji najwyżej {most_money}.",
            "Prosimy poprawić kwotę albo przesłać jej dowód.",
        ),
        "invoice_claimed_before": (
            "Faktura {invoice_no} ({product}) była już zgłoszona, zgłoszenie {other}.",
            "Jeżeli to ta sama, nic nie trzeba robić; jeżeli nie, prosimy o kopie obu.",
        ),
        "invoice_of_another": (
            "Fakturę {invoice_no} ({product}) zgłosił inny uczestnik.",
            "Prosimy o dowód, że sprzedaż należy do Państwa.",
        ),
        "same_day_and_amount": (
            "Faktura z {invoice_day} na kwotę {amount_text} była już zgłoszona, zgłoszenie {other}.",
            "Prosimy potwierdzić, że to dwie faktury, z kopią obu.",
        ),
        "return_expired": (
            "Zgłoszenie zwrócono {returned_day}; do {return_by} nic nie wpłynęło.",
            "Prosimy o nowe zgłoszenie, jeżeli program na to pozwala.",
        ),
    },
}
"""Problem and cure of each check, by language."""

CHECKS = tuple(SAID["en"])


def filled_in(template: str, rows: Frame) -> Texts:
    """Return a template's text for each row, names in braces filled in from the row's columns."""
    parts = re.split(r"\{(\w+)\}", template)
    if rows.empty:
        return np.empty(0, dtype=object)
    blank = np.full(len(rows), "", dtype=object)
    return say(
        blank, *(rows[part].astype(str).astype(object) if number % 2 else part for number, part in enumerate(parts))
    )
