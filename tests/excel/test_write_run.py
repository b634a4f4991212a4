"""Result workbooks: what stands in them, read back by libraries that know nothing of sheetops."""

import dataclasses
import datetime as dt
import random
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from sheetops import money
from sheetops.excel import book, grid, problems
from sheetops.excel.write import write_run
from sheetops.model import Document, Finding, LeftOut, Run, Severity, Source, Total
from sheetops.sheets.results import RESULTS

DAY = dt.date(2026, 6, 30)


def run(**parts):
    return Run("arrears", DAY, **parts)


def frame(name, rows, **more):
    """Return a result frame of rows given by the columns that matter; all others are blank."""
    columns = [column.name for column in RESULTS[name].columns]
    given = pd.DataFrame(rows)
    return pd.DataFrame(
        {column: given.get(column, pd.Series([None] * len(rows), dtype=object)) for column in columns}
    ).assign(**more)


def written(tmp_path, one, **options):
    path = tmp_path / "result.xlsx"
    write_run(one, path, **options)
    return path


def values(path, sheet):
    return [list(row) for row in openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)]


def finding(row=2, column="amount", cell="F2", severity=Severity.ERROR, **other):
    usual = {
        "value": "x",
        "check": "amount",
        "problem": "'x' is not an amount.",
        "file": "desk.xlsx",
        "sheet": "Ledger",
    }
    return Finding(row=row, column=column, cell=cell, severity=severity, **(usual | other))


# --------------------------------------------------------------------------------------------------- columns and kinds


def test_columns_are_the_contracts_and_every_value_has_its_kind(tmp_path):
    rows = [
        {
            "account": "00123",
            "currency": "NZD",
            "outstanding": 125000,
            "days_overdue": 79,
            "oldest_due": pd.Timestamp("2026-04-12"),
        },
        {"account": "00124", "currency": "JPY", "outstanding": 125000, "days_overdue": 0, "oldest_due": pd.NaT},
        {
            "account": "A125",
            "currency": "KWD",
            "outstanding": -125000,
            "days_overdue": -3,
            "oldest_due": pd.Timestamp("2026-07-03"),
        },
    ]
    path = written(tmp_path, run(frames={"Arrears": frame("Arrears", rows)}))
    sheet = openpyxl.load_workbook(path)["Arrears"]
    assert [cell.value for cell in sheet[1]] == [
        *(
            "account",
            "name",
            "currency",
            "outstanding",
            "arrears",
            "oldest_due",
            "days_overdue",
            "status",
            "level",
            "next_level",
        ),
        *("next_action", "next_action_on", "channel", "template", "held", "reason"),
    ]
    table = [[sheet.cell(row, column).value for column in (1, 3, 4, 6, 7)] for row in (2, 3, 4)]
    assert table == [
        ["00123", "NZD", 1250, dt.datetime(2026, 4, 12), 79],
        ["00124", "JPY", 125000, None, 0],
        ["A125", "KWD", -125, dt.datetime(2026, 7, 3), -3],
    ]
    assert [sheet.cell(row, 4).number_format for row in (2, 3, 4)] == [
        "#,##0.00;[Red]-#,##0.00",
        "#,##0;[Red]-#,##0",
        "#,##0.000;[Red]-#,##0.000",
    ]
    assert (sheet["A2"].data_type, sheet["A2"].number_format, sheet["F2"].number_format) == ("s", "@", "dd/mm/yyyy")


def test_yes_and_no_rates_and_moments(tmp_path):
    rows = [{"entry": "INV-1", "disputed": True}, {"entry": "INV-2", "disputed": False}, {"entry": "INV-3"}]
    at = pd.Series([pd.Timestamp("2026-06-30 14:05"), pd.NaT, pd.NaT])
    path = written(tmp_path, run(frames={"Open items": frame("Open items", rows, seen_at=at)}))
    sheet = openpyxl.load_workbook(path)["Open items"]
    headings = [cell.value for cell in sheet[1]]
    assert [sheet.cell(row, headings.index("disputed") + 1).value for row in (2, 3, 4)] == ["yes", "no", None]
    assert sheet.cell(2, headings.index("seen_at") + 1).value == dt.datetime(2026, 6, 30, 14, 5)


