"""Finance: two exports held against each other, and what changed between two snapshots."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Any

import typer

from sheetops.cli.bar import Bar
from sheetops.cli.options import AsJson, AsOf
from sheetops.cli.order import Order, fulfil

_READ = "(.xlsx .xlsm .xlsb .xls .ods .csv)."
Left = Annotated[Path, typer.Argument(metavar="LEFT", show_default=False, help=f"One export {_READ}")]
Right = Annotated[Path, typer.Argument(metavar="RIGHT", show_default=False, help=f"The other {_READ}")]
Key = Annotated[
    str,
    typer.Option(
        "--key",
        metavar="COL[,COL]",
        show_default=False,
        help="The columns that name a row; LEFT=RIGHT where the two call one differently.",
    ),
]
MapFile = Annotated[
    Path | None, typer.Option("--map", metavar="FILE", show_default=False, help="A saved map of columns (map.xlsx).")
]
SaveMap = Annotated[
    Path | None,
    typer.Option("--save-map", metavar="FILE", show_default=False, help="Save what was taken for what as a map."),
]
Compare = Annotated[
    str,
    typer.Option(
        "--compare", metavar="COL,...", show_default=False, help="Compare these alone; else all that both sides have."
    ),
]
Leave = Annotated[
    str, typer.Option("--leave", metavar="COL,...", show_default=False, help="Do not compare these columns.")
]
Tolerance = Annotated[
    str,
    typer.Option(
        "--tolerance", metavar="AMOUNT", show_default=False, help="Like 0.01, or by column: amount=0.05,tax=0.01."
    ),
]
Window = Annotated[
    str,
    typer.Option("--date-window", metavar="DAYS", show_default=False, help="Like 3, or by column: due_date=3."),
]
Passing = Annotated[
    str,
    typer.Option(
        "--normalise",
        metavar="NAME,...",
        help="What to pass over in keys: spaces, accents, case, legal, zeros, punctuation.",
    ),
]
Loose = Annotated[
    bool, typer.Option("--loose", help="Pass over capitals, accents and punctuation in compared texts too.")
]
LeftSheet = Annotated[str, typer.Option("--left-sheet", metavar="NAME", show_default=False, help="The sheet of LEFT.")]
RightSheet = Annotated[
    str, typer.Option("--right-sheet", metavar="NAME", show_default=False, help="The sheet of RIGHT.")
]
Ignore = Annotated[
    Path | None,
    typer.Option(
        "--ignore",
        metavar="FILE",
        show_default=False,
        help="What to pass over: key, column, reason, until (a sheet or csv).",
    ),
]
DateOrder = Annotated[
    str, typer.Option("--date-order", metavar="ORDER", help="dmy or mdy, for days as text that fit both.")
]
File = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar="FILE", show_default=False, help="The result workbook; else sheetops-out beside the first."
    ),
]


def reconcile(
    left: Left,
    right: Right,
    key: Key = "",
    map_: MapFile = None,
    compare: Compare = "",
    leave: Leave = "",
    tolerance: Tolerance = "",
    date_window: Window = "",
    normalise: Passing = "spaces,case",
    loose: Loose = False,
    master: Annotated[
        str,
        typer.Option(
            "--master", metavar="SIDE", show_default=False, help="left or right is right: an import file for the other."
        ),
    ] = "",
    layout: Annotated[
        str,
        typer.Option(
            "--layout", metavar="NAME", show_default=False, help="Of the import file: plain (xlsx) or zoho (csv)."
        ),
    ] = "",
    record_id: Annotated[
        str,
        typer.Option(
            "--record-id", metavar="COL", show_default=False, help="The record's number on the side to be corrected."
        ),
    ] = "",
    left_sheet: LeftSheet = "",
    right_sheet: RightSheet = "",
    ignore: Ignore = None,
    save_map: SaveMap = None,
    date_order: DateOrder = "dmy",
    as_of: AsOf = None,
    out: File = None,
    as_json: AsJson = False,
) -> None:
    """Hold two exports against each other, to the cent: what matches, differs, or stands on one side only."""

    def job(order: Order, progress: Bar) -> Sequence[Any]:
        from sheetops.jobs.reconcile import Extras, reconcile_exports

        extras = Extras(left_sheet, right_sheet, master, layout, record_id, map_, ignore, save_map)
        wish = _wish(key, compare, leave, tolerance, date_window, normalise, loose, date_order)
        file = out or order.out / "reconcile.xlsx"
        return [reconcile_exports(left, right, wish, as_of=order.as_of, extras=extras, out=file, progress=progress)]

    fulfil("reconcile", [left, right], as_of, None, as_json, job)


def changes(
    old: Annotated[Path, typer.Argument(metavar="OLD", show_default=False, help=f"The earlier export {_READ}")],
    new: Annotated[Path, typer.Argument(metavar="NEW", show_default=False, help=f"The later export {_READ}")],
    key: Key = "",
    compare: Compare = "",
    leave: Leave = "",
    normalise: Passing = "spaces,case",
    left_sheet: Annotated[str, typer.Option("--old-sheet", metavar="NAME", show_default=False, help="Of OLD.")] = "",
    right_sheet: Annotated[str, typer.Option("--new-sheet", metavar="NAME", show_default=False, help="Of NEW.")] = "",
    date_order: DateOrder = "dmy",
    as_of: AsOf = None,
    out: File = None,
    as_json: AsJson = False,
) -> None:
    """Say what changed between two snapshots: added, removed, and each field from old to new: changes.xlsx."""

    def job(order: Order, progress: Bar) -> Sequence[Any]:
        from sheetops.jobs.reconcile import Extras
        from sheetops.jobs.reconcile import changes as work

        wish = _wish(key, compare, leave, "", "", normalise, False, date_order)
        file = out or order.out / "changes.xlsx"
        extras = Extras(left_sheet, right_sheet)
        return [work(old, new, wish, as_of=order.as_of, extras=extras, out=file, progress=progress)]

    fulfil("changes", [old, new], as_of, None, as_json, job)


def _wish(
    key: str, compare: str, leave: str, tolerance: str, days: str, normalise: str, loose: bool, date_order: str
) -> Any:
    from sheetops.reconcile.comparing import LOOSELY
    from sheetops.reconcile.terms import Wish

    if date_order not in ("dmy", "mdy"):
        raise typer.BadParameter(f"--date-order {date_order}: write dmy (day first) or mdy (month first).")
    return Wish(
        key=_listed(key),
        compare=_listed(compare),
        leave=_listed(leave),
        tolerance=_figures("--tolerance", tolerance),
        days={name: int(number) for name, number in _figures("--date-window", days, whole=True).items()},
        passing=_listed(normalise),
        passing_texts={"": LOOSELY} if loose else {},
        date_order=date_order,
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _figures(option: str, text: str, whole: bool = False) -> dict[str, Decimal]:
    figures = {}
    for part in _listed(text):
        name, _, number = part.rpartition("=")
        try:
            figures[name.strip()] = Decimal(number.strip())
        except InvalidOperation:
            raise typer.BadParameter(f"{option} {part}: write a number, such as 0.01, or COLUMN=0.01.") from None
        figure = figures[name.strip()]
        if not figure.is_finite() or figure < 0 or (whole and figure != int(figure)):
            raise typer.BadParameter(f"{option} {part}: write a number of zero or more.")
    return figures
