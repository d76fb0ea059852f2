# SPDX-License-Identifier: Apache-2.0
"""Boot and registration (protocol handbook, 7.2)."""

from collections.abc import Iterable
from itertools import pairwise
from statistics import median
from typing import Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.knowing.boots import Booted
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.reading import text_at, whole_at
from ocppdesk.analysis.findings.rule import Evidence, Hears, Needs, Rule
from ocppdesk.analysis.findings.wording import DAY, HOUR, MINUTE, SECOND, duration
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample
from ocppdesk.core.messages import Direction
from ocppdesk.core.numbers import whole_number

_BOOT: Final = "BootNotification"
_STATUS: Final = "StatusNotification"
_NOT_YET: Final = ("Pending", "Rejected")
_PENDING_US: Final = MINUTE  # provisioning takes some seconds
_MANY: Final = 8  # boots within a day, which are a slow loop
_SHOWN: Final = 3  # violations that are named
_LOST: Final = 10  # messages that a charger numbered and did not send


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


class BootLoop(Rule):
    """Three BootNotifications come within 15 minutes, though the charger was accepted.

    Eight within a day, less than an hour apart in the middle, are a slow loop. Those
    that the CSMS asked for do not count, nor does the first one after a Reset or an
    update. A charger that is not answered has to ask again.
    """

    id = "BOOT-02"
    hears = Hears.CHARGER_CALLS
    actions = frozenset({_BOOT})

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Count the boots before."""
        boots = [
            boot
            for boot in known.boots.all
            if not boot.is_triggered and not boot.is_commanded
        ]
        last = boots[-1] if boots else None
        if last is None or last.message != seen.message.id:
            return ()
        limits = known.thresholds
        window = limits.boot_loop_window_min * MINUTE
        # A log may leave out all answers; a charger that has none only sends boots.
        traffic = known.traffic
        has_answers = traffic.answered[Direction.IN] > 0
        is_one_sided = not has_answers and (
            traffic.calls[Direction.IN] > len(known.boots.all)
        )
        loop = [boot for boot in boots if boot.at >= seen.at - window]
        if len(loop) < limits.boot_loop_count or not _were_accepted(loop, is_one_sided):
            loop = [boot for boot in boots if boot.at >= seen.at - DAY]
            gaps = [b.at - a.at for a, b in pairwise(loop)]
            if len(loop) < _MANY or median(gaps) >= HOUR:
                return ()
            if not _were_accepted(loop, is_one_sided):
                return ()
        variant = ""
        if known.traffic.has_links:
            is_same = len({boot.connection for boot in loop}) == 1
            variant = "same_connection" if is_same else "restarts"
        facts = {
            "number": len(loop),
            "within": duration(loop[-1].at - loop[0].at),
            "accepted": ", though it had been accepted" if loop[0].status else "",
            "reason": f" (reason {last.reason})" if last.reason else "",
        }
        also = [boot.message for boot in loop[:-1]]
        return [
            Evidence.of(
                seen, also=also, facts=facts, variant=variant, is_possible=is_one_sided
            )
        ]


def _were_accepted(boots: list[Booted], is_one_sided: bool) -> bool:
    """Return whether no boot but the last one was repeated as it had to be."""
    accepted = ("Accepted", "") if is_one_sided else ("Accepted",)
    return all(boot.status in accepted for boot in boots[:-1])


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


class UnexpectedRestart(Rule):
    """The charger boots, and nothing in the last 10 minutes asked it to.

    A charger of OCPP 1.6 that boots on a new connection may only have registered
    again; a reason such as PowerUp or Watchdog (2.x), a security event, or a
    transaction that ended with PowerLoss or Reboot is proof. One whose numbers of
    messages go on has only registered again.
    """

    id = "BOOT-04"
    suppressed_by = ("BOOT-02",)
    hears = Hears.CHARGER_CALLS
    actions = frozenset(
        {_BOOT, "SecurityEventNotification", "StopTransaction",
         "FirmwareStatusNotification", "SignedFirmwareStatusNotification"}
    )  # fmt: skip

    _PROOFS: Final = ("PowerUp", "Watchdog", "Unknown")
    _EVENTS: Final = ("StartupOfTheDevice", "ResetOrReboot")
    _ENDS: Final = ("PowerLoss", "Reboot")
    _PLANNED: Final = (
        "FirmwareUpdate", "RemoteReset", "ScheduledReset", "LocalReset",
        "ApplicationReset", "Triggered",
    )  # fmt: skip
    _firmware_at = 0
    _proof: tuple[int, int, str] = (0, 0, "")
    _numbered: tuple[int, int] | None = None

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at boots, and at what else proves a restart."""
        payload = seen.payload
        match seen.message.action:
            case "FirmwareStatusNotification" | "SignedFirmwareStatusNotification":
                if text_at(payload, "status") != "Idle":
                    self._firmware_at = seen.at
            case "SecurityEventNotification":
                kind = text_at(payload, "type")
                if kind in self._EVENTS:
                    return self._prove(seen, f"the security event {kind}", known)
            case "StopTransaction":
                reason = text_at(payload, "reason")
                if reason in self._ENDS:
                    what = f"a transaction that ended with {reason}"
                    return self._prove(seen, what, known)
            case _:
                return self._boot(seen, known)
        return ()

    def _prove(self, seen: Observation, what: str, known: Known) -> Iterable[Evidence]:
        self._proof = (seen.at, seen.message.id, what)
        # What comes after the boot that it explains.
        boot = known.boots.last
        if boot is None or boot.is_triggered or seen.at - boot.at > 2 * MINUTE:
            return ()
        if self._is_expected(boot.at, known) or boot is known.boots.all[0]:
            return ()
        return [self._evidence(seen, [boot.message], f"There is {what}.", known)]

    def _boot(self, seen: Observation, known: Known) -> Iterable[Evidence]:
        boot = known.boots.last
        has_gone_on = self._has_gone_on(seen, known)
        if boot is None or boot.is_triggered or boot.reason in self._PLANNED:
            return ()
        at, message, what = self._proof
        has_proof = seen.at - at <= known.thresholds.commanded_min * MINUTE
        is_first = len(known.boots.all) == 1
        was_there = known.starts_before(seen.at, within_us=MINUTE)
        if self._is_expected(seen.at, known) or (is_first and not was_there):
            return ()
        before = known.boots.all[-2] if not is_first else None
        if before is not None:
            if before.boot.firmware != boot.boot.firmware:
                return ()  # it was updated
            is_unheard = before.answer is None or not before.status
            is_soon = seen.at - before.at <= known.thresholds.commanded_min * MINUTE
            if before.status in _NOT_YET or (is_unheard and is_soon):
                return ()  # it only asks again
            if known.traffic.has_links and before.connection == boot.connection:
                return ()  # no connection outlives a restart
        if boot.reason in self._PROOFS:
            why = f"It gives {boot.reason} as the reason."
            return [self._evidence(seen, [], why, known)]
        if has_proof:
            return [self._evidence(seen, [message], f"There is {what}.", known)]
        if has_gone_on:
            return ()
        return [
            Evidence.of(
                seen, variant="possible", is_possible=True,
                facts={"why": ""}, key="possible",
                note=self._note(seen, known),
            )
        ]  # fmt: skip

    def _evidence(
        self, seen: Observation, also: list[int], why: str, known: Known
    ) -> Evidence:
        note = self._note(seen, known)
        facts = {"why": why}
        return Evidence.of(
            seen, also=also, facts=facts, note=note, is_possible=bool(note)
        )

    @staticmethod
    def _note(seen: Observation, known: Known) -> str:
        """Return what is to be said where a command may have come before the log."""
        within = known.thresholds.commanded_min * MINUTE
        return known.start_note(seen.at, within_us=within)

    def _has_gone_on(self, seen: Observation, known: Known) -> bool:
        """Return whether a charger that counts its messages has not begun anew."""
        before, self._numbered = self._numbered, None
        number = whole_number(seen.message.message_id)
        if number is None:
            return False
        calls = known.traffic.calls[Direction.IN]
        self._numbered = (number, calls)
        if before is None:
            return False
        counted, came = number - before[0], calls - before[1]
        return came <= counted <= 2 * came + _LOST

    def _is_expected(self, at: int, known: Known) -> bool:
        within = known.thresholds.commanded_min * MINUTE
        commands = known.commands.lately(at=at, within_us=within)
        return any(c.may_restart for c in commands) or at - self._firmware_at < HOUR


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
