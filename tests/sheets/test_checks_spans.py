"""Days in the wrong order, days to come, spans that overlap, ladders that nobody can climb: both sides of each edge."""

from typing import Any


def test_licence_end_before_start(check: Any) -> None:
    sheet = check(
        Licences="""
        row | licence | account | start      | end
        2   | L1      | A1      | 2026-05-01 | 2026-05-01
        3   | L2      | A2      | 2026-05-01 | 2026-04-30
        """
    )["Licences"]
    (finding,) = sheet.findings
    assert (finding.cell, finding.check, finding.severity) == ("D3", "licence_end_before_start", "error")
    assert finding.problem == "The licence ends on 30/04/2026, before it starts on 01/05/2026. Check both days."
    assert list(sheet.frame.index) == [2]


def test_licence_overlap(found: Any) -> None:
    """Another account, another type, the day after the end, or a cancelled licence do not overlap."""
    assert found(
        Licences="""
        row | licence | account | type  | start      | end        | status
        2   | L1      | A1      | music | 2026-01-01 | 2026-12-31 | live
        3   | L2      | A1      | music | 2027-01-01 | 2027-12-31 |
        4   | L3      | A1      | print | 2026-06-01 | 2026-12-31 | live
        5   | L4      | A2      | music | 2026-06-01 | 2026-12-31 | live
        6   | L5      | A1      | music | 2026-12-31 | 2026-12-31 | cancelled
        7   | L6      | A1      | music | 2026-02-01 | 2026-02-28 | live
        8   | L7      | A1      | music | 2027-12-31 | 2028-12-31 | live
        """
    ) == [("D7", "licence_overlap"), ("D8", "licence_overlap")]


def test_licence_overlap_names_the_one_that_covers_the_days(check: Any) -> None:
    sheet = check(
        Licences="""
        row | licence | account | start      | end
        2   | LONG    | A1      | 2026-01-01 | 2026-12-31
        3   | SHORT   | A1      | 2026-02-01 | 2026-02-28
        4   | LATE    | A1      | 2026-06-01 | 2026-06-30
        """
    )["Licences"]
    assert [f.problem for f in sheet.findings] == [
        f"Licence {own} covers days that licence LONG in row 2 of the same account and type covers."
        for own in ("SHORT", "LATE")
    ]


def test_due_before_issue(one: Any) -> None:
    finding = one(
        Ledger="""
        row | entry | account | kind    | date       | due_date   | amount
        2   | E1    | A1      | invoice | 2026-05-01 | 2026-05-01 | 5
        3   | E2    | A1      | invoice | 2026-05-01 | 2026-04-30 | 5
        4   | E3    | A1      | invoice | 2026-05-01 |            | 5
        """
    )
    assert (finding.cell, finding.check, finding.severity) == ("E3", "due_before_issue", "warning")
    assert finding.problem == "It fell due on 30/04/2026, before it was issued on 01/05/2026. Check both days."


def test_date_in_future(found: Any) -> None:
    """As of 30/06/2026: that day is not to come, the next one is."""
    assert found(
        Ledger="""
        row | entry | account | kind    | date       | amount
        2   | E1    | A1      | invoice | 2026-06-30 | 5
        3   | E2    | A1      | invoice | 2026-07-01 | 5
        """,
        Notices="row | account | ladder | level | sent_on\n2 | A1 | s | 1 | 2026-07-01",
        Contacts="""
        row | account | at               | channel | outcome
        2   | A1      | 2026-06-30 23:59 | phone   | reached
        3   | A1      | 2026-07-01 00:00 | phone   | reached
        """,
        Promises="row | promise | account | made_on | due_on | amount\n2 | P1 | A1 | 2026-07-01 | 2026-07-09 | 5",
        Templates="row | template | file | reviewed_on\n2 | t | t.docx | 2026-07-01",
    ) == [(cell, "date_in_future") for cell in ("D3", "D2", "B3", "C2", "C2")]


def test_an_entry_to_come_is_a_note_that_names_both_days(one: Any) -> None:
    table = "row | entry | account | kind | date | amount\n2 | E1 | A1 | invoice | 2026-07-01 | 5"
    finding = one(Ledger=table)
    assert (finding.severity, finding.value) == ("note", "01/07/2026")
    assert finding.problem == "01/07/2026 lies after 30/06/2026, the day asked about."


