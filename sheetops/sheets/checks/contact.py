"""Ways to reach people, judged by the country they are in; libraries are asked once for each distinct value."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
from rapidfuzz.distance import OSA

from sheetops.model import Context, Fault, Frame
from sheetops.sheets.checks.faults import Mask, faults, filled
from sheetops.sheets.checks.phones import telephone
from sheetops.sheets.checks.postcodes import postcode
from sheetops.sheets.checks.taxes import tax_number

Verdict = tuple[str, str] | None
"""What is wrong and the value to put there instead; None when nothing is wrong."""

_WELL_KNOWN = frozenset(
    [
        "gmail.com",
        "googlemail.com",
        "hotmail.com",
        "hotmail.co.uk",
        "hotmail.co.nz",
        "hotmail.fr",
        "outlook.com",
        "outlook.co.nz",
        "live.com",
        "live.co.uk",
        "yahoo.com",
        "yahoo.co.uk",
        "yahoo.co.nz",
        "yahoo.com.au",
        "ymail.com",
        "icloud.com",
        "xtra.co.nz",
        "bigpond.com",
        "btinternet.com",
        "protonmail.com",
        "comcast.net",
        "verizon.net",
        "interia.pl",
        "gazeta.pl",
        "email.com",
        "mail.com",
        "gmx.com",
        "gmx.net",
    ]
)
_MISSPELT = frozenset(
    [
        "gmail.com",
        "hotmail.com",
        "outlook.com",
        "yahoo.com",
        "icloud.com",
        "xtra.co.nz",
        "bigpond.com",
        "btinternet.com",
    ]
)
_MISSPELT |= frozenset(
    ["hotmail.co.uk", "yahoo.co.uk", "yahoo.co.nz", "protonmail.com", "interia.pl", "gazeta.pl", "googlemail.com"]
)


def email_domain_doubtful(frame: Frame, context: Context) -> Iterator[Fault]:
    """An address at a domain one slip away from a well-known one, such as gmial.com."""
    domains = pd.Series([email.rpartition("@")[2] for email in frame["email"]], frame.index, dtype="str")
    meant = {domain: near for domain in pd.unique(domains) if (near := _misspelt(domain))}
    if not meant:
        return iter(())

    def words(row: Any) -> tuple[str, str]:
        local, _, domain = row.email.rpartition("@")
        address = f"{local}@{meant[domain]}"
        return f"{domain} looks like a slip for {meant[domain]}. Did you mean {address}?", address

    return faults(frame, domains.isin(list(meant)), "email", words)


def phone_invalid(frame: Frame, context: Context) -> Iterator[Fault]:
    """A telephone number that its country has not got."""
    return _by_country(frame, context, "phone", telephone)


def postcode_malformed(frame: Frame, context: Context) -> Iterator[Fault]:
    """A postcode that is not written as its country writes them."""
    return _by_country(frame, context, "postcode", postcode)


def tax_number_invalid(frame: Frame, context: Context) -> Iterator[Fault]:
    """A tax number whose form or check digit is not its country's."""
    return _by_country(frame, context, "tax_number", tax_number)


def address_missing(frame: Frame, context: Context) -> Iterator[Fault]:
    """A customer who is written to by letter, without an address."""
    bad = (frame["channel"] == "letter").to_numpy() & ~filled(frame["address1"])
    return faults(
        frame, bad, "address1", lambda row: "The channel is letter, but there is no address. Fill in the address."
    )


def channel_unreachable(frame: Frame, context: Context) -> Iterator[Fault]:
    """A customer whose channel is e-mail or telephone, without an address or a number: another channel is used."""
    for channel, column, what in (("email", "email", "e-mail address"), ("phone", "phone", "telephone number")):
        bad = (frame["channel"] == channel).to_numpy() & ~filled(frame[column])
        said = f"The channel is {channel}, but there is no {what}. Fill it in, or another channel is used."
        yield from faults(frame, bad, column, lambda row, said=said: said)  # type: ignore[misc]


def _misspelt(domain: str) -> str:
    if domain in _WELL_KNOWN or not domain:
        return ""
    return next((known for known in sorted(_MISSPELT) if OSA.distance(domain, known, score_cutoff=1) <= 1), "")


def _by_country(
    frame: Frame, context: Context, column: str, judge: Callable[[list[str], str], list[Verdict]]
) -> Iterator[Fault]:
    """Judge the distinct values of a column, country by country; a row without a country is in the desk's own."""
    there: Mask = filled(frame[column])
    country = frame["country"].where(frame["country"] != "", context.reading.country).to_numpy(dtype=object)
    for code in sorted(set(country[there])):
        rows = frame.loc[there & (country == code), column]
        codes, distinct = pd.factorize(rows.to_numpy(dtype=object))
        verdicts = judge(distinct.tolist(), code)
        bad = np.flatnonzero(np.array([verdict is not None for verdict in verdicts], dtype=bool)[codes])
        for place in bad:
            verdict = verdicts[codes[place]]
            assert verdict is not None
            yield Fault(int(rows.index[place]), column, *verdict)