def test_undeclared_columns_stand_where_they_stood_and_are_what_the_result_says(tmp_path):
    rows = [{"account": "A1", "currency": "NZD", "not_due": 100, "unallocated": -5, "total": 195, "disputed": 0}]
    aged = frame("Ageing", rows)
    aged.insert(4, "1-30", [100])
    aged.insert(5, "over 30", [0])
    path = written(tmp_path, run(frames={"Ageing": aged}))
    assert values(path, "Ageing") == [
        ["account", "name", "currency", "not_due", "1-30", "over 30", "unallocated", "total", "disputed"],
        ["A1", None, "NZD", 1, 1, 0, -0.05, 1.95, 0],
    ]


@pytest.mark.parametrize("currency", ["JPY", "NZD", "KWD", "CLF"])
def test_every_amount_comes_back_to_the_last_minor_unit(tmp_path, currency):
    chance = random.Random(7)
    edges = [0, 1, -1, 5, 99, 100, 10**15 - 1, 1 - 10**15, 999_999_999_999_99, 29, 57, 8_65]
    amounts = [*edges, *(chance.randrange(-(10 ** chance.randrange(1, 15)), 10**15) for _ in range(1500))]
    aged = frame("Ageing", [{"account": "A", "currency": currency, "total": amount} for amount in amounts])
    path = written(tmp_path, run(frames={"Ageing": aged}))
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("Ageing").to_python()
    place = rows[0].index("total")
    assert [int(Decimal(repr(row[place])).scaleb(money.decimals(currency))) for row in rows[1:]] == amounts


def test_an_amount_of_more_digits_than_a_cell_keeps_stands_there_as_text(tmp_path):
    rows = [{"account": "A", "currency": "NZD", "total": total} for total in (10**15 - 1, 10**15 + 1, -(10**15) - 1)]
    path = written(tmp_path, run(frames={"Ageing": frame("Ageing", rows)}))
    totals = [row[5] for row in values(path, "Ageing")[1:]]
    assert totals == [9999999999999.99, "10,000,000,000,000.01", "-10,000,000,000,000.01"]


def test_a_frame_that_breaks_the_contract_is_refused_and_nothing_is_written(tmp_path):
    whole = frame("Ageing", [{"account": "A"}])
    with pytest.raises(ValueError, match="Ageing lacks not_due, total"):
        written(tmp_path, run(frames={"Ageing": whole.drop(columns=["not_due", "total"])}))
    with pytest.raises(ValueError, match="Agening is not among the result sheets"):
        written(tmp_path, run(frames={"Agening": whole}))
    assert list(tmp_path.iterdir()) == []


def test_every_result_sheet_can_be_written_without_a_row(tmp_path):
    frames = {name: frame(name, []) for name in RESULTS if name != "Problems"}
    path = written(tmp_path, run(frames=frames))
    there = openpyxl.load_workbook(path)
    assert there.sheetnames == ["Summary", "Problems", *frames]
    for name in frames:
        assert [cell.value for cell in there[name][1]] == [column.name for column in RESULTS[name].columns]


# ---------------------------------------------------------------------------------------------------- text from people

HOSTILE = [
    "=1+1",
    '=HYPERLINK("http://example.com")',
    "{=1+1}",
    "=cmd|' /C calc'!A0",
    "+61 2 5550 1234",
    "-5",
    "@SUM(A1)",
    "http://example.com",
    "https://example.com/a#b",
    "mailto:a@example.com",
    "file:///etc/passwd",
    "internal:Summary!A1",
    "external:c:\\a.xlsx",
    "00123",
    "1E5",
    "#REF!",
    "TRUE",
    "_x0041_",
    "a\tb",
    "two\nlines",
    "carriage\r\nreturn",
    "\x01 control",
    "  spaces  ",
    "Łódź ‘café’ \U0001f600",
    "31/12/2026",
    "'apostrophe",
    "<b>&amp;</b>",
]


