"""Other headings of columns that several sheets share, in English and Polish."""

ACCOUNT = (
    *("account number", "account no", "account id", "account code", "customer number", "customer no", "customer id"),
    *(
        "customer account",
        "customer",
        "client number",
        "konto",
        "numer konta",
        "nr konta",
        "numer klienta",
        "nr klienta",
    ),
    *("kontrahent", "id klienta"),
)
ENTRY = ("entry number", "entry no", "entry id", "transaction", "transaction id", "pozycja", "numer pozycji")
DOCUMENT = ("document", "document number", "document no", "doc no", "numer dokumentu", "nr dokumentu", "dokument")
"""What ledgers call an entry; the letters that went out are documents too."""

LICENCE = (
    *("licence number", "licence no", "licence id", "license", "license number", "license no", "licencja"),
    *("numer licencji", "nr licencji"),
)
PROGRAMME = (
    "program",
    "programme id",
    "program id",
    "programme code",
    "program code",
    "kod programu",
    "program lojalnościowy",
)
PARTICIPANT = (
    "participant id",
    "participant number",
    "member",
    "member id",
    "uczestnik",
    "id uczestnika",
    "numer uczestnika",
)
LADDER = ("dunning ladder", "dunning procedure", "drabina", "ścieżka", "ścieżka windykacji")
LEVEL = ("dunning level", "stage", "poziom", "etap", "stopień")
EMAIL = ("e-mail address", "email address", "mail", "adres e-mail", "adres email", "poczta elektroniczna")
PHONE = (
    *("telephone", "telephone number", "phone number", "tel", "tel no", "mobile", "telefon", "numer telefonu"),
    "nr telefonu",
)
ADDRESS1 = ("address", "address line 1", "street", "street address", "adres", "ulica", "adres 1")
ADDRESS2 = ("address line 2", "suburb", "adres 2", "adres cd")
TOWN = ("city", "town city", "locality", "miasto", "miejscowość")
POSTCODE = ("post code", "zip", "zip code", "postal code", "kod pocztowy")
COUNTRY = ("country code", "kraj", "kod kraju", "państwo")
LANGUAGE = ("language code", "lang", "język")
CHANNEL = ("preferred channel", "contact method", "preferred contact", "kanał", "sposób kontaktu")
NOTE = ("notes", "comment", "comments", "remarks", "uwagi", "notatka", "notatki")
VALID_FROM = ("valid since", "effective from", "from", "starts", "ważne od", "obowiązuje od", "od")
VALID_TO = ("valid until", "effective to", "to", "until", "ends", "ważne do", "obowiązuje do", "do")
APPROVED_BY = ("approver", "authorised by", "authorized by", "zatwierdził", "zatwierdzający")
APPLIES_TO = ("applies", "for", "for whom", "scope", "dotyczy", "zakres")
