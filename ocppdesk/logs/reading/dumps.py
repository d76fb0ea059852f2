# SPDX-License-Identifier: Apache-2.0
"""Folders of files with one frame each, as OCPP.Core writes them (MessageDumpDir).

The name of a file tells time and direction: `2026-01-31_16-29-31-2338_ocpp16-in.txt`.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

from ocppdesk.core.messages import Direction
from ocppdesk.logs.errors import ConversionError
from ocppdesk.logs.reading.batching import in_batches
from ocppdesk.logs.reading.found import (
    LONGEST_LINE,
    Assumptions,
    Found,
    Frame,
    Inference,
    Inferences,
    Kind,
    Line,
)
from ocppdesk.logs.reading.moments import Instant, instant_of
from ocppdesk.logs.reading.text.conclude import Conclusions
from ocppdesk.logs.reading.text.scanner import scan_cell
from ocppdesk.logs.reading.text.times import Clock

_NAME: Final = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d)_(?P<hour>\d\d)-(?P<minute>\d\d)-(?P<second>\d\d)"
    r"-(?P<fraction>\d{1,7})_(?P<version>ocpp\d+)-(?P<way>in|out)\.(?:txt|json)\Z",
    re.IGNORECASE,
)
_SAMPLE: Final = 500
_LONGEST: Final = 1 << 22


class Dump(NamedTuple):
    """A file with one frame."""

    name: str
    """Its name, perhaps with folders."""
    load: Callable[[int], bytes]
    """Reads it, at most a number of bytes."""


def is_dump(name: str) -> bool:
    """Tell whether a file is one of those by its name."""
    return _NAME.match(PurePosixPath(name).name) is not None


def dump_of(path: Path) -> Dump:
    """Return a file of a folder."""

    def load(size: int) -> bytes:
        with path.open("rb") as file:
            return file.read(size)

    return Dump(path.name, load)


class DumpsReader:
    """Reads many files of one frame each as one log.

    Args:
        dumps: The files.
        assumptions: What is known of them.
    """

    name = "dumps"
    title = "Message files of OCPP.Core"

    def __init__(self, dumps: Sequence[Dump], assumptions: Assumptions) -> None:
        self.done = 0.0
        self.lines = 0
        self.inferences = Inferences()
        self.advice = ""
        self._dumps = sorted(dumps, key=lambda dump: PurePosixPath(dump.name).name)
        self._assumptions = assumptions

    def batches(self) -> Iterator[list[Found]]:
        """Read the files once, in short steps, in the order of their times."""
        yield from in_batches(self._found(), Path(self.title))
        self.done = 1.0

    def _found(self) -> Iterator[Found | None]:
        conclusions = Conclusions(self._assumptions)
        source = self._read()
        sample = []
        utc = Clock()
        for each in source:
            sample.append(each)
            yield None
            found, instant = each
            if isinstance(found, Frame):
                at = None if instant is None else instant.moment(utc)
                conclusions.learn(found._replace(at=at))
            if len(sample) >= _SAMPLE:
                break
        if sample and (match := _NAME.match(self._base(0))):
            conclusions.state_version(match["version"])
        clock = Clock(zone_minutes=conclusions.zone_minutes)
        charger = self._assumptions.charger or conclusions.serial
        for found, instant in chain(sample, source):
            if isinstance(found, Frame):
                at = None if instant is None else instant.moment(clock)
                yield found._replace(at=at, charger=charger)
            else:
                yield found
        self.inferences = conclusions.inferences(self._charger(conclusions.serial))

    def _charger(self, serial: str) -> Inference:
        if self._assumptions.charger is not None:
            return Inference(self._assumptions.charger, "It was chosen for this file.")
        if serial:
            return Inference(serial, "It is the serial number of the charger's boots.")
        return Inference("", "The names of the files do not tell the charger.")

    def _base(self, position: int) -> str:
        return PurePosixPath(self._dumps[position].name).name

    def _read(self) -> Iterator[tuple[Frame | Line, Instant | None]]:
        for position, dump in enumerate(self._dumps):
            self.lines = position + 1
            self.done = position / len(self._dumps)
            match = _NAME.match(self._base(position))
            if match is None:
                continue
            instant = instant_of(
                f"{match['date']} {match['hour']}:{match['minute']}:{match['second']}"
                f".{match['fraction']}"
            )
            way = match["way"].lower()
            direction = Direction.IN if way == "in" else Direction.OUT
            try:
                text = dump.load(_LONGEST).decode("utf-8-sig", "replace")
            except (OSError, ConversionError) as error:
                yield Line(self.lines, Kind.UNREADABLE, dump.name, f"{error}."), None
                continue
            frames = scan_cell(text, line=self.lines, direction=direction)
            for frame in frames:
                yield frame, instant
            if not frames:
                said = f"{dump.name}: {text[:LONGEST_LINE]}"[:LONGEST_LINE]
                why = "The file should hold a message, and does not."
                yield Line(self.lines, Kind.UNREADABLE, said, why), None
