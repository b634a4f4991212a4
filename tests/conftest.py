"""Tests marked ``live`` need LibreOffice: without it they are left out, and one line says so."""

import os

import pytest

from sheetops.jobs.doctor import soffice

LEFT_OUT = pytest.StashKey[int]()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    live = [item for item in items if item.get_closest_marker("live")]
    if not live or soffice():
        return
    if os.environ.get("SHEETOPS_LIVE") == "required":
        raise pytest.UsageError(
            f"LibreOffice is not installed, and SHEETOPS_LIVE=required: {len(live)} live tests cannot run."
        )
    items[:] = [item for item in items if item not in live]
    config.hook.pytest_deselected(items=live)
    config.stash[LEFT_OUT] = len(live)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if number := config.stash.get(LEFT_OUT, 0):
        terminalreporter.write_line(f"LibreOffice is not installed: {number} live tests were left out.")
