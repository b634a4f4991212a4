"""What each field means: where its value comes from and what it shows. A field without a meaning here is left to Word.

One function a field type, listed in ``MEANINGS`` at the foot.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sheetops.errors import TemplateError
from sheetops.word.conditions import compare, split_operators
from sheetops.word.errors import Skipped
from sheetops.word.formats import Format, compile_format
from sheetops.word.formula import formula
from sheetops.word.instruction import NESTED, Instruction, Parsed, Span, parse_switches, plain, spans
from sheetops.word.locales import Locale, locale
from sheetops.word.nodes import END, Field
from sheetops.word.scope import Scope, canonical, value_of
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

    def locale_of(self, style: Element | None) -> Locale:
        """Return the language under a run: the forced one, the run's own, or the template's."""
        tag = None if style is None or self.forced else style.find(W + "lang")
        value = None if tag is None else tag.get(W + "val")
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
        read = _bookmark
    return read(inner, context) if read else None


# ---------------------------------------------------------------------------------------------------------- arguments


def argument(inner: Field, span: Span | None, context: Context) -> tuple[Value, tuple[str, ...]]:
    """Return what an argument is worth and the columns it needs; a nested field standing alone keeps its type."""
    if span is None:
        return (lambda _scope: ""), ()
    parts = _parts(inner.instruction, span)
    meanings = [_nested(node, context) for node in parts if not isinstance(node, str)]
    names = tuple(name for meaning in meanings for name in meaning.names)
    if len(parts) == 1 and meanings:
        return meanings[0].value, names
    if not meanings:
        constant = "".join(str(part) for part in parts)
        return (lambda _scope: constant), ()
    texts = [_constant(part) if isinstance(part, str) else _nested(part, context).text for part in parts]
    return (lambda scope: "".join(text(scope) for text in texts)), names


def _parts(instruction: Instruction, span: Span) -> list[object]:
    """Return the text and the nested nodes of a span, in order."""
    pieces = NESTED.split(instruction.text[span.start : span.end])
    whole: list[object] = [
        plain(piece) if at % 2 == 0 else instruction.nested[int(piece)] for at, piece in enumerate(pieces)
    ]
    return [piece for piece in whole if piece != ""]


def _nested(node: object, context: Context) -> Meaning:
    if isinstance(node, Field):
        found = meaning_of(node, context)
        if found is None:
            raise _LeftAlone
        return found
    ending = "\n" if getattr(node, "tag", "") == END else ""
    return Meaning(_constant(ending), _constant(ending))


class _LeftAlone(Exception):
    """A field depends on one that only Word can work out (a page number)."""


def _constant(text: str) -> Text:
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


def _style(inner: Field, parsed: Parsed) -> Element | None:
    """Return a result's formatting: the last result's with MERGEFORMAT, else that of the keyword's first letter."""
    if parsed.merge_format or inner.simple:
        shown, style = inner.result_style()
        return style if shown else inner.instruction.first_style()
    return inner.instruction.first_style()


def shown_by(inner: Field, parsed: Parsed, value: Value, context: Context, names: tuple[str, ...] = ()) -> Meaning:
    """Return the meaning of a field that shows one value with pictures and formats."""
    style = _style(inner, parsed)
    form = compile_format(parsed, context.locale_of(style))
    formatted = parsed.formats or parsed.number_picture is not None or parsed.date_picture is not None
    text: Text = lambda scope: form(value(scope))  # noqa: E731
    return Meaning(text if formatted else value, text, names, style)


# -------------------------------------------------------------------------------------------------------- merge fields


def _name(inner: Field, parsed: Parsed, context: Context) -> str:
    text = inner.instruction.text
    words = [text[span.start : span.end] for span in parsed.arguments]
    name = plain(" ".join(words)).strip()
    if not name or NESTED.search(name):
        raise TemplateError(
            f"{context.name}: a MERGEFIELD has no name of its own. Delete it in Word and insert it again."
        )
    return name


def _merge_field(inner: Field, context: Context) -> Meaning:
    parsed = parsed_of(inner, "bf")
    name = _name(inner, parsed, context)
    edge, _, region = name.partition(":")
    if edge.casefold() in ("tablestart", "tableend") and region:
        return Meaning(_constant(""), _constant(""), region=(edge.casefold()[5:], region.strip()))
    style = _style(inner, parsed)
    form = compile_format(parsed, context.locale_of(style))
    around = [parsed.switches.get(letter) for letter in "bf"]
    if any(around):
        return _surrounded(inner, name, form, around, style, context)
    value: Value = lambda scope: value_of(scope, name)  # noqa: E731
    formatted = parsed.formats or parsed.number_picture is not None or parsed.date_picture is not None
    text: Text = lambda scope: form(value_of(scope, name))  # noqa: E731
    return Meaning(
        text if formatted else value,
        text,
        (name,),
        style,
        slot=(name, form),
        bare=None if formatted else context.locale_of(style),
    )


