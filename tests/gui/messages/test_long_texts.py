# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.capture.reader import SHOWN
from ocppdesk.filters.fields import size_of
from ocppdesk.gui.messages import long_texts
from ocppdesk.gui.messages.long_texts import is_long, true_sizes, whole

LONG = {"vendorId": "v", "data": "ü" * 70_000}


@pytest.fixture
def read(recording, reader):
    """Return a row as it comes, the sizes of what was cut, and the whole row."""

    def row(number):
        recording.commit()
        found = reader.rows([number])
        sizes = true_sizes(reader, found.values())
        return found[number], sizes, whole(reader, found[number], sizes)

    return row


def test_a_long_message_is_read_whole(recording, read):
    recording.line().say("DataTransfer", LONG)
    cut, sizes, row = read(2)
    assert len(cut.message.raw) == SHOWN
    assert is_long(cut, sizes)
    assert row.message.payload() == LONG
    assert sizes == {2: size_of(row.message.raw)}


def test_so_are_the_other_parts_of_an_exchange(recording, read):
    line = recording.line()
    line.reply(line.ask("DataTransfer", LONG), {"status": "Accepted", "data": "x"})
    line.reply(line.ask("DataTransfer", {"vendorId": "v"}), LONG)
    assert read(3)[2].call.payload() == LONG
    assert read(4)[2].answer.payload() == LONG
    assert read(2)[2].answer.payload() == {"status": "Accepted", "data": "x"}


def test_what_is_not_long_is_asked_nothing(recording, read):
    recording.line().say("DataTransfer", {"vendorId": "v", "data": "x" * 3_000})
    row, sizes, same = read(2)
    assert sizes == {}
    assert not is_long(row, sizes)
    assert same == row


def test_what_would_take_too_long_stays_cut(recording, read, monkeypatch):
    monkeypatch.setattr(long_texts, "WHOLE", 100_000)
    recording.line().say("DataTransfer", LONG)
    row, sizes, same = read(2)
    assert sizes[2] > 140_000
    assert not is_long(row, sizes)
    assert same == row
