"""With LibreOffice: what a reader of the letters sees, templates that LibreOffice made, labels on paper, PDFs."""

import shutil
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from sheetops.word import Chunks, OneFile, compile, from_label
from sheetops.word.labels import KINDS, SHEETS, new_template
from sheetops.word.pdf import libreoffice, to_pdf
from tests.word.documents import document, field, lines, p, row, simple, story, table, text
from tests.word.test_combined import HEADED, WITH_HEADER
from tests.word.test_everywhere import IDS, LETTERS, filled

pytestmark = pytest.mark.live


def converted(files: list[Path], folder: Path) -> list[Path]:
    assert to_pdf(files, folder) == {}
    return [folder / (file.stem + ".pdf") for file in files]


def shown(pdf: Path, *options: str) -> str:
    return subprocess.run(["pdftotext", *options, str(pdf), "-"], capture_output=True, check=True).stdout.decode()


def told(program: str, pdf: Path) -> list[str]:
    return subprocess.run([program, str(pdf)], capture_output=True, check=True).stdout.decode().splitlines()


def pages(pdf: Path) -> int:
    return next(int(line.split()[1]) for line in told("pdfinfo", pdf) if line.startswith("Pages:"))


def test_a_reader_of_the_house_s_letters_sees_every_value_and_a_logo(tmp_path: Path) -> None:
    chosen = [
        (path, name.replace("/", "-"))
        for path, name in zip(LETTERS, IDS, strict=True)
        if path.stem in ("reminder-1", "statement", "credit-note")
    ]
    files = [tmp_path / f"{name}.docx" for _, name in chosen]
    for (path, _), file in zip(chosen, files, strict=True):
        file.write_bytes(compile(path).render(_short(filled(compile(path), rows=2))))
    for (path, _), pdf in zip(chosen, converted(files, tmp_path), strict=True):
        words = shown(pdf, "-layout")
        record = _short(filled(compile(path), rows=2))
        items = [item for value in record.values() if isinstance(value, list) for item in value]
        for item in [record, *items]:
            assert [value for value in item.values() if isinstance(value, str) and value not in words] == []
        assert "MERGEFIELD" not in words and "«" not in words
        assert images(pdf) >= 1


def _short(record: dict[str, Any], mark: str = "v") -> dict[str, Any]:
    """Return a record whose texts are short enough for the narrowest column, and all different."""
    made: dict[str, Any] = {}
    for n, (name, value) in enumerate(record.items()):
        if isinstance(value, list):
            made[name] = [_short(item, f"r{at}") for at, item in enumerate(value)]
        else:
            made[name] = f"{mark}{n:02}" if isinstance(value, str) else value
    return made


def images(pdf: Path) -> int:
    listed = subprocess.run(["pdfimages", "-list", str(pdf)], capture_output=True, check=True).stdout.decode()
    return sum(line.split()[2] == "image" for line in listed.splitlines()[2:])


def test_each_value_is_shown_once(tmp_path: Path) -> None:
    names = [f"f{n}" for n in range(8)]
    body = "".join(p(text(f"{name}: "), field(f"MERGEFIELD {name}")) for name in names[:4])
    body += table(row(*(p(simple(f"MERGEFIELD {name}")) for name in names[4:]))) + p()
    path = tmp_path / "letter.docx"
    path.write_bytes(document(body))
    file = tmp_path / "one.docx"
    file.write_bytes(compile(path).render({name: f"value{n}x" for n, name in enumerate(names)}))
    words = shown(converted([file], tmp_path)[0]).split()
    assert [words.count(f"value{n}x") for n in range(8)] == [1] * 8


