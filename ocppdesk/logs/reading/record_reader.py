# SPDX-License-Identifier: Apache-2.0
"""What the readers of rows share: they learn from the first ones, then read all."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Final

from ocppdesk.logs.reading.batching import in_batches
from ocppdesk.logs.reading.columns import Proposal
from ocppdesk.logs.reading.found import Assumptions, Found, Frame, Inferences, Line
from ocppdesk.logs.reading.known_tables import advice_for, title_for
from ocppdesk.logs.reading.plain_rows import Row
from ocppdesk.logs.reading.rows import SAMPLE, Rows

_MOST_TURNED: Final = 100_000  # rows that are held to turn them round


class RecordReader(ABC):
    """Reads one file of rows.

    A file that has the newest first is turned round, in blocks if it is large.

    Args:
        path: The file.
        assumptions: What is known of it.
    """

    name = ""
    title = ""

    def __init__(self, path: Path, assumptions: Assumptions) -> None:
        self.done = 0.0
        self.lines = 0
        self.inferences = Inferences()
        self.advice = ""
        self.path = path
        """The file."""
        self._rows = Rows(assumptions)

    @property
    def proposal(self) -> Proposal:
        """What the columns were taken for, once the first rows were read."""
        return self._rows.proposal

    def batches(self) -> Iterator[list[Found]]:
        """Read the file once, in short steps.

        Raises:
            ConversionError: If the file cannot be read.
        """
        has_frames = False
        for batch in in_batches(self._found(), self.path):
            has_frames = has_frames or any(type(each) is Frame for each in batch)
            yield batch
        self.done = 1.0
        self.inferences = self._rows.inferences()
        if not has_frames:
            self.advice = advice_for(self.proposal)

    @abstractmethod
    def rows(self) -> Iterator[Row | Line | None]:
        """Read the rows; a `Line` for what is none, None as a sign of life."""

    def header(self, rows: list[Row]) -> list[str]:
        """Return the columns that some rows have."""
        return list(dict.fromkeys(chain.from_iterable(row.cells for row in rows)))

    def _found(self) -> Iterator[Found | None]:
        source = self.rows()
        sample: list[Row] = []
        lines: list[Line] = []
        for each in source:
            if isinstance(each, Row):
                sample.append(each)
            elif each is not None:
                lines.append(each)
            else:
                yield None
            if len(sample) + len(lines) >= SAMPLE:
                break
        self._rows.learn(self.header(sample), sample)
        self.title = title_for(self.proposal) or self.title
        yield from lines
        following = chain(sample, source)
        if self._rows.is_newest_first:
            following = chain.from_iterable(_turned(following))
        for each in following:
            if isinstance(each, Row):
                frame = self._rows.read_plain(each)
                if frame is not None:
                    yield frame
                    continue
                yield None
                yield from self._rows.read(each)
            else:
                yield each


def _turned(
    rows: Iterator[Row | Line | None],
) -> Iterator[list[Row | Line | None]]:
    """Turn rows round, as many as can be held."""
    held: list[Row | Line | None] = []
    for each in rows:
        if each is None:
            yield [None]
            continue
        held.append(each)
        if len(held) >= _MOST_TURNED:
            yield held[::-1]
            held = []
    yield held[::-1]
