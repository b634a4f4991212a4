"""Making documents.

Find the template, see that it fits before anything is written, render, and put the file in place.
"""

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sheetops import resources, word
from sheetops.errors import OutputError, TemplateError
from sheetops.jobs.records import RECORDS
from sheetops.model import Document
from sheetops.policy import Policy
from sheetops.publish import whole_file
from sheetops.register import Register, keep_template
from sheetops.word.files import write_whole
from sheetops.word.names import name_key, safe_name

Key = tuple[str, str]
"""A template's key and a language."""


@dataclass(frozen=True)
class Chosen:
    """The template that serves a key and language: its file, compiled, and the language it is in."""

    file: Path
    template: word.Template
    language: str


@dataclass
class Maker:
    """Makes one run's documents in one folder: no two of one name, each there whole or not at all.

    ``many``: so many, and so easily made again, that it does not wait for the disk after each.
    `prepare` compiles every template that will be needed and raises TemplateError when one does not fit its record:
    nothing has been written then.
    """

    policy: Policy
    place: Path | None
    folder: Path
    chosen: dict[Key, Chosen] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    shas: dict[Key, str] = field(default_factory=dict)
    many: bool = False

    def prepare(self, wanted: Iterable[Key]) -> None:
        """Find, compile and check the templates of these keys and languages."""
        for key in sorted(set(wanted)):
            self.chosen[key] = self._choose(*key)
        misfits = [said for one in self.chosen.values() for said in _misfits(one)]
        if misfits:
            raise TemplateError("\n".join(dict.fromkeys(misfits)))

    def kept(self, register: Register, key: Key) -> str:
        """Keep a template's bytes in the register and return their SHA-256."""
        if key not in self.shas:
            chosen = self.chosen[key]
            self.shas[key] = keep_template(register, chosen.file.name, chosen.template.source)
        return self.shas[key]

    def make(self, key: Key, record: Mapping[str, Any], name: str) -> Document:
        """Render one document and put it into the folder; TemplateError or OutputError when this one cannot be made."""
        content = self.chosen[key].template.render(record)
        file = safe_name(name, self.taken)
        self.taken.add(name_key(file))
        if self.many:
            write_whole(self.folder / file, content)
        else:
            with whole_file(self.folder / file) as draft:
                draft.write_bytes(content)
        return Document(Path(self.folder.name) / file, hashlib.sha256(content).hexdigest())

    def left_over(self, day: dt.date, sent: Collection[str]) -> tuple[str, ...]:
        """Return the documents of a day in the folder that are neither of this run nor known to be sent."""
        there = sorted(file.name for file in self.folder.glob(f"{day} *.docx"))
        known = self.taken | {name_key(name) for name in sent}
        return tuple(name for name in there if name_key(name) not in known)

    def _choose(self, key: str, language: str) -> Chosen:
        languages = dict.fromkeys((language, str(self.policy.value("language")), "en"))
        tried = [folder / spoken / self._file(key, spoken) for spoken in languages for folder in self._folders()]
        for path in tried:
            if path.is_file():
                spoken = path.parent.name
                return Chosen(path, word.compile(path, language=spoken), spoken)
        raise TemplateError(
            f"There is no template {tried[0].name} for {key} in the letters folder (looked for {tried[0]}). "
            "Put the Word document there, or correct its file name in the Templates sheet."
        )

    def _file(self, key: str, language: str) -> str:
        """Return the file name that the Templates sheet gives a letter in a language, else in the one that it names."""
        rows = [one for (named, _), one in self.policy.templates.items() if named == key and one.file]
        rows.sort(key=lambda one: one.language != language)
        return Path(rows[0].file).name if rows else f"{key}.docx"

    def _folders(self) -> tuple[Path, ...]:
        own = (self.place / "letters",) if self.place else ()
        return (*own, resources.letters())


def _misfits(one: Chosen) -> list[str]:
    record = RECORDS.get(one.file.stem)
    if record is None:
        return []
    return [f"{one.file.name}: {said}" for said in one.template.check(record.fields, record.lists)]


def refused(wrong: TemplateError | OutputError) -> str:
    """Return why one document could not be made, in one line."""
    return " ".join(str(wrong).split())
