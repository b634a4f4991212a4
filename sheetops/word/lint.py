"""What a clerk should know of a template before a run: fields that do not fit, mistakes that Word keeps quiet."""

import re
from collections.abc import Collection, Mapping
from pathlib import Path

from sheetops.word import guard
from sheetops.word.opc import Package
from sheetops.word.scope import canonical
from sheetops.word.template import Template
from sheetops.word.xml import Element, W

_ACTS = re.compile(r"\b(NEXT|NEXTIF|SKIPIF)\b", re.IGNORECASE)
_SUSPECT = re.compile(r"\b(INCLUDETEXT|DDE|DDEAUTO|LINK|DATABASE|IMPORT|EMBED)\b", re.IGNORECASE)
_TYPED = re.compile(r"«\s*\w[^»]*»|<<\s*\w[^>]*>>|\{\{?\s*(?:MERGEFIELD\s+)?\w+\s*\}?\}")
_SOURCES = ("mailMergeSource", "mailMergeHeaderSource", "recipientData")


def remarks(
    template: Template, names: Collection[str] | None = None, lists: Mapping[str, Collection[str]] | None = None
) -> list[str]:
    """Return what is worth knowing of a template, a sentence each, the gravest first.

    With the data's columns (``names``, and ``lists`` of rows) also which fields they do not answer.
    """
    package = Package(template.name, guard.members(template.source, template.name))
    found = template.check(names, lists) if names is not None else []
    for part in package.stories():
        found += _story(template.name, part, package.root(part), part != package.document)
    found += _sources(package) + _left_alone(template)
    return found


def _story(name: str, part: str, root: Element, beside: bool) -> list[str]:
    where = "" if not beside else f" in {Path(part).stem}"
    codes = _codes(root)
    found = []
    if beside and any(_ACTS.search(code) for code in codes):
        found.append(
            f"{name}: NEXT, NEXTIF and SKIPIF must not stand in headers, footers and notes ({where.strip()}). "
            "Move them."
        )
    if any("MERGEFIELD" in (node.text or "").upper() for node in root.iter(W + "delInstrText")):
        found.append(
            f"{name}: a merge field stands in deleted text{where} and is not merged. Accept the changes in Word."
        )
    suspects = sorted({hit.group(1).upper() for code in codes if (hit := _SUSPECT.search(code))})
    if suspects:
        found.append(
            f"{name}: {', '.join(suspects)} fetches text from elsewhere when the letter is opened{where}. Take it out."
        )
    typed = sorted({hit.group() for paragraph in root.iter(W + "p") for hit in _TYPED.finditer(_typed_text(paragraph))})
    if typed:
        found.append(
            f"{name}: {', '.join(typed[:5])}{where} is typed text, not a field. Insert it with Insert Merge Field."
        )
    return found


def _codes(root: Element) -> list[str]:
    together = [
        "".join(node.text or "" for node in paragraph.iter(W + "instrText")) for paragraph in root.iter(W + "p")
    ]
    return together + [node.get(W + "instr", "") for node in root.iter(W + "fldSimple")]


def _typed_text(paragraph: Element) -> str:
    """Return a paragraph's text outside fields: what a field shows is not typed."""
    depth, words = 0, list[str]()
    for node in paragraph.iter(W + "fldChar", W + "t"):
        if node.tag == W + "fldChar":
            kind = node.get(W + "fldCharType")
            depth += (kind == "begin") - (kind == "end")
        elif depth <= 0 and not any(up.tag == W + "fldSimple" for up in node.iterancestors()):
            words.append(node.text or "")
    return "".join(words)


def _sources(package: Package) -> list[str]:
    settings = package.part("settings")
    if settings is None or package.root(settings).find(W + "mailMerge") is None:
        return []
    targets = sorted(
        {relation.target for relation in package.relations(settings) if relation.kind in _SOURCES and relation.external}
    )
    where = f" ({', '.join(targets)})" if targets else ""
    return [
        f"{package.name}: the template is tied to a data source of Word's{where}. Letters made here do not carry it; "
        "the template itself shows it to whoever gets it, and Word asks for it on opening."
    ]


def _left_alone(template: Template) -> list[str]:
    left = [
        name for name in template.left_alone if name in ("=", "IF", "DATE", "TIME", "DOCPROPERTY", "INCLUDEPICTURE")
    ]
    reasons = {
        "=": "a formula over table cells is worked out by Word only when its field is updated",
        "IF": "a condition over page numbers is worked out by Word",
        "DATE": "DATE shows the day on which the letter is opened; give the run a date, or use a merge field",
        "TIME": "TIME shows the time at which the letter is opened",
        "DOCPROPERTY": "a document property of that name does not exist",
        "INCLUDEPICTURE": "a picture with a fixed path stays a link to that path",
    }
    return [f"{template.name}: {name} is left to Word: {reasons[name]}." for name in dict.fromkeys(left)]


def unused(template: Template, names: Collection[str]) -> tuple[str, ...]:
    """Return the data's columns that no field of a template uses: good to know, and no fault."""
    used = {canonical(name) for name in template.fields}
    return tuple(name for name in names if canonical(name) not in used)
