"""Keys: what each normaliser passes over, and that equal keys get equal numbers however they are told apart."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetops.errors import BookError
from sheetops.reconcile.keys import APART, _as_texts, codes_of, key_texts, normalised
from sheetops.reconcile.matching import cardinality, match


@pytest.mark.parametrize(
    ("name", "text", "key"),
    [
        ("spaces", "  Tui\u00a0 House ", "Tui House"),
        ("spaces", "T\u200bui", "Tui"),
        ("case", "STRAßE", "strasse"),
        ("accents", "Kōwhai Żółw Ørsted", "Kowhai Zolw Orsted"),
        ("zeros", "000123", "123"),
        ("zeros", "0", "0"),
        ("zeros", "000", "0"),
        ("zeros", "A001", "A001"),
        ("punctuation", "INV-12/3 a_b", "INV123ab"),
        ("legal", "Tui Pty Ltd", "Tui"),
        ("legal", "Tui, Limited.", "Tui"),
        ("legal", "Dom sp. z o.o.", "Dom"),
        ("legal", "Limited Editions", "Limited Editions"),
        ("legal", "Unlimited", "Unlimited"),
    ],
)
def test_a_normaliser_passes_over_one_thing(name: str, text: str, key: str) -> None:
    assert normalised([text, "x"], [name]) == [key, "x"]


def test_a_normaliser_that_is_not_known_is_refused_with_those_that_are() -> None:
    with pytest.raises(BookError, match=r"'trim' is no way to compare keys. Choose from: spaces, accents"):
        normalised(["a"], ["trim"])


def test_cells_of_every_sort_make_the_keys_that_a_clerk_sees() -> None:
    cells = pd.Series([123.0, "123", 12, True, dt.date(2026, 6, 30), None, float("nan"), "a\nb"], dtype=object)
    assert key_texts([cells], ()) == ["123", "123", "12", "TRUE", "2026-06-30", "", "", "a b"]


def test_zeros_and_spaces_go_in_every_part_of_a_key_of_several_columns() -> None:
    keys = key_texts([pd.Series(["01", "", ""]), pd.Series([" 002 ", "", "3"])], ("spaces", "zeros"))
    assert keys == [f"1{APART}2", "", f"{APART}3"]


@given(st.lists(st.text(max_size=80)), st.lists(st.text(max_size=9)))
def test_equal_keys_and_no_others_get_equal_numbers(left: list[str], right: list[str]) -> None:
    one, other = (key_texts([pd.Series(side, dtype=object)], ()) for side in (left, right))
    codes = np.concatenate(codes_of(one, other)[:2]).tolist()
    plain = _as_texts([*one, *other])[0].tolist()
    blank = [not key for key in (*one, *other)]
    assert [code == -1 for code in codes] == blank
    pairs = {(a, b) for a, b, empty in zip(codes, plain, blank, strict=True) if not empty}
    assert len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs})


def test_rows_pair_only_where_a_key_stands_once_on_both_sides() -> None:
    left, right, count = codes_of(["a", "b", "b", "c", "", "d"], ["d", "c", "c", "e", "a", ""])
    found = match(left, right, count)
    assert list(zip(found.left.tolist(), found.right.tolist(), strict=True)) == [(0, 4), (5, 0)]
    assert (found.only_left.tolist(), found.only_right.tolist()) == ([4], [3, 5])
    assert (found.duplicate_left.tolist(), found.duplicate_right.tolist()) == ([1, 2, 3], [1, 2])
    assert cardinality(left[found.duplicate_left], left, right, count) == ["2:0", "2:0", "1:2"]
