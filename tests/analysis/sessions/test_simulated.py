# SPDX-License-Identifier: Apache-2.0
"""Our own charger and our own CSMS, without sockets and clock."""

import itertools

import pytest

from ocppdesk.analysis.observing import Observer
from ocppdesk.analysis.samples import samples_in
from ocppdesk.analysis.sessions.stories import Stories
from ocppdesk.analysis.sessions.story import Outcome
from ocppdesk.core.messages import Direction, Message
from ocppdesk.core.replies import Policy, Transactions
from ocppdesk.core.session import Session
from ocppdesk.core.versions import Version
from ocppdesk.simulator.assembly import assemble
from ocppdesk.simulator.build import Build
from ocppdesk.simulator.connector import Fault
from ocppdesk.simulator.outputs import Close, Send
from ocppdesk.simulator.physics import Car

START_S = 1_785_585_600  # 2026-08-01T12:00:00Z


class Site:
    """A charger that talks to the CSMS."""

    def __init__(self, version, *, tags=None, **preset):
        self.version = Version(version)
        # The other version has no such settings.
        own = {
            name: value
            for name, value in preset.items()
            if ("." in name) is (self.version is not Version.V16)
        }
        self.charger = assemble(
            self.version, Build("SIM-1"), preset=own, now=0.0, clock=float(START_S)
        )
        self.messages = []
        self._numbers = itertools.count(1)
        self._connections = itertools.count(1)
        self._calls = itertools.count(1)
        self._policy = Policy(accepted_id_tags=tags)
        self._transactions = Transactions()
        self._session = None
        self.connect()
        self.run(10)

    @property
    def at(self):
        return round((START_S + self.charger.now) * 1_000_000)

    def connect(self):
        self._session = Session(
            charger="SIM-1",
            connection=next(self._connections),
            version=self.version,
            next_id=lambda: next(self._numbers),
            clock=lambda: self.at,
            transactions=self._transactions,
            policy=self._policy,
        )
        self._link("Connected")
        self.charger.connected()
        self._pump()

    def disconnect(self):
        self._link("Disconnected")
        self.charger.disconnected()
        self._pump()

    def _link(self, action):
        self.messages.append(
            Message(next(self._numbers), self.at, "SIM-1", self._session.connection,
                    Direction.LINK, action, action=action)
        )  # fmt: skip

    def run(self, seconds):
        for _ in range(seconds):
            self.charger.advance(self.charger.now + 1.0)
            self._pump()
        return self

    def command(self, action, payload):
        call = self._session.call(f"c{next(self._calls)}", action, payload, at=self.at)
        self.messages.append(call)
        self.charger.receive(call.text)
        self._pump()

    def _pump(self):
        while outputs := self.charger.take():
            for output in outputs:
                match output:
                    case Send(text):
                        found = self._session.receive(text, at=self.at)
                        self.messages += found
                        for message in found:
                            if message.direction is Direction.OUT:
                                self.charger.receive(message.text)
                    case Close():
                        self.disconnect()

    def stories(self):
        observer, stories = Observer(), Stories("SIM-1")
        for message in self.messages:
            observation = observer.observe(message)
            stories.feed(observation, samples_in(observation).samples)
        return stories.stories(now=self.at)


@pytest.fixture(params=["1.6", "2.0.1", "2.1"])
def site(request):
    """A site whose charger speaks one of the versions."""
    return lambda **options: Site(request.param, **options)


def test_a_session(site):
    here = site()
    here.charger.plug_in(1, Car(max_current_a=16, phases=3, soc=40))
    here.run(20)
    here.charger.present_card(1, "04A1B2")
    here.run(1800)
    here.charger.present_card(1, "04A1B2")
    here.run(10)
    here.charger.unplug(1)
    here.run(10)
    (story,) = here.stories()
    assert story.outcome is Outcome.COMPLETED
    assert (story.connector, story.id_tag) == (1, "04A1B2")
    assert 5_000 < story.energy_wh < 6_000
    assert 10_000 < story.mean_w < 11_100
    assert story.peak_w >= story.mean_w
    assert 1_790 < story.charging_s < 1_810
    assert story.ended_at is not None
    texts = [line.text for line in story.lines]
    assert "Card 04A1B2 accepted" in texts
    assert "The charger offers power (Charging)" in texts


