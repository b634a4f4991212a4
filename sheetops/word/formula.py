"""Formulas (``{ = ... }``): arithmetic over fields on Decimals, with the functions that letters use.

ECMA-376 Part 1, 17.16.3. Comparisons give 1 or 0. References to table cells (A1, SUM(ABOVE)) are left to Word.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal, DecimalException

from sheetops.word.errors import ValueFault
from sheetops.word.locales import Locale
from sheetops.word.scope import Scope, canonical
from sheetops.word.values import is_empty, to_number
from sheetops.word.xml import CLOSE, OPEN

Value = Callable[[Scope], object]
_Amount = Callable[[Scope], Decimal]
_CONTEXT = Context(prec=40)
_ONE, _ZERO = Decimal(1), Decimal(0)


def _round(number: Decimal, places: Decimal) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP, _CONTEXT)


def _mod(number: Decimal, divisor: Decimal) -> Decimal:
    return number - _div(number, divisor).to_integral_value("ROUND_FLOOR") * divisor


def _div(number: Decimal, divisor: Decimal) -> Decimal:
    if not divisor:
        raise ValueFault("the formula divides by zero")
    return _CONTEXT.divide(number, divisor)


def _average(*numbers: Decimal) -> Decimal:
    return _div(sum(numbers, _ZERO), Decimal(len(numbers)))


def _product(*numbers: Decimal) -> Decimal:
    result = _ONE
    for number in numbers:
        result *= number
    return result


def _yes(truth: bool) -> Decimal:
    return _ONE if truth else _ZERO


_FUNCTIONS: dict[str, tuple[int, int, Callable[..., Decimal]]] = {
    "SUM": (1, 99, lambda *numbers: sum(numbers, _ZERO)),
    "PRODUCT": (1, 99, _product),
    "AVERAGE": (1, 99, _average),
    "COUNT": (1, 99, lambda *numbers: Decimal(len(numbers))),
    "MIN": (1, 99, min),
    "MAX": (1, 99, max),
    "ABS": (1, 1, abs),
    "INT": (1, 1, lambda number: number.to_integral_value(ROUND_DOWN)),
    "SIGN": (1, 1, lambda number: Decimal((number > 0) - (number < 0))),
    "ROUND": (2, 2, _round),
    "MOD": (2, 2, _mod),
    "IF": (3, 3, lambda test, yes, no: yes if test else no),
    "AND": (2, 2, lambda first, second: _yes(bool(first) and bool(second))),
    "OR": (2, 2, lambda first, second: _yes(bool(first) or bool(second))),
    "NOT": (1, 1, lambda test: _yes(not test)),
    "TRUE": (0, 0, lambda: _ONE),
    "FALSE": (0, 0, lambda: _ZERO),
}
"""By name: fewest and most arguments, and what it does."""

_OPERATORS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": _CONTEXT.add,
    "-": _CONTEXT.subtract,
    "*": _CONTEXT.multiply,
    "/": _div,
    "^": _CONTEXT.power,
    "=": lambda left, right: _yes(left == right),
    "<>": lambda left, right: _yes(left != right),
    "<": lambda left, right: _yes(left < right),
    "<=": lambda left, right: _yes(left <= right),
    ">": lambda left, right: _yes(left > right),
    ">=": lambda left, right: _yes(left >= right),
}
_LEVELS = (("=", "<>", "<=", ">=", "<", ">"), ("+", "-"), ("*", "/"), ("^",))


class _NotOurs(Exception):
    """The formula uses something that only Word knows."""


def formula(text: str, nested: Mapping[int, Value], variables: frozenset[str], locale: Locale) -> Value | None:
    """Return the function that works a formula out, or None when it holds something that only Word knows."""
    try:
        amount = _Parser(text, nested, variables, locale).whole()
    except _NotOurs:
        return None
    return lambda scope: _worked_out(amount, scope)


def _worked_out(amount: _Amount, scope: Scope) -> Decimal:
    """Return a formula's result; no number of the data may stop more than its own letter."""
    try:
        return amount(scope)
    except (DecimalException, OverflowError):
        raise ValueFault("the formula's result is too large, or is no number") from None


