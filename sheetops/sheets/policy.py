"""Policy: the desk's settings, from when to when they hold."""

from typing import Annotated, Any

from pydantic import BeforeValidator

from sheetops.model import Check, Kind, Severity
from sheetops.sheets.cells import Day, Row, Setting, Text, describe, optional, required
from sheetops.sheets.cells.headings import APPLIES_TO, APPROVED_BY, VALID_FROM, VALID_TO
from sheetops.sheets.cells.texts import read_text
from sheetops.sheets.cells.words import fold
from sheetops.sheets.checks.scopes import scope_unknown
from sheetops.sheets.checks.settings import setting_for_the_whole_desk, setting_unknown, setting_value_unfit
from sheetops.sheets.checks.spans import setting_overlap, valid_to_before_from
from sheetops.sheets.settings import SETTINGS

_NAMES = {fold(name): name for name in SETTINGS}


def read_name(raw: Any) -> str:
    """Return a setting's name as sheetops writes it, whatever its case and spaces; unknown names as they are."""
    name = read_text(raw)
    return _NAMES.get(fold(name), name)


SettingName = Annotated[str, BeforeValidator(read_name), Kind.TEXT]


class PolicyLine(Row):
    """One setting with its value."""

    setting: SettingName = required(
        "The setting's name.", "name", "key", "policy", "parameter", "ustawienie", "nazwa", "parametr"
    )
    value: Setting = required("Its value.", "setting value", "wartość")
    applies_to: Text | None = optional(
        "Whom it is for: an account, licence type, ladder, segment, currency or country; blank: everybody.", *APPLIES_TO
    )
    valid_from: Day | None = optional("First day it holds; blank: always did.", *VALID_FROM)
    valid_to: Day | None = optional("Last day it holds; blank: until changed.", *VALID_TO)
    approved_by: Text | None = optional("Who approved it.", *APPROVED_BY)


POLICY = describe(
    "Policy",
    PolicyLine,
    synonyms=("Policies", "Settings", "Polityka", "Ustawienia"),
    checks=(
        Check(setting_unknown, Severity.WARNING),
        Check(setting_value_unfit, Severity.ERROR),
        Check(valid_to_before_from, Severity.ERROR),
        Check(setting_overlap, Severity.WARNING),
        Check(setting_for_the_whole_desk, Severity.WARNING),
        Check(scope_unknown, Severity.WARNING),
    ),
)
