"""Word letters from ordinary Word mail-merge documents; the only code that opens documents."""

from sheetops.word.errors import LetterError, Skipped
from sheetops.word.names import name_key, safe_name
from sheetops.word.template import Template, compile

__all__ = ["LetterError", "Skipped", "Template", "compile", "name_key", "safe_name"]
