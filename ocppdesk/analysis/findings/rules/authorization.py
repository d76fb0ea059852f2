# SPDX-License-Identifier: Apache-2.0
"""Cards that are refused, or start nothing (protocol handbook, 7.3)."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from typing import Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.reading import text_at, told_status, whole_at
from ocppdesk.analysis.findings.rule import Evidence, Hears, Needs, Rule
from ocppdesk.analysis.findings.wording import MINUTE, SECOND, duration
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample
from ocppdesk.core.messages import Direction

_JUDGED: Final = frozenset({"Authorize", "StartTransaction", "TransactionEvent"})
_REMOTE: Final = frozenset({"RemoteStartTransaction", "RequestStartTransaction"})
_ACCEPTED: Final = "Accepted"
_GRACE: Final = 30 * SECOND  # after the time to plug in
_RELATED: Final = 5 * MINUTE
_REMEMBERED: Final = 500  # cards
_LONGEST_1_6: Final = 20  # characters of an idTag
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
    tag = tag_of(call)
    return (call, tag, status) if tag else None


class CardRefused(Rule):
    """The CSMS does not accept a card, for Authorize or for the start of a session."""

    id = "AUTH-01"
    actions = _JUDGED
    hears = Hears.CSMS_RESULTS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at the status (OCPP 1.6, 7.2; 2.0.1, AuthorizationStatusEnumType)."""
        found = judged(seen)
        if found is None or found[2] == _ACCEPTED:
            return ()
        call, tag, status = found
        meaning = _MEANINGS.get(status.lower(), "the status does not say why")
        facts = {"tag": tag, "status": status, "meaning": meaning}
        also = [call.message.id]
        return [Evidence.of(seen, also=also, facts=facts, key=(tag, status))]


class NothingStarted(Rule):
    """A card is accepted, and no session starts with it in the time to plug in.

    A card that is shown while its own session runs was meant to end that.
    """

    id = "AUTH-02"
    actions = _JUDGED
    hears = Hears.CHARGER_CALLS | Hears.CSMS_RESULTS
    needs = Needs.ANSWERS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Wait for the session."""
        message = seen.message
        if not seen.is_answer:
            if message.action != "Authorize":
                self.met(tag_of(seen))
                if message.action == "TransactionEvent":
                    running = known.transactions.find(seen.place.transaction_id)
                    self.met("" if running is None else running.id_tag)
            return ()
        found = judged(seen)
        if message.action != "Authorize" or found is None or found[2] != _ACCEPTED:
            return ()
        call, tag, _status = found
        if any(one.id_tag in ("", tag) for one in known.transactions):
            return ()
        allowed = known.connection_timeout_us + _GRACE
        facts = {"tag": tag, "allowed": duration(allowed)}
        evidence = Evidence.of(seen, also=[call.message.id], facts=facts, key=tag)
        self.expect(tag, seen.at + allowed, evidence)
        return ()


class SameCardOtherText(Rule):
    """A card that is refused is an accepted one, written in another way.

    Readers print the number of a chip in capital letters or not, with colons, zeros
    before it, its bytes in reverse, or cut off.
    """

    id = "AUTH-04"
    actions = _JUDGED
    hears = Hears.CSMS_RESULTS

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._accepted: OrderedDict[str, str] = OrderedDict()

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Compare cards that are refused with those that were accepted."""
        found = judged(seen)
        if found is None:
            return ()
        call, tag, status = found
        if status == _ACCEPTED:
            for form in _forms(tag):
                self._accepted.setdefault(form, tag)
            while len(self._accepted) > _REMEMBERED:
                self._accepted.popitem(last=False)
            return ()
        twins = (self._accepted.get(form) for form in _forms(tag))
        twin = next((each for each in twins if each not in (None, tag)), None)
        if twin is None:
            return ()
        facts = {"tag": tag, "twin": twin}
        return [Evidence.of(seen, also=[call.message.id], facts=facts, key=(tag, twin))]


def _forms(tag: str) -> Iterator[str]:
    """Return what is the same for two ways to write the number of a chip."""
    plain = tag.strip().replace(":", "").replace("-", "").casefold()
    if not plain:
        return
    yield plain
    if stripped := plain.lstrip("0"):
        yield stripped
    if len(plain) >= _LONGEST_1_6:
        yield plain[:_LONGEST_1_6]
    if len(plain) % 2 == 0 and len(plain) in (8, 14, 20):
        pairs = [plain[at : at + 2] for at in range(0, len(plain), 2)]
        yield min(plain, "".join(reversed(pairs)))


class GhostSession(Rule):
    """A card is refused as ConcurrentTx because of a session that is over.

    Its connector was free since, or another session began there.
    """

    id = "AUTH-05"
    actions = _JUDGED
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
            state = known.connectors.at(running.evse, running.connector)
            is_own = call.message.id in (running.message, *running.starts)
            if running.id_tag != tag or is_own or state is None:
                continue
            if state.since > running.at and state.status == "Available":
                facts = {"tag": tag, "since": duration(seen.at - running.at)}
                also = [running.message, state.since_message, call.message.id]
                return [Evidence.of(seen, also=also, facts=facts, key=tag)]
        return ()


class AcceptedThenRefused(Rule):
    """A card is accepted by Authorize, and refused for the start of the session."""

    id = "AUTH-06"
    actions = _JUDGED
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
            if status == _ACCEPTED:
                self._accepted[tag] = (seen.at, seen.message.id)
                if len(self._accepted) > _REMEMBERED:
                    self._accepted.popitem(last=False)
            return ()
        at, number = self._accepted.get(tag, (0, 0))
        if status == _ACCEPTED or not number or seen.at - at > _RELATED:
            return ()
        facts = {"tag": tag, "status": status, "after": duration(seen.at - at)}
        also = [number, call.message.id]
        return [Evidence.of(seen, also=also, facts=facts, key=tag)]


class StartedWithoutAsking(Rule):
    """A session starts with a card that nobody asked the CSMS about before.

    It was in the charger's own list or cache, or the charger asks nobody.
    """

    id = "AUTH-07"
    actions = _JUDGED | _REMOTE
    hears = Hears.CALLS

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._asked: OrderedDict[str, int] = OrderedDict()

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look whether it was asked for in the time to plug in."""
        tag, action = tag_of(seen), seen.message.action
        if action == "Authorize" or action in _REMOTE:
            self._asked[tag] = seen.at
            self._asked.move_to_end(tag)
            if len(self._asked) > _REMEMBERED:
                self._asked.popitem(last=False)
            return ()
        if action == "TransactionEvent":
            if text_at(seen.payload, "eventType") != "Started":
                return ()
            if seen.payload.get("offline") is True:
                return ()
        if not tag:
            return ()
        within = known.connection_timeout_us + _GRACE
        if seen.at - self._asked.get(tag, -within) <= within:
            return ()
        note = known.start_note(seen.at, within_us=within)
        facts = {"tag": tag}
        return [Evidence.of(seen, facts=facts, note=note, is_possible=bool(note))]


class RemoteCardRefused(Rule):
    """A remote start is accepted, and then its own card is refused."""

    id = "AUTH-08"
    actions = _JUDGED | _REMOTE
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
            if text_at(seen.payload, "status") == _ACCEPTED:
                self._started[tag_of(call)] = (seen.at, call.message.id)
                if len(self._started) > _REMEMBERED:
                    self._started.popitem(last=False)
            return ()
        found = judged(seen)
        if found is None or found[2] == _ACCEPTED:
            return ()
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
            if status == _ACCEPTED:
                self._sent = whole_at(seen.call.payload, "listVersion")
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
