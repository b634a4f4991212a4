"""Pictures from a path in the data (INCLUDEPICTURE): read, measured and embedded, never linked."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sheetops.word.errors import ValueFault
from sheetops.word.escape import as_attribute
from sheetops.word.nodes import Field
from sheetops.word.opc import RELATION
from sheetops.word.program import Out
from sheetops.word.scope import Scope
from sheetops.word.xml import WP

TYPES = {"png": "image/png", "jpg": "image/jpeg", "gif": "image/gif", "bmp": "image/bmp", "tiff": "image/tiff"}
LIMIT = 20 * 1024 * 1024
_EMU = 914_400
_WIDEST = 6 * _EMU
"""A picture without a size in the template is at most six inches wide: it stays on the page."""

_DRAWING = (
    '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{cx}" cy="{cy}"/>'
    '<wp:docPr id="{id}" name="Picture {id}" descr="{name}"/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData '
    'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:nvPicPr><pic:cNvPr id="{id}" name="{name}"/>'
    '<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{rel}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>'
    "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
    '<a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm><a:prstGeom prst="rect">'
    "<a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)
_FIRST_ID = 1_500_000_000
"""Ids of pictures from the data start above every id that a template's own drawings can reach."""

Box = tuple[int, int]


@dataclass
class Gallery:
    """The pictures of one package: each file once a part, by relationship id."""

    files: dict[Path, "Picture"] = field(default_factory=dict)
    uses: dict[str, dict[Path, str]] = field(default_factory=dict)
    shown: int = 0

    def relation(self, part: str, picture: "Picture") -> str:
        """Return the id by which a part refers to a picture."""
        known = self.uses.setdefault(part, {})
        return known.setdefault(picture.path, f"rIdPicture{len(known) + 1}")

    def relations(self, part: str) -> bytes:
        """Return the lines for a part's relationships."""
        used = self.uses.get(part, {})
        line = '<Relationship Id="{}" Type="{}image" Target="{}"/>'
        return "".join(line.format(i, RELATION, f"/{self.files[path].member}") for path, i in used.items()).encode()

    def members(self) -> list[tuple[str, bytes]]:
        """Return the media members."""
        return [(picture.member, picture.data) for picture in self.files.values()]


@dataclass(frozen=True)
class Picture:
    """A picture file, measured: its bytes, its member's name and its own size in EMU."""

    path: Path
    data: bytes
    member: str
    size: Box


@dataclass(frozen=True)
class PictureStep:
    """Shows the picture whose path a field gives, inside the box that the template's own picture had."""

    name: str
    part: str
    path: Callable[[Scope], str]
    box: Box | None

    def __call__(self, scope: Scope, out: Out) -> None:
        """Append the drawing; nothing for an empty path."""
        letter = scope.letter
        try:
            written = self.path(scope).strip()
            if not written or written.endswith(("\\", "/")):  # no name: the field behind the folder is empty
                return
            picture = _picture(letter.gallery, Path(letter.folder), written)
            name = as_attribute(Path(written.replace("\\", "/")).name)
        except ValueFault as fault:
            raise letter.fault(self.name, str(fault)) from None
        letter.gallery.shown += 1
        width, height = fitted(picture.size, self.box)
        ident = _FIRST_ID + letter.gallery.shown
        relation = letter.gallery.relation(self.part, picture)
        out.append(_DRAWING.format(cx=width, cy=height, id=ident, name=name, rel=relation).encode())


def _picture(gallery: Gallery, folder: Path, written: str) -> Picture:
    path = (folder / written.replace("\\", "/")).resolve()
    if path not in gallery.files:
        gallery.files[path] = _read(path, written, len(gallery.files) + 1)
    return gallery.files[path]


def _read(path: Path, written: str, number: int) -> Picture:
    from docx.image.exceptions import UnrecognizedImageError  # python-docx loads slowly, and few letters have pictures
    from docx.image.image import Image

    try:
        if path.stat().st_size > LIMIT:
            raise ValueFault(f"the picture {written} is larger than {LIMIT // 1024 // 1024} MB")
        data = path.read_bytes()
        image = Image.from_file(io.BytesIO(data))
    except OSError:
        raise ValueFault(f"there is no picture {written} (looked for it as {path})") from None
    except (UnrecognizedImageError, ValueError, KeyError, IndexError):
        raise ValueFault(f"{written} is not a picture that Word shows (png, jpg, gif, bmp, tiff)") from None
    size = (int(image.width), int(image.height))
    return Picture(path, data, f"word/media/letter{number}.{image.ext}", size)


def fitted(size: Box, box: Box | None) -> Box:
    """Return a picture's size within a box (or a page's width), its proportions kept."""
    width, height = max(size[0], 1), max(size[1], 1)
    scale = min(box[0] / width, box[1] / height) if box else min(1.0, _WIDEST / width)
    return max(round(width * scale), 1), max(round(height * scale), 1)


def box_of(inner: Field) -> Box | None:
    """Return the size of the picture that Word last showed for a field, if it showed one."""
    for node in inner.result:
        extent = None if isinstance(node, Field) else node.find(f".//{WP}extent")
        if extent is not None:
            return int(extent.get("cx")), int(extent.get("cy"))
    return None
