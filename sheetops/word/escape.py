"""Text as the inside of ``<w:t>``: escaped, with line breaks and tabs as Word has them."""

import re

from sheetops.word.errors import ValueFault

_SPECIAL = re.compile("[^ -%'-;=?-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FORBIDDEN = re.compile("[\x00-\x08\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_special = _SPECIAL.search
_control = re.compile("[\x00-\x1f\ud800-\udfff\ufffe\uffff]").search
_RULES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_TEXT = str.maketrans(_RULES | {"\n": _BREAK, "\x0b": _BREAK, "\t": '</w:t><w:tab/><w:t xml:space="preserve">'})
_CODE = str.maketrans(_RULES | {"\n": " ", "\x0b": " ", "\t": " ", '"': '\\"', "\\": "\\\\"})
_ATTRIBUTE = str.maketrans(_RULES | {"\n": " ", "\x0b": " ", "\t": " ", '"': "&quot;"})


def as_text(text: str) -> bytes:
    """Return a text as the inside of a ``w:t``; `ValueFault` for characters that no document can hold."""
    if _special(text) is None:
        return text.encode()
    if _control(text) is None:  # only signs to escape: three replacements are faster than a translation
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()
    return _checked(text).translate(_TEXT).encode()


def as_code(text: str) -> bytes:
    """Return a text as part of a field's instruction, where quotation marks and backslashes are signs."""
    return _checked(text).translate(_CODE).encode()


def as_attribute(text: str) -> str:
    """Return a text as the inside of an attribute."""
    return _checked(text).translate(_ATTRIBUTE)


def _checked(text: str) -> str:
    found = _FORBIDDEN.search(text)
    if found:
        code = ord(found.group())
        what = "half of a character" if 0xD800 <= code <= 0xDFFF else "an invisible control character"
        raise ValueFault(
            f"the value holds {what} (U+{code:04X}, character {found.start() + 1}) that no Word document can hold. "
            "Retype it in the data"
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")
