# SPDX-License-Identifier: Apache-2.0
"""How sessions end, and why (protocol handbook, 7.5)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.fault_signs import ACTIONS as FAULT_ACTIONS
from ocppdesk.analysis.findings.fault_signs import Family, family_of
from ocppdesk.analysis.findings.knowing.boots import Booted
from ocppdesk.analysis.findings.knowing.commands import Command
from ocppdesk.analysis.findings.knowing.transactions import Running
from ocppdesk.analysis.findings.known import Known, Place
from ocppdesk.analysis.findings.reading import text_at
from ocppdesk.analysis.findings.rule import Evidence, Hears, Rule
from ocppdesk.analysis.findings.wording import MINUTE, SECOND, duration
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample
from ocppdesk.analysis.sessions.story import Outcome, Story

_ENDS: Final = frozenset({"StopTransaction", "TransactionEvent"})
_STOPPING: Final = (
    "RemoteStopTransaction", "RequestStopTransaction", "Reset", "UnlockConnector",
    "ChangeAvailability", "SetChargingProfile", "ReserveNow",
)  # fmt: skip
_BY_POWER: Final = frozenset(
    {"powerloss", "reboot", "hardreset", "softreset", "immediatereset"}
)
_AFTER_BOOT: Final = 10 * MINUTE
_MOST_PLACES: Final = 100


def ended_by(seen: Observation, known: Known) -> Running | None:
    """Return the transaction that a message of the charger ends; None: none."""
    ended = known.transactions.ended
    if seen.is_answer or not ended or ended[-1].stop_message != seen.message.id:
        return None
    return ended[-1]


class NormalEnd(Rule):
    """A session has charged and was ended by its driver, a command, or unplugging.

    `Local` is also what counts where a charger gives no reason. A plug that was pulled
    under load has a finding of its own.
    """

    id = "STOP-01"
    suppressed_by = ("STOP-02",)

    def of_story(self, story: Story, known: Known) -> Iterable[Evidence]:
        """Look for sessions that ended as they should."""
        if story.outcome is not Outcome.COMPLETED or not story.transactions:
            return ()
        last = story.transactions[-1]
        numbers = () if last.stop_message is None else (last.stop_message,)
        at = last.ended_at or story.ended_at or story.began_at
        facts = {"reason": story.stop_reason or "no reason"}
        return [Evidence(at, numbers, story.evse, story.connector, facts)]


class _EndRule(Rule):
    """Looks at each message that ends a transaction."""

    actions = _ENDS
    hears = Hears.CHARGER_CALLS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Judge the end of a transaction."""
        ended = ended_by(seen, known)
        return () if ended is None else self.judge(seen, ended, known)

    def judge(
        self, seen: Observation, ended: Running, known: Known
    ) -> Iterable[Evidence]:
        """Say what the end of a transaction means."""
        raise NotImplementedError


class StoppedByCard(_EndRule):
    """A session ends as its card is not accepted."""

    id = "STOP-03"

    def judge(
        self, seen: Observation, ended: Running, known: Known
    ) -> Iterable[Evidence]:
        """Look at reason and trigger (OCPP 1.6, 7.36; 2.0.1, E05)."""
        if "deauthorized" not in (ended.reason.lower(), ended.trigger.lower()):
            return ()
        # The same start may have been answered twice, and differently.
        is_refused = ended.status not in ("", "Accepted")
        told = f" The start was answered with {ended.status}." if is_refused else ""
        facts = {"tag": ended.id_tag or "its card", "told": told}
        return [Evidence.of(seen, also=[ended.message], facts=facts)]


