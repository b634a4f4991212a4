"""What a letter must not carry: the desk's data source, macros, editing traces, what makes Word ask questions."""

from sheetops.word.opc import DOCUMENT, Package, relations_name
from sheetops.word.xml import W14, Element, R, W, remove, unwrap

_SOURCES = ("mailMergeSource", "mailMergeHeaderSource", "recipientData")
_MACROS = ("vbaProject", "wordVbaData", "keyMapCustomizations", "attachedToolbars", "printerSettings")
_REMARKS = ("comments", "commentsExtended", "commentsIds", "commentsExtensible", "people")
_NOT_WANTED = ("mailMerge", "attachedTemplate", "updateFields", "rsids", "proofState")
_TRACES = {W + name for name in ("rsidR", "rsidRDefault", "rsidRPr", "rsidP", "rsidTr", "rsidDel", "rsidSect")}
_TRACES |= {W14 + "paraId", W14 + "textId"}


def clean_package(package: Package) -> bool:
    """Clean settings and relationships; return whether the template asks to keep lines whose fields are all empty."""
    package.set_type(package.document, DOCUMENT)
    _drop_macros_and_comments(package)
    settings = package.part("settings")
    return _clean_settings(package, settings) if settings else False


def _drop_macros_and_comments(package: Package) -> None:
    """Leave macros and reviewers' remarks in the template."""
    for part in [package.document, *list(package.targets(package.document, "vbaProject"))]:
        for relation in package.relations(part):
            if relation.kind in _MACROS or relation.kind in _REMARKS:
                package.drop_relation(part, relation.id)
                package.drop(package.target(part, relation))


def _clean_settings(package: Package, settings: str) -> bool:
    root = package.root(settings)
    keep_blank = any(_on(node) for node in root.iter(W + "doNotSuppressBlankLines"))
    for node in [node for name in _NOT_WANTED for node in root.findall(W + name)]:
        remove(node)
    for relation in package.relations(settings):
        if relation.kind in _SOURCES or relation.kind == "attachedTemplate" or "mailMerge" in relation.kind:
            package.drop_relation(settings, relation.id)
            if not relation.external:
                package.drop(package.target(settings, relation))
    _drop_dangling(package, settings, root)
    return keep_blank


def _drop_dangling(package: Package, settings: str, root: Element) -> None:
    """Leave no reference in settings to a relationship that is gone."""
    known = {relation.id for relation in package.relations(settings)}
    for node in [node for node in root.iter() if node.get(R + "id") not in (None, *known)]:
        remove(node)
    if not known:
        package.members.pop(relations_name(settings), None)


def _on(node: Element) -> bool:
    return node.get(W + "val", "true") not in ("0", "false", "off")


def clean_story(root: Element) -> None:
    """Take editing traces out: revision ids, proofing marks, remarks, remembered breaks, printers, ``_GoBack``."""
    for node in list(root.iter(W + "proofErr", W + "lastRenderedPageBreak", W + "printerSettings")):
        remove(node)
    for node in list(root.iter(W + "commentRangeStart", W + "commentRangeEnd", W + "commentReference")):
        remove(node.getparent() if node.tag == W + "commentReference" else node)
    for start in list(root.iter(W + "bookmarkStart")):
        if start.get(W + "name") == "_GoBack":
            _drop_bookmark(root, start)
    for node in root.iter():
        for name in _TRACES.intersection(node.attrib):
            del node.attrib[name]
    _unwrap_inserted(root)


def _drop_bookmark(root: Element, start: Element) -> None:
    ident = start.get(W + "id")
    for end in list(root.iter(W + "bookmarkEnd")):
        if end.get(W + "id") == ident:
            remove(end)
    remove(start)


def _unwrap_inserted(root: Element) -> None:
    """Take smart tags and custom XML away, and accept insertions around fields: fields may begin or end in them."""
    for node in list(root.iter(W + "smartTag", W + "customXml")):
        for properties in node.findall(W + "smartTagPr") + node.findall(W + "customXmlPr"):
            remove(properties)
        unwrap(node)
    for node in list(root.iter(W + "ins", W + "moveTo")):
        if node.find(".//" + W + "fldChar") is not None or node.find(".//" + W + "instrText") is not None:
            unwrap(node)
