# SPDX-License-Identifier: Apache-2.0
"""How sessions end, and why (protocol handbook, 7.5)."""

from collections.abc import Iterable, Iterator
from typing import Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.fault_signs import ACTIONS as FAULT_ACTIONS
from ocppdesk.analysis.findings.fault_signs import Family
from ocppdesk.analysis.findings.knowing.commands import Command
from ocppdesk.analysis.findings.knowing.transactions import Running
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.reading import text_at
from ocppdesk.analysis.findings.rule import Evidence, Hears, Rule
from ocppdesk.analysis.findings.wording import MINUTE, SECOND, duration
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample
from ocppdesk.analysis.sessions.story import Outcome, Story

_ENDS: Final = frozenset({"StopTransaction", "TransactionEvent"})
_REMOTE_STOPS: Final = frozenset({"RemoteStopTransaction", "RequestStopTransaction"})
_STOPPING: Final = (
    "RemoteStopTransaction", "RequestStopTransaction", "Reset", "UnlockConnector",
    "ChangeAvailability", "SetChargingProfile", "ReserveNow",
)  # fmt: skip
_BY_POWER: Final = frozenset(
    {"powerloss", "reboot", "hardreset", "softreset", "immediatereset"}
)
_NO_ERROR: Final = ("", "NoError")


def ended_by(seen: Observation, known: Known) -> Running | None:
    """Return the transaction that a message of the charger ends; None: none."""
    ended = known.transactions.ended
    if seen.is_answer or not ended or ended[-1].stop_message != seen.message.id:
        return None
    return ended[-1]


class NormalEnd(Rule):
    """A session has charged and was ended by its driver, a command, or unplugging.

    `Local` is also what counts where a charger gives no reason.
    """

    id = "STOP-01"

    def of_story(self, story: Story, known: Known) -> Iterable[Evidence]:
        """Look for sessions that ended as they should."""
        if story.outcome is not Outcome.COMPLETED or not story.transactions:
            return ()
        last = story.transactions[-1]
        numbers = () if last.stop_message is None else (last.stop_message,)
        at = story.ended_at or last.ended_at or story.began_at
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
        is_refused = ended.reason == "DeAuthorized" or ended.trigger == "Deauthorized"
        if not is_refused:
            return ()
        # The same start may have been answered twice, and differently.
        is_refused = ended.status not in ("", "Accepted")
        told = f" The start was answered with {ended.status}." if is_refused else ""
        facts = {"tag": ended.id_tag or "its card", "told": told}
        return [Evidence.of(seen, also=[ended.message], facts=facts)]


class StoppedByPower(_EndRule):
    """A session ends as the charger loses power or restarts, without a command to."""

    id = "STOP-04"

    def judge(
        self, seen: Observation, ended: Running, known: Known
    ) -> Iterable[Evidence]:
        """Look at the reason, and for a Reset before."""
        if ended.reason.lower() not in _BY_POWER:
            return ()
        resets = known.commands.lately("Reset", at=seen.at, within_us=2 * MINUTE)
        if resets:
            return ()
        facts = {"reason": ended.reason}
        return [Evidence.of(seen, also=[ended.message], facts=facts)]


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
            Evidence.of(seen, facts={"error": sign.text})
            for sign in known.signs
            if sign.family is Family.EMERGENCY and not sign.is_over
        ]


