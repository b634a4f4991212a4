"""A finished document as the bytes of a .docx file: nothing in it but the letter, and equal bytes for equal letters."""

import datetime as dt
import io
import zipfile

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

_NEEDED = {
    RELATIONSHIP_TYPE.STYLES,
    RELATIONSHIP_TYPE.SETTINGS,
    RELATIONSHIP_TYPE.THEME,
    RELATIONSHIP_TYPE.FONT_TABLE,
    RELATIONSHIP_TYPE.HEADER,
    RELATIONSHIP_TYPE.FOOTER,
    RELATIONSHIP_TYPE.CHART,
    RELATIONSHIP_TYPE.OFFICE_DOCUMENT,
    RELATIONSHIP_TYPE.CORE_PROPERTIES,
}
_MADE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)

_WORD = "http://schemas.microsoft.com/office/word"
_SETTINGS = """<w:settings {namespaces}>
<w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/><w:characterSpacingControl w:val="doNotCompress"/>
<w:compat>
<w:compatSetting w:name="compatibilityMode" w:uri="{word}" w:val="15"/>
<w:compatSetting w:name="overrideTableStyleFontSizeAndJustification" w:uri="{word}" w:val="1"/>
</w:compat>
<w:themeFontLang w:val="{language}"/>
</w:settings>"""


def name_document(document: Document, title: str, language: str) -> None:
    """Set what Word shows as the document's properties, and its settings; ``language`` such as ``en-GB``."""
    properties = document.core_properties
    properties.title, properties.language = title, language
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.created = properties.modified = _MADE
    properties.revision = 1
    settings = document.settings.element
    for setting in list(settings):
        settings.remove(setting)
    written = _SETTINGS.format(namespaces=nsdecls("w"), word=_WORD, language=language)
    for setting in list(parse_xml(written)):
        settings.append(setting)


def docx_bytes(document: Document) -> bytes:
    """Return the document as a .docx file without the unused parts that python-docx begins with."""
    for relationships in (document.part.package.rels, document.part.rels):
        for key in [key for key, relationship in relationships.items() if relationship.reltype not in _NEEDED]:
            relationships.pop(key)
    saved = io.BytesIO()
    document.save(saved)
    return _dateless(saved)


def _dateless(package: io.BytesIO) -> bytes:
    # The hour of building must not show in the file: letters rebuilt from equal words are equal files.
    built = io.BytesIO()
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(built, "w") as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            new.writestr(member, old.read(name), zipfile.ZIP_DEFLATED, 9)
    return built.getvalue()