def test_hold_until_before_from(found: Any) -> None:
    assert found(
        Holds="""
        row | account | reason | from       | until
        2   | A1      | asked  | 2026-06-01 | 2026-06-01
        3   | A1      | asked  | 2026-06-02 | 2026-06-01
        4   | A1      | asked  |            | 2026-06-01
        5   | A1      | asked  | 2026-06-01 |
        """
    ) == [("D3", "hold_until_before_from")]


def test_promise_due_before_made(found: Any) -> None:
    assert found(
        Promises="""
        row | promise | account | made_on    | due_on     | amount
        2   | P1      | A1      | 2026-06-02 | 2026-06-02 | 5
        3   | P2      | A1      | 2026-06-02 | 2026-06-01 | 5
        """
    ) == [("D3", "promise_due_before_made")]


def test_next_before_contact(found: Any) -> None:
    assert found(
        Contacts="""
        row | account | at               | channel | outcome | next_on
        2   | A1      | 2026-06-02 14:00 | phone   | reached | 2026-06-02
        3   | A1      | 2026-06-02 14:00 | phone   | reached | 2026-06-01
        4   | A1      | 2026-06-02 14:00 | phone   | reached |
        """
    ) == [("E3", "next_before_contact")]


def test_invoice_after_receipt(found: Any) -> None:
    assert found(
        Claims="""
        row | claim | line | programme | participant | received_at      | invoice_date
        2   | C1    | 1    | P         | M           | 2026-06-02 08:00 | 2026-06-02
        3   | C1    | 2    | P         | M           | 2026-06-02 08:00 | 2026-06-03
        """
    ) == [("F3", "invoice_after_receipt")]


def test_window_to_before_from(found: Any) -> None:
    assert found(
        Programmes="""
        row | programme | window_from | window_to
        2   | P         | 2026-06-02  | 2026-06-02
        3   | Q         | 2026-06-02  | 2026-06-01
        """
    ) == [("C3", "window_to_before_from")]


def test_valid_to_before_from(found: Any) -> None:
    assert found(
        Policy="""
        row | setting    | value | valid_from | valid_to
        2   | terms_days | 20    | 2026-01-01 | 2026-01-01
        3   | grace_days | 20    | 2026-01-02 | 2026-01-01
        """,
        Stages="row|ladder|level|mode|days|valid_from|valid_to\n2|s|1|due_plus|7|2026-01-02|2026-01-01",
    ) == [("D3", "valid_to_before_from"), ("F2", "valid_to_before_from")]


def test_setting_overlap(found: Any) -> None:
    assert found(
        Policy="""
        row | setting    | value | applies_to | valid_from | valid_to
        2   | terms_days | 20    |            |            | 2025-12-31
        3   | terms_days | 30    |            | 2026-01-01 |
        4   | terms_days | 14    | NZ         | 2026-01-01 |
        5   | tolerance  | 5     |            |            |
        6   | tolerance  | 10    |            | 2026-01-01 |
        """
    ) == [("D6", "setting_overlap")]


def test_stage_overlap(found: Any) -> None:
    assert found(
        Stages="""
        row | ladder | level | mode     | days | valid_from | valid_to
        2   | s      | 1     | due_plus | 7    |            | 2025-12-31
        3   | s      | 1     | due_plus | 10   | 2026-01-01 |
        4   | s      | 2     | due_plus | 14   |            | 2026-01-01
        5   | s      | 2     | due_plus | 21   | 2026-01-01 |
        """
    ) == [("E5", "stage_overlap")]


def test_since_last_notice_first(check: Any) -> None:
    sheet = check(
        Stages="""
        row | ladder | level | mode              | days
        2   | s      | 1     | due_plus          | 7
        3   | s      | 2     | since_last_notice | 10
        4   | t      | 1     | since_last_notice | 10
        """
    )["Stages"]
    assert [(f.cell, f.check, f.severity) for f in sheet.findings] == [("C4", "since_last_notice_first", "error")]


def test_level_missing(one: Any) -> None:
    finding = one(
        Stages="""
        row | ladder | level | mode     | days
        2   | s      | 1     | due_plus | 7
        3   | s      | 3     | due_plus | 21
        4   | t      | 1     | due_plus | 7
        """
    )
    assert (finding.cell, finding.check) == ("B3", "level_missing")
    assert finding.problem == "The ladder s has no level 2, so level 3 is never reached."


