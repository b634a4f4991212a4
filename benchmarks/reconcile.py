"""Reconciling, beside peers: seconds and memory for rows x rows with one per cent of differences, and the ratios.

    python benchmarks/reconcile.py [rows]

Every tool runs in a process of its own over the same frames, three times in turns; the median counts. datacompy pins an
older pandas: it, polars and duckdb live in an environment that this makes once, beside the system's temporary files.
Writing the report workbook is measured apart, over a twentieth of the rows.
"""

import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path
from typing import Any

ROUNDS = 3
PEERS = ("sheetops", "pandas merge", "datacompy pandas", "datacompy polars", "polars join", "duckdb join")
OWN = ("sheetops", "pandas merge")
PACKAGES = ("datacompy>=1.1", "polars", "duckdb")


def sides(rows: int) -> tuple[Any, Any]:
    """Two tables of one key: one per cent of amounts changed, one in a thousand missing on each side, shuffled."""
    import numpy as np
    import pandas as pd

    chance = np.random.default_rng(1)
    keys = [f"INV{number:07d}" for number in range(rows + rows // 1000)]
    whole = pd.DataFrame(
        {
            "key": keys,
            "amount": chance.integers(100, 10**7, len(keys)) / 100,
            "name": [f"Customer {number % 99_991} Ltd" for number in range(len(keys))],
            "date": pd.Timestamp("2024-01-01") + pd.to_timedelta(chance.integers(0, 700, len(keys)), unit="D"),
        }
    )
    right = whole.iloc[rows // 1000 :].sample(frac=1, random_state=2).reset_index(drop=True)
    right.loc[: rows // 100, "amount"] += 1
    return whole.iloc[:rows].copy(), right


def measured(tool: str, rows: int) -> dict[str, float]:
    """Run one tool over fresh frames; what making and converting them takes is outside the clock."""
    left, right = sides(rows)
    if tool in ("datacompy polars", "polars join"):
        import polars

        left, right = (polars.DataFrame(side.to_dict("series")) for side in (left, right))
    before = _peak()
    work = WORK[tool]
    began = time.perf_counter()
    found = work(left, right)
    took = time.perf_counter() - began
    return {"seconds": took, "mib": _peak() - before, "found": found}


def _peak() -> float:
    if importlib.util.find_spec("resource") is None:
        return 0.0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _sheetops(left: Any, right: Any) -> int:
    import datetime as dt

    from sheetops.reconcile.comparing import Rule
    from sheetops.reconcile.kinds import seen
    from sheetops.reconcile.weighing import Terms, reconcile

    rules = []
    for name in ("amount", "name", "date"):
        one, other = seen(left[name]), seen(right[name])
        rules.append(Rule(name, name, one.holds, one, other))
    return int(reconcile(left, right, Terms((("key", "key"),), tuple(rules)), dt.date(2026, 6, 30)).broken.sum())


def _merge(left: Any, right: Any) -> int:
    return len(left.merge(right, on="key", how="outer", indicator=True))


def _datacompy(left: Any, right: Any) -> int:
    import datacompy

    return int(datacompy.PandasCompare(left, right, join_columns=["key"]).all_mismatch().shape[0])


def _datacompy_polars(left: Any, right: Any) -> int:
    import datacompy

    return int(datacompy.PolarsCompare(left, right, join_columns=["key"]).all_mismatch().shape[0])


def _polars(left: Any, right: Any) -> int:
    return int(left.join(right, on="key", how="full").height)


def _duckdb(left: Any, right: Any) -> int:
    import duckdb

    with duckdb.connect() as base:
        base.register("one", left)
        base.register("other", right)
        sql = "create table joined as select * from one full join other using (key)"
        base.execute(sql)
        return int(base.execute("select count(*) from joined").fetchone()[0])


WORK = {
    "sheetops": _sheetops,
    "pandas merge": _merge,
    "datacompy pandas": _datacompy,
    "datacompy polars": _datacompy_polars,
    "polars join": _polars,
    "duckdb join": _duckdb,
}


def peers_python() -> str:
    """The Python of the environment with the peers, made when it is not there."""
    folder = Path(tempfile.gettempdir()) / "sheetops-benchmark-peers"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not (folder / "ready").exists():
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", *PACKAGES], check=True)
        (folder / "ready").touch()
    return str(python)


def report(rows: int) -> float:
    """Seconds that the whole command takes over two csv files, workbook included."""
    with tempfile.TemporaryDirectory() as folder:
        for name, side in zip(("left.csv", "right.csv"), sides(rows), strict=True):
            side.to_csv(Path(folder) / name, index=False)
        order = [sys.executable, "-m", "sheetops", "reconcile", "left.csv", "right.csv", "--key", "key"]
        began = time.perf_counter()
        subprocess.run(order, cwd=folder, capture_output=True, check=False)
        return time.perf_counter() - began


def main(rows: int) -> None:
    python = peers_python()
    taken: dict[str, list[dict[str, float]]] = {tool: [] for tool in PEERS}
    for _ in range(ROUNDS):
        for tool in PEERS:
            order = [sys.executable if tool in OWN else python, __file__, "--one", tool, str(rows)]
            done = subprocess.run(order, capture_output=True, text=True, check=False)
            if done.returncode:
                print(f"{tool} failed: {done.stderr.strip().splitlines()[-1]}")
            else:
                taken[tool].append(json.loads(done.stdout))
    own = statistics.median(one["seconds"] for one in taken["sheetops"])
    print(f"{rows:,} x {rows:,} rows, key, amount, name, date; medians of {ROUNDS}")
    for tool in PEERS:
        if taken[tool]:
            seconds = statistics.median(one["seconds"] for one in taken[tool])
            memory = statistics.median(one["mib"] for one in taken[tool])
            print(f"{tool:17} {seconds:7.2f} s  {memory:7.0f} MiB more  {seconds / own:5.2f} x sheetops")
    print(f"whole command over csv, {rows // 20:,} rows a side, workbook included: {report(rows // 20):.1f} s")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measured(sys.argv[2], int(sys.argv[3]))))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
