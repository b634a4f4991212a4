"""The catalogue tests itself: nothing is half-added."""

import ast
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from babel import Locale
from babel.numbers import list_currencies

import sheetops.sheets
from sheetops import money
from sheetops.model import Column, Kind, Sheet
from sheetops.sheets import SHEETS
from sheetops.sheets.cells.iso import COUNTRIES, CURRENCIES, LANGUAGES
from sheetops.sheets.cells.words import fold

CONTRACT = """
Customers: account* key, name*, contact, email, phone, address1, address2, town, postcode, country, language,
    segment, channel (email letter phone), ladder, do_not_contact, tax_number, owner, notes
Licences: licence* key, account*, type, start*, end*, status (live cancelled declined), fee, tariff, auto_renew,
    anchor, units, add_on_of, accepted_on, declined_reason
Units: licence* key, start* key, end, units*, basis* key (estimate actual), declared_on, by, note
Ledger: entry* key, account*, kind* (invoice receipt credit_note refund fee interest adjustment write_off), date*,
    due_date, amount*, currency, invoice, applies_to, licence, ladder, disputed, tax_rate, reference, description
Notices: account*, entry, licence, ladder*, level*, sent_on*, channel (email letter phone), template, document
Contacts: account*, at*, by, channel* (email letter phone text visit chat portal), direction (in out), outcome*,
    note, next_action, next_on
Promises: promise* key, account*, made_on*, due_on*, amount*, by
Plans: plan* key, account*, agreed_on*, first_due*, frequency* (weekly fortnightly monthly), instalments,
    instalment, covers, status (live proposed cancelled completed broken)
Holds: account, entry, reason*, from, until, note, owner, review_on
Hardship: account*, entered_on*, evidence, evidence_until, left_on, note, reviewed_on
Grants: account*, scheme*, applied_on*, amount, decided_on, outcome (granted declined pending), single_source
Restrictions: account*, action* (placed lifted), on*, authorised_by, reason
Referred: account*, collector*, referred_on*, amount*, recalled_on, acknowledged_on, class (bad_debt infringement),
    reference
Remittances: remittance* key, collector*, account*, received_on*, collected*, commission, paid_over, reference
Collectors: collector key, heading* key, field*
Requests: request* key, kind* (credit_note refund invoice write_off), account*, entry, amount, reason*, requested_by*,
    approved_by, approved_on, licence
Authority: person*, kind* (credit_note refund invoice write_off restriction any), up_to, currency, valid_from, valid_to
Journal accounts: kind* (invoice receipt credit_note refund fee interest adjustment write_off remittance commission),
    applies_to, debit*, credit*, tax_account, cost_centre, valid_from, valid_to
Tasks: task* key, account, type*, received_at*, due_at, status (open waiting reopened resolved closed withdrawn),
    owner, waiting, note, acknowledged_at, answered_at, resolved_at, resolved_at_first_contact, cause, answer
Remit: remit* key, account* key, licence key, frozen_on*, deadline, caller, segment, rule
Targets: caller, segment, from*, until*, payments, commitments, contacts, currency, note
Reports: report* key, sheet*, where, group_by, total, sort, top
Reconciliations: reconciliation* key, left*, left_sheet, right*, right_sheet, key, compare, tolerance, days, passing,
    master (left right), map
Programmes: programme* key, client, turnaround_hours, error_ceiling, priority, cut_off, window_from, window_to,
    products, max_quantity, max_amount, return_days, points_per_unit, calendar
Participants: participant* key, programme*, name*, email, phone, address1, address2, town, postcode, country,
    language, active, activated_on
Claims: claim* key, line* key, programme*, participant*, received_at*, invoice_no, invoice_date, product, quantity,
    amount, proof, signed, batch, status, form, returned_at, resubmits, entered_at
Tariffs: tariff*, type, unit, rate*, above, minimum, fixed, per (year month term), discount, tax_rate, index,
    currency, valid_from, valid_to, note
Indices: index* key, on* key, value*, note
Policy: setting*, value*, applies_to, valid_from, valid_to, approved_by
Stages: ladder*, level*, mode* (due_plus end_of_month_after_due_plus since_last_notice days_before_expiry
    days_after_expiry), days*, channel (email letter phone), template, fee, valid_from, valid_to,
    applies_to, unit (days business_days)
Templates: template* key, file*, language key, subject, version, reviewed_by, reviewed_on, approved
Holidays: calendar* key, date* key, name, kind (closed worked part), open, close
Calendar: calendar* key, zone, weekday* key (monday tuesday wednesday thursday friday saturday sunday), open* key,
    close*, holidays
"""
"""The workbook contract: a star marks a required column. A template stands once for each language."""

