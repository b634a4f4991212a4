"""Ways to reach people, and people who stand twice."""

import random
from typing import Any

import phonenumbers
import pytest
from email_validator import EmailNotValidError, validate_email

from sheetops.sheets.cells.contacts import _PLAIN
from sheetops.sheets.checks.phones import _PUNCTUATION, _plain, telephone
from sheetops.sheets.checks.postcodes import _SHAPES, postcode
from sheetops.sheets.checks.taxes import tax_number

HEADINGS = "row | account | name | "


@pytest.mark.parametrize(
    ("address", "suggestion"),
    [
        ("ann@gmial.com", "ann@gmail.com"),
        ("ann@gmail.co", "ann@gmail.com"),
        ("ann@hotmial.com", "ann@hotmail.com"),
        ("ann@xtra.co.mz", "ann@xtra.co.nz"),
        ("ann@yaho.com", "ann@yahoo.com"),
    ],
)
def test_email_domain_doubtful(one: Any, address: str, suggestion: str) -> None:
    finding = one(Customers=HEADINGS + f"email\n2 | A1 | Smith | {address}")
    assert (finding.cell, finding.check, finding.suggestion) == ("C2", "email_domain_doubtful", suggestion)


@pytest.mark.parametrize(
    "domain", ["gmail.com", "ymail.com", "mail.com", "gmx.com", "hotmail.fr", "school.nz", "gmail.nz.org"]
)
def test_a_domain_of_its_own_is_not_doubtful(found: Any, domain: str) -> None:
    assert found(Customers=HEADINGS + f"email\n2 | A1 | Smith | ann@{domain}") == []


@pytest.mark.parametrize(
    ("phone", "country", "problem", "suggestion"),
    [
        ("'021 123 45", "", "021 123 45 is no telephone number in NZ.", ""),
        ("'+64 21 1", "", "+64 21 1 is no telephone number in NZ.", ""),
        ("'call Ann", "", "'call Ann' is not one telephone number.", ""),
        ("'021 123 4567 / 09 308 1234", "", "is no", ""),
        ("211234567", "NZ", "211234567 lost the 0 that it is dialled with. Did you mean 021 123 4567?", "021 123 4567"),
        ("'601 234 56", "PL", "601 234 56 is no telephone number in PL.", ""),
    ],
)
def test_phone_invalid(one: Any, phone: str, country: str, problem: str, suggestion: str) -> None:
    finding = one(Customers=HEADINGS + f"phone | country\n2 | A1 | Smith | {phone} | {country}")
    assert (finding.cell, finding.check, finding.severity) == ("C2", "phone_invalid", "warning")
    assert problem in finding.problem
    assert finding.suggestion == suggestion


@pytest.mark.parametrize(
    ("phone", "country"),
    [
        ("'021 123 4567", ""),
        ("'(09) 308-1234", ""),
        ("'+64 21 123 4567", ""),
        ("'+48 601 234 567", ""),
        ("'601 234 567", "PL"),
        ("601234567", "PL"),
        ("'020 7946 0123", "GB"),
        ("'(212) 555-0123", "US"),
        ("'1-212-555-0123", "US"),
        ("'03 9123 4567", "AU"),
    ],
)
def test_a_phone_of_its_country_is_fine(found: Any, phone: str, country: str) -> None:
    assert found(Customers=HEADINGS + f"phone | country\n2 | A1 | Smith | {phone} | {country}") == []


def test_the_quick_look_at_a_phone_agrees_with_the_library() -> None:
    """What the plan's own pattern takes for good, libphonenumber must too: every region, real and broken numbers."""
    chance = random.Random(11)
    quick = 0
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        for kind in (0, 1, 2, 3, 4, 6, 7):
            example = phonenumbers.example_number_for_type(region, kind)
            if example is None:
                continue
            for style in (phonenumbers.PhoneNumberFormat.NATIONAL, phonenumbers.PhoneNumberFormat.INTERNATIONAL):
                written = phonenumbers.format_number(example, style)
                at = chance.randrange(len(written))
                for text in (
                    written,
                    written[:-1],
                    written + "7",
                    written[:at] + str(chance.randrange(10)) + written[at + 1 :],
                ):
                    if _plain(region)(text.translate(_PUNCTUATION)):
                        quick += 1
                        assert phonenumbers.is_valid_number(phonenumbers.parse(text, region)), (region, text)
    assert quick > 2000


def test_every_countrys_own_example_is_a_telephone_number() -> None:
    for region in ("NZ", "AU", "GB", "PL", "US", "DE", "FR", "IE", "IT"):
        example = phonenumbers.format_number(
            phonenumbers.example_number(region), phonenumbers.PhoneNumberFormat.NATIONAL
        )
        assert telephone([example], region) == [None], (region, example)


def test_the_quick_look_at_an_address_agrees_with_the_library() -> None:
    chance = random.Random(12)
    letters = "ab1.-_+'@é "
    taken = 0
    for _ in range(60_000):
        domain = "".join(chance.choice("ab1-.") for _ in range(chance.randint(1, 6))) + chance.choice(
            [".nz", ".com", ".test"]
        )
        address = "".join(chance.choice(letters) for _ in range(chance.randint(1, 6))) + "@" + domain
        if _PLAIN.fullmatch(address):
            taken += 1
            try:
                validate_email(address, check_deliverability=False)
            except EmailNotValidError as wrong:
                raise AssertionError(f"{address!r}: {wrong}") from wrong
    assert taken > 500