def _surrounded(
    inner: Field, name: str, form: Format, around: list[Span | None], style: Element | None, context: Context
) -> Meaning:
    r"""``\b`` and ``\f``: text before and after, only when the field is not empty."""
    (before, _), (after, _) = (argument(inner, span, context) for span in around)
    spoken = context.locale_of(style)
    first, last = text_of(before, spoken), text_of(after, spoken)

    def text(scope: Scope) -> str:
        shown = form(value_of(scope, name))
        return f"{first(scope)}{shown}{last(scope)}" if shown else ""

    return Meaning(text, text, (name,), style)


def _merge_record(inner: Field, context: Context) -> Meaning:
    return shown_by(inner, parsed_of(inner), lambda scope: scope.letter.number, context)


def _merge_sequence(inner: Field, context: Context) -> Meaning:
    return shown_by(inner, parsed_of(inner), lambda scope: scope.letter.sequence, context)


# ---------------------------------------------------------------------------------------------------------- conditions


def _condition(inner: Field, context: Context) -> tuple[Callable[[Scope], bool], tuple[str, ...], list[Span]]:
    """Return a field's comparison, the columns that it needs, and the spans that follow it."""
    text = inner.instruction.text
    listed = split_operators(text, spans(text)[1:])
    at = next((n for n, span in enumerate(listed) if span.kind == "operator"), None)
    if at is None or at + 1 > len(listed):
        raise TemplateError(
            f"{context.name}: the field '{NESTED.sub('{...}', text).strip()[:60]}' compares nothing. Write it like "
            '{ IF { MERGEFIELD amount } > 0 "text" "other text" }.'
        )
    left, first = argument(inner, _joined(listed[:at]), context)
    right, second = argument(inner, listed[at + 1] if at + 1 < len(listed) else None, context)
    sign = text[listed[at].start : listed[at].end]
    spoken = context.locale_of(inner.instruction.first_style())
    return (lambda scope: compare(left(scope), sign, right(scope), spoken)), first + second, listed[at + 2 :]


def _joined(listed: list[Span]) -> Span | None:
    return Span("word", listed[0].start, listed[-1].end) if len(listed) > 1 else listed[0] if listed else None


def _if(inner: Field, context: Context) -> Meaning | None:
    try:
        test, names, rest = _condition(inner, context)
    except _LeftAlone:
        return None
    parsed = parse_switches(inner.instruction.text, rest, "")
    yes, no = [*parsed.arguments, None, None][:2]
    try:
        (first, more), (second, others) = argument(inner, yes, context), argument(inner, no, context)
    except _LeftAlone:
        first, more, second, others = (
            _constant(""),
            _names_in(inner, yes, context),
            _constant(""),
            _names_in(inner, no, context),
        )
    value: Value = lambda scope: first(scope) if test(scope) else second(scope)  # noqa: E731
    shown = shown_by(inner, parsed, value, context, names + more + others)
    formats = [name for name in parsed.formats if name not in ("MERGEFORMAT", "CHARFORMAT")]
    if formats or parsed.number_picture is not None or parsed.date_picture is not None:
        return shown
    style = shown.style if parsed.formats else None
    return Meaning(value, shown.text, shown.names, style, choice=(test, yes, no))


def _names_in(inner: Field, span: Span | None, context: Context) -> tuple[str, ...]:
    found = [] if span is None else [node for node in _parts(inner.instruction, span) if isinstance(node, Field)]
    meanings = [meaning_of(node, context) for node in found]
    return tuple(name for meaning in meanings if meaning for name in meaning.names)


def _skip_if(inner: Field, context: Context) -> Meaning:
    test, names, _ = _condition(inner, context)

    def act(scope: Scope) -> None:
        if test(scope):
            raise Skipped(f"{context.name}: SKIPIF leaves this record out.")

    return Meaning(_constant(""), _constant(""), names, act=act)


def _next_if(inner: Field, context: Context) -> Meaning:
    test, names, _ = _condition(inner, context)

    def act(scope: Scope) -> None:
        if test(scope):
            scope.advance()

    return Meaning(_constant(""), _constant(""), names, act=act)


def _next(_inner: Field, _context: Context) -> Meaning:
    return Meaning(_constant(""), _constant(""), act=Scope.advance)


# ------------------------------------------------------------------------------------- variables, questions, properties


def _set(inner: Field, context: Context) -> Meaning | None:
    parsed = parsed_of(inner)
    if len(parsed.arguments) < 2:
        return None
    key = canonical(literal(inner, parsed.arguments[0]))
    value, names = argument(inner, parsed.arguments[1], context)

    def act(scope: Scope) -> None:
        scope.letter.variables[key] = value(scope)

    return Meaning(_constant(""), _constant(""), names, act=act)


def literal(inner: Field, span: Span | None) -> str:
    """Return the text of an argument that holds no field; "" when there is none."""
    return "" if span is None else plain(inner.instruction.text[span.start : span.end])