def test_a_card_that_is_refused(site):
    here = site(tags=frozenset({"good"}))
    here.charger.plug_in(1, Car())
    here.run(5)
    here.charger.present_card(1, "04BAD")
    here.run(60)
    here.charger.unplug(1)
    here.run(10)
    (story,) = here.stories()
    assert story.outcome is Outcome.FAILED_TOKEN_REFUSED
    assert "04BAD" in story.summary


def test_nobody_shows_a_card(site):
    here = site()
    here.charger.plug_in(2, Car())
    here.run(300)
    here.charger.unplug(2)
    here.run(10)
    (story,) = here.stories()
    assert story.outcome is Outcome.FAILED_NO_TOKEN


def test_a_remote_start_without_a_car(site):
    here = site()
    if here.version is Version.V16:
        here.command("RemoteStartTransaction", {"connectorId": 1, "idTag": "04A1B2"})
    else:
        token = {"idToken": "04A1B2", "type": "Central"}
        here.command("RequestStartTransaction",
                     {"evseId": 1, "remoteStartId": 5, "idToken": token})  # fmt: skip
    here.run(400)
    (story,) = here.stories()
    assert story.outcome is Outcome.FAILED_NO_PLUG
    assert story.missing_step == "plug"


def test_a_fault_ends_a_session(site):
    here = site()
    here.charger.plug_in(1, Car(max_current_a=16, phases=3, soc=40))
    here.charger.present_card(1, "04A1B2")
    here.run(600)
    here.charger.raise_fault(1, Fault("GroundFailure", "RCD", ""))
    here.run(20)
    (story,) = here.stories()
    assert story.outcome is Outcome.STOPPED_BY_FAULT


def test_two_cars_at_once(site):
    here = site()
    for number, tag in ((1, "04A1"), (2, "04A2")):
        here.charger.plug_in(number, Car(soc=40))
        here.charger.present_card(number, tag)
        here.run(5)
    here.run(600)
    for number, tag in ((1, "04A1"), (2, "04A2")):
        here.charger.present_card(number, tag)
        here.charger.unplug(number)
    here.run(10)
    first, second = here.stories()
    assert [first.id_tag, second.id_tag] == ["04A1", "04A2"]
    assert first.outcome is second.outcome is Outcome.COMPLETED


def test_a_session_while_there_is_no_connection(site):
    key = "OfflineTxForUnknownIdEnabled"
    here = site(**{"AllowOfflineTxForUnknownId": "true", f"AuthCtrlr.{key}": "true"})
    here.disconnect()
    here.charger.plug_in(1, Car(max_current_a=16, phases=3, soc=40))
    here.run(20)
    here.charger.present_card(1, "04A1B2")
    here.run(1813)
    here.charger.present_card(1, "04A1B2")
    here.charger.unplug(1)
    here.run(600)
    here.connect()
    here.run(60)
    (story,) = here.stories()
    assert story.outcome is Outcome.COMPLETED
    assert story.transactions[0].is_offline
    # It is told when it was, not when the charger could tell.
    assert story.ended_at < here.at - 600_000_000
    assert story.energy_wh > 4_000


def test_a_lost_connection_within_a_session(site):
    here = site()
    here.charger.plug_in(1, Car(max_current_a=16, phases=3, soc=40))
    here.charger.present_card(1, "04A1B2")
    here.run(300)
    here.disconnect()
    here.run(600)
    here.connect()
    here.run(300)
    here.charger.present_card(1, "04A1B2")
    here.charger.unplug(1)
    here.run(20)
    (story,) = here.stories()
    assert story.outcome is Outcome.COMPLETED
    assert "The connection is back after 10 min" in [line.text for line in story.lines]
    assert 1_190 < story.charging_s < 1_210
