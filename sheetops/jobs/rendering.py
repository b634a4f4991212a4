"""Documents made again from what the register keeps of them: the template's bytes and the frozen record."""

from collections.abc import Mapping, Sequence
from typing import Any

from sheetops import word
from sheetops.errors import TemplateError
from sheetops.jobs.journalfile import SUFFIX, journal_file
from sheetops.register import Entry, Register, template_of
from sheetops.register.issuing import Render

RECORD, LANGUAGE, FOLDER = "record", "language", "folder"


def content_of(record: Mapping[str, Any], template: word.Template, language: str) -> dict[str, Any]:
    """Return what the register keeps of a document beside its template: enough to make the same bytes whenever."""
    return {RECORD: dict(record), LANGUAGE: language, FOLDER: template.folder}


def renderer(register: Register) -> Render:
    """Return what makes documents from their entries; each template is taken from the register and compiled once."""
    compiled: dict[tuple[str, str, str], word.Template] = {}
    sources: dict[str, tuple[str, bytes]] = {}

    def render(documents: Sequence[Entry]) -> bytes:
        if len(documents) != 1:
            raise TemplateError(f"{documents[0].path.name} holds several documents, which are made in one run only.")
        content = documents[0].content
        name, source = sources.get(documents[0].template) or template_of(register, documents[0].template)
        sources[documents[0].template] = (name, source)
        if name.endswith(SUFFIX):
            return journal_file(content, source)
        key = (documents[0].template, str(content[LANGUAGE]), str(content[FOLDER]))
        if key not in compiled:
            compiled[key] = word.from_bytes(source, name, key[1], key[2])
        return compiled[key].render(content[RECORD])

    return render
