"""First in, first out: which credit pays which debit, for all groups at once.

In every group the credits are laid end to end on a line, the debits on a second line beside it. Each stretch between
two neighbouring ends belongs to one credit and one debit: that is the link between them. Sorting the ends of all
groups together does the work of a loop over rows.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


class Links(NamedTuple):
    """Who pays whom: positions of debits and of credits, and how much passes between them (minor units, above zero)."""

    debit: Ints
    credit: Ints
    amount: Ints


def match(debit_group: Ints, debit_open: Ints, credit_group: Ints, credit_open: Ints) -> Links:
    """Pay the debits of each group from its credits, both in the order given, never more than is open on either side.

    Groups are whole numbers from 0; a row of group -1 takes no part. Amounts are minor units, not negative.
    """
    debits = _in_groups(debit_group, debit_open)
    credits_ = _in_groups(credit_group, credit_open)
    count = 1 + max((int(g[-1]) for g in (debit_group[debits], credit_group[credits_]) if len(g)), default=-1)
    both = np.minimum(
        _totals(debit_group[debits], debit_open[debits], count),
        _totals(credit_group[credits_], credit_open[credits_], count),
    )
    start = np.cumsum(both) - both
    debit_ends = _ends(debit_group[debits], debit_open[debits], both, start)
    credit_ends = _ends(credit_group[credits_], credit_open[credits_], both, start)
    ends = np.union1d(debit_ends, credit_ends)
    ends = ends[ends > 0]
    amount = np.diff(ends, prepend=np.int64(0))
    # The first debit whose end reaches the stretch's end holds it; rows cut to nothing share that end but come later.
    return Links(
        debits[np.searchsorted(debit_ends, ends)], credits_[np.searchsorted(credit_ends, ends)], amount.astype(np.int64)
    )


def _in_groups(group: Ints, open_: Ints) -> Ints:
    taking_part = np.flatnonzero((group >= 0) & (open_ > 0))
    return taking_part[np.argsort(group[taking_part], kind="stable")].astype(np.int64)


def _totals(group: Ints, open_: Ints, count: int) -> Ints:
    totals = np.zeros(count, dtype=np.int64)
    np.add.at(totals, group, open_)
    return totals


def _ends(group: Ints, open_: Ints, both: Ints, start: Ints) -> Ints:
    running = np.cumsum(open_)
    first = np.flatnonzero(np.diff(group, prepend=-1))
    before = np.zeros(len(both), dtype=np.int64)
    before[group[first]] = running[first] - open_[first]
    return np.minimum(running - before[group], both[group]) + start[group]


def paid(links: Links, count: int, *, debits: bool) -> Ints:
    """Return how much of each of ``count`` debits (or credits) the links use."""
    return _totals(links.debit if debits else links.credit, links.amount, count)
