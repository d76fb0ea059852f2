# SPDX-License-Identifier: Apache-2.0
"""A conversation of one charger, written as a technician would tell it."""

from datetime import UTC, datetime, timedelta

import orjson
import pytest

from ocppdesk.analysis.observing import Observer
from ocppdesk.analysis.samples import samples_in
from ocppdesk.analysis.sessions.stories import Stories
from ocppdesk.core.frames import MessageType
from ocppdesk.core.messages import Direction, Message

MIDNIGHT = datetime(2026, 8, 1, tzinfo=UTC)


def moment(clock):
    """Return a time of the day, as in `10:00:05`; hours may be more than 23."""
    hours, minutes, seconds = (int(part) for part in clock.split(":"))
    return MIDNIGHT + timedelta(hours=hours, minutes=minutes, seconds=seconds)


def micros(clock):
    """Return a time of the day in microseconds since 1970."""
    return round(moment(clock).timestamp() * 1_000_000)


def zulu(clock):
    """Return a time of the day as chargers write it."""
    return f"{moment(clock):%Y-%m-%dT%H:%M:%SZ}"


class Talk:
    """Messages of one charger; each method adds one exchange and returns its call."""

    def __init__(self):
        self.messages = []

    # Frames

    def call(self, clock, action, payload, direction=Direction.IN):
        number = len(self.messages) + 1
        self._add(clock, direction, [2, str(number), action, payload],
                  type=MessageType.CALL, action=action)  # fmt: skip
        return number

    def answer(self, clock, call, payload):
        asked = self.messages[call - 1]
        self._add(clock, Direction(1 - asked.direction), [3, str(call), payload],
                  type=MessageType.CALLRESULT, action=asked.action,
                  answer_to=call)  # fmt: skip

    def error(self, clock, call, code="InternalError"):
        asked = self.messages[call - 1]
        self._add(clock, Direction(1 - asked.direction), [4, str(call), code, "", {}],
                  type=MessageType.CALLERROR, action=asked.action, answer_to=call,
                  error_code=code)  # fmt: skip

    def link(self, clock, *, is_up):
        action = "Connected" if is_up else "Disconnected"
        message = Message(len(self.messages) + 1, micros(clock), "CP1", 1,
                          Direction.LINK, action, action=action)  # fmt: skip
        self.messages.append(message)

    def _add(self, clock, direction, frame, **known):
        raw = orjson.dumps(frame).decode()
        number = len(self.messages) + 1
        message = Message(number, micros(clock), "CP1", 1, direction, raw,
                          message_id=frame[1], **known)  # fmt: skip
        self.messages.append(message)

    # OCPP 1.6

    def status(self, clock, status, connector=1, error="NoError", **more):
        payload = {"connectorId": connector, "status": status, "errorCode": error}
        return self.call(clock, "StatusNotification", payload | more)

    def boot(self, clock, **more):
        payload = {"chargePointVendor": "V", "chargePointModel": "M"} | more
        number = self.call(clock, "BootNotification", payload)
        answer = {"status": "Accepted", "interval": 86_400, "currentTime": zulu(clock)}
        self.answer(clock, number, answer)
        return number

    def card(self, clock, tag="04A1B2", verdict="Accepted", **info):
        number = self.call(clock, "Authorize", {"idTag": tag})
        if verdict is not None:
            self.answer(clock, number, {"idTagInfo": {"status": verdict} | info})
        return number

    def start(self, clock, number=512, tag="04A1B2", wh=152_300, connector=1,
              verdict="Accepted", told=None, **info):  # fmt: skip
        payload = {"connectorId": connector, "idTag": tag, "meterStart": wh,
                   "timestamp": zulu(told or clock)}  # fmt: skip
        call = self.call(clock, "StartTransaction", payload)
        if verdict is not None:
            answer = {"transactionId": number, "idTagInfo": {"status": verdict} | info}
            self.answer(clock, call, answer)
        return call

    def meter(self, clock, wh=None, number=512, connector=1, told=None, **values):
        sampled = [] if wh is None else [{"value": str(wh), "unit": "Wh"}]
        units = {"Current.Offered": "A", "Power.Active.Import": "W"}
        for name, value in values.items():
            measurand = name.replace("_", ".")
            sampled.append({"value": str(value), "measurand": measurand,
                            "unit": units[measurand]})  # fmt: skip
        payload = {"connectorId": connector, "meterValue": [
            {"timestamp": zulu(told or clock), "sampledValue": sampled}]}  # fmt: skip
        if number is not None:
            payload["transactionId"] = number
        return self.call(clock, "MeterValues", payload)

    def stop(self, clock, wh=152_300, number=512, reason=None, told=None, **more):
        payload = {"transactionId": number, "meterStop": wh,
                   "timestamp": zulu(told or clock)} | more  # fmt: skip
        if reason is not None:
            payload["reason"] = reason
        call = self.call(clock, "StopTransaction", payload)
        self.answer(clock, call, {})
        return call

    def command(self, clock, action, payload, status="Accepted"):
        call = self.call(clock, action, payload, Direction.OUT)
        if status is not None:
            self.answer(clock, call, {"status": status})
        return call

    def remote_start(self, clock, tag="04A1B2", connector=1, status="Accepted"):
        payload = {"idTag": tag}
        if connector is not None:
            payload["connectorId"] = connector
        return self.command(clock, "RemoteStartTransaction", payload, status)

    def session(self, clock="10:00:00", number=512, wh=(1_000, 6_000)):
        """Add a whole session of twenty minutes."""
        begin = moment(clock)

        def after(minutes, seconds=0):
            return f"{begin + timedelta(minutes=minutes, seconds=seconds):%H:%M:%S}"

        self.status(after(0), "Preparing")
        self.card(after(0, 10))
        self.start(after(0, 12), number, wh=wh[0])
        self.status(after(0, 15), "Charging")
        self.meter(after(10), (wh[0] + wh[1]) // 2, number)
        self.stop(after(20), wh[1], number, "Local")
        self.status(after(20, 2), "Finishing")
        self.status(after(21), "Available")

    # OCPP 2.x

    def status2(self, clock, status, evse=1, connector=1):
        payload = {"timestamp": zulu(clock), "connectorStatus": status,
                   "evseId": evse, "connectorId": connector}  # fmt: skip
        return self.call(clock, "StatusNotification", payload)

    def event(self, clock, kind, trigger, number="T1", seq=0, state=None, tag=None,
              told=None, info=None, wh=None, verdict="Accepted", evse=1,
              **more):  # fmt: skip
        inner = {"transactionId": number} | (info or {})
        if state is not None:
            inner["chargingState"] = state
        payload = {"eventType": kind, "timestamp": zulu(told or clock),
                   "triggerReason": trigger, "seqNo": seq,
                   "transactionInfo": inner} | more  # fmt: skip
        if evse is not None:
            payload["evse"] = {"id": evse, "connectorId": 1}
        if tag is not None:
            payload["idToken"] = {"idToken": tag, "type": "ISO14443"}
        if wh is not None:
            context = {"Started": "Transaction.Begin", "Ended": "Transaction.End"}
            sample = {"value": wh, "context": context.get(kind, "Sample.Periodic")}
            payload["meterValue"] = [
                {"timestamp": zulu(told or clock), "sampledValue": [sample]}
            ]
        call = self.call(clock, "TransactionEvent", payload)
        answer = {} if tag is None else {"idTokenInfo": {"status": verdict}}
        self.answer(clock, call, answer)
        return call

    # What comes of it

    at = staticmethod(micros)

    def stories(self, now=None):
        """Return the stories, the oldest first."""
        stories = self.fed()
        return stories.stories(now=None if now is None else micros(now))

    def fed(self):
        """Return what has been fed all of it."""
        observer, stories = Observer(), Stories("CP1")
        for message in self.messages:
            observation = observer.observe(message)
            stories.feed(observation, samples_in(observation).samples)
        return stories

    def story(self, now=None):
        """Return the only story."""
        found = self.stories(now)
        assert len(found) == 1, [one.summary for one in found]
        return found[0]


@pytest.fixture
def talk():
    return Talk()


@pytest.fixture
def texts():
    """Return the lines of a story as texts."""
    return lambda story: [line.text for line in story.lines]
