"""A VBA project (MS-OVBA) of sources alone: what Excel and LibreOffice compile when the workbook is opened."""

import struct
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sheetops.excel.vba.compound import compound_file
from sheetops.excel.vba.compression import compress
from sheetops.excel.vba.sealing import sealed

NAME = "VBAProject"
CODE_PAGE = "cp1252"
_PROJECT_ID = "{5E1F9C2D-40B7-4D5B-9A86-2C6F0B7E31A4}"
_NO_CODE = bytes.fromhex("CC61FFFF000000")
"""Says that the project carries no compiled code of any version (MS-OVBA 2.3.4.1)."""
_LCID = 0x0409
_WORKBOOK, _WORKSHEET = "0{00020819-0000-0000-C000-000000000046}", "0{00020820-0000-0000-C000-000000000046}"
_CLASS = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"
_WINDOW = "0, 0, 0, 0, C"


class _Module(NamedTuple):
    """A module: its name, its whole source, the word for its kind in PROJECT, and whether it is plain code."""

    name: str
    source: bytes
    line: str
    plain: bool


def vba_project(
    modules: Mapping[str, str], document_modules: Sequence[str], classes: Mapping[str, str] | None = None
) -> bytes:
    """Return ``vbaProject.bin``: the modules, by name, and a module for the workbook and for each of its sheets.

    ``modules`` and ``classes`` hold source texts as they are exported from the editor or written by hand; the lines
    above the first that is code (``Attribute VB_Name = ...`` and the like) are written anew. ``document_modules`` are
    the code names of the workbook, first, and of the sheets, in order. Equal arguments give equal bytes. ValueError
    for a text with a character that cp1252 does not have (the editor has no others), for a name that is no name in
    VBA, and for two modules of one name.
    """
    _require_names([*document_modules, *modules, *(classes or {})])
    documents = [_document(name, first=not place) for place, name in enumerate(document_modules)]
    plain = [_plain(name, text) for name, text in modules.items()]
    made = [*documents, *plain, *(_class(name, text) for name, text in (classes or {}).items())]
    streams = {f"VBA/{module.name}": compress(module.source) for module in made}
    return compound_file(
        {
            "PROJECT": _project(made),
            "PROJECTwm": _names(made),
            "VBA/_VBA_PROJECT": _NO_CODE,
            "VBA/dir": compress(_directory(made)),
            **streams,
        }
    )


def _require_names(names: Sequence[str]) -> None:
    for name in names:
        if not (name.isascii() and name.isidentifier() and name[0] != "_" and len(name) <= 31):
            raise ValueError(f"{name!r} is no name of a VBA module: 31 letters, digits and _, a letter first")
    if len({name.casefold() for name in names}) < len(names):
        raise ValueError(f"two modules have one name among {', '.join(names)}")


# ----------------------------------------------------------------------------------------------------------- sources


def _document(name: str, *, first: bool) -> _Module:
    base = _WORKBOOK if first else _WORKSHEET
    heads = _attributes(name, base, predeclared=True, customizable=True)
    return _Module(name, _encoded(name, heads), f"Document={name}/&H00000000", False)


def _plain(name: str, text: str) -> _Module:
    return _Module(name, _encoded(name, [f'Attribute VB_Name = "{name}"', *_body(text)]), f"Module={name}", True)


def _class(name: str, text: str) -> _Module:
    heads = _attributes(name, _CLASS, predeclared=False, customizable=False)
    return _Module(name, _encoded(name, [*heads, *_body(text)]), f"Class={name}", False)


def _attributes(name: str, base: str, *, predeclared: bool, customizable: bool) -> list[str]:
    answers = {
        "GlobalNameSpace": False,
        "Creatable": False,
        "PredeclaredId": predeclared,
        "Exposed": True,
        "TemplateDerived": False,
        "Customizable": customizable,
    }
    return [
        f'Attribute VB_Name = "{name}"',
        f'Attribute VB_Base = "{base}"',
        *(f"Attribute VB_{key} = {value}" for key, value in answers.items()),
    ]


def _body(text: str) -> list[str]:
    """Return the lines of a source without what stands above its code: the version of a class and its attributes."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").removesuffix("\n").split("\n")
    if lines and lines[0].startswith("VERSION "):
        lines = lines[lines.index("END") + 1 :]
    first = next((n for n, line in enumerate(lines) if not line.startswith("Attribute VB_")), len(lines))
    return lines[first:]


def _encoded(name: str, lines: Sequence[str]) -> bytes:
    text = "".join(f"{line}\r\n" for line in lines)
    try:
        return text.encode(CODE_PAGE)
    except UnicodeEncodeError as wrong:
        letter = text[wrong.start]
        line = text.count("\n", 0, wrong.start) + 1
        raise ValueError(f"module {name}, line {line}: VBA cannot hold the character {letter!r}") from wrong


# ----------------------------------------------------------------------------------------------- what lists the modules


def _project(modules: Sequence[_Module]) -> bytes:
    """Return the PROJECT stream (MS-OVBA 2.3.1): the modules, no password, everything visible."""
    lines = [
        f'ID="{_PROJECT_ID}"',
        *(module.line for module in modules),
        f'Name="{NAME}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{sealed(_PROJECT_ID, bytes(4))}"',
        f'DPB="{sealed(_PROJECT_ID, bytes(1))}"',
        f'GC="{sealed(_PROJECT_ID, bytes([255]))}"',
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{module.name}={_WINDOW}" for module in modules),
    ]
    return _encoded("PROJECT", lines)


def _names(modules: Sequence[_Module]) -> bytes:
    """Return the PROJECTwm stream (MS-OVBA 2.3.3): each name in the code page and in UTF-16."""
    pairs = (module.name.encode(CODE_PAGE) + b"\0" + f"{module.name}\0".encode("utf-16-le") for module in modules)
    return b"".join(pairs) + b"\0\0"


def _directory(modules: Sequence[_Module]) -> bytes:
    """Return the dir stream before compression (MS-OVBA 2.3.4.2): Windows, English, no references of its own."""
    return b"".join(
        (
            _record(0x01, struct.pack("<I", 3)),
            _record(0x02, struct.pack("<I", _LCID)),
            _record(0x14, struct.pack("<I", _LCID)),
            _record(0x03, struct.pack("<H", int(CODE_PAGE.removeprefix("cp")))),
            _record(0x04, NAME.encode(CODE_PAGE)),
            _both(0x05, 0x40, ""),
            _record(0x06, b"") + _record(0x3D, b""),
            _record(0x07, bytes(4)),
            _record(0x08, bytes(4)),
            struct.pack("<HIIH", 0x09, 4, 1, 1),
            _both(0x0C, 0x3C, ""),
            _record(0x0F, struct.pack("<H", len(modules))),
            _record(0x13, b"\xff\xff"),
            *map(_listed, modules),
            _record(0x10, b""),
        )
    )


def _listed(module: _Module) -> bytes:
    return b"".join(
        (
            _both(0x19, 0x47, module.name),
            _both(0x1A, 0x32, module.name),
            _both(0x1C, 0x48, ""),
            _record(0x31, bytes(4)),
            _record(0x1E, bytes(4)),
            _record(0x2C, b"\xff\xff"),
            _record(0x21 if module.plain else 0x22, b""),
            _record(0x2B, b""),
        )
    )


def _both(narrow: int, wide: int, text: str) -> bytes:
    return _record(narrow, text.encode(CODE_PAGE)) + _record(wide, text.encode("utf-16-le"))


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HI", kind, len(data)) + data
