"""New templates for labels and envelopes: ordinary Word documents to open, change and merge.

Sizes in millimetres of the common sheets; the first cell has no NEXT field, every other begins with one.
"""

from dataclasses import dataclass

from sheetops.word.archive import frame, squeezer
from sheetops.word.opc import DOCUMENT, RELATION, TYPES
from sheetops.word.xml import DECLARATION, W

LINES = ("name", "address1", "address2", "town", "postcode", "country")
"""The columns of an address, a line each; empty ones leave no gap."""

_TWIPS = 1440 / 25.4


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of labels: how many across and down, a label's size, the margins and the gap between columns (mm)."""

    across: int
    down: int
    width: float
    height: float
    top: float
    left: float
    gap: float


SHEETS = {
    "labels-3x7": Sheet(3, 7, 63.5, 38.1, 15.15, 7.2, 2.55),
    "labels-2x8": Sheet(2, 8, 99.1, 33.9, 12.9, 4.65, 2.5),
}
"""A4 sheets by name: 21 labels (63.5 x 38.1 mm) and 16 labels (99.1 x 33.9 mm)."""

ENVELOPE = "envelope-dl"
KINDS = (*SHEETS, ENVELOPE)


def new_template(kind: str) -> bytes:
    """Return a new template of a kind (one of ``KINDS``) as the bytes of a .docx."""
    content = _envelope() if kind == ENVELOPE else _labels(SHEETS[kind])
    document = f'<w:document xmlns:w="{W[1:-1]}"><w:body>{content}</w:body></w:document>'
    parts = [
        (TYPES, _types()),
        ("_rels/.rels", _relations("officeDocument", "word/document.xml")),
        ("word/document.xml", document),
        ("word/_rels/document.xml.rels", _relations("styles", "styles.xml", "settings", "settings.xml")),
        ("word/styles.xml", _STYLES),
        ("word/settings.xml", _SETTINGS),
    ]
    return frame([(name, DECLARATION + text.encode()) for name, text in parts], ()).fill((), squeezer(9))


_STYLES = (
    f'<w:styles xmlns:w="{W[1:-1]}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:sz w:val="22"/><w:lang w:val="en-GB"/></w:rPr>'
    '</w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="0"/></w:pPr></w:pPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>'
)


_SETTINGS = (
    f'<w:settings xmlns:w="{W[1:-1]}"><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
)
"""Without it Word opens the document in compatibility mode."""


def _types() -> str:
    parts = {"document": DOCUMENT} | {kind: DOCUMENT.replace("document.main", kind) for kind in ("styles", "settings")}
    overrides = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/>' for name, kind in parts.items())
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(*kinds_and_targets: str) -> str:
    pairs = zip(kinds_and_targets[::2], kinds_and_targets[1::2], strict=True)
    lines = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATION}{kind}" Target="{to}"/>' for n, (kind, to) in enumerate(pairs, 1)
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>'
    )


def _twips(millimetres: float) -> int:
    return round(millimetres * _TWIPS)


def _field(code: str, shown: str) -> str:
    sign = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        f'{sign.format("begin")}<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        f"{sign.format('separate')}<w:r><w:t>{shown}</w:t></w:r>{sign.format('end')}"
    )


def _address(indent: int, first: str = "") -> str:
    style = f'<w:pPr><w:ind w:left="{indent}"/></w:pPr>'
    lines = [_field(f"MERGEFIELD {name}", f"«{name}»") for name in LINES]
    lines[0] = first + lines[0]
    return "".join(f"<w:p>{style}{line}</w:p>" for line in lines)


def _labels(sheet: Sheet) -> str:
    columns = _columns(sheet)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width, _ in columns)
    rows = "".join(_row(sheet, columns, first=row == 0) for row in range(sheet.down))
    properties = (
        f'<w:tblPr><w:tblW w:w="{sum(width for width, _ in columns)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    )
    last = '<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
    edges = (sheet.top, sheet.left, 0.0, sheet.left)
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>{last}" + _section(210, 297, edges)


def _columns(sheet: Sheet) -> list[tuple[int, bool]]:
    """Return the widths of a row's cells, and which of them are labels (the others are gaps)."""
    label, gap = (_twips(sheet.width), True), (_twips(sheet.gap), False)
    return [label] + [gap, label] * (sheet.across - 1)


def _row(sheet: Sheet, columns: list[tuple[int, bool]], *, first: bool) -> str:
    cells = []
    for at, (width, is_label) in enumerate(columns):
        following = "" if first and at == 0 else _field("NEXT", "")
        content = _address(113, following) if is_label else "<w:p/>"
        cells.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{content}</w:tc>'
        )
    height = f'<w:trPr><w:cantSplit/><w:trHeight w:val="{_twips(sheet.height)}" w:hRule="exact"/></w:trPr>'
    return f"<w:tr>{height}{''.join(cells)}</w:tr>"


def _envelope() -> str:
    return _address(_twips(100)) + "<w:p/>" + _section(220, 110, (50, 15, 10, 15), landscape=True)


def _section(width: float, height: float, edges: tuple[float, float, float, float], *, landscape: bool = False) -> str:
    top, right, bottom, left = (_twips(edge) for edge in edges)
    turned = ' w:orient="landscape"' if landscape else ""
    return (
        f'<w:sectPr><w:pgSz w:w="{_twips(width)}" w:h="{_twips(height)}"{turned}/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
        'w:header="0" w:footer="0" w:gutter="0"/></w:sectPr>'
    )
