# SPDX-License-Identifier: Apache-2.0
"""Sessions and samples in a few words."""

from collections.abc import Iterable
from itertools import islice
from typing import Final

from PySide6.QtCore import QCoreApplication

from ocppdesk.analysis.sessions.story import Story
from ocppdesk.gui.charts.kinds import Group, line_text, measure_of, pane_of
from ocppdesk.gui.charts.lines import MICRO, Line
from ocppdesk.gui.charts.ticks import TimeTexts

_MOST_VALUES: Final = 4  # of one message: what has room below the chart


def _tr(text: str) -> str:
    return QCoreApplication.translate("Charts", text)


def story_name(story: Story, texts: TimeTexts) -> str:
    """Return by what a session is known in a list: number, time, place and energy.

    Args:
        story: The session.
        texts: How times are written.
    """
    began = texts.full(story.began_at * MICRO).partition(".")[0]
    parts = [f"{story.number}", began]
    place = story.connector if story.evse is None else story.evse
    if place is not None:
        kind = _tr("connector {n}") if story.evse is None else "EVSE {n}"
        parts.append(kind.format(n=place))
    if story.energy_wh is not None:
        measure = measure_of("Wh", abs(story.energy_wh))
        parts.append(measure.text(story.energy_wh))
    return " · ".join(parts)


def measured_texts(lines: Iterable[Line], number: int) -> list[str]:
    """Return what a message measured, with names and units, but not more than fits.

    Args:
        lines: The lines that are shown.
        number: The number of the message.
    """
    return list(islice(_measured(lines, number), _MOST_VALUES))


def _measured(lines: Iterable[Line], number: int) -> Iterable[str]:
    for line in lines:
        found = (line.message == number).nonzero()[0]
        if not len(found):
            continue
        value = float(line.y[found[0]])
        pane = pane_of(line.key)
        is_alone = pane.group is Group.SESSION
        name = pane.title if is_alone else f"{pane.title} {line_text(line.key)}"
        yield f"{name} {measure_of(line.key.unit, abs(value)).text(value)}"
