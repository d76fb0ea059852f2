# SPDX-License-Identifier: Apache-2.0
"""What is odd about faults as they are reported (protocol handbook, 7.8)."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.fault_signs import KNOWN_CODES, Family
from ocppdesk.analysis.findings.knowing.connectors import NO_CODE, ConnectorState
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.reading import text_at
from ocppdesk.analysis.findings.rule import Evidence, Hears, Rule
from ocppdesk.analysis.findings.wording import DAY, duration
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample

_STATUS: Final = frozenset({"StatusNotification"})
_POWER: Final = "Power.Active.Import"
_MOST_OPEN: Final = 200


class IntermittentFault(Rule):
    """The same error comes three times within a day, and goes each time by itself.

    What a restart cleared does not count.
    """

    id = "FLT-03"
    actions = _STATUS | {"NotifyEvent", "Reset", "BootNotification"}
    hears = Hears.CHARGER_CALLS | Hears.CHARGER_RESULTS

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._restarts: deque[int] = deque(maxlen=_MOST_OPEN)
        self._alerts: dict[tuple[int | None, int | None, str], deque[_Alert]] = {}

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Count the errors like one that just came."""
        action = seen.message.action
        if action == "Reset":
            if text_at(seen.payload, "status") in ("Accepted", "Scheduled"):
                self._restarts.append(seen.at)
        elif seen.is_answer:
            return ()
        elif action == "BootNotification":
            boot = known.boots.last
            if boot is not None and not boot.is_triggered:
                self._restarts.append(seen.at)
        elif action == "NotifyEvent":
            return self._of_alerts(seen, known)
        else:
            return self._of_status(seen, known)
        return ()

    def _went_by_itself(self, began: int, ended: int | None) -> bool:
        return ended is not None and not any(
            began <= restart <= ended for restart in self._restarts
        )

    def _of_status(self, seen: Observation, known: Known) -> list[Evidence]:
        faults = known.connectors.faults
        if not faults or faults[-1].state.message != seen.message.id:
            return []
        last = faults[-1].state
        alike = [
            fault
            for fault in faults
            if _is_alike(fault.state, last)
            and fault.at > seen.at - DAY
            and (
                fault is faults[-1] or self._went_by_itself(fault.at, fault.cleared_at)
            )
        ]
        if len(alike) < known.thresholds.fault_repeat_count:
            return []
        is_one = len({fault.state.error for fault in alike}) == 1
        names = (last.error_code, last.vendor_code)
        error = last.error if is_one else ", ".join(name for name in names if name)
        within = duration(seen.at - alike[0].at)
        # OCPP 2.x has no codes.
        error = "Faulted" if error in ("", NO_CODE) else error
        facts = {"error": error, "number": len(alike), "within": within}
        also = [fault.state.message for fault in alike[:-1]]
        key = (last.error_code, last.vendor_code)
        return [Evidence.of(seen, also=also, facts=facts, key=key)]

    def _of_alerts(self, seen: Observation, known: Known) -> list[Evidence]:
        found = []
        for sign in known.signs:
            key = (sign.evse, sign.connector, sign.code)
            alerts = self._alerts.get(key)
            if sign.is_over:
                if alerts and alerts[-1].ended_at is None:
                    alerts[-1].ended_at = seen.at
                continue
            if alerts is None:
                if len(self._alerts) >= _MOST_OPEN:
                    continue
                alerts = self._alerts[key] = deque(maxlen=_MOST_OPEN)
            if alerts and alerts[-1].ended_at is None:
                continue  # it is only told again
            alerts.append(_Alert(seen.at, seen.message.id))
            alike = [
                alert
                for alert in alerts
                if alert.at > seen.at - DAY
                and (
                    alert is alerts[-1]
                    or self._went_by_itself(alert.at, alert.ended_at)
                )
            ]
            if len(alike) >= known.thresholds.fault_repeat_count:
                within = duration(seen.at - alike[0].at)
                facts = {"error": sign.text, "number": len(alike), "within": within}
                also = [alert.message for alert in alike[:-1]]
                evidence = Evidence.of(seen, also=also, facts=facts, key=sign.code)
                found.append(
                    replace(evidence, evse=sign.evse, connector=sign.connector)
                )
        return found


@dataclass(slots=True)
class _Alert:
    """An alert of OCPP 2.x, until it was told that it is over."""

    at: int
    message: int
    ended_at: int | None = None


def _is_alike(one: ConnectorState, other: ConnectorState) -> bool:
    """Return whether two connectors' errors are one error of one connector."""
    return (one.evse, one.connector, one.error_code, one.vendor_code) == (
        other.evse, other.connector, other.error_code, other.vendor_code,
    )  # fmt: skip


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
        if code.lower() in KNOWN_CODES - {"noerror"} or seen.is_2x:
            return ()
        state = known.connectors.at(None, seen.place.connector)
        before = None if state is None else state.previous
        if before is not None and before.is_faulted and before.error_code:
            return ()  # the reason was told, and left out of the repeat
        more = [text_at(payload, key) for key in ("vendorErrorCode", "info")]
        told = ", ".join(part for part in more if part)
        facts = {
            "code": code or "no code",
            "more": f" It adds: {told}." if told else "",
        }
        return [Evidence.of(seen, facts=facts, key=code)]


class WarningOnly(Rule):
    """An error comes with a status other than Faulted: charging is still possible.

    Errors of a kind that has a finding of its own are told there.
    """

    id = "FLT-05"
    actions = _STATUS
    hears = Hears.CHARGER_CALLS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look for codes beside other statuses (OCPP 1.6, 4.9)."""
        payload = seen.payload
        code, status = text_at(payload, "errorCode"), text_at(payload, "status")
        is_none = code.lower() in ("", "noerror")
        if is_none or status.lower() in ("faulted", "unavailable"):
            return ()
        if any(sign.family is not Family.OTHER for sign in known.signs):
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
