"""The claims desk's whole day over one reading of its book: the review, the return letters, the desk report."""

import datetime as dt
from pathlib import Path

from sheetops.jobs.claimdesk import claimed
from sheetops.jobs.claimletters import FOLDER, make_return_letters
from sheetops.jobs.claims import claims_run, open_claims, report_run
from sheetops.jobs.desk import What
from sheetops.jobs.results import finish
from sheetops.model import Outcome, Progress, silent


def claims_day(what: What, *, as_of: dt.date, out: Path | str, progress: Progress = silent) -> list[Outcome]:
    """Write ``claims.xlsx``, ``returned.xlsx`` with its letters, and ``desk-report.xlsx`` into the output folder."""
    desk, out = open_claims(what, as_of, progress), Path(out)
    now = claimed(desk)
    return [
        finish(desk, claims_run(desk, now), out),
        finish(desk, make_return_letters(desk, now, out, progress), out, out / FOLDER),
        finish(desk, report_run(desk, now), out),
    ]
