"""The compression of VBA projects: the specification's own examples, and round trips through oletools."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetops.excel.vba.compression import compress, decompress
from tests.excel.vba_judge import decompressed

# MS-OVBA 3.2.1 to 3.2.3: nothing repeats, something does, one letter 73 times.
EXAMPLES = [
    (
        b"abcdefghijklmnopqrstuv.",
        "01 19 B0 00 61 62 63 64 65 66 67 68 00 69 6A 6B 6C 6D 6E 6F 70 00 71 72 73 74 75 76 2E",
    ),
    (
        b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa",
        "01 2F B0 00 23 61 61 61 62 63 64 65 82 66 00 70 61 67 68 69 6A 01 38 08 61 6B 6C 00 30 6D 6E 6F 70 06 71 02 "
        "70 04 10 72 73 74 75 76 10 77 78 79 7A 00 3C",
    ),
    (b"a" * 73, "01 03 B0 02 61 45 00"),
]


@pytest.mark.parametrize(("data", "container"), EXAMPLES)
def test_the_examples_of_the_specification(data, container):
    assert decompress(bytes.fromhex(container)) == data
    assert decompressed(compress(data)) == data
    assert len(compress(data)) == len(bytes.fromhex(container))


def test_the_example_in_which_nothing_repeats_comes_out_byte_for_byte():
    data, container = EXAMPLES[0]
    assert compress(data) == bytes.fromhex(container)


@given(st.lists(st.sampled_from([b"Sub ", b"End Sub\r\n", b"    ", b"Press ", b'"', b"x", b"\xe9", b"aaaaaaaa"])))
def test_text_comes_back_through_another_program(words):
    text = b"".join(words) * 40
    assert decompress(compress(text)) == text
    assert not text or decompressed(compress(text)) == text


@given(st.binary(max_size=3640))
def test_any_bytes_that_fit_come_back(data):
    assert decompress(compress(data)) == data
    assert not data or decompressed(compress(data)) == data


@pytest.mark.parametrize("size", [0, 1, 2, 3, 16, 17, 4095, 4096, 4097, 8191, 8192, 8193, 50_000])
@pytest.mark.parametrize("letters", [1, 2, 5, 20])
def test_both_sides_of_a_chunks_end(size, letters):
    chance = random.Random(size * letters)
    data = bytes(chance.randrange(letters) for _ in range(size))
    assert decompress(compress(data)) == data
    assert not data or decompressed(compress(data)) == data


def test_a_whole_chunk_that_hardly_repeats_itself_is_kept_as_it_is():
    data = random.Random(1).randbytes(4096)
    assert len(compress(data)) == 1 + 2 + 4096
    assert decompress(compress(data)) == decompressed(compress(data)) == data


def test_a_part_of_a_chunk_that_hardly_repeats_itself_is_refused_and_not_padded():
    fits, too_long = random.Random(2).randbytes(3640), random.Random(2).randbytes(3641)
    assert decompress(compress(fits)) == fits
    with pytest.raises(ValueError, match="the last 3641 bytes cannot be compressed"):
        compress(too_long)


@pytest.mark.parametrize(
    ("container", "wrong"),
    [
        (b"", "begins with the byte 1"),
        (b"\x02\x19\xb0", "begins with the byte 1"),
        (b"\x01\x19\xb0\x00abc", "no whole chunk at byte 1"),
        (b"\x01\x02\x00\x00ab", "no whole chunk at byte 1"),
        (b"\x01\x02\xb0\x01\x00\x00", "reaches 1 bytes before its chunk"),
    ],
)
def test_what_is_no_container_is_refused(container, wrong):
    with pytest.raises(ValueError, match=wrong):
        decompress(container)
