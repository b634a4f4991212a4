"""The mail merge job and its commands: any template, any sheet, and the counts add up."""

import csv
import datetime as dt
import json
import subprocess
import sys
from decimal import Decimal
from email import message_from_bytes
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from sheetops.cli.app import app
from sheetops.errors import BookError, OutputError, TemplateError
from sheetops.excel.read import frames_book
from sheetops.jobs.merge import Wish, merge
from sheetops.jobs.mergedata import chosen, read_data, sort_key
from sheetops.jobs.template_check import check_template
from sheetops.model import CellError, Uncalculated
from sheetops.word import Files, compile, sinks
from sheetops.word.drafts import Draft
from tests.word.documents import W, document, field, lines, members, nest, p, root, row, table, text

DAY = dt.date(2026, 6, 30)
BODY = (
    p(text("Dear "), field("MERGEFIELD name")) + p(field("MERGEFIELD town")) + p(field(r"MERGEFIELD amount \# ,0.00"))
)

TABLE = """
account | name          | town   | amount  | email
A001    | Smith & Sons  | Leeds  | 1250.5  | a@example.com
A002    | Jones         |        | 99      | b@example.com
A003    | Bad\x07Name   | Leeds  | 5       | c@example.com
A010    | Kowalska      | Łódź   | 12.345  | none
"""


def sheet(folder: Path, written: str = TABLE, name: str = "people.csv") -> Path:
    path = folder / name
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(
            [cell.strip(" ") for cell in line.split("|")] for line in written.strip("\n").splitlines()
        )
    return path


def letter(folder: Path, body: str = BODY, name: str = "reminder.docx") -> Path:
    path = folder / name
    path.write_bytes(document(body))
    return path


def test_a_letter_a_row_and_the_counts_add_up(tmp_path: Path) -> None:
    wish = Wish(name="{account} {name}", draft=Draft("{email}", "Reminder {account}"))
    outcome = merge(letter(tmp_path), sheet(tmp_path), as_of=DAY, out=tmp_path / "out", wish=wish)
    made = sorted(path.name for path in outcome.folder.glob("*.docx"))
    assert made == ["A001 Smith & Sons.docx", "A002 Jones.docx", "A010 Kowalska.docx"]
    assert lines((outcome.folder / made[0]).read_bytes()) == ["Dear Smith & Sons", "Leeds", "1,250.50"]
    assert lines((outcome.folder / made[1]).read_bytes()) == ["Dear Jones", "99.00"]
    problems = [(finding.row, finding.problem) for finding in outcome.run.findings]
    assert problems[0][0] == 4 and "field name: the value holds an invisible control character" in problems[0][1]
    assert problems[1][0] == 5 and "'none' is not one e-mail address" in problems[1][1]
    assert sorted(path.name for path in outcome.folder.glob("*.eml")) == ["A001 Smith & Sons.eml", "A002 Jones.eml"]
    assert all(total.balances for total in outcome.run.totals) and outcome.run.counts["not made"] == 1
    listed = outcome.run.frames["Letters"]
    assert list(listed["status"]) == ["made", "made", "failed", "made"] and list(listed["account"]) == [
        "A001",
        "A002",
        "A003",
        "A010",
    ]
    assert (tmp_path / "out" / "merge.xlsx").is_file()
    assert message_from_bytes((outcome.folder / "A002 Jones.eml").read_bytes())["To"] == "b@example.com"


def test_where_sort_and_group(tmp_path: Path) -> None:
    data = read_data(sheet(tmp_path), ["name", "amount"])
    assert [r["account"] for r in chosen(data, ["town=Leeds"], []).records] == ["A001", "A003"]
    assert [r["account"] for r in chosen(data, ["amount>=99", "town<>Leeds"], []).records] == ["A002"]
    assert [r["account"] for r in chosen(data, ['town=""'], []).records] == ["A002"]
    assert [r["account"] for r in chosen(data, ["name=*o*"], []).records] == ["A001", "A002", "A010"]
    assert chosen(data, [], ["town", "account"]).rows == [2, 4, 5, 3]
    grouped = chosen(data, [], [], "town")
    assert [[item["item_account"] for item in r["items"]] for r in grouped.records] == [
        ["A001", "A003"],
        ["A002"],
        ["A010"],
    ]
    with pytest.raises(BookError, match=r"no column twon\. Did you mean town"):
        chosen(data, ["twon=x"], [])
    with pytest.raises(BookError, match="is not a condition"):
        chosen(data, ["town"], [])


