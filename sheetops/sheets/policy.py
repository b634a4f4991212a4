"""Policy: the desk's settings, from when to when they hold."""

from typing import Annotated

from pydantic import BeforeValidator

from sheetops.model import Check, Kind, Severity
from sheetops.sheets.cells import Day, Row, Setting, Text, describe, optional, required
from sheetops.sheets.cells.headings import APPROVED_BY, VALID_FROM, VALID_TO
from sheetops.sheets.checks.settings import setting_unknown, setting_value_unfit
from sheetops.sheets.checks.settings import read_name, setting_unknown, setting_unreadable
from sheetops.sheets.checks.spans import setting_overlap, valid_to_before_from


SettingName = Annotated[str, BeforeValidator(read_name), Kind.TEXT]


class PolicyLine(Row):
    """One setting with its value."""

    setting: SettingName = required(
        "The setting's name.", "name", "key", "policy", "parameter", "ustawienie", "nazwa", "parametr"
    )
    value: Setting = required("Its value.", "setting value", "wartość")
    applies_to: Text | None = optional(
        "Whom it is for; blank: everybody.", "applies", "for", "scope", "dotyczy", "zakres"
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
        Check(setting_unreadable, Severity.ERROR),
        Check(valid_to_before_from, Severity.ERROR),
        Check(setting_overlap, Severity.WARNING),
    ),
)
