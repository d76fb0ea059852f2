# SPDX-License-Identifier: Apache-2.0
"""A new capture takes many messages and the connections they belong to."""

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.core.messages import Direction, Message
from ocppdesk.logs.records import Entry
from ocppdesk.logs.writing import capture_file
from ocppdesk.logs.writing.targets import open_target


def test_many_messages_are_all_there(tmp_path, monkeypatch):
    monkeypatch.setattr(capture_file, "_CHECKPOINT", 2)
    with open_target(tmp_path / "a.ocppdesk", overwrite=False) as target:
        for number in range(1, 1_202):
            message = Message(number, number, "CP1", 1, Direction.IN, "[]")
            target.add(Entry(message))
    reader = CaptureReader(tmp_path / "a.ocppdesk")
    assert reader.last_id() == 1_201
    reader.close()
