# SPDX-License-Identifier: Apache-2.0
"""Messages of a charger, as a recording has them."""

import itertools

import orjson
import pytest

from ocppdesk.analysis.observing import Observer
from ocppdesk.core.frames import MessageType
from ocppdesk.core.messages import Direction, Message

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
