"""First in, first out, for all groups at once: against a loop over rows."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sheetops.rules.matching import match, paid

ROWS = st.lists(st.tuples(st.integers(-1, 4), st.integers(0, 300)), max_size=25)


def _ints(values: list[int]) -> np.ndarray:
    return np.array(values, dtype=np.int64)


def _links(debits: list[tuple[int, int]], credit: list[tuple[int, int]]) -> list[tuple[int, int, int]]:
    found = match(*(_ints([row[part] for row in side]) for side in (debits, credit) for part in (0, 1)))
    return list(zip(found.debit.tolist(), found.credit.tolist(), found.amount.tolist(), strict=True))


def _by_hand(debits: list[tuple[int, int]], credit: list[tuple[int, int]]) -> list[tuple[int, int, int]]:
    left, spare, links = [open_ for _, open_ in debits], [open_ for _, open_ in credit], []
    for d, (group, _) in enumerate(debits):
        for c, (other, _) in enumerate(credit):
            amount = min(left[d], spare[c])
            if group == other >= 0 and amount:
                links.append((d, c, amount))
                left[d] -= amount
                spare[c] -= amount
    return links


def test_one_credit_pays_two_debits_and_a_part_of_the_third() -> None:
    assert _links([(0, 100), (0, 50), (0, 70)], [(0, 180)]) == [(0, 0, 100), (1, 0, 50), (2, 0, 30)]


def test_two_credits_share_a_debit_in_their_order() -> None:
    assert _links([(0, 100)], [(0, 60), (0, 60)]) == [(0, 0, 60), (0, 1, 40)]


def test_groups_never_mix_and_group_minus_one_takes_no_part() -> None:
    assert _links([(0, 100), (1, 100), (-1, 100)], [(1, 40), (-1, 500), (2, 9)]) == [(1, 0, 40)]


def test_rows_with_nothing_open_are_passed_over() -> None:
    assert _links([(0, 0), (0, 10), (0, 0)], [(0, 0), (0, 10)]) == [(1, 1, 10)]


def test_nothing_against_nothing() -> None:
    assert _links([], []) == _links([(0, 5)], []) == _links([], [(0, 5)]) == []


def test_sums_beyond_what_a_float_can_hold_stay_exact() -> None:
    huge = 2**60
    assert _links([(0, huge), (0, 1), (0, huge)], [(0, huge + 1), (0, huge - 1)]) == [
        (0, 0, huge),
        (1, 0, 1),
        (2, 1, huge - 1),
    ]


@given(ROWS, ROWS)
def test_links_are_those_of_a_loop_over_rows(debits: list[tuple[int, int]], credit: list[tuple[int, int]]) -> None:
    assert sorted(_links(debits, credit)) == _by_hand(debits, credit)


@given(ROWS, ROWS)
def test_neither_side_pays_more_than_it_has(debits: list[tuple[int, int]], credit: list[tuple[int, int]]) -> None:
    links = match(*(_ints([row[part] for row in side]) for side in (debits, credit) for part in (0, 1)))
    assert (paid(links, len(debits), debits=True) <= _ints([open_ for _, open_ in debits])).all()
    assert (paid(links, len(credit), debits=False) <= _ints([open_ for _, open_ in credit])).all()
    assert (links.amount > 0).all()
