# SPDX-License-Identifier: Apache-2.0
"""A session as a text for the clipboard: plain, or Markdown for a ticket.

Times are ISO 8601 with the offset of this computer's zone.
"""

import re
from typing import Final

from PySide6.QtCore import QCoreApplication

from ocppdesk.analysis.sessions.story import Certainty, Line, Story
from ocppdesk.gui.messages.moments import Moments
from ocppdesk.gui.messages.times import TimeMode, iso_local
from ocppdesk.gui.stories import wording
from ocppdesk.gui.stories.advice import next_steps
from ocppdesk.gui.stories.numbers import numbers_of

_MARKUP: Final = re.compile(r"([\\`*_\[\]<>#|~])")
_MOMENTS: Final = Moments(TimeMode.UTC)  # those of numbers: no zone to guess


def plain_text(story: Story, *, is_live: bool) -> str:
    """Return a session as lines of text."""
    lines = [_heading(story), wording.outcome(story, is_live=is_live).text]
    lines += [_span(story), "", story.summary]
    if story.missing_step:
        lines += ["", f"{_tr('First missing step')}: {story.missing_step}"]
    steps = next_steps(story)
    if steps:
        lines += ["", f"{_tr('What to try next')}:", *(f"- {step}" for step in steps)]
    lines += ["", *(f"{label}: {value}" for label, value in _pairs(story))]
    lines += ["", *(f"{iso_local(one.at)}  {_said(one)}" for one in story.lines)]
    return "\n".join(lines) + "\n"


def markdown(story: Story, *, is_live: bool) -> str:
    """Return a session for a ticket; what chargers sent is no markup in it."""
    outcome = wording.outcome(story, is_live=is_live).text
    lines = [f"### {_escaped(_heading(story))}", "", f"**{_escaped(outcome)}**"]
    lines += ["", _escaped(_span(story)), "", _escaped(story.summary)]
    if story.missing_step:
        told = _escaped(story.missing_step)
        lines += ["", f"**{_tr('First missing step')}:** {told}"]
    steps = next_steps(story)
    if steps:
        lines += ["", f"**{_tr('What to try next')}:**", ""]
        lines += [f"- {_escaped(step)}" for step in steps]
    pairs = _pairs(story)
    if pairs:
        lines += ["", "| | |", "| --- | --- |"]
        lines += [f"| {_escaped(one)} | {_escaped(other)} |" for one, other in pairs]
    lines += ["", *(f"- {iso_local(one.at)} {_marked(one)}" for one in story.lines)]
    return "\n".join(lines) + "\n"


def _heading(story: Story) -> str:
    name = wording.charger(story.charger)
    told = _tr("Session {number} of {charger}")
    told = told.format(number=story.number, charger=name)
    place = wording.place_name(story)
    return f"{told}, {place}" if place else told


def _span(story: Story) -> str:
    began = iso_local(story.began_at)
    if story.ended_at is None:
        return _tr("From {start}").format(start=began)
    text = _tr("{start} to {end}")
    return text.format(start=began, end=iso_local(story.ended_at))


def _pairs(story: Story) -> list[tuple[str, str]]:
    """Return the numbers with their labels; what goes on with one is joined to it."""
    found: list[tuple[str, str]] = []
    for number in numbers_of(story, _MOMENTS):
        if number.label or not found:
            found.append((number.label, number.value))
        else:
            label, value = found[-1]
            found[-1] = (label, f"{value}; {number.value}")
    return found


def _said(line: Line) -> str:
    """Return a line without its time."""
    sign = "✗ " if line.is_problem else ""
    sure = ""
    if line.certainty is not Certainty.OBSERVED:
        sure = f" ({wording.certainty(line.certainty).word})"
    number = "" if line.message is None else f" #{line.message}"
    return f"{sign}{line.text}{sure}{number}"


def _marked(line: Line) -> str:
    text = _escaped(_said(line))
    return f"**{text}**" if line.is_problem else text


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _tr(text: str) -> str:
    return QCoreApplication.translate("sessions", text)
