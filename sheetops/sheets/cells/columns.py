"""How a sheet's module declares its columns: a pydantic model whose fields they are.

The model is the only list of them: `describe` draws the sheet's columns from its fields, `reader` their bulk readers.
"""

from functools import cache
from typing import Annotated, Any, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, model_validator
from pydantic.config import JsonDict
from pydantic.fields import FieldInfo

from sheetops.model import Check, Column, Kind, Severity, Sheet
from sheetops.sheets.cells.choices import OneOf
from sheetops.sheets.cells.words import tidy

_GRAVE = frozenset({Kind.KEY, Kind.DAY, Kind.MOMENT, Kind.MONEY, Kind.WHOLE, Kind.RATE})
"""What a row cannot be used without, once somebody has written it: elsewhere an unreadable cell counts as blank."""


class Row(BaseModel):
    """One row of a sheet, by field name; blank cells are left out of it, so that required means filled in."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True, defer_build=True, frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _leave_out_blanks(cls, cells: Any) -> Any:
        if not isinstance(cells, dict):
            return cells
        return {
            name: raw for name, raw in cells.items() if not (raw is None or (isinstance(raw, str) and not tidy(raw)))
        }


def required(hint: str, *synonyms: str, alias: str | None = None) -> Any:
    """Declare a column that must be there, filled in on every row; ``hint`` tells people what to write in it."""
    return Field(alias=alias, description=hint, json_schema_extra={"synonyms": [*synonyms]})


def optional(
    hint: str, *synonyms: str, alias: str | None = None, unreadable: Severity | None = None, instead: bool = False
) -> Any:
    """Declare a column that may be absent or blank, None in a single row; for the options see `Column`."""
    extra: JsonDict = {"synonyms": [*synonyms], "unreadable": unreadable and unreadable.value, "instead": instead}
    return Field(default=None, alias=alias, description=hint, json_schema_extra=extra)


def describe(
    name: str,
    row: type[Row],
    *,
    key: tuple[str, ...] = (),
    synonyms: tuple[str, ...] = (),
    checks: tuple[Check, ...] = (),
) -> Sheet:
    """Return what a sheet holds, its columns drawn from the fields of its row model."""
    columns = tuple(_column(field_name, field) for field_name, field in row.model_fields.items())
    return Sheet(name, row, columns, key, synonyms, checks)


@cache
def reader(row: type[Row], name: str) -> TypeAdapter[list[Any]]:
    """Return the bulk reader of one column: a list of raw cells, none blank, into a list of values."""
    field = next(field for field_name, field in row.model_fields.items() if (field.alias or field_name) == name)
    return TypeAdapter(list[_holds(field)])  # type: ignore[misc, arg-type]


def _holds(field: FieldInfo) -> Any:
    """The type that a filled cell of a field has, with its readers: ``Day`` for a field of ``Day | None``."""
    if field.metadata:
        return Annotated[field.annotation, *field.metadata]
    parts = [part for part in get_args(field.annotation) if part is not type(None)]
    return parts[0]


def _column(field_name: str, field: FieldInfo) -> Column:
    holds = get_args(_holds(field))
    kind = next(part for part in holds if isinstance(part, Kind))
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    synonyms = extra.get("synonyms")
    must = field.is_required()
    usual = Severity.ERROR if must or kind in _GRAVE else Severity.WARNING
    return Column(
        name=field.alias or field_name,
        kind=kind,
        required=must,
        synonyms=tuple(map(str, synonyms)) if isinstance(synonyms, list) else (),
        codes=next((part.func.codes for part in holds if _chooses(part)), ()),
        hint=field.description or "",
        unreadable=Severity(str(extra.get("unreadable") or usual.value)),
        instead=bool(extra.get("instead")),
    )


def _chooses(part: Any) -> bool:
    return isinstance(part, BeforeValidator) and isinstance(part.func, OneOf)
