"""Document numbers: drawn once for each request and never given to anything else.

The numbers of an output folder stand in one file beside the documents. Drawing again for the same request gives the
same number, so that a run can be repeated.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sheetops.errors import OutputError
from sheetops.publish import whole_file

FILE = "numbers.json"


def draw_numbers(folder: Path, series: str, pattern: str, year: int, keys: Iterable[str]) -> dict[str, str]:
    """Return a number of a series for each key (a request), drawing new ones only for keys that have none yet.

    ``pattern`` is like ``CN-{year}-{number:05}``; a series counts from 1 in every year. OutputError when the file of
    numbers cannot be read or written: then no number was drawn.
    """
    path = folder / FILE
    book = _read(path)
    given: dict[str, str] = book.setdefault(series, {}).setdefault("given", {})
    following: dict[str, int] = book[series].setdefault("next", {})
    wanted = list(keys)
    for key in wanted:
        if key not in given:
            number = following.get(str(year), 1)
            given[key] = pattern.format(year=year, number=number)
            following[str(year)] = number + 1
    _write(path, book)
    return {key: given[key] for key in wanted}


def numbers_given(folder: Path, series: str) -> dict[str, str]:
    """Return the numbers of a series given so far, by request; OutputError as in `draw_numbers`."""
    given: dict[str, str] = _read(folder / FILE).get(series, {}).get("given", {})
    return given


def _read(path: Path) -> dict[str, Any]:
    try:
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except (OSError, ValueError) as wrong:
        raise OutputError(
            f"The file of document numbers {path} cannot be read ({wrong}). Put its last good copy back: "
            "without it numbers could be given twice."
        ) from wrong


def _write(path: Path, book: dict[str, Any]) -> None:
    text = json.dumps(book, indent=1, ensure_ascii=False, sort_keys=True)
    with whole_file(path) as draft:
        draft.write_text(text + "\n", encoding="utf-8", newline="\n")
