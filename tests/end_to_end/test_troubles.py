# SPDX-License-Identifier: Apache-2.0
"""The simulated charger in trouble, live on a socket, and what the program says of it.

The clock of the engine and that of the charger are driven together: hours pass as fast
as the two can talk, and every time in the capture is as it would be in life.
"""

import asyncio
import contextlib
from dataclasses import dataclass

import pytest

from ocppdesk.analysis.answering.reply import Mood, Question
from ocppdesk.analysis.findings.finding import Severity
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.core.replies import Policy
from ocppdesk.core.versions import Version
from ocppdesk.csms.engine import Engine
from ocppdesk.csms.options import Options
from ocppdesk.logs.analysed import analyses
from ocppdesk.logs.finding_listing import findings_in
from ocppdesk.simulator import DrivenClock, SimulatedCharger, live
from ocppdesk.simulator.live import DRIVERS
from ocppdesk.simulator.troubles import scripts
from ocppdesk.simulator.troubles.scripts import CARD
from ocppdesk.simulator.troubles.table import TROUBLES

pytestmark = pytest.mark.end_to_end

START = 1_780_000_000.0  # 2026-05-28
PATIENCE_S = 60.0
CARDS = frozenset({CARD.casefold(), *(one.card.casefold() for one in DRIVERS)})
CALM = {
    "1.6": {"MeterValueSampleInterval": "60"},
    "2.0.1": {"SampledDataCtrlr.TxUpdatedInterval": "60"},
    "2.1": {"SampledDataCtrlr.TxUpdatedInterval": "60"},
}
"""A value each minute, as chargers in the field are set."""


@dataclass
class Played:
    """What the program says after something was played."""

    findings: list
    replies: dict

    @property
    def rules(self):
        return {each.rule for each in self.findings}

    def worse_than(self, severity):
        return [
            f"{each.rule}: {each.text}"
            for each in self.findings
            if each.severity > severity
        ]


class Scene:
    """An engine with a capture, and a clock for it and for the chargers."""

    def __init__(self, folder):
        self.clock = DrivenClock(0.0)
        self.path = folder / "capture.ocppdesk"
        options = Options(
            host="127.0.0.1",
            port=0,
            policy=Policy(accepted_id_tags=CARDS),
            ping_interval_s=0,
        )
        self.engine = Engine(self.path, options, clock=self._now)

    def _now(self):
        return int((START + self.clock.now()) * 1_000_000)

    @property
    def url(self):
        return f"ws://127.0.0.1:{self.engine.state.port}/ocpp"

    async def play(self, charger, script, *, meanwhile=None):
        """Drive the time until a script is over."""
        async with charger, asyncio.timeout(PATIENCE_S), asyncio.TaskGroup() as group:
            playing = group.create_task(script(charger))
            if meanwhile is not None:
                group.create_task(meanwhile(charger, self))
            while not playing.done():
                self.clock.advance(1.0)
                await charger.until(lambda: charger.is_quiet or playing.done())

    def told(self):
        """Stop the engine, and look at what it has recorded."""
        self.engine.stop()
        with contextlib.closing(CaptureReader(self.path)) as reader:
            facts = [found.facts(self._now()) for found in analyses(reader).values()]
            replies = {
                reply.question: reply for each in facts for reply in each.replies
            }
            found = {each.rule: each for each in findings_in(reader)}
            found |= {f.rule: f for each in facts for f in each.findings}
            return Played(list(found.values()), replies)


@pytest.fixture
def scene(tmp_path):
    found = Scene(tmp_path)
    found.engine.start()
    found.engine.ready.result(PATIENCE_S)
    yield found
    found.engine.stop()


