"""What every job does at its end: put the run together and write its workbook."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from sheetops.errors import BookError, ControlError, OutputError
from sheetops.excel.read import open_book
from sheetops.excel.write import write_run
from sheetops.jobs.desk import Desk
from sheetops.jobs.proposals import NAME, with_decisions
from sheetops.model import Cells, Chart, Document, Finding, Frame, LeftOut, Outcome, Result, Run, Total
from sheetops.publish import make_folder


def run_of(
    desk: Desk,
    job: str,
    frames: Mapping[str, Frame],
    *,
    settings: tuple[str, ...] = (),
    definitions: Mapping[str, str] | None = None,
    counts: Mapping[str, int | str] | None = None,
    totals: tuple[Total, ...] = (),
    findings: tuple[Finding, ...] = (),
    left_out: tuple[LeftOut, ...] = (),
    documents: tuple[Document, ...] = (),
    charts: tuple[Chart, ...] = (),
    results: Mapping[str, Result] | None = None,
) -> Run:
    """Return what a job worked out; ControlError when a control total does not balance."""
    require_balance(job, totals)
    return Run(
        job=job,
        as_of=desk.as_of,
        sources=desk.sources,
        settings=desk.policy.said(*settings),
        definitions=definitions or {},
        counts=counts or {},
        totals=totals,
        left_out=(*desk.left_out, *left_out),
        findings=(*desk.findings, *findings),
        frames=frames,
        documents=documents,
        charts=charts,
        results=results or {},
    )


def require_balance(job: str, totals: Iterable[Total]) -> None:
    """Raise ControlError when a control total of a job does not balance."""
    for total in totals:
        if not total.balances:
            raise ControlError(
                f"{job}: {total.name} {total.currency} does not balance: {total.left} against {total.right}. "
                "Nothing was written. This is a fault of sheetops: please report it with the day and the job."
            )


def finish(desk: Desk, run: Run, out: Path | str | None, folder: Path | None = None) -> Outcome:
    """Write a run's workbook into the output folder, if there is one."""
    if out is None:
        return Outcome(run, None, Path())
    out = Path(out)
    workbook = result_file(desk, out, run.job)
    run = with_decisions(run, _earlier(workbook) if NAME in run.frames else None, desk.policy.reading())
    write_run(run, workbook, books=desk.files)
    return Outcome(run, workbook, folder or out)


def _earlier(workbook: Path) -> Cells | None:
    """Return the proposals of an earlier run that this one takes the place of: people may have decided in them."""
    if not workbook.exists():
        return None
    try:
        book = open_book(workbook)
        return book.cells(NAME) if NAME in book.sheets else None
    except BookError:
        return None


def result_file(desk: Desk, out: Path, name: str) -> Path:
    """Return where a result goes, its folder made; OutputError when a file that was read stands there."""
    workbook = make_folder(out) / f"{name}.xlsx"
    if workbook.exists() and any(file.exists() and workbook.samefile(file) for file in desk.files):
        raise OutputError(
            f"{workbook} is the workbook that was read, and the result would take its place. Choose another folder."
        )
    return workbook
