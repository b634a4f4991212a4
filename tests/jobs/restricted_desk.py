"""A small water desk on which every kind of restriction occurs, for the tests of restrictions and referrals."""

import datetime as dt

DAY = dt.date(2026, 6, 30)
"""A Tuesday, no holiday before or after."""

POLICY = """
row | setting               | value
2   | currency              | AUD
3   | country               | AU
4   | restriction_authority | Tom 500; Mere
5   | restriction_letters   | yes
"""
STAGES = """
row | ladder   | level | mode              | days | channel | template
2   | standard | 1     | due_plus          | 7    | email   | reminder-1
3   | standard | 2     | since_last_notice | 14   | letter  | final-notice
"""
CUSTOMERS = """
row | account | name  | email             | address1 | town | segment | language | channel
2   | READY   | Abbot | abbot@post.com.au | 1 Elm St | Yea  | home    |          | letter
3   | TENANT  | Burns | burns@post.com.au | 2 Elm St | Yea  | Tenant  |          | letter
4   | WARN    | Cole  | cole@post.com.au  | 3 Elm St | Yea  |         |          | letter
5   | PAID    | Drake | drake@post.com.au | 4 Elm St | Yea  |         |          | letter
6   | SMALL   | Eve   | eve@post.com.au   | 5 Elm St | Yea  |         |          | letter
7   | PLAN    | Finch | finch@post.com.au | 6 Elm St | Yea  |         |          | letter
8   | STAYS   | Green | green@post.com.au | 7 Elm St | Yea  |         |          | letter
9   | CLEAR   | Hale  | hale@post.com.au  | 8 Elm St | Yea  |         |          | letter
"""
LEDGER = """
row | entry | account | kind    | date       | due_date   | amount
2   | I1    | READY   | invoice | 2026-03-01 | 2026-04-01 | 600.00
3   | I2    | TENANT  | invoice | 2026-03-01 | 2026-04-01 | 600.00
4   | I3    | WARN    | invoice | 2026-03-01 | 2026-04-01 | 400.00
5   | I4    | PAID    | invoice | 2026-03-01 | 2026-04-01 | 600.00
6   | R4    | PAID    | receipt | 2026-06-28 |            | 500.00
7   | I5    | SMALL   | invoice | 2026-03-01 | 2026-06-20 | 20.00
8   | I6    | PLAN    | invoice | 2026-03-01 | 2026-04-01 | 600.00
9   | I7    | STAYS   | invoice | 2026-03-01 | 2026-04-01 | 600.00
10  | I8    | CLEAR   | invoice | 2026-03-01 | 2026-04-01 | 50.00
11  | R8    | CLEAR   | receipt | 2026-06-30 |            | 50.00
"""
NOTICES = """
row | account | entry | ladder      | level | sent_on    | channel | template
2   | READY   | I1    | standard    | 1     | 2026-04-10 | email   | reminder-1
3   | READY   | I1    | standard    | 2     | 2026-04-28 | letter  | final-notice
4   | READY   |       | restriction | 1     | 2026-06-01 | letter  | restriction-warning
5   | WARN    | I3    | standard    | 1     | 2026-05-10 | email   | reminder-1
6   | WARN    | I3    | standard    | 2     | 2026-05-28 | letter  | final-notice
7   | PLAN    | I6    | standard    | 1     | 2026-04-10 | email   | reminder-1
"""
CONTACTS = """
row | account | at               | channel | outcome
2   | READY   | 2026-05-05 10:00 | phone   | no answer
3   | READY   | 2026-05-05 16:00 | phone   | no answer
4   | READY   | 2026-06-05 10:00 | phone   | left message
5   | WARN    | 2026-06-05 10:00 | email   | bounced
"""
PLANS = """
row | plan | account | agreed_on  | first_due  | frequency | instalments
2   | P1   | PLAN    | 2026-06-29 | 2026-07-10 | monthly   | 6
"""
RESTRICTIONS = """
row | account | action | on         | authorised_by | reason
2   | PAID    | placed | 2026-06-01 | Mere          | unpaid since April
3   | PLAN    | placed | 2026-06-01 | Mere          | unpaid since April
4   | STAYS   | placed | 2026-06-26 | Tom           | unpaid since April
5   | TENANT  | placed | 2026-05-01 | Joe           | unpaid since April
6   | TENANT  | lifted | 2026-05-09 | Mere          | tenant
7   | CLEAR   | placed | 2026-06-20 | Mere          | unpaid
8   | SMALL   | lifted | 2026-06-01 | Mere          | paid
"""
TABLES = {
    "Policy": POLICY,
    "Stages": STAGES,
    "Customers": CUSTOMERS,
    "Ledger": LEDGER,
    "Notices": NOTICES,
    "Contacts": CONTACTS,
    "Plans": PLANS,
    "Restrictions": RESTRICTIONS,
}
