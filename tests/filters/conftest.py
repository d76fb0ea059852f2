# SPDX-License-Identifier: Apache-2.0
"""A capture whose texts a test chooses, and what a filter finds in it."""

import contextlib
import itertools

import pytest

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.recorder import Recorder
from ocppdesk.core.messages import Direction, Message


@pytest.fixture
def found(tmp_path):
    """Record messages and return the numbers of those that pass a filter."""

    def search(chosen, *messages):
        path = tmp_path / "x.ocppdesk"
        if not path.exists():
            with contextlib.closing(Recorder(path)) as recorder:
                for number, fields in enumerate(messages, start=1):
                    values = {
                        "id": number,
                        "at": number,
                        "charger": "CP1",
                        "connection": 1,
                        "direction": Direction.IN,
                        "raw": "[]",
                    }
                    recorder.add_message(Message(**(values | fields)))
                recorder.commit()
        with contextlib.closing(CaptureReader(path)) as reader:
            ids = list(itertools.chain.from_iterable(reader.ids(chosen)))
            assert len(ids) == reader.count(chosen)
            return sorted(ids)

    return search
