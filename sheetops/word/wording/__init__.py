"""What the letters say, one TOML file a language, apart from how they look.

A text may hold merge fields and bold words: ``{name}`` is a merge field, ``{pay_by:day}`` one with a format of the
language's ``[formats]``, ``{, licence |licence}`` one with words that stand before its value only when there is one,
and ``**...**`` is bold. A body is a list of paragraphs; an entry ``@name`` stands for a phrase, a box or a table of
that name.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

LANGUAGES = ("en", "pl")


@dataclass(frozen=True)
class Letter:
    """One letter's words: its title (document property), its heading line and its paragraphs.

    A ``personal`` letter opens with the salutation and ends with a signature; a credit note and a statement do not.
    """

    title: str
    subject: str
    body: tuple[str, ...]
    personal: bool = True


@dataclass(frozen=True)
class Wording:
    """All words of one language.

    ``tag`` is the language as Word knows it (``en-GB``); ``formats`` are field switches by name; ``house`` the words of
    letterhead, greeting, closing and footer; ``reference`` the lines (label, text) beside the address; ``headings`` the
    column headings by field; ``totals`` the lines (label, text) under a table, by table; ``boxes`` the lines (label,
    text) of a box, by box; ``phrases`` the paragraphs that letters share; ``letters`` by template key.
    """

    tag: str
    formats: Mapping[str, str]
    house: Mapping[str, str]
    reference: tuple[tuple[str, str], ...]
    headings: Mapping[str, str]
    totals: Mapping[str, tuple[tuple[str, str], ...]]
    boxes: Mapping[str, tuple[tuple[str, str], ...]]
    phrases: Mapping[str, str]
    letters: Mapping[str, Letter]


def read_wording(language: str) -> Wording:
    """Return the words of a language of `LANGUAGES`; FileNotFoundError for any other."""
    told = tomllib.loads(files(__package__).joinpath(f"{language}.toml").read_text(encoding="utf-8"))
    return Wording(
        tag=told["tag"],
        formats=told["formats"],
        house=told["house"],
        reference=_lines(told["reference"]),
        headings=told["headings"],
        totals={name: _lines(lines) for name, lines in told["totals"].items()},
        boxes={name: _lines(lines) for name, lines in told["boxes"].items()},
        phrases=told["phrases"],
        letters={key: Letter(**{**letter, "body": tuple(letter["body"])}) for key, letter in told["letters"].items()},
    )


def _lines(pairs: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((label, text) for label, text in pairs)
