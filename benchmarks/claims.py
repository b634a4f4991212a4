"""How fast the claims desk is: the business clock against numpy's whole days and businesstimedelta, and the review.

Prints seconds and ratios: python benchmarks/claims.py [pairs] [lines]. businesstimedelta is compared where installed.
"""

import datetime as dt
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from sheetops.hours import Hours, after_open, open_seconds
from sheetops.jobs.claims import claims
from sheetops.jobs.desk import open_desk
from sheetops.jobs.sample.claimsdesk import DAY, claims_desk

OFFICE = Hours("office", "Pacific/Auckland", dict.fromkeys(range(5), ((540, 1020),)), region="NZ")


def timed(work: Callable[[], Any]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def pairs(number: int) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(7)
    first = np.datetime64("2024-01-01", "s") + chance.integers(0, 2 * 365 * 86_400, number).astype("timedelta64[s]")
    return first, first + chance.integers(0, 60 * 86_400, number).astype("timedelta64[s]")


def clock(number: int) -> None:
    first, last = pairs(number)
    open_seconds(OFFICE, first[:10], last[:10])  # zones and holidays are looked up once
    days = timed(lambda: np.busday_count(first.astype("datetime64[D]"), last.astype("datetime64[D]")))
    elapsed = timed(lambda: open_seconds(OFFICE, first, last))
    added = timed(lambda: after_open(OFFICE, first, np.full(number, 16 * 3600)))
    print(f"{number:,} pairs: numpy busday_count {days:.3f} s (whole days)")
    print(f"  open seconds between {elapsed:.3f} s, {elapsed / days:.1f} times; after 16 open hours {added:.3f} s")
    against_businesstimedelta(first[:2_000], last[:2_000], elapsed / number)


def against_businesstimedelta(first: np.ndarray, last: np.ndarray, each: float) -> None:
    try:
        import businesstimedelta
    except ImportError:
        print("  businesstimedelta is not installed")
        return
    rule = businesstimedelta.Rules(
        [businesstimedelta.WorkDayRule(dt.time(9), dt.time(17), working_days=[0, 1, 2, 3, 4])]
    )
    plain = Hours("plain", "", dict.fromkeys(range(5), ((540, 1020),)))
    begins, ends = first.tolist(), last.tolist()
    found: list[int] = []
    took = timed(
        lambda: found.extend(
            int(rule.difference(a, b).timedelta.total_seconds()) for a, b in zip(begins, ends, strict=True)
        )
    )
    same = int((np.array(found) == open_seconds(plain, first, last)).sum())
    each_of_theirs = took / len(first)
    print(f"  businesstimedelta {each_of_theirs * 1e6:.0f} microseconds a pair, {each_of_theirs / each:.0f} times ours")
    print(f"  {same:,} of {len(first):,} results are the same")


def reviewing(lines: int) -> None:
    rows = claims_desk()
    one = pd.DataFrame(rows["Claims"])
    parts = []
    for number in range(-(-lines // len(one))):
        name = f"-{number}"
        parts.append(one.assign(claim=one["claim"] + name, invoice_no=one["invoice_no"] + name))
    book = {name: pd.DataFrame(some) for name, some in rows.items()} | {"Claims": pd.concat(parts)[:lines]}
    wanted = ("Claims", "Programmes", "Participants", "Calendar")
    read = timed(lambda: open_desk(book, DAY, wanted))
    whole = timed(lambda: claims(book, as_of=DAY))
    print(f"{lines:,} claim lines: read and checked {read:.1f} s")
    print(f"  with the review {whole:.1f} s, {whole / read:.2f} times")


if __name__ == "__main__":
    clock(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
    reviewing(int(sys.argv[2]) if len(sys.argv) > 2 else 200_000)