class StoppedByFault(Rule):
    """A session ends within a minute of an error on its connector.

    An error that comes after unplugging is a consequence.
    """

    id = "STOP-06"
    actions = _ENDS | {"StatusNotification"}
    hears = Hears.CHARGER_CALLS

    _VAGUE: Final = frozenset(
        {"other", "evdisconnected", "powerquality", "groundfault", "overcurrentfault",
         "local", "emergencystop"}
    )  # fmt: skip

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look for the error before the end, or for the end before the error."""
        if seen.message.action == "StatusNotification":
            return self._after(seen, known)
        ended = ended_by(seen, known)
        if ended is None or ended.reason.lower() not in self._VAGUE:
            return ()
        near = known.thresholds.fault_near_s * SECOND
        fault = known.connectors.open_fault(ended.evse, ended.connector)
        if fault is None or seen.at - fault.at > near or fault.at < ended.at:
            return ()
        return [self._evidence(seen, ended, fault.state.error, fault.state.message)]

    def _after(self, seen: Observation, known: Known) -> Iterable[Evidence]:
        ended = known.transactions.ended
        fault = known.connectors.open_fault(seen.place.evse, seen.place.connector)
        if not ended or fault is None or fault.state.message != seen.message.id:
            return ()
        last = ended[-1]
        near = known.thresholds.fault_near_s * SECOND
        if (last.evse, last.connector) != (seen.place.evse, seen.place.connector):
            return ()
        if not fault.state.is_faulted or seen.at - (last.ended_at or 0) > near:
            return ()
        if last.reason.lower() not in self._VAGUE - {"evdisconnected"}:
            return ()
        return [self._evidence(seen, last, fault.state.error, last.stop_message)]

    def _evidence(
        self, seen: Observation, ended: Running, error: str, also: int | None
    ) -> Evidence:
        facts = {"error": error, "reason": ended.reason}
        return Evidence.of(seen, also=[also], facts=facts)


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
        command = next((one for one in found if _may_stop(one)), None)
        if command is None:
            return ()
        before = duration(seen.at - command.at)
        facts = {"action": command.action, "before": before, "reason": ended.reason}
        also = [command.message, command.answer]
        return [Evidence.of(seen, also=sorted(n for n in also if n), facts=facts)]


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


class UnknownStop(Rule):
    """A StopTransaction names a transaction that nobody saw begin.

    Where its start must have been seen, it was lost, which OFF-03 tells.
    """

    id = "STOP-09"
    actions = frozenset({"StopTransaction"})
    hears = Hears.CHARGER_CALLS
    suppressed_by = ("OFF-03",)

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at the number (OCPP 1.6, 4.10)."""
        if known.transactions.unknown_stop != seen.message.id:
            return ()
        told = seen.payload.get("transactionId")
        if any(str(one.id) == str(told) for one in known.transactions.ended):
            return ()  # it is told again: STOP-10
        facts = {"id": "none" if told is None else told}
        return [Evidence.of(seen, facts=facts)]


class StopRepeated(Rule):
    """The same StopTransaction comes again.

    Once after a lost connection is a retry as it should be.
    """

    id = "STOP-10"
    actions = frozenset({"StopTransaction", "Connected"})
    hears = Hears.CHARGER_CALLS | Hears.LINKS

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._seen: dict[str, list[int]] = {}
        self._is_new_link = False

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Compare it with those before (OCPP 1.6, 3.7)."""
        if seen.message.action == "Connected":
            self._is_new_link = True
            return ()
        key = repr(sorted((str(k), str(v)) for k, v in seen.payload.items()))
        numbers = self._seen.setdefault(key, [])
        numbers.append(seen.message.id)
        if len(self._seen) > 100:
            del self._seen[next(iter(self._seen))]
        is_retry, self._is_new_link = self._is_new_link, False
        if len(numbers) < (3 if is_retry else 2):
            return ()
        del numbers[1:-20]
        facts = {"id": text_at(seen.payload, "transactionId")}
        return [Evidence.of(seen, also=numbers[:-1], facts=facts)]


class RemoteStopRefused(Rule):
    """The charger rejects a remote stop."""

    id = "STOP-11"
    actions = _REMOTE_STOPS
    hears = Hears.CHARGER_RESULTS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Compare its number with what runs (OCPP 1.6, 5.12; 2.0.1, F03.FR.08)."""
        call = seen.call
        if call is None:
            return ()
        if text_at(seen.payload, "status") != "Rejected":
            return ()
        told = text_at(call.payload, "transactionId")
        running = {str(one.id) for one in known.transactions if one.id is not None}
        ended = {str(one.id) for one in known.transactions.ended}
        if told in running:
            why = "That session runs, as far as these messages tell."
        elif told in ended:
            why = "That session has ended already."
        elif running:
            why = f"What runs has another number: {', '.join(sorted(running)[:5])}."
        else:
            why = "No session runs, as far as these messages tell."
        facts = {"id": told or "none", "why": why}
        return [Evidence.of(seen, also=[call.message.id], facts=facts, key=told)]
