"""The field types that are worked out here, one function each, listed in ``MEANINGS`` at the foot."""

import datetime as dt
from collections.abc import Callable

from sheetops.errors import TemplateError
from sheetops.word.conditions import compare, split_operators
from sheetops.word.errors import Skipped
from sheetops.word.formats import Format, compile_format
from sheetops.word.formula import formula
from sheetops.word.instruction import NESTED, Parsed, Span, parse_switches, plain, spans
from sheetops.word.meaning import (
    Context,
    LeftAlone,
    Meaning,
    Read,
    Text,
    Value,
    argument,
    constant,
    literal,
    meaning_of,
    nested_meaning,
    parsed_of,
    parts_of,
    shown_by,
    style_of,
    text_of,
)
from sheetops.word.nodes import Field
from sheetops.word.scope import Scope, canonical, value_of
from sheetops.word.xml import Element

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
        return Meaning(constant(""), constant(""), region=(edge.casefold()[5:], region.strip()))
    style = style_of(inner, parsed)
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
    except LeftAlone:
        return None
    parsed = parse_switches(inner.instruction.text, rest, "")
    yes, no = [*parsed.arguments, None, None][:2]
    try:
        (first, more), (second, others) = argument(inner, yes, context), argument(inner, no, context)
    except LeftAlone:
        first, more, second, others = (
            constant(""),
            _names_in(inner, yes, context),
            constant(""),
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
    found = [] if span is None else [node for node in parts_of(inner.instruction, span) if isinstance(node, Field)]
    meanings = [meaning_of(node, context) for node in found]
    return tuple(name for meaning in meanings if meaning for name in meaning.names)


def _skip_if(inner: Field, context: Context) -> Meaning:
    test, names, _ = _condition(inner, context)

    def act(scope: Scope) -> None:
        if test(scope):
            raise Skipped(f"{context.name}: SKIPIF leaves this record out.")

    return Meaning(constant(""), constant(""), names, act=act)


def _next_if(inner: Field, context: Context) -> Meaning:
    test, names, _ = _condition(inner, context)

    def act(scope: Scope) -> None:
        if test(scope):
            scope.advance()

    return Meaning(constant(""), constant(""), names, act=act)


def _next(_inner: Field, _context: Context) -> Meaning:
    return Meaning(constant(""), constant(""), act=Scope.advance)


# ------------------------------------------------------------------------------------- variables, questions, properties


def _set(inner: Field, context: Context) -> Meaning | None:
    parsed = parsed_of(inner)
    if len(parsed.arguments) < 2:
        return None
    key = canonical(literal(inner, parsed.arguments[0]))
    value, names = argument(inner, parsed.arguments[1], context)

    def act(scope: Scope) -> None:
        scope.letter.variables[key] = value(scope)

    return Meaning(constant(""), constant(""), names, act=act)


def _ref(inner: Field, context: Context) -> Meaning | None:
    parsed = parsed_of(inner, "d")
    key = canonical(literal(inner, parsed.arguments[0])) if parsed.arguments else ""
    return _variable(inner, parsed, key, context) if key in context.variables else None


def bookmark(inner: Field, context: Context) -> Meaning:
    """Return what the bare name of a variable shows (``{ campaign }`` after ``{ SET campaign ... }``)."""
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

    return Meaning(constant(""), constant(""), act=act)


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
        values = {at: nested_meaning(node, context) for at, node in enumerate(inner.instruction.nested)}
    except LeftAlone:
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
    except LeftAlone:
        return None
    return shown_by(inner, parsed, value, context, names)


def _include_picture(inner: Field, context: Context) -> Meaning | None:
    parsed = parsed_of(inner, "c")
    if not parsed.arguments or not inner.instruction.nested:
        return None
    value, names = argument(inner, parsed.arguments[0], context)
    spoken = context.locale_of(None)
    path = text_of(value, spoken)
    return Meaning(path, constant(""), names, picture=path)


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