class StoppedByPower(_EndRule):
    """A session ends as the charger loses power or restarts, without a command to.

    Some restart, and tell the end of the session with no reason, or another one.
    """

    id = "STOP-04"

    def judge(
        self, seen: Observation, ended: Running, known: Known
    ) -> Iterable[Evidence]:
        """Look at the reason, and for a command before."""
        facts = {"reason": ended.reason}
        boot = self._boot_before(seen, ended, known)
        is_told = ended.reason.lower() in _BY_POWER
        if boot is None and not is_told:
            return ()
        within = known.thresholds.commanded_min * MINUTE
        since = seen.at - (seen.at if boot is None else boot.at)
        commands = known.commands.lately(at=seen.at, within_us=within + since)
        if any(one.may_restart and one.is_accepted for one in commands):
            return ()
        also = [ended.message, None if boot is None else boot.message]
        variant = "" if is_told else "boot"
        return [Evidence.of(seen, also=also, facts=facts, variant=variant)]

    def _boot_before(
        self, seen: Observation, ended: Running, known: Known
    ) -> Booted | None:
        """Return the boot after which a session was ended without a good reason."""
        boot = known.boots.last
        if boot is None or boot.is_triggered or ended.reason not in ("Local", "Other"):
            return None
        if ended.reason == "Local" and "reason" in seen.payload:
            return None
        if boot.at < ended.at or seen.at - boot.at > _AFTER_BOOT or known.is_2x:
            return None
        goes_on = any(
            sample.at > boot.at and ended.is_at(evse, connector)
            for (evse, connector, *_rest), sample in known.samples.items()
            if sample.source == "MeterValues"
        )
        return None if goes_on else boot


class EmergencyStop(Rule):
    """Somebody pressed the emergency stop, or it is broken."""

    id = "STOP-05"
    actions = FAULT_ACTIONS
    hears = Hears.CHARGER_CALLS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look for it in reasons, codes and events."""
        return [
            replace(
                Evidence.of(seen, facts={"error": sign.text}),
                evse=sign.evse,
                connector=sign.connector,
            )
            for sign in known.signs
            if sign.family is Family.EMERGENCY and not sign.is_over
        ]


class StoppedByFault(Rule):
    """A session ends within a minute of an error on its connector.

    An error of the pilot around unplugging is a consequence, and a warning beside a
    stop by the driver proves nothing.
    """

    id = "STOP-06"
    actions = _ENDS | {"StatusNotification", "NotifyEvent"}
    hears = Hears.CHARGER_CALLS

    _VAGUE: Final = frozenset(
        {"other", "evdisconnected", "powerquality", "groundfault", "overcurrentfault",
         "local"}
    )  # fmt: skip

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        # OCPP 2.x: the last alert, by EVSE; None is the whole charger.
        self._alerts: dict[int | None, _Error] = {}

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look for the error before the end, or for the end before the error."""
        action = seen.message.action
        if action == "NotifyEvent":
            return self._after_alert(seen, known)
        if action == "StatusNotification":
            return self._after_status(seen, known)
        ended = ended_by(seen, known)
        if ended is None:
            return ()
        # An alert of OCPP 2.x says more than the status beside it.
        found = [self._alerts.get(ended.evse), self._of_connector(ended, known)]
        if ended.evse:
            found.append(self._alerts.get(None))
        near = known.thresholds.fault_near_s * SECOND
        for error in found:
            if (
                error is not None
                and ended.at <= error.at
                and seen.at - error.at <= near
                and self._may_end(error, ended, is_before=True)
            ):
                return [self._evidence(seen, ended, error, error.message)]
        return ()

    def _of_connector(self, ended: Running, known: Known) -> "_Error | None":
        fault = known.connectors.open_fault(ended.evse, ended.connector)
        if fault is None:
            return None
        state = fault.state
        return _Error(
            fault.at, state.message, state.error, family_of(state),
            is_grave=fault.worst_is_faulted,
        )  # fmt: skip

    def _may_end(self, error: "_Error", ended: Running, *, is_before: bool) -> bool:
        """Return whether an error may be why a session ended."""
        reason = ended.reason.lower()
        if reason not in self._VAGUE:
            return False
        if reason == "evdisconnected":
            return is_before and error.family is not Family.VEHICLE
        return error.is_grave or reason != "local"

    def _after_status(self, seen: Observation, known: Known) -> list[Evidence]:
        fault = known.connectors.open_fault(seen.place.evse, seen.place.connector)
        if fault is None or fault.state.message != seen.message.id:
            return []
        if not fault.state.is_faulted:
            return []
        state, place = fault.state, (seen.place.evse, seen.place.connector)
        alert = self._alerts.get(state.evse)
        if alert is not None and seen.at - alert.at <= MINUTE:
            return []  # the alert says more
        error = _Error(seen.at, state.message, state.error, family_of(state))
        return self._after(seen, error, place, known)

    def _after_alert(self, seen: Observation, known: Known) -> list[Evidence]:
        found = []
        for sign in known.signs:
            if sign.is_over:
                self._alerts.pop(sign.evse, None)
            if sign.is_over or not sign.is_grave:
                continue
            error = _Error(seen.at, seen.message.id, sign.text, sign.family)
            if len(self._alerts) < _MOST_PLACES:
                self._alerts[sign.evse] = error
            place = (sign.evse, sign.connector)
            found += self._after(seen, error, place, known)
        return found

    def _after(
        self, seen: Observation, error: "_Error", place: Place, known: Known
    ) -> list[Evidence]:
        near = known.thresholds.fault_near_s * SECOND
        ended = next(
            (
                one
                for one in reversed(known.transactions.ended)
                if one.is_at(*place) and seen.at - (one.ended_at or 0) <= near
            ),
            None,
        )
        if ended is None or not self._may_end(error, ended, is_before=False):
            return []
        return [self._evidence(seen, ended, error, ended.stop_message)]

    def _evidence(
        self, seen: Observation, ended: Running, error: "_Error", also: int | None
    ) -> Evidence:
        facts = {"error": error.text, "reason": ended.reason}
        evidence = Evidence.of(seen, also=[also], facts=facts)
        return replace(evidence, evse=ended.evse, connector=ended.connector)


