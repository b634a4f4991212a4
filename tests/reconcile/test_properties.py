"""What holds of every reconciliation: no row is lost, sides mirror, order is nothing, nothing differs from itself."""

import datetime as dt
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetops.reconcile.comparing import Rule
from sheetops.reconcile.kinds import seen, together
from sheetops.reconcile.weighing import Outcome, Terms, accounts, reconcile

DAY = dt.date(2026, 6, 30)
KEYS = st.sampled_from(
    ["a", "A ", "b", "c", "d", "e", "f", "", "é", "long key of more than sixty-four letters, so that it is text " * 2]
)
CELLS = st.one_of(
    st.none(),
    st.sampled_from(["", "x", "X", "1,5", "1.50", "2026-06-30", "30/06/2026"]),
    st.sampled_from([0.0, 1.5, -1.5, 2]),
    st.just(DAY),
)
ROWS = st.lists(st.tuples(KEYS, CELLS, CELLS), max_size=9)


def frame(rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    data = {name: pd.Series(list(cells), dtype=object) for name, cells in zip("kuv", columns, strict=True)}
    return pd.DataFrame(data)


def outcome(left: pd.DataFrame, right: pd.DataFrame) -> Outcome:
    rules = []
    for name in "uv":
        one, other = seen(left[name]), seen(right[name])
        if (holds := together(one, other)) is not None:
            rules.append(Rule(name, name, holds, one, other))
    return reconcile(left, right, Terms((("k", "k"),), tuple(rules)), DAY)


def told(left: pd.DataFrame, right: pd.DataFrame) -> dict[str, Any]:
    """What became of each row, by its content, and of each pair's cells."""
    found = outcome(left, right)
    matching = found.matching
    one, other = (list(zip(*(side[name].map(repr) for name in "kuv"), strict=True)) for side in (left, right))
    cells = [
        (at, one[matching.left[pair]], other[matching.right[pair]], str(kind), apart)
        for at, column in enumerate(found.compared)
        for pair, kind, apart in zip(column.breaks.tolist(), column.kinds, column.difference.tolist(), strict=True)
    ]
    return {
        "cells": sorted(cells),
        "only left": sorted(one[row] for row in matching.only_left),
        "only right": sorted(other[row] for row in matching.only_right),
        "double left": sorted(one[row] for row in matching.duplicate_left),
        "double right": sorted(other[row] for row in matching.duplicate_right),
        "pairs": sorted((one[a], other[b]) for a, b in zip(matching.left, matching.right, strict=True)),
    }


@settings(deadline=None, max_examples=150)
@given(ROWS, ROWS)
def test_every_row_of_both_sides_is_accounted_for_once(left: list[Any], right: list[Any]) -> None:
    found = outcome(frame(left), frame(right))
    assert [one.parts for one in accounts(found, len(left), len(right))] == [len(left), len(right)]
    matching = found.matching
    assert sorted([*matching.left, *matching.only_left, *matching.duplicate_left]) == list(range(len(left)))
    assert sorted([*matching.right, *matching.only_right, *matching.duplicate_right]) == list(range(len(right)))


MIRRORED = {"blank on the left": "blank on the right", "blank on the right": "blank on the left"}


@settings(deadline=None, max_examples=150)
@given(ROWS, ROWS)
def test_swapping_the_sides_mirrors_the_outcome(left: list[Any], right: list[Any]) -> None:
    one, other = told(frame(left), frame(right)), told(frame(right), frame(left))
    assert one["only left"] == other["only right"]
    assert one["double left"] == other["double right"]
    assert one["pairs"] == sorted((b, a) for a, b in other["pairs"])
    assert one["cells"] == sorted(
        (at, b, a, MIRRORED.get(kind, kind), -apart) for at, a, b, kind, apart in other["cells"]
    )


@settings(deadline=None, max_examples=150)
@given(ROWS, ROWS, st.randoms())
def test_the_order_of_rows_never_matters(left: list[Any], right: list[Any], chance: Any) -> None:
    mixed_left, mixed_right = chance.sample(left, len(left)), chance.sample(right, len(right))
    assert told(frame(left), frame(right)) == told(frame(mixed_left), frame(mixed_right))


@settings(deadline=None, max_examples=150)
@given(ROWS)
def test_nothing_differs_from_itself(rows: list[Any]) -> None:
    found = told(frame(rows), frame(rows))
    assert found["cells"] == []
    assert found["double left"] == found["double right"]
    assert all(repr("") in row[0] for row in found["only left"])


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 60), st.data())
def test_every_planted_difference_is_found_and_no_other(count: int, data: Any) -> None:
    left = pd.DataFrame(
        {"k": [f"K{n}" for n in range(count)], "u": [n + 0.5 for n in range(count)], "v": ["x"] * count}
    )
    some = st.sets(st.integers(0, count - 1), max_size=count)
    changed, gone, new = data.draw(some), data.draw(some), data.draw(st.integers(0, 3))
    right = left.copy()
    right.loc[list(changed), "u"] += 0.01
    right = right.drop(index=list(gone)).sample(frac=1, random_state=1)
    more = pd.DataFrame({"k": [f"N{n}" for n in range(new)], "u": [1.0] * new, "v": ["x"] * new})
    found = outcome(left, pd.concat([right, more], ignore_index=True))
    assert {int(found.matching.left[pair]) for pair in found.compared[0].breaks} == changed - gone
    assert not len(found.compared[1].breaks)
    assert set(found.matching.only_left.tolist()) == gone
    assert len(found.matching.only_right) == new
