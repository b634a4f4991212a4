"""What stops a job.

A fault in the data is a Finding and never an exception. An exception means that the job cannot go on, and its text is
what the user reads: what is wrong, where, and how to mend it.

    SheetopsError
    ├── BookError       a workbook, csv file or sheet cannot be read as what it should be: mend or choose another file
    ├── TemplateError   a letter's template cannot be used: mend it in Word
    ├── PolicyError     the Policy, Stages or Templates sheet leaves a question open: mend the sheet
    ├── OutputError     a result cannot be written: close the file, free the folder, choose another
    └── ControlError    a control total does not agree: a fault of sheetops itself, nothing was written
"""


class SheetopsError(Exception):
    """The job cannot go on; the text says why and what to do."""


class BookError(SheetopsError):
    """A workbook, csv file or sheet cannot be read as what it should be."""


class TemplateError(SheetopsError):
    """A letter's template cannot be used."""


class PolicyError(SheetopsError):
    """The desk's own rules leave a question open that the job must have answered."""


class OutputError(SheetopsError):
    """A result cannot be written where it was asked for."""


class ControlError(SheetopsError):
    """Two sides of a control total differ: nothing that rests on it may be used."""
