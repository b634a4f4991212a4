"""Cells held against each other: amounts, days, texts, blanks, both sides of every edge."""

from decimal import Decimal

import pytest

from sheetops.errors import BookError
from sheetops.reconcile.terms import Wish
from sheetops.reconcile.weighing import WHOLE_ROW, Ignored, accounts
from tests.reconcile.sides import DAY, compared, rows, table

KEY = Wish(key=("id",))


def statuses(left: str, right: str, wish: Wish = KEY) -> list[tuple[object, ...]]:
    showing, _ = compared(table(left), table(right, "right"), wish)
    return rows(showing, "Differences", "id", "column", "left", "right", "difference", "status")


def test_amounts_are_held_to_the_cent_and_within_their_tolerance_both_ends_included() -> None:
    left = """
        | id | amount |
        | a  | 10.00  |
        | b  | 10.00  |
        | c  | 10.00  |
        | d  | -10.00 |
        | e  | 0.30   |
    """
    right = """
        | id | amount |
        | a  | 10.01  |
        | b  | 10.011 |
        | c  | 9.98   |
        | d  | 10.00  |
        | e  | 0.1    |
    """
    found = statuses(left, right, Wish(key=("id",), tolerance={"": Decimal("0.01")}))
    assert found == [
        ("b", "amount", "10", "10.011", "-0.011", "amount differs"),
        ("c", "amount", "10", "9.98", "0.02", "amount differs"),
        ("d", "amount", "-10", "10", "-20.00", "sign turned"),
        ("e", "amount", "0.3", "0.1", "0.20", "amount differs"),
    ]


def test_a_blank_is_not_a_zero_but_is_a_blank() -> None:
    left = """
        | id | amount |
        | a  | 0      |
        | b  | -      |
        | c  | -      |
        | d  | 5      |
    """
    right = """
        | id | amount |
        | a  | -      |
        | b  | 0      |
        | c  | ' \u00a0 |
        | d  | '5.00  |
    """
    assert statuses(left, right) == [
        ("a", "amount", "0", "", "", "blank on the right"),
        ("b", "amount", "", "0", "", "blank on the left"),
    ]


def test_days_are_the_same_however_written_and_within_their_window() -> None:
    left = """
        | id | due        |
        | a  | 30/06/2026 |
        | b  | 30/06/2026 |
        | c  | 30/06/2026 |
    """
    right = """
        | id | due        |
        | a  | 2026-06-30 |
        | b  | 2026-07-03 |
        | c  | 2026-07-04 |
    """
    found = statuses(left, right, Wish(key=("id",), days={"due": 3}))
    assert found == [("c", "due", "30/06/2026", "2026-07-04", "-4 days", "day differs")]


def test_texts_are_the_same_but_for_spaces_and_a_mere_spelling_is_named() -> None:
    left = """
        | id | name            |
        | a  | Tui House       |
        | b  | Kōwhai Ltd      |
        | c  | Tui             |
    """
    right = """
        | id | name            |
        | a  | Tui  House      |
        | b  | KOWHAI Limited  |
        | c  | Weka            |
    """
    assert [line[-1] for line in statuses(left, right)] == ["spelling only", "text differs"]
    loose = Wish(key=("id",), passing_texts={"name": ("accents", "case", "legal")})
    assert [line[0] for line in statuses(left, right, loose)] == ["c"]


def test_a_cell_that_cannot_be_read_is_a_break_that_says_so_unless_both_hold_the_same() -> None:
    left = "| id | amount |\n" + "\n".join(f"| k{n} | {n}.50 |" for n in range(40)) + "\n| x | '1O.00 |\n| y | 'n.a. |"
    right = left.replace("'1O.00", "10.00")
    assert statuses(left, right) == [("x", "amount", "1O.00", "10", "", "cannot be read")]


def test_an_excel_error_never_agrees_with_a_value() -> None:
    left = "| id | name |\n| a | '#N/A |\n| b | Tui |"
    right = "| id | name |\n| a | Tui |\n| b | Tui |"
    assert statuses(left, right) == [("a", "name", "#N/A", "Tui", "", "cannot be read")]


def test_codes_keep_their_zeros_and_are_no_amounts() -> None:
    left = "| id | code |\n| a | '007 |\n| b | '010 |"
    right = "| id | code |\n| a | '7 |\n| b | '010 |"
    assert [line[:2] + line[-1:] for line in statuses(left, right)] == [("a", "code", "text differs")]


def test_duplicate_keys_stand_apart_and_are_never_paired() -> None:
    left = table("| id | amount |\n| a | 1 |\n| a | 2 |\n| b | 3 |\n| - | 4 |")
    right = table("| id | amount |\n| a | 1 |\n| b | 3 |\n| c | 9 |\n| c | 9 |", "right")
    showing, _ = compared(left, right, KEY)
    assert rows(showing, "Duplicate keys", "id", "side", "row", "times") == [
        ("a", "left", 2, "2:1"),
        ("a", "left", 3, "2:1"),
        ("a", "right", 2, "2:1"),
        ("c", "right", 4, "0:2"),
        ("c", "right", 5, "0:2"),
    ]
    assert rows(showing, "Matched", "id", "left", "right", "status") == [("b", "row 4", "row 3", "match")]
    assert rows(showing, "Only in left", "id", "left", "status", "amount") == [("", "row 5", "no key", 400)]
    assert [one.parts for one in accounts(showing.outcome, 4, 4)] == [4, 4]


