# SPDX-License-Identifier: Apache-2.0
"""Connectors that are faulted, and what is odd about it (protocol handbook, 7.8)."""

from collections import deque
from collections.abc import Iterable
from typing import Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.fault_signs import (
    KNOWN_CODES,
    Sign,
)
from ocppdesk.analysis.findings.finding import Severity
from ocppdesk.analysis.findings.knowing.connectors import ConnectorState
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.reading import text_at
from ocppdesk.analysis.findings.rule import Evidence, Hears, Rule
from ocppdesk.analysis.findings.wording import DAY, MINUTE, duration
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample

_STATUS: Final = frozenset({"StatusNotification"})
_GRAVE: Final = ("groundfailure", "powerswitchfailure")
_POWER: Final = "Power.Active.Import"
_MOST_OPEN: Final = 200
_BEFORE: Final = {
    "available": "It was free before.",
    "preparing": "It came while a session was to start.",
    "charging": "It came while charging.",
    "suspendedev": "It came while the car paused.",
    "suspendedevse": "It came while the charger paused.",
    "finishing": "It came after a session.",
    "occupied": "A car was plugged in.",
}


class FaultedNow(Rule):
    """The last status of a connector is Faulted, or an alert of OCPP 2.x is not over.

    While the charger is away its status may be old.
    """

    id = "FLT-01"
    actions = frozenset({"NotifyEvent"})
    hears = Hears.CHARGER_CALLS

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._alerts: dict[tuple[int | None, int | None, str], Evidence] = {}

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Keep the alerts of OCPP 2.x (N07 and N08)."""
        for sign in known.signs:
            key = (sign.evse, sign.connector, sign.code)
            if sign.is_over:
                self._alerts.pop(key, None)
            elif len(self._alerts) < _MOST_OPEN:
                self._alerts.setdefault(key, self._of_alert(seen, sign))
        return ()

    def _of_alert(self, seen: Observation, sign: Sign) -> Evidence:
        return Evidence(
            seen.at,
            (seen.message.id,),
            evse=sign.evse,
            connector=sign.connector,
            key=sign.code,
            facts={"error": sign.text, "since": "", "before": "", "old": ""},
            variant="alert",
        )

    def standing(self, now: int, known: Known) -> Iterable[Evidence]:
        """Tell what is faulted at the moment."""
        found = [
            self._of_state(state, now, known)
            for state in known.connectors
            if state.is_faulted and (state.connector or state.evse)
        ]
        return [*found, *self._alerts.values()]

    def _of_state(self, state: ConnectorState, now: int, known: Known) -> Evidence:
        is_away = known.traffic.is_connected is False
        was = "" if state.previous is None else state.previous.status.lower()
        grave = state.error_code.lower() in _GRAVE
        return Evidence(
            state.since,
            tuple(sorted({state.since_message, state.message})),
            evse=state.evse or None,
            connector=state.connector,
            severity=Severity.CRITICAL if grave else None,
            is_possible=is_away,
            facts={
                "error": state.error,
                "since": duration(now - state.since),
                "before": _BEFORE.get(was, ""),
                "old": "The charger is not connected, so this may be old."
                if is_away
                else "",
            },
        )


class WholeChargerFaulted(Rule):
    """Connector 0 is Faulted, or the component ChargingStation has a problem."""

    id = "FLT-02"
    actions = frozenset({"NotifyEvent"})
    hears = Hears.CHARGER_CALLS

    _problem: Evidence | None = None

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look for a problem of the whole station (OCPP 2.x)."""
        for sign in known.signs:
            if sign.code.lower() == "chargingstation.problem":
                facts = {"error": sign.text, "since": ""}
                self._problem = None if sign.is_over else Evidence.of(seen, facts=facts)
        return ()

    def standing(self, now: int, known: Known) -> Iterable[Evidence]:
        """Tell that it is so at the moment."""
        state = known.connectors.at(None, 0)
        if state is not None and state.is_faulted and not state.evse:
            since = f" for {duration(now - state.since)}"
            facts = {"error": state.error, "since": since}
            return [Evidence(state.since, (state.since_message,), facts=facts)]
        return () if self._problem is None else [self._problem]


class IntermittentFault(Rule):
    """The same error comes three times within a day, and goes each time by itself."""

    id = "FLT-03"
    actions = _STATUS
    hears = Hears.CHARGER_CALLS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Count the errors like one that just came."""
        faults = known.connectors.faults
        if not faults or faults[-1].state.message != seen.message.id:
            return ()
        last = faults[-1].state
        alike = [
            fault
            for fault in faults
            if fault.state.error_code == last.error_code
            and (fault.state.evse, fault.state.connector) == (last.evse, last.connector)
            and fault.at > seen.at - DAY
            and (fault.cleared_at is not None or fault is faults[-1])
        ]
        if len(alike) < known.thresholds.fault_repeat_count:
            return ()
        within = duration(seen.at - alike[0].at)
        facts = {"error": last.error, "number": len(alike), "within": within}
        also = [fault.state.message for fault in alike[:-1]]
        key = last.error_code
        return [Evidence.of(seen, also=also, facts=facts, key=key)]


class FaultWithoutReason(Rule):
    """A status is Faulted with NoError, or with a code that OCPP does not have."""

    id = "FLT-04"
    actions = _STATUS
    hears = Hears.CHARGER_CALLS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at the error code (OCPP 1.6, 6.6)."""
        payload = seen.payload
        if text_at(payload, "status").lower() != "faulted":
            return ()
        code = text_at(payload, "errorCode")
        if code.lower() in KNOWN_CODES - {"noerror"}:
            return ()
        more = [text_at(payload, key) for key in ("vendorErrorCode", "info")]
        told = ", ".join(part for part in more if part)
        facts = {
            "code": code or "no code",
            "more": f" It adds: {told}." if told else "",
        }
        return [Evidence.of(seen, facts=facts, key=code)]


