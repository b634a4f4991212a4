"""Claims: what participants claim for, line by line."""

from sheetops.model import Check, Severity
from sheetops.sheets.cells import Amount, Count, Day, Key, Moment, Row, Text, YesNo, describe, optional, required
from sheetops.sheets.cells.headings import PARTICIPANT, PROGRAMME
from sheetops.sheets.checks.keys import (
    duplicated,
    participant_of_other_programme,
    participant_unknown,
    programme_unknown,
)
from sheetops.sheets.checks.money import amount_negative_claimed
from sheetops.sheets.checks.returns import (
    claim_status_unknown,
    entered_before_received,
    resubmits_unknown,
    returned_before_received,
    returned_without_day,
)
from sheetops.sheets.checks.spans import in_future, invoice_after_receipt


class Claim(Row):
    """One line of a claim."""

    claim: Key = required(
        "The claim's number.",
        "claim number",
        "claim no",
        "claim id",
        "wniosek",
        "roszczenie",
        "numer wniosku",
        "numer zgłoszenia",
    )
    line: Key = required(
        "The line within the claim.", "line number", "line no", "claim line", "wiersz", "pozycja", "numer wiersza"
    )
    programme: Key = required("The programme claimed under.", *PROGRAMME)
    participant: Key = required("Who claims.", *PARTICIPANT)
    received_at: Moment = required(
        "Day and time of receipt.", "received", "received on", "date received", "data wpływu", "wpłynęło", "otrzymano"
    )
    invoice_no: Key | None = optional(
        "The invoice claimed for.", "invoice", "invoice number", "faktura", "nr faktury", "numer faktury"
    )
    invoice_date: Day | None = optional("The invoice's day.", "date of invoice", "invoiced on", "data faktury")
    product: Text | None = optional("What was sold.", "product code", "sku", "item", "produkt", "towar", "kod produktu")
    quantity: Count | None = optional("How many.", "qty", "units", "pieces", "ilość", "liczba sztuk")
    amount: Amount | None = optional("For how much.", "value", "invoice amount", "claim amount", "kwota", "wartość")
    proof: YesNo | None = optional(
        "yes if the proof is attached.", "proof attached", "proof of purchase", "dowód", "załącznik"
    )
    signed: YesNo | None = optional("yes if the form is signed.", "signature", "podpis", "podpisane")
    batch: Key | None = optional("The batch it was sorted into.", "batch number", "batch no", "partia", "paczka")
    status: Text | None = optional("Where the line stands.", "claim status", "state", "stan")
    form: Text | None = optional("The form it came on.", "claim form", "form type", "formularz")
    returned_at: Moment | None = optional(
        "Day and time at which it was returned to the participant.", "returned", "returned on", "sent back", "zwrócono"
    )
    resubmits: Key | None = optional(
        "The claim that this one puts right after it was returned.", "resubmission of", "corrects claim", "poprawia"
    )
    entered_at: Moment | None = optional(
        "Day and time at which its entry was done.", "entered", "entered on", "keyed on", "wprowadzono"
    )


CLAIMS = describe(
    "Claims",
    Claim,
    key=("claim", "line"),
    synonyms=("Claim", "Claim lines", "Zgłoszenia", "Roszczenia"),
    checks=(
        Check(duplicated("claim", "line"), Severity.ERROR),
        Check(programme_unknown, Severity.ERROR),
        Check(participant_unknown, Severity.ERROR),
        Check(participant_of_other_programme, Severity.WARNING),
        Check(amount_negative_claimed, Severity.ERROR),
        Check(invoice_after_receipt, Severity.WARNING),
        Check(in_future("received_at"), Severity.NOTE),
        Check(claim_status_unknown, Severity.WARNING),
        Check(resubmits_unknown, Severity.WARNING),
        Check(returned_without_day, Severity.WARNING),
        Check(returned_before_received, Severity.WARNING),
        Check(entered_before_received, Severity.WARNING),
    ),
)
