"""Any arrangement of field signs, code, text, paragraphs and cells: a sentence, or sound letters; never anything else."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from sheetops.errors import TemplateError
from sheetops.word.build import Options
from sheetops.word.errors import LetterError, Skipped
from sheetops.word.template import compile_bytes
from tests.word.documents import code_run, document, members, p, row, table, text
from tests.word.invariants import faults

SIGNS = {sign: f'<w:r><w:fldChar w:fldCharType="{sign}"/></w:r>' for sign in ("begin", "separate", "end")}
CODES = [
    " MERGEFIELD a ",
    " IF ",
    ' = 1 "',
    '" "',
    '"',
    " PAGE ",
    " NEXT ",
    " = ",
    " + 1 ",
    ' SET x "y" ',
    " REF x ",
    r" \# 0.00 ",
    "MERGEFIELD TableStart:rows",
    "MERGEFIELD TableEnd:rows",
]
PARTS = [
    *SIGNS.values(),
    *map(code_run, CODES),
    text("word"),
    "BOOKMARK",
    "¶",
    "|",
]
RECORD = {"a": 1, "rows": [{"a": 2}, {"a": 3}]}


MARKED = '<w:bookmarkStart w:id="{0}" w:name="m{0}"/><w:bookmarkEnd w:id="{0}"/>'


def whole(*code: str) -> str:
    return SIGNS["begin"] + "".join(map(code_run, code)) + SIGNS["separate"] + text("stale") + SIGNS["end"]


FIELDS = [whole(code) for code in CODES] + [whole(' IF "1" = 1 "yes', '" "no"')]
PIECES = st.lists(st.sampled_from([*PARTS, *FIELDS]), max_size=14)


def body_of(parts: list[str]) -> str:
    """Return paragraphs (cut at ¶) of which those after a | stand in a table's cells."""
    out, cells = [], []
    numbered = [part if part != "BOOKMARK" else MARKED.format(n) for n, part in enumerate(parts)]
    for paragraph in "".join(numbered).split("¶"):
        if "|" in paragraph:
            cells.append(row(*(p(cell) for cell in paragraph.split("|"))))
        else:
            out += [table(*cells)] if cells else []
            cells = []
            out.append(p(paragraph))
    return "".join(out) + (table(*cells) if cells else "") + p(text("end"))


@settings(max_examples=600, deadline=None)
@given(PIECES)
def test_any_arrangement_of_fields(parts: list[str]) -> None:
    source = document(body_of(parts))
    try:
        made = compile_bytes(source, "letter.docx", Options())
        letter = made.render(RECORD, following=iter([RECORD, RECORD]))
    except (TemplateError, LetterError, Skipped) as error:
        assert "letter.docx" in str(error)
        return
    assert made.render(RECORD, following=iter([RECORD, RECORD])) == letter
    # signs that belong to no field stay as they were: what a template brings along is not ours to mend
    loose = ("a field is left open", "holds b'MERGEFIELD'")
    assert [fault for fault in faults(letter) if not fault.endswith(loose)] == []
    if _paired(source):
        assert not any(fault.endswith(loose[0]) for fault in faults(letter))


def _paired(source: bytes) -> bool:
    """Whether every sign of a template has its partner, in order."""
    depth = 0
    for sign in re.findall(rb'fldCharType="(\w+)"', members(source)["word/document.xml"]):
        depth += (sign == b"begin") - (sign == b"end")
        if depth < 0:
            return False
    return depth == 0
