"""Mail merge beside its peers, in ratios: CPU a letter and peak memory, each engine in a process of its own.

    python benchmarks/merge.py                         all engines at 500 and 2,000 letters, sheetops at 100,000 too
    python benchmarks/merge.py --peers PYTHON          an interpreter that has docx-mailmerge2, docxtpl and python-docx
    python benchmarks/merge.py --quick                 500 letters only

Without --peers an environment for them is made in a temporary folder (it needs the network once). One template: logo
in the header, page number in the footer, 12 fields, a table of 5 rows of 5 fields. The peers get texts that are
formatted already; sheetops formats Decimals and dates itself. "limit" is zlib at the same level over the finished
document.xml plus writing the file: what no engine that makes separate files can go below.
"""

import argparse
import datetime as dt
import io
import json
import os
import random
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

FIELDS = (
    "number",
    "date",
    "name",
    "address1",
    "address2",
    "town",
    "postcode",
    "account",
    "reason",
    "net",
    "tax",
    "gross",
)
ITEM = ("entry", "text", "day", "quantity", "amount")
MONEY, DAYS = {"net", "tax", "gross", "amount"}, {"date", "day"}
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PEERS = ("docx-mailmerge2", "docxtpl", "python-docx")

# ------------------------------------------------------------------------------------------------------- the template


def build(kind: str) -> bytes:
    """Return the template in one engine's language: word (MERGEFIELD), jinja ({{ }}) or plain ([name])."""
    import docx
    from docx.shared import Mm

    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].add_run().add_picture(io.BytesIO(logo()), width=Mm(40))
    document._body._element[:] = [node for node in document._body._element if node.tag.endswith("sectPr")]
    raw = io.BytesIO()
    document.save(raw)
    files = {name: data for name, data in read(raw.getvalue()).items() if "thumbnail" not in name}
    files["_rels/.rels"] = re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", files["_rels/.rels"])
    body = "".join(paragraph(f"{name.title()}: ", slot(kind, name)) for name in FIELDS) + table(kind)
    text = files["word/document.xml"].decode()
    at = text.index("<w:body>") + len("<w:body>")
    files["word/document.xml"] = (text[:at] + body + text[at:]).encode()
    return pack(files)


def slot(kind: str, name: str) -> str:
    if kind == "jinja":
        return run(f"{{{{ {name} }}}}")
    if kind == "plain":
        return run(f"[{name}]")
    plain = name.removeprefix("item_")
    switch = r' \# ",0.00"' if plain in MONEY else r' \@ "d MMMM yyyy"' if plain in DAYS else ""
    code = f"MERGEFIELD {name}"
    sign = '<w:r w:rsidR="00AB12CD"><w:rPr><w:sz w:val="20"/></w:rPr><w:fldChar w:fldCharType="{}"/></w:r>'
    start = '<w:r w:rsidR="00AB12CD"><w:rPr><w:sz w:val="20"/></w:rPr>'
    instruction = start + '<w:instrText xml:space="preserve">{}</w:instrText></w:r>'
    return (
        sign.format("begin") + instruction.format(f" {code[:8]}") + instruction.format(f"{code[8:]}{switch} ")
        + sign.format("separate") + run(f"«{name}»") + sign.format("end")
    )  # fmt: skip


def run(text: str) -> str:
    return f'<w:r w:rsidR="00AB12CD"><w:rPr><w:sz w:val="20"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(label: str, content: str) -> str:
    start = '<w:p w:rsidR="00AB12CD" w:rsidRDefault="00AB12CD"><w:pPr><w:spacing w:after="60"/></w:pPr>'
    return f"{start}{run(label)}{content}</w:p>"


def table(kind: str) -> str:
    head = row("".join(cell(run(name.title())) for name in ITEM))
    names = [f"item.{name}" if kind == "jinja" else f"item_{name}" for name in ITEM]
    line = row("".join(cell(slot(kind, name)) for name in names))
    if kind == "jinja":
        line = row(cell(run("{%tr for item in items %}"))) + line + row(cell(run("{%tr endfor %}")))
    if kind == "plain":
        line = "".join(row("".join(cell(run(f"[item_{name}_{n}]")) for name in ITEM)) for n in range(5))
    grid = '<w:gridCol w:w="1800"/>' * len(ITEM)
    properties = '<w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr>'
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{head}{line}</w:tbl>" + paragraph("Thank you.", "")


def row(cells: str) -> str:
    return f'<w:tr w:rsidR="00AB12CD">{cells}</w:tr>'


