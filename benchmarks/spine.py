"""The spine beside its peers, as ratios of one run: `python benchmarks/spine.py`.

1. A sheet of 100,000 customers by 20 columns, read and checked, against python-calamine's bare read of the same file.
2. 300,000 ledger entries of 60,000 accounts allocated, aged and dunned, against the same questions asked of DuckDB in
   SQL (`spine.sql`) over the same frames; both must give the same figures.

Each side runs in a fresh process, imports and inputs loaded before the clock starts; the median of three runs counts,
taken in turns.
Memory is the process's highest, its inputs included. DuckDB uses as many threads as it likes, sheetops one.
"""

import hashlib
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

RUNS = 3
CUSTOMERS, ENTRIES, ACCOUNTS = 100_000, 300_000, 60_000
AS_OF = "2026-06-30"
SQL = Path(__file__).with_suffix(".sql")


# ------------------------------------------------------------------------------------------------- what is measured


def bare_read(folder: Path) -> tuple[Callable[[], Any], Callable[[Any], Any]]:
    """Read a sheet with python-calamine alone."""
    from python_calamine import CalamineWorkbook

    path = folder / "customers.xlsx"
    return (
        lambda: CalamineWorkbook.from_path(path).get_sheet_by_name("Customers").to_python(),
        lambda rows: len(rows) - 1,
    )


def read_and_check(folder: Path) -> tuple[Callable[[], Any], Callable[[Any], Any]]:
    """Read a sheet and check it, each cell and then each rule."""
    import datetime as dt

    from sheetops.checking import check_sheet, cross_check
    from sheetops.excel.read import open_book
    from sheetops.model import Reading
    from sheetops.sheets import SHEETS

    reading = Reading(dt.date.fromisoformat(AS_OF), country="NZ", currency="NZD")

    def work() -> Any:
        cells = open_book(folder / "customers.xlsx").cells("Customers")
        return cross_check({"Customers": check_sheet(cells, SHEETS["Customers"], reading)}, reading)["Customers"]

    return work, lambda checked: len(checked.frame)


def rules(folder: Path) -> tuple[Callable[[], Any], Callable[[Any], Any]]:
    """Allocate, age and dun with sheetops."""
    import datetime as dt

    import pandas as pd

    from sheetops.rules.ageing import age
    from sheetops.rules.allocation import allocate
    from sheetops.rules.arrangements import COLUMNS, open_promises
    from sheetops.rules.dunning import DunningTerms, dun

    frames = pd.read_pickle(folder / "frames.pickle")
    as_of = dt.date.fromisoformat(AS_OF)
    terms = DunningTerms(as_of, tolerance={"NZD": 10, "AUD": 10})
    rest = [frames[name] for name in ("Customers", "Stages", "Notices", "Holds")]
    promises = frames["Promises"]

    def arranged() -> Any:
        """Take every promise up to due + 3 days for open, whatever was paid: what the SQL asks."""
        until = promises["due_on"] + pd.Timedelta(days=3)
        is_open = (promises["made_on"] <= pd.Timestamp(as_of)) & (until >= pd.Timestamp(as_of))
        held = open_promises(promises[is_open].assign(status="open", until=until, currency="NZD"))
        return held.assign(broken="", broken_on=pd.NaT).astype(COLUMNS)

    def work() -> Any:
        allocation = allocate(frames["Ledger"], as_of)
        aged = age(allocation.items, allocation.credits)
        return allocation, aged, dun(allocation.items, *rest, arranged(), terms)

    def figures(result: Any) -> list[Any]:
        allocation, aged, item = result
        due = item[["entry", "level", "due"]].assign(channel=item["channel"].where(item["mode"] != "", ""))
        return [
            allocation.items[["entry", "outstanding", "future_receipts"]].sort_values("entry"),
            allocation.credits[["entry", "unallocated"]].sort_values("entry"),
            aged,
            due.sort_values("entry"),
        ]

    return work, lambda result: _digests(figures(result))


def reasons(folder: Path) -> tuple[Callable[[], Any], Callable[[Any], Any]]:
    """Give every account its status with its reason in words: what SQL is not asked for."""
    import datetime as dt

    import pandas as pd

    from sheetops.rules.arrears import arrears, notices_due

    work, _ = rules(folder)
    _, aged, item = work()
    accounts = pd.read_pickle(folder / "frames.pickle")["Customers"]
    as_of = dt.date.fromisoformat(AS_OF)
    return lambda: (arrears(item, aged, accounts, as_of, "NZD"), notices_due(item)), lambda both: len(both[0])


