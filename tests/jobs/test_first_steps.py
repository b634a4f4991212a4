"""What a new desk says of itself: the same words in README.txt and in the Word document."""

import io
import re

import docx
import pytest

from sheetops.excel.catalogue import BUTTONS
from sheetops.excel.macros import Program
from sheetops.jobs.first_steps import read_me
from sheetops.word.notice import notice

EVERY = [*Program, None]


def paragraphs(text: str) -> list[tuple[str, str]]:
    return [(one.style.name, one.text) for one in docx.Document(io.BytesIO(notice(text))).paragraphs]


@pytest.mark.parametrize("program", EVERY)
def test_the_word_document_says_every_word_of_the_read_me_in_its_order(program: Program | None) -> None:
    text = read_me(program)
    assert " ".join(line for _, line in paragraphs(text)).split() == re.sub(r"={5,}", "", text).split()


@pytest.mark.parametrize("program", EVERY)
def test_equal_texts_give_equal_files(program: Program | None) -> None:
    assert notice(read_me(program)) == notice(read_me(program))


def test_headings_steps_names_and_what_is_typed_are_told_apart() -> None:
    text = """\
A desk
======

What is here
  desk.xlsx    the workbook, and
               what is in it
  letters      the letters

What to do
  1. Open it,
     and look.
  2. Type:

       sheetops check desk.xlsx
       sheetops run desk.xlsx

     It writes
     a file.

Then type this:

    doctor

and read
on.
"""
    assert paragraphs(text) == [
        ("Title", "A desk"),
        ("Heading 1", "What is here"),
        ("Normal", "desk.xlsx\tthe workbook, and what is in it"),
        ("Normal", "letters\tthe letters"),
        ("Heading 1", "What to do"),
        ("Normal", "1.\tOpen it, and look."),
        ("Normal", "2.\tType:"),
        ("Normal", "sheetops check desk.xlsx"),
        ("Normal", "sheetops run desk.xlsx"),
        ("Normal", "It writes a file."),
        ("Normal", "Then type this:"),
        ("Normal", "doctor"),
        ("Normal", "and read on."),
    ]


@pytest.mark.parametrize("program", Program)
def test_the_buttons_that_it_speaks_of_are_there(program: Program) -> None:
    captions = {button.caption for button in BUTTONS}
    named = {name for name in ("Check sheets", "Remove samples") if name in read_me(program)}
    assert named == {"Check sheets", "Remove samples"} <= captions


def test_where_macros_are_forbidden_the_watched_folder_is_named_and_functions_only_for_excel() -> None:
    assert all('"sheetops watch FOLDER"' in read_me(program) for program in Program)
    assert ["SHEETOPS_BUCKET" in read_me(program) for program in (Program.EXCEL, Program.LIBREOFFICE)] == [True, False]
