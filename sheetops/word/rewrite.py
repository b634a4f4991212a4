"""A story's tree with its fields replaced by markers: the first half of compiling.

Fields that mean something here become a marked run (a slot) or marked branches (an IF); the others stay, only what is
nested in them is merged. Paragraphs that such a field joins become a flow.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from sheetops.word.errors import ValueFault
from sheetops.word.escape import as_code, as_text
from sheetops.word.formats import Format
from sheetops.word.instruction import NESTED, Span, plain
from sheetops.word.locales import Locale
from sheetops.word.meaning import Context, Meaning, meaning_of
from sheetops.word.nodes import BLOCK, END, Field, Node, balance, field_tree, sign_of, split_runs
from sheetops.word.pictures import PictureStep, box_of
from sheetops.word.program import Slot, Step, Write
from sheetops.word.steps import Act, Computed
from sheetops.word.values import is_empty, to_text
from sheetops.word.xml import Element, W, clone, make, mark, run, text, unwrap

INLINE = (W + "hyperlink", W + "sdtContent", W + "dir", W + "bdo")
BLOCKS = tuple(
    W + name for name in ("body", "tc", "hdr", "ftr", "footnote", "endnote", "comment", "txbxContent", "sdtContent")
)


@dataclass
class Operations:
    """What the markers of a template stand for, by number, and the columns that each needs."""

    steps: list[Any] = field(default_factory=list)
    names: list[tuple[str, ...]] = field(default_factory=list)

    def add(self, step: Any, names: tuple[str, ...] = ()) -> int:
        """Add an operation and return its number."""
        self.steps.append(step)
        self.names.append(names)
        return len(self.steps) - 1


@dataclass
class Rewriter:
    """Rewrites a story of a template; ``part`` is its member, ``where`` names it for messages.

    ``kept`` are fields left alone.
    """

    context: Context
    operations: Operations
    part: str
    where: str
    kept: list[str] = field(default_factory=list)

    def story(self, root: Element) -> None:
        """Replace all fields of a story, innermost containers first."""
        split_runs(root)
        _unwrap_crossed(root)
        for container in reversed(list(root.iter(*INLINE, *BLOCKS))):
            if _holds_blocks(container):
                self._blocks(container)
            elif container.tag in INLINE:
                container[:] = self._emit(field_tree(container, self.where, strict=False))

    # ---------------------------------------------------------------------------------------------------- paragraphs

    def _blocks(self, container: Element) -> None:
        waiting: list[Element] = []
        depth = 0
        for block in list(container):
            change, _ = balance(block) if block.tag == W + "p" else (0, 0)
            if not waiting and not change:
                if block.tag == W + "p":
                    block[:] = self._emit(field_tree(block, self.where, strict=False))
                continue
            waiting.append(block)
            depth += change
            if depth <= 0:
                self._joined(container, waiting)
                waiting, depth = [], 0
        if waiting:
            self._joined(container, waiting)

    def _joined(self, container: Element, blocks: Sequence[Element]) -> None:
        """Rewrite paragraphs that one field (or a chain of them) joins."""
        nodes = field_tree(_line(blocks), self.where, strict=False)
        ours = _ours(blocks, self.context, self.where)
        if ours:
            nodes = field_tree(_line(blocks), self.where)
        if not any(self._crosses(node) for node in nodes if isinstance(node, Field)):
            for block in blocks:
                if block.tag == W + "p":
                    block[:] = self._emit(field_tree(block, self.where, strict=False))
            return
        at = container.index(blocks[0])
        content = [mark("flow"), *self._emit(nodes), mark("flow-end")]
        container[at : at + len(blocks)] = content

    def _crosses(self, inner: Field) -> bool:
        """Whether a field that is worked out here (or one inside it) holds the end of a paragraph."""
        nodes: list[Any] = [*inner.code, *inner.result]
        nested = any(self._crosses(node) for node in nodes if isinstance(node, Field))
        ends = any(not isinstance(node, Field) and node.tag == END for node in nodes)
        return nested or (ends and meaning_of(inner, self.context) is not None)

    # ------------------------------------------------------------------------------------------------------ emission

    def _emit(self, nodes: Iterable[Node], code: bool = False, branch: bool = False) -> list[Element]:
        out: list[Element] = []
        for node in nodes:
            if isinstance(node, Field):
                out += self._field(node, code, branch)
            elif node.tag == END:
                kind = "kept" if branch else "end"
                out += [mark(kind), *list(node), mark(kind + "-end")]
            elif node.tag == BLOCK:
                out += [mark("block"), *list(node), mark("block-end")]
            else:
                out.append(node)
        return out

    def _field(self, inner: Field, code: bool, branch: bool) -> list[Element]:
        meaning = meaning_of(inner, self.context)
        if meaning is None:
            return self._left_alone(inner, code, branch)
        if meaning.region is not None:
            return [mark("open" if meaning.region[0] == "start" else "close", self.operations.add(meaning.region[1]))]
        if meaning.act is not None:
            return [mark("act", self.operations.add(Act(_title(inner), meaning.act), meaning.names))]
        if meaning.picture is not None:
            return self._picture(inner, meaning)
        if meaning.choice is not None:
            return self._choice(inner, meaning, code)
        return [self._slot(inner, meaning, code)]

    def _left_alone(self, inner: Field, code: bool, branch: bool) -> list[Element]:
        self.kept.append(inner.instruction.keyword)
        if inner.simple:
            inner.begin[:] = self._emit(inner.result, code, branch)
            return [inner.begin]
        signs = [inner.begin], [inner.separate] if inner.separate is not None else [], [inner.end]
        return [
            *signs[0],
            *self._emit(inner.code, True, branch),
            *signs[1],
            *self._emit(inner.result, code, branch),
            *signs[2],
        ]

    def _slot(self, inner: Field, meaning: Meaning, code: bool) -> Element:
        write = as_code if code else as_text
        step: Slot | Step = Computed(_title(inner), meaning.text, write)
        if meaning.slot is not None:
            bare = None if code else meaning.bare
            step = Slot(meaning.slot[0], writer(meaning.slot[1], write, meaning.slot[0] in self.context.required, bare))
        holder = text("", "instrText" if code else "t")
        holder.append(mark("slot", self.operations.add(step, meaning.names)))
        return run(holder, meaning.style)

    def _choice(self, inner: Field, meaning: Meaning, code: bool) -> list[Element]:
        assert meaning.choice is not None
        test, yes, no = meaning.choice
        number = self.operations.add((_title(inner), test), meaning.names)
        first, second = (self._branch(inner, span, meaning.style, code) for span in (yes, no))
        return [mark("if", number), *first, mark("else", number), *second, mark("fi", number)]

    def _branch(self, inner: Field, span: Span | None, style: Element | None, code: bool) -> list[Element]:
        """Return the content of an IF's branch: its text with its own formatting, and whatever is nested in it."""
        if span is None:
            return []
        instruction, out, at = inner.instruction, list[Element](), span.start
        for found in NESTED.finditer(instruction.text, span.start, span.end):
            out += _texts(inner, at, found.start(), style, code)
            out += self._emit([instruction.nested[int(found.group(1))]], code, branch=True)
            at = found.end()
        return out + _texts(inner, at, span.end, style, code)

    def _picture(self, inner: Field, meaning: Meaning) -> list[Element]:
        assert meaning.picture is not None
        step = PictureStep(_title(inner), self.part, meaning.picture, box_of(inner))
        return [mark("picture", self.operations.add(step, meaning.names))]


