"""Reports: questions that people keep, each a filter, groups and totals over one sheet or result."""

from sheetops.model import Check, Severity
from sheetops.sheets.cells import Key, Positive, Row, Text, describe, optional, required
from sheetops.sheets.checks.keys import duplicated


class Report(Row):
    """One saved report."""

    report: Key = required(
        "What it is called: the name of its result sheet, once.", "report name", "title", "raport", "nazwa raportu"
    )
    sheet: Text = required(
        "The sheet that it looks at, one of yours or a result such as Arrears or Open items.",
        *("of sheet", "from sheet", "source", "data", "arkusz", "z arkusza"),
    )
    where: Text | None = optional(
        "Which rows: segment = schools; outstanding > 100; due_date before today. Blank: all.",
        *("filter", "condition", "conditions", "only", "filtr", "warunek", "warunki", "gdzie"),
    )
    group_by: Text | None = optional(
        "The columns whose values make a row each: segment, due_date by month. Blank: every row is listed.",
        *("group", "groups", "by", "per", "grupuj według", "grupy"),
    )
    total: Text | None = optional(
        "The columns that are added up, such as outstanding. Blank: rows are counted.",
        *("totals", "sum", "sums", "add up", "suma", "sumy", "razem"),
    )
    sort: Text | None = optional(
        "What it is sorted by: outstanding highest first, name.", "order", "order by", "sorted by", "sortuj według"
    )
    top: Positive | None = optional(
        "Only the first so many rows of each currency; the others are summed up. Blank: all.",
        *("first", "limit", "most", "pierwsze"),
        unreadable=Severity.ERROR,
    )


REPORTS = describe(
    "Reports",
    Report,
    key=("report",),
    synonyms=("Saved reports", "Ad hoc reports", "Raporty", "Zestawienia"),
    checks=(Check(duplicated("report"), Severity.ERROR),),
)
