# SPDX-License-Identifier: Apache-2.0
"""Cards that are refused, or start nothing (protocol handbook, 7.3)."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.knowing.transactions import Running
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.reading import (
    parts_at,
    text_at,
    told_status,
    whole_at,
)
from ocppdesk.analysis.findings.rule import Evidence, Hears, Needs, Rule
from ocppdesk.analysis.findings.rules.offline import replayed_by
from ocppdesk.analysis.findings.wording import MINUTE, SECOND, duration
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample
from ocppdesk.core.messages import Direction

JUDGED: Final = frozenset({"Authorize", "StartTransaction", "TransactionEvent"})
"""What the CSMS judges cards in."""
_REMOTE: Final = frozenset({"RemoteStartTransaction", "RequestStartTransaction"})
ACCEPTED: Final = "Accepted"
"""What it says of a card that may charge, and a charger of a command."""
_GRACE: Final = 30 * SECOND  # after the time to plug in
_RELATED: Final = 5 * MINUTE
REMEMBERED: Final = 500
"""How many cards a rule remembers."""
_PLUGGED: Final = ("Preparing", "Occupied")
_OWN: Final = (
    " That is the charger's own serial number, which some send where no card was shown."
)
_MEANINGS: Final = {
    "invalid": "it is not in the list of cards that may charge",
    "unknown": "nobody knows it",
    "blocked": "it is blocked",
    "expired": "it has expired",
    "concurrenttx": "it is in use in another session",
    "nocredit": "it has no credit left",
    "notatthislocation": "it may not charge here",
    "notatthistime": "it may not charge at this time",
    "notallowedtypeevse": "it may not charge at this kind of charger",
}


def tag_of(seen: Observation) -> str:
    """Return the card that a call names; empty if it names none."""
    return text_at(seen.payload, "idTag") or text_at(seen.payload, "idToken", "idToken")


def serials(known: Known) -> Iterator[str]:
    """Return the serial numbers that the charger gave when it booted."""
    boot = known.boots.last
    payload = {} if boot is None else boot.boot.payload
    for keys in (
        ("chargePointSerialNumber",),
        ("chargeBoxSerialNumber",),
        ("chargingStation", "serialNumber"),
    ):
        if serial := text_at(payload, *keys).strip():
            yield serial


def judged(seen: Observation) -> tuple[Observation, str, str] | None:
    """Return the call about a card, the card and what the CSMS says to it.

    None: the message is no such answer.
    """
    call = seen.call
    if call is None or seen.message.direction is not Direction.OUT or seen.is_error:
        return None
    if seen.message.action == "TransactionEvent":
        status = text_at(seen.payload, "idTokenInfo", "status")
    else:
        status = told_status(seen)
    if not status:
        return None
    if status.lower() == ACCEPTED.lower():
        status = ACCEPTED
    tag = tag_of(call)
    return (call, tag, status) if tag else None


class CardRefused(Rule):
    """The CSMS does not accept a card, for Authorize or for the start of a session."""

    id = "AUTH-01"
    actions = JUDGED
    hears = Hears.CSMS_RESULTS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at the status (OCPP 1.6, 7.2; 2.0.1, AuthorizationStatusEnumType)."""
        found = judged(seen)
        if found is None or found[2] == ACCEPTED:
            return ()
        call, tag, status = found
        meaning = _MEANINGS.get(status.lower(), "the status does not say why")
        is_own = tag.casefold() in (serial.casefold() for serial in serials(known))
        facts = {"tag": tag, "status": status, "meaning": meaning}
        return [
            Evidence.of(
                seen,
                also=[call.message.id],
                facts={**facts, "own": _OWN if is_own else ""},
                key=(tag, status),
                is_of_charger=True,
            )
        ]


