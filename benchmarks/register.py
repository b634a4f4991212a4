"""What the register costs: documents a second with it and without, numbers a second with 1, 4 and 16 writers.

    python benchmarks/register.py [documents]

Separate files are held against a bare write + fsync + rename of the very same bytes; packed ones (500 letters a file)
against writing the same packs. PostgreSQL is measured where its programs are installed. Medians of 3, in turns.
"""

import datetime as dt
import multiprocessing
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from sheetops.register import (
    Entry,
    Register,
    Series,
    Wanted,
    begin_run,
    intend,
    issue,
    keep_template,
    open_register,
)

DAY = dt.date(2026, 6, 30)
LETTER = os.urandom(20_000)
PACK = 500
ROUNDS = 3


def saying(record: dict[str, str]) -> Callable[[str, dt.date], dict[str, object]]:
    """Return what a letter says."""
    return lambda number, day: {**record, "number": number, "day": day}


def wanted(count: int, template: str, pack: bool = False, start: int = 0) -> list[Wanted]:
    """Return letters that are to be made, each with a record of the usual size."""
    record = {f"field_{number}": f"value {number}" for number in range(30)}
    return [
        Wanted(
            key=f"letter/{number}",
            kind="letter",
            account=f"A{number:06}",
            as_of=DAY,
            content=saying(record | {"account": f"A{number:06}"}),
            template=template,
            called=f"letter {number:06}",
            series=Series("letter", "L-{year}-{number:06}"),
            pack=f"pack {number // PACK:04}" if pack else "",
        )
        for number in range(start, start + count)
    ]


def named(called: str, _taken: Collection[str]) -> str:
    """Return the file's name."""
    return f"{called}.docx"


def render(documents: Sequence[Entry]) -> bytes:
    """Return the letters of a file."""
    return LETTER * len(documents)


def with_register(folder: Path, count: int, pack: bool) -> None:
    """Make letters through the register."""
    register = open_register(folder / "register.db")
    template = keep_template(register, "letter.docx", b"template")
    run = begin_run(register, "letters", DAY, {}, "", "")
    intended = intend(register, run, wanted(count, template, pack), folder / "letters", named)
    issue(register, intended.to_make, render, run=run)
    register.close()


def bare(folder: Path, count: int, pack: bool) -> None:
    """Write the same files, each synced and renamed, and sync their folder at the end."""
    (folder / "letters").mkdir(parents=True)
    size = PACK if pack else 1
    for number in range(0, count, size):
        draft = folder / "letters" / f"{number}.tmp"
        with draft.open("wb") as file:
            file.write(LETTER * min(size, count - number))
            file.flush()
            os.fsync(file.fileno())
        draft.rename(draft.with_suffix(".docx"))
    if os.name != "nt":
        handle = os.open(folder / "letters", os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)


def seconds(work: Callable[[Path], None]) -> float:
    """Return how long a piece of work takes in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        work(Path(folder))
        return time.perf_counter() - begun


def compared(count: int, pack: bool) -> tuple[float, float]:
    """Return the median seconds with and without the register, measured in turns."""
    pairs = [
        (seconds(lambda at: with_register(at, count, pack)), seconds(lambda at: bare(at, count, pack)))
        for _ in range(ROUNDS)
    ]
    on, off = zip(*pairs, strict=True)
    return statistics.median(on), statistics.median(off)


def _write(place: str, writer: int, batches: int, size: int) -> None:
    register = open_register(place)
    template = keep_template(register, "letter.docx", b"template")
    for batch in range(batches):
        run = begin_run(register, "letters", DAY, {}, "", "")
        start = (writer * batches + batch) * size
        intend(register, run, wanted(size, template, start=start), Path("letters").absolute(), named)
    register.close()


def numbers_a_second(place: str, writers: int, batches: int = 10, size: int = 100) -> float:
    """Return how many numbers so many writers at once draw in a second, in batches."""
    open_register(place).close()
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_write, args=(place, one, batches, size)) for one in range(writers)]
    begun = time.perf_counter()
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    if any(process.exitcode for process in processes):
        raise SystemExit("a writer failed")
    check(open_register(place), writers * batches * size)
    return writers * batches * size / (time.perf_counter() - begun)


def check(register: Register, count: int) -> None:
    """Leave when a number is missing: a figure of a broken run is none."""
    with register.reading() as connection:
        drawn = connection.exec_driver_sql("SELECT count(DISTINCT number) FROM document").scalar_one()
    register.close()
    if drawn != count:
        raise SystemExit(f"{drawn} numbers for {count} documents")


def server(folder: Path) -> tuple[str, Callable[[], None]] | None:
    """Start a PostgreSQL server of our own; return its address and what stops it, None where there is none."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs:
        return None
    own = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []
    if own:
        shutil.chown(folder, "postgres", "postgres")
    data, control = folder / "data", programs[-1] / "pg_ctl"
    initdb = [*own, str(programs[-1] / "initdb"), "-D", str(data), "-U", "desk", "-A", "trust"]
    subprocess.run(initdb, check=True, capture_output=True, cwd=folder)
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c max_connections=50"
    start = [*own, str(control), "-D", str(data), "-o", options, "-w", "-l", str(folder / "log"), "start"]
    subprocess.run(start, check=True, stdout=subprocess.DEVNULL, cwd=folder)
    stop = [*own, str(control), "-D", str(data), "-m", "fast", "-w", "stop"]
    address = f"postgresql+psycopg://desk@/{{}}?host={folder}"
    return address, lambda: subprocess.run(stop, check=True, stdout=subprocess.DEVNULL, cwd=folder) and None


def database(address: str, name: str) -> str:
    """Make a database and return its address."""
    import psycopg

    host = address.partition("host=")[2]
    with psycopg.connect(f"host={host} user=desk dbname=postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return address.format(name)


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    for pack, aim in ((False, "within 1.15"), (True, "at most 1.25")):
        on, off = compared(count, pack)
        what = f"packed, {PACK} a file" if pack else "separate files"
        print(
            f"{count:,} letters of 20 kB, {what}: register on {count / on:,.0f}/s, off {count / off:,.0f}/s: "
            f"{on / off:.2f}x (aim: {aim}); {(on - off) / count * 1e6:.0f} us a letter"
        )
    for writers in (1, 4, 16):
        with tempfile.TemporaryDirectory() as folder:
            print(
                f"SQLite, {writers:2} writers: {numbers_a_second(str(Path(folder) / 'r.db'), writers):,.0f} numbers/s"
            )
    with tempfile.TemporaryDirectory() as name:
        started = server(Path(name))
        if started is None:
            print("PostgreSQL is not installed: not measured")
            return
        address, stop = started
        try:
            for writers in (1, 4, 16):
                rate = numbers_a_second(database(address, f"desk{writers}"), writers)
                print(f"PostgreSQL, {writers:2} writers: {rate:,.0f} numbers/s")
        finally:
            stop()


if __name__ == "__main__":
    main()
