"""What a field may mean: its value, its text, the columns it needs; and what all readers of fields share.

A field without a meaning is left to Word.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sheetops.word.formats import Format, compile_format
from sheetops.word.instruction import NESTED, Instruction, Parsed, Span, parse_switches, plain, spans
from sheetops.word.locales import Locale, known_language, locale
from sheetops.word.nodes import END, Field
from sheetops.word.scope import Scope, canonical
from sheetops.word.values import to_text
from sheetops.word.xml import Element, W

Value = Callable[[Scope], object]
Text = Callable[[Scope], str]


@dataclass(frozen=True, slots=True)
class Context:
    """What a whole template knows: its name, language (forced or not), the day, answers, properties, SET names."""

    name: str
    language: str
    forced: bool = False
    today: dt.datetime | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    properties: Mapping[str, object] = field(default_factory=dict)
    variables: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()
    reads: Mapping[str, "Read"] = field(default_factory=dict)
    bookmark: "Read | None" = None

    def locale_of(self, style: Element | None) -> Locale:
        """Return the language under a run: the forced one, the run's own, or the template's."""
        tag = None if style is None or self.forced else style.find(W + "lang")
        value = None if tag is None else known_language(tag.get(W + "val"))
        return locale(value or self.language)


@dataclass(frozen=True, slots=True)
class Meaning:
    """One field, compiled.

    ``value`` is typed, for conditions and formulas; ``text`` is what it shows. ``slot`` (name and format) is set for
    a plain merge field, ``choice`` (test and two spans) for an IF, ``act`` for a field that only does something,
    ``region`` for TableStart and TableEnd, ``picture`` (path) for INCLUDEPICTURE. ``names`` are the columns it needs.
    """

    value: Value
    text: Text
    names: tuple[str, ...] = ()
    style: Element | None = None
    slot: tuple[str, Format] | None = None
    bare: Locale | None = None
    choice: tuple[Callable[[Scope], bool], Span | None, Span | None] | None = None
    act: Callable[[Scope], None] | None = None
    region: tuple[str, str] | None = None
    picture: Text | None = None


Read = Callable[[Field, Context], Meaning | None]


def meaning_of(inner: Field, context: Context) -> Meaning | None:
    """Return what a field means, None when it is left alone; worked out once."""
    if inner.meaning is None:
        inner.meaning = (_meaning(inner, context),)
    found: Meaning | None = inner.meaning[0]
    return found


def _meaning(inner: Field, context: Context) -> Meaning | None:
    if inner.is_form:
        return None
    keyword = inner.instruction.keyword
    read = context.reads.get(keyword)
    if read is None and canonical(keyword) in context.variables:
        read = context.bookmark
    return read(inner, context) if read else None


# ---------------------------------------------------------------------------------------------------------- arguments


def argument(inner: Field, span: Span | None, context: Context) -> tuple[Value, tuple[str, ...]]:
    """Return what an argument is worth and the columns it needs; a nested field standing alone keeps its type."""
    if span is None:
        return (lambda _scope: ""), ()
    parts = parts_of(inner.instruction, span)
    meanings = [nested_meaning(node, context) for node in parts if not isinstance(node, str)]
    names = tuple(name for meaning in meanings for name in meaning.names)
    if len(parts) == 1 and meanings:
        return meanings[0].value, names
    if not meanings:
        return constant("".join(str(part) for part in parts)), ()
    texts = [constant(part) if isinstance(part, str) else nested_meaning(part, context).text for part in parts]
    return (lambda scope: "".join(text(scope) for text in texts)), names


def parts_of(instruction: Instruction, span: Span) -> list[object]:
    """Return the text and the nested nodes of a span, in order."""
    pieces = NESTED.split(instruction.text[span.start : span.end])
    whole: list[object] = [
        plain(piece) if at % 2 == 0 else instruction.nested[int(piece)] for at, piece in enumerate(pieces)
    ]
    return [piece for piece in whole if piece != ""]


def nested_meaning(node: object, context: Context) -> Meaning:
    """Return what a nested node means; LeftAlone when only Word can work it out."""
    if isinstance(node, Field):
        found = meaning_of(node, context)
        if found is None:
            raise LeftAlone
        return found
    ending = "\n" if getattr(node, "tag", "") == END else ""
    return Meaning(constant(ending), constant(ending))


class LeftAlone(Exception):
    """A field depends on one that only Word can work out (a page number)."""


def constant(text: str) -> Text:
    """Return a text whatever the scope."""
    return lambda _scope: text


def text_of(value: Value, spoken: Locale) -> Text:
    """Return the text of a typed value."""
    return lambda scope: to_text(value(scope), spoken)


def parsed_of(inner: Field, with_argument: str = "") -> Parsed:
    """Return a field's instruction taken apart.

    ``with_argument`` names the switches that take the argument after them.
    """
    text = inner.instruction.text
    listed = spans(text)
    return parse_switches(text, listed[1:], with_argument)


def style_of(inner: Field, parsed: Parsed) -> Element | None:
    """Return a result's formatting: the last result's with MERGEFORMAT, else that of the keyword's first letter."""
    if parsed.merge_format or inner.simple:
        shown, style = inner.result_style()
        return style if shown else inner.instruction.first_style()
    return inner.instruction.first_style()


def shown_by(inner: Field, parsed: Parsed, value: Value, context: Context, names: tuple[str, ...] = ()) -> Meaning:
    """Return the meaning of a field that shows one value with pictures and formats."""
    style = style_of(inner, parsed)
    form = compile_format(parsed, context.locale_of(style))
    formatted = parsed.formats or parsed.number_picture is not None or parsed.date_picture is not None
    text: Text = lambda scope: form(value(scope))  # noqa: E731
    return Meaning(text if formatted else value, text, names, style)


def literal(inner: Field, span: Span | None) -> str:
    """Return the text of an argument that holds no field; "" when there is none."""
    return "" if span is None else plain(inner.instruction.text[span.start : span.end])
