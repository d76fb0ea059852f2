# SPDX-License-Identifier: Apache-2.0
"""Messages of a charger, as a recording has them."""

import itertools
from pathlib import Path

import orjson
import pytest

from ocppdesk.analysis.observing import Observer
from ocppdesk.capture.rows import message_from
from ocppdesk.core.bystander import Bystander
from ocppdesk.core.frames import MessageType
from ocppdesk.core.messages import Direction, Message
from ocppdesk.logs.importing.job import Job
from ocppdesk.logs.importing.producing import Producer
from ocppdesk.logs.reading.found import Assumptions
from ocppdesk.logs.reading.opening import open_logs

LOGS = Path(__file__).parents[3] / "shared" / "data" / "logs"
_WITHOUT_CALLS = ("pylog-griz-multiline__01",)  # it takes long and has none
NOON = 1_785_585_600_000_000  # 2026-08-01T12:00:00Z


@pytest.fixture
def call():
    """Make calls of one charger, a second apart, numbered from 1."""
    numbers = itertools.count(1)

    def make(action, payload, direction=Direction.IN, **known):
        number = next(numbers)
        raw = orjson.dumps([2, str(number), action, payload]).decode()
        known.setdefault("at", NOON + number * 1_000_000)
        return Message(
            id=number,
            charger="CP1",
            connection=1,
            direction=direction,
            raw=raw,
            type=MessageType.CALL,
            message_id=str(number),
            action=action,
            **known,
        )

    return make


@pytest.fixture
def observed(call):
    """Make observations of calls of one charger."""
    observer = Observer()
    return lambda *words, **known: observer.observe(call(*words, **known))


@pytest.fixture(scope="session")
def real_logs():
    """Return the messages of each excerpt of a real log, by its name; read once.

    The excerpts lie beside the repository where its authors work; tests that ask for
    them are skipped where they are not.
    """
    if not LOGS.is_dir():
        pytest.skip("no excerpts here")
    return {
        path.stem: messages
        for path in sorted(LOGS.iterdir())
        if not path.name.endswith(".meta.json")
        and path.stem not in _WITHOUT_CALLS
        and (messages := _messages(path))
    }


def _messages(path):
    blocks = []
    producer = Producer(blocks.append)
    producer.open(Job((path,), path, Assumptions()), open_logs)
    producer.read()
    producer.flush()
    bystander = Bystander()
    rows = []
    for item in itertools.chain.from_iterable(block.items for block in blocks):
        heard, raw, at, charger, link, flag, log, line = item
        if heard is None:
            row = bystander.take_link(raw, is_opened=flag, at=at, charger=charger,
                                      link=link, log=log, line=line)  # fmt: skip
        else:
            row = bystander.take(heard, raw, at, charger, link, flag, log, line)
        rows.append(row)
    names = {number: name for name, number in bystander.chargers.items()}
    return [
        message_from([*row[:15], orjson.dumps(row[15] or []), row[16]], names[row[2]])
        for row in rows
    ]
