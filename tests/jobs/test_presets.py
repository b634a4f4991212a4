"""Presets: rules that a desk may start from, whole, well-formed, and each figure with its source or a warning."""

from pathlib import Path

import pytest

from sheetops import resources
from sheetops.cli.setting_up import Rules
from sheetops.excel.read import open_book
from sheetops.jobs.check import check
from sheetops.jobs.new_desk import new_desk
from sheetops.jobs.presets import PRESETS, preset_rows
from sheetops.jobs.sample import DAY
from sheetops.jobs.workbooks import preset_file, write_preset
from sheetops.sheets.settings import SETTINGS, read_setting


def test_the_command_line_names_them_all() -> None:
    assert [one.value for one in Rules] == list(PRESETS)


@pytest.mark.parametrize("name", PRESETS)
def test_every_figure_says_where_it_comes_from_or_to_check_it(name: str) -> None:
    rows = preset_rows(PRESETS[name], {}, DAY)
    for row in (*rows["Policy"], *rows["Stages"]):
        assert row["note"], row
        assert row["source"] or "check" in str(row["note"]).lower() or "desk's own" in str(row["note"]), row
        assert bool(row["source"]) == bool(row["source_date"]), row
    for row in rows["Policy"]:
        assert row["setting"] in SETTINGS
        read_setting(str(row["setting"]), str(row["value"]))
    # Who answers for old receipts is named for the days concerned, never for good.
    assert {row["setting"] for row in rows["Policy"]} >= set(SETTINGS) - {"stale_ok_by"}


@pytest.mark.parametrize("name", PRESETS)
def test_the_committed_workbook_is_the_built_one_and_is_found_well_formed(name: str, tmp_path: Path) -> None:
    write_preset(tmp_path / "preset.xlsx", PRESETS[name])
    shipped = resources.workbooks() / preset_file(PRESETS[name])
    assert shipped.read_bytes() == (tmp_path / "preset.xlsx").read_bytes()
    heads = open_book(shipped).cells("Policy").rows[0]
    assert heads[-3:] == ["source", "source date", "note"]
    found = check(shipped, as_of=DAY).run.findings
    assert {one.check for one in found if one.severity != "note"} <= {"value_missing"}


@pytest.mark.parametrize("name", PRESETS)
def test_a_new_desk_starts_from_it(name: str, tmp_path: Path) -> None:
    made = new_desk(tmp_path, None, name)
    assert {path.name for path in made.made} >= {"desk.xlsx", preset_file(PRESETS[name])}
    found = check(tmp_path / "desk.xlsx", as_of=DAY).run.findings
    assert {(one.sheet, one.check) for one in found} == {("Policy", "value_missing")}
    rows = [row[:2] for row in open_book(tmp_path / "desk.xlsx").cells("Policy").rows[1:]]
    assert dict(rows)["currency"] == {f.setting: f.value for f in PRESETS[name].figures}.get("currency", "NZD")
