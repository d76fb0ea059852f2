# SPDX-License-Identifier: Apache-2.0
"""The analysis of one charger: messages go in, facts come out."""

from ocppdesk.analysis.facts import Facts
from ocppdesk.analysis.happenings import Timeline
from ocppdesk.analysis.observing import Observer
from ocppdesk.analysis.sample_table import SampleTable
from ocppdesk.analysis.samples import samples_in
from ocppdesk.core.messages import Message


class ChargerAnalysis:
    """Everything that the messages of one charger tell.

    Feed it each message of the charger once, in the order of their numbers, its
    connection events too. How many are fed between two `facts` changes nothing. Use it
    from one thread; facts may go to any other.

    Args:
        charger: The charger's identity.
    """

    def __init__(self, charger: str) -> None:
        self.charger = charger
        self._observer = Observer()
        self._samples = SampleTable()
        self._timeline = Timeline()
        self._last_id = 0

    def feed(self, message: Message) -> None:
        """Take in the next message; nothing in it raises."""
        observation = self._observer.observe(message)
        sampled = samples_in(observation)
        self._samples.add(sampled.samples)
        self._timeline.feed(observation)
        self._last_id = message.id

    def facts(self, now: int) -> Facts:
        """Return all that is known.

        Args:
            now: The time for which it is asked, microseconds since 1970: limits lapse.
        """
        return Facts(
            charger=self.charger,
            last_id=self._last_id,
            series=self._samples.series(),
            stories=(),
            allowances=(),
            happenings=self._timeline.happenings(),
        )
