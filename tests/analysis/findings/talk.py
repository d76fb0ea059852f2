# SPDX-License-Identifier: Apache-2.0
"""Conversations for tests, quick to write: calls, answers, connections.

    talk = Talk()
    talk.connect()
    talk.boot()
    talk.status(1, "Preparing")
    talk.wait(5)
    transaction = talk.start(1, tag="TAG1")
    talk.csms("Reset", type="Hard")             # accepted
    talk.csms("Reset", type="Hard", answer=None)      # no answer
    talk.charger("Authorize", idTag="X", answer={"idTagInfo": {"status": "Invalid"}})
    talk.disconnect(code=1006)
    assert "CON-07" in talk.ids()

Messages are recorded as those of a log are: paired, named and checked for real.
"""

import itertools
import json
from datetime import UTC, datetime, timedelta

from ocppdesk.analysis.findings.engine import Diagnosis
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.texts import UNKNOWN
from ocppdesk.analysis.findings.thresholds import DEFAULTS
from ocppdesk.analysis.links import Closer, Link
from ocppdesk.analysis.observing import Observer
from ocppdesk.analysis.samples import samples_in
from ocppdesk.analysis.sessions.stories import Stories
from ocppdesk.core.bystander import Bystander
from ocppdesk.core.frames import MessageType, Problem
from ocppdesk.core.hearing import Listener
from ocppdesk.core.messages import CARD_SHOWN, Direction, Message, Violation
from ocppdesk.core.versions import Version

SECOND = 1_000_000  # microseconds
DEFAULT = object()
"""An answer as it usually is."""

_TIMED = {
    "StatusNotification",
    "StartTransaction",
    "StopTransaction",
    "TransactionEvent",
}
_SHORT = {
    "energy": ("Energy.Active.Import.Register", "Wh"),
    "power": ("Power.Active.Import", "W"),
    "current": ("Current.Import", "A"),
    "offered": ("Current.Offered", "A"),
    "voltage": ("Voltage", "V"),
    "soc": ("SoC", "Percent"),
    "temperature": ("Temperature", "Celsius"),
}