def sql(folder: Path) -> tuple[Callable[[], Any], Callable[[Any], Any]]:
    """Ask DuckDB the same, results as DataFrames."""
    import duckdb
    import pandas as pd

    frames = pd.read_pickle(folder / "frames.pickle")
    sections = _sections()
    names = {"Ledger": "ledger", "Customers": "accounts", "Stages": "stages", "Notices": "notices"}
    names |= {"Holds": "holds", "Promises": "promises"}

    def work() -> Any:
        with duckdb.connect() as base:
            for name, table in names.items():
                base.register(table, frames[name])
            return _ask(base, sections)

    return work, _digests


def _ask(base: Any, sections: dict[str, str]) -> list[Any]:
    def run(text: str) -> Any:
        result = None
        for statement in filter(str.strip, text.split(";")):
            result = base.execute(statement, {"as_of": AS_OF} if "$as_of" in statement else None)
        return result

    run(sections["entries"])
    for credits_ in ("present", "later"):
        for step in _rounds(credits_):
            run(sections["settle"].format(**step))
        if credits_ == "present":
            run(sections["outstanding"])
    run(sections["standing"])
    buckets = ", ".join(
        f"cast(coalesce(sum(amount) filter (bucket = {n}), 0) as bigint) as bucket_{n}" for n in range(6)
    )
    last = sections | {"aged": sections["aged"].format(buckets=buckets)}
    return [run(last[name]).df() for name in ("allocated", "unallocated", "aged", "notices")]


def _rounds(credits_: str) -> list[dict[str, str]]:
    """Return the rounds of allocation: whom a refund names, the entry named, the document named, refunds, the rest."""
    usual = {"credits": credits_, "direction": "asc", "debits": "true", "named": "applies_to <> ''"}
    alone = usual | {"debit": "''", "credit": "''", "named": "true"}
    refund = {
        "debit": "applies_to",
        "debits": "kind = 'refund' and applies_to <> ''",
        "credit": "entry",
        "named": "true",
    }
    return [
        usual | refund,
        usual | {"debit": "entry", "credit": "applies_to"},
        usual | {"debit": "invoice", "debits": "invoice <> ''", "credit": "applies_to"},
        alone | {"debits": "kind = 'refund'", "direction": "desc"},
        alone,
    ]


def _sections() -> dict[str, str]:
    sections: dict[str, str] = {}
    name = ""
    for line in SQL.read_text(encoding="utf-8").splitlines():
        if line.startswith("-- section: "):
            name = line.removeprefix("-- section: ")
        elif not line.startswith("--"):
            sections[name] = sections.get(name, "") + line + "\n"
    return sections


def _digests(frames: list[Any]) -> list[str]:
    """Return one digest a table: the same figures give the same digests."""
    texts = (frame.to_csv(index=False, header=False) for frame in frames)
    return [hashlib.sha256(text.encode()).hexdigest()[:12] for text in texts]


MEASURED: dict[str, Callable[[Path], tuple[Callable[[], Any], Callable[[Any], Any]]]] = {
    "bare_read": bare_read,
    "read_and_check": read_and_check,
    "rules": rules,
    "reasons": reasons,
    "sql": sql,
}


# --------------------------------------------------------------------------------------------------------- the data


def make_data(folder: Path) -> None:
    """Write the customers' workbook and the frames of the desk, the same in every run."""
    import random

    import numpy as np
    import pandas as pd

    _write_customers(folder / "customers.xlsx", random.Random(2026))
    pd.to_pickle(_frames(np.random.default_rng(2026)), folder / "frames.pickle")


def _write_customers(path: Path, chance: Any) -> None:
    import datetime as dt

    import xlsxwriter

    heading = (
        "account name contact email phone address1 address2 town postcode country language segment channel ladder "
    )
    heading += "do_not_contact tax_number owner notes since turnover"
    towns = [("Auckland", "1010"), ("Napier", "4110"), ("Wellington", "6011"), ("Dunedin", "9016")]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Customers")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, heading.split())
        for row in range(1, CUSTOMERS + 1):
            town, postcode = chance.choice(towns)
            number = f"{row:06}"
            texts = [
                f"A{number}",
                f"{chance.choice(['Smith', 'Burns', 'Kowalska'])} {chance.choice(['Hall', 'Cafe', 'Gym'])} {number}",
                f"Ms {chance.choice(['Ana', 'Eve', 'Mia'])} {chance.choice(['Cole', 'Drake', 'Finch'])}",
                f"desk{number}@post.co.nz",
                f"+64 9 300 {chance.randrange(10_000):04}",
                f"{chance.randrange(1, 400)} {chance.choice(['High', 'Queen', 'Quay'])} Street",
                "",
                town,
                postcode,
                "NZ",
                chance.choice(["en", "pl", ""]),
                chance.choice(["hospitality", "retail", "club"]),
                chance.choice(["email", "letter", "phone", ""]),
                chance.choice(["", "", "standard", "slow"]),
                "yes" if row % 500 == 0 else "no",
                "",
                chance.choice(["Mo", "Al", "Jo"]),
                f"Note {row % 1000}" if row % 3 == 0 else "",
            ]
            sheet.write_row(row, 0, texts)
            sheet.write_datetime(row, 18, dt.date(2010, 1, 1) + dt.timedelta(days=chance.randrange(5000)), day)
            sheet.write_number(row, 19, chance.randrange(10_000_000) / 100)


