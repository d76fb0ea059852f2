# SPDX-License-Identifier: Apache-2.0
"""Messages about ends that match nothing, or come again (protocol handbook, 7.5)."""

from collections import OrderedDict, deque
from collections.abc import Iterable
from typing import Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.reading import text_at
from ocppdesk.analysis.findings.rule import Evidence, Hears, Rule
from ocppdesk.analysis.findings.wording import DAY
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample

_REMOTE_STOPS: Final = frozenset({"RemoteStopTransaction", "RequestStopTransaction"})
_MOST_STOPS: Final = 100


class UnknownStop(Rule):
    """A StopTransaction names a transaction that nobody saw begin.

    Where its start must have been seen, it was lost, which OFF-03 tells.
    """

    id = "STOP-09"
    actions = frozenset({"StopTransaction"})
    hears = Hears.CHARGER_CALLS
    suppressed_by = ("OFF-03",)

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._told: OrderedDict[str, None] = OrderedDict()

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at the number (OCPP 1.6, 4.10)."""
        if known.transactions.unknown_stop != seen.message.id:
            return ()
        told = seen.payload.get("transactionId")
        if any(str(one.id) == str(told) for one in known.transactions.ended):
            return ()  # it is told again: STOP-10
        if any(one.id is None for one in known.transactions):
            return ()  # it may be of a start whose answer was not seen
        content = _content(seen)
        if content in self._told:
            return ()
        self._told[content] = None
        if len(self._told) > _MOST_STOPS:
            self._told.popitem(last=False)
        note = known.start_note(seen.at, within_us=DAY)
        facts = {"id": "none" if told is None else told}
        return [Evidence.of(seen, facts=facts, note=note, is_possible=bool(note))]


def _content(seen: Observation) -> str:
    """Return what is the same when a StopTransaction is sent again."""
    return repr(sorted((str(k), str(v)) for k, v in seen.payload.items()))


class StopRepeated(Rule):
    """The same StopTransaction comes again.

    Once after a lost connection is a retry as it should be.
    """

    id = "STOP-10"
    actions = frozenset({"StopTransaction", "Connected"})
    hears = Hears.CHARGER_CALLS | Hears.LINKS | Hears.CSMS_RESULTS

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._seen: OrderedDict[str, list[int]] = OrderedDict()
        # The calls that were answered.
        self._answered: deque[int] = deque(maxlen=_MOST_STOPS)
        self._is_new_link = False

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Compare it with those before (OCPP 1.6, 3.7)."""
        if seen.message.action == "Connected":
            self._is_new_link = True
            return ()
        if seen.is_answer:
            self._answered.append(seen.message.answer_to or 0)
            return ()
        numbers = self._seen.setdefault(_content(seen), [])
        numbers.append(seen.message.id)
        if len(self._seen) > _MOST_STOPS:
            self._seen.popitem(last=False)
        is_retry, self._is_new_link = self._is_new_link, False
        if len(numbers) < (3 if is_retry else 2):
            return ()
        del numbers[1:-20]
        id = text_at(seen.payload, "transactionId")
        is_answered = any(number in self._answered for number in numbers)
        # Where nothing tells of connections, one repeat may follow a lost one.
        is_possible = len(numbers) == 2 and not known.traffic.has_links
        return [
            Evidence.of(
                seen, also=numbers[:-1], facts={"id": id}, key=id,
                variant="answered" if is_answered else "", is_of_charger=True,
                is_possible=is_possible,
            )
        ]  # fmt: skip


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
