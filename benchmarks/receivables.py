"""The whole arrears job, stage by stage: `python benchmarks/receivables.py [ENTRIES ...]`.

A desk of 60,000 accounts with 300,000 entries, and one of 200,000 accounts with 1,000,000, each with promises, plans,
hardship, grants, restrictions, notices, holds and contacts, is read from workbook files, checked, worked out and
written. Each desk runs in a fresh process; the stages are timed one after the other within it, and memory is the
highest of the process. Growth is the seconds of the larger desk over those of the smaller one, against the growth of
the entries. Last, allocation and ageing beside the same in SQL (`spine.py`): the ratio should be below 2.
"""

import datetime as dt
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import spine

SIZES = (300_000, 1_000_000)
AS_OF = dt.date(2026, 6, 30)


def main() -> None:
    """Measure every size asked for, then hold the rules against SQL."""
    sizes = tuple(int(one) for one in sys.argv[1:]) or SIZES
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            found[size] = _measured(Path(folder), size)
            _show(size, found[size])
    if len(found) > 1:
        small, large = found[sizes[0]], found[sizes[-1]]
        print(f"\nFrom {sizes[0]:,} to {sizes[-1]:,} entries ({sizes[-1] / sizes[0]:.1f} times the rows): ", end="")
        print(", ".join(f"{name} {large[name] / max(small[name], 0.01):.1f}" for name in small))
    with tempfile.TemporaryDirectory() as name:
        spine.in_process("make", name)
        asked, ruled = spine.medians(Path(name), "sql", "rules")
        assert asked["told"] == ruled["told"], "DuckDB and sheetops differ"
        print(f"\n{spine.ENTRIES:,} entries allocated, aged and dunned, the same figures")
        spine.row("DuckDB, SQL", asked)
        spine.row("sheetops (aim: below 2x)", ruled, asked)


def _measured(folder: Path, size: int) -> dict[str, float]:
    command = [sys.executable, __file__, "--one", str(folder), str(size)]
    said = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    figures: dict[str, float] = json.loads(said.stdout.splitlines()[-1])
    return figures


def _show(size: int, figures: dict[str, float]) -> None:
    print(f"\n{size:,} entries, {size // 5:,} accounts")
    whole = sum(seconds for name, seconds in figures.items() if name != "memory")
    for name, seconds in figures.items():
        if name != "memory":
            print(f"  {name:<28}{seconds:8.2f} s {100 * seconds / whole:5.0f} %")
    print(f"  {'together':<28}{whole:8.2f} s, at most {figures['memory']:,.0f} MB")


# ------------------------------------------------------------------------------------------------ one desk, one process


def one(folder: Path, size: int) -> dict[str, float]:
    """Do the whole job on a desk of a size and return the seconds of each stage, and the memory in MB."""
    book = _desk(folder, size)
    stages: dict[str, float] = {}

    def timed(name: str, work: Callable[[], Any]) -> Any:
        began = time.perf_counter()
        result = work()
        stages[name] = time.perf_counter() - began
        return result

    from sheetops.jobs.agreements import agreements
    from sheetops.jobs.arrears import arrears_run, position
    from sheetops.jobs.desk import open_desk
    from sheetops.jobs.gates import SHEETS_READ
    from sheetops.jobs.hardship import hardship_run
    from sheetops.jobs.plans import plans_run
    from sheetops.jobs.promises import promises_run
    from sheetops.jobs.restrictions import restrictions_run
    from sheetops.jobs.results import finish
    from sheetops.jobs.subjects import with_due_dates
    from sheetops.rules.ageing import age
    from sheetops.rules.allocation import allocate

    desk = timed("read and check", lambda: open_desk(book, AS_OF, SHEETS_READ, needs=("Ledger",)))
    allocation = timed("allocate", lambda: allocate(with_due_dates(desk), AS_OF))
    timed("age", lambda: age(allocation.items, allocation.credits))
    timed("promises and plans", lambda: agreements(desk))
    now = timed("position (all of these, ladder)", lambda: position(desk))
    runs = {}
    for name, job in (
        ("arrears", arrears_run),
        ("promises", promises_run),
        ("plans", plans_run),
        ("hardship", hardship_run),
        ("restrictions", restrictions_run),
    ):
        runs[name] = timed(f"{name}: result", lambda job=job: job(desk, now))
    out = folder / f"out {size}"
    timed("arrears.xlsx written", lambda: finish(desk, runs["arrears"], out))
    return stages | {"memory": spine.peak_memory()}


