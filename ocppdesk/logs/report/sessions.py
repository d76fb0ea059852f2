# SPDX-License-Identifier: Apache-2.0
"""The sessions of a report with their charts, as HTML."""

from typing import Final

from ocppdesk.analysis.findings.cases import place_words
from ocppdesk.analysis.sessions.story import Certainty, Outcome, Story
from ocppdesk.analysis.sessions.words import energy, time_span
from ocppdesk.core.phrases.charging import quantity
from ocppdesk.logs.report.charts import session_charts
from ocppdesk.logs.report.content import ChargerContent
from ocppdesk.logs.report.parts import numbered, table, told
from ocppdesk.logs.writing.markup import counted, moment, shown_text

_MOST_SESSIONS: Final = 200  # in the table
_MOST_TOLD: Final = 50  # sessions with their story and charts
_SECOND: Final = 1_000_000


def sessions(content: ChargerContent) -> str:
    """Tell the sessions: a table, then each with what happened and its charts."""
    stories = content.facts.stories
    if not stories:
        return "<p>Nobody has tried to charge in these messages.</p>"
    head = (
        "No.", "Began (UTC)", "Where", "Lasted", "Energy", "Peak", "Card",
        "What became of it",
    )  # fmt: skip
    rows = [
        (
            str(story.number),
            moment(story.began_at)[:19],
            place_words(story.evse, story.connector),
            _lasted(story),
            "" if story.energy_wh is None else energy(story.energy_wh),
            "" if story.peak_w is None else quantity(story.peak_w, "W"),
            told(story.id_tag),
            _outcome(story),
        )
        for story in stories[-_MOST_SESSIONS:]
    ]
    parts = [table(head, rows)]
    if len(stories) > len(rows):
        left = counted(len(stories) - len(rows), "earlier session")
        parts.append(f"<p><small>{left} left out.</small></p>")
    if len(stories) > _MOST_TOLD:
        parts.append(f"<p><small>The last {_MOST_TOLD} are told below.</small></p>")
    parts += [_story(story, content) for story in stories[-_MOST_TOLD:]]
    return "".join(parts)


def _story(story: Story, content: ChargerContent) -> str:
    lines = "".join(
        f"<li{' class=problem' if line.is_problem else ''}>"
        f"<time>{moment(line.at)[11:19]}</time> {told(line.text)}"
        f"{_certainty(line.certainty)}{numbered(line.message)}</li>"
        for line in story.lines
    )
    where = place_words(story.evse, story.connector)
    title = f"Session {story.number}, {moment(story.began_at)[:16]} UTC, {where}"
    charts = "".join(session_charts(story, content.facts))
    return (
        f'<div class="story"><h3>{shown_text(title)}</h3><p>{told(story.summary)}</p>'
        f'{charts}<ul class="lines">{lines}</ul></div>'
    )


def _certainty(certainty: Certainty) -> str:
    return "" if certainty is Certainty.OBSERVED else f" <small>({certainty})</small>"


def _lasted(story: Story) -> str:
    if story.ended_at is None:
        return "goes on" if story.outcome is Outcome.OPEN else ""
    return time_span((story.ended_at - story.began_at) / _SECOND)


def _outcome(story: Story) -> str:
    text = story.outcome.replace("_", " ")
    if story.missing_step:
        text += f", missing: {story.missing_step}"
    return told(f"{text} · {story.stop_reason}" if story.stop_reason else text)