def test_a_combined_document_has_a_page_a_letter_and_its_logo_on_each(tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(document(p(field("MERGEFIELD b")), HEADED, section=WITH_HEADER))
    made = compile(path)
    made.render_many([{"a": f"head{n}", "b": f"body{n}"} for n in range(3)], OneFile(tmp_path / "all.docx"))
    pdf = converted([tmp_path / "all.docx"], tmp_path)[0]
    assert pages(pdf) == 3
    for n in range(3):
        page = shown(pdf, "-f", str(n + 1), "-l", str(n + 1))
        assert f"head{n}" in page and f"body{n}" in page and "Page 1 of" in page
    assert images(pdf) == 3


def test_lists_begin_at_one_in_each_letter(tmp_path: Path) -> None:
    from tests.word.test_combined import NUMBERING

    style = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="4"/></w:numPr></w:pPr>'
    path = tmp_path / "letter.docx"
    path.write_bytes(
        document(
            p(text("first"), style=style) + p(text("second"), style=style) + p(field("MERGEFIELD a")),
            {"numbering.xml": NUMBERING},
        )
    )
    compile(path).render_many([{"a": "x"}, {"a": "y"}], OneFile(tmp_path / "all.docx"))
    words = shown(converted([tmp_path / "all.docx"], tmp_path)[0]).split()
    assert words.count("1.") == 2 and words.count("2.") == 2 and "3." not in words


def test_a_template_made_by_libreoffice_merges(tmp_path: Path) -> None:
    """LibreOffice reads our raw XML and saves it its own way; the result is a template like any other."""
    source = tmp_path / "source.docx"
    body = (
        p(text("Dear "), field("MERGEFIELD name"))
        + table(row(p(field("MERGEFIELD item_entry")), p(simple("MERGEFIELD item_open"))))
        + p(text("end"))
    )
    header: dict[str, str | bytes] = {"header1.xml": story("hdr", p(field("MERGEFIELD account")))}
    source.write_bytes(
        document(
            body,
            header,
            section='<w:sectPr><w:headerReference w:type="default" r:id="rId1"/><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>',
        )
    )
    resaved = tmp_path / "out" / "source.docx"
    office = [
        str(libreoffice()),
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "docx",
        "--outdir",
        str(resaved.parent),
        str(source),
    ]
    subprocess.run(office, check=True, capture_output=True, timeout=120)
    made = compile(resaved)
    assert set(made.fields) == {"name", "item_entry", "item_open", "account"}
    items = [{"item_entry": "INV-1", "item_open": Decimal("2.50")}, {"item_entry": "INV-2", "item_open": 3}]
    letter = made.render({"name": "Smith & Sons", "account": "A1", "items": items})
    assert lines(letter) == ["Dear Smith & Sons", "INV-1", "2.50", "INV-2", "3", "end"]


def test_labels_fill_the_sheet_from_the_first_free_one(tmp_path: Path) -> None:
    for kind, sheet in SHEETS.items():
        path = tmp_path / f"{kind}.docx"
        path.write_bytes(new_template(kind))
        made = compile(path)
        places = sheet.across * sheet.down
        assert made.records_per_letter == places
        blank = dict.fromkeys(("address1", "address2", "town", "postcode", "country"), "")
        people = [blank | {"name": f"Person{n}x", "town": "Leeds"} for n in range(places)]
        tally = made.render_many(from_label(3, people), OneFile(tmp_path / f"{kind}-all.docx"))
        assert len(tally.made) == 2
        pdf = converted([tmp_path / f"{kind}-all.docx"], tmp_path)[0]
        assert pages(pdf) == 2
        first, second = (shown(pdf, "-f", str(n), "-l", str(n)) for n in (1, 2))
        assert [f"Person{n}x" in first for n in (0, places - 3, places - 2)] == [True, True, False]
        assert first.count("Leeds") == places - 2 and second.count("Leeds") == 2


def test_an_envelope_is_one_page(tmp_path: Path) -> None:
    path = tmp_path / "envelope.docx"
    path.write_bytes(new_template(KINDS[-1]))
    made = compile(path)
    file = tmp_path / "one.docx"
    file.write_bytes(made.render(dict.fromkeys(made.fields, "") | {"name": "Jo", "town": "Leeds"}))
    pdf = converted([file], tmp_path)[0]
    assert pages(pdf) == 1 and shown(pdf).split() == ["Jo", "Leeds"]


def test_a_file_that_cannot_be_converted_costs_no_other(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.docx", tmp_path / "bad.docx"
    good.write_bytes(document(p(text("fine"))))
    bad.write_bytes(b"PK\x03\x04 broken")
    failed = to_pdf([bad, good], tmp_path / "out")
    assert list(failed) == [bad] and "could not convert" in failed[bad]
    assert (tmp_path / "out" / "good.pdf").is_file()


def test_a_call_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sheetops.word import pdf

    hanging = tmp_path / "soffice"
    hanging.write_text("#!/bin/sh\nsleep 60\n", encoding="utf-8")
    hanging.chmod(0o755)
    monkeypatch.setattr(pdf, "START", 0.2)
    monkeypatch.setattr(pdf, "EACH", 0.1)
    monkeypatch.setattr(pdf, "libreoffice", lambda: hanging)
    file = tmp_path / "a.docx"
    file.write_bytes(document(p()))
    assert "within" in pdf.to_pdf([file], tmp_path / "out")[file]
    assert shutil.which("soffice")


def test_chunks_convert_too(tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(document(p(field("MERGEFIELD a"))))
    tally = compile(path).render_many([{"a": n} for n in range(3)], Chunks(tmp_path / "out", 2))
    assert [pages(pdf) for pdf in converted(tally.files, tmp_path / "out")] == [2, 1]