def test_postcodes_sort_as_people_read_them() -> None:
    codes = ["LS10 1AA", "", "LS2 9JT", "AB1", None, Decimal(5), 12]
    assert sorted(codes, key=sort_key) == [Decimal(5), 12, "AB1", "LS2 9JT", "LS10 1AA", "", None]


def test_grouped_rows_fill_a_table(tmp_path: Path) -> None:
    body = p(field("MERGEFIELD town")) + table(row(p(field("MERGEFIELD item_account")))) + p(text("end"))
    wish = Wish(group="town", name="{town}", where=("town=Leeds",))
    outcome = merge(letter(tmp_path, body), sheet(tmp_path), as_of=DAY, out=tmp_path / "out", wish=wish)
    assert lines((outcome.folder / "Leeds.docx").read_bytes()) == ["Leeds", "A001", "A003", "end"]


@pytest.mark.parametrize("kind", ["one-file", "chunks", "zip"])
def test_other_ways_to_write_letters(tmp_path: Path, kind: str) -> None:
    outcome = merge(letter(tmp_path), sheet(tmp_path), as_of=DAY, out=tmp_path / "out", wish=Wish(kind=kind, size=2))
    expected = {
        "one-file": ["reminder.docx"],
        "zip": ["reminder.zip"],
        "chunks": ["manifest.csv", "reminder-0001.docx", "reminder-0002.docx"],
    }
    assert sorted(path.name for path in outcome.folder.iterdir()) == expected[kind]
    assert outcome.run.counts["letters made"] == 3 and list(outcome.run.frames["Letters"]["status"]).count("made") == 3
    if kind == "zip":
        assert sorted(members((outcome.folder / "reminder.zip").read_bytes())) == [
            "00001 A001.docx",
            "00002 A002.docx",
            "00004 A010.docx",
        ]


def test_from_the_second_thousand_on_files_go_into_numbered_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sinks, "PER_FOLDER", 2)
    made = compile(letter(tmp_path, p(field("MERGEFIELD a"))))
    tally = made.render_many([{"a": n} for n in range(5)], Files(tmp_path / "out"))
    placed = [file.relative_to(tmp_path / "out").as_posix() for file in tally.files]
    assert placed == ["00001.docx", "00002.docx", "0002/00003.docx", "0002/00004.docx", "0003/00005.docx"]
    assert all(file.is_file() for file in tally.files)


@pytest.mark.live
def test_pdfs_stand_beside_the_word_files_and_travel_with_the_drafts(tmp_path: Path) -> None:
    wish = Wish(name="{account}", pdf=True, draft=Draft("{email}", "x"), where=("account<>A003",))
    outcome = merge(letter(tmp_path), sheet(tmp_path), as_of=DAY, out=tmp_path / "out", wish=wish)
    assert sorted(path.name for path in outcome.folder.glob("*.pdf")) == ["A001.pdf", "A002.pdf", "A010.pdf"]
    draft = message_from_bytes((outcome.folder / "A001.eml").read_bytes())
    assert [part.get_content_type() for part in draft.get_payload()] == ["text/plain", "application/pdf"]  # type: ignore[union-attr]


def test_the_headings_may_stand_lower_and_the_right_sheet_is_found(tmp_path: Path) -> None:
    frames = {
        "Notes": pd.DataFrame({"x": ["y"]}),
        "People": pd.DataFrame({"Title": ["", "name", "Jo"], " ": ["", "Amount", 5], "  ": ["", "town", "Leeds"]}),
    }
    outcome = merge(letter(tmp_path), frames_book(frames), as_of=DAY, out=tmp_path / "out")
    assert outcome.run.settings["sheet"] == "People" and outcome.run.counts["letters made"] == 1


