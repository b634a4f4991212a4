"""Small Word documents, written as raw XML the way Word writes them, and readers of what comes out."""

import io
import re
import zipfile
from pathlib import Path

from lxml import etree

from sheetops.word import Template, compile

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14"'
)
SECTION = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="708" w:footer="708" w:gutter="0"/></w:sectPr>'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_KINDS = {
    "header": "header",
    "footer": "footer",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "comments": "comments",
}
_KINDS |= {"styles": "styles", "settings": "settings", "numbering": "numbering"}


def field(code: str, shown: str = "«shown»", bold: str = "") -> str:
    """Return a complex field in five runs, as Word writes it; ``bold`` is "code" or "result" for where bold type stands."""
    code_style, shown_style = ("<w:rPr><w:b/></w:rPr>" if bold == place else "" for place in ("code", "result"))
    return (
        f'<w:r>{code_style}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{code_style}<w:instrText xml:space="preserve"> {_escaped(code)} </w:instrText></w:r>'
        f'<w:r>{code_style}<w:fldChar w:fldCharType="separate"/></w:r>'
        f"<w:r>{shown_style}<w:t>{shown}</w:t></w:r>"
        f'<w:r>{code_style}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def nest(*parts: str, shown: str = "stale") -> str:
    """Return a complex field whose code is made of texts and of other fields (given as XML)."""
    code = "".join(part if part.startswith("<w:") else code_run(part) for part in parts)
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{code}<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'<w:r><w:t>{shown}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def code_run(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{_escaped(text)}</w:instrText></w:r>'


def simple(code: str, shown: str = "«shown»") -> str:
    return f'<w:fldSimple w:instr="{_escaped(code)}"><w:r><w:t>{shown}</w:t></w:r></w:fldSimple>'


def text(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{_escaped(words)}</w:t></w:r>'


def p(*content: str, style: str = "") -> str:
    return f"<w:p>{style}{''.join(content)}</w:p>"


def row(*cells: str, heading: bool = False) -> str:
    properties = "<w:trPr><w:tblHeader/></w:trPr>" if heading else ""
    return f"<w:tr>{properties}{''.join(f'<w:tc><w:tcPr/>{cell}</w:tc>' for cell in cells)}</w:tr>"


def table(*rows: str) -> str:
    columns = max(part.count("<w:tc>") for part in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{'<w:gridCol/>' * columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def document(
    body: str, parts: dict[str, str | bytes] | None = None, relations: str = "", section: str = SECTION
) -> bytes:
    """Return a .docx: ``body`` is what stands in w:body, ``parts`` further parts of word/ by name (header1.xml ...)."""
    parts = parts or {}
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(parts),
        "_rels/.rels": _relations([("rId1", "officeDocument", "word/document.xml")]),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}{section}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relations(
            [(f"rId{n}", _kind(name), name) for n, name in enumerate(parts, 1) if _kind(name)], relations
        ),
    }
    for name, content in parts.items():
        files[f"word/{name}"] = content
    return package(files)


def package(files: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in files.items():
            target.writestr(name, content)
    return out.getvalue()


def story(kind: str, content: str) -> str:
    """Return a header ("hdr"), footer ("ftr"), settings ... part."""
    return f"<w:{kind} {NAMESPACES}>{content}</w:{kind}>"


def _kind(name: str) -> str:
    return next((kind for kind in _KINDS if name.startswith(kind)), "")


def _content_types(parts: dict[str, str | bytes]) -> str:
    overrides = {"document.xml": _WORD + "document.main+xml"}
    overrides |= {name: f"{_WORD}{_KINDS[_kind(name)]}+xml" for name in parts if _kind(name) and name.endswith(".xml")}
    listed = "".join(f'<Override PartName="/word/{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f"{listed}</Types>"
    )


def _relations(listed: list[tuple[str, str, str]], more: str = "") -> str:
    lines = "".join(f'<Relationship Id="{i}" Type="{_REL}{kind}" Target="{target}"/>' for i, kind, target in listed)
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}{more}</Relationships>'


# ------------------------------------------------------------------------------------------------------------- reading back


def template(tmp_path: Path, body: str, **options: object) -> Template:
    """Return a compiled template with a body (and, by name, ``parts``)."""
    parts = options.pop("parts", None)
    section = options.pop("section", SECTION)
    path = tmp_path / "letter.docx"
    path.write_bytes(document(body, parts, section=section))  # type: ignore[arg-type]
    return compile(path, **options)  # type: ignore[arg-type]


def members(letter: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(letter)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def root(letter: bytes, part: str = "word/document.xml") -> etree._Element:
    return etree.fromstring(members(letter)[part])


def lines(letter: bytes, part: str = "word/document.xml") -> list[str]:
    """Return the text of each paragraph, breaks as ↵ and tabs as →."""
    return [line(paragraph) for paragraph in root(letter, part).iter(W + "p")]


def line(paragraph: etree._Element) -> str:
    signs = {W + "br": "↵", W + "tab": "→"}
    return "".join(
        node.text or "" if node.tag == W + "t" else signs.get(node.tag, "") for node in paragraph.iter() if _own(node)
    )


def _own(node: etree._Element) -> bool:
    return node.getparent() is None or node.getparent().tag == W + "r"


def merged(tmp_path: Path, body: str, record: dict[str, object] | None = None, **options: object) -> list[str]:
    """Return the lines of the letter that a body gives for a record."""
    return lines(template(tmp_path, body, **options).render(record or {}))


def xml_of(letter: bytes, part: str = "word/document.xml") -> str:
    return re.sub(r' xmlns:\w+="[^"]*"', "", members(letter)[part].decode())
