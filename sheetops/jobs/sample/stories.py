"""What became of each sample customer by the desk's day: whose licence ends when, who owes, who was written to."""

import datetime as dt
import random
from dataclasses import dataclass
from functools import cache

from sheetops.jobs.sample.customers import Customer, customers, dice

DAY = dt.date(2026, 6, 30)
"""The day that the sample desk is meant for."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Story:
    """One way in which things stand on the desk's day, and how many customers it happens to.

    ``ends``: days until the licence's last day (negative: past), ``overdue``: days since its last invoice fell due
    (negative: not yet due); one of the two is given and the other follows from it. ``sent``: how many days
    ago each dunning level went out. ``called``: how many renewal levels went out. ``paid``: percent of the last invoice
    that is paid. ``parts``: in how many instalments it was billed.
    """

    name: str
    many: int
    ends: Span | None = None
    overdue: Span | None = None
    sent: tuple[Span, ...] = ()
    called: int = 0
    paid: int = 100
    status: str = "live"
    parts: int = 1


QUIET = Story("quiet", 0, ends=(61, 330))

RENEWING = (
    Story("invitation due", 12, ends=(31, 60)),
    Story("invited", 14, ends=(31, 52), called=1),
    Story("reminder due", 12, ends=(8, 30), called=1),
    Story("reminded", 10, ends=(8, 22), called=2),
    Story("final call due", 6, ends=(0, 7), called=2),
    Story("final call made", 4, ends=(0, 1), called=3),
    Story("in grace", 12, ends=(-14, -1), called=3),
    Story("lapse notice due", 8, ends=(-60, -15), called=3),
    Story("told of the lapse", 8, ends=(-300, -30), called=4),
    Story("lapsed long ago", 5, ends=(-520, -366), called=4),
    Story("cancelled", 8, ends=(-200, 200), status="cancelled"),
    Story("declined", 8, ends=(-60, 40), called=1, status="declined"),
    Story("renewed early", 8, ends=(10, 45), called=1),
    Story("lapsed and owing", 5, ends=(-100, -20), called=3, paid=0, sent=((300, 310), (280, 290), (250, 260))),
)
OWING = (
    Story("not yet due", 14, overdue=(-25, 0), paid=0),
    Story("just overdue", 8, overdue=(1, 9), paid=0),
    Story("reminder 1 due", 14, overdue=(10, 32), paid=0),
    Story("reminder 1 sent", 6, overdue=(18, 34), sent=((6, 8),), paid=0),
    Story("reminder 2 due", 9, overdue=(35, 60), sent=((14, 24),), paid=0),
    Story("reminder 2 sent", 5, overdue=(50, 70), sent=((30, 36), (6, 13)), paid=0),
    Story("final notice due", 7, overdue=(60, 110), sent=((38, 50), (14, 24)), paid=0),
    Story("ladder ended", 6, overdue=(90, 180), sent=((66, 80), (44, 60), (20, 40)), paid=0),
    Story("part paid", 6, overdue=(12, 30), paid=40),
    Story("promise open", 6, overdue=(25, 50), sent=((14, 20),), paid=0),
    Story("promise in grace", 3, overdue=(25, 50), sent=((14, 20),), paid=0),
    Story("promise broken", 4, overdue=(35, 60), sent=((20, 24),), paid=0),
    Story("promised this week", 4, overdue=(12, 30), paid=0),
    Story("account on hold", 4, overdue=(20, 80), paid=0),
    Story("hold is over", 3, overdue=(20, 80), paid=0),
    Story("item on hold", 3, overdue=(20, 80), paid=0),
    Story("do not contact", 3, overdue=(20, 80), paid=0),
    Story("disputed", 6, overdue=(15, 80), paid=0),
    Story("cents short", 4, overdue=(15, 80), paid=100),
    Story("never chased", 3, overdue=(20, 80), paid=0),
    Story("written to this week", 3, overdue=(12, 30), paid=0),
    Story("no e-mail address", 4, overdue=(12, 30), paid=0),
    Story("overpaid", 5, overdue=(20, 200)),
    Story("instalment late", 6, overdue=(102, 110), paid=25, parts=4),
    Story("written off", 3, overdue=(200, 330), paid=0),
    Story("refunded", 3, overdue=(40, 200)),
    Story("credited", 6, overdue=(40, 200), paid=80),
    Story("paid after the day", 3, overdue=(2, 9), paid=0),
)
SCHOOLS = (
    Story("not yet due", 6, overdue=(-20, 0), paid=0),
    Story("just overdue", 6, overdue=(1, 29), paid=0),
    Story("statement due", 10, overdue=(30, 75), paid=0),
    Story("statement sent", 5, overdue=(45, 80), sent=((8, 29),), paid=0),
    Story("final notice due", 5, overdue=(70, 100), sent=((30, 36),), paid=0),
    Story("ladder ended", 3, overdue=(110, 150), sent=((62, 75), (20, 31)), paid=0),
    Story("instalment late", 3, overdue=(130, 140), paid=25, parts=4),
)
AGREED = (
    Story("promise kept", 3, overdue=(25, 45), sent=((21, 24),), paid=0),
    Story("promise kept in part", 3, overdue=(35, 55), sent=((21, 24),), paid=0),
    Story("plan agreed this week", 3, overdue=(50, 70), sent=((30, 36), (16, 20)), paid=0),
    Story("plan in good standing", 3, overdue=(100, 130), sent=((80, 86),), paid=0),
    Story("plan behind", 3, overdue=(100, 130), sent=((80, 86),), paid=0),
    Story("plan cured", 2, overdue=(90, 110), sent=((70, 76),), paid=0),
    Story("plan broken", 3, overdue=(140, 170), sent=((120, 126),), paid=0),
    Story("plan completed", 2, overdue=(90, 110), sent=((70, 76),), paid=0),
    Story("entered hardship this week", 2, overdue=(25, 45), paid=0),
    Story("in hardship", 2, overdue=(70, 110), sent=((62, 66),), paid=0),
    Story("hardship reviewed", 1, overdue=(210, 240), paid=0),
    Story("hardship review due", 2, overdue=(130, 160), paid=0),
    Story("hardship evidence awaited", 1, overdue=(25, 45), paid=0),
    Story("hardship evidence never came", 1, overdue=(60, 90), paid=0),
    Story("hardship evidence ran out", 2, overdue=(100, 160), paid=0),
    Story("left hardship", 1, overdue=(320, 340), paid=100),
    Story("in hardship on a plan", 2, overdue=(190, 210), paid=0),
    Story("grant applied for", 2, overdue=(60, 90), paid=0),
    Story("grant granted", 1, overdue=(100, 130), paid=0),
    Story("grant declined", 1, overdue=(100, 130), paid=0),
)
"""Those who agreed to something, or are in hardship: told of customers of whom there is nothing else to tell."""


@dataclass(frozen=True, slots=True)
class Case:
    """A customer and its story."""

    customer: Customer
    story: Story

    @property
    def account(self) -> str:
        """The customer's account number."""
        return self.customer.account

    def dice(self, subject: str) -> random.Random:
        """Return the chance that fills in the particulars of one subject, whatever was filled in before."""
        return dice(f"{subject} of {self.account}")


