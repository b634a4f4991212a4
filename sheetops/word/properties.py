"""Document properties (title, author, custom ones), for DOCPROPERTY fields."""

from sheetops.word.opc import Package
from sheetops.word.scope import canonical

_KINDS = ("core-properties", "extended-properties", "custom-properties")


def properties_of(package: Package) -> dict[str, object]:
    """Return the text of each document property by its name without case, spaces and punctuation."""
    found: dict[str, object] = {}
    for kind in _KINDS:
        for part in package.targets("", kind):
            if part in package.members:
                found |= _properties(package, part)
    return found


def _properties(package: Package, part: str) -> dict[str, object]:
    found: dict[str, object] = {}
    for node in package.root(part):
        name = node.get("name") or str(node.tag).rpartition("}")[2]
        found[canonical(_WORDS.get(name, name))] = "".join(node.itertext())
    return found


_WORDS = {"creator": "Author", "description": "Comments", "lastModifiedBy": "LastSavedBy", "created": "CreateTime"}
"""Word's own names for properties that the file calls otherwise."""
