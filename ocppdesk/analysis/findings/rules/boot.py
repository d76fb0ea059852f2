# SPDX-License-Identifier: Apache-2.0
"""Boot and registration (protocol handbook, 7.2)."""

from collections.abc import Iterable
from typing import Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.reading import text_at, whole_at
from ocppdesk.analysis.findings.rule import Evidence, Hears, Needs, Rule
from ocppdesk.analysis.findings.wording import MINUTE, SECOND, duration
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample
from ocppdesk.core.messages import Direction

_BOOT: Final = "BootNotification"
_STATUS: Final = "StatusNotification"
_PENDING_US: Final = MINUTE  # provisioning takes some seconds
_SHOWN: Final = 3  # violations that are named


class NeverRegistered(Rule):
    """A new connection is without BootNotification for a minute, and none is known.

    A charger of OCPP 1.6 that only connects anew need not send one.
    """

    _connection = 0

    id = "BOOT-01"
    hears = Hears.CALLS
    actions = frozenset({"Connected", "Disconnected", _BOOT})
    needs = Needs.LINKS | Needs.ANSWERS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Wait for the BootNotification of a charger that never sent one."""
        message = seen.message
        if message.action == "Connected":
            if known.boots.all:
                return ()
            self._connection = message.connection
            allowed = known.thresholds.no_boot_s * SECOND
            facts = {"allowed": duration(allowed)}
            note = known.start_note(seen.at, within_us=2 * allowed)
            evidence = Evidence.of(seen, facts=facts, note=note)
            self.expect("boot", seen.at + allowed, evidence)
        elif message.action == _BOOT or message.connection == self._connection:
            # The end of an older connection, whose place this one took, is none of it.
            self.met("boot")
        return ()


class NotAccepted(Rule):
    """The CSMS answers a BootNotification with Rejected, an error, or lasting Pending.

    Pending for less than a minute is normal while a charger is set up. A charger that
    refuses a remote start with CSNotAccepted says the same.
    """

    id = "BOOT-03"
    hears = Hears.ANSWERS
    actions = frozenset({_BOOT, "RemoteStartTransaction", "RequestStartTransaction"})

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at what is said to a BootNotification."""
        message = seen.message
        if message.action != _BOOT:
            reason = text_at(seen.payload, "statusInfo", "reasonCode")
            if reason != "CSNotAccepted":
                return ()
            facts = {"interval": "", "status": "CSNotAccepted", "why": ""}
            also = [message.answer_to]
            return [Evidence.of(seen, also=also, facts=facts, variant="start")]
        if message.direction is not Direction.OUT:
            return ()
        status = text_at(seen.payload, "status")
        interval = whole_at(seen.payload, "interval")
        facts = {
            "status": f"the error {message.error_code}" if seen.is_error else status,
            "interval": f" It may ask again after {interval} s." if interval else "",
            "why": _broken_rules(seen.call),
        }
        evidence = Evidence.of(seen, also=[message.answer_to], facts=facts, key=status)
        if seen.is_error or status == "Rejected":
            self.met("accepted")
            return [evidence]
        if status == "Pending":
            if not self.waits("accepted"):
                self.expect("accepted", seen.at + _PENDING_US, evidence)
        else:
            self.met("accepted")
        return ()