class NothingStarted(Rule):
    """A card is accepted, and no session starts with it in the time to plug in.

    A card that is shown while its own session runs, or before a session ends, was meant
    to end that. While the charger is offline it keeps what it has to say. Near a remote
    start or a fault, that is what is told.
    """

    id = "AUTH-02"
    actions = JUDGED | {"StopTransaction", "Disconnected"}
    hears = Hears.CHARGER_CALLS | Hears.CSMS_RESULTS | Hears.LINKS
    needs = Needs.ANSWERS
    suppressed_by = ("START-02", "FLT-")

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._waiting: set[str] = set()

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Wait for the session."""
        message = seen.message
        if not seen.is_answer:
            if message.action != "Authorize":
                self._meet(seen, known)
            return ()
        found = judged(seen)
        if message.action != "Authorize" or found is None or found[2] != ACCEPTED:
            return ()
        call, tag, _status = found
        shown = ("", tag.casefold())
        if any(one.id_tag.casefold() in shown for one in known.transactions):
            return ()
        allowed = known.connection_timeout_us + _GRACE
        facts = {"tag": tag, "allowed": duration(allowed)}
        evidence = Evidence.of(seen, also=[call.message.id], facts=facts, key=tag)
        if len(self._waiting) >= REMEMBERED:
            self._waiting.clear()
        self._waiting.add(tag.casefold())
        self.expect(tag.casefold(), seen.at + allowed, evidence)
        return ()

    def _meet(self, seen: Observation, known: Known) -> None:
        """Note what is not waited for any more."""
        tag = tag_of(seen)
        if seen.message.action == "TransactionEvent":
            running = known.transactions.find(seen.place.transaction_id)
            tags = {tag, "" if running is None else running.id_tag}
        elif seen.message.action == "StartTransaction":
            tags = {tag}
        else:
            # Another card of the same group may end a session, too.
            tags = set(self._waiting)
        for each in tags:
            self._waiting.discard(each.casefold())
            self.met(each.casefold())

    def expired(
        self, key: object, evidence: Evidence | None, known: Known
    ) -> Iterable[Evidence]:
        """Say whether a plug was seen."""
        if evidence is None:
            return ()
        states = [state for state in known.connectors if state.connector or state.evse]
        plug = "Nobody plugged in, or it was plugged in elsewhere"
        before = [s.previous for s in states if s.previous and s.since >= evidence.at]
        if any(state.status in _PLUGGED for state in (*states, *before)):
            plug = "A plug was in, so it is the start itself that failed"
        elif not states:
            plug = "Nobody plugged in, or the charger did not see the plug"
        return [replace(evidence, facts={**evidence.facts, "plug": plug})]


class GhostSession(Rule):
    """A card is refused as ConcurrentTx because of a session that is over.

    Its connector was free since, or another session began there, or the charger
    restarted and nothing charges there any more.
    """

    id = "AUTH-05"
    actions = JUDGED
    hears = Hears.CSMS_RESULTS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look for the session that is in the way."""
        found = judged(seen)
        if found is None or found[2].lower() != "concurrenttx":
            return ()
        call, tag, _status = found
        for running in known.transactions:
            is_own = call.message.id in (running.message, *running.starts)
            if running.id_tag.casefold() != tag.casefold() or is_own:
                continue
            told = self._end_of(running, known, ours=call)
            if told is not None:
                number, how = told
                since = duration(seen.at - running.at)
                facts = {"tag": tag, "since": since, "how": how}
                also = [running.message, number, call.message.id]
                return [Evidence.of(seen, also=also, facts=facts, key=tag)]
        return ()

    @staticmethod
    def _end_of(
        running: Running, known: Known, *, ours: Observation
    ) -> tuple[int, str] | None:
        """Return which message tells that a session is over, and how it does."""
        place = (running.evse, running.connector)
        state = known.connectors.at(*place)
        for each in (state, None if state is None else state.previous):
            is_later = each is not None and each.since > running.at
            if each is not None and is_later and each.status == "Available":
                return each.since_message, "its connector has been free since"
        newer = known.transactions.at(*place)
        if newer is not None and newer.at > running.at:
            is_ours = ours.message.id in (newer.message, *newer.starts)
            if newer is not running and not is_ours:
                return newer.message, "another session has begun there since"
        boot = known.boots.last
        if boot is None or state is None or state.status != "Preparing":
            return None
        if running.at < boot.at < state.since:
            return boot.message, "the charger has restarted since"
        return None


