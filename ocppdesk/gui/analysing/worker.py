# SPDX-License-Identifier: Apache-2.0
"""Takes the messages of a capture into the analysis of their charger, step by step."""

import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from ocppdesk.analysis.facts import Facts
from ocppdesk.analysis.links import Link
from ocppdesk.capture.links import links_of
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.rows import MESSAGE_COLUMNS, message_from
from ocppdesk.core.messages import Message

SLICE_S: Final = 0.004
"""How long one step takes at most, if no single message takes longer."""

_AT_ONCE: Final = 64  # messages that are read in one go
_SPAN: Final = 20_000  # numbers that are looked through in one go: some milliseconds
_COLUMNS: Final = ", ".join(MESSAGE_COLUMNS)
_MESSAGES: Final = (
    f"SELECT {_COLUMNS} FROM messages "
    "WHERE id > ? AND id <= ? AND charger_id = ? ORDER BY id LIMIT ?"
)


class Analysis(Protocol):
    """What the messages of one charger are fed into."""

    def feed(self, message: Message) -> None:
        """Take in the next message."""

    def feed_link(self, link: Link) -> None:
        """Take in the record of a connection, as far as it has come."""

    def facts(self, now: int) -> Facts:
        """Return what is known now, microseconds since 1970."""


class Course:
    """How far the analysis of one charger has come.

    Args:
        analysis: What its messages are fed into.
    """

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.upto = 0
        """The number up to which the capture is taken in."""
        self.last_at: int | None = None
        """When the last of its messages arrived, microseconds since 1970."""
        self._read_upto = 0
        self._waiting: deque[Message] = deque()
        self._last_link = 0
        self._open_links: set[int] = set()

    def step(self, reader: CaptureReader, charger: tuple[int, str], upto: int) -> None:
        """Take in what fits into a slice.

        Args:
            reader: Where the messages are.
            charger: Its number in the capture, and its identity.
            upto: The newest message to take in.
        """
        deadline = time.perf_counter() + SLICE_S
        while self.upto < upto:
            if not self._waiting:
                self._read(reader, charger, upto)
            while self._waiting:
                message = self._waiting.popleft()
                # It is done with even if it is what the analysis fails at.
                self.upto, self.last_at = message.id, message.at
                self.analysis.feed(message)
                if time.perf_counter() >= deadline:
                    return
            self.upto = self._read_upto
            if time.perf_counter() >= deadline:
                return

    def take_links(self, reader: CaptureReader, charger: tuple[int, str]) -> None:
        """Take in the connections that are new or have changed.

        Args:
            reader: Where they are.
            charger: Its number in the capture, and its identity.
        """
        found = links_of(reader, charger, after=self._last_link, among=self._open_links)
        for link in found:
            self.analysis.feed_link(link)
            self._last_link = max(self._last_link, link.number)
            if link.ended_at is None:
                self._open_links.add(link.number)
            else:
                self._open_links.discard(link.number)

    def _read(self, reader: CaptureReader, charger: tuple[int, str], upto: int) -> None:
        number, identity = charger
        end = min(self._read_upto + _SPAN, upto)
        rows = reader.query(_MESSAGES, (self._read_upto, end, number, _AT_ONCE))
        self._waiting.extend(message_from(values, identity) for values in rows)
        self._read_upto = rows[-1][0] if len(rows) == _AT_ONCE else end


class Worker:
    """The analyses of all chargers of a capture that were asked for.

    Each is kept, so that a charger that is chosen again is told of at once. Use it in
    one thread.

    Args:
        analysis_of: Makes the analysis of a charger.
    """

    def __init__(self, analysis_of: Callable[[str], Analysis]) -> None:
        self._analysis_of = analysis_of
        self._reader: CaptureReader | None = None
        self._path: Path | None = None
        self._numbers: dict[str, int] = {}
        self._courses: dict[str, Course] = {}
        self._chosen = ""
        # The charger that was alone when it was first seen; some logs name none.
        self._only: str | None = None
        self.upto = 0
        """The newest message of the capture, as far as is known."""

    def open(self, path: Path | None, upto: int) -> None:
        """Go over to another capture, or to none; it is opened at the first step."""
        if self._reader is not None:
            self._reader.close()
        self._reader, self._path = None, path
        self.upto = upto
        self._only = None
        self._numbers.clear()
        self._courses.clear()

    def advance(self, upto: int) -> None:
        """Learn of messages that came since."""
        self.upto = max(self.upto, upto)

    def choose(self, identity: str) -> None:
        """Analyse this charger; empty means the only one that there is.

        It stays when a second one comes: nobody loses what they look at.
        """
        self._chosen, self._only = identity, None

    @property
    def charger(self) -> str | None:
        """The charger that is analysed; None if it is not clear which."""
        wanted = self._chosen or self._only
        return wanted if wanted in self._numbers else None

    @property
    def done(self) -> int:
        """The number up to which everything is taken in that is asked for."""
        if self.charger is None:
            return self.upto
        course = self._courses.get(self.charger)
        return 0 if course is None else course.upto

    @property
    def last_at(self) -> int | None:
        """When the last message arrived that was taken in of the chosen charger."""
        charger = self.charger
        course = None if charger is None else self._courses.get(charger)
        return None if course is None else course.last_at

    def look_up(self) -> None:
        """Learn which chargers there are.

        Raises:
            CaptureError: If the capture cannot be opened.
            sqlite3.Error: If it cannot be read.
        """
        if self._path is None:
            return
        if self._reader is None:
            self._reader = CaptureReader(self._path)
        found = self._reader.query("SELECT id, identity FROM chargers ORDER BY id")
        self._numbers = {identity: number for number, identity in found}
        if self._only is None and len(found) == 1:
            self._only = found[0][1]

    def step(self) -> bool:
        """Take in some messages of the chosen charger.

        Returns:
            Whether there are more.

        Raises:
            sqlite3.Error: If the capture cannot be read.
        """
        charger = self.charger
        if self._reader is None or charger is None:
            return False
        course = self._courses.get(charger)
        if course is None:
            course = self._courses[charger] = Course(self._analysis_of(charger))
        course.step(self._reader, (self._numbers[charger], charger), self.upto)
        return course.upto < self.upto

    def facts(self, now: int) -> Facts | None:
        """Return what is known of the chosen charger; None if it is not clear which.

        Args:
            now: The time for which limits and durations are told.
        """
        charger = self.charger
        course = None if charger is None else self._courses.get(charger)
        if charger is None or course is None or self._reader is None:
            return None
        course.take_links(self._reader, (self._numbers[charger], charger))
        return course.analysis.facts(now)

    def forget(self) -> None:
        """Leave what the analysis failed at; it begins again when it is chosen."""
        if self.charger is not None:
            del self._courses[self.charger]
