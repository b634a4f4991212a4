"""The short summary at the end of a job, for people and for scripts."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sheetops import money
from sheetops.excel.summary import headline
from sheetops.model import LeftOut, Outcome, Run, Severity, Total

FOUND = 1
FINE = 0


def exit_code(outcomes: Iterable[Outcome]) -> int:
    """Return 1 when a person should look at a finding (an error or a warning), a break or a total that differs."""
    runs = [outcome.run for outcome in outcomes]
    return (
        FOUND
        if any(run.faulty or run.breaks or not all(total.balances for total in run.totals) for run in runs)
        else FINE
    )


def as_json(command: str, outcomes: Sequence[Outcome], code: int) -> str:
    """Return the summary of a command's runs as JSON text in ASCII; money is text in major units, days are ISO."""
    summary = {"command": command, "exit_code": code, "runs": [_plain(outcome) for outcome in outcomes]}
    return json.dumps(summary, indent=2)


def _plain(outcome: Outcome) -> dict[str, Any]:
    run = outcome.run
    return {
        "job": run.job,
        "as_of": run.as_of.isoformat(),
        "workbook": str(outcome.workbook) if outcome.workbook else None,
        "folder": str(outcome.folder),
        "documents": len(run.documents),
        "counts": dict(run.counts),
        "totals": [_plain_total(total) for total in run.totals],
        "left_out": [_plain_left_out(some) for some in run.left_out],
        "findings": _findings(run),
        "sources": [source._asdict() for source in run.sources],
        "settings": dict(run.settings),
    }


def _plain_total(total: Total) -> dict[str, Any]:
    left, right = (_figure(side, total) for side in (total.left, total.right))
    return {"name": total.name, "currency": total.currency, "left": left, "right": right, "balances": total.balances}


def _figure(side: int, total: Total) -> int | str:
    return str(money.to_major(side, total.currency)) if total.money else int(side)


def _plain_left_out(some: LeftOut) -> dict[str, Any]:
    amount = str(money.to_major(some.amount, some.currency))
    return {"sheet": some.sheet, "rows": some.rows, "reason": some.reason, "amount": amount, "currency": some.currency}


def _findings(*runs: Run) -> dict[str, int]:
    counted = Counter(finding.severity for finding in {finding for run in runs for finding in run.findings})
    return {severity.value: counted[severity] for severity in Severity}


def lines(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Yield the summary for people, line by line.

    Each run's figures; then, once for all runs, what was found and what was left out; then what to open first.
    """
    runs = [outcome.run for outcome in outcomes]
    for run in runs:
        yield from _figures(run)
        yield ""
    yield "Findings: " + ", ".join(_several(number, name) for name, number in _findings(*runs).items())
    yield from _all_left_out(runs)
    yield ""
    yield from _places(outcomes)


def _figures(run: Run) -> Iterator[str]:
    yield headline(run)
    yield from _aligned([(name, str(value)) for name, value in run.counts.items()])
    if run.totals:
        yield "  Control totals"
        yield from _aligned([(_name(total), _sides(total)) for total in run.totals], indent="    ")


def _all_left_out(runs: Sequence[Run]) -> Iterator[str]:
    some = dict.fromkeys(left for run in runs for left in run.left_out)
    if some:
        yield "Left out, because they cannot be used as they are:"
        yield from (f"  {_left_out(one)}" for one in some)


def _aligned(pairs: Sequence[tuple[str, str]], indent: str = "  ") -> Iterator[str]:
    width = max((len(name) for name, _ in pairs), default=0)
    yield from (f"{indent}{name:<{width}}  {value}" for name, value in pairs)


def _several(number: int, name: str) -> str:
    return f"{number:,} {name}" if number == 1 else f"{number:,} {name}s"


def _name(total: Total) -> str:
    return f"{total.name} ({total.currency})" if total.currency else total.name


def _sides(total: Total) -> str:
    left, right = (
        money.text(side, total.currency) if total.money else f"{side:,}" for side in (total.left, total.right)
    )
    return f"{left} = {right}, agrees" if total.balances else f"{left} against {right}: DIFFERS"


def _left_out(some: LeftOut) -> str:
    amount = f" ({money.text(some.amount, some.currency)} {some.currency})".replace(" )", ")") if some.amount else ""
    return f"{some.sheet}: {_several(some.rows, 'row')}{amount}: {some.reason}"


def _places(outcomes: Sequence[Outcome]) -> Iterator[str]:
    workbooks = [outcome.workbook for outcome in outcomes if outcome.workbook]
    folders = {outcome.folder: len(outcome.run.documents) for outcome in outcomes if outcome.run.documents}
    if workbooks:
        yield f"Open first: {workbooks[0]}"
        yield from (f"Then:       {workbook}" for workbook in workbooks[1:])
    yield from (f"Documents:  {folder} ({number:,})" for folder, number in folders.items())