@pytest.mark.parametrize(
    ("code", "country", "suggestion"),
    [
        ("610", "NZ", "0610"),
        ("800", "AU", "0800"),
        ("00950", "PL", "00-950"),
        ("950", "PL", "00-950"),
        ("2108", "US", "02108"),
        ("1067", "DE", "01067"),
        ("12345", "NZ", ""),
        ("SW1A", "GB", ""),
        ("SW1A 1AAA", "GB", ""),
    ],
)
def test_postcode_malformed(one: Any, code: str, country: str, suggestion: str) -> None:
    finding = one(Customers=HEADINGS + f"postcode | country\n2 | A1 | Smith | '{code} | {country}")
    assert (finding.cell, finding.check, finding.suggestion) == ("C2", "postcode_malformed", suggestion)


@pytest.mark.parametrize(
    ("code", "country"),
    [("0610", "NZ"), ("00-950", "PL"), ("sw1a1aa", "GB"), ("SW1A 1AA", "GB"), ("02108-1234", "US"), ("anything", "KI")],
)
def test_a_postcode_of_its_country_is_fine(found: Any, code: str, country: str) -> None:
    assert found(Customers=HEADINGS + f"postcode | country\n2 | A1 | Smith | '{code} | {country}") == []


def test_every_shape_of_postcodes_takes_its_own_example() -> None:
    assert [country for country, (_, example) in _SHAPES.items() if postcode([example], country) != [None]] == []


@pytest.mark.parametrize(
    ("number", "country"),
    [
        ("49-098-576", "NZ"),
        ("5260001246", "PL"),
        ("83 914 571 673", "AU"),
        ("GB 980 7806 84", "GB"),
        ("49091850", "NZ"),
    ],
)
def test_a_tax_number_of_its_country_is_fine(found: Any, number: str, country: str) -> None:
    assert found(Customers=HEADINGS + f"tax_number | country\n2 | A1 | Smith | '{number} | {country}") == []


@pytest.mark.parametrize(("number", "country"), [("49091851", "NZ"), ("5260001247", "PL"), ("none", "GB")])
def test_tax_number_invalid(one: Any, number: str, country: str) -> None:
    finding = one(Customers=HEADINGS + f"tax_number | country\n2 | A1 | Smith | '{number} | {country}")
    assert (finding.cell, finding.check) == ("C2", "tax_number_invalid")
    assert finding.problem.startswith(f"{number} is no tax number of {country}")


def test_tax_numbers_of_a_country_without_known_ones_are_passed_over() -> None:
    assert tax_number(["anything"], "KI") == [None]


def test_address_missing(found: Any) -> None:
    assert found(
        Customers="""
        row | account | name  | channel | address1
        2   | A1      | Smith | letter  | 1 High Street
        3   | A2      | Nowak | letter  |
        4   | A3      | Baker |         |
        """
    ) == [("D3", "address_missing")]


def test_channel_unreachable(found: Any) -> None:
    assert found(
        Customers="""
        row | account | name  | channel | email        | phone
        2   | A1      | Smith | email   | a@school.nz  |
        3   | A2      | Nowak | email   |              | '021 123 4567
        4   | A3      | Baker | phone   | b@school.nz  |
        """
    ) == [("D3", "channel_unreachable"), ("E4", "channel_unreachable")]


def test_likely_duplicate(check: Any) -> None:
    """A name that is alike is no evidence without a second thing in common, nor is that without the name."""
    sheet = check(
        Customers="""
        row | account | name            | email            | phone          | address1      | postcode | tax_number
        2   | A1      | Smith Hall Ltd  | office@smith.nz  | '021 123 4567  | 1 High Street | '0610    | '49091850
        3   | A2      | Smith Hall Ltd  |                  |                |               |          |
        4   | A3      | Hall, Smith Ltd | OFFICE@smith.nz  |                |               |          |
        5   | A4      | Baker           | office@smith.nz  |                |               |          |
        6   | A5      | Smyth Hall Ltd  |                  | '(021)123-4567 |               |          |
        7   | A6      | Smith Hal Ltd   |                  |                | 1 high street | '0610    |
        8   | A7      | Smith Hall      |                  |                | 1 High Street | '0620    |
        9   | A8      | Smith Hall Lt   |                  |                |               |          | '49091850
        """
    )["Customers"]
    assert [(f.row, f.cell, f.check, f.severity) for f in sheet.findings] == [
        (row, f"B{row}", "likely_duplicate", "note") for row in (4, 6, 7, 9)
    ]
    assert "It looks like A1 in row 2: the names are" in sheet.findings[0].problem
    assert "the e-mail address is the same" in sheet.findings[0].problem
    assert "the street and postcode is the same" in sheet.findings[2].problem
    assert len(sheet.frame) == 8


def test_likely_duplicates_among_many_who_share_a_number_cost_no_square(check: Any) -> None:
    """Five thousand rows with one telephone number: neighbours are compared, not every pair (12.5 million)."""
    rows = "\n".join(f"{n} | A{n} | Customer {n * 7919 % 100_000:05} | '021 123 4567" for n in range(2, 5002))
    sheet = check(Customers=HEADINGS + "phone\n" + rows)["Customers"]
    assert 0 < len(sheet.findings) <= 5000
