"""Money: minor units, decimals and text; the only place that rounds.

Inside frames money is int64 minor units (cents). A Decimal is money in major units, at the edges. A rate is a whole
number of basis points (15 % is 1500). Rounding is half-up, as invoices do it.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

import numpy as np
import numpy.typing as npt

Minor = npt.NDArray[np.int64]
Texts = npt.NDArray[np.object_]

_NO_DECIMALS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THREE_DECIMALS = "BHD IQD JOD KWD LYD OMR TND"
_FOUR_DECIMALS = "CLF UYW"
_DECIMALS = {
    code: count
    for codes, count in ((_NO_DECIMALS, 0), (_THREE_DECIMALS, 3), (_FOUR_DECIMALS, 4))
    for code in codes.split()
}

LIMIT = 10**15
"""Minor units beyond which an amount is taken for a mistake: int64 sums of 9,000 of them are still exact."""


def decimals(currency: str) -> int:
    """Return how many decimals a currency has (ISO 4217); 2 for one that is not known or blank."""
    return _DECIMALS.get(currency, 2)


class Amount(Decimal):
    """An amount of a currency that has not two decimals: written out, it keeps as many as it has itself.

    Letters say ``0.00`` where they print money; yen have no decimals, dinars three.
    """

    @property
    def places(self) -> int:
        """How many decimals it has."""
        return max(-int(self.as_tuple().exponent), 0)


def to_minor(amount: Decimal, currency: str = "") -> int:
    """Return an amount in minor units; ValueError when it has more decimals than the currency."""
    scaled = amount.scaleb(decimals(currency))
    minor = int(scaled)
    if minor != scaled:
        raise ValueError(f"{amount} has more than {decimals(currency)} decimals")
    return minor


def to_major(minor: int, currency: str = "") -> Decimal:
    """Return minor units as a Decimal in major units with the currency's decimals."""
    return Decimal(int(minor)).scaleb(-decimals(currency))


def text(minor: int, currency: str = "") -> str:
    """Return minor units as people write them: ``1,250.00``, without the currency's sign."""
    places = decimals(currency)
    whole, rest = divmod(abs(minor), 10**places)
    sign = "-" if minor < 0 else ""
    return f"{sign}{whole:,}.{rest:0{places}}" if places else f"{sign}{whole:,}"


def texts(minor: npt.ArrayLike, currency: Sequence[str] | npt.ArrayLike | None = None) -> Texts:
    """Return a column of minor units as text; ``currency`` is a column of codes of the same length, or None."""
    amounts = np.asarray(minor, dtype=np.int64)
    if currency is None:
        distinct, where = np.unique(amounts, return_inverse=True)
        return np.array([text(int(v)) for v in distinct] or [""], dtype=object)[where] if len(amounts) else _none()
    codes = np.asarray(currency, dtype=object)
    out = np.empty(len(amounts), dtype=object)
    for code in set(codes.tolist()):
        here = codes == code
        distinct, where = np.unique(amounts[here], return_inverse=True)
        out[here] = np.array([text(int(v), code) for v in distinct], dtype=object)[where]
    return out


def _none() -> Texts:
    return np.empty(0, dtype=object)


def divide(numerator: int, denominator: int) -> int:
    """Return the quotient rounded half away from zero, in whole numbers only."""
    sign = -1 if (numerator < 0) != (denominator < 0) else 1
    return sign * ((2 * abs(numerator) + abs(denominator)) // (2 * abs(denominator)))


def millionths(figures: Iterable[str]) -> Texts:
    """Return exact numbers kept as text, with six decimals at most, as whole millionths; a blank counts as 0.

    They are Python's own whole numbers: a rate times a count might not fit into 64 bits.
    """
    column = list(figures)
    known = {figure: int(Decimal(figure).scaleb(6)) if figure else 0 for figure in set(column)}
    whole = np.empty(len(column), dtype=object)
    whole[:] = [known[figure] for figure in column]
    return whole


def rounded(numerator: npt.ArrayLike, denominator: npt.ArrayLike) -> Texts:
    """Return quotients of whole numbers of zero or more rounded half up, as Python's own whole numbers."""
    above, below = np.asarray(numerator, dtype=object), np.asarray(denominator, dtype=object)
    return np.asarray((2 * above + below) // (2 * below), dtype=object)


def restated(minor: npt.ArrayLike, stated: str, currency: Sequence[str] | npt.ArrayLike) -> Minor:
    """Return amounts of zero or more, read as minor units of one currency, in minor units of each row's own.

    Some sheets name no currency: their 10.00 means 10.00 of whatever the account is in, and 10 where that is yen.
    """
    amounts, codes = np.asarray(minor, dtype=np.int64), np.asarray(currency, dtype=object)
    distinct, where = np.unique(codes.astype(str), return_inverse=True)
    steps = np.array([decimals(code) - decimals(stated) for code in distinct.tolist()], dtype=np.int64)
    step = steps[where] if len(codes) else np.zeros(0, dtype=np.int64)
    up, down = 10 ** np.maximum(step, 0), 10 ** np.maximum(-step, 0)
    return np.asarray((2 * amounts * up + down) // (2 * down), dtype=np.int64)


def basis_points(part: npt.ArrayLike, whole: npt.ArrayLike) -> Minor:
    """Return each part of a whole in basis points, rounded half up; 0 where the whole is 0. Neither is negative."""
    # As Python's own whole numbers: 20,000 times a sum of money might not fit.
    share, of = np.asarray(part, dtype=np.int64).astype(object), np.asarray(whole, dtype=np.int64).astype(object)
    some = np.where(of == 0, 1, of)
    return np.where(of == 0, 0, (20_000 * share + some) // (2 * some)).astype(np.int64)


def tax_within(gross: npt.ArrayLike, rate: npt.ArrayLike) -> Minor:
    """Return the tax inside gross amounts of zero or more, in minor units, at rates in basis points."""
    amount = np.asarray(gross, dtype=np.int64)
    whole = 10_000 + np.asarray(rate, dtype=np.int64)
    # In two steps, because gross * 10,000 would not fit for very large amounts.
    parts, rest = np.divmod(amount, whole)
    net = parts * 10_000 + (2 * rest * 10_000 + whole) // (2 * whole)
    return np.asarray(amount - net, dtype=np.int64)


MILLION = 1_000_000


def percent_parts(percent: Decimal) -> int:
    """Return a rate in per cent as millionths of one (7.25 is 72,500): exact for four decimals of one per cent."""
    return int(percent * 10_000)


def portion(minor: npt.ArrayLike, parts: npt.ArrayLike) -> Minor:
    """Return so many millionths of amounts of zero or more, rounded half up."""
    amounts, shares = np.asarray(minor).astype(object), np.asarray(parts).astype(object)
    return rounded(amounts * shares, MILLION).astype(np.int64)


def largest_remainder(total: int, weights: Sequence[int]) -> list[int]:
    """Share a total in proportion to weights (not negative, not all zero) so that the parts add up to it exactly.

    Each part is its exact share rounded down; what is left goes, one minor unit each, to the largest fractions, and
    between equal fractions to the later part, so that "the last instalment takes the rest" (100.00 in three is 33.33,
    33.33, 33.34).
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("weights must not be negative and must not all be zero")
    parts = [total * weight // whole for weight in weights]
    fractions = [total * weight % whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (fractions[i], i), reverse=True)
    for i in order[: total - sum(parts)]:
        parts[i] += 1
    return parts
