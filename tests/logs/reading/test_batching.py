# SPDX-License-Identifier: Apache-2.0
from pathlib import Path

import pytest

from ocppdesk.logs.errors import ConversionError
from ocppdesk.logs.reading.batching import in_batches
from ocppdesk.logs.reading.found import Frame, Kind, Line

PATH = Path("a.log")


def test_finds_keep_their_order():
    lines = [Line(number, Kind.OTHER, "") for number in range(1_201)]
    batches = list(in_batches(iter(lines), PATH))
    assert [len(batch) for batch in batches] == [500, 500, 201]
    assert [each for batch in batches for each in batch] == lines


def test_a_long_stretch_without_a_find_gives_signs_of_life():
    assert list(in_batches(iter([None] * 2_500), PATH)) == [[], []]


def test_long_frames_come_in_small_batches():
    frame = Frame("x" * 600_000, None, 1, None, None, "")
    assert [len(batch) for batch in in_batches(iter([frame] * 5), PATH)] == [2, 2, 1]


def test_a_file_that_cannot_be_read_says_why(tmp_path):
    def found():
        yield None
        (tmp_path / "lost").open()

    with pytest.raises(ConversionError, match="No such file"):
        list(in_batches(found(), PATH))
