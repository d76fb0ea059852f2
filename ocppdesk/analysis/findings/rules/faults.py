# SPDX-License-Identifier: Apache-2.0
"""What is faulted or out of service at the moment (protocol handbook, 7.8)."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.fault_signs import (
    Family,
    Sign,
    family_of,
)
from ocppdesk.analysis.findings.finding import Severity
from ocppdesk.analysis.findings.knowing.connectors import ConnectorState
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.reading import text_at
from ocppdesk.analysis.findings.rule import Evidence, Hears, Rule
from ocppdesk.analysis.findings.wording import MINUTE, duration
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample

_DANGERS: Final = (Family.RESIDUAL, Family.CONTACTOR)
_OF_STATION: Final = "chargingstation.problem"
_LONG_SILENCE: Final = 15 * MINUTE
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

    While the charger is away or silent its status may be old.
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
            elif sign.code.lower() == _OF_STATION or not sign.is_grave:
                continue  # FLT-02; a warning
            elif len(self._alerts) < _MOST_OPEN:
                self._alerts.setdefault(key, self._of_alert(seen, sign))
        return ()

    def _of_alert(self, seen: Observation, sign: Sign) -> Evidence:
        is_dangerous = sign.family in _DANGERS
        return Evidence(
            seen.at,
            (seen.message.id,),
            evse=sign.evse,
            connector=sign.connector,
            key=sign.code,
            facts={
                "error": sign.text,
                "since": "",
                "before": "",
                "often": "",
                "old": "",
            },
            variant="alert",
            severity=Severity.CRITICAL if is_dangerous else None,
        )

    def standing(self, now: int, known: Known) -> Iterable[Evidence]:
        """Tell what is faulted at the moment."""
        old = _doubt(now, known)
        for state in known.connectors:
            if state.is_faulted and (state.connector or state.evse):
                yield self._of_state(state, now, old, known)
        boot = known.boots.last
        for alert in self._alerts.values():
            why = old
            if boot is not None and not boot.is_triggered and boot.at > alert.at:
                why = why or "It has restarted since, so this may be over."
            facts = {**alert.facts, "old": why}
            yield replace(alert, facts=facts, is_possible=bool(why))

    def _of_state(
        self, state: ConnectorState, now: int, old: str, known: Known
    ) -> Evidence:
        count = sum(
            (fault.state.evse, fault.state.connector) == (state.evse, state.connector)
            for fault in known.connectors.faults
        )
        often = "" if count < 2 else f"It is the error number {count} there."
        was = "" if state.previous is None else state.previous.status.lower()
        is_dangerous = family_of(state) in _DANGERS
        return Evidence(
            state.since,
            tuple(sorted({state.since_message, state.message})),
            evse=state.evse or None,
            connector=state.connector,
            severity=Severity.CRITICAL if is_dangerous else None,
            is_possible=bool(old),
            facts={
                "error": state.error,
                "since": duration(now - state.since),
                "before": _BEFORE.get(was, ""),
                "often": often,
                "old": old,
            },
        )


def _doubt(now: int, known: Known) -> str:
    """Say why a status may be old; empty: it is not."""
    traffic = known.traffic
    if traffic.is_connected is False:
        return "The charger is not connected, so this may be old."
    silence = now - (now if traffic.heard_at is None else traffic.heard_at)
    if silence > max(known.silence_us, _LONG_SILENCE):
        return (
            f"The charger has said nothing for {duration(silence)}, so it may be old."
        )
    return ""


class WholeChargerFaulted(Rule):
    """Connector 0 is Faulted, or the component ChargingStation has a problem.

    While an outlet charges all the same, it may be no more than a warning.
    """

    id = "FLT-02"
    actions = frozenset({"NotifyEvent"})
    hears = Hears.CHARGER_CALLS

    _problem: Evidence | None = None

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look for a problem of the whole station (OCPP 2.x)."""
        for sign in known.signs:
            if sign.code.lower() == _OF_STATION:
                facts = {"error": sign.text, "since": ""}
                self._problem = None if sign.is_over else Evidence.of(seen, facts=facts)
        return ()

    def standing(self, now: int, known: Known) -> Iterable[Evidence]:
        """Tell that it is so at the moment."""
        state, found = known.connectors.at(None, 0), self._problem
        if state is not None and state.is_faulted and not state.evse:
            since = f" for {duration(now - state.since)}"
            facts = {"error": state.error, "since": since}
            found = Evidence(state.since, (state.since_message,), facts=facts)
        if found is None:
            return ()
        note = _doubt(now, known)
        is_used = any(
            (each.connector or each.evse)
            and each.status == "Charging"
            and each.at > found.at
            for each in known.connectors
        )
        if is_used and not note:
            note = "An outlet charges all the same: it may be a warning only."
        return [replace(found, note=note, is_possible=bool(note))]


class UnavailableByItself(Rule):
    """A connector is Unavailable for ten minutes, and nobody asked for that.

    An update, a charger that is not accepted, or the session on a neighbour that it
    shares its power with are reasons of the charger's own.
    """

    id = "FLT-16"
    actions = frozenset(
        {"FirmwareStatusNotification", "SignedFirmwareStatusNotification"}
    )
    hears = Hears.CHARGER_CALLS

    _OVER: Final = ("Installed", "Idle", "InstallationFailed", "DownloadFailed",
                    "InstallVerificationFailed", "InvalidSignature")  # fmt: skip

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._is_updating = False
        self._updated_at: int | None = None

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Note updates, which would explain it."""
        status = text_at(seen.payload, "status")
        if status != "Idle":
            self._updated_at = seen.at
        self._is_updating = status not in self._OVER
        return ()

    def standing(self, now: int, known: Known) -> Iterable[Evidence]:
        """Tell which connectors are out of service."""
        if self._is_updating or known.boots.status not in ("", "Accepted"):
            return
        allowed = known.thresholds.unavailable_min * MINUTE
        old = _doubt(now, known)
        out = [
            state
            for state in known.connectors
            if state.status == "Unavailable" and self._is_odd(state, now, known)
        ]
        whole = [state for state in out if not (state.evse or state.connector)]
        for state in whole or out:
            note = known.start_note(state.since, within_us=allowed)
            error = f" It reports {state.error}." if state.has_error else ""
            neighbour = " A neighbour is in use, which may be why."
            yield Evidence(
                state.since,
                (state.since_message,),
                evse=state.evse or None,
                connector=state.connector or None,
                facts={
                    "since": duration(now - state.since),
                    "error": error,
                    "neighbour": neighbour if len(known.transactions) else "",
                },
                note=" ".join(part for part in (old, note) if part),
                is_possible=bool(note or old),
            )

    def _is_odd(self, state: ConnectorState, now: int, known: Known) -> bool:
        allowed = known.thresholds.unavailable_min * MINUTE
        place = state.evse or state.connector
        if known.availability.out_of_service_by(place) is not None:
            return False
        if self._updated_at is not None and state.since <= self._updated_at + allowed:
            return False  # FW-05
        return now - state.since > allowed