def test_what_is_ignored_has_its_reason_and_counts_up_to_its_last_day() -> None:
    left = table("| id | amount | name |\n| a | 1 | x |\n| b | 1 | x |\n| c | 1 | x |\n| d | 1 | x |")
    right = table("| id | amount | name |\n| a | 2 | x |\n| b | 2 | y |\n| c | 2 | x |\n| e | 2 | x |", "right")
    yesterday = DAY.replace(day=29)
    ignored = (
        Ignored("A", "amount", "agreed with the bank", DAY),
        Ignored("b", "AMOUNT", "agreed", None),
        Ignored("c", "", "too late", yesterday),
        Ignored("d", WHOLE_ROW, "closes in July", None),
    )
    showing, _ = compared(left, right, KEY, ignored)
    assert rows(showing, "Ignored", "id", "column", "reason") == [
        ("a", "amount", "agreed with the bank"),
        ("b", "amount", "agreed"),
        ("d", WHOLE_ROW, "closes in July"),
    ]
    assert rows(showing, "Differences", "id", "column") == [("b", "name"), ("c", "amount")]
    one, other = accounts(showing.outcome, 4, 4)
    assert (one.matched, one.differs, one.ignored, one.only) == (0, 2, 2, 0)
    assert (other.differs, other.ignored, other.only) == (2, 1, 1)


def test_the_wide_view_colours_the_cells_that_changed() -> None:
    left = table("| id | amount | name |\n| a | 1 | x |\n| b | 1 | x |\n| c | 1 | x |")
    right = table("| id | amount | name |\n| a | 1 | x |\n| b | 2 | x |\n| c | 1 | z |", "right")
    showing, _ = compared(left, right, KEY)
    wide = showing.sheets()["Side by side"]
    assert wide.frame["id"].tolist() == ["b", "c"]
    assert wide.coloured == {
        "amount (left)": [0],
        "amount (right)": [0],
        "name (left)": [1],
        "name (right)": [1],
    }


def test_a_decimal_comma_on_one_side_is_read_and_said() -> None:
    left = table("| id | amount |\n| a | '1,250.00 |\n| b | '80.00 |")
    right = table("| id | amount |\n| a | '1.250,00 |\n| b | '80,00 |", "right")
    showing, taken = compared(left, right, KEY)
    assert len(rows(showing, "Matched", "id")) == 2
    assert [one.check for one in taken.findings] == ["decimal_marks_differ"]


def test_several_currencies_are_said() -> None:
    left = table("| id | amount |\n| a | '£5.00 |\n| b | '€5.00 |")
    _, taken = compared(left, left, KEY)
    assert [one.check for one in taken.findings] == ["currencies_mixed"]


def test_columns_that_cannot_be_compared_are_an_error_and_left_alone() -> None:
    left = table("| id | due |\n| a | 30/06/2026 |")
    right = table("| id | due |\n| a | 46203 |", "right")
    showing, taken = compared(left, right, KEY)
    assert [one.check for one in taken.findings] == ["types_differ"]
    assert "Format the cells as dates" in taken.findings[0].problem
    assert len(rows(showing, "Matched", "id")) == 1


def test_a_key_that_nearly_matches_is_a_hint_and_nothing_more() -> None:
    left, right = table("| id | amount |\n| '007 | 1 |"), table("| id | amount |\n| '7 | 1 |", "right")
    showing, taken = compared(left, right, KEY)
    assert [one.check for one in taken.findings] == ["keys_nearly_match"]
    assert "--normalise spaces,case,zeros" in taken.findings[0].problem
    assert not rows(showing, "Matched", "id")
    assert len(rows(compared(left, right, Wish(key=("id",), passing=("zeros",)))[0], "Matched", "id")) == 1


@pytest.mark.parametrize(
    ("left", "right", "wish", "said"),
    [
        ("| a | b |\n| 1 | 2 |", "| c | d |\n| 1 | 2 |", KEY, "no column in common. The left has 'a', 'b'"),
        ("| id | b |\n| 1 | 2 |", "| id | b |\n| 1 | 2 |", Wish(key=("idd",)), "no column 'idd'.*Did you mean 'id'"),
        ("| id | b |\n| - | 2 |", "| id | b |\n| 1 | 2 |", KEY, "the key id is blank in every row"),
        (
            "| id | b |\n| x | 1 |\n| x | 2 |",
            "| id | b |\n| x | 1 |\n| x | 2 |",
            KEY,
            "names no row once.*Add a column: --key id,b names every row once",
        ),
        ("| id | b |\n| x | 1 |", "| id | b |\n| x | 1 |", Wish(), "Which column names a row.*'id', 'b'"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_the_cure(left: str, right: str, wish: Wish, said: str) -> None:
    with pytest.raises(BookError, match=f"(?s){said}"):
        compared(table(left), table(right, "right"), wish)
