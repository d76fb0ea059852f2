# SPDX-License-Identifier: Apache-2.0
"""Facts of chargers that charge, made by the real analysis of what they say."""

import asyncio
import math
from dataclasses import replace

import pytest
import qasync

from ocppdesk.analysis.charger import ChargerAnalysis
from ocppdesk.analysis.sessions.story import (
    Certainty,
    Outcome,
    Story,
    Transaction,
)
from ocppdesk.core.frames import MessageType, call_text, result_text
from ocppdesk.core.messages import Direction, Message

NOON = 1_785_585_600  # 2026-08-01T12:00:00Z, in seconds
MILLION = 1_000_000


def iso(seconds):
    hours, rest = divmod(int(seconds) - NOON + 12 * 3600, 3600)
    days, hours = divmod(hours, 24)
    return f"2026-08-{1 + days:02}T{hours:02}:{rest // 60:02}:{rest % 60:02}Z"


class Charger:
    """Speaks OCPP 1.6; `now` is in seconds and moves only as a test says."""

    def __init__(self, name="CP1"):
        self.analysis = ChargerAnalysis(name)
        self.name = name
        self.now = NOON
        self.clock_error = 0
        self.number = 0
        self.stories = []

    def feed(self, **known):
        self.number += 1
        message = Message(
            id=self.number,
            at=int(self.now * MILLION),
            charger=self.name,
            **{"connection": 1, **known},
        )
        self.analysis.feed(message)
        return message

    def say(self, action, payload, **known):
        return self.feed(
            direction=Direction.IN,
            raw=call_text(f"m{self.number}", action, payload),
            type=MessageType.CALL,
            action=action,
            **known,
        )

    def link(self, action, connection=1):
        self.feed(
            direction=Direction.LINK, raw="", action=action, connection=connection
        )

    def status(self, text, connector=1, error="NoError"):
        told = {"connectorId": connector, "status": text, "errorCode": error}
        self.say("StatusNotification", {**told, "timestamp": self.own_time()})

    def own_time(self):
        return iso(self.now + self.clock_error)

    def measure(self, values, connector=1, transaction=1):
        """Send values: tuples of measurand, phase, unit, value."""
        sampled = []
        for measurand, phase, unit, value in values:
            sample = {"value": str(round(value, 3)), "measurand": measurand}
            if phase:
                sample["phase"] = phase
            if unit:
                sample["unit"] = unit
            sampled.append(sample)
        payload = {
            "connectorId": connector,
            "transactionId": transaction,
            "meterValue": [{"timestamp": self.own_time(), "sampledValue": sampled}],
        }
        return self.say("MeterValues", payload)

    def start(self, connector=1, meter=100_000, transaction=1):
        told = {"connectorId": connector, "idTag": "A", "meterStart": meter}
        call = self.say("StartTransaction", {**told, "timestamp": self.own_time()})
        answer = {"transactionId": transaction, "idTagInfo": {"status": "Accepted"}}
        self.feed(
            direction=Direction.OUT,
            raw=result_text(call.message_id or "x", answer),
            type=MessageType.CALLRESULT,
            action="StartTransaction",
            answer_to=call.id,
        )
        began = (self.now, call.id)
        self.stories.append(
            Story(
                number=len(self.stories) + 1,
                charger=self.name,
                evse=None,
                connector=connector,
                began_at=int(began[0] * MILLION),
                ended_at=None,
                transactions=(
                    Transaction(
                        id=transaction,
                        id_tag="A",
                        began_at=int(began[0] * MILLION),
                        ended_at=None,
                        start_message=call.id,
                        stop_message=None,
                        meter_start_wh=float(meter),
                        meter_stop_wh=None,
                        stop_reason="",
                        energy=None,
                    ),
                ),
                lines=(),
                outcome=Outcome.OPEN,
                certainty=Certainty.OBSERVED,
                summary="",
            )
        )

    def stop(self, connector=1, meter=110_000, transaction=1, reason="EVDisconnected"):
        told = {"transactionId": transaction, "meterStop": meter, "reason": reason}
        call = self.say(
            "StopTransaction",
            {**told, "timestamp": self.own_time()},
            connector=connector,
        )
        story = self.stories[-1]
        ended = int(self.now * MILLION)
        done = replace(
            story.transactions[0],
            ended_at=ended,
            stop_message=call.id,
            meter_stop_wh=float(meter),
            stop_reason=reason,
        )
        energy = float(meter) - (done.meter_start_wh or 0.0)
        self.stories[-1] = replace(
            story,
            ended_at=ended,
            transactions=(done,),
            outcome=Outcome.COMPLETED,
            energy_wh=energy,
        )

    def charge(self, connector=1, minutes=60, meter=100_000, transaction=1, phases=3):
        """Charge three-phase, measuring each minute; return the meter at the end."""
        self.status("Preparing", connector)
        self.now += 20
        self.start(connector, meter, transaction)
        self.now += 5
        self.status("Charging", connector)
        for minute in range(minutes):
            self.now += 60
            share = 1.0 if minute < minutes * 0.7 else 0.55
            amps = 15.8 * share + 0.2 * math.sin(minute / 3)
            watts = 230.0 * amps * phases
            meter += watts / 60
            values = [
                ("Energy.Active.Import.Register", "", "Wh", round(meter)),
                ("Power.Active.Import", "", "W", watts),
                ("Current.Offered", "", "A", 16 if share == 1 else 10),
                ("SoC", "", "Percent", 30 + 60 * minute / minutes),
                ("Temperature", "", "Celsius", 31 + minute / 10),
                ("Frequency", "", "", 50 + 0.02 * math.sin(minute)),
            ]
            for phase in ("L1", "L2", "L3")[:phases]:
                shift = 0.1 * ord(phase[1]) - 5
                values += [
                    ("Current.Import", phase, "A", amps + shift),
                    ("Voltage", f"{phase}-N", "V", 231 + shift + math.sin(minute / 5)),
                ]
            self.measure(values, connector, transaction)
        self.now += 30
        self.status("Finishing", connector)
        self.now += 5
        self.stop(connector, round(meter), transaction)
        self.now += 20
        self.status("Available", connector)
        return round(meter)

    def facts(self):
        facts = self.analysis.facts(int(self.now * MILLION))
        return replace(facts, stories=tuple(self.stories))


@pytest.fixture
def charger():
    """A charger that has connected and started."""
    made = Charger()
    made.link("Connected")
    made.now += 1
    boot = {"chargePointVendor": "Acme", "chargePointModel": "One"}
    made.say("BootNotification", boot)
    made.status("Available", 1)
    made.now += 60
    return made


@pytest.fixture
def another_charger():
    """Makes chargers of other names."""
    return Charger


@pytest.fixture
def on_loop(qapp):
    """Run a coroutine function on Qt's loop, as the program does."""

    def run(story):
        with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(qapp)) as runner:
            return runner.run(story())

    return run