@dataclass(frozen=True, slots=True)
class _Error:
    """Something that may have ended a session."""

    at: int
    message: int
    text: str
    family: Family
    is_grave: bool = True


class StoppedByCommand(_EndRule):
    """A command of the CSMS came shortly before a session ended."""

    id = "STOP-07"

    def judge(
        self, seen: Observation, ended: Running, known: Known
    ) -> Iterable[Evidence]:
        """Look for the command."""
        found = known.commands.lately(
            *_STOPPING,
            at=seen.at,
            within_us=known.thresholds.command_before_s * SECOND,
            connector=ended.connector,
        )
        command = next(
            (one for one in found if _may_stop(one) and _is_for(one, ended)), None
        )
        if command is None:
            return ()
        before = duration(seen.at - command.at)
        facts = {"action": command.action, "before": before, "reason": ended.reason}
        also = [command.message, command.answer]
        return [Evidence.of(seen, also=sorted(n for n in also if n), facts=facts)]


def _is_for(command: Command, ended: Running) -> bool:
    """Return whether a command of OCPP 2.x may be about the EVSE of a transaction."""
    return not command.evse or not ended.evse or command.evse == ended.evse


def _may_stop(command: Command) -> bool:
    """Return whether a command ends a session, if it is obeyed."""
    if not command.is_accepted:
        return False
    if command.action == "ChangeAvailability":
        wanted = text_at(command.payload, "type") or text_at(
            command.payload, "operationalStatus"
        )
        return wanted == "Inoperative"
    if command.action == "SetChargingProfile":
        return any(limit == 0 for limit in _limits(command.payload))
    return True


def _limits(payload: object) -> Iterator[float]:
    """Return all limits anywhere in a charging profile."""
    if isinstance(payload, dict):
        for key, value in payload.items():
            if key == "limit" and isinstance(value, int | float):
                yield value
            else:
                yield from _limits(value)
    elif isinstance(payload, list):
        for value in payload:
            yield from _limits(value)


class NeverClosed(Rule):
    """A session is over by all signs, and its end was never told.

    While messages that were kept offline still come, that is not judged.
    """

    id = "STOP-08"
    suppressed_by = ("BOOT-04", "CON-07")

    def of_story(self, story: Story, known: Known) -> Iterable[Evidence]:
        """Look for stories that were orphaned."""
        if story.outcome is not Outcome.ORPHANED or not story.transactions:
            return ()
        last = story.transactions[-1]
        numbers = () if last.start_message is None else (last.start_message,)
        at = story.ended_at or story.began_at
        facts = {"id": "?" if last.id is None else last.id, "summary": story.summary}
        key = story.number
        return [Evidence(at, numbers, story.evse, story.connector, facts, key=key)]
