"""Fields as a tree: what ``begin``, ``separate`` and ``end`` enclose, whichever runs they fell into.

Works on the children of one paragraph (or of several that a field joins); what hangs deeper (hyperlinks, content
controls) is a container of its own and was done before.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sheetops.errors import TemplateError
from sheetops.word.instruction import Instruction
from sheetops.word.xml import OPEN, Element, W, clone, make

END = "{urn:sheetops}end"
"""Stands for the end of a paragraph where paragraphs are joined; holds the paragraph's properties."""

BLOCK = "{urn:sheetops}block"
"""Stands around a table where paragraphs are joined."""

_TEXTS = (W + "instrText", W + "t")
_DELETED = (W + "del", W + "moveFrom")


@dataclass(eq=False, slots=True)
class Field:
    """One field: its signs (``simple`` for a ``w:fldSimple``), the nodes of its code and of its result."""

    begin: Element
    separate: Element | None = None
    end: Element | None = None
    simple: bool = False
    code: list["Node"] = field(default_factory=list)
    result: list["Node"] = field(default_factory=list)
    instruction: Instruction = field(default_factory=Instruction)
    meaning: Any = None

    @property
    def is_form(self) -> bool:
        """Whether this is a form field (a box to fill in), which is none of ours."""
        return self.begin.find(".//" + W + "ffData") is not None

    def result_style(self) -> tuple[bool, Element | None]:
        """Return whether Word last showed any result, and the run properties of its beginning."""
        for node in self.result:
            if isinstance(node, Field):
                return node.result_style()
            if node.tag == W + "r":
                return True, node.find(W + "rPr")
        return False, None


Node = Any
"""A `Field`, or an lxml element."""


def sign_of(run: Element) -> str:
    """Return ``begin``, ``separate`` or ``end`` for a run that holds a field sign, else ""."""
    sign = run.find(W + "fldChar") if run.tag == W + "r" else None
    return "" if sign is None else str(sign.get(W + "fldCharType"))


def split_runs(root: Element) -> None:
    """Give each field sign and each piece of code a run of its own (Word may put a whole field into one run)."""
    for run in [sign.getparent() for sign in root.iter(W + "fldChar", W + "instrText")]:
        if run.tag == W + "r" and run.getparent() is not None:
            _split(run)


def _split(run: Element) -> None:
    properties = run.find(W + "rPr")
    content = [child for child in run if child is not properties]
    for child in content[1:][::-1]:
        own = make("r")
        if properties is not None:
            own.append(clone(properties))
        own.append(child)
        run.addnext(own)


def balance(nodes: Iterable[Element]) -> tuple[int, int]:
    """Return how many fields stay open after some siblings, and the lowest point on the way."""
    depth = lowest = 0
    for node in nodes:
        sign = sign_of(node)
        depth += (sign == "begin") - (sign == "end")
        lowest = min(lowest, depth)
    return depth, lowest


def field_tree(children: Iterable[Element], where: str, strict: bool = True) -> list[Node]:
    """Return siblings as a list in which fields are `Field`s.

    TemplateError when a field is begun and not ended or the other way round; unless ``strict``, such signs stay as
    they are.
    """
    siblings = list(children)
    loose = set() if strict else _unpaired(siblings)
    top: list[Node] = []
    open_fields: list[Field] = []
    for node in siblings:
        sign = "" if node in loose else sign_of(node)
        place = _place(open_fields) if open_fields else top
        if sign == "begin":
            open_fields.append(Field(node))
        elif sign == "separate" and open_fields:
            open_fields[-1].separate = node
        elif sign == "end" and open_fields:
            done = open_fields.pop()
            done.end = node
            _read_code(done)
            (_place(open_fields) if open_fields else top).append(done)
        elif sign:
            raise TemplateError(
                f"{where}: a field ends that never began. Retype the field in Word (Insert, Merge Field)."
            )
        else:
            place.append(_simple(node, where) if node.tag == W + "fldSimple" else node)
    if open_fields:
        raise TemplateError(
            f"{where}: the field '{_code_text(open_fields[0])}' begins and does not end in the same place. "
            "Delete it in Word, ends included (Alt+F9 shows them), and insert it again."
        )
    return top


def _unpaired(siblings: list[Element]) -> set[Element]:
    stack: list[list[Element]] = []
    loose: set[Element] = set()
    for node in siblings:
        sign = sign_of(node)
        if sign == "begin":
            stack.append([node])
        elif sign and stack:
            stack[-1].append(node)
            if sign == "end":
                stack.pop()
        elif sign:
            loose.add(node)
    return loose.union(*stack)


def _place(open_fields: list[Field]) -> list[Node]:
    inner = open_fields[-1]
    return inner.code if inner.separate is None else inner.result


def _simple(node: Element, where: str) -> Field:
    children = [child for child in node if child.tag != W + "fldData"]
    made = Field(node, simple=True, result=field_tree(children, where))
    made.instruction.add_text(node.get(W + "instr", ""), made.result_style()[1])
    return made


def _code_text(inner: Field) -> str:
    _read_code(inner)
    return inner.instruction.text.partition(OPEN)[0].strip()[:60]


def _read_code(inner: Field) -> None:
    """Turn the nodes of the code into the instruction's text, in which other nodes have numbers."""
    instruction = inner.instruction
    for node in inner.code:
        if isinstance(node, Field) or node.tag != W + "r":
            if isinstance(node, Field) or node.tag not in _DELETED:
                instruction.add_node(node)
            continue
        style = node.find(W + "rPr")
        for child in node:
            if child.tag in _TEXTS:
                instruction.add_text(child.text or "", style)
            elif child is not style:
                instruction.add_node(_alone(child, style))


def _alone(child: Element, style: Element | None) -> Element:
    own = make("r")
    if style is not None:
        own.append(clone(style))
    own.append(clone(child))
    return own