async def start_remotely(charger, scene):
    """Let the CSMS start the first connector, once the charger is there."""
    await charger.until(lambda: charger.is_accepted)
    await charger.pause(10.0)
    if charger.charger.version is Version.V16:
        action, payload = "RemoteStartTransaction", {"idTag": CARD, "connectorId": 1}
    else:
        token = {"idToken": CARD, "type": "ISO14443"}
        action = "RequestStartTransaction"
        payload = {"idToken": token, "remoteStartId": 1, "evseId": 1}
    await asyncio.wrap_future(scene.engine.call("SIM-1", action, payload))


STARTED, STOPPED = Question.NOT_STARTED, Question.STOPPED
TALKS, BROKEN, ALLOWED = Question.COMMUNICATING, Question.BROKEN, Question.ALLOWED
LOOKED_AT = {
    "boot-loop": ({"BOOT-02"}, TALKS, Mood.TROUBLE, "restarts or registers"),
    "wrong-path": ({"CON-04"}, TALKS, Mood.FINE, "registered"),
    "tls-to-plain-port": ({"CON-02"}, None, None, ""),
    "unknown-tag": ({"AUTH-01"}, STARTED, Mood.TROUBLE, "Card 04FFFFFFFF refused"),
    "remote-start-without-car": (
        {"START-02"}, STARTED, Mood.TROUBLE, "First missing step: plug.",
    ),
    "suspended-by-limit": (
        {"SC-01"}, STARTED, Mood.TROUBLE, "Limit forbids charging.",
    ),
    "ground-fault": (
        {"FLT-01", "FLT-06", "STOP-06"}, BROKEN, Mood.TROUBLE, "RCD tripped",
    ),
    "wrong-unit": ({"MTR-04"}, STOPPED, Mood.PLAIN, "charged 1.8 kWh in 10 min"),
    "clock-1970": ({"CLK-02"}, TALKS, Mood.FINE, "clock never set"),
    "local-time": ({"CLK-03"}, TALKS, Mood.FINE, "clock +2 h"),
    "frozen-meter": ({"MTR-06"}, BROKEN, Mood.TROUBLE, "Meter is frozen"),
    "missing-stop": ({"STOP-08"}, STOPPED, Mood.TROUBLE, "was never closed"),
    "duplicate-start": (
        {"START-10"}, STOPPED, Mood.PLAIN, "sent its start more than once",
    ),
    "offline-replay": ({"OFF-01"}, STOPPED, Mood.PLAIN, "charged 933 Wh in 5 min"),
    "malformed-json": ({"PRO-07"}, TALKS, Mood.TROUBLE, "Broken message."),
}  # fmt: skip
"""For each trouble: rules that speak, and a reply with its mood and a part of it."""
ALSO = {
    "boot-loop": {"CON-07"},
    "remote-start-without-car": {"AUTH-02"},
}
"""What else is said above *low*; nothing more may be."""


IN_21 = {
    # A session begins with the card in 2.x, and it ends when no car comes.
    "remote-start-without-car": {"START-13"},
}
"""For 2.1, rules that speak instead."""
ALSO_IN_21 = {
    # What is malformed is missing among the numbered events.
    "malformed-json": {"OFF-03", "PRO-10"},
}
ONLY_16 = frozenset(
    {
        # They never say a word that depends on the version.
        "wrong-path",
        "tls-to-plain-port",
        # An event that comes twice has its number; nothing is at stake in 2.x.
        "duplicate-start",
    }
)
PLAYED = [
    *((name, "1.6") for name in TROUBLES),
    *((name, "2.1") for name in TROUBLES if name not in ONLY_16),
]


@pytest.mark.parametrize(("name", "version"), PLAYED)
async def test_trouble_is_found_and_told(scene, name, version):
    rules, question, mood, words = LOOKED_AT[name]
    also = ALSO.get(name, set())
    if version == "2.1":
        rules, also = IN_21.get(name, rules), also | ALSO_IN_21.get(name, set())
    meanwhile = start_remotely if name == "remote-start-without-car" else None
    trouble = TROUBLES[name]
    charger = trouble.charger(
        scene.url, version=version, clock=scene.clock, starts_at=START
    )
    await scene.play(charger, trouble.script, meanwhile=meanwhile)
    played = scene.told()
    assert rules <= played.rules
    others = {each.rule for each in played.findings if each.severity > Severity.LOW}
    assert others <= rules | also
    if question is None:
        assert not played.replies  # no charger ever came
    else:
        reply = played.replies[question]
        assert reply.mood is mood
        assert words in reply.text


