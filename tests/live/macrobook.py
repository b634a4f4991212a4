"""The smallest workbook with a macro and buttons: a VBA project as source only, in a compound file."""

import struct
from pathlib import Path

import xlsxwriter

END, FREE, NO = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFF
SECTOR, MINI = 512, 64


def macro_book(path: Path, source: str, buttons: dict[str, str]) -> Path:
    """Write a workbook with one module ``Desk`` and a button for each caption on a sheet ``Start``."""
    project = path.with_suffix(".bin")
    project.write_bytes(compound(streams(source)))
    book = xlsxwriter.Workbook(path)
    book.add_vba_project(str(project))
    book.set_vba_name("ThisWorkbook")
    sheet = book.add_worksheet("Start")
    sheet.set_vba_name("Sheet1")
    for row, (caption, macro) in enumerate(buttons.items()):
        sheet.insert_button(3 * row, 3, {"caption": caption, "macro": macro, "width": 120, "height": 30})
    book.close()
    return path


def streams(source: str) -> dict[str, bytes]:
    modules = {"Desk": (source, 0x21), "ThisWorkbook": ("", 0x22), "Sheet1": ("", 0x22)}
    project = [
        'ID="{00000000-0000-0000-0000-000000000000}"',
        "Document=ThisWorkbook/&H00000000",
        "Document=Sheet1/&H00000000",
        "Module=Desk",
        'Name="VBAProject"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        "",
    ]
    found = {
        "PROJECT": "\r\n".join(project).encode("cp1252"),
        "VBA/_VBA_PROJECT": bytes.fromhex("CC61FFFF000000"),
        "VBA/dir": packed(directory({name: kind for name, (_, kind) in modules.items()})),
    }
    for name, (text, _) in modules.items():
        found[f"VBA/{name}"] = packed((f'Attribute VB_Name = "{name}"\r\n' + text).encode("cp1252"))
    return found


def directory(modules: dict[str, int]) -> bytes:
    def record(number: int, data: bytes = b"") -> bytes:
        return struct.pack("<HI", number, len(data)) + data

    def text(number: int, unicode: int, value: str = "") -> bytes:
        return record(number, value.encode("cp1252")) + record(unicode, value.encode("utf-16-le"))

    long, short = (lambda value: struct.pack("<I", value)), (lambda value: struct.pack("<H", value))
    out = [record(1, long(1)), record(2, long(0x409)), record(0x14, long(0x409)), record(3, short(1252))]
    out += [record(4, b"VBAProject"), text(5, 0x40), text(6, 0x3D), record(7, long(0)), record(8, long(0))]
    out += [struct.pack("<HIIH", 9, 4, 1, 0), text(0x0C, 0x3C), record(0x0F, short(len(modules)))]
    out += [record(0x13, short(0xFFFF))]
    for name, kind in modules.items():
        out += [text(0x19, 0x47, name), text(0x1A, 0x32, name), text(0x1C, 0x48), record(0x31, long(0))]
        out += [record(0x1E, long(0)), record(0x2C, short(0xFFFF)), record(kind), record(0x2B)]
    return b"".join(out) + record(0x10)


def packed(data: bytes) -> bytes:
    """Return data in one compressed chunk that holds nothing but literal bytes."""
    assert len(data) < 3600
    literal = b"".join(b"\0" + data[place : place + 8] for place in range(0, len(data), 8))
    return b"\x01" + struct.pack("<H", 0xB000 | (len(literal) + 2 - 3)) + literal


def compound(files: dict[str, bytes]) -> bytes:
    """Return a compound file of small streams, in its root or in one storage ``VBA``."""
    mini, chains, starts = b"", [], {}
    for name, data in files.items():
        assert len(data) < 4096
        starts[name], count = len(chains), -(-len(data) // MINI)
        chains += [*range(len(chains) + 1, len(chains) + count), END]
        mini += data.ljust(count * MINI, b"\0")
    entries = directory_entries(files, starts, len(mini))
    parts = [sectors(entries), sectors(struct.pack(f"<{len(chains)}I", *chains), b"\xff"), sectors(mini)]
    fat, firsts = [0xFFFFFFFD], []
    for part in parts:
        firsts.append(len(fat))
        fat += [*range(len(fat) + 1, len(fat) + len(part) // SECTOR), END]
    entries = directory_entries(files, starts, len(mini), firsts[2])
    header = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16)
    header += struct.pack(
        "<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, firsts[0], 0, 4096, firsts[1], 1, END, 0, 0
    )
    header = header.ljust(SECTOR, b"\xff")
    return header + sectors(struct.pack(f"<{len(fat)}I", *fat), b"\xff") + sectors(entries) + parts[1] + parts[2]


def sectors(data: bytes, fill: bytes = b"\0") -> bytes:
    return data.ljust(-(-len(data) // SECTOR) * SECTOR, fill)


def directory_entries(files: dict[str, bytes], starts: dict[str, int], mini: int, first: int = 0) -> bytes:
    root = [name for name in files if "/" not in name]
    inner = ordered([name for name in files if "/" in name])
    top = ordered([*root, "VBA"])
    numbers = {name: number for number, name in enumerate([*top, *inner], start=1)}
    out = [entry("Root Entry", 5, NO, numbers[top[0]], first, mini)]
    for names in (top, inner):
        for name, following in zip(names, [*names[1:], None], strict=True):
            right = numbers[following] if following else NO
            if name == "VBA":
                out.append(entry("VBA", 1, right, numbers[inner[0]], 0, 0))
            else:
                out.append(entry(name.rpartition("/")[2], 2, right, NO, starts[name], len(files[name])))
    return b"".join(out)


def ordered(names: list[str]) -> list[str]:
    return sorted(names, key=lambda name: (len(name.rpartition("/")[2]), name.rpartition("/")[2].upper()))


def entry(name: str, kind: int, right: int, child: int, first: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    fields = struct.pack("<HBBIII16x4x16xIQ", len(text) + 2, kind, 1, NO, right, child, first, size)
    return text.ljust(64, b"\0") + fields
