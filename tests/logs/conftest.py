# SPDX-License-Identifier: Apache-2.0
"""Captures made by real sessions, and messages of every kind."""

import contextlib
import itertools
from datetime import UTC, datetime

import pytest

from ocppdesk.capture.annotations import Annotator
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.recorder import Recorder
from ocppdesk.capture.records import Connection, Outcome
from ocppdesk.core.messages import Direction, Message
from ocppdesk.core.session import Session
from ocppdesk.core.versions import Version

NOON = int(datetime(2026, 8, 1, 12, tzinfo=UTC).timestamp()) * 1_000_000
TEXTS = (
    '[2,"1","BootNotification",{"chargePointVendor":"V","chargePointModel":"M"}]',
    '[2,"2","StatusNotification",'
    '{"connectorId":2,"status":"Faulted","errorCode":"GroundFailure"}]',
    '[2,"3","StartTransaction",{"connectorId":2,"idTag":"=1+1","meterStart":0,'
    '"timestamp":"2026-08-01T12:00:00Z"}]',
    '[2,"4","Heartbeat",{',
    b'[2,"5","Heartbeat",{"note":"\xff\xfe"}]',
)


@pytest.fixture
def record():
    """Record a conversation of a charger into a capture."""

    def make(path, *, charger="CP1", at=NOON, texts=TEXTS):
        clock = itertools.count(at, 1_000)
        with contextlib.closing(Recorder(path)) as recorder:
            connection = Connection(
                id=recorder.next_connection_id(),
                charger=charger,
                peer="192.168.50.20:4711",
                began_at=at,
                outcome=Outcome.CLOSED,
                opened_at=at,
                ended_at=at + 60_000_000,
                version="1.6",
                close_code=1006,
            )
            recorder.put_connection(connection)
            session = Session(
                charger,
                connection.id,
                Version.V16,
                recorder.next_message_id,
                lambda: next(clock),
                recorder.transactions(),
            )
            note = Message(
                recorder.next_message_id(),
                at,
                charger,
                connection.id,
                Direction.LINK,
                f"{charger} connected.",
                action="Connected",
            )
            recorder.add_message(note)
            for text in texts:
                for message in session.receive(text, at=next(clock)):
                    recorder.add_message(message)
            recorder.commit()
        return path

    return make


@pytest.fixture
def capture(tmp_path, record):
    """A capture with one conversation in it."""
    return record(tmp_path / "site.ocppdesk")


@pytest.fixture
def annotated(capture):
    """The same capture after somebody looked through it."""
    annotator = Annotator(capture)
    annotator.set_mark([2, 3], is_marked=True)
    annotator.set_note(3, "=1+1\r\n")
    annotator.set_note(5, "x")
    annotator.close()
    return capture


@pytest.fixture
def annotations_of():
    """Read what is put on the messages of a capture."""

    def read(path):
        with contextlib.closing(CaptureReader(path)) as reader:
            return reader.annotations()

    return read


@pytest.fixture
def messages_of():
    """Read all messages of a capture, the oldest first."""

    def read(path):
        with contextlib.closing(CaptureReader(path)) as reader:
            return reader.messages(range(1, reader.last_id() + 1))

    return read
