# SPDX-License-Identifier: Apache-2.0
"""A file of lines has room for all messages, and for nothing else."""

import io

from ocppdesk.capture.records import Connection, Outcome
from ocppdesk.core.messages import Direction, Message
from ocppdesk.logs.jsonl import JsonlWriter
from ocppdesk.logs.records import Entry
from ocppdesk.logs.writing.target import LineTarget


def test_lines_are_messages_only():
    file = io.BytesIO()
    target = LineTarget(JsonlWriter(file))
    target.add(Entry(Message(1, 0, "CP1", 1, Direction.IN, "[]")))
    target.put_connection(Connection(1, "CP1", "", 0, Outcome.CLOSED))
    target.finish()
    target.discard()
    assert file.getvalue().count(b"\n") == 1
    assert target.left_out == 0
