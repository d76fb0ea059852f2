# SPDX-License-Identifier: Apache-2.0
"""What is right is not called wrong: an hour of ordinary sessions, and real answers."""

import itertools

import pytest

from ocppdesk.analysis.charger import ChargerAnalysis
from ocppdesk.analysis.findings.finding import Severity
from ocppdesk.analysis.links import Link
from ocppdesk.core.messages import Direction, Message
from ocppdesk.core.replies import Transactions
from ocppdesk.core.session import Session
from ocppdesk.core.versions import Version
from ocppdesk.simulator.assembly import assemble
from ocppdesk.simulator.build import Build
from ocppdesk.simulator.outputs import Send
from ocppdesk.simulator.physics import Car

START = 1_800_000_000  # seconds since 1970
SECOND = 1_000_000  # microseconds
STEP_S = 4


class Site:
    """A simulated charger and the CSMS that it talks to, in driven time."""

    def __init__(self, version):
        self.charger = assemble(
            version, Build(connectors=2), preset=None, now=0.0, clock=float(START)
        )
        self.messages = []
        ids = itertools.count(1)
        self._session = Session(
            "CP", 1, version, lambda: next(ids), lambda: self.at, Transactions()
        )
        peer = "10.0.0.7:50000"
        self._link = Link(
            1, "CP", peer, self.at, opened_at=self.at, path="/CP", version=str(version),
            offered=f"ocpp{version}", subprotocol=f"ocpp{version}", outcome="open",
        )  # fmt: skip
        text = f"Connected from {peer}."
        self.messages.append(
            Message(next(ids), self.at, "CP", 1, Direction.LINK, text,
                    action="Connected")
        )  # fmt: skip
        self.charger.connected()
        self._pump()

    @property
    def at(self):
        return int((START + self.charger.now) * SECOND)

    def run(self, seconds):
        for _ in range(seconds // STEP_S):
            self.charger.advance(self.charger.now + STEP_S)
            self._pump()

    def act(self, name, *arguments):
        getattr(self.charger, name)(*arguments)
        self._pump()

    def _pump(self):
        while outputs := self.charger.take():
            for output in outputs:
                assert isinstance(output, Send)
                for message in self._session.receive(output.text, at=self.at):
                    self.messages.append(message)
                    if message.direction is Direction.OUT:
                        self.charger.receive(message.raw)

    def findings(self):
        analysis = ChargerAnalysis("CP")
        for message in self.messages:
            analysis.feed(message)
        analysis.feed_link(self._link)
        return analysis.facts(self.at).findings


@pytest.mark.parametrize("version", Version)
def test_ordinary_sessions_give_no_finding_above_low(version):
    site = Site(version)
    cars = {1: Car(max_current_a=16.0, phases=3), 2: Car(max_current_a=32.0, phases=1)}
    for number, card in ((1, "04A1B2C3D4"), (2, "04D4C3B2A1"), (1, "04D4C3B2A1")):
        site.run(60)
        site.act("plug_in", number, cars[number])
        site.run(8)
        site.act("present_card", number, card)
        site.run(15 * 60)
        site.act("present_card", number, card)
        site.run(20)
        site.act("unplug", number)
    site.run(600)
    assert len(site.messages) > 100
    assert not [
        f"{each.rule} {each.text}"
        for each in site.findings()
        if each.severity > Severity.LOW
    ]
