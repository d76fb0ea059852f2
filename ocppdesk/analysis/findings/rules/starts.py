# SPDX-License-Identifier: Apache-2.0
"""Sessions that do not start (protocol handbook, 7.4)."""

from collections import OrderedDict
from collections.abc import Iterable
from typing import ClassVar, Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.fault_signs import Family
from ocppdesk.analysis.findings.knowing.transactions import Running
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.reading import status_of, text_at
from ocppdesk.analysis.findings.rule import Evidence, Hears, Rule
from ocppdesk.analysis.findings.wording import MINUTE, duration
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample
from ocppdesk.analysis.sessions.outcomes import Step
from ocppdesk.analysis.sessions.story import Outcome, Story

_STARTS: Final = frozenset({"StartTransaction", "TransactionEvent"})
_STATUS: Final = "StatusNotification"
_DC_US: Final = 2 * MINUTE
_MOST_STARTS: Final = 200
_WITHOUT_SESSION: Final = ("Available", "Preparing", "Finishing", "Reserved",
                           "Unavailable")  # fmt: skip


class PreparingTimesOut(Rule):
    """A connector goes from Preparing to free after the charger's time-out."""

    id = "START-03"
    actions = frozenset({_STATUS})
    hears = Hears.CHARGER_CALLS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Compare how long it was Preparing with the time-out (OCPP 1.6, 4.9)."""
        state = known.connectors.at(seen.place.evse, seen.place.connector)
        if state is None or state.message != seen.message.id or state.previous is None:
            return ()
        before = state.previous
        if before.status != "Preparing" or state.status not in (
            "Available", "Finishing"
        ):  # fmt: skip
            return ()
        lasted, allowed = state.since - before.since, known.connection_timeout_us
        if not 0.8 * allowed <= lasted <= 1.2 * allowed:
            return ()
        place = (seen.place.evse, seen.place.connector)
        if known.transactions.at(*place) is not None or any(
            one.at >= before.since and one.is_at(*place)
            for one in known.transactions.ended
        ):
            return ()
        facts = {"lasted": duration(lasted), "status": state.status}
        return [Evidence.of(seen, also=[before.since_message], facts=facts)]


class _WithoutEnergy(Rule):
    """Speaks of sessions without energy that lack a certain step."""

    step: ClassVar[Step]

    def of_story(self, story: Story, known: Known) -> Iterable[Evidence]:
        """Judge a story."""
        is_without = story.outcome is Outcome.COMPLETED_NO_ENERGY
        if not is_without or story.missing_step != self.step:
            return ()
        told = tuple(line.message for line in story.lines if line.is_problem)
        numbers = tuple(sorted({number for number in told if number is not None}))
        if not numbers:
            numbers = tuple(line.message for line in story.lines if line.message)[-3:]
        facts = {"summary": story.summary}
        at = story.ended_at or story.began_at
        return [
            Evidence(at, numbers, story.evse, story.connector, facts, key=story.number)
        ]


class CarNeverDraws(_WithoutEnergy):
    """A session brings no energy: power was offered, and the car took none.

    In the first ten minutes a car may still get ready.
    """

    id = "START-04"
    step = Step.FLOW

    def of_story(self, story: Story, known: Known) -> Iterable[Evidence]:
        """Judge a story that was long enough."""
        if not story.transactions:
            return ()
        begin = story.transactions[0].began_at
        end = story.transactions[-1].ended_at or story.ended_at or begin
        if end - begin < known.thresholds.idle_min * MINUTE:
            return ()
        return super().of_story(story, known)


class PowerWithheld(_WithoutEnergy):
    """A session brings no energy: the charger did not offer power."""

    id = "START-05"
    step = Step.OFFER


class StartRepeated(Rule):
    """The charger sends the same StartTransaction again.

    One more after a connection was lost is a retry as it should be.
    """

    id = "START-10"
    actions = frozenset({"StartTransaction"})
    hears = Hears.CHARGER_CALLS | Hears.CSMS_RESULTS

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        # By the message that told it first: how often, and what was answered.
        self._often: OrderedDict[int, int] = OrderedDict()
        self._answers: dict[int, str] = {}

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look for an earlier one (OCPP 1.6, 6.45; errata 3.18)."""
        transactions = (*known.transactions, *known.transactions.ended)
        if seen.is_answer:
            call = seen.message.answer_to
            for running in transactions:
                if call in running.starts:
                    self._answers[running.starts[0]] = status_of(seen.payload)
                    break
            return ()
        for running in transactions:
            starts = running.starts
            if starts[-1] == seen.message.id:
                return self._again(seen, running)
        return ()

    def _again(self, seen: Observation, running: Running) -> list[Evidence]:
        starts, first = running.starts, running.starts[0]
        self._often[first] = often = self._often.get(first, 0) + 1
        if len(self._often) > _MOST_STARTS:
            self._answers.pop(self._often.popitem(last=False)[0], None)
        if often < 2:
            return []
        status = self._answers.get(first, "")
        facts = {"number": often, "tag": running.id_tag, "status": status}
        return [
            Evidence.of(
                seen, also=starts[:-1], facts=facts, key=first,
                variant="answered" if status else "",
            )
        ]  # fmt: skip


