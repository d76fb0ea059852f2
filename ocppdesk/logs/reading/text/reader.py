# SPDX-License-Identifier: Apache-2.0
"""Reading one text log: learn from its beginning, then read it in blocks."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ocppdesk.logs.reading.found import (
    Assumptions,
    Found,
    Frame,
    Inferences,
    LinkEvent,
)
from ocppdesk.logs.reading.text.assembling import Assembler
from ocppdesk.logs.reading.text.conclude import Conclusions
from ocppdesk.logs.reading.text.decode import Blocks
from ocppdesk.logs.reading.text.learning import SMALL, Learner
from ocppdesk.logs.reading.text.systems import APPLICATION, UNKNOWN

NAME: Final = "text"
"""The name of the format."""
_TITLE: Final = "Text log"
_MOST_ORDERED: Final = 8 * SMALL
"""Bytes of a file that is held in memory to be put in the order of time."""
_BATCH: Final = 4000


class TextReader:
    """Reads a text log; a `found.LogReader`.

    Args:
        path: The file.
        assumptions: What somebody knows of it.
    """

    def __init__(self, path: Path, assumptions: Assumptions | None = None) -> None:
        self.path = path
        self.assumptions = assumptions or Assumptions()
        self.name = NAME
        self.title = _TITLE
        self.done = 0.0
        self.lines = 0
        self.inferences = Inferences()
        self.advice = ""

    def batches(self) -> Iterator[list[Found]]:
        """Read the file, as `found.LogReader.batches`."""
        yield []
        learner = Learner(self.path, self.assumptions)
        for _step in learner.steps():
            yield []
        layout = learner.layout
        self.inferences = layout.inferences
        system = layout.system
        self.title = _TITLE if system in (UNKNOWN, APPLICATION) else system.title
        has_frames = False
        assembler = Assembler(layout, learner.conclusions)
        for batch in self._ordered(assembler, learner.conclusions):
            has_frames = has_frames or any(isinstance(one, Frame) for one in batch)
            yield batch
        self.done = 1.0
        if not has_frames:
            self.title = system.title
            self.advice = system.advice or UNKNOWN.advice

    def _ordered(
        self, assembler: Assembler, conclusions: Conclusions
    ) -> Iterator[list[Found]]:
        """Yield what is found, in the order of time where that can be had."""
        layout = assembler.layout
        is_sorted = not (layout.is_descending or layout.is_unsorted)
        most = _MOST_ORDERED if layout.is_descending else SMALL
        if is_sorted or self.path.stat().st_size > most:
            yield from self._found(assembler)
            return
        found: list[Found] = []
        for batch in self._found(assembler):
            found += batch
            yield []
        if layout.is_descending:
            found.reverse()
        found = _sorted(found)
        # Answers stood before their calls.
        found = [_directed(one, conclusions) for one in found]
        for start in range(0, len(found), _BATCH):
            yield found[start : start + _BATCH]

    def _found(self, assembler: Assembler) -> Iterator[list[Found]]:
        blocks = Blocks(self.path)
        for block in blocks:
            assembler.feed(block)
            self.lines = assembler.lines
            self.done = min(blocks.read / max(blocks.size, 1), 1.0)
            yield assembler.take()
        assembler.finish()
        yield assembler.take()


def _directed(found: Found, conclusions: Conclusions) -> Found:
    if not isinstance(found, Frame) or found.direction is not None:
        return found
    return found._replace(direction=conclusions.direction(found))


def _sorted(found: list[Found]) -> list[Found]:
    """Return it in the order of time; what has no time stays behind its neighbour."""
    keys = []
    latest = -1
    for index, one in enumerate(found):
        if isinstance(one, Frame | LinkEvent) and one.at is not None:
            latest = one.at
        keys.append((latest, index))
    return [found[index] for _at, index in sorted(keys)]
