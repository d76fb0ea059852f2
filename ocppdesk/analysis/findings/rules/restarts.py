# SPDX-License-Identifier: Apache-2.0
"""Restarts that nobody asked for (protocol handbook, 7.2)."""

from collections.abc import Iterable
from itertools import pairwise
from statistics import median
from typing import Final

from ocppdesk.analysis.findings.knowing.boots import Booted
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.reading import text_at
from ocppdesk.analysis.findings.rule import Evidence, Hears, Rule
from ocppdesk.analysis.findings.wording import DAY, HOUR, MINUTE, duration
from ocppdesk.analysis.moments import charger_time
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample
from ocppdesk.core.messages import Direction
from ocppdesk.core.numbers import whole_number

_BOOT: Final = "BootNotification"
_NOT_YET: Final = ("Pending", "Rejected")
_MANY: Final = 8  # boots within a day, which are a slow loop
_LOST: Final = 10  # messages that a charger numbered and did not send


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


class UnexpectedRestart(Rule):
    """The charger boots, and nothing in the last 10 minutes asked it to.

    A charger of OCPP 1.6 that boots on a new connection may only have registered
    again; a reason such as PowerUp or Watchdog (2.x), a security event, or a
    transaction that ended with PowerLoss or Reboot is proof, such an event also without
    a boot. One whose numbers of messages go on has only registered again.
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
                    what = f"the security event {kind}"
                    self._wait(seen, what, known)
                    return self._prove(seen, what, known)
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
        is_planned = boot.reason in self._PLANNED or self._is_expected(boot.at, known)
        if is_planned or boot is known.boots.all[0]:
            return ()
        return [self._evidence(seen, [boot.message], f"There is {what}.", known)]

    def _wait(self, seen: Observation, what: str, known: Known) -> None:
        """Wait for the boot that an event belongs to: some chargers never send it."""
        boot, told = known.boots.last, charger_time(seen.payload.get("timestamp"))
        is_late = told is None or abs(seen.at - told) > MINUTE
        has_booted = boot is not None and seen.at - boot.at <= 2 * MINUTE
        if has_booted or is_late or self._is_expected(seen.at, known):
            return
        evidence = self._evidence(seen, [], f"There is {what}.", known)
        self.expect("boot", seen.at + 2 * MINUTE, evidence)

    def _boot(self, seen: Observation, known: Known) -> Iterable[Evidence]:
        boot = known.boots.last
        self.met("boot")
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
