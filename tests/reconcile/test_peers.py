"""Tables after the pattern of peers' documented examples; not yet held word for word against their pages."""

from decimal import Decimal

from sheetops.reconcile.terms import Wish
from tests.reconcile.sides import compared, rows, table

LEFT = """
    | acct_id      | dollar_amt | name               | float_fld | date_fld   |
    | '10000001234 | 123.45     | George Maharis     | 14530.1555| 2017-01-01 |
    | '10000001235 | 0.45       | Michael Bluth      | 1         | 2017-01-01 |
    | '10000001236 | 1345       | George Bluth       | -         | 2017-01-01 |
    | '10000001237 | 123456     | Bob Loblaw         | 345.12    | 2017-01-01 |
    | '10000001239 | 1.05       | Lucille Bluth      | -         | 2017-01-01 |
    | '10000001240 | 1.05       | George Bluth       | 1         | 2017-01-02 |
"""
RIGHT = """
    | acct_id      | dollar_amt | name                    | float_fld |
    | '10000001234 | 123.4      | George Michael Bluth    | 14530.155 |
    | '10000001235 | 0.45       | Michael Bluth           | -         |
    | '10000001236 | 1345       | George Bluth            | 1         |
    | '10000001237 | 123456     | Robert Loblaw           | 345.12    |
    | '10000001238 | 1.05       | Loose Seal Bluth        | 111       |
"""
WISH = Wish(key=("acct_id",), tolerance={"float_fld": Decimal("0.001")})


def test_accounts_as_datacompy_compares_them() -> None:
    """After datacompy's accounts: without its duplicate row, with a tolerance of 0.001."""
    showing, taken = compared(table(LEFT), table(RIGHT, "right"), WISH)
    assert rows(showing, "Differences", "acct_id", "column", "left", "right") == [
        ("10000001234", "dollar_amt", "123.45", "123.4"),
        ("10000001234", "name", "George Maharis", "George Michael Bluth"),
        ("10000001235", "float_fld", "1", ""),
        ("10000001236", "float_fld", "", "1"),
        ("10000001237", "name", "Bob Loblaw", "Robert Loblaw"),
    ]
    assert rows(showing, "Only in left", "acct_id") == [("10000001239",), ("10000001240",)]
    assert rows(showing, "Only in right", "acct_id") == [("10000001238",)]
    alone = taken.columns.query("left == 'date_fld'")
    assert alone["remark"].tolist() == ["no counterpart"]


def test_two_rows_of_one_key_are_not_paired_by_their_place_as_datacompy_does() -> None:
    double = LEFT + "    | '10000001239 | 1.05       | Lucille Bluth      | -         | 2017-01-01 |\n"
    showing, _ = compared(table(double), table(RIGHT, "right"), WISH)
    assert rows(showing, "Duplicate keys", "acct_id", "times") == [("10000001239", "2:0")] * 2


def test_bridges_as_daff_compares_them() -> None:
    """After daff's bridges of New York: two new ones and one changed length."""
    old = """
        | bridge        | designer     | length |
        | Brooklyn      | J. A. Roebling | 1595 |
        | Manhattan     | G. Lindenthal  | 1470 |
        | Williamsburg  | L. L. Buck     | 1600 |
        | Queensborough | Palmer & Hornbostel | 1182 |
        | Triborough    | O. H. Ammann   | 1380 |
        | Throgs Neck   | O. H. Ammann   | 1800 |
        | George Washington | O. H. Ammann | 3500 |
    """
    new = """
        | bridge        | designer     | length |
        | Brooklyn      | J. A. Roebling | 1595 |
        | Manhattan     | G. Lindenthal  | 1470 |
        | Williamsburg  | L. L. Buck     | 1600 |
        | Queensborough | Palmer & Hornbostel | 1182 |
        | Triborough    | O. H. Ammann   | 1380,383 |
        | Bronx Whitestone | O. H. Ammann | 2300 |
        | Throgs Neck   | O. H. Ammann   | 1800 |
        | George Washington | O. H. Ammann | 3500 |
        | Spamspan      | S. Spamington  | 10000 |
    """
    showing, _ = compared(table(old), table(new, "right"), Wish(key=("bridge",)))
    assert rows(showing, "Differences", "bridge", "column") == [("Triborough", "length")]
    assert rows(showing, "Only in right", "bridge") == [("Bronx Whitestone",), ("Spamspan",)]
    assert not rows(showing, "Only in left", "bridge")


def test_two_passes_of_keying() -> None:
    """What NateByers/Reconcile lists: a row in one pass only, nothing against a value, unequal values."""
    one = table("| id | v |\n| 1 | 5 |\n| 2 | - |\n| 3 | 7 |")
    other = table("| id | v |\n| 1 | 5 |\n| 2 | 6 |\n| 3 | 8 |\n| 4 | 1 |", "right")
    showing, _ = compared(one, other, Wish(key=("id",)))
    assert rows(showing, "Differences", "id", "status") == [("2", "blank on the left"), ("3", "amount differs")]
    assert rows(showing, "Only in right", "id") == [("4",)]
