"""From a marked tree to a program: the tree is written once, cut at its markers, and the pieces are nested again."""

from collections.abc import Iterator
from typing import Any

from sheetops.word.program import Program, Slot, Step, program
from sheetops.word.rewrite import Operations
from sheetops.word.steps import Blank, Block, Break, Choice, Container, End, Flow, KeptEnd, Marked, Region, Rows, Table
from sheetops.word.xml import DECLARATION, MARKS, Element, body

Piece = bytes | Slot | Step
Token = bytes | tuple[str, int]


def lower(root: Element, operations: Operations) -> Program:
    """Return a part's program, XML declaration included."""
    return lower_bytes(DECLARATION + body(root), operations)


def lower_bytes(data: bytes, operations: Operations) -> Program:
    """Return the program of a serialised part or of a piece of one."""
    return _Lowering(_tokens(data), operations).until("")


def _tokens(data: bytes) -> Iterator[Token]:
    at = 0
    for found in MARKS.finditer(data):
        if found.start() > at:
            yield data[at : found.start()]
        kind, number = (found.group(1), found.group(2)) if found.group(1) else (found.group(3), found.group(4))
        yield kind.decode(), int(number)
        at = found.end()
    yield data[at:]


class _Lowering:
    """Reads tokens; each opening marker takes what stands up to its closing one."""

    def __init__(self, tokens: Iterator[Token], operations: Operations) -> None:
        self._tokens = tokens
        self._steps: list[Any] = operations.steps

    def until(self, closing: str) -> Program:
        """Return the program up to a closing marker, or to the end."""
        pieces: list[Piece] = []
        for token in self._tokens:
            if isinstance(token, bytes):
                pieces.append(token)
            elif token[0] == closing:
                break
            else:
                pieces.append(self._piece(*token))
        return program(pieces)

    def _piece(self, kind: str, number: int) -> Piece:
        step = self._steps[number] if self._steps else None
        if kind == "if":
            return Choice(step[0], step[1], self.until("else"), self.until("fi"))  # type: ignore[index]
        if kind == "rows":
            return Rows(step, self.until("rows-end"))  # type: ignore[arg-type]
        if kind == "region":
            return Region(step, self.until("region-end"))  # type: ignore[arg-type]
        if kind == "blank":
            return Blank(self.until("blank-body"), self.until("blank-end"))
        if kind in _WRAPPERS:
            return _WRAPPERS[kind](self.until(kind + "-end"))
        return step  # type: ignore[return-value]


_WRAPPERS: dict[str, Any] = {
    "table": Table,
    "cont": Container,
    "flow": Flow,
    "end": lambda body: Marked(End, body),
    "kept": lambda body: Marked(KeptEnd, body),
    "break": lambda body: Marked(Break, body),
    "block": lambda body: Marked(Block, body),
}
