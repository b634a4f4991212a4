"""sheetops: workbooks checked, accounts explained, letters made, for the desks that live in Excel and Word.

Every job takes a workbook, several exports, or DataFrames by sheet name, and a day::

    import datetime as dt
    import sheetops

    outcome = sheetops.arrears({"Ledger": ledger, "Customers": customers}, as_of=dt.date(2026, 6, 30))
    outcome.run.frames["Ageing"]      # a DataFrame; money in whole minor units (cents)
    outcome.run.findings              # what is wrong, cell by cell, with the cure
    outcome.run.totals                # control totals: both sides, and whether they balance

With ``out=Path("results")`` the job also writes its workbook and documents there. `run_day` does the whole day.
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_HOMES = {
    "adhoc": "sheetops.jobs.adhoc",
    "arrears": "sheetops.jobs.arrears",
    "calls": "sheetops.jobs.calls",
    "check": "sheetops.jobs.check",
    "charges": "sheetops.jobs.charges",
    "claims": "sheetops.jobs.claims",
    "complaints": "sheetops.jobs.complaints",
    "contact": "sheetops.jobs.contact",
    "explain": "sheetops.jobs.explain",
    "freeze": "sheetops.jobs.remits",
    "desk_report": "sheetops.jobs.claims",
    "return_letters": "sheetops.jobs.claimletters",
    "credit_notes": "sheetops.jobs.credit_notes",
    "hardship": "sheetops.jobs.hardship",
    "invoices": "sheetops.jobs.invoices",
    "journals": "sheetops.jobs.journals",
    "letters": "sheetops.jobs.letters",
    "plans": "sheetops.jobs.plans",
    "promises": "sheetops.jobs.promises",
    "quotes": "sheetops.jobs.plans",
    "referrals": "sheetops.jobs.referrals",
    "renewals": "sheetops.jobs.renewals",
    "report": "sheetops.jobs.report",
    "restrictions": "sheetops.jobs.restrictions",
    "run_day": "sheetops.jobs.day",
    "statements": "sheetops.jobs.statements",
    "Document": "sheetops.model",
    "Finding": "sheetops.model",
    "LeftOut": "sheetops.model",
    "Outcome": "sheetops.model",
    "Run": "sheetops.model",
    "Severity": "sheetops.model",
    "Total": "sheetops.model",
    "BookError": "sheetops.errors",
    "ControlError": "sheetops.errors",
    "OutputError": "sheetops.errors",
    "PolicyError": "sheetops.errors",
    "SheetopsError": "sheetops.errors",
    "TemplateError": "sheetops.errors",
}

__all__ = [
    "BookError",
    "ControlError",
    "Document",
    "Finding",
    "LeftOut",
    "Outcome",
    "OutputError",
    "PolicyError",
    "Run",
    "Severity",
    "SheetopsError",
    "TemplateError",
    "Total",
    "adhoc",
    "arrears",
    "calls",
    "charges",
    "check",
    "claims",
    "complaints",
    "contact",
    "credit_notes",
    "desk_report",
    "explain",
    "freeze",
    "hardship",
    "invoices",
    "journals",
    "letters",
    "plans",
    "promises",
    "quotes",
    "referrals",
    "renewals",
    "report",
    "restrictions",
    "return_letters",
    "run_day",
    "statements",
]


def __getattr__(name: str) -> Any:
    # Looked up when first used: pandas takes longer to load than the command line's --help to print.
    if name not in _HOMES:
        raise AttributeError(f"sheetops has no {name}; it has {', '.join(__all__)}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
