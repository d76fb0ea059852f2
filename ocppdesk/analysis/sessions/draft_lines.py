# SPDX-License-Identifier: Apache-2.0
"""The lines of a story that is being written.

What comes again and again is one line. A session may last for weeks, in which a charger
says the same ten thousand times: no story has more lines than somebody reads.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from ocppdesk.analysis.sessions.events import Stamp
from ocppdesk.analysis.sessions.story import Certainty
from ocppdesk.analysis.sessions.words import repeated

_MOST: Final = 300  # lines; from then on what says the same shares one
_MOST_SHARED: Final = 200  # of these
_MORE: Final = "More happened than is told here"


@dataclass(slots=True, eq=False)
class DraftLine:
    """A line that may still be reworded, as when the answer to a call comes."""

    when: int
    """Microseconds since 1970."""
    message: int | None
    text: str
    certainty: Certainty = Certainty.OBSERVED
    is_problem: bool = False
    withholds: bool = False
    """Whether it tells that the charger offers no power."""
    declines: bool = False
    """Whether it tells that the car takes none."""
    repeated: str = ""
    """The text, where it stands for all times that this has come."""
    times: int = 1
    """How often it has come."""

    def count(self, when: int) -> None:
        """Note that the same has come once more.

        Args:
            when: When it did, microseconds since 1970.
        """
        self.times += 1
        lasted = (when - self.when) / 1_000_000
        self.text = repeated(self.repeated, self.times, lasted)


class DraftLines:
    """The lines of one story, in the order in which they were written."""

    def __init__(self) -> None:
        self._lines: list[DraftLine] = []

    def __iter__(self) -> Iterator[DraftLine]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)

    def write(
        self, stamp: Stamp, text: str, certainty: Certainty, *, is_problem: bool
    ) -> DraftLine:
        """Write a line and return it; where there are very many, an earlier one.

        Args:
            stamp: The message; the line stands where what it tells happened.
            text: What, as a sentence.
            certainty: How sure it is.
            is_problem: Whether it is wrong.
        """
        line = DraftLine(stamp.when, stamp.message, text, certainty, is_problem)
        if len(self._lines) < _MOST:
            self._lines.append(line)
            return line
        return self._share(line)

    def write_again(
        self, stamp: Stamp, text: str, certainty: Certainty, *, is_problem: bool
    ) -> None:
        """Write what may come many times as one line.

        Args:
            stamp: The message; it was when that came, whatever it tells.
            text: What, as a sentence.
            certainty: How sure it is.
            is_problem: Whether it is wrong.
        """
        self._share(DraftLine(stamp.at, stamp.message, text, certainty, is_problem))

    def fold(self, line: DraftLine) -> None:
        """Let a line be one with an earlier one that says the same."""
        other = self._shared(line.text)
        if other is None:
            line.repeated = line.text
        elif other is not line:
            other.count(line.when)
            self.remove([line])

    def add(self, line: DraftLine) -> None:
        """Take in a line that may be in another story as well."""
        if not any(line is other for other in self._lines):
            self._lines.append(line)

    def remove(self, lines: Iterable[DraftLine]) -> None:
        """Take out lines that do not belong here."""
        gone = {id(line) for line in lines}
        self._lines = [line for line in self._lines if id(line) not in gone]

    def _share(self, line: DraftLine) -> DraftLine:
        """Let a line be one with an earlier one, or the first that others share."""
        found = self._shared(line.text)
        if found is not None:
            found.count(line.when)
            return found
        if len(self._lines) < _MOST + _MOST_SHARED:
            line.repeated = line.text
            self._lines.append(line)
            return line
        more = self._shared(_MORE)
        if more is None:
            self._lines.append(
                DraftLine(line.when, line.message, _MORE, repeated=_MORE)
            )
        else:
            more.count(line.when)
        return line  # It may be reworded, and nobody sees it.

    def _shared(self, text: str) -> DraftLine | None:
        """Return the line that stands for all times of a text; None: none does.

        One that is written without a text gets its own later.
        """
        if not text:
            return None
        return next((line for line in self._lines if line.repeated == text), None)