class NumberNotLearned(Rule):
    """After the start was answered, the charger names another transaction, or none.

    A single sample may have been under way when the answer came.
    """

    id = "START-11"
    actions = frozenset({"MeterValues", "StopTransaction"})
    hears = Hears.CHARGER_CALLS

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        # By the message of the start: the first sample that names another.
        self._first: OrderedDict[int, int] = OrderedDict()

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Compare the number with that of the session on the connector."""
        if "transactionId" not in seen.payload:
            return ()
        told = seen.payload["transactionId"]
        running = known.transactions.at(None, seen.message.connector)
        if running is None or running.id is None or not running.is_started:
            return ()
        if running.status not in ("", "Accepted"):
            return ()  # it was refused, so the number is of no use
        if str(told) == str(running.id) or known.transactions.find(
            seen.place.transaction_id
        ):
            return ()
        if any(str(one.id) == str(told) for one in known.transactions.ended):
            return ()
        first = self._first.setdefault(running.message, seen.message.id)
        if len(self._first) > _MOST_STARTS:
            self._first.popitem(last=False)
        if first == seen.message.id and seen.message.action == "MeterValues":
            return ()
        facts = {"told": "none" if told is None else told, "right": running.id}
        also = sorted({running.message, first} - {seen.message.id})
        return [Evidence.of(seen, also=also, facts=facts)]


class ChargingWithoutTransaction(Rule):
    """A connector becomes Charging, and no session is started on it in two minutes.

    Where nothing shows that it was free before, the session may be an older one.
    """

    id = "START-12"
    actions = _STARTS | {_STATUS, "Disconnected"}
    hears = Hears.CHARGER_CALLS | Hears.LINKS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Wait for the start that belongs to it."""
        action, place = seen.message.action, seen.place
        if known.is_2x:
            return ()
        if action == "Disconnected":
            for state in known.connectors:
                self.met(state.connector)
            return ()
        if not place.connector:
            return ()  # 0 is the whole charger: PRO-08
        if action != _STATUS:
            self.met(place.connector)
            return ()
        if text_at(seen.payload, "status") != "Charging":
            self.met(place.connector)
        elif self._is_odd(seen, known) and not self.waits(place.connector):
            allowed = seen.at + 2 * MINUTE
            self.expect(place.connector, allowed, Evidence.of(seen))
        return ()

    def _is_odd(self, seen: Observation, known: Known) -> bool:
        if not known.starts_before(seen.at, within_us=5 * MINUTE):
            return False
        state = known.connectors.at(None, seen.place.connector)
        before = None if state is None else state.previous
        if before is None or before.status not in _WITHOUT_SESSION:
            return False
        return known.transactions.at(None, seen.place.connector) is None


class TimedOutWaiting(Rule):
    """A session of OCPP 2.x ends as no car was connected in time."""

    id = "START-13"
    actions = frozenset({"TransactionEvent"})
    hears = Hears.CHARGER_CALLS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at trigger and reason (OCPP 2.0.1, E03.FR.05)."""
        reason = text_at(seen.payload, "transactionInfo", "stoppedReason")
        trigger = text_at(seen.payload, "triggerReason")
        if trigger != "EVConnectTimeout" and reason != "Timeout":
            return ()
        return [Evidence.of(seen)]


class HandshakeFails(Rule):
    """Within two minutes of plugging in, charger and car fail to agree on anything.

    At DC chargers that is the handshake, the insulation test or the pre-charge.
    """

    id = "START-14"
    actions = frozenset({_STATUS, "NotifyEvent"})
    hears = Hears.CHARGER_CALLS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look for errors of communication shortly after the plug."""
        found = []
        for sign in known.signs:
            if sign.family is not Family.VEHICLE or sign.is_over:
                continue
            state = known.connectors.at(sign.evse, sign.connector)
            if state is None:
                continue
            is_new = state.message == seen.message.id
            before = state.previous if is_new else state
            if before is None or before.status not in ("Preparing", "Occupied"):
                continue
            if is_new and state.status not in ("Faulted", "Finishing"):
                continue
            if seen.at - before.since <= _DC_US:
                after = duration(seen.at - before.since)
                facts = {"error": sign.text, "after": after}
                also = [before.since_message]
                found.append(Evidence.of(seen, also=also, facts=facts))
        return found