@cache
def cases() -> tuple[Case, ...]:
    """Return every customer with its story, in order of account."""
    everybody = list(customers())
    dice("stories").shuffle(everybody)
    abroad = [c.account for c in everybody if (c.segment.name, c.country) == ("cafe", "PL")]
    schools = [c.account for c in everybody if c.segment.ladder == "school"]
    others = [c.account for c in everybody if c.segment.ladder != "school" and c.account not in abroad]
    told = dict(zip(abroad, _polish(), strict=True)) | dict(zip(schools, _spread(SCHOOLS), strict=False))
    told |= dict(zip(others, _spread(OWING), strict=False))
    free = [customer.account for customer in everybody if customer.account not in told]
    told |= dict(zip(free, _spread(RENEWING), strict=False))
    quiet = [account for account in free if account not in told]
    told |= dict(zip(quiet, _spread(AGREED), strict=False))
    return tuple(Case(c, told.get(c.account, QUIET)) for c in customers())


def _spread(stories: tuple[Story, ...]) -> list[Story]:
    return [story for story in stories for _ in range(story.many)]


def _polish() -> list[Story]:
    """Return a story for each Polish café, so that letters go out in Polish on the desk's day."""
    known = {story.name: story for story in (*RENEWING, *OWING)}
    names = ("reminder 1 due", "reminder 1 due", "reminder due", "reminder due", "reminder 2 due", "final notice due")
    return [known[name] for name in (*names, "reminder 1 sent", "in grace")]


def days_ago(span: Span, chance: random.Random) -> dt.date:
    """Return a day within a span of days before the desk's day, no Saturday or Sunday if the span has another."""
    days = [DAY - dt.timedelta(days=number) for number in range(span[0], span[1] + 1)]
    return chance.choice([day for day in days if day.weekday() < 5] or days)
