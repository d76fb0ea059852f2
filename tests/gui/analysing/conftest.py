# SPDX-License-Identifier: Apache-2.0
"""An analysis that only notes what it is fed."""

import pytest

from ocppdesk.analysis.facts import Facts


class Notes:
    """Notes the numbers of messages; it breaks where `breaks_at` says."""

    breaks_at = None
    clock_offset_us = None
    findings = ()

    def __init__(self, charger):
        self.charger = charger
        self.fed = []
        self.asked = []
        self.links = []

    def feed(self, message):
        assert message.charger == self.charger
        self.fed.append(message.id)
        if message.id == self.breaks_at:
            raise ValueError("broken on purpose")

    def feed_link(self, link):
        self.links.append(link)

    def facts(self, now, *, is_over=False):
        self.asked.append(now)
        last = self.fed[-1] if self.fed else 0
        return Facts(self.charger, last, (), (), (), findings=self.findings)


@pytest.fixture
def noted():
    """The analyses that were made, by charger."""
    return {}


@pytest.fixture
def analysis_of(noted):
    """Makes an analysis that only notes."""

    def make(charger):
        noted[charger] = Notes(charger)
        return noted[charger]

    return make