def _frames(chance: Any) -> dict[str, Any]:
    import numpy as np

    account = np.array([f"A{n:06}" for n in range(ACCOUNTS)], dtype=object)
    ledger = _ledger(chance, account)
    customers = {
        "account": account,
        "name": account,
        "email": np.where(chance.random(ACCOUNTS) < 0.7, "desk@post.co.nz", ""),
        "phone": np.where(chance.random(ACCOUNTS) < 0.6, "09 300 1000", ""),
        "channel": chance.choice(["", "email", "letter", "phone"], ACCOUNTS),
        "ladder": chance.choice(["", "", "", "slow", "none"], ACCOUNTS),
        "do_not_contact": chance.random(ACCOUNTS) < 0.01,
    }
    debits = np.flatnonzero(np.isin(ledger["kind"], ["invoice", "fee", "interest"]))
    told = chance.choice(debits, 90_000)
    notices = {
        "account": ledger["account"][told],
        "entry": np.where(chance.random(len(told)) < 0.98, ledger["entry"][told], ""),
        "ladder": chance.choice(["standard", "standard", "slow"], len(told)),
        "level": chance.integers(1, 4, len(told)),
        "sent_on": _days(chance, "2026-01-01", 200, len(told)),
        "channel": chance.choice(["email", "letter", "phone"], len(told)),
    }
    return {
        "Ledger": _typed("Ledger", ledger),
        "Customers": _typed("Customers", customers),
        "Notices": _typed("Notices", notices),
        "Stages": _typed("Stages", STAGES),
        "Holds": _typed("Holds", _holds(chance, account, ledger["entry"])),
        "Promises": _typed("Promises", _promises(chance, account)),
    }


STAGES = {
    "ladder": ["standard"] * 3 + ["slow"] * 2,
    "level": [1, 2, 3, 1, 2],
    "mode": ["due_plus", "end_of_month_after_due_plus", "since_last_notice", "due_plus", "since_last_notice"],
    "days": [7, 20, 14, 21, 30],
    "channel": ["email", "", "letter", "phone", "letter"],
    "template": ["reminder-1", "reminder-2", "final-notice", "reminder-1", "final-notice"],
}


def _ledger(chance: Any, account: Any) -> dict[str, Any]:
    """Return two debits in three entries; of the credits most name an entry or a document, the rest name nothing."""
    import numpy as np

    debits = ENTRIES * 3 // 5
    kinds = chance.choice(["invoice", "fee", "interest", "adjustment"], debits, p=[0.92, 0.04, 0.03, 0.01])
    pays = chance.choice(
        ["receipt", "credit_note", "write_off", "refund"], ENTRIES - debits, p=[0.88, 0.07, 0.02, 0.03]
    )
    owner, payer = chance.integers(0, len(account), debits), chance.integers(0, debits, ENTRIES - debits)
    who = np.concatenate([owner, owner[payer]])
    entry = np.array([f"E{n:06}" for n in range(ENTRIES)], dtype=object)
    invoice = np.where(chance.random(debits) < 0.2, "D" + account[owner], "").astype(object)
    names = np.select(
        [chance.random(len(payer)) < 0.55, chance.random(len(payer)) < 0.2], [entry[payer], invoice[payer]], ""
    )
    due = _days(chance, "2025-07-31", 500, debits)
    blank = np.datetime64("NaT", "s")
    return {
        "entry": entry,
        "account": account[who],
        "kind": np.concatenate([kinds, pays]).astype(object),
        "date": np.concatenate([due - np.timedelta64(30, "D"), _days(chance, "2025-08-01", 400, len(payer))]),
        "due_date": np.concatenate([np.where(chance.random(debits) < 0.1, blank, due), np.full(len(payer), blank)]),
        "amount": chance.integers(1, 100_000, ENTRIES),
        "currency": np.where(who % 50 == 0, np.where(chance.random(ENTRIES) < 0.5, "AUD", "NZD"), "NZD"),
        "invoice": np.concatenate([invoice, np.full(len(payer), "", dtype=object)]),
        "applies_to": np.concatenate([np.full(debits, "", dtype=object), names]),
        "ladder": chance.choice(["", "", "", "", "", "", "slow", "none"], ENTRIES),
        "disputed": chance.random(ENTRIES) < 0.02,
    }


