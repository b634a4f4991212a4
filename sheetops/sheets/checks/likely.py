"""Likely duplicates: names alike, and a second thing in common.

Names alone are no evidence. Rows are compared only with neighbours, in the order of their names, among those that share
an e-mail address, a telephone number, a tax number, or street and postcode: the cost grows with the rows, not with
their square.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz import fuzz, process

from sheetops.model import Context, Fault, Frame
from sheetops.sheets.checks.faults import filled

Places = npt.NDArray[np.intp]

_ALIKE = 85
"""Per cent of likeness of two names, words in any order, from which they may be one."""

_NEIGHBOURS = 3
_EVIDENCE = {
    "email": "e-mail address",
    "phone": "telephone number",
    "tax_number": "tax number",
    "address1": "street and postcode",
}


def likely_duplicate(frame: Frame, context: Context) -> Iterator[Fault]:
    """A customer or participant who looks like one of another row."""
    pairs = [_pairs(frame, column) for column in _EVIDENCE if column in frame]
    found = pd.concat(pairs).sort_values(["later", "score"], ascending=[True, False], kind="stable")
    key = frame.iloc[:, 0].to_dict()
    for pair in found.drop_duplicates("later").itertuples():
        other, what = int(pair.earlier), _EVIDENCE[pair.evidence]
        said = (
            f"It looks like {key[other]} in row {other}: the names are {pair.score:.0f} % alike and the "
            f"{what} is the same. If they are one, keep one."
        )
        yield Fault(int(pair.later), "name", said)


def _pairs(frame: Frame, column: str) -> Frame:
    """Pairs of rows that share a value of a column and have names alike: earlier and later row, score, evidence."""
    shared = _shared(frame, column)
    rows, values, names = shared.index.to_numpy(), shared["value"].to_numpy(), shared["name"].to_numpy(dtype=object)
    first, second = _neighbours(values)
    scores = process.cpdist(names[first], names[second], scorer=fuzz.token_sort_ratio, score_cutoff=_ALIKE, workers=1)
    alike = scores >= _ALIKE
    left, right = rows[first[alike]], rows[second[alike]]
    earlier, later = np.minimum(left, right), np.maximum(left, right)
    return pd.DataFrame({"earlier": earlier, "later": later, "score": scores[alike], "evidence": column})


def _shared(frame: Frame, column: str) -> Frame:
    """Rows whose value of a column another row has too, in the order of value and name."""
    rows = frame.loc[filled(frame[column])]
    value = rows[column].str.casefold()
    if column == "address1":
        value = value + "\n" + rows["postcode"]
        value, rows = value[filled(rows["postcode"])], rows[filled(rows["postcode"])]
    if column == "phone":
        value = value.str.replace(r"[^0-9]+", "", regex=True)
    again = value.duplicated(keep=False).to_numpy()
    shared = pd.DataFrame({"value": value[again], "name": rows.loc[again, "name"].str.casefold()})
    return shared.sort_values(["value", "name"], kind="stable")


def _neighbours(values: npt.NDArray[np.object_]) -> tuple[Places, Places]:
    """Places of pairs that stand at most a few rows apart and have the same value."""
    starts = [
        np.flatnonzero(values[apart:] == values[:-apart]) for apart in range(1, _NEIGHBOURS + 1) if len(values) > apart
    ]
    if not starts:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    ends = [start + apart for apart, start in enumerate(starts, 1)]
    return np.concatenate(starts), np.concatenate(ends)