def test_level_missing_for_some_or_for_a_while(check: Any) -> None:
    """Everyone's level serves all; another segment's does not, nor one that holds at another time."""
    sheet = check(
        Stages="""
        row | ladder | level | mode     | days | applies_to      | valid_from | valid_to
        2   | s      | 1     | due_plus | 7    | segment: schools|            |
        3   | s      | 2     | due_plus | 14   | Segment: Schools|            |
        4   | s      | 2     | due_plus | 10   |                 |            |
        5   | t      | 1     | due_plus | 7    |                 |            | 2026-05-31
        6   | t      | 2     | due_plus | 14   |                 |            |
        7   | t      | 2     | due_plus | 14   | pubs            |            | 2026-05-31
        8   | u      | 1     | due_plus | 7    |                 | 2026-08-01 |
        9   | u      | 2     | due_plus | 14   | pubs            | 2026-08-01 |
        """
    )["Stages"]
    assert [(f.cell, f.problem) for f in sheet.findings] == [
        ("B4", "The ladder s has no level 1 on 30/06/2026, so level 2 is never reached."),
        ("B6", "The ladder t has no level 1 on 30/06/2026, so level 2 is never reached."),
    ]


def test_rows_for_others_do_not_overlap(found: Any) -> None:
    assert found(
        Policy="""
        row | setting    | value | applies_to         | valid_from | valid_to
        2   | grace_days | 1     |                    |            |
        3   | grace_days | 2     | segment: schools   |            | 2026-06-30
        4   | grace_days | 3     | Segment:  SCHOOLS  | 2026-06-30 |
        5   | grace_days | 4     | currency: NZD      |            |
        """,
        Stages="""
        row | ladder | level | mode     | days | applies_to | valid_from
        2   | s      | 1     | due_plus | 7    |            |
        3   | s      | 1     | due_plus | 7    | NZD        |
        4   | s      | 1     | due_plus | 8    | nzd        |
        """,
    ) == [("D4", "setting_overlap"), ("F4", "stage_overlap")]


SCOPED = """
row | setting    | value | applies_to
2   | grace_days | 1     | schools
3   | grace_days | 2     | Segment: Schools
4   | grace_days | 3     | currency: NZD
5   | grace_days | 4     | AU
6   | grace_days | 5     | A1
7   | grace_days | 6     | school
8   | grace_days | 7     | account: A2
9   | grace_days | 8     | type: music
"""
PEOPLE = "row | account | name | segment\n2 | A1 | Abbot | Schools\n3 | A3 | Cole | pubs"


def test_scope_unknown(check: Any) -> None:
    """Words for what is known are well; a licence type cannot be judged without Licences."""
    sheet = check(Customers=PEOPLE, Policy=SCOPED)["Policy"]
    assert [(f.cell, f.check, f.suggestion) for f in sheet.findings] == [
        ("C7", "scope_unknown", "schools"),
        ("C8", "scope_unknown", ""),
    ]
    assert sheet.findings[0].problem == (
        "There is no account, licence type, ladder, segment, currency or country named school, so this row holds for "
        "nobody. Did you mean schools?"
    )


def test_scope_unknown_judges_what_it_can(found: Any) -> None:
    licences = "row | licence | account | type | start | end\n2 | L1 | A1 | print | 2026-01-01 | 2026-12-31"
    assert ("C9", "scope_unknown") in found(on="Policy", Customers=PEOPLE, Licences=licences, Policy=SCOPED)
    assert found(Policy=SCOPED) == []


def test_setting_for_the_whole_desk(one: Any) -> None:
    finding = one(
        Policy="row | setting | value | applies_to\n2 | tolerance | 1 | NZD\n3 | bucket_bounds | 30, 60 | NZD"
    )
    assert (finding.cell, finding.check) == ("C3", "setting_for_the_whole_desk")
    assert finding.problem.startswith("The whole desk has one bucket_bounds: this row, for NZD only, is not read.")


def test_modes_mixed(found: Any) -> None:
    assert found(
        Stages="""
        row | ladder | level | mode               | days
        2   | s      | 1     | days_before_expiry | 30
        3   | s      | 2     | since_last_notice  | 7
        4   | t      | 1     | due_plus           | 7
        5   | t      | 2     | days_after_expiry  | 7
        """
    ) == [("C5", "modes_mixed")]


def test_setting_unknown(one: Any) -> None:
    finding = one(Policy="row | setting | value\n2 | terms_days | 20\n3 | term_days | 20")
    assert (finding.cell, finding.check, finding.suggestion) == ("A3", "setting_unknown", "terms_days")


def test_setting_value_unfit(check: Any) -> None:
    sheet = check(Policy="row | setting | value\n2 | terms_days | 20\n3 | grace_days | soon")["Policy"]
    assert [(f.cell, f.check, f.severity) for f in sheet.findings] == [("B3", "setting_value_unfit", "error")]
    assert list(sheet.frame.index) == [2]
