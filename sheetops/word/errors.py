"""What can go wrong with one letter, as against the whole template (`sheetops.errors.TemplateError`)."""

from sheetops.errors import SheetopsError, TemplateError


class LetterError(TemplateError):
    """This one letter cannot be made from its record; the text names the template, the field and the cure.

    Others go on.
    """


class Skipped(SheetopsError):
    """A SKIPIF field of the template leaves this record out: no letter is wanted, and nothing is wrong."""


class ValueFault(ValueError):
    """A value that cannot be written into a document; whoever knows the field turns it into a `LetterError`."""
