"""Money: minor units, decimals and text; the only place that rounds.

Inside frames money is int64 minor units (cents). A Decimal is money in major units, at the edges. A rate is a whole
number of basis points (15 % is 1500). Rounding is half away from zero ("half-up"), as invoices do it.
"""

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import numpy.typing as npt

Minor = npt.NDArray[np.int64]
Texts = npt.NDArray[np.object_]

_DECIMALS = dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0)
_DECIMALS |= dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3)
_DECIMALS |= dict.fromkeys("CLF UYW".split(), 4)

LIMIT = 10**15
"""Minor units beyond which an amount is taken for a mistake: int64 sums of 9,000 of them are still exact."""


def decimals(currency: str) -> int:
    """Return how many decimals a currency has (ISO 4217); 2 for one that is not known or blank."""
    return _DECIMALS.get(currency, 2)


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
    return f"{to_major(minor, currency):,}"


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


def tax_within(gross: int, rate: int) -> int:
    """Return the tax inside a gross amount, in minor units, at a rate in basis points."""
    return gross - divide(gross * 10_000, 10_000 + rate)


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
