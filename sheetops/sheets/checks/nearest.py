"""The known key that somebody may have meant: alike but for case, punctuation or lost zeros, or a few edits away."""

from collections.abc import Collection, Iterable, Mapping
from functools import partial

from rapidfuzz import process
from rapidfuzz.distance import OSA

from sheetops.sheets.cells.words import fold

_FARTHEST = 2
"""Edits (a letter put in, left out, changed, or swapped with its neighbour) beyond which keys are different keys."""

_ASKED = 200
"""More unknown keys than this are no slips of the finger: the sheets do not belong together."""


def nearest(unknown: Iterable[str], known: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """Return for each unknown key the known ones that come nearest, in order; none for what comes near nothing."""
    asked = list(dict.fromkeys(unknown))
    if not asked or not known:
        return {}
    keys = sorted(known)
    alike: dict[str, list[str]] = {}
    for key in keys:
        alike.setdefault(_bare(key), []).append(key)
    near = partial(_by_edits, keys=keys)
    return {key: tuple(alike.get(_bare(key), ())) or (near(key) if i < _ASKED else ()) for i, key in enumerate(asked)}


def meant(keys: tuple[str, ...]) -> tuple[str, str]:
    """Return the question to ask and the suggestion: the one nearest key, or none when several are equally near."""
    if not keys:
        return "", ""
    if len(keys) == 1:
        return f" Did you mean {keys[0]}?", keys[0]
    return f" It comes near {', '.join(keys[:3])}{' and others' if len(keys) > 3 else ''}.", ""


def _bare(key: str) -> str:
    return fold(key).lstrip("0")


def _by_edits(key: str, keys: list[str]) -> tuple[str, ...]:
    farthest = min(_FARTHEST, len(key) // 3)
    if not farthest:
        return ()
    found = process.extract(key, keys, scorer=OSA.distance, score_cutoff=farthest, limit=4)
    return tuple(name for name, distance, _ in found if distance == found[0][1])
