# SPDX-License-Identifier: Apache-2.0
from ocppdesk.logs.reading.found import Assumptions, Kind, Line
from ocppdesk.logs.reading.plain_rows import Row
from ocppdesk.logs.reading.record_reader import RecordReader

CALL = '[2,"1","Heartbeat",{}]'


class Given(RecordReader):
    """Reads rows that are there."""

    name = "given"
    title = "Given"

    def __init__(self, path, rows):
        super().__init__(path, Assumptions())
        self._given = rows

    def rows(self):
        yield from self._given


def test_rows_are_read_after_they_were_learnt_from(tmp_path, read_all):
    rows = [Row(1, {"a": "x"}), None, Row(2, {"b": CALL}), Line(3, Kind.OTHER, "y")]
    read = read_all(Given(tmp_path, rows))
    assert [type(each).__name__ for each in read.found] == ["Line", "Line", "Frame"]
    assert read.reader.proposal.header == ("a", "b")
    assert read.reader.done == 1.0
    assert read.reader.advice == ""


def test_without_messages_there_is_advice(tmp_path, read_all):
    assert read_all(Given(tmp_path, [Row(1, {"a": "x"})])).reader.advice


def test_nothing_is_nothing(tmp_path, read_all):
    assert read_all(Given(tmp_path, [])).found == []


def test_the_newest_first_is_turned_round(tmp_path, read_all):
    rows = [
        Row(number, {"time": f"2026-01-01T00:00:{60 - number:02}Z", "msg": CALL})
        for number in range(1, 50)
    ]
    read = read_all(Given(tmp_path, rows))
    assert [frame.line for frame in read.frames] == list(range(49, 0, -1))