def cell(content: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="1800" w:type="dxa"/></w:tcPr><w:p w:rsidR="00AB12CD">{content}</w:p></w:tc>'


def logo() -> bytes:
    """Return a PNG of about 21 kB that does not compress."""
    side, rng = 84, random.Random(1)
    raw = b"".join(b"\0" + rng.randbytes(side * 3) for _ in range(side))
    chunks = ((b"IHDR", struct.pack(">2I5B", side, side, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(raw)), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def read(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def pack(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in files.items():
            target.writestr(name, data)
    return out.getvalue()


# ----------------------------------------------------------------------------------------------------------- the data


def records(count: int, typed: bool) -> list[dict[str, Any]]:
    """Return records: Decimals and dates, or the texts that these would read as."""
    rng = random.Random(7)
    made = []
    for n in range(count):
        record: dict[str, Any] = {name: f"{name} {n} Müller & <Söhne>" for name in FIELDS}
        items = [{f"item_{name}": f"{name} {n}-{i}" for name in ITEM} for i in range(5)]
        for holder in (record, *items):
            for key in holder:
                plain = key.removeprefix("item_")
                if plain in MONEY:
                    amount = Decimal(rng.randrange(1, 10_000_000)).scaleb(-2)
                    holder[key] = amount if typed else f"{amount:,.2f}"
                elif plain in DAYS:
                    day = dt.date(2026, 1, 1) + dt.timedelta(rng.randrange(365))
                    holder[key] = day if typed else f"{day.day} {day:%B %Y}"
        record["items"] = items
        made.append(record)
    return made


# -------------------------------------------------------------------------------------------------------- the engines

Engine = Callable[[Path, list[dict[str, Any]], Path], None]


def sheetops_files(template: Path, data: list[dict[str, Any]], out: Path, fast: bool = False) -> None:
    import dataclasses

    from sheetops.word import Files, compile
    from sheetops.word.archive import squeezer

    made = dataclasses.replace(compile(template), squeeze=squeezer(1, fast=fast))
    made.render_many(data, Files(out))


def sheetops_isal(template: Path, data: list[dict[str, Any]], out: Path) -> None:
    sheetops_files(template, data, out, fast=True)


def sheetops_memory(template: Path, data: list[dict[str, Any]], out: Path) -> None:
    import dataclasses

    from sheetops.word import compile
    from sheetops.word.archive import squeezer

    made = dataclasses.replace(compile(template), squeeze=squeezer(1, fast=False))
    for record in data:
        made.render(record)


def sheetops_one(template: Path, data: list[dict[str, Any]], out: Path) -> None:
    from sheetops.word import OneFile, compile

    compile(template).render_many(data, OneFile(out / "all.docx"))


def limit(template: Path, data: list[dict[str, Any]], out: Path) -> None:
    """Deflate each finished document.xml at level 1 and write the finished file; nothing else."""
    from sheetops.word import compile

    made = compile(template)
    letters = [made.render(record) for record in data[:200]]
    xml = [read(letter)["word/document.xml"] for letter in letters]
    spent = used()
    for n in range(len(data)):
        zlib.compress(xml[n % len(xml)], 1, -15)
        (out / f"{n}.docx").write_bytes(letters[n % len(letters)])
    SPENT.append(since(spent))


SPENT: list[tuple[float, float]] = []
"""What `limit` measured: preparing its letters is not the limit."""


def mailmerge2_files(template: Path, data: list[dict[str, Any]], out: Path) -> None:
    from mailmerge import MailMerge

    for n, record in enumerate(data):
        with MailMerge(template) as document:
            document.merge(**{key: value for key, value in record.items() if key != "items"})
            document.merge_rows("item_entry", record["items"])
            document.write(out / f"{n}.docx")


def mailmerge2_one(template: Path, data: list[dict[str, Any]], out: Path) -> None:
    from mailmerge import MailMerge

    with MailMerge(template) as document:
        rows = [{**record, "item_entry": record["items"]} for record in data]
        for one in rows:
            del one["items"]
        document.merge_templates(rows, separator="nextPage_section")
        document.write(out / "all.docx")


def docxtpl_files(template: Path, data: list[dict[str, Any]], out: Path) -> None:
    from docxtpl import DocxTemplate

    for n, record in enumerate(data):
        document = DocxTemplate(template)
        items = [{key.removeprefix("item_"): value for key, value in item.items()} for item in record["items"]]
        document.render({**record, "items": items}, autoescape=True)
        document.save(out / f"{n}.docx")


def python_docx_files(template: Path, data: list[dict[str, Any]], out: Path) -> None:
    import docx

    for n, record in enumerate(data):
        values = {f"[{key}]": value for key, value in record.items() if key != "items"}
        values |= {f"[{key}_{i}]": value for i, item in enumerate(record["items"]) for key, value in item.items()}
        document = docx.Document(str(template))
        cells = [cell for table in document.tables for line in table.rows for cell in line.cells]
        for one in [*document.paragraphs, *(p for cell in cells for p in cell.paragraphs)]:
            for piece in one.runs:
                if piece.text in values:
                    piece.text = values[piece.text]
        document.save(str(out / f"{n}.docx"))


ENGINES: dict[str, tuple[Engine, str, bool]] = {
    "limit": (limit, "word", True),
    "sheetops memory": (sheetops_memory, "word", True),
    "sheetops files": (sheetops_files, "word", True),
    "sheetops files, isal": (sheetops_isal, "word", True),
    "sheetops one file": (sheetops_one, "word", True),
    "docx-mailmerge2 files": (mailmerge2_files, "word", False),
    "docx-mailmerge2 one file": (mailmerge2_one, "word", False),
    "docxtpl files": (docxtpl_files, "jinja", False),
    "python-docx files": (python_docx_files, "plain", False),
}
"""By name: what runs, its template, and whether it gets typed values."""


def child(name: str, template: str, count: int, out: str) -> None:
    """Run one engine and print CPU seconds, peak memory in MB and bytes written as JSON."""
    engine, _, typed = ENGINES[name]
    data: Any = records(min(count, 2000), typed)
    if count > 2000:
        data = Repeated(data, count)
    with tempfile.TemporaryDirectory() as warm:  # imports and first uses are no letter's cost
        engine(Path(template), records(3, typed), Path(warm))
    before = used()
    engine(Path(template), data, Path(out))
    assert name.endswith("memory") or any(Path(out).rglob("*.docx")), "no letter was made"
    user, system = SPENT[-1] if SPENT else since(before)
    print(
        json.dumps(
            {
                "user": user,
                "system": system,
                "rss": peak(),
                "bytes": sum(f.stat().st_size for f in Path(out).rglob("*.docx")),
            }
        )
    )


class Repeated:
    """Many records without the memory of many records."""

    def __init__(self, data: list[dict[str, Any]], count: int) -> None:
        self._data, self._count = data, count

    def __iter__(self) -> Any:
        return (self._data[n % len(self._data)] for n in range(self._count))


def used() -> tuple[float, float]:
    """Return this process's CPU seconds, its own and the system's for it."""
    times = os.times()
    return times.user, times.system


def since(before: tuple[float, float]) -> tuple[float, float]:
    user, system = used()
    return user - before[0], system - before[1]


def peak() -> float:
    """Return this process's peak memory in MB."""
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# ---------------------------------------------------------------------------------------------------------- the table


def measure(name: str, count: int, python: str, folder: Path) -> dict[str, float] | None:
    out = Path(tempfile.mkdtemp(dir=folder))
    template = folder / f"{ENGINES[name][1]}.docx"
    command = [python, __file__, "--child", name, str(template), str(count), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    shutil.rmtree(out, ignore_errors=True)
    if done.returncode:
        print(f"  {name}: {done.stderr.strip().splitlines()[-1]}")
        return None
    return json.loads(done.stdout.strip().splitlines()[-1])


def peers_python(folder: Path) -> str | None:
    """Return an interpreter with the peers, made for this run; None when they cannot be had."""
    import venv

    venv.create(folder / "peers", with_pip=True)
    python = folder / "peers" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    done = subprocess.run(
        [str(python), "-m", "pip", "install", "-q", *PEERS], capture_output=True, text=True, check=False
    )
    if done.returncode:
        print("The peers could not be installed (no network?): sheetops and the limit only.")
        return None
    return str(python)


def table_of(count: int, names: list[str], peers: str | None, folder: Path) -> None:
    heads = ("us CPU/letter", "own", "system", "letters/s", "peak MB", "bytes/letter", "x limit")
    print(f"\n{f'{count:,} letters':<30}" + "".join(f"{head:>14}" for head in heads))
    seen: dict[str, tuple[float, float]] = {}
    for name in names:
        python = sys.executable if name.startswith(("sheetops", "limit")) else peers
        found = measure(name, count, python, folder) if python else None
        if found is None:
            continue
        own, system = (found[kind] / count * 1e6 for kind in ("user", "system"))
        seen[name] = own + system, own
        against = f"{(own + system) / sum(seen['limit'][:1]):.2f}" if "limit" in seen else "-"
        figures = (
            f"{own + system:.0f}",
            f"{own:.0f}",
            f"{system:.0f}",
            f"{1e6 / (own + system):,.0f}",
            f"{found['rss']:.0f}",
        )
        row = (*figures, f"{found['bytes'] / count:,.0f}", against)
        print(f"  {name:<28}" + "".join(f"{cell:>14}" for cell in row), flush=True)
    ratios(seen)


def ratios(seen: dict[str, tuple[float, float]]) -> None:
    pairs = [(f"{peer} files", "sheetops files") for peer in ("docx-mailmerge2", "docxtpl", "python-docx")]
    pairs += [("docx-mailmerge2 one file", "sheetops one file"), ("docx-mailmerge2 files", "sheetops memory")]
    for peer, ours in pairs:
        if peer in seen and ours in seen:
            both, own = (seen[peer][n] / seen[ours][n] for n in (0, 1))
            print(f"  {ours}: {both:,.1f} times {peer} ({own:,.1f} times without the system's share, which is writing)")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--peers", help="an interpreter that has the peers installed")
    options.add_argument("--quick", action="store_true", help="500 letters only")
    options.add_argument("--alone", action="store_true", help="without the peers")
    options.add_argument("--child", nargs=4, help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.child:
        child(asked.child[0], asked.child[1], int(asked.child[2]), asked.child[3])
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for kind in ("word", "jinja", "plain"):
            (folder / f"{kind}.docx").write_bytes(build(kind))
        peers = None if asked.alone else asked.peers or peers_python(folder)
        for count in (500,) if asked.quick else (500, 2000):
            table_of(count, list(ENGINES), peers, folder)
        if not asked.quick:
            table_of(100_000, ["sheetops memory", "sheetops one file"], peers, folder)


if __name__ == "__main__":
    main()
