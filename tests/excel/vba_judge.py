"""What oletools, which knows nothing of sheetops, reads in a VBA project."""

import io
import warnings
import zipfile
from pathlib import Path

import olefile

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # oletools' own, about pyparsing
    from oletools.olevba import VBA_Parser, decompress_stream, detect_autoexec


def decompressed(container: bytes) -> bytes:
    return bytes(decompress_stream(bytearray(container)))


def sources(project: bytes) -> dict[str, str]:
    """Return each module's source by the name that oletools gives it, such as ``Arrears.bas`` or ``Sheet1.cls``."""
    parser = VBA_Parser("vbaProject.bin", data=project)
    try:
        return {name: text for _, _, name, text in parser.extract_all_macros()}
    finally:
        parser.close()


def project_of(workbook: Path) -> bytes:
    with zipfile.ZipFile(workbook) as parts:
        return parts.read("xl/vbaProject.bin")


def streams(project: bytes) -> dict[str, bytes]:
    with olefile.OleFileIO(io.BytesIO(project), raise_defects=olefile.DEFECT_UNSURE) as file:
        return {"/".join(path): file.openstream(path).read() for path in file.listdir()}


def runs_by_itself(source: str) -> list[str]:
    return [keyword for keyword, _ in detect_autoexec(source)]