def writer(form: Format, write: Callable[[str], bytes], required: bool, bare: Locale | None = None) -> Write:
    """Return the function from a value to bytes for a plain field (``bare``: its language, when it has no format)."""
    if required:
        return lambda value: write(form(value)) if not is_empty(value) else _missing()
    if bare is not None:
        return lambda value: write(value if value.__class__ is str else to_text(value, bare))
    return lambda value: write(form(value))


def _missing() -> bytes:
    raise ValueFault("is empty in the data, and this letter needs it")


def _title(inner: Field) -> str:
    return NESTED.sub("{...}", " ".join(inner.instruction.text.split()))[:60]


def _texts(inner: Field, start: int, end: int, style: Element | None, code: bool) -> list[Element]:
    instruction = inner.instruction
    cuts = sorted({start, end, *(at for at, _ in instruction.styles if start < at < end)})
    out = []
    for first, last in pairwise(cuts):
        words = instruction.text[first:last] if code else plain(instruction.text[first:last])
        out.append(
            run(text(words, "instrText" if code else "t"), style if style is not None else instruction.style_at(first))
        )
    return out


def _holds_blocks(container: Element) -> bool:
    return container.tag in BLOCKS and (
        container.tag != W + "sdtContent" or any(c.tag in (W + "p", W + "tbl") for c in container)
    )


def _unwrap_crossed(root: Element) -> None:
    """Take away hyperlinks and content controls that a field begins inside and ends outside of."""
    for container in reversed(list(root.iter(*INLINE))):
        inside = [run for child in container for run in (child if child.tag == W + "p" else (child,))]
        if balance(inside) != (0, 0):
            outer = container.getparent() if container.tag == W + "sdtContent" else container
            if outer is not container:
                outer[:] = list(container)
            unwrap(outer)


def _line(blocks: Sequence[Element]) -> list[Element]:
    """Return paragraphs as one line of nodes, each paragraph's end (with its properties) standing among them."""
    line: list[Element] = []
    for block in blocks:
        if block.tag != W + "p":
            holder = make("block")
            holder.tag = BLOCK
            holder.append(block if block.getparent() is None else clone(block))
            line.append(holder)
            continue
        end = make("end")
        end.tag = END
        properties = block.find(W + "pPr")
        if properties is not None:
            end.append(clone(properties))
        line += [child for child in block if child is not properties]
        line.append(end)
    return line


def _ours(blocks: Sequence[Element], context: Context, where: str) -> bool:
    """Whether a sign without its partner belongs to a field that is worked out here: the template must be mended."""
    line = _line(blocks)
    depth, lowest = balance(line)
    if depth == 0 and lowest == 0:
        return True
    open_texts: list[list[str]] = []
    for node in line:
        sign = sign_of(node)
        if sign == "begin":
            open_texts.append([])
        elif sign == "end" and open_texts:
            open_texts.pop()
        elif open_texts and node.tag == W + "r":
            open_texts[-1] += [piece.text or "" for piece in node.iter(W + "instrText")]
    words = [("".join(texts).split() or [""])[0].upper() for texts in open_texts]
    return lowest < 0 or any(word in context.reads for word in words)
