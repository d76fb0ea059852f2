# SPDX-License-Identifier: Apache-2.0
"""Real captures in a folder of the test's own."""

import ctypes
import subprocess
import sys

import pytest

from ocppdesk.capture import schema
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.recorder import Recorder
from ocppdesk.capture.records import Connection, Outcome
from ocppdesk.core.frames import MessageType
from ocppdesk.core.messages import Direction, Message

NOON = 1_800_000_000_000_000  # 2027-01-15T08:00:00Z, microseconds since 1970


def a_message(number, raw='[2,"1","Heartbeat",{}]', **changes):
    """Make a message; one a second, a charger's Heartbeat if nothing else is said."""
    values = {
        "id": number,
        "at": NOON + number * 1_000_000,
        "charger": "CP1",
        "connection": 1,
        "direction": Direction.IN,
        "raw": raw,
        "type": MessageType.CALL,
        "message_id": "1",
        "action": "Heartbeat",
    }
    return Message(**{**values, **changes})


def an_answer(number, raw='[3,"1",{}]', *, to, **changes):
    """Make the answer to a call, one a second."""
    values = {
        "direction": Direction.OUT,
        "type": MessageType.CALLRESULT,
        "answer_to": to,
        "latency_ms": 1000.0 * (number - to),
    }
    return a_message(number, raw, **{**values, **changes})


def a_connection(number=1, **changes):
    """Make an open connection of CP1."""
    values = {
        "id": number,
        "charger": "CP1",
        "peer": "10.0.0.7:40000",
        "began_at": NOON,
        "outcome": Outcome.OPEN,
        "opened_at": NOON + 1000,
        "version": "1.6",
        "last_heard_at": NOON + 5_000_000,
    }
    return Connection(**{**values, **changes})


@pytest.fixture(scope="session")
def message():
    return a_message


@pytest.fixture(scope="session")
def answer():
    return an_answer


@pytest.fixture(scope="session")
def connection():
    return a_connection


@pytest.fixture
def path(tmp_path):
    return tmp_path / "day.ocppdesk"


@pytest.fixture
def record(path):
    """Open a recorder; it is closed at the end."""
    recorders = []

    def begin(at=None):
        recorder = Recorder(at or path)
        recorders.append(recorder)
        return recorder

    yield begin
    for recorder in recorders:
        recorder.close()


@pytest.fixture
def read(path):
    """Open a reader; it is closed at the end."""
    readers = []

    def begin(at=None):
        reader = CaptureReader(at or path)
        readers.append(reader)
        return reader

    yield begin
    for reader in readers:
        reader.close()


@pytest.fixture
def capture_of(record, read, connection):
    """Record messages and return a reader of them; recording goes on."""

    def make(*messages):
        recorder = record()
        recorder.put_connection(connection())
        for message in messages:
            recorder.add_message(message)
        recorder.commit()
        return read()

    return make


@pytest.fixture
def old_capture(path, record, monkeypatch):
    """Record messages in the way of an earlier program, and end in order."""

    def make(version, *messages):
        with monkeypatch.context() as past:
            past.setattr(schema, "_MIGRATIONS", schema._MIGRATIONS[:version])
            past.setattr(schema, "VERSION", version)
            recorder = record()
            for message in messages:
                recorder.add_message(message)
            recorder.close()
        return path

    return make


@pytest.fixture
def killed():
    """Run a script that ends in the way of a crash, without any farewell."""

    def run(script, *words, **options):
        done = subprocess.run(
            [sys.executable, "-c", script, *map(str, words)],
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
            **options,
        )
        assert done.returncode == 9, done.stderr
        return done

    return run


def _without_root_powers():
    """Give up root's power to write everywhere; nothing happens for others."""
    drop_capability = 24  # PR_CAPBSET_DROP; 1 is CAP_DAC_OVERRIDE
    ctypes.CDLL(None).prctl(drop_capability, 1, 0, 0, 0)


@pytest.fixture
def as_a_plain_user():
    """Run a script for which rights count, and return what it prints; Linux only."""

    def run(script, *words):
        done = subprocess.run(
            [sys.executable, "-c", script, *map(str, words)],
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
            preexec_fn=_without_root_powers,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run