def _holds(chance: Any, account: Any, entry: Any) -> dict[str, Any]:
    import numpy as np

    on_entry = np.arange(2000) % 2 == 0
    start = _days(chance, "2026-05-01", 90, 2000)
    return {
        "account": np.where(on_entry, "", chance.choice(account, 2000)),
        "entry": np.where(on_entry, chance.choice(entry, 2000), ""),
        "reason": ["complaint"] * 2000,
        "from": start,
        "until": start + np.timedelta64(30, "D"),
    }


def _promises(chance: Any, account: Any) -> dict[str, Any]:
    import numpy as np

    made = _days(chance, "2026-05-01", 90, 3000)
    return {
        "promise": [f"P{n}" for n in range(3000)],
        "account": chance.choice(account, 3000),
        "made_on": made,
        "due_on": made + np.timedelta64(14, "D"),
        "amount": chance.integers(1, 100_000, 3000),
    }


def _days(chance: Any, first: str, span: int, count: int) -> Any:
    import numpy as np

    days = np.datetime64(first, "D") + chance.integers(0, span, count).astype("timedelta64[D]")
    return days.astype("datetime64[s]")


def _typed(name: str, columns: dict[str, Any]) -> Any:
    """Return a frame as checking gives it: every column of the sheet with its type, blank where nothing is said."""
    import pandas as pd

    from sheetops.jobs.desk import blank_frame

    blank = blank_frame(name)
    frame = pd.DataFrame(columns)
    for column, kind in blank.dtypes.items():
        if column not in frame:
            frame[column] = "" if kind == "str" else False if kind == "bool" else pd.NA if kind == "Int64" else pd.NaT
    frame.index = pd.RangeIndex(2, len(frame) + 2, name="row")
    return frame[list(blank.columns)].astype(blank.dtypes.to_dict())


# --------------------------------------------------------------------------------------------- processes and the table


def peak_memory() -> float:
    """Return the highest memory of this process in megabytes; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


def measure(name: str, folder: Path) -> dict[str, Any]:
    """Do one thing once, in this process, and say how long it took."""
    work, told = MEASURED[name](folder)
    start = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    memory = peak_memory()
    return {"seconds": seconds, "memory": memory, "told": told(result)}


def in_process(*order: str) -> str:
    """Run this file again in a fresh process and return what it prints."""
    return subprocess.run([sys.executable, __file__, *order], check=True, capture_output=True, text=True).stdout


def medians(folder: Path, *names: str) -> list[dict[str, Any]]:
    """Return the median seconds, the highest memory and what was found of each, which must be the same every time.

    They take turns, so that a busy machine slows all of them.
    """
    runs = [[json.loads(in_process(name, str(folder))) for name in names] for _ in range(RUNS)]
    return [_middle(name, list(own)) for name, own in zip(names, zip(*runs, strict=True), strict=True)]


def _middle(name: str, runs: list[dict[str, Any]]) -> dict[str, Any]:
    assert all(run["told"] == runs[0]["told"] for run in runs), f"{name} does not repeat itself"
    seconds = statistics.median(run["seconds"] for run in runs)
    return {"seconds": seconds, "memory": max(run["memory"] for run in runs), "told": runs[0]["told"]}


def row(label: str, one: dict[str, Any], peer: dict[str, Any] | None = None) -> None:
    ratio = f"{one['seconds'] / peer['seconds']:6.2f}x {one['memory'] / (peer['memory'] or 1):9.2f}x" if peer else ""
    print(f"{label:<46}{one['seconds']:9.2f} s{one['memory']:9.0f} MB {ratio}", flush=True)


def main() -> None:
    print(f"{'':<46}{'time':>11}{'peak':>12} {'time':>7} {'memory':>10}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        in_process("make", name)
        bare, checked = medians(folder, "bare_read", "read_and_check")
        assert bare["told"] == checked["told"] == CUSTOMERS, "a row was lost"
        print(f"\n{CUSTOMERS:,} customers x 20 columns")
        row("python-calamine, bare read", bare)
        row("sheetops, read and checked", checked, bare)
        asked, ruled, said = medians(folder, "sql", "rules", "reasons")
        assert asked["told"] == ruled["told"], f"DuckDB and sheetops differ: {asked['told']} {ruled['told']}"
        print(f"\n{ENTRIES:,} entries of {ACCOUNTS:,} accounts, the same figures")
        row("DuckDB, SQL", asked)
        row("sheetops, allocated, aged, dunned", ruled, asked)
        row("sheetops, reasons in words on top of it", said)


if __name__ == "__main__":
    if sys.argv[1:2] == ["make"]:
        make_data(Path(sys.argv[2]))
    elif len(sys.argv) > 1:
        print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]))))
    else:
        main()
