"""Compound files: read back by olefile, which is told to accept nothing odd."""

import io
import random

import olefile
import pytest

from sheetops.excel.vba.compound import compound_file
from tests.excel.vba_judge import streams

SIZES = [0, 1, 63, 64, 65, 511, 512, 513, 4095, 4096, 4097, 70_000]


def test_streams_of_every_size_come_back():
    given = {f"folder/stream {size}": random.Random(size).randbytes(size) for size in SIZES} | {"top": b"top"}
    assert streams(compound_file(given)) == given


@pytest.mark.parametrize("number", [1, 2, 3, 4, 7, 8, 15, 16, 40])
def test_streams_of_every_number_come_back_and_are_found_by_name(number):
    given = {f"VBA/{'s' * (place % 5)}{place}": bytes([place]) * place for place in range(number)}
    made = compound_file(given)
    assert streams(made) == given
    assert tree(made) == sorted((path.partition("/")[2] for path in given), key=lambda name: (len(name), name.upper()))


def tree(made):
    """Return the names in the folder VBA in the order of its tree, and see that the tree is a red-black one."""
    with olefile.OleFileIO(io.BytesIO(made)) as file:
        entries = file.direntries
        folder = next(entry for entry in entries if entry and entry.name == "VBA")
        names, depths = [], set()

        def walk(number, black, above_is_red):
            if number == 0xFFFFFFFF:
                depths.add(black)
                return
            entry = entries[number]
            red = entry.color == 0
            assert not (red and above_is_red)
            walk(entry.sid_left, black + (not red), red)
            names.append(entry.name)
            walk(entry.sid_right, black + (not red), red)

        walk(folder.sid_child, 0, False)
        assert len(depths) == 1, "every way down passes equally many black entries"
        assert entries[folder.sid_child].color == 1
    return names


def test_a_file_of_many_sectors_has_the_tables_that_it_needs():
    given = {"large": random.Random(3).randbytes(3_000_000), "small": b"x"}
    assert streams(compound_file(given)) == given


def test_more_than_the_header_can_list_is_refused():
    compound_file({"large": bytes(7_000_000)})
    with pytest.raises(ValueError, match="more than a compound file"):
        compound_file({"large": bytes(7_200_000)})


@pytest.mark.parametrize("name", ["", "a" * 32, "a:b", "a!b", "a\\b", "folder/"])
def test_a_bad_name_is_refused(name):
    with pytest.raises(ValueError, match="is no name for a stream"):
        compound_file({name: b""})


def test_the_longest_name_is_taken():
    assert streams(compound_file({"a" * 31: b"x"})) == {"a" * 31: b"x"}


def test_equal_streams_give_equal_bytes():
    given = {"VBA/dir": b"1", "PROJECT": b"2" * 5000}
    assert compound_file(given) == compound_file(dict(given))
