"""Text files: the same rows that Excel would show, every value as it is written, and nothing repaired on the quiet."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetops.errors import BookError
from sheetops.excel.csvfile import read_csv
from sheetops.excel.read import open_book


def rows(text: str | bytes, code_page: str = "cp1252") -> list[list[str]]:
    """The rows of a text file of this content."""
    return read_csv("ledger.csv", text.encode() if isinstance(text, str) else text, code_page)


POLISH = "konto;nazwa\nA1;Żółć\n"
WESTERN = "account;name\nA1;Café €5\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1250"])
def test_encodings_are_known_by_themselves_or_declared(encoding: str) -> None:
    assert rows(POLISH.encode(encoding), "cp1250") == [["konto", "nazwa"], ["A1", "Żółć"]]


def test_the_mark_of_utf16_is_not_in_the_first_heading() -> None:
    assert rows(b"\xfe\xff" + WESTERN.encode("utf-16-be"))[0][0] == "account"


def test_the_fall_back_is_the_western_code_page() -> None:
    assert rows(WESTERN.encode("cp1252"))[1][1] == "Café €5"


def test_a_byte_that_is_no_letter_is_named_with_its_line() -> None:
    with pytest.raises(BookError, match=r"ledger\.csv, line 3 holds a byte \(0x81\) that is no letter in cp1252"):
        rows(b"account;name\nA1;Caf\xe9\nA2;\x81\n")


@pytest.mark.parametrize("broken", [b"A2;Caf\xe9\n", b"A2;Caf\xc3"])
def test_a_file_put_together_from_two_kinds_is_not_guessed_at(broken: bytes) -> None:
    with pytest.raises(BookError, match=r"ledger\.csv is UTF-8 in most places but not in line 3"):
        rows("account;name\nA1;Zoë\n".encode() + broken)


def test_utf32_is_refused() -> None:
    with pytest.raises(BookError, match="UTF-32"):
        rows("a,b\n".encode("utf-32"))


def test_a_nul_is_named_with_its_line() -> None:
    with pytest.raises(BookError, match="line 3 holds a NUL"):
        rows("a,b\n1,2\n3,\0\n")


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_each_separator_is_found(mark: str) -> None:
    assert rows(f"entry{mark}amount{mark}name\nE1{mark}2.50{mark}x\n") == [
        ["entry", "amount", "name"],
        ["E1", "2.50", "x"],
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a decimal comma in every row outnumbers nothing: the heading has none
        ("entry;amount\nE1;1.234,50\nE2;2,00\n", ["E1", "1.234,50"]),
        # even without a heading a semicolon is trusted before a comma
        ("E0;1,50\nE1;2,50\n", ["E1", "2,50"]),
        # names with commas in quotes
        ('name;amount\n"Smith, J";1\n', ["Smith, J", "1"]),
        # semicolons inside one text of a comma file
        ("entry,note,amount\nE1,a;b;c,5\nE2,x,6\nE3,y,7\n", ["E1", "a;b;c", "5"]),
        # a title above the heading
        ("Our ledger, 2026\n\nentry;amount\nE1;1\nE2;2\n", ["Our ledger, 2026"]),
        # tabs before commas
        ("entry\tname\nE1\tSmith, J\n", ["E1", "Smith, J"]),
        # one column only
        ("entry\nE1\n", ["E1"]),
    ],
)
def test_the_separator_is_the_one_that_cuts_evenly(text: str, expected: list[str]) -> None:
    assert expected in rows(text)


@pytest.mark.parametrize("first", ["sep=;\n", "sep=;\r\n", '"sep=;"\n', "SEP=;\n"])
def test_excels_own_line_for_the_separator_is_obeyed_and_not_shown(first: str) -> None:
    assert rows(first + "a,b;c\n1,2;3\n") == [["a,b", "c"], ["1,2", "3"]]


def test_a_fault_below_that_line_is_named_by_its_line_in_the_file() -> None:
    with pytest.raises(BookError, match="line 3"):
        rows('sep=;\na;b\n"1;2\n')


def test_a_text_over_two_lines_is_one_row() -> None:
    assert rows('a,b\n"two\nlines",1\n"3",4\n') == [["a", "b"], ["two\nlines", "1"], ["3", "4"]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_known_and_blank_lines_keep_their_rows(end: str) -> None:
    assert rows(f"a,b{end}{end}1,2{end}") == [["a", "b"], [], ["1", "2"]]


def test_ragged_rows_stay_as_they_are() -> None:
    assert rows("a,b,c\n1,2\n1,2,3,4\n") == [["a", "b", "c"], ["1", "2"], ["1", "2", "3", "4"]]


def test_quotation_marks_inside_a_text_stay() -> None:
    assert rows('a,b\n"5"" pipe",5" pipe\n')[1] == ['5" pipe', '5" pipe']


@pytest.mark.parametrize("values", ["00123,1E5,NA,null,=1+1,-5, x ,1.50,TRUE,#N/A"])
def test_every_value_stays_the_text_that_it_is(values: str) -> None:
    assert rows(values + "\n") == [values.split(",")]


def test_the_dos_mark_of_the_end_is_no_value() -> None:
    assert rows("a,b\r\n1,2\r\n\x1a") == [["a", "b"], ["1", "2"]]


def test_a_quotation_mark_that_is_never_closed_is_named_where_it_opens() -> None:
    with pytest.raises(BookError, match=r"ledger\.csv, line 3: a quotation mark opens a text that is never closed"):
        rows('a,b\n1,2\n3,"4\n5,6\n7,8\n')


def test_an_open_quotation_mark_does_not_swallow_a_large_file() -> None:
    with pytest.raises(BookError, match="line 2: a quotation mark opens"):
        rows('a,b\n1,"2\n' + "1,2\n" * 100_000)


def test_text_behind_a_closing_quotation_mark_is_refused() -> None:
    with pytest.raises(BookError, match="line 3: after a closing quotation mark"):
        rows('a,b\n1,2\n3,"ab"cd\n')


@pytest.mark.parametrize(("columns", "good"), [(1000, True), (1001, False)])
def test_columns_are_capped(columns: int, good: bool) -> None:
    text = ",".join("x" * columns) + "\n"
    if good:
        assert len(rows(text)[0]) == columns
    else:
        with pytest.raises(BookError, match=r"line 1 has 1,001 columns"):
            rows(text)


@pytest.mark.parametrize(("length", "good"), [(65_536, True), (65_537, False)])
def test_fields_are_capped(length: int, good: bool) -> None:
    text = "a,b\n1," + "x" * length + "\n"
    if good:
        assert len(rows(text)[1][1]) == length
    else:
        with pytest.raises(BookError, match="line 2 holds a text of more than 65,536"):
            rows(text)


def test_lines_are_capped() -> None:
    with pytest.raises(BookError, match=r"line 2 is 1,200,00\d characters long"):
        rows("a,b\n" + "1," * 600_000 + "\n")


def test_a_text_file_is_a_book_of_one_sheet(tmp_path: Path) -> None:
    path = tmp_path / "Open items.csv"
    path.write_bytes("konto;nazwa;\nA1;Żółć;\n;;\n;;\n".encode("cp1250"))
    book = open_book(path, code_page="cp1250")
    assert book.sheets == ("Open items",)
    assert book.cells("Open items").rows == [["konto", "nazwa"], ["A1", "Żółć"]]


PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=8)


@given(st.lists(st.lists(PLAIN.filter(lambda text: text != "\ufeff"), min_size=2, max_size=4), min_size=1, max_size=6))
def test_what_was_quoted_comes_back(table: list[list[str]]) -> None:
    width = max(map(len, table))
    table = [["heading"] * width, *(row + [""] * (width - len(row)) for row in table)]
    quoted = "\r\n".join(";".join('"' + value.replace('"', '""') + '"' for value in row) for row in table)
    assert rows(quoted) == table
