# SPDX-License-Identifier: Apache-2.0
"""The sessions of chargers on a terminal, and as values for scripts."""

from collections.abc import Iterator
from typing import Any, Final

from ocppdesk.analysis.sessions.stories import Stories
from ocppdesk.analysis.sessions.story import (
    Certainty,
    Energy,
    EnergySource,
    Quality,
    Story,
)
from ocppdesk.analysis.sessions.words import energy, time_span
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.core.phrases.charging import quantity
from ocppdesk.logs.analysed import observations_of
from ocppdesk.logs.listing import charger_text, local_text, place_text, rounded
from ocppdesk.logs.records import time_text

_SOURCES: Final = list(EnergySource)
_QUALITIES: Final = list(Quality)


def stories_in(reader: CaptureReader, charger: str = "") -> list[Story]:
    """Return the stories in a capture, the oldest first.

    Args:
        reader: The capture.
        charger: Only those of this charger; empty means of all.

    Raises:
        UnknownChargerError: If the capture does not know the charger.
    """
    known: dict[str, Stories] = {}
    for observation, sampled in observations_of(reader, charger):
        name = observation.message.charger
        stories = known.get(name)
        if stories is None:
            stories = known[name] = Stories(name)
        stories.feed(observation, sampled.samples)
    every = [story for stories in known.values() for story in stories.stories()]
    return sorted(every, key=lambda story: story.began_at)


def story_record(story: Story) -> dict[str, Any]:
    """Return a story as values that JSON has; what is not known is None or empty.

    Each of `lines` is time, message, text and certainty.
    """
    known = _least_trusted(story)
    return {
        "number": story.number,
        "charger": story.charger,
        "evse": story.evse,
        "connector": story.connector,
        "start": time_text(story.began_at),
        "end": None if story.ended_at is None else time_text(story.ended_at),
        "duration_s": rounded(duration_s(story)),
        "transactions": [one.id for one in story.transactions],
        "id_tag": story.id_tag,
        "energy_wh": rounded(story.energy_wh),
        "energy_source": "" if known is None else known.source.value,
        "energy_quality": "" if known is None else known.quality.value,
        "peak_w": rounded(story.peak_w),
        "mean_w": rounded(story.mean_w),
        "mean_transaction_w": rounded(story.mean_transaction_w),
        "charging_s": rounded(story.charging_s),
        "stop_reason": story.stop_reason,
        "outcome": story.outcome.value,
        "certainty": story.certainty.value,
        "missing_step": story.missing_step,
        "summary": story.summary,
        "lines": [
            [time_text(line.at), line.message, line.text, line.certainty.value]
            for line in story.lines
        ],
    }


def duration_s(story: Story) -> float | None:
    """Return how long a story was, in seconds; None while it goes on."""
    if story.ended_at is None:
        return None
    return max(story.ended_at - story.began_at, 0) / 1_000_000


def story_lines(story: Story) -> Iterator[str]:
    """Write a story for people: what came of it, and what happened, in local time."""
    lasted = duration_s(story)
    parts = [
        local_text(story.began_at),
        charger_text(story.charger),
        place_text(story.evse, story.connector),
        "goes on" if lasted is None else time_span(lasted),
        "" if story.energy_wh is None else energy(story.energy_wh),
        "" if story.peak_w is None else f"peak {quantity(story.peak_w, 'W')}",
        "" if story.mean_w is None else f"mean {quantity(story.mean_w, 'W')}",
        story.id_tag,
        story.stop_reason,
        _outcome(story),
    ]
    yield "  ".join(part for part in parts if part)
    yield f"    {story.summary}"
    for line in story.lines:
        mark = "!" if line.is_problem else " "
        number = "" if line.message is None else f"#{line.message}"
        text = f"  {mark} {local_text(line.at)}  {number:>7}  {line.text}"
        if line.certainty is not Certainty.OBSERVED:
            text += f" [{line.certainty}]"
        yield text
    yield ""


def _outcome(story: Story) -> str:
    text = story.outcome.replace("_", " ")
    if story.certainty is not Certainty.OBSERVED:
        text += f" ({story.certainty})"
    return f"{text}, missing: {story.missing_step}" if story.missing_step else text


def _least_trusted(story: Story) -> Energy | None:
    """Return the energy of the transaction that can be trusted least."""
    known = [one.energy for one in story.transactions if one.energy is not None]
    return max(
        known,
        key=lambda one: (_QUALITIES.index(one.quality), _SOURCES.index(one.source)),
        default=None,
    )