class AcceptedThenRefused(Rule):
    """A card is accepted by Authorize, and refused for the start of the session."""

    id = "AUTH-06"
    actions = JUDGED
    hears = Hears.CSMS_RESULTS

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._accepted: OrderedDict[str, tuple[int, int]] = OrderedDict()

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Compare the two answers."""
        found = judged(seen)
        if found is None:
            return ()
        call, tag, status = found
        if seen.message.action == "Authorize":
            self._accepted.pop(tag, None)
            if status == ACCEPTED:
                self._accepted[tag] = (seen.at, seen.message.id)
                if len(self._accepted) > REMEMBERED:
                    self._accepted.popitem(last=False)
            return ()
        at, number = self._accepted.get(tag, (0, 0))
        if status == ACCEPTED or not number or seen.at - at > _RELATED:
            return ()
        if replayed_by(call, known):
            return ()  # it started before that card was shown
        facts = {"tag": tag, "status": status, "after": duration(seen.at - at)}
        also = [number, call.message.id]
        return [Evidence.of(seen, also=also, facts=facts, key=tag)]


class StartedWithoutAsking(Rule):
    """A session starts with a card that nobody asked the CSMS about before.

    It was in the charger's own list or cache, or the charger asks nobody. What began
    offline and is told later does not count.
    """

    id = "AUTH-07"
    actions = JUDGED | _REMOTE
    hears = Hears.CALLS

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._asked: OrderedDict[str, int] = OrderedDict()

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look whether it was asked for in the time to plug in."""
        tag, action = tag_of(seen), seen.message.action
        key = tag.casefold()
        if action == "Authorize" or action in _REMOTE:
            self._asked[key] = seen.at
            self._asked.move_to_end(key)
            if len(self._asked) > REMEMBERED:
                self._asked.popitem(last=False)
            return ()
        is_event = action == "TransactionEvent"
        if is_event and text_at(seen.payload, "eventType") != "Started":
            return ()
        if not tag or replayed_by(seen, known):
            return ()
        within = known.connection_timeout_us + _GRACE
        if seen.at - self._asked.get(key, -within) <= within:
            return ()
        note = known.start_note(seen.at, within_us=within)
        return [
            Evidence.of(
                seen,
                facts={"tag": tag},
                note=note,
                is_possible=bool(note),
                is_of_charger=True,
            )
        ]


class RemoteCardRefused(Rule):
    """A remote start is accepted, and then its own card is refused."""

    id = "AUTH-08"
    actions = JUDGED | _REMOTE
    hears = Hears.CSMS_RESULTS | Hears.CHARGER_RESULTS

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._started: OrderedDict[str, tuple[int, int]] = OrderedDict()

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look for an Authorize of the same card (OCPP 1.6, 5.11)."""
        call = seen.call
        if call is None:
            return ()
        if seen.message.action in _REMOTE:
            if text_at(seen.payload, "status") == ACCEPTED:
                self._started[tag_of(call)] = (seen.at, call.message.id)
                if len(self._started) > REMEMBERED:
                    self._started.popitem(last=False)
            return ()
        found = judged(seen)
        if found is None or found[2] == ACCEPTED:
            return ()
        if seen.message.action != "Authorize":
            return ()  # nobody was asked: the start itself is refused
        at, number = self._started.get(found[1], (0, 0))
        if not number or seen.at - at > known.connection_timeout_us + _GRACE:
            return ()
        facts = {"tag": found[1], "status": found[2]}
        also = [number, call.message.id]
        return [Evidence.of(seen, also=also, facts=facts, key=found[1])]


class LocalListWrong(Rule):
    """The charger's list of cards is not the one that the CSMS thinks it has."""

    id = "AUTH-09"
    actions = frozenset({"SendLocalList", "GetLocalListVersion", "StatusNotification"})
    hears = Hears.CHARGER_CALLS | Hears.CHARGER_RESULTS

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._sent: int | None = None

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at what the charger says of its list (OCPP 1.6, 5.15 and 5.10)."""
        what = self._oddity(seen)
        if not what:
            return ()
        also = [seen.message.answer_to]
        return [Evidence.of(seen, also=also, facts={"what": what}, key=what)]

    def _oddity(self, seen: Observation) -> str:
        if seen.message.action == "StatusNotification":
            code = text_at(seen.payload, "errorCode")
            return "it reports LocalListConflict" if code == "LocalListConflict" else ""
        if seen.call is None:
            return ""
        if seen.message.action == "SendLocalList":
            status = text_at(seen.payload, "status")
            if status == ACCEPTED:
                self._note(seen.call)
            return (
                f"it answers {status}"
                if status in ("VersionMismatch", "Failed")
                else ""
            )
        key = "listVersion" if "listVersion" in seen.payload else "versionNumber"
        version = whole_at(seen.payload, key)
        if version == -1:
            return "it says that it has no local list"
        if version == 0 and self._sent:
            return "its list is gone"
        return ""

    def _note(self, call: Observation) -> None:
        """Note which list it should have; 0 is the version of an empty one."""
        cards = parts_at(call.payload, "localAuthorizationList")
        adds = any("idTagInfo" in one or "idTokenInfo" in one for one in cards)
        if adds:
            self._sent = whole_at(call.payload, "listVersion")
            if self._sent is None:
                self._sent = whole_at(call.payload, "versionNumber")
        elif text_at(call.payload, "updateType") == "Full":
            self._sent = None