def test_text_from_people_stays_text(tmp_path):
    names = frame("Arrears", [{"account": str(place), "name": text} for place, text in enumerate(HOSTILE)])
    found = tuple(finding(row=0, cell="", value=text, problem=text, suggestion=text) for text in HOSTILE)
    path = written(tmp_path, run(frames={"Arrears": names}, findings=found, settings={"=1+1": "=2+2"}))
    read = CalamineWorkbook.from_path(path)
    assert [row[1] for row in read.get_sheet_by_name("Arrears").to_python()[1:]] == HOSTILE
    assert [row[7] for row in read.get_sheet_by_name("Problems").to_python()[1:]] == HOSTILE
    with zipfile.ZipFile(path) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not any(b"<f" in sheet.replace(b"<formula", b"") or b"<hyperlink" in sheet for sheet in sheets)
        assert not any("worksheets/_rels" in name for name in parts.namelist())


def test_what_is_no_character_shows_as_a_replacement_sign(tmp_path):
    path = written(tmp_path, run(frames={"Arrears": frame("Arrears", [{"account": "a\ud800b", "name": "\ufffe"}])}))
    assert values(path, "Arrears")[1][:2] == ["a\ufffdb", "\ufffd"]


@pytest.mark.parametrize(
    ("text", "units", "whole"),
    [
        ("x" * 32_767, 32_767, True),
        ("x" * 32_768, 32_768, False),
        ("\U0001f600" * 16_383 + "x", 32_767, True),
        ("\U0001f600" * 16_384, 32_768, False),
    ],
)
def test_a_text_that_no_cell_holds_is_cut_and_both_the_cell_and_the_summary_say_so(tmp_path, text, units, whole):
    path = written(
        tmp_path, run(frames={"Arrears": frame("Arrears", [{"account": "A"}, {"account": "B", "reason": text}])})
    )
    there = values(path, "Arrears")[2][15]
    said = str(values(path, "Summary"))
    assert (there == text) is whole
    assert len(there.encode("utf-16-le")) <= 2 * 32_767
    assert (f"[cut: {units:,} characters, a cell holds 32,767]" in there) is not whole
    assert (f"Row 3, reason: {units:,} characters, cut to fit a cell." in said) is not whole


# ------------------------------------------------------------------------------------------- looks that mean something


