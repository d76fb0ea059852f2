# SPDX-License-Identifier: Apache-2.0
"""Conversations with one charger about limits."""

import orjson
import pytest

from ocppdesk.analysis.limits.limits import Limits
from ocppdesk.analysis.observing import Observer
from ocppdesk.analysis.samples import samples_in
from ocppdesk.core.frames import MessageType
from ocppdesk.core.messages import Direction, Message

SECOND = 1_000_000
NOON = 1_785_585_600 * SECOND  # 2026-08-01T12:00:00Z, a Saturday


class Talk:
    """Writes what charger and CSMS say, a second apart, and takes it in."""

    def __init__(self, at=NOON):
        self.observer = Observer()
        self.limits = Limits("CP1")
        self.messages = []
        self.at = at

    def call(self, action, payload, *, direction=Direction.OUT):
        frame = [2, str(len(self.messages) + 1), action, payload]
        return self._take(frame, MessageType.CALL, action, direction)

    def result(self, call, payload):
        frame = [3, call.message_id, payload]
        direction = Direction(1 - call.direction)
        return self._take(
            frame, MessageType.CALLRESULT, call.action, direction, call.id
        )

    def error(self, call, code):
        frame = [4, call.message_id, code, "", {}]
        direction = Direction(1 - call.direction)
        return self._take(
            frame, MessageType.CALLERROR, call.action, direction, call.id, code
        )

    def ask(self, action, payload, answer="Accepted"):
        """Have the CSMS make a call; return its number."""
        made = self.call(action, payload)
        self.result(made, {"status": answer} if isinstance(answer, str) else answer)
        return made.id

    def tell(self, action, payload, answer=None):
        """Have the charger make a call; return its number."""
        made = self.call(action, payload, direction=Direction.IN)
        self.result(made, answer or {})
        return made.id

    def set(self, connector, profile, answer="Accepted"):
        key = "csChargingProfiles"
        payload = {"connectorId": connector, key: profile}
        return self.ask("SetChargingProfile", payload, answer)

    def set2(self, evse, profile, answer="Accepted"):
        payload = {"evseId": evse, "chargingProfile": profile}
        return self.ask("SetChargingProfile", payload, answer)

    def start(self, connector=1, transaction=7, tag="A1"):
        started = {"connectorId": connector, "idTag": tag, "meterStart": 0}
        return self.tell("StartTransaction", started, {"transactionId": transaction})

    def stop(self, transaction=7):
        return self.tell(
            "StopTransaction", {"transactionId": transaction, "meterStop": 100}
        )

    def event(self, kind="Started", evse=1, transaction="t1", state=None, **more):
        info = {"transactionId": transaction, **more.pop("info", {})}
        if state:
            info["chargingState"] = state
        payload = {
            "eventType": kind,
            "triggerReason": more.pop("trigger", "CablePluggedIn"),
            "seqNo": len(self.messages),
            "transactionInfo": info,
            "evse": {"id": evse, "connectorId": 1},
            **more,
        }
        return self.tell("TransactionEvent", payload)

    def meter(self, *values, connector=1, transaction=7):
        """Send values as `("Current.Import", 5.8, "L1", "A")`."""
        samples = [
            {"value": str(value), "measurand": name, "unit": unit}
            | ({"phase": phase} if phase else {})
            for name, value, phase, unit in values
        ]
        return self.tell(
            "MeterValues",
            {
                "connectorId": connector,
                "transactionId": transaction,
                "meterValue": [{"timestamp": self.clock(), "sampledValue": samples}],
            },
        )

    def clock(self, seconds=0):
        """Write the time in so many seconds."""
        return iso(self.at + seconds * SECOND)

    def allowed(self, connector=1, after_s=0):
        """Return the answers for a connector, some time after the last message."""
        now = self.at + int(after_s * SECOND)
        found = self.limits.allowances(now)
        return next(one for one in found if one.connector == connector)

    def _take(self, frame, kind, action, direction, answer_to=None, code=None):
        self.at += SECOND
        message = Message(
            id=len(self.messages) + 1,
            at=self.at,
            charger="CP1",
            connection=1,
            direction=direction,
            raw=orjson.dumps(frame).decode(),
            type=kind,
            message_id=frame[1],
            action=action,
            answer_to=answer_to,
            error_code=code,
        )
        self.messages.append(message)
        seen = self.observer.observe(message)
        self.limits.feed(seen, samples_in(seen).samples)
        return message


def iso(at):
    """Write a time, microseconds since 1970, as chargers do."""
    from datetime import UTC, datetime

    return datetime.fromtimestamp(at / SECOND, UTC).isoformat().replace("+00:00", "Z")


def profile(*periods, **more):
    """Make a profile of OCPP 1.6 or 2.x: of one limit, or of `(start_s, limit)`."""
    unit = more.pop("unit", "A")
    phases = more.pop("phases", None)
    schedule = {
        "chargingRateUnit": unit,
        "chargingSchedulePeriod": [
            {"startPeriod": start, "limit": limit}
            | ({} if phases is None else {"numberPhases": phases})
            for start, limit in (
                one if isinstance(one, tuple) else (0, one) for one in periods
            )
        ],
    }
    for key in ("startSchedule", "duration"):
        if key in more:
            schedule[key] = more.pop(key)
    number = more.pop("id", 1)
    return {
        "chargingProfileId": number,
        "id": number,
        "stackLevel": more.pop("level", 0),
        "chargingProfilePurpose": more.pop("purpose", "TxDefaultProfile"),
        "chargingProfileKind": more.pop("kind", "Absolute"),
        "chargingSchedule": schedule,
        **more,
    }


@pytest.fixture
def talk():
    """Return a conversation with a charger that speaks either version."""
    return Talk()


@pytest.fixture
def make_profile():
    """Return what makes profiles."""
    return profile


@pytest.fixture
def make_talk():
    """Return what makes conversations."""
    return Talk