def _ref(inner: Field, context: Context) -> Meaning | None:
    parsed = parsed_of(inner, "d")
    key = canonical(literal(inner, parsed.arguments[0])) if parsed.arguments else ""
    return _variable(inner, parsed, key, context) if key in context.variables else None


def _bookmark(inner: Field, context: Context) -> Meaning:
    return _variable(inner, parsed_of(inner), canonical(inner.instruction.keyword), context)


def _variable(inner: Field, parsed: Parsed, key: str, context: Context) -> Meaning:
    return shown_by(inner, parsed, lambda scope: scope.letter.variables.get(key, ""), context)


def _ask(inner: Field, context: Context) -> Meaning | None:
    parsed = parsed_of(inner, "d")
    if not parsed.arguments:
        return None
    name = literal(inner, parsed.arguments[0])
    value = _answer(inner, parsed, [name, *(literal(inner, span) for span in parsed.arguments[1:2])], context)

    def act(scope: Scope) -> None:
        scope.letter.variables[canonical(name)] = value

    return Meaning(_constant(""), _constant(""), act=act)


def _fill_in(inner: Field, context: Context) -> Meaning:
    parsed = parsed_of(inner, "d")
    value = _answer(inner, parsed, [literal(inner, span) for span in parsed.arguments[:1]], context)
    return shown_by(inner, parsed, lambda _scope: value, context)


def _answer(inner: Field, parsed: Parsed, questions: list[str], context: Context) -> str:
    known = {canonical(question): answer for question, answer in context.answers.items()}
    for question in questions:
        if canonical(question) in known:
            return known[canonical(question)]
    default = parsed.switches.get("d")
    if default is not None:
        return literal(inner, default)
    what = questions[-1] if questions else "a question"
    raise TemplateError(
        f"{context.name} asks '{what}' when it is merged, and no answer was given. "
        f'Give one (--answer "{(questions or ["?"])[0]}=..."), or '
        r"a default in the field (\d)."
    )


def _property(inner: Field, context: Context) -> Meaning | None:
    parsed = parsed_of(inner)
    key = canonical(literal(inner, parsed.arguments[0])) if parsed.arguments else ""
    if key not in context.properties:
        return None
    value = context.properties[key]
    return shown_by(inner, parsed, lambda _scope: value, context)


def _today(inner: Field, context: Context) -> Meaning | None:
    moment, keyword = context.today, inner.instruction.keyword
    if moment is None:
        return None
    day: object = moment.time() if keyword == "TIME" else dt.datetime.combine(moment.date(), dt.time())
    parsed = parsed_of(inner)
    return shown_by(inner, parsed, lambda _scope: moment if parsed.date_picture is not None else day, context)


def _formula(inner: Field, context: Context) -> Meaning | None:
    text = inner.instruction.text
    start = text.index("=") + 1
    rest = [span for span in spans(text, start) if span.kind == "switch"]
    end = rest[0].start if rest else len(text)
    parsed = parse_switches(text, [span for span in spans(text, start) if span.start >= end], "")
    spoken = context.locale_of(inner.instruction.first_style())
    try:
        values = {at: _nested(node, context) for at, node in enumerate(inner.instruction.nested)}
    except _LeftAlone:
        return None
    worked_out = formula(
        text[start:end], {at: meaning.value for at, meaning in values.items()}, context.variables, spoken
    )
    if worked_out is None:
        return None
    names = tuple(name for meaning in values.values() for name in meaning.names)
    return shown_by(inner, parsed, worked_out, context, names)


def _quote(inner: Field, context: Context) -> Meaning | None:
    parsed = parsed_of(inner)
    try:
        value, names = argument(inner, parsed.arguments[0] if parsed.arguments else None, context)
    except _LeftAlone:
        return None
    return shown_by(inner, parsed, value, context, names)


def _include_picture(inner: Field, context: Context) -> Meaning | None:
    parsed = parsed_of(inner, "c")
    if not parsed.arguments or not inner.instruction.nested:
        return None
    value, names = argument(inner, parsed.arguments[0], context)
    spoken = context.locale_of(None)
    path = text_of(value, spoken)
    return Meaning(path, _constant(""), names, picture=path)


MEANINGS: dict[str, Read] = {
    "MERGEFIELD": _merge_field,
    "MERGEREC": _merge_record,
    "MERGESEQ": _merge_sequence,
    "IF": _if,
    "SKIPIF": _skip_if,
    "NEXTIF": _next_if,
    "NEXT": _next,
    "SET": _set,
    "REF": _ref,
    "ASK": _ask,
    "FILLIN": _fill_in,
    "DOCPROPERTY": _property,
    "DATE": _today,
    "TIME": _today,
    "=": _formula,
    "QUOTE": _quote,
    "INCLUDEPICTURE": _include_picture,
}
"""By keyword in capitals; `sheetops.word.addresses` has two more."""
