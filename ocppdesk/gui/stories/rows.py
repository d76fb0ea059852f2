# SPDX-License-Identifier: Apache-2.0
"""One session as the table shows it: every text made once, when the session changes."""

import enum
import math
from dataclasses import dataclass, replace
from typing import Final

from ocppdesk.analysis.sessions.story import Outcome, Quality, Story
from ocppdesk.gui.messages.moments import Moments, every_way
from ocppdesk.gui.stories import wording

LITTLE_WH: Final = 100.0
"""A session with less has given no energy to speak of."""

_LONGEST: Final = 200  # characters of a charger's text in a cell
_SECOND: Final = 1_000_000
_NEVER: Final = float("inf")
_FAILED: Final = ("failed_", "stopped_", "orphaned")


class Column(enum.IntEnum):
    """The columns of the table, in their order."""

    START = 0
    END = 1
    DURATION = 2
    PLACE = 3
    OUTCOME = 4
    ENERGY = 5
    PEAK = 6
    MEAN = 7
    ID_TAG = 8
    STOP = 9
    CERTAINTY = 10


class ChipKind(enum.StrEnum):
    """What a chip lets through."""

    FAILED = "failed"
    """Starts that failed, and sessions that were cut short or never closed."""
    RUNNING = "running"
    """Sessions without an end."""
    NO_ENERGY = "no_energy"
    """Sessions with a transaction that gave less than `LITTLE_WH`, and running ones of
    which a step is missing so far."""
    SUSPECT = "suspect"
    """Sessions whose energy cannot be trusted."""


Key = tuple[float | str, int]
"""What rows are sorted by: a value, and the number where that is the same."""


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A session and its texts."""

    story: Story
    texts: tuple[str, ...]
    """One for each column."""
    spoken: str
    """What became of it, without the sign."""
    color: str
    """The name of the colour for that."""
    energy_color: str
    """That of the energy: one that is suspect stands out."""
    keys: tuple[float | str, ...]
    """What each column is sorted by."""
    kinds: frozenset[ChipKind]
    """The chips that let it through."""
    haystack: str
    """What the filter searches, without case."""

    @property
    def number(self) -> int:
        """The number of the session."""
        return self.story.number

    def key(self, column: int) -> Key:
        """Return its place among others, in the order of a column."""
        return self.keys[column], self.number


def row_of(story: Story, moments: Moments, *, now: int | None) -> StoryRow:
    """Make the row of a session.

    Args:
        story: The session.
        moments: How times are written.
        now: Microseconds since 1970, for what is still running; None: nobody talks any
            more, what is known ends with the last line.
    """
    outcome = wording.outcome(story, is_live=now is not None)
    energy = wording.energy_of(story)
    quality = None if energy is None else wording.quality(energy.quality)
    seconds, at_least = _duration(story, now)
    tags = _tags(story)
    texts = (
        *_times(story, moments),
        f"{at_least}{wording.lasted(seconds)}",
        wording.place_of(story),
        outcome.text,
        f"{quality.sign if quality else ''} {wording.energy_text(story.energy_wh)}",
        wording.power_text(story.peak_w),
        wording.power_text(story.mean_w),
        ", ".join(tags),
        story.stop_reason,
        wording.certainty(story.certainty).text,
    )
    ended = _NEVER if story.ended_at is None else story.ended_at
    keys: tuple[float | str, ...] = (
        story.began_at,
        ended,
        seconds,
        _place_key(story),
        outcome.word,
        _least(story.energy_wh),
        _least(story.peak_w),
        _least(story.mean_w),
        texts[Column.ID_TAG].casefold(),
        story.stop_reason.casefold(),
        list(type(story.certainty)).index(story.certainty),
    )
    numbers = [str(one.id) for one in story.transactions if one.id is not None]
    words = (*texts, *numbers, story.summary, story.missing_step)
    return StoryRow(
        story,
        tuple(text.strip()[:_LONGEST] for text in texts),
        outcome.word,
        outcome.color,
        quality.color if quality and quality.sign == "▲" else "",
        keys,
        _kinds(story),
        "\n".join(words).casefold(),
    )


def with_times(row: StoryRow, moments: Moments) -> StoryRow:
    """Return a row whose times are written in another way."""
    return replace(row, texts=(*_times(row.story, moments), *row.texts[2:]))


def tool_tip(row: StoryRow, column: int) -> str:
    """Return what the mouse is told over a cell."""
    story = row.story
    match column:
        case Column.START:
            return every_way(story.began_at)
        case Column.END:
            return "" if story.ended_at is None else every_way(story.ended_at)
        case Column.OUTCOME:
            return story.summary
        case Column.PLACE:
            return wording.place_name(story)
        case Column.ENERGY:
            return _energy_tip(story)
        case Column.CERTAINTY:
            return wording.certainty_sentence(story.certainty)
    return row.texts[column]


def _times(story: Story, moments: Moments) -> tuple[str, str]:
    """Return what stands in the columns of start and end."""
    end = ""
    if story.ended_at is not None:
        end = moments.end(story.ended_at, began_at=story.began_at)
    return moments.beginning(story.began_at), end


def _energy_tip(story: Story) -> str:
    energy = wording.energy_of(story)
    if energy is None:
        return ""
    quality = wording.quality(energy.quality).word
    lines = [f"{wording.source(energy.source)}: {quality}", *energy.notes]
    return "\n".join(lines)


def _duration(story: Story, now: int | None) -> tuple[float, str]:
    """Return how many seconds a session lasted, and a sign if it was longer."""
    if story.ended_at is not None:
        return _seconds(story.began_at, story.ended_at), ""
    if now is not None and story.outcome is Outcome.OPEN:
        return _seconds(story.began_at, now), ""
    last = max((line.at for line in story.lines), default=story.began_at)
    return _seconds(story.began_at, last), "≥ "


def _seconds(since: int, until: int) -> float:
    return max(0, until - since) / _SECOND


def _tags(story: Story) -> list[str]:
    """Return its tokens, each once."""
    found = [story.id_tag, *(one.id_tag for one in story.transactions)]
    return [tag for tag in dict.fromkeys(found) if tag]


def _place_key(story: Story) -> float:
    return (story.evse or 0) * 1_000.0 + (story.connector or 0)


def _least(number: float | None) -> float:
    """Return a number, and what sorts below all of them if there is none."""
    return -_NEVER if number is None or math.isnan(number) else number


def _kinds(story: Story) -> frozenset[ChipKind]:
    found = set()
    if story.outcome.value.startswith(_FAILED):
        found.add(ChipKind.FAILED)
    if story.outcome is Outcome.OPEN:
        found.add(ChipKind.RUNNING)
    is_little = story.energy_wh is not None and story.energy_wh < LITTLE_WH
    # At the beginning every session has little.
    is_judged = story.outcome is not Outcome.OPEN or bool(story.missing_step)
    if story.outcome is Outcome.COMPLETED_NO_ENERGY or (
        story.transactions and is_little and is_judged
    ):
        found.add(ChipKind.NO_ENERGY)
    energy = wording.energy_of(story)
    if energy is not None and energy.quality is Quality.SUSPECT:
        found.add(ChipKind.SUSPECT)
    return frozenset(found)