def _desk(folder: Path, size: int) -> list[Path]:
    """Write the desk of a size as one csv file a sheet and return the files."""
    import numpy as np
    import pandas as pd

    AS_OF_DAY = pd.Timestamp(AS_OF)  # noqa: N806, F841  named in the queries
    spine.ENTRIES, spine.ACCOUNTS = size, size // 5
    frames = spine._frames(np.random.default_rng(2026))
    frames["Ledger"] = frames["Ledger"].assign(amount=frames["Ledger"]["amount"] / 100)
    frames["Promises"] = frames["Promises"].assign(amount=frames["Promises"]["amount"] / 100)
    # Clean rows: what the check finds would otherwise be most of what is written.
    frames["Ledger"] = frames["Ledger"].drop(columns="invoice").query("date <= @AS_OF_DAY")
    frames["Notices"] = frames["Notices"].query("sent_on <= @AS_OF_DAY and level <= 2 and entry != ''")
    frames["Customers"] = frames["Customers"].assign(email="", phone="")
    frames |= _registers(np.random.default_rng(30), frames["Customers"]["account"].to_numpy(dtype=object))
    place = folder / str(size)
    place.mkdir()
    for name, frame in frames.items():
        frame.dropna(axis="columns", how="all").to_csv(place / f"{name}.csv", index=False, encoding="utf-8")
    return sorted(place.glob("*.csv"))


def _registers(chance: Any, account: Any) -> dict[str, Any]:
    """Return the sheets that only a debt desk keeps, for a tenth of the accounts and less."""
    import pandas as pd

    def some(share: float) -> Any:
        return chance.choice(account, int(len(account) * share), replace=False)

    def days(first: str, span: int, count: int) -> Any:
        return pd.Timestamp(first) + pd.to_timedelta(chance.integers(0, span, count), unit="D")

    planned, weak, asking, cut, called = some(0.1), some(0.03), some(0.03), some(0.02), some(0.5)
    return {
        "Plans": pd.DataFrame(
            {
                "plan": [f"PL{number:06}" for number in range(len(planned))],
                "account": planned,
                "agreed_on": days("2026-01-05", 120, len(planned)),
                "first_due": days("2026-05-10", 30, len(planned)),
                "frequency": chance.choice(["weekly", "fortnightly", "monthly"], len(planned)),
                "instalments": chance.integers(3, 13, len(planned)),
                "covers": chance.integers(100, 900, len(planned)),
            }
        ),
        "Hardship": pd.DataFrame(
            {
                "account": weak,
                "entered_on": days("2026-01-05", 150, len(weak)),
                "evidence": "concession card",
                "evidence_until": days("2026-06-01", 300, len(weak)),
            }
        ),
        "Grants": pd.DataFrame(
            {
                "account": asking,
                "scheme": "water",
                "applied_on": days("2026-03-01", 100, len(asking)),
                "outcome": "pending",
            }
        ),
        "Restrictions": pd.DataFrame(
            {"account": cut, "action": "placed", "on": days("2026-04-01", 60, len(cut)), "authorised_by": "Mo"}
        ),
        "Contacts": pd.DataFrame(
            {
                "account": called,
                "at": days("2026-03-01", 120, len(called)),
                "channel": "phone",
                "outcome": chance.choice(["no answer", "spoke", "left message"], len(called)),
            }
        ),
        "Policy": pd.DataFrame({"setting": ["currency", "country"], "value": ["NZD", "NZ"]}),
    }


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(one(Path(sys.argv[2]), int(sys.argv[3]))))
    else:
        main()
