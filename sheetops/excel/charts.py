"""Charts: drawn by Excel from the cells of result sheets, and the same ones for a Word document."""

import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.chart import Chart as Drawn

from sheetops.excel import styles
from sheetops.excel.grid import Grid, lay_out
from sheetops.excel.pages import write_grid
from sheetops.excel.styles import Formats
from sheetops.model import Chart, Frame, Kind, Result

SHEET = "Charts"
FONT = "Calibri"
MADE = dt.datetime.combine(dt.date(2026, 1, 1), dt.time())
WIDTH, HEIGHT = 720, 380
"""Pixels of a chart on its sheet."""
LINES = 20
"""Rows of the sheet that it takes."""

_DRAWN = {
    "columns": {"type": "column"},
    "stacked": {"type": "column", "subtype": "stacked"},
    "bars": {"type": "bar"},
    "lines": {"type": "line"},
}
_INKS = ("#1F3864", "#2E75B6", "#A5A5A5", "#ED7D31", "#70AD47", "#7030A0")
_HEAT = ("#9DC3E6", "#FFE699", "#F4B183", "#E06C3C", "#A4262C", "#5B0F14", "#3B0A0D")
"""Colours of series, and of ageing buckets from calm to grave."""


class Part(NamedTuple):
    """A chart for a Word document: its title, its XML, and the workbook that its data can be edited in."""

    title: str
    xml: bytes
    workbook: bytes


def write_charts(book: Workbook, charts: Sequence[Chart], grids: Sequence[Grid]) -> None:
    """Add the sheet ``Charts``: two charts beside each other, the next two below."""
    by_name = {grid.name: grid for grid in grids}
    sheet = book.add_worksheet(SHEET)
    sheet.hide_gridlines(2)
    sheet.set_tab_color(styles.INK)
    for line, pair in enumerate(_pairs(charts)):
        for place, chart in enumerate(pair):
            drawn = _drawn(book, chart, by_name[chart.sheet])
            drawn.set_size({"width": WIDTH, "height": HEIGHT})
            sheet.insert_chart(line * LINES, place * 12, drawn, {"object_position": 3, "description": chart.title})
    styles.set_for_print(sheet, SHEET)
    # Excel passes over page breaks where it fits a sheet to a page: four charts a page at this scale.
    sheet.set_print_scale(62)
    sheet.set_h_pagebreaks(list(range(2 * LINES, LINES * len(charts) // 2, 2 * LINES)))


def _pairs(charts: Sequence[Chart]) -> list[Sequence[Chart]]:
    return [charts[at : at + 2] for at in range(0, len(charts), 2)]


def chart_parts(charts: Sequence[Chart], frames: Mapping[str, Frame], results: Mapping[str, Result]) -> list[Part]:
    """Return each chart as Word embeds it, drawn as on the sheet ``Charts``, its data in a workbook of its own."""
    return [
        _part(chart, lay_out(_own_rows(chart, frames[chart.sheet]), _named(chart, results[chart.sheet])))
        for chart in charts
    ]


def _named(chart: Chart, result: Result) -> Result:
    columns = (replace(one, kind=Kind.TEXT) if one.name == chart.names else one for one in result.columns)
    return replace(result, columns=tuple(columns))


def _own_rows(chart: Chart, frame: Frame) -> Frame:
    rows = frame.iloc[chart.first : chart.end].reset_index(drop=True)
    names = rows[chart.names]
    # Word shows the days of a chart as bare numbers until its data is opened: they stand there as texts.
    months = pd.api.types.is_datetime64_any_dtype(names)
    return rows.assign(**{chart.names: names.dt.strftime("%b %y")}) if months else rows


def _part(chart: Chart, grid: Grid) -> Part:
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        # The hour of making must not show: equal reports are equal files.
        book.set_properties({"title": chart.title, "author": "sheetops", "created": MADE})
        write_grid(book, Formats(book), grid, chart.title)
        whole = replace(chart, first=0, end=grid.rows)
        book.worksheets()[0].insert_chart(0, len(grid.columns) + 1, _drawn(book, whole, grid))
    with zipfile.ZipFile(file) as package:
        xml = package.read("xl/charts/chart1.xml")
    return Part(chart.title, xml, file.getvalue())


def _drawn(book: Workbook, chart: Chart, grid: Grid) -> Drawn:
    drawn: Drawn = book.add_chart(dict(_DRAWN[chart.kind]))
    places = {column.heading: place for place, column in enumerate(grid.columns)}
    inks = _HEAT if chart.kind == "stacked" else _INKS
    for number, (column, label) in enumerate(chart.series):
        drawn.add_series(
            {
                "name": label,
                "categories": _cells(chart, places[chart.names]),
                "values": _cells(chart, places[column]),
                **_look(chart.kind, inks[min(number, len(inks) - 1)]),
            }
        )
    _axes(drawn, chart, grid.columns[places[chart.names]].kind, grid.columns[places[chart.series[0][0]]].kind)
    drawn.set_title(
        {"name": chart.title, "overlay": False, "name_font": {"name": FONT, "size": 13, "color": styles.INK}}
    )
    drawn.set_legend(
        {"none": True} if len(chart.series) == 1 else {"position": "bottom", "font": {"name": FONT, "size": 9}}
    )
    drawn.set_chartarea({"border": {"none": True}})
    return drawn


def _cells(chart: Chart, place: int) -> list[Any]:
    return [chart.sheet, chart.first + 1, place, chart.end, place]


def _look(kind: str, ink: str) -> dict[str, Any]:
    if kind == "lines":
        return {"line": {"color": ink, "width": 2.25}, "marker": {"type": "circle", "size": 5, "fill": {"color": ink}}}
    return {"fill": {"color": ink}, "border": {"none": True}, "gap": 60}


def _axes(drawn: Drawn, chart: Chart, names: Kind, values: Kind) -> None:
    labels: dict[str, Any] = {"text_axis": True, "num_font": {"name": FONT, "size": 9}, "line": {"color": styles.LINE}}
    if names is Kind.DAY:
        labels["num_format"] = "mmm yy"
    labels["label_position"] = "low"
    scale = {
        "num_format": {Kind.RATE: "0%", Kind.MONEY: "#,##0"}.get(values, "0"),
        "num_font": {"name": FONT, "size": 9},
        "name": chart.unit,
        "name_font": {"name": FONT, "size": 9, "bold": False},
        "major_gridlines": {"visible": True, "line": {"color": "#E3E3E3", "width": 0.75}},
        "line": {"none": True},
    }
    if chart.kind == "bars":
        # Lying down, the first row stands on top, and the scale below the last one.
        labels |= {"reverse": True, "interval_unit": 1, "num_font": {"name": FONT, "size": 7}}
        drawn.set_y_axis(labels)
        drawn.set_x_axis(scale | {"label_position": "high"})
    else:
        drawn.set_x_axis(labels)
        drawn.set_y_axis(scale)