class WarningOnly(Rule):
    """An error comes with a status other than Faulted: charging is still possible."""

    id = "FLT-05"
    actions = _STATUS
    hears = Hears.CHARGER_CALLS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look for codes beside other statuses (OCPP 1.6, 4.9)."""
        payload = seen.payload
        code, status = text_at(payload, "errorCode"), text_at(payload, "status")
        if code in ("", "NoError") or status.lower() == "faulted":
            return ()
        facts = {"code": code, "status": status}
        return [Evidence.of(seen, facts=facts, key=code)]


class FaultedButCharging(Rule):
    """Power flows in two samples while the connector is Faulted and a session open."""

    id = "FLT-14"
    actions = frozenset({"MeterValues", "TransactionEvent"})
    hears = Hears.CHARGER_CALLS

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._seen: dict[tuple[int | None, int | None], deque[int]] = {}

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Compare samples with the status."""
        found: list[Evidence] = []
        if not known.connectors.has_faults:
            self._seen.clear()
            return found
        for sample in known.measured.get(_POWER, ()):
            if sample.phase:
                continue
            place = (sample.evse, sample.connector)
            state = known.connectors.at(*place)
            power = _in_watts(sample)
            is_odd = (
                state is not None
                and state.is_faulted
                and sample.charger_at > state.since
                and power > known.thresholds.charging_power_w
                and known.transactions.at(*place) is not None
            )
            if state is None or not is_odd:
                self._seen.pop(place, None)
                continue
            numbers = self._seen.setdefault(place, deque(maxlen=10))
            numbers.append(seen.message.id)
            if len(numbers) >= 2:
                facts = {"power": f"{power:.0f} W", "error": state.error}
                also = [state.since_message, *list(numbers)[:-1]]
                found.append(Evidence.of(seen, also=also, facts=facts))
        return found


def _in_watts(sample: Sample) -> float:
    return sample.value if sample.unit == "W" else 0.0


class Tampering(Rule):
    """A security event tells of an opened housing, a local login or cleared logs."""

    id = "FLT-15"
    actions = frozenset({"SecurityEventNotification"})
    hears = Hears.CHARGER_CALLS

    _EVENTS: Final = (
        "TamperDetectionActivated", "SecurityLogWasCleared",
        "MaintenanceLoginAccepted", "MaintenanceLoginFailed",
    )  # fmt: skip

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at the type of the event (OCPP 2.0.1, A04)."""
        kind = text_at(seen.payload, "type")
        if kind not in self._EVENTS:
            return ()
        return [Evidence.of(seen, facts={"kind": kind}, key=kind)]


class UnavailableByItself(Rule):
    """A connector is Unavailable for ten minutes, and nobody asked for that.

    An update, a charger that is not accepted, or the session on a neighbour that it
    shares its power with are reasons of the charger's own.
    """

    id = "FLT-16"
    actions = frozenset(
        {"ChangeAvailability", "FirmwareStatusNotification",
         "SignedFirmwareStatusNotification"}
    )  # fmt: skip
    hears = Hears.CHARGER_CALLS | Hears.CHARGER_RESULTS

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._commanded: set[int] = set()
        self._is_updating = False

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Note what would explain it."""
        if seen.message.action == "ChangeAvailability":
            if seen.call is not None:
                self._note(seen.call, text_at(seen.payload, "status"))
        elif not seen.is_answer:
            status = text_at(seen.payload, "status")
            self._is_updating = status not in ("Installed", "Idle")
        return ()

    def _note(self, call: Observation, status: str) -> None:
        if status not in ("Accepted", "Scheduled"):
            return
        place = (call.place.evse or call.place.connector) or 0
        wanted = text_at(call.payload, "type") or text_at(
            call.payload, "operationalStatus"
        )
        if wanted == "Inoperative":
            self._commanded.add(place)
        else:
            self._commanded.discard(place)
            self._commanded.discard(0)

    def standing(self, now: int, known: Known) -> Iterable[Evidence]:
        """Tell which connectors are out of service."""
        if self._is_updating or known.boots.status not in ("", "Accepted"):
            return ()
        allowed = known.thresholds.unavailable_min * MINUTE
        return [
            Evidence(
                state.since,
                (state.since_message,),
                evse=state.evse or None,
                connector=state.connector,
                facts={
                    "since": duration(now - state.since),
                    "neighbour": " A neighbour is in use, which may be why."
                    if len(known.transactions)
                    else "",
                },
                is_possible=not known.starts_before(state.since, within_us=allowed),
            )
            for state in known.connectors
            if state.status == "Unavailable"
            and now - state.since > allowed
            and not self._commanded & {0, state.evse or state.connector}
        ]
