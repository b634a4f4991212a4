"""The public names: what `sheetops` offers, and that each is what it says whatever was imported before."""

import datetime as dt
import subprocess
import sys

import pandas as pd
import pytest

import sheetops


def test_every_public_name_is_there_and_every_home_is_public() -> None:
    assert sorted(sheetops.__all__) == sorted(sheetops._HOMES)
    for name in sheetops.__all__:
        assert getattr(sheetops, name).__name__ == name
        assert getattr(sheetops, name).__doc__


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(AttributeError, match="it has BookError"):
        _ = sheetops.reconsile


@pytest.mark.parametrize("first", ["arrears", "renewals", "check"])
def test_check_is_the_job_whichever_job_was_used_before(first: str) -> None:
    code = f"import sheetops; sheetops.{first}; print(sheetops.check.__module__, callable(sheetops.check))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.split() == ["sheetops.jobs.check", "True"]


def test_dataframes_in_dataframes_and_findings_out() -> None:
    ledger = pd.DataFrame(
        {
            "entry": ["INV-1", "INV-2"],
            "account": ["A1", "A1"],
            "kind": ["invoice", "invoyce"],
            "date": ["2026-04-01", "2026-04-02"],
            "amount": [100.00, 50.00],
        }
    )
    run = sheetops.arrears({"Ledger": ledger}, as_of=dt.date(2026, 6, 30)).run
    assert run.frames["Open items"]["outstanding"].tolist() == [10_000]
    assert [(finding.cell, finding.value, finding.suggestion) for finding in run.findings] == [
        ("C3", "invoyce", "invoice")
    ]
