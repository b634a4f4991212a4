"""What a document says, frozen: as text that is the same wherever and whenever it is written, and back again."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from numbers import Integral
from typing import Any

from sheetops.money import Amount

_DECIMAL, _AMOUNT, _DAY, _MOMENT = "decimal", "amount", "date", "time"


def freeze(content: Mapping[str, Any]) -> str:
    """Return content as canonical JSON: texts, whole numbers, yes/no, nothing, Decimals, days, moments, lists, tables.

    TypeError for anything else.
    """
    return json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, default=_plain
    )


def thaw(text: str) -> dict[str, Any]:
    """Return content as it was before `freeze`."""
    content: dict[str, Any] = json.loads(text, object_hook=_rich)
    return content


def sha256(content: str | bytes) -> str:
    """Return the SHA-256 of a text (as UTF-8) or of bytes, in hexadecimal."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def _plain(value: Any) -> Any:
    """Return what JSON has no word for in words of ours."""
    if isinstance(value, Amount):  # before Decimal: an amount is one too
        return {_AMOUNT: str(value)}
    if isinstance(value, Decimal):
        return {_DECIMAL: str(value)}
    if isinstance(value, dt.datetime):  # before date: a datetime is one too
        return {_MOMENT: value.isoformat()}
    if isinstance(value, dt.date):
        return {_DAY: value.isoformat()}
    if isinstance(value, Integral):  # numpy's
        return int(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"a document's content cannot hold a {type(value).__name__}")


def _rich(value: dict[str, Any]) -> Any:
    if len(value) != 1:
        return value
    ((name, text),) = value.items()
    return _READERS[name](text) if name in _READERS and isinstance(text, str) else value


_READERS: Mapping[str, Callable[[str], object]] = {
    _DECIMAL: Decimal,
    _AMOUNT: Amount,
    _DAY: dt.date.fromisoformat,
    _MOMENT: dt.datetime.fromisoformat,
}
