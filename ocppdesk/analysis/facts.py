# SPDX-License-Identifier: Apache-2.0
"""What the analysis knows of one charger at one moment; nothing in it changes later."""

from dataclasses import dataclass

from ocppdesk.analysis.answering.reply import Reply
from ocppdesk.analysis.drops import NO_PATTERN, Pattern
from ocppdesk.analysis.findings.finding import Finding
from ocppdesk.analysis.happenings import NOTHING, Happenings
from ocppdesk.analysis.limits.answers import Allowances
from ocppdesk.analysis.lives import Life
from ocppdesk.analysis.sample_table import SeriesData
from ocppdesk.analysis.sessions.story import Story


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts on one charger."""

    charger: str
    """Its identity."""
    last_id: int
    """The number of the last message that is taken in."""
    series: tuple[SeriesData, ...]
    """Its samples by series."""
    stories: tuple[Story, ...]
    """Its stories, the oldest first."""
    allowances: tuple[Allowances, ...]
    """What it was allowed, for each connector (OCPP 1.6) or EVSE (2.x)."""
    happenings: Happenings = NOTHING
    """States of its connectors, silence, and what happened at single moments."""
    findings: tuple[Finding, ...] = ()
    """What is wrong, the worst first."""
    replies: tuple[Reply, ...] = ()
    """What the messages say to each of the five questions, in their order."""
    lives: tuple[Life, ...] = ()
    """Its last connections, the oldest first."""
    drops: Pattern = NO_PATTERN
    """What the ends of its connections have in common."""
