"""What Start says of a press: what ran, its figures, links to what was made, and one message."""

import platform
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import xlwings as xw

from sheetops import __version__, clock, money
from sheetops.excel.live.front import Front
from sheetops.excel.live.pages import link_to
from sheetops.excel.start import MOST_LINKS, MOST_TOTALS, Outcome
from sheetops.jobs.pressed import Done, several
from sheetops.model import Run, Severity, Total

LONGEST_LINK = 255
"""Characters of a link that a formula takes."""

Line = tuple[object, ...]


def report(front: Front, caption: str, done: Done, how: str) -> None:
    """Write into Start what a press came to; ``how`` says when it was and how long it took."""
    as_of = f" as of {clock.text(done.run.as_of)}" if done.run else ""
    front.write("last_run", f"{caption}{as_of}, {how}")
    front.write("message", done.message)
    front.clear("log_file")
    front.write("versions", f"sheetops {__version__}, xlwings {xw.__version__}, Python {platform.python_version()}")
    if done.run:
        front.list_lines("totals", list(_figures(done.run))[:MOST_TOTALS])
        front.list_links(list(_links(done))[:MOST_LINKS])


def outcome(done: Done) -> Outcome:
    """Return how a press ended, for its receipt."""
    if done.started:
        return Outcome.STARTED
    wrong = done.run is not None and (done.run.faulty or _failed(done.run))
    return Outcome.FINDINGS if wrong else Outcome.FINE


def _failed(run: Run) -> bool:
    return any(bool(number) for name, number in run.counts.items() if name.endswith("failed"))


def _figures(run: Run) -> Iterator[Line]:
    found = Counter(finding.severity for finding in run.findings)
    if run.totals:
        yield _totals(run.totals)
    yield "problems", sum(found.values()), ", ".join(several(found[one], one.value) for one in Severity if found[one])
    if run.left_out:
        money_out = [f"{money.text(one.amount, one.currency)} {one.currency}" for one in run.left_out if one.amount]
        yield "rows left out", sum(one.rows for one in run.left_out), ", ".join(money_out)
    yield from ((name, number, "") for name, number in run.counts.items() if number)


def _totals(totals: tuple[Total, ...]) -> Line:
    wrong = [total.name for total in totals if not total.balances]
    return "control totals", len(totals), f"DO NOT AGREE: {', '.join(wrong)}" if wrong else "all agree"


def _links(done: Done) -> Iterator[tuple[str, str]]:
    results = [name for name in done.sheets if name not in ("Summary", "Problems")]
    made = [Path(one) for one in (done.folder, done.file) if one]
    for name in (*results[: MOST_LINKS - 2 - len(made)], "Problems", "Summary"):
        yield link_to(name, text=name), "a sheet of this workbook"
    yield from ((_link(path), str(path)) for path in made)


def _link(path: Path) -> str:
    address, shown = path.absolute().as_uri(), path.name if path.suffix else f"Folder {path.name}"
    if len(address) > LONGEST_LINK or '"' in address + shown:
        return shown
    return f'=HYPERLINK("{address}","{shown}")'
