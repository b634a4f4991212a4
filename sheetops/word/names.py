"""File names that Windows, macOS, Linux and a sync client all take, readable and unique."""

import re
import unicodedata
from collections.abc import Container

LENGTH = 120
"""Characters of a name, ending included: enough to read, few enough for a deep folder (Windows takes 240 in all)."""

_DEVICES = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"} | {
    f"{device}{digit}" for device in ("COM", "LPT") for digit in "0123456789¹²³"
}
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_HARMLESS = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_&,'()-]| (?! ))*(?<! )")
"""Names with nothing in them to look at; most are like that."""
_HIDDEN = ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp")


def safe_name(text: str, taken: Container[str] = (), ending: str = ".docx") -> str:
    """Return a file name for a text: readable, safe on every system, and not among ``taken``.

    ``taken`` holds names as `name_key` gives them (add ``name_key(result)`` after each); a name that is taken gets "
    (2)", " (3)" ... Characters that a system forbids become "-", invisible ones (direction marks too) go, device
    names get "_".
    """
    stem = _stem(text, LENGTH - len(ending))
    name, number = stem + ending, 1
    while name_key(name) in taken:
        number += 1
        mark = f" ({number})"
        name = stem[: LENGTH - len(ending) - len(mark)].rstrip(" .") + mark + ending
    return name


def name_key(name: str) -> str:
    """Return what two names share that one folder cannot hold both of: letter case and composition do not count."""
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _stem(text: str, length: int) -> str:
    if _HARMLESS.fullmatch(text) and len(text) <= length and text.upper() not in _DEVICES:
        return text
    plain = unicodedata.normalize("NFC", text.replace("\n", " ").replace("\t", " "))
    seen = "".join(sign for sign in plain if unicodedata.category(sign) not in _HIDDEN)
    stem = re.sub(r"\s+", " ", _FORBIDDEN.sub("-", seen)).strip(" .")
    stem = stem.removeprefix("~$").lstrip(" .-~")[:length].rstrip(" .")
    if stem.split(".")[0].rstrip().upper() in _DEVICES:
        stem = "_" + stem
    return stem or "letter"
