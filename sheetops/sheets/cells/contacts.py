"""Cells that say how to reach people: e-mail addresses."""

import re
from typing import Any

from sheetops.sheets.cells.texts import read_text
from sheetops.sheets.cells.words import problem

# Addresses that every mail program takes for good, so that the full reading is kept for the odd ones. Endings that
# standards keep for special use (.local, .test ...) are left to the full reading, which refuses them.
_PLAIN = re.compile(
    r"[a-z0-9]+(?:[._+'-][a-z0-9]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+(?!(?:arpa|local|test)$)(?!onion$|invalid$|localhost$)[a-z]{2,12}",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"[^\s<>()\[\],;:\"]+@[^\s<>()\[\],;:\"]+[^\s<>()\[\],;:\".]")


def read_email(raw: Any) -> str:
    """Return an e-mail address, its domain in lower case; syntax as `email_validator` judges it, network not asked."""
    address = read_text(raw)
    if len(address) <= 64 and _PLAIN.fullmatch(address):
        local, _, domain = address.rpartition("@")
        return f"{local}@{domain.lower()}"
    return _full_reading(address)


def _full_reading(address: str) -> str:
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(address, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise problem("email_unreadable", _words(address, str(error)), _inside(address)) from None


def _words(address: str, reason: str) -> str:
    if len(_INSIDE.findall(address)) > 1:
        return f"{address!r} holds more than one e-mail address. Keep one; letters go to one address."
    inside = _inside(address)
    return f"{address!r} is not an e-mail address: {reason}" + (f" Did you mean {inside}?" if inside else "")


def _inside(address: str) -> str:
    """The address within something like ``Ann <ann@example.org>;``, if it stands alone and is plain."""
    found = [part.removeprefix("mailto:") for part in _INSIDE.findall(address)]
    return found[0] if len(found) == 1 and found[0] != address and _PLAIN.fullmatch(found[0]) else ""