class _Parser:
    """Reads a formula by recursive descent into functions of the scope."""

    def __init__(self, text: str, nested: Mapping[int, Value], variables: frozenset[str], locale: Locale) -> None:
        decimal = re.escape(locale.decimal)
        self._tokens = re.findall(rf"{OPEN}\d+{CLOSE}|\d+(?:{decimal}\d+)?|\.\d+|[^\W\d]\w*|<>|<=|>=|\S", text)
        self._at = 0
        self._nested, self._variables, self._locale = nested, variables, locale

    def whole(self) -> _Amount:
        """Read the whole formula."""
        found = self._level(0)
        if self._peek():
            raise _NotOurs
        return found

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self) -> str:
        token = self._peek()
        self._at += 1
        return token

    def _level(self, level: int) -> _Amount:
        if level == len(_LEVELS):
            return self._signed()
        left = self._level(level + 1)
        while self._peek() in _LEVELS[level] and self._peek():
            left = _binary(_OPERATORS[self._take()], left, self._level(level + 1))
        return left

    def _signed(self) -> _Amount:
        if self._peek() in ("-", "+"):
            minus = self._take() == "-"
            amount = self._signed()
            return (lambda scope: -amount(scope)) if minus else amount
        return self._percent(self._atom())

    def _percent(self, amount: _Amount) -> _Amount:
        if self._peek() != "%":
            return amount
        self._take()
        return lambda scope: amount(scope).scaleb(-2)

    def _atom(self) -> _Amount:
        piece = self._take()
        if piece == "(":
            inner = self._level(0)
            self._expect(")")
            return inner
        if piece.startswith(OPEN):
            return self._amount(self._nested[int(piece[1:-1])])
        if piece[-1:].isdigit() and not piece[:1].isalpha():
            number = Decimal(piece.replace(self._locale.decimal, "."))
            return lambda _scope: number
        return self._named(piece)

    def _named(self, token: str) -> _Amount:
        if self._peek() == "(" and token.upper() in _FUNCTIONS:
            return self._call(token.upper())
        if token.upper() in ("TRUE", "FALSE"):
            constant = _yes(token.upper() == "TRUE")
            return lambda _scope: constant
        key = canonical(token)
        if key in self._variables:
            return self._amount(lambda scope: scope.letter.variables.get(key))
        raise _NotOurs

    def _call(self, name: str) -> _Amount:
        self._take()
        arguments: list[_Amount] = []
        while self._peek() not in (")", ""):
            arguments.append(self._level(0))
            if self._peek() in (",", ";"):
                self._take()
        self._expect(")")
        fewest, most, function = _FUNCTIONS[name]
        if not fewest <= len(arguments) <= most:
            raise _NotOurs
        if name == "IF":  # only the branch that counts: the other one may divide by zero
            test, yes, no = arguments
            return lambda scope: yes(scope) if test(scope) else no(scope)
        return _call(function, arguments)

    def _expect(self, token: str) -> None:
        if self._take() != token:
            raise _NotOurs

    def _amount(self, value: Value) -> _Amount:
        def amount(scope: Scope) -> Decimal:
            found = value(scope)
            if is_empty(found) or (isinstance(found, str) and not found.strip()):
                return _ZERO
            if isinstance(found, bool):
                return _yes(found)
            number = to_number(found, self._locale)
            if number is None:
                raise ValueFault(f"the formula needs a number and gets '{found}'")
            return number

        return amount


def _binary(operation: Callable[[Decimal, Decimal], Decimal], left: _Amount, right: _Amount) -> _Amount:
    return lambda scope: operation(left(scope), right(scope))


def _call(function: Callable[..., Decimal], arguments: Sequence[_Amount]) -> _Amount:
    return lambda scope: function(*(argument(scope) for argument in arguments))
