r"""Number pictures (``\#``): ECMA-376 Part 1, 17.16.4.2, in the letter's language.

On Decimals, rounded half away from zero. ``0`` a digit or 0; ``#`` a digit or a space (as Word does it: ``,0.00``
leaves no spaces); ``x`` drops the digits left of it, or, behind the point, rounds there; ``.`` and ``,`` the marks of
the letter's language; ``-`` a minus or a space; ``+`` a sign; ``'text'`` as it stands; up to three sections
``positive;negative;zero``. ``%`` is printed and multiplies nothing.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation

from sheetops.word.errors import ValueFault
from sheetops.word.locales import Locale

Picture = Callable[[Decimal], str]

_CONTEXT = Context(prec=60)
_SPACES = " \u00a0\u202f"
_DIGITS = "0#x"


def number_picture(picture: str, locale: Locale, places: int = 2) -> Picture:
    """Return the function that writes a number by a picture.

    ``places`` are the decimals of a currency: a picture with two (``0.00``) gets as many instead.
    """
    sections = [_section(part, locale, places) for part in _split(picture)]
    positive, rest = sections[0], sections[1:]
    if not rest:
        return positive.quick() if positive.plain and locale.decimal == "." else positive.signed
    zero = rest[1] if len(rest) > 1 else positive
    return lambda number: _by_sign(number, positive, rest[0], zero)


def _by_sign(number: Decimal, positive: "_Section", negative: "_Section", zero: "_Section") -> str:
    chosen = zero if not number else negative if number < 0 else positive
    if number and not (chosen.round(number) or zero.round(number)):
        chosen = zero
    return chosen.write(abs(number), number < 0)


def _split(picture: str) -> list[str]:
    """Split at semicolons outside quotation marks."""
    parts = re.findall(r"(?:'[^']*'?|[^;'])+|(?<=;)(?=;|$)|^(?=;)", picture)
    return [*parts[:3]] or [""]


@dataclass(frozen=True)
class _Section:
    """One section: literal text and digit places in order.

    ``plain`` when the places stand together and need no walk.
    """

    items: tuple[tuple[str, str], ...]
    whole: str
    fraction: str
    grouped: bool
    locale: Locale
    plain: bool
    before: str
    after: str

    def quick(self) -> Picture:
        """Return the shortest way for the pictures that nearly all letters use (``,0.00``).

        It does what `signed` does.
        """
        unit, form = Decimal(1).scaleb(-len(self.fraction)), ",f" if self.grouped else "f"
        before, after, places, signed = self.before, self.after, len(self.whole), self.signed

        def write(number: Decimal) -> str:
            try:
                body = format(number.quantize(unit, ROUND_HALF_UP), form)
            except InvalidOperation:
                return signed(number)
            if places > 1 or not body[0].isdigit():
                return signed(number)
            return f"{before}{body}{after}"

        return write

    def signed(self, number: Decimal) -> str:
        """Write a number; a minus comes in front unless the picture has a place for the sign."""
        negative = number < 0 and self.round(number) != 0
        written = self.write(abs(number), negative)
        return "-" + written if negative and not any(kind == "sign" for kind, _ in self.items) else written

    def round(self, number: Decimal) -> Decimal:
        """Round to the decimals of the picture, half away from zero."""
        try:
            return number.quantize(Decimal(1).scaleb(-len(self.fraction)), ROUND_HALF_UP, _CONTEXT)
        except InvalidOperation:
            raise ValueFault(f"holds {number}, which is too long for a number picture") from None

    def write(self, number: Decimal, negative: bool) -> str:
        """Write a number that is not negative by the picture."""
        rounded = self.round(number)
        if self.plain:
            return self._together(rounded)
        whole, _, fraction = f"{rounded:f}".partition(".")
        return self._walk(self._places(whole), self._fraction(fraction), negative, rounded)

    def _together(self, rounded: Decimal) -> str:
        body = f"{rounded:,f}" if self.grouped else f"{rounded:f}"
        if self.locale.decimal != ".":
            body = body.translate({ord(","): self.locale.group, ord("."): self.locale.decimal})
        missing = len(self.whole) - len(str(int(rounded))) if len(self.whole) > 1 else 0
        return f"{self.before}{' ' * missing}{body}{self.after}"

    def _places(self, whole: str) -> list[str]:
        """Return what stands at each digit place before the point, from the left."""
        places = self.whole
        digits = "" if whole == "0" else whole
        if places.startswith("x"):
            digits = digits[-len(places) :]
        needed = len(places) - next((at for at, place in enumerate(places) if place in "0x"), len(places))
        digits = digits.rjust(needed, "0")
        extra = max(len(digits) - len(places), 0)
        signs = [" "] * (len(places) - len(digits)) + [digits[: extra + 1], *digits[extra + 1 :]]
        return self._group(signs[: max(len(places), 1)], len(digits)) if digits else [" "] * len(places)

    def _group(self, signs: list[str], length: int) -> list[str]:
        if not self.grouped:
            return signs
        grouped, left = [], length
        for sign in signs:
            for digit in sign.strip():
                left -= 1
                grouped.append(digit + (self.locale.group if left and not left % 3 else ""))
        head = len("".join(signs).strip()) - len([s for s in signs if s.strip()])
        blank = [" " for sign in signs if not sign.strip()]
        return [*blank, "".join(grouped[: head + 1]), *grouped[head + 1 :]]

    def _fraction(self, digits: str) -> list[str]:
        kept = list(digits)
        for at in reversed(range(len(kept))):
            if self.fraction[at] != "#" or kept[at] != "0":
                break
            kept[at] = " "
        return kept

    def _walk(self, whole: list[str], fraction: list[str], negative: bool, rounded: Decimal) -> str:
        before, behind = iter(whole), iter(fraction)
        out = []
        for kind, sign in self.items:
            if kind == "whole":
                out.append(next(before))
            elif kind == "fraction":
                out.append(next(behind))
            elif kind == "point":
                out.append((whole[0] if not self.whole and whole else "") + self.locale.decimal)
            elif kind == "sign":
                out.append(_sign(sign, negative, rounded))
            else:
                out.append(sign)
        return "".join(out)


def _sign(sign: str, negative: bool, rounded: Decimal) -> str:
    if negative:
        return "-"
    return "+" if sign == "+" and rounded else " "


def _section(picture: str, locale: Locale, places: int) -> _Section:
    items = _with_places(_items(picture, *_marks(picture, locale)), places)
    whole = "".join(sign for kind, sign in items if kind == "whole")
    fraction = "".join(sign for kind, sign in items if kind == "fraction")
    grouped = any(kind == "group" for kind, _ in items)
    kept = tuple(item for item in items if item[0] != "group")
    before, after, plain = _literals(kept)
    plain = plain and whole[-1:] == "0" and whole.count("0") == 1 and "x" not in whole and set(fraction) <= {"0"}
    return _Section(kept, whole, fraction, grouped, locale, plain, before, after)


def _with_places(items: list[tuple[str, str]], places: int) -> list[tuple[str, str]]:
    """Return the items with so many decimals instead of two; other numbers of decimals were meant as they stand."""
    if places == 2 or [item for item in items if item[0] == "fraction"] != [("fraction", "0")] * 2:
        return items
    at = items.index(("fraction", "0"))
    kept = [item for item in items if item[0] != "fraction" and (places or item[0] != "point")]
    at -= 0 if places else 1
    return [*kept[:at], *[("fraction", "0")] * places, *kept[at:]]


def _literals(items: tuple[tuple[str, str], ...]) -> tuple[str, str, bool]:
    """Return the text before and after the digit places, and whether nothing else stands between or needs a sign."""
    kinds = [kind for kind, _ in items]
    places = [at for at, kind in enumerate(kinds) if kind in ("whole", "fraction", "point")]
    if not places or "sign" in kinds or "literal" in kinds[places[0] : places[-1] + 1]:
        return "", "", False
    before = "".join(sign for _, sign in items[: places[0]])
    return before, "".join(sign for _, sign in items[places[-1] + 1 :]), kinds[places[-1]] != "point"


def _marks(picture: str, locale: Locale) -> tuple[str, str]:
    """Return which characters of a picture are its decimal and group marks.

    Word takes the machine's own; people paste pictures from everywhere, so both together are read by their order, and
    a lone mark by the letter's language.
    """
    bare = re.sub(r"'[^']*'?", "", picture)
    point, comma = bare.rfind("."), bare.rfind(",")
    if point >= 0 and comma >= 0:
        return (".", ",") if point > comma else (",", ".")
    lone = bare[max(point, comma)] if max(point, comma) >= 0 else ""
    group = locale.group if locale.group != locale.decimal else ""
    if lone in ("", locale.decimal) or (lone == group and not _looks_decimal(bare, lone)):
        return locale.decimal, group
    return lone, group if group != lone else " "


def _looks_decimal(picture: str, lone: str) -> bool:
    """Whether a mark that groups thousands in the letter's language can only be a decimal mark here (``0,00``)."""
    before, _, after = picture.rpartition(lone)
    places = len(re.match(r"[0#x]*", after).group())  # type: ignore[union-attr]
    return before[-1:] in tuple(_DIGITS) and places < 3


def _items(picture: str, point: str, group: str) -> list[tuple[str, str]]:
    groups = _SPACES if group and group in _SPACES else group
    items: list[tuple[str, str]] = []
    behind = False
    for piece in re.finditer(r"'([^']*)'?|(.)", picture, re.DOTALL):
        literal, sign = piece.group(1), piece.group(2)
        if sign is None:
            items.append(("literal", literal))
        elif sign in _DIGITS:
            items.append(("fraction" if behind else "whole", sign))
        elif sign == point and not behind:
            behind = True
            items.append(("point", sign))
        elif groups and sign in groups and not behind and _groups(picture, piece.start(), sign):
            items.append(("group", sign))
        else:
            items.append(("sign" if sign in "+-" else "literal", sign))
    return items


def _groups(picture: str, at: int, sign: str) -> bool:
    """Whether a mark groups digits: before digit places, and, when it is a space, after them too."""
    follows = picture[at + 1 : at + 2] in tuple(_DIGITS)
    return follows and (sign not in _SPACES or picture[at - 1 : at] in tuple(_DIGITS))