def test_what_does_not_fit_is_said_before_anything_is_written(tmp_path: Path) -> None:
    made = letter(tmp_path, p(field("MERGEFIELD nmae")))
    with pytest.raises(TemplateError, match=r"field nmae is not among the data\. Did you mean name"):
        merge(made, sheet(tmp_path), as_of=DAY, out=tmp_path / "out")
    with pytest.raises(OutputError, match=r"No row .* meets the conditions"):
        merge(letter(tmp_path), sheet(tmp_path), as_of=DAY, out=tmp_path / "out", wish=Wish(where=("town=Paris",)))
    with pytest.raises(TemplateError, match="no sheet of labels"):
        merge(letter(tmp_path), sheet(tmp_path), as_of=DAY, out=tmp_path / "out", wish=Wish(start=3))
    with pytest.raises(BookError, match="stands twice"):
        merge(letter(tmp_path), sheet(tmp_path, "name|name\na|b"), as_of=DAY, out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_data_is_never_overwritten(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    first = merge(letter(tmp_path), sheet(tmp_path), as_of=DAY, out=out)
    assert first.workbook is not None
    named = letter(tmp_path, p(field("MERGEFIELD status")))
    with pytest.raises(OutputError, match="would take its place"):
        merge(named, first.workbook, as_of=DAY, out=out, wish=Wish(sheet="Letters"))


def test_a_report_on_a_template(tmp_path: Path) -> None:
    report = check_template(letter(tmp_path), sheet(tmp_path), as_of=DAY, out=tmp_path / "previews")
    assert report.fields == ("name", "town", "amount")
    assert [(preview.which, preview.row) for preview in report.previews] == [("first and longest", 2), ("emptiest", 3)]
    assert report.previews[0].text == "Dear Smith & Sons\nLeeds\n1,250.50\n"
    assert report.remarks == () and report.unused == ("account", "email")
    assert len(list((tmp_path / "previews").iterdir())) == 2


@pytest.mark.parametrize(
    ("language", "encoding", "town"),
    [("pl", "cp1250", "Łódź"), ("pl", "utf-8", "Łódź"), ("en", "cp1252", "Orléans"), ("en", "utf-8", "Łódź")],
)
def test_a_csv_of_excel_s_is_read_in_the_code_page_of_the_letters(
    tmp_path: Path, language: str, encoding: str, town: str
) -> None:
    book = tmp_path / "people.csv"
    book.write_bytes(f"name;town\r\nJo;{town}\r\n".encode(encoding))
    wish = Wish(language=language, name="{name}")
    outcome = merge(letter(tmp_path, p(field("MERGEFIELD town"))), book, as_of=DAY, out=tmp_path / "out", wish=wish)
    assert lines((outcome.folder / "Jo.docx").read_bytes()) == [town]


LABELS = table(row(*[p(field("NEXT") if place else "", field("MERGEFIELD name")) for place in range(3)]))
PEOPLE = pd.DataFrame({"name": ["Ann", "Ben", CellError("#N/A"), "Dee", CellError("#REF!"), "Flo"]}, dtype=object)


@pytest.mark.parametrize("kind", ["files", "one-file", "chunks", "zip"])
def test_a_record_that_spoils_a_label_fails_alone(tmp_path: Path, kind: str) -> None:
    wish = Wish(kind=kind, start=2, size=2)
    book = frames_book({"People": PEOPLE})
    outcome = merge(letter(tmp_path, LABELS + p()), book, as_of=DAY, out=tmp_path / "out", wish=wish)
    assert [(finding.row, finding.check) for finding in outcome.run.findings] == [
        (4, "letter_not_made"),
        (6, "letter_not_made"),
    ]
    assert outcome.run.counts["letters made"] == 2 and outcome.run.counts["not made"] == 2
    assert shown_in(outcome.folder) == ["", "Ann", "Ben", "Dee", "Flo", ""]


def test_an_unused_label_needs_no_value(tmp_path: Path) -> None:
    half = nest("= ", field("MERGEFIELD account"), " / ", field("MERGEFIELD account"))
    labels = row(*[p(field("NEXT") if place else "", field("MERGEFIELD name"), half) for place in range(3)])
    frame = pd.DataFrame({"account": [1, 2, 3], "name": ["Ann", None, "Cy"]})
    wish = Wish(start=2, required=("name",))
    book = frames_book({"People": frame})
    outcome = merge(letter(tmp_path, table(labels) + p()), book, as_of=DAY, out=tmp_path / "out", wish=wish)
    assert [finding.row for finding in outcome.run.findings] == [3]
    assert shown_in(outcome.folder) == ["", "Ann1", "Cy1"]
    assert [row.letter for row in outcome.run.frames["Letters"].itertuples()] == ["1", "2"]


def shown_in(folder: Path) -> list[str]:
    """Return the labels of all documents of a folder, zipped or not, each document's last paragraph left out."""
    files = sorted(folder.glob("*.docx"))
    documents = [file.read_bytes() for file in files] or list(members(next(folder.glob("*.zip")).read_bytes()).values())
    cells = [cell for each in documents for cell in root(each).iter(W + "tc")]
    return ["".join(str(node.text or "") for node in cell.iter(W + "t")) for cell in cells]


# ------------------------------------------------------------------------------------------------------------ commands


def called(*words: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(app, [str(word) for word in words])
    return done.exit_code, done.output


def test_the_merge_command(tmp_path: Path) -> None:
    code, shown = called(
        "merge", letter(tmp_path), sheet(tmp_path), "--out", tmp_path / "out", "--as-of", "2026-06-30", "--json"
    )
    summary = json.loads(shown)
    assert code == 1 and summary["runs"][0]["counts"]["letters made"] == 3
    code, shown = called(
        "merge", letter(tmp_path), sheet(tmp_path), "--out", tmp_path / "o2", "--where", "town=Łódź", "--one-file"
    )
    assert code == 0 and "letters made" in shown
    code, shown = called("merge", letter(tmp_path), tmp_path / "none.csv", "--out", tmp_path / "o3")
    assert code == 2 and "none.csv" in shown and "Traceback" not in shown


WRONG = [
    (("--one-file", "--zip"), "Choose one of --one-file, --chunks and --zip"),
    (("--eml",), "--eml needs --subject"),
    (("--chunks", "-5"), "--chunks"),
    (("--answer", "Spring"), "'Spring' is not an answer"),
    (("--name", "{acount}"), "no column acount. Did you mean account?"),
    (("--eml", "--subject", "x", "--to", "{mail}"), "no column mail. Did you mean email?"),
    (("--eml", "--subject", "x", "--cc", "{boss}"), "no column boss"),
    (("--require", "phone"), "reminder.docx has no field phone"),
    (("--sort", "twon"), "Did you mean town?"),
    (("--where", "town~Leeds"), "is not a condition"),
]


@pytest.mark.parametrize(("words", "said"), WRONG)
def test_a_wrong_option_is_said_and_nothing_is_written(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    code, shown = called("merge", letter(tmp_path), sheet(tmp_path), "--out", tmp_path / "out", *words)
    assert code == 2 and said in " ".join(shown.split()) and "inside sheetops" not in shown
    assert not (tmp_path / "out").exists()


def test_drafts_with_copies(tmp_path: Path) -> None:
    book = sheet(tmp_path, "account|email|boss\nA1|a@example.com|b@example.com\nA2|c@example.com|")
    words = ("--eml", "--subject", "Ref {account}", "--cc", "{boss}", "--name", "{account}")
    assert called("merge", letter(tmp_path, p(field("MERGEFIELD account"))), book, "--out", tmp_path, *words)[0] == 0
    heads = [message_from_bytes((tmp_path / "letters" / f"{key}.eml").read_bytes()) for key in ("A1", "A2")]
    assert [head["Cc"] for head in heads] == ["b@example.com", None]


def test_a_formula_that_was_never_calculated_fails_its_letter_in_words(tmp_path: Path) -> None:
    frame = pd.DataFrame({"name": ["Jo", Uncalculated("=A1&B1"), CellError("#N/A")]}, dtype=object)
    book = frames_book({"People": frame})
    outcome = merge(letter(tmp_path, p(field("MERGEFIELD name"))), book, as_of=DAY, out=tmp_path / "out")
    problems = [finding.problem for finding in outcome.run.findings]
    assert len(problems) == 2 and "holds =A1&B1, which" in problems[0] and "holds #N/A, which" in problems[1]
    assert all("open the workbook in Excel" in problem for problem in problems)


@pytest.mark.parametrize("lines_read", [0, 1])
def test_a_reader_that_leaves_is_no_fault(tmp_path: Path, lines_read: int) -> None:
    words: list[str | Path] = [sys.executable, "-m", "sheetops", "merge"]
    words += [letter(tmp_path), sheet(tmp_path), "--out", tmp_path / "out"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        assert run.stdout is not None and run.stderr is not None
        for _ in range(lines_read):
            assert run.stdout.readline()
        run.stdout.close()
        assert (run.stderr.read(), run.wait()) == (b"", 1)  # one of the records has a finding
    assert (tmp_path / "out" / "merge.xlsx").is_file()


def test_the_template_command(tmp_path: Path) -> None:
    code, shown = called("template", letter(tmp_path), sheet(tmp_path))
    assert code == 0 and "name, town, amount" in shown and "no field uses: account, email" in shown
    assert "Dear Smith & Sons" in shown
    code, shown = called("template", letter(tmp_path, p(text("«name»")), "wrong.docx"))
    assert code == 1 and "typed text, not a field" in shown
    code, shown = called("template", tmp_path / "labels.docx", "--new", "labels-2x8")
    assert code == 0 and (tmp_path / "labels.docx").is_file()
    assert called("template", tmp_path / "labels.docx")[0] == 0
    assert called("template", tmp_path / "labels.docx", "--new", "labels-2x8")[0] == 2