KINDS = {
    Kind.MONEY: "amount fee max_amount instalment covers minimum fixed payments commitments collected "
    "commission paid_over up_to",
    Kind.DAY: "start end anchor date due_date sent_on next_on made_on due_on agreed_on first_due from "
    "until approved_on window_from window_to activated_on invoice_date valid_from valid_to reviewed_on "
    "review_on frozen_on deadline entered_on evidence_until left_on applied_on decided_on "
    "on received_on referred_on recalled_on acknowledged_on accepted_on declared_on",
    Kind.MOMENT: "at received_at due_at acknowledged_at answered_at resolved_at returned_at entered_at",
    Kind.WHOLE: "level days turnaround_hours priority max_quantity return_days points_per_unit quantity instalments "
    "contacts top",
    Kind.RATE: "tax_rate error_ceiling discount",
    Kind.YES_NO: "do_not_contact auto_renew disputed active proof signed approved resolved_at_first_contact "
    "single_source",
    Kind.KEY: "account licence entry invoice applies_to reference promise plan request programme participant "
    "claim line invoice_no batch task remit remittance tariff index add_on_of report resubmits "
    "debit credit tax_account cost_centre reconciliation",
    Kind.CODE: "action class country language currency channel direction status kind mode frequency outcome basis per "
    "weekday master",
}


def written(sheet: Sheet) -> str:
    def one(column: Column) -> str:
        codes = f" ({' '.join(column.codes)})" if column.codes else ""
        return column.name + "*" * column.required + " key" * (column.name in sheet.key) + codes

    return f"{sheet.name}: {', '.join(map(one, sheet.columns))}"


def test_the_sheets_are_those_of_the_contract_in_its_order() -> None:
    wanted = " ".join(CONTRACT.split())
    assert " ".join(map(written, SHEETS.values())) == wanted


def test_every_column_holds_what_its_name_says() -> None:
    kinds = {name: kind for kind, names in KINDS.items() for name in names.split()}
    words = (
        ("Claims", "status"),
        ("Contacts", "outcome"),
        ("Policy", "applies_to"),
        ("Stages", "applies_to"),
        ("Journal accounts", "applies_to"),
        ("Stages", "fee"),
        ("Licences", "tariff"),
        ("Tariffs", "unit"),
    )
    text = dict.fromkeys(words, Kind.TEXT)
    text["Stages", "unit"] = Kind.CODE
    for sheet in SHEETS.values():
        for column in sheet.columns:
            expected = text.get((sheet.name, column.name), kinds.get(column.name, Kind.TEXT))
            assert column.kind is expected, (sheet.name, column.name)


def test_every_module_of_sheets_is_in_the_list() -> None:
    not_sheets = {"results", "review", "settings", "cells", "checks"}
    modules = {module.name for module in iter_modules(sheetops.sheets.__path__)} - not_sheets
    assert modules == {name.lower().replace(" ", "_") for name in SHEETS}
    for name, sheet in SHEETS.items():
        module = name.lower().replace(" ", "_")
        assert getattr(import_module(f"sheetops.sheets.{module}"), module.upper()) is sheet


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=lambda sheet: sheet.name)
def test_no_heading_of_a_sheet_has_two_meanings(sheet: Sheet) -> None:
    seen: dict[str, str] = {}
    for column in sheet.columns:
        for name in {fold(name) for name in (column.name, *column.synonyms)}:
            assert seen.setdefault(name, column.name) == column.name, f"{name}: {seen[name]} and {column.name}"


def test_no_name_of_a_sheet_has_two_meanings() -> None:
    names = [fold(name) for sheet in SHEETS.values() for name in {sheet.name, *sheet.synonyms}]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=lambda sheet: sheet.name)
def test_every_column_tells_people_what_to_write(sheet: Sheet) -> None:
    """Excel shows at most 255 characters of an input message."""
    for column in sheet.columns:
        assert column.hint.endswith("."), column.name
        assert len(column.hint) <= 255
        assert column.synonyms, column.name


def test_a_key_is_made_of_columns_that_are_there() -> None:
    for sheet in SHEETS.values():
        assert set(sheet.key) <= {column.name for column in sheet.columns}


def _tested() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))


@pytest.mark.parametrize("name", sorted({check.name for sheet in SHEETS.values() for check in sheet.checks}))
def test_every_check_has_a_test_named_for_it(name: str) -> None:
    assert f"def test_{name}(" in _tested()


def test_every_problem_of_a_cell_is_named_in_a_test() -> None:
    """Names stand in calls such as problem("day_impossible", ...) and Problem("amount_decimals", ...)."""
    names: set[str] = set()
    package = Path(sheetops.sheets.__file__).parent
    for path in [*(package / "cells").glob("*.py"), *(package.parent / "check").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("problem", "Problem")
            ):
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    names.add(first.value)
    assert len(names) > 20
    assert [name for name in sorted(names) if f'"{name}"' not in _tested()] == []


def test_codes_of_countries_and_languages_are_those_that_babel_knows() -> None:
    english = Locale("en")
    assert len(COUNTRIES) == 249  # ISO 3166-1 has so many
    assert set(english.territories) >= COUNTRIES
    assert set(english.languages) >= LANGUAGES
    assert len(LANGUAGES) in (183, 184)  # ISO 639-1, with or without the retired code of Serbo-Croatian


def test_codes_of_currencies_are_those_that_babel_knows() -> None:
    assert list_currencies() >= CURRENCIES
    assert {"NZD", "AUD", "GBP", "USD", "PLN", "EUR", "JPY", "KWD"} <= CURRENCIES
    assert {code for code in CURRENCIES if money.decimals(code) != 2} >= {"JPY", "KWD", "ISK", "CLF"}
