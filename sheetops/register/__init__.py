"""The register: every document intended, made, sent, superseded or void, every number given, every run."""

from sheetops.register.database import Register, back_up, open_register
from sheetops.register.documents import (
    Entry,
    Intended,
    Series,
    Wanted,
    begin_run,
    end_run,
    entries,
    intend,
    keep_template,
    known,
    mark_sent,
    pending,
    template_of,
    unsent,
    void,
)
from sheetops.register.issuing import issue, restore
from sheetops.register.places import is_local
from sheetops.register.verify import Fault, Proof, verify

__all__ = [
    "Entry",
    "Fault",
    "Intended",
    "Proof",
    "Register",
    "Series",
    "Wanted",
    "back_up",
    "begin_run",
    "end_run",
    "entries",
    "intend",
    "is_local",
    "issue",
    "keep_template",
    "known",
    "mark_sent",
    "open_register",
    "pending",
    "restore",
    "template_of",
    "unsent",
    "verify",
    "void",
]