class CallsRefused(Rule):
    """The CSMS answers calls of a charger that is not accepted with SecurityError."""

    id = "BOOT-03"
    actions = None
    hears = Hears.CSMS_ERRORS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look for the error of who has to wait (OCPP 2.0.1, B02.FR.09, B03.FR.07)."""
        message = seen.message
        if message.error_code != "SecurityError" or message.action in (None, _BOOT):
            return ()
        if known.boots.status == "Accepted":
            return ()
        return [
            Evidence.of(
                seen,
                also=[message.answer_to],
                facts={"action": message.action},
                key="calls",
                variant="calls",
                is_possible=not known.boots.status,
                is_of_charger=True,
            )
        ]


def _broken_rules(call: Observation | None) -> str:
    """Write what is wrong with a BootNotification, which may be why it is refused."""
    if call is None or not call.message.violations:
        return ""
    found = [
        f"{each.path}: {each.text}" if each.path else each.text
        for each in call.message.violations[:_SHOWN]
    ]
    return f" The BootNotification is not as OCPP has it: {'; '.join(found)}."


class NoStatusAfterBoot(Rule):
    """No StatusNotification comes within a minute after the charger was accepted.

    One that comes between BootNotification and its answer counts as well; a log may
    leave it out.
    """

    id = "BOOT-05"
    proved_by = Needs.RECORDING
    _told_at = 0
    actions = frozenset({_BOOT, _STATUS, "NotifyEvent", "Disconnected"})
    hears = Hears.CHARGER_CALLS | Hears.LINKS | Hears.CSMS_RESULTS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Wait for the first one (OCPP 1.6, 4.2; 2.0.1, B01.FR.05)."""
        if not seen.is_answer:
            if seen.message.action in (_STATUS, "NotifyEvent"):
                self._told_at = seen.at
            self.met("status")
            return ()
        boot = known.boots.last
        if boot is None or boot.answer != seen.message.id or boot.is_triggered:
            return ()
        if boot.status == "Accepted" and self._told_at < boot.at:
            allowed = known.thresholds.status_after_boot_s * SECOND
            facts = {"allowed": duration(allowed)}
            evidence = Evidence.of(seen, also=[boot.message], facts=facts)
            self.expect("status", seen.at + allowed, evidence)
        return ()


class ResetWithoutEffect(Rule):
    """A Reset is accepted, and the charger neither leaves nor boots within 5 minutes.

    A charger of OCPP 2.x that says `Scheduled`, or is to wait until it is idle, may
    take as long as it wants; one that is to reset a single EVSE stays (OCPP 2.0.1, B11
    and B12). Where nothing tells of connections, it may have left unseen.
    """

    id = "BOOT-06"
    proved_by = Needs.LINKS
    actions = frozenset({"Reset", _BOOT, "Connected", "Disconnected"})

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Wait for what shows the restart."""
        if not seen.is_answer:
            if seen.message.action != "Reset":
                self.met("restart")
        elif (
            seen.is_result("Reset", Direction.IN)
            and seen.call is not None
            and text_at(seen.payload, "status") == "Accepted"
            and text_at(seen.call.payload, "type") != "OnIdle"
            and not whole_at(seen.call.payload, "evseId")
        ):
            allowed = known.thresholds.reset_min * MINUTE
            kind = text_at(seen.call.payload, "type") or "unknown"
            facts = {"kind": kind, "allowed": duration(allowed)}
            evidence = Evidence.of(seen, also=[seen.call.message.id], facts=facts)
            self.expect("restart", seen.at + allowed, evidence)
        return ()


class ChangedIdentity(Rule):
    """Serial number, vendor, model, meter or firmware differ from the boot before.

    What a BootNotification leaves out does not count as changed. Some chargers tell
    other data when they are asked for it.
    """

    id = "BOOT-07"
    suppressed_by = ("CON-09",)
    hears = Hears.CHARGER_CALLS
    actions = frozenset({_BOOT})

    _FIELDS: Final = {
        "chargePointSerialNumber": "serial number",
        "chargeBoxSerialNumber": "serial number of the box",
        "serialNumber": "serial number",
        "chargePointVendor": "vendor",
        "vendorName": "vendor",
        "chargePointModel": "model",
        "model": "model",
        "meterSerialNumber": "serial number of the meter",
        "firmwareVersion": "firmware",
    }

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._told: dict[str, str] = {}

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Compare with what was told last."""
        payload = seen.payload
        station = payload.get("chargingStation")
        plate = station if isinstance(station, dict) else payload
        changes = []
        for key, name in self._FIELDS.items():
            value, before = text_at(plate, key), self._told.get(key)
            if not value:
                continue
            if before is not None and before != value:
                changes.append(f"{name} {before} → {value}")
            self._told[key] = value
        if not changes:
            return ()
        what, boot = ", ".join(changes), known.boots.last
        return [
            Evidence.of(
                seen,
                facts={"changes": what},
                key=what,
                is_possible=boot is not None and boot.is_triggered,
            )
        ]