async def test_limit_of_the_csms_that_forbids_charging_is_named(scene):
    profile = {
        "chargingProfileId": 7,
        "stackLevel": 0,
        "chargingProfilePurpose": "TxDefaultProfile",
        "chargingProfileKind": "Relative",
        "chargingSchedule": {
            "chargingRateUnit": "A",
            "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 0.0}],
        },
    }

    async def forbid(charger, scene):
        await charger.until(lambda: charger.is_accepted)
        payload = {"connectorId": 1, "csChargingProfiles": profile}
        await asyncio.wrap_future(
            scene.engine.call("SIM-1", "SetChargingProfile", payload)
        )

    charger = SimulatedCharger(scene.url, clock=scene.clock, starts_at=START)
    await scene.play(charger, scripts.ask_for_power, meanwhile=forbid)
    played = scene.told()
    assert "SC-01" in played.rules
    assert "0 A" in played.replies[ALLOWED].text
    assert played.replies[STARTED].mood is Mood.TROUBLE


async def use_what_is_new(charger, scene):
    """Let the CSMS use what only 2.1 has: a tariff, a stream, a Dynamic profile."""
    await charger.until(lambda: charger.is_accepted)
    energy = {"prices": [{"priceKwh": 0.5}]}
    tariff = {"tariffId": "T1", "currency": "EUR", "energy": energy}
    monitor = {
        "value": 10.0,
        "type": "Periodic",
        "severity": 8,
        "component": {"name": "EVSE", "evse": {"id": 1}},
        "variable": {"name": "Power"},
        "periodicEventStream": {"interval": 60},
    }
    schedule = {
        "id": 1,
        "chargingRateUnit": "A",
        "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 20.0}],
    }
    profile = {
        "id": 1,
        "stackLevel": 0,
        "chargingProfilePurpose": "TxDefaultProfile",
        "chargingProfileKind": "Dynamic",
        "chargingSchedule": [schedule],
    }
    for action, payload in (
        ("SetDefaultTariff", {"evseId": 0, "tariff": tariff}),
        ("SetVariableMonitoring", {"setMonitoringData": [monitor]}),
        ("SetChargingProfile", {"evseId": 1, "chargingProfile": profile}),
    ):
        await asyncio.wrap_future(scene.engine.call("SIM-1", action, payload))
    for limit in (18.0, 16.0):
        await charger.pause(600.0)
        update = {"chargingProfileId": 1, "scheduleUpdate": {"limit": limit}}
        await asyncio.wrap_future(
            scene.engine.call("SIM-1", "UpdateDynamicSchedule", update)
        )


@pytest.mark.parametrize("version", ["1.6", "2.0.1", "2.1"])
async def test_an_hour_of_ordinary_sessions_gives_no_finding(scene, version):
    charger = SimulatedCharger(
        scene.url,
        version=version,
        speed=20.0,
        clock=scene.clock,
        starts_at=START,
        settings=CALM[version],
    )

    async def an_hour(simulated):
        async with asyncio.TaskGroup() as group:
            living = group.create_task(live(simulated))
            await simulated.pause(3_600.0)
            living.cancel()

    meanwhile = use_what_is_new if version == "2.1" else None
    await scene.play(charger, an_hour, meanwhile=meanwhile)
    played = scene.told()
    assert played.worse_than(Severity.LOW) == []
    assert played.replies[BROKEN].mood is Mood.FINE
    assert played.replies[TALKS].mood is Mood.FINE
    assert played.replies[STOPPED].mood is Mood.PLAIN
