"""Word letters from ordinary Word mail-merge documents; the only code that opens documents."""

from sheetops.word.errors import LetterError, Skipped
from sheetops.word.names import name_key, safe_name
from sheetops.word.run import Made, from_label, letters
from sheetops.word.sinks import Bundle, Chunks, Files, OneFile, Tally
from sheetops.word.template import Template, compile, from_bytes

__all__ = [
    "Bundle",
    "Chunks",
    "Files",
    "LetterError",
    "Made",
    "OneFile",
    "Skipped",
    "Tally",
    "Template",
    "compile",
    "from_bytes",
    "from_label",
    "letters",
    "name_key",
    "safe_name",
]
