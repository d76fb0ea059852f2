# SPDX-License-Identifier: Apache-2.0
"""What goes through this target comes out with aliases."""

import io

from ocppdesk.capture.records import Connection, Outcome
from ocppdesk.core.messages import Direction, Message
from ocppdesk.logs.records import Entry
from ocppdesk.logs.redaction.redactor import Learner
from ocppdesk.logs.writing.redacted import RedactedTarget
from ocppdesk.logs.writing.target import Target
from ocppdesk.logs.writing.trace import TraceTarget

TAG = Message(1, 0, "CP-0042", 1, Direction.IN, '[2,"1","Authorize",{"idTag":"A1B2"}]')
LINK = Message(2, 0, "CP-0042", 1, Direction.LINK, "CP-0042 connected.")


def redaction():
    learner = Learner()
    learner.learn(Entry(TAG))
    return learner.redaction()


def test_messages_are_redacted_and_those_left_out_are_counted():
    file = io.BytesIO()
    target = RedactedTarget(TraceTarget(file), redaction())
    target.add(Entry(TAG))
    target.add(Entry(LINK))
    assert b"TAG-0001" in file.getvalue()
    assert b"A1B2" not in file.getvalue()
    assert target.left_out == 1


class Kept(Target):
    """Keeps what it is given."""

    def __init__(self):
        self.connections = []

    def add(self, entry):
        pass

    def put_connection(self, connection):
        self.connections.append(connection)


def test_connections_are_redacted():
    kept = Kept()
    target = RedactedTarget(kept, redaction())
    target.put_connection(Connection(1, "CP-0042", "", 0, Outcome.CLOSED))
    assert [each.charger for each in kept.connections] == ["CHARGER-01"]
