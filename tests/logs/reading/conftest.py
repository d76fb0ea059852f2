# SPDX-License-Identifier: Apache-2.0
"""Reading a file that a test has written."""

import pytest

from ocppdesk.logs.reading.found import Assumptions, Frame


class Read:
    """What was found in a file, and what read it."""

    def __init__(self, reader):
        self.reader = reader
        self.batches = list(reader.batches())
        self.found = [each for batch in self.batches for each in batch]
        self.frames = [each for each in self.found if isinstance(each, Frame)]
        self.others = [each for each in self.found if not isinstance(each, Frame)]


@pytest.fixture
def read_as(tmp_path):
    """Write a file and read it with the reader of one format."""

    def read(reader, content, *, name="log", assumptions=None):
        path = tmp_path / name
        if isinstance(content, str):
            content = content.encode()
        path.write_bytes(content)
        return Read(reader(path, assumptions or Assumptions()))

    return read


@pytest.fixture
def read_all():
    """Read with a reader that is there."""
    return Read