class Talk:
    """A conversation of one charger and its CSMS, from ten o'clock on.

    Args:
        charger: The identity.
        ocpp: `1.6`, `2.0.1` or `2.1`.
        start: The time of day, UTC.
    """

    def __init__(self, charger="CP-1", *, ocpp="1.6", start="10:00:00"):
        self.charger_id = charger
        self.version = Version(ocpp)
        self.now = _on_the_day(start)
        self.messages = []
        self.links = {}
        self._listener = Listener(self.version)
        self._bystander = Bystander()
        self._ids = itertools.count(1)
        self._transactions = itertools.count(1)
        self._sequence = itertools.count()
        self._link = None

    # Time.

    def wait(self, seconds):
        """Let time pass."""
        self.now += int(seconds * SECOND)
        return self

    def at(self, time):
        """Go on at a time of the day, `10:05:00`, or `2 10:05:00` two days later."""
        self.now = _on_the_day(time)
        return self

    def stamp(self, *, ago=0, offset=0):
        """Return a time as chargers write it."""
        at = self.now // SECOND - ago + offset
        return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    # Connections.

    def connect(self, *, peer="10.0.0.7:50000", **fields):
        """Open a connection; `peer=""` is one that only a log tells of."""
        text = f"Connected from {peer}."
        row = self._bystander.take_link(
            text, is_opened=True, at=self.now, charger=self.charger_id
        )
        message = self._keep(row)
        known = {"path": f"/{self.charger_id}", "offered": "ocpp1.6", **fields}
        known = {"subprotocol": known["offered"].split(", ")[0], **known}
        self._link = Link(
            number=message.connection,
            charger=self.charger_id,
            peer=peer,
            began_at=self.now,
            opened_at=self.now,
            last_heard_at=self.now,
            version=str(self.version),
            outcome="open",
            **known,
        )
        self.links[message.connection] = self._link
        return message.id

    def disconnect(self, *, code=1006, closer=None, **fields):
        """End the connection; without a close frame nobody did it."""
        if closer is None:
            closer = Closer.NOBODY if code == 1006 else Closer.CHARGER
        row = self._bystander.take_link(
            "Gone.", is_opened=False, at=self.now, charger=self.charger_id
        )
        message = self._keep(row)
        number = self._link.number if self._link else message.connection
        if number in self.links:
            self._change_link(
                number, ended_at=self.now, close_code=code, closer=closer,
                outcome="closed", **fields,
            )  # fmt: skip
        return message.id

    def show_card(self):
        """Have somebody note that a card is shown."""
        message = Message(
            id=self._bystander.last_id + 1,
            at=self.now,
            charger=self.charger_id,
            connection=self._link.number,
            direction=Direction.LINK,
            raw="Somebody showed a card.",
            action=CARD_SHOWN,
        )
        self._bystander.last_id += 1
        self.messages.append(message)
        return message.id

    def change_link(self, **fields):
        """Change the record of the open connection."""
        self._change_link(self._link.number, **fields)

    def _change_link(self, number, **fields):
        known = self.links[number]
        values = {name: getattr(known, name) for name in Link.__dataclass_fields__}
        self.links[number] = Link(**{**values, **fields})

    # Messages.

    def charger(self, action, payload=None, *, answer=DEFAULT, error=None, after=0.05,
                id=None, **fields):  # fmt: skip
        """Have the charger call, and the CSMS answer.

        `answer=None` is no answer, `error` the code of a CALLERROR; `after` is how
        many seconds the answer takes. Returns the number of the call.
        """
        payload = {**(payload or {}), **fields}
        if action in _TIMED:
            payload.setdefault("timestamp", self.stamp())
        if answer is DEFAULT:
            answer = self._usual_answer(action)
        return self._exchange(0, action, payload, answer, error, after, id)

    def csms(self, action, payload=None, *, answer=DEFAULT, error=None, after=0.05,
             id=None, **fields):  # fmt: skip
        """Have the CSMS call, and the charger answer: accepted, if nothing is said."""
        if answer is DEFAULT:
            answer = {"status": "Accepted"}
        payload = {**(payload or {}), **fields}
        return self._exchange(1, action, payload, answer, error, after, id)

    def raw(self, text, *, direction=0):
        """Send any text."""
        try:
            value = json.loads(text)
        except ValueError:
            value = None
        if value is None:
            heard = self._listener.hear_odd(self.charger_id, text, None, direction)
        else:
            heard = self._listener.hear(self.charger_id, text, value, direction)
        return self._keep(
            self._bystander.take(heard, text, self.now, self.charger_id)
        ).id

    def _exchange(self, direction, action, payload, answer, error, after, id):
        id = id or f"m{next(self._ids)}"
        number = self.raw(json.dumps([2, id, action, payload]), direction=direction)
        if error is not None:
            self.wait(after)
            self.raw(json.dumps([4, id, error, "", {}]), direction=1 - direction)
        elif answer is not None:
            self.wait(after)
            self.raw(json.dumps([3, id, answer]), direction=1 - direction)
        return number

    def _usual_answer(self, action):
        match action:
            case "BootNotification":
                return {"status": "Accepted", "currentTime": self.stamp(),
                        "interval": 300}  # fmt: skip
            case "Heartbeat":
                return {"currentTime": self.stamp()}
            case "Authorize" if self.version is Version.V16:
                return {"idTagInfo": {"status": "Accepted"}}
            case "Authorize":
                return {"idTokenInfo": {"status": "Accepted"}}
            case "StartTransaction":
                return {"transactionId": next(self._transactions),
                        "idTagInfo": {"status": "Accepted"}}  # fmt: skip
            case "DataTransfer":
                return {"status": "Accepted"}
        return {}

    def _keep(self, row):
        (
            number, at, _charger, connection, direction, kind, message_id, action,
            answer_to, latency_ms, code, evse, connector, transaction, problem,
            violations, raw, _log, _line,
        ) = row  # fmt: skip
        message = Message(
            id=number,
            at=at,
            charger=self.charger_id,
            connection=connection,
            direction=Direction(direction),
            raw=raw,
            type=None if kind is None else MessageType(kind),
            message_id=message_id,
            action=action,
            answer_to=answer_to,
            latency_ms=latency_ms,
            error_code=code,
            evse=evse,
            connector=connector,
            transaction_id=transaction,
            problem=None if problem is None else Problem(problem),
            violations=tuple(Violation(*each) for each in violations or ()),
        )
        self.messages.append(message)
        if direction == 0 and self._link is not None:
            self._change_link(self._link.number, last_heard_at=at)
        return message

    # What is said often.

    def boot(self, *, vendor="Acme", model="Box", serial="S-1", firmware="1.0",
             reason="PowerUp", answer=DEFAULT, **more):  # fmt: skip
        """Send a BootNotification."""
        if self.version is Version.V16:
            payload = {
                "chargePointVendor": vendor,
                "chargePointModel": model,
                "chargePointSerialNumber": serial,
                "firmwareVersion": firmware,
            }
        else:
            station = {"vendorName": vendor, "model": model, "serialNumber": serial,
                       "firmwareVersion": firmware}  # fmt: skip
            payload = {"chargingStation": station, "reason": reason}
        return self.charger("BootNotification", {**payload, **more}, answer=answer)

    def heartbeats(self, seconds, *, every=300):
        """Let time pass with a Heartbeat now and then."""
        until = self.now + seconds * SECOND
        while self.now + every * SECOND <= until:
            self.wait(every)
            self.charger("Heartbeat")
        self.now = until

    def status(self, connector, status, error="NoError", *, evse=1, **more):
        """Send a StatusNotification."""
        if self.version is Version.V16:
            return self.charger(
                "StatusNotification",
                {"connectorId": connector, "status": status, "errorCode": error},
                **more,
            )
        return self.charger(
            "StatusNotification",
            {"evseId": evse, "connectorId": connector, "connectorStatus": status},
            **more,
        )

    def start(self, connector=1, *, tag="TAG1", meter=1000, answer=DEFAULT, **more):
        """Start a transaction of OCPP 1.6; returns its id."""
        if answer is DEFAULT:
            answer = self._usual_answer("StartTransaction")
        self.charger(
            "StartTransaction",
            {"connectorId": connector, "idTag": tag, "meterStart": meter},
            answer=answer,
            **more,
        )
        return (answer or {}).get("transactionId")

    def stop(self, transaction, *, meter=6000, reason="Local", **more):
        """End a transaction of OCPP 1.6; `reason=None` gives none."""
        payload = {"transactionId": transaction, "meterStop": meter}
        if reason is not None:
            payload["reason"] = reason
        return self.charger("StopTransaction", payload, **more)

    def event(self, kind, transaction="T-1", *, trigger="Trigger", evse=1,
              connector=1, state=None, reason=None, tag=None, answer=DEFAULT,
              **more):  # fmt: skip
        """Send a TransactionEvent of OCPP 2.x."""
        info = {"transactionId": transaction}
        if state is not None:
            info["chargingState"] = state
        if reason is not None:
            info["stoppedReason"] = reason
        payload = {"eventType": kind, "triggerReason": trigger,
                   "seqNo": next(self._sequence), "transactionInfo": info}  # fmt: skip
        if evse is not None:
            payload["evse"] = {"id": evse, "connectorId": connector}
        if tag is not None:
            payload["idToken"] = {"idToken": tag, "type": "ISO14443"}
        return self.charger("TransactionEvent", {**payload, **more}, answer=answer)

    def meter(self, connector=1, transaction=None, *, context="Sample.Periodic",
              location=None, stamp=None, **values):  # fmt: skip
        """Send MeterValues of OCPP 1.6.

        Values are `energy`, `power`, `current`, `offered`, `voltage`, `soc` and
        `temperature`; a list of three is one for each phase.
        """
        payload = {"connectorId": connector}
        if transaction is not None:
            payload["transactionId"] = transaction
        sampled = sampled_values(context=context, location=location, **values)
        payload["meterValue"] = [
            {"timestamp": stamp or self.stamp(), "sampledValue": sampled}
        ]
        return self.charger("MeterValues", payload)

    # What comes of it.

    def known(self, thresholds=DEFAULTS):
        """Return what all rules share by now."""
        known, observer = Known(self.charger_id, thresholds), Observer()
        for message in self.messages:
            seen = observer.observe(message)
            known.take(seen, samples_in(seen).samples)
        for link in self.links.values():
            known.traffic.take_record(link)
        return known

    def findings(self, *, later=0, thresholds=DEFAULTS):
        """Return the findings, `later` seconds after the last message or `wait`."""
        diagnosis, observer = Diagnosis(self.charger_id, thresholds), Observer()
        stories, now = Stories(self.charger_id), self.now + later * SECOND
        for message in self.messages:
            seen = observer.observe(message)
            samples = samples_in(seen).samples
            stories.feed(seen, samples)
            diagnosis.feed(seen, samples)
        for link in self.links.values():
            diagnosis.feed_link(link)
        found = diagnosis.findings(now, stories.stories(now=now))
        for finding in found:
            assert UNKNOWN not in f"{finding.title} {finding.text} {finding.next}"
        return found

    def ids(self, **words):
        """Return the rules that found something."""
        return {finding.rule for finding in self.findings(**words)}

    def the(self, rule, **words):
        """Return the one finding of a rule."""
        [found] = [each for each in self.findings(**words) if each.rule == rule]
        return found


def sampled_values(*, context="Sample.Periodic", location=None, **values):
    """Return the sampled values of OCPP 1.6 for `Talk.meter` and `transactionData`."""
    sampled = []
    for name, value in values.items():
        measurand, unit = _SHORT[name]
        phased = isinstance(value, list)
        for index, each in enumerate(value if phased else [value]):
            one = {"value": str(each), "measurand": measurand, "unit": unit,
                   "context": context}  # fmt: skip
            if phased:
                one["phase"] = (
                    f"L{index + 1}-N" if name == "voltage" else f"L{index + 1}"
                )
            if location is not None:
                one["location"] = location
            sampled.append(one)
    return sampled


def _on_the_day(time):
    days, _, clock = time.rpartition(" ")
    hours, minutes, seconds = clock.split(":")
    day = datetime(2026, 3, 2, tzinfo=UTC) + timedelta(days=int(days or 0))
    at = day + timedelta(hours=int(hours), minutes=int(minutes), seconds=float(seconds))
    return int(at.timestamp() * SECOND)
