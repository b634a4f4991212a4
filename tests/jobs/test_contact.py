"""100 % contact: a remit frozen once, kept as it was, and what was done about it."""

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from sheetops.errors import BookError, OutputError
from sheetops.jobs.contact import contact
from sheetops.jobs.remits import freeze
from tests.jobs.small_desk import book, workbook
from tests.jobs.test_calls import TABLES

JUNE = dt.date(2026, 6, 15)
DAY = dt.date(2026, 6, 30)
SEGMENTS = {
    "Customers": """
    row | account | name  | phone       | email       | owner | segment | do_not_contact | address1 | town
    2   | A1      | Abbot | 09 555 0101 |             | Tom   | school  |                |          |
    3   | A2      | Burns | 09 555 0102 | b@b.example | Tom   | cafe    |                |          |
    4   | A5      | Ewing | 09 555 0105 | e@b.example | Mere  | cafe    | yes            |          |
    5   | A6      | Frost |             |             |       | cafe    |                |          |
    """
}


def remit(within: int | None = 60, **chosen: object) -> pd.DataFrame:
    run = freeze(book(**TABLES | SEGMENTS), as_of=JUNE, remit="June", within=within, **chosen).run  # type: ignore[arg-type]
    return run.frames["Remit"]


def test_a_remit_is_chosen_by_a_stated_rule() -> None:
    rows = remit()
    assert rows[["account", "licence", "caller"]].to_numpy().tolist() == [
        ["A5", "L-4", "Mere"], ["A1", "L-1", "Tom"], ["A1", "L-2", "Tom"], ["A2", "L-3", "Tom"],
    ]  # fmt: skip
    assert rows["rule"].unique().tolist() == ["licences that end within 60 days of 15/06/2026"]
    assert rows["deadline"].unique().tolist() == [pd.Timestamp("2026-07-15")]
    assert remit(within=15)["licence"].tolist() == ["L-4", "L-3"]  # 30 June; both sides of the edge
    assert remit(segment="Cafe", caller="tom")["licence"].tolist() == ["L-3"]
    assert remit(within=None, about="arrears")["account"].nunique() >= 2


def test_nobody_to_contact_and_a_name_that_is_taken() -> None:
    with pytest.raises(BookError, match="There is nobody to contact: licences that end within 60 days"):
        remit(segment="radio")
    frozen = {"Remit": "row | remit | account | frozen_on\n2 | june | A1 | 2026-06-01"}
    with pytest.raises(BookError, match=r"The remit June was frozen on 01/06/2026 already\."):
        freeze(book(**TABLES, **frozen), as_of=JUNE, remit="June", within=60)


def test_a_frozen_remit_is_never_written_over(tmp_path: Path) -> None:
    desk = workbook(tmp_path / "desk.xlsx", **TABLES)
    first = freeze(desk, as_of=JUNE, remit="June", within=60, out=tmp_path).workbook
    assert first is not None
    before = first.read_bytes()
    with pytest.raises(OutputError, match="a remit is never changed"):
        freeze(desk, as_of=DAY, remit="July", within=60, out=tmp_path)
    assert first.read_bytes() == before


def test_coverage_of_the_frozen_remit_from_its_file_and_from_the_workbook(tmp_path: Path) -> None:
    desk = workbook(tmp_path / "desk.xlsx", **TABLES | SEGMENTS)
    file = freeze(desk, as_of=JUNE, remit="June", within=60, out=tmp_path / "remits").workbook
    run = contact(desk, as_of=DAY, remit=str(file)).run
    every = run.frames["Coverage"].iloc[0]
    assert every[["members", "attempted", "reached", "left"]].tolist() == [3, 1, 0, 2]
    assert run.counts["coverage"] == "1 of 3 members tried, 33.33 %"
    assert all(total.balances for total in run.totals)
    assert run.frames["Not contacted"].set_index("account")["reason"].to_dict() == {
        "A5": "the customer must not be contacted",
        "A2": "promise of 200.00 due 01/07/2026, grace to 04/07/2026",
    }
    kept = """
        row | remit | account | licence | frozen_on  | deadline   | caller
        2   | May   | A6      |         | 2026-05-01 | 2026-05-30 | Tom
        3   | June  | A1      | L-1     | 2026-06-15 | 2026-07-15 | Tom
        4   | June  | A1      | L-2     | 2026-06-15 | 2026-07-15 | Tom
        5   | June  | A5      | L-4     | 2026-06-15 | 2026-07-15 | Mere
        6   | June  | A2      | L-3     | 2026-06-15 | 2026-07-15 | Tom
        7   | July  | A2      | L-3     | 2026-07-01 | 2026-07-15 | Tom
        """
    again = contact(book(**TABLES | SEGMENTS, Remit=kept), as_of=DAY).run  # the newest frozen by the day
    pd.testing.assert_frame_equal(again.frames["Coverage"][:3], run.frames["Coverage"][:3])
    may = contact(book(**TABLES | SEGMENTS, Remit=kept), as_of=DAY, remit="may").run
    assert may.frames["Not contacted"]["reason"].tolist() == [
        "no telephone number, e-mail address or postal address that works"
    ]
    assert may.frames["Forecast"]["status"].unique().tolist() == ["over"]
    with pytest.raises(BookError, match=r"There is no remit July frozen by 30/06/2026. Remits of this book: May"):
        contact(book(**TABLES | SEGMENTS, Remit=kept), as_of=DAY, remit="July")


def test_members_who_renewed_paid_or_complain_stay_members_and_say_so() -> None:
    kept = """
        row | remit | account | licence | frozen_on
        2   | June  | A1      | L-1     | 2026-06-25
        3   | June  | A2      |         | 2026-06-25
        4   | June  | A6      |         | 2026-06-25
        5   | June  | A7      |         | 2026-06-25
        """
    renewed = TABLES["Licences"] + "7   | L-9     | A1      | Choir  | 2026-07-06 | 2027-07-05 | 120.00"
    paid = TABLES["Ledger"] + "11  | R-1   | A6      | receipt | 2026-06-20 |            | 50.00  | PLN      |"
    tasks = """
        row | task | account | type      | received_at
        2   | C-1  | A2      | complaint | 2026-06-26
        """
    desk = book(**TABLES | {"Remit": kept, "Licences": renewed, "Ledger": paid, "Tasks": tasks})
    left = contact(desk, as_of=DAY).run.frames["Not contacted"].set_index("account")["reason"].to_dict()
    assert left == {
        "A1": "the licence is renewed since",
        "A2": "hold (complaint C-1 of 26/06/2026, to acknowledge)",
        "A6": "nothing is open any more",
        "A7": "no row in Customers",
    }


def test_targets_alone_are_enough_and_neither_is_refused() -> None:
    targets = """
        row | caller | from       | until      | commitments | contacts
        2   | Tom    | 2026-06-01 | 2026-06-30 | 200.00      | 1
        """
    promises = TABLES["Promises"].replace("amount\n", "amount | by\n").replace("200.00\n", "200.00 | Tom\n")
    run = contact(book(**TABLES | {"Promises": promises}, Targets=targets), as_of=DAY).run
    assert list(run.frames) == ["Targets", "Caller weeks"]
    assert run.frames["Targets"]["status"].tolist() == ["reached"]
    assert run.frames["Targets"]["reason"].tolist() == ["commitments 200.00 of 200.00; contacts 1 of 1; day 30 of 30."]
    with pytest.raises(BookError, match="neither a sheet Remit nor a sheet Targets"):
        contact(book(**TABLES), as_of=DAY)
