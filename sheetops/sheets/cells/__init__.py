"""What cells hold: the types that a sheet's row model is made of, each with the reader of its raw cells.

A reader turns a raw cell (see `sheetops.model.Cells`) into a value, or raises a fault in plain words with the value to
put there instead. Readers never guess. The validation context is the desk's `Reading`.
"""

import datetime as dt
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from sheetops.model import Kind
from sheetops.sheets.cells.amounts import at_least, read_amount, read_fee, read_figure, read_rate, read_whole
from sheetops.sheets.cells.choices import OneOf, read_country, read_currency, read_language, read_yes_no
from sheetops.sheets.cells.columns import Row, describe, optional, reader, required
from sheetops.sheets.cells.contacts import read_email
from sheetops.sheets.cells.days import read_day, read_moment, read_time
from sheetops.sheets.cells.texts import read_key, read_setting, read_text

__all__ = [
    "Amount",
    "Channel",
    "Count",
    "Country",
    "Currency",
    "Day",
    "Email",
    "Fee",
    "Figure",
    "Key",
    "Language",
    "Moment",
    "OneOf",
    "Positive",
    "Rate",
    "Row",
    "Setting",
    "Text",
    "TimeOfDay",
    "Whole",
    "YesNo",
    "describe",
    "optional",
    "reader",
    "required",
]

Key = Annotated[str, BeforeValidator(read_key), Kind.KEY]
"""What names a row: text, leading zeros kept, no digit lost."""

Text = Annotated[str, BeforeValidator(read_text), Kind.TEXT]
"""Words for people, trimmed. Telephone, post and tax codes too: checks that know the country judge them."""

Setting = Annotated[str, BeforeValidator(read_setting), Kind.TEXT]
"""The value of a setting: yes or no, a plain number, a day as 2026-06-30, or words."""

Email = Annotated[str, BeforeValidator(read_email), Kind.TEXT]
Day = Annotated[dt.date, BeforeValidator(read_day), Kind.DAY]
Moment = Annotated[dt.datetime, BeforeValidator(read_moment), Kind.MOMENT]

TimeOfDay = Annotated[str, BeforeValidator(read_time), Kind.TEXT]
"""A time of day as ``17:00``."""

Amount = Annotated[Decimal, BeforeValidator(read_amount), Kind.MONEY]
"""Money in major units; frames hold it in minor units of the row's currency."""

Fee = Annotated[str, BeforeValidator(read_fee), Kind.TEXT]
"""``25``, or ``2%`` of what is open."""

Whole = Annotated[int, BeforeValidator(read_whole), Kind.WHOLE]
Count = Annotated[int, BeforeValidator(read_whole), AfterValidator(at_least(0)), Kind.WHOLE]
"""A whole number, zero or more."""

Positive = Annotated[int, BeforeValidator(read_whole), AfterValidator(at_least(1)), Kind.WHOLE]
"""A whole number, one or more."""

Figure = Annotated[str, BeforeValidator(read_figure), Kind.TEXT]
"""An exact number of zero or more that is no money: a price of one unit, a count that may have halves, an index."""

Rate = Annotated[int, BeforeValidator(read_rate), Kind.RATE]
"""Basis points: 15 % is 1500."""

YesNo = Annotated[bool, BeforeValidator(read_yes_no), Kind.YES_NO]
Country = Annotated[str, BeforeValidator(read_country), Kind.CODE]
Language = Annotated[str, BeforeValidator(read_language), Kind.CODE]
Currency = Annotated[str, BeforeValidator(read_currency), Kind.CODE]

Channel = Annotated[
    str,
    BeforeValidator(
        OneOf(
            "email letter phone",
            email="e_mail mail mejl elektronicznie",
            letter="post list poczta paper",
            phone="telephone call tel telefon mobile",
        )
    ),
    Kind.CODE,
]
"""How to reach somebody."""