def test_headings_stay_and_can_be_filtered_and_print_on_every_page(tmp_path):
    path = written(tmp_path, run(frames={"Arrears": frame("Arrears", [{"account": "A"}, {"account": "B"}])}))
    sheet = openpyxl.load_workbook(path)["Arrears"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("B2", "A1:P3", "$1:$1")
    assert (
        sheet.page_setup.orientation,
        sheet.page_setup.fitToHeight,
        sheet.sheet_properties.pageSetUpPr.fitToPage,
    ) == ("landscape", 0, True)
    assert all(cell.font.b for cell in sheet[1])


def test_a_long_reason_wraps_and_its_row_is_tall_enough(tmp_path):
    reason = "Level 2 because invoice INV-204 fell due on 12/04/2026 and level 1 went out on 30/04/2026. " * 3
    path = written(
        tmp_path,
        run(
            frames={
                "Arrears": frame("Arrears", [{"account": "A", "reason": "short"}, {"account": "B", "reason": reason}])
            }
        ),
    )
    sheet = openpyxl.load_workbook(path)["Arrears"]
    assert sheet["P3"].alignment.wrap_text
    assert sheet.column_dimensions["P"].width < 62
    assert sheet.row_dimensions[2].height is None
    assert sheet.row_dimensions[3].height >= 4 * 15


def test_totals_and_proof_of_the_ageing_are_bold_and_stay_out_of_the_filter(tmp_path):
    rows = [
        {"account": "A1", "name": "Total", "currency": "NZD", "not_due": 100, "total": 100},
        {"account": "Total", "name": "A customer of that account", "currency": "NZD", "not_due": 100, "total": 100},
        {"account": "A3", "name": "Smith", "currency": "NZD", "not_due": 0, "total": 0},
        {"account": "Total", "name": "All accounts", "currency": "NZD", "not_due": 200, "total": 200},
        {"account": "Proof", "name": "Ledger balance: agrees", "currency": "NZD", "total": 200},
    ]
    path = written(tmp_path, run(frames={"Ageing": frame("Ageing", rows)}))
    sheet = openpyxl.load_workbook(path)["Ageing"]
    assert [bool(sheet.cell(row, 6).font.b) for row in range(2, 7)] == [False, False, False, True, True]
    assert sheet.auto_filter.ref == "A1:G4"
    assert [cell.value for cell in sheet[6]] == ["Proof", "Ledger balance: agrees", "NZD", None, None, 2, None]
    assert ["Ageing", 3] in [row[:2] for row in values(path, "Summary")]


# ------------------------------------------------------------------------------------------------------------ Problems


def test_problems_is_there_even_when_nothing_was_found(tmp_path):
    path = written(tmp_path, run())
    assert openpyxl.load_workbook(path).sheetnames == ["Summary", "Problems"]
    assert values(path, "Problems") == [
        ["sheet", "row", "column", "cell", "value", "severity", "check", "problem", "suggestion"]
    ]


def test_problems_are_coloured_by_severity_and_wrapped(tmp_path):
    found = (
        finding(),
        finding(severity=Severity.WARNING, suggestion="12.00"),
        finding(row=0, cell="", column="", severity=Severity.NOTE, problem="A long explanation of what is wrong. " * 4),
    )
    sheet = openpyxl.load_workbook(written(tmp_path, run(findings=found)))["Problems"]
    assert [sheet.cell(row, 6).fill.fgColor.rgb for row in (2, 3, 4)] == ["FFFFC7CE", "FFFFEB9C", "FFDDEBF7"]
    assert [cell.value for cell in sheet[3]] == [
        "Ledger",
        2,
        "amount",
        "F2",
        "x",
        "warning",
        "amount",
        "'x' is not an amount.",
        "12.00",
    ]
    assert [cell.value for cell in sheet[4]][:4] == ["Ledger", None, None, None]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:I4")
    assert sheet["H4"].alignment.wrap_text


def test_the_file_is_named_when_findings_are_of_several(tmp_path):
    path = written(tmp_path, run(findings=(finding(file="a.csv"), finding(file="b.csv"))))
    assert [row[9] for row in values(path, "Problems")] == ["file", "a.csv", "b.csv"]


def test_a_cell_opens_the_book_that_it_stands_in(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    found = (
        finding(),
        finding(cell="", row=0),
        finding(sheet="It's", cell="B7"),
        finding(file="export.csv"),
        finding(file="50%25 off #1.xlsx"),
        finding(file="elsewhere.xlsx"),
    )
    path = folder / "result.xlsx"
    write_run(
        run(findings=found),
        path,
        books=[tmp_path / "desk.xlsx", tmp_path / "export.csv", tmp_path / "50%25 off #1.xlsx"],
    )
    sheet = openpyxl.load_workbook(path)["Problems"]
    links = [sheet.cell(row, 4).hyperlink for row in range(2, 8)]
    assert [link and (link.target.replace("\\", "/"), link.location) for link in links] == [
        ("../desk.xlsx", "'Ledger'!F2"),
        None,
        ("../desk.xlsx", "'It''s'!B7"),
        ("../export.csv", None),
        None,
        None,
    ]


def test_links_beyond_what_excel_allows_are_named_without_one(tmp_path, monkeypatch):
    monkeypatch.setattr(problems, "MOST_LINKS", 2)
    path = written(tmp_path, run(findings=(finding(),) * 4), books=[Path("desk.xlsx")])
    sheet = openpyxl.load_workbook(path)["Problems"]
    assert [(sheet.cell(row, 4).value, bool(sheet.cell(row, 4).hyperlink)) for row in range(2, 6)] == [
        ("F2", True),
        ("F2", True),
        ("F2", False),
        ("F2", False),
    ]


# ------------------------------------------------------------------------------------------------------------- Summary


def test_the_summary_says_what_ran_over_what_and_what_it_rests_on(tmp_path):
    one = run(
        sources=(Source("desk.xlsx", 2466, "ab" * 32),),
        settings={"terms_days": "30"},
        definitions={"days overdue": "as-of day minus due date"},
        counts={"accounts": 403, "opened first": "arrears.xlsx"},
        totals=(Total("Ageing against ledger", "JPY", 500, 500, money=True), Total("Accounts", "", 7, 7)),
        left_out=(LeftOut("Notices", 2, "account unknown (2)"), LeftOut("Holds", 1, "required (1)", 1250, "KWD")),
        findings=(finding(severity=Severity.NOTE),),
        frames={"Arrears": frame("Arrears", [{"account": "A"}])},
        documents=(Document(Path("letters/a.docx"), "00"), Document(Path("letters/b.docx"), "00")),
    )
    path = written(tmp_path, one)
    rows = [[cell for cell in row if cell is not None] for row in values(path, "Summary")]
    assert rows[0] == ["Arrears as of 30/06/2026"]
    for line in (
        ["desk.xlsx", 2466, "ab" * 32],
        ["terms_days", "30"],
        ["days overdue", "as-of day minus due date"],
        ["accounts", 403],
        ["opened first", "arrears.xlsx"],
        ["Ageing against ledger", "JPY", 500, 500, 0, "balances"],
        ["Accounts", 7, 7, 0, "balances"],
        ["Notices", 2, "account unknown (2)"],
        ["Holds", 1, 1.25, "KWD", "required (1)"],
        ["errors", 0, "The row was left out of every later step."],
        ["notes", 1, "Good to know."],
        ["Problems", 1],
        ["Arrears", 1],
        ["letters", 2],
    ):
        assert line in rows
    sheet = openpyxl.load_workbook(path)["Summary"]
    formats = {
        cell.value: cell.number_format for row in sheet.iter_rows() for cell in row if cell.value in (500, 1.25, 7)
    }
    assert formats == {500: "#,##0;[Red]-#,##0", 1.25: "#,##0.000;[Red]-#,##0.000", 7: "#,##0"}


def alarms(path):
    sheet = openpyxl.load_workbook(path)["Summary"]
    return [cell.value for cell in sheet["A"] if cell.fill.fgColor.rgb == "FFC00000"]


def test_a_red_line_at_the_top_for_ledger_rows_that_no_total_contains(tmp_path):
    left = (LeftOut("Ledger", 2, "amount unreadable (2)", 125000, "NZD"), LeftOut("Notices", 1, "required (1)"))
    path = written(tmp_path, run(left_out=left, findings=(finding(),)))
    assert alarms(path) == [
        "The totals are not complete: 2 rows of the Ledger could not be used, with 1,250.00 NZD on them as far as it "
        "can be read. Mend what Problems lists and run again."
    ]
    assert values(path, "Summary")[1][0] == alarms(path)[0]


def test_one_red_line_for_a_ledger_in_several_currencies_and_no_money_where_none_can_be_read(tmp_path):
    left = (
        LeftOut("Ledger", 1, "a (1)", 5, "JPY"),
        LeftOut("Ledger", 2, "b (2)", -125000, "NZD"),
        LeftOut("Ledger", 1, "c (1)"),
    )
    assert (
        "4 rows of the Ledger could not be used, with 5 JPY, -1,250.00 NZD on them"
        in alarms(written(tmp_path, run(left_out=left, findings=(finding(),))))[0]
    )
    assert (
        "1 row of the Ledger could not be used. Mend"
        in alarms(written(tmp_path, run(left_out=left[2:], findings=(finding(),))))[0]
    )


def test_no_red_line_when_only_other_sheets_have_errors(tmp_path):
    left = (LeftOut("Notices", 1, "required (1)"),)
    assert alarms(written(tmp_path, run(left_out=left, findings=(finding(sheet="Notices"),)))) == []


def test_a_total_that_does_not_balance_is_red_at_the_top_and_in_its_place(tmp_path):
    totals = (Total("Ageing against ledger", "NZD", 100, 101, money=True), Total("Letters", "", 3, 3))
    path = written(tmp_path, run(totals=totals))
    assert alarms(path) == [
        "Ageing against ledger does not balance: 1.00 NZD against 1.01 NZD. "
        "Do not use these figures; report this fault."
    ]
    sheet = openpyxl.load_workbook(path)["Summary"]
    verdicts = {
        cell.value: cell.font.color.rgb
        for row in sheet.iter_rows()
        for cell in row
        if cell.value in ("balances", "DOES NOT BALANCE")
    }
    assert verdicts["DOES NOT BALANCE"] == "FFC00000"
    assert verdicts["balances"] != "FFC00000"


# --------------------------------------------------------------------------------------------------- size and sameness


def test_a_sheet_is_as_long_as_excel_allows(tmp_path):
    with xlsxwriter.Workbook(str(tmp_path / "limit.xlsx"), {"constant_memory": True}) as own:
        sheet = own.add_worksheet()
        assert sheet.write_number(grid.LAST_ROWS, 0, 1) == 0
        assert sheet.write_number(grid.LAST_ROWS + 1, 0, 1) == -1


@pytest.mark.parametrize(
    ("rows", "pages"),
    [
        (4, {"Letters": "0123"}),
        (5, {"Letters": "0123", "Letters (2)": "4"}),
        (9, {"Letters": "0123", "Letters (2)": "4567", "Letters (3)": "8"}),
    ],
)
def test_rows_beyond_the_last_go_on_another_sheet_and_the_summary_says_so(tmp_path, monkeypatch, rows, pages):
    monkeypatch.setattr(grid, "LAST_ROWS", 4)
    path = written(
        tmp_path, run(frames={"Letters": frame("Letters", [{"letter": str(number)} for number in range(rows)])})
    )
    read = CalamineWorkbook.from_path(path)
    tables = {name: read.get_sheet_by_name(name).to_python() for name in read.sheet_names[2:]}
    assert all(table[0][0] == "letter" for table in tables.values())
    assert {name: "".join(row[0] for row in table[1:]) for name, table in tables.items()} == pages
    said = [row for row in read.get_sheet_by_name("Summary").to_python() if row[:2] == ["Letters", rows]]
    more = ", ".join(list(pages)[1:])
    assert said[0][2] == (f"Continues on {more}." if more else "")


@pytest.mark.parametrize(("rows", "sheets"), [(4, ["4"]), (5, ["4", "1"]), (9, ["4", "4", "1"])])
def test_totals_follow_the_last_account_onto_its_sheet(tmp_path, monkeypatch, rows, sheets):
    monkeypatch.setattr(grid, "LAST_ROWS", 4)
    body = [{"account": f"A{number}", "total": 100} for number in range(rows - 1)]
    total = {"account": "Total", "name": "All accounts", "total": 100 * (rows - 1)}
    path = written(tmp_path, run(frames={"Ageing": frame("Ageing", [*body, total])}))
    there = openpyxl.load_workbook(path)
    pages = [there[name] for name in there.sheetnames if name.startswith("Ageing")]
    assert [str(page.max_row - 1) for page in pages] == sheets
    assert [[bool(cell.font.b) for cell in page["A"][1:]].count(True) for page in pages] == [0] * (len(sheets) - 1) + [
        1
    ]


def test_a_large_workbook_holds_the_same_as_a_small_one(tmp_path, monkeypatch):
    rows = [
        {"account": f"{n:05}", "name": f"=N{n}", "currency": "NZD", "outstanding": n, "reason": "why " * n}
        for n in range(60)
    ]
    one = run(
        frames={"Arrears": frame("Arrears", rows)},
        findings=(finding(),) * 3,
        counts={"a": 1},
        definitions={"b": "c " * 200},
    )
    small = written(tmp_path, one)
    kept = {
        name: CalamineWorkbook.from_path(small).get_sheet_by_name(name).to_python()
        for name in ("Summary", "Problems", "Arrears")
    }
    monkeypatch.setattr(book, "LARGE", 1)
    large = written(tmp_path, one)
    for name, table in kept.items():
        assert CalamineWorkbook.from_path(large).get_sheet_by_name(name).to_python() == table
    assert openpyxl.load_workbook(large)["Arrears"].row_dimensions[60].height >= 30


@pytest.mark.parametrize("large", [1, 10**9])
def test_equal_runs_give_equal_bytes(tmp_path, monkeypatch, large):
    monkeypatch.setattr(book, "LARGE", large)
    one = run(frames={"Arrears": frame("Arrears", [{"account": "A", "outstanding": 5}])}, findings=(finding(),))
    first = written(tmp_path, one).read_bytes()
    assert written(tmp_path, dataclasses.replace(one)).read_bytes() == first


def test_the_first_line_names_the_job_in_words(tmp_path):
    path = written(tmp_path, Run("credit-notes", DAY))
    assert values(path, "Summary")[0][0] == "Credit notes as of 30/06/2026"
