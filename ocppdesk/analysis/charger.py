# SPDX-License-Identifier: Apache-2.0
"""The analysis of one charger: messages go in, facts come out."""

import re

from ocppdesk.analysis.answering.grounds import Grounds
from ocppdesk.analysis.answering.replies import replies
from ocppdesk.analysis.drops import pattern
from ocppdesk.analysis.facts import Facts
from ocppdesk.analysis.findings.engine import Diagnosis
from ocppdesk.analysis.findings.thresholds import DEFAULTS, Thresholds
from ocppdesk.analysis.happenings import Timeline
from ocppdesk.analysis.limits.limits import Limits
from ocppdesk.analysis.links import Link
from ocppdesk.analysis.lives import Lives
from ocppdesk.analysis.observing import Observer
from ocppdesk.analysis.sample_table import SampleTable
from ocppdesk.analysis.samples import samples_in
from ocppdesk.analysis.sessions.stories import Stories
from ocppdesk.core.messages import Message


class ChargerAnalysis:
    """Everything that the messages of one charger tell.

    Feed it each message of the charger once, in the order of their numbers, its
    connection events too. How many are fed between two `facts` changes nothing. Use it
    from one thread; facts may go to any other.

    Args:
        charger: The charger's identity.
        thresholds: When rules speak, as the user has set it.
    """

    def __init__(self, charger: str, thresholds: Thresholds = DEFAULTS) -> None:
        self.charger = charger
        self.thresholds = thresholds
        """When rules speak."""
        self._observer = Observer()
        self._samples = SampleTable()
        self._timeline = Timeline()
        self._stories = Stories(charger)
        self._limits = Limits(charger)
        self._lives = Lives()
        self._diagnosis = Diagnosis(charger, thresholds)
        self._last_id = 0

    def feed(self, message: Message) -> None:
        """Take in the next message; nothing in it raises."""
        observation = self._observer.observe(message)
        sampled = samples_in(observation)
        self._samples.add(sampled.samples)
        self._timeline.feed(observation)
        self._stories.feed(observation, sampled.samples)
        self._limits.feed(observation, sampled.samples)
        self._lives.feed(observation)
        self._diagnosis.feed(observation, sampled.samples)
        self._last_id = message.id

    def feed_link(self, link: Link) -> None:
        """Take in the record of a connection of the charger, as far as it has come.

        It may be fed again whenever more is known of it.
        """
        self._lives.take(link)
        self._diagnosis.feed_link(link)

    @property
    def clock_offset_us(self) -> int | None:
        """How much its clock is ahead, microseconds; None: too little is known."""
        return self._diagnosis.known.clock.offset_us

    def facts(self, now: int, *, is_over: bool = False) -> Facts:
        """Return all that is known.

        Args:
            now: The time for which it is asked, microseconds since 1970: limits lapse.
            is_over: Whether that is when a capture ended, and not the present.
        """
        stories = self._stories.stories(now=now)
        allowances = self._limits.allowances(now)
        findings = self._diagnosis.findings(now, stories, allowances)
        grounds = Grounds(
            self._diagnosis.known,
            findings,
            stories,
            allowances,
            now=now,
            is_over=is_over,
        )
        lives = self._lives.told()
        return Facts(
            charger=self.charger,
            last_id=self._last_id,
            series=self._samples.series(),
            stories=stories,
            allowances=allowances,
            happenings=self._timeline.happenings(),
            findings=findings,
            replies=replies(grounds),
            lives=lives,
            drops=pattern(lives, self._intervals()),
        )

    def _intervals(self) -> dict[str, float | None]:
        """Return the intervals after which the charger or the CSMS says something."""
        known = self._diagnosis.known
        ping = known.key("WebSocketPingInterval") or ""
        is_number = re.fullmatch("[0-9]{1,6}", ping) is not None
        return {
            "the heartbeat interval": known.boots.heartbeat_s,
            "WebSocketPingInterval": int(ping) if is_number else None,
        }
