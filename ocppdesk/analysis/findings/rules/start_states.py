# SPDX-License-Identifier: Apache-2.0
"""Starts that meet a connector that cannot start (protocol handbook, 7.4)."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.knowing.connectors import ConnectorState
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.reading import text_at
from ocppdesk.analysis.findings.rule import Evidence, Hears, Rule
from ocppdesk.analysis.findings.rules.remote_starts import (
    REMOTE,
    STARTS,
    answered,
    place_of,
)
from ocppdesk.analysis.findings.wording import MINUTE, SECOND, duration
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample

_SOON: Final = MINUTE
_JUST: Final = 10 * SECOND  # the card that ended a session may be told after its end


class _RefusedInState(Rule):
    """Speaks when a card or a remote start meets a connector in a certain state.

    A card counts if no session begins with it in a minute.
    """

    state = ""
    actions = REMOTE | STARTS | {"Authorize"}
    hears = Hears.CSMS_RESULTS | Hears.CHARGER_RESULTS | Hears.CHARGER_CALLS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at the connector when a start is refused, or a card shown."""
        if not seen.is_answer:
            if seen.message.action in STARTS:
                self.met("start")
            return ()
        is_card = seen.message.action == "Authorize"
        if not is_card and answered(seen, REMOTE) != "Rejected":
            return ()
        state = place_of(seen, known)
        if state is None or state.status != self.state or seen.call is None:
            return ()
        evidence = self.judge(seen, seen.call, state, known)
        if evidence is None:
            return ()
        if not is_card:
            return [evidence]
        if not any(
            seen.at - (ended.ended_at or 0) <= _JUST
            for ended in known.transactions.ended
        ):
            self.expect("start", seen.at + _SOON, evidence)
        return ()

    def judge(
        self, seen: Observation, call: Observation, state: ConnectorState, known: Known
    ) -> Evidence | None:
        """Say what it means; None: nothing."""
        also = [state.since_message, call.message.id]
        return Evidence.of(
            seen, also=also, facts={"lasted": duration(seen.at - state.since)}
        )


class ConnectorUnavailable(_RefusedInState):
    """A card or remote start meets a connector that is out of service."""

    id = "START-06"
    state = "Unavailable"

    def judge(
        self, seen: Observation, call: Observation, state: ConnectorState, known: Known
    ) -> Evidence | None:
        """Say who took it out of service, if these messages tell."""
        place = state.evse or state.connector
        command = known.availability.out_of_service_by(place)
        by = (
            "Nothing in these messages asked for that: an earlier command did, or the "
            "charger itself."
            if command is None
            else "ChangeAvailability took it out of service, which outlasts a restart."
        )
        numbers = {state.since_message, call.message.id, command} - {None}
        also = sorted(number for number in numbers if number is not None)
        facts = {"lasted": duration(seen.at - state.since), "by": by}
        return Evidence.of(seen, also=also, facts=facts)


class ReservedForOthers(_RefusedInState):
    """A card or remote start meets a connector that is reserved for another card."""

    id = "START-07"
    state = "Reserved"
    actions = _RefusedInState.actions | {"ReserveNow"}

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        # By connector or EVSE, 0 is any: the cards that may start.
        self._cards: dict[int, tuple[str, ...]] = {}

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Keep whom connectors are reserved for (OCPP 1.6, 5.13; 2.0.1, H01)."""
        if seen.message.action != "ReserveNow":
            return super().feed(seen, samples, known)
        call = seen.call
        if call is not None and text_at(seen.payload, "status") == "Accepted":
            place = (call.place.evse or call.place.connector) or 0
            if len(self._cards) < 500:
                self._cards[place] = _cards_in(call.payload)
        return ()

    def judge(
        self, seen: Observation, call: Observation, state: ConnectorState, known: Known
    ) -> Evidence | None:
        """Compare the card with those that may start."""
        evidence = super().judge(seen, call, state, known)
        place = state.evse or state.connector
        allowed = self._cards.get(place) or self._cards.get(0)
        if allowed is None or evidence is None:
            # It was reserved before these messages, for whom is not known.
            is_card = seen.message.action == "Authorize"
            return evidence and replace(evidence, is_possible=is_card)
        cards = {*_cards_in(call.payload), *_cards_in(seen.payload)}
        return None if cards.intersection(allowed) else evidence


def _cards_in(payload: object) -> tuple[str, ...]:
    """Return card and group that a payload names, in any version."""
    found = (
        text_at(payload, "idTag"),
        text_at(payload, "parentIdTag"),
        text_at(payload, "idTagInfo", "parentIdTag"),
        text_at(payload, "idToken", "idToken"),
        text_at(payload, "groupIdToken", "idToken"),
        text_at(payload, "idTokenInfo", "groupIdToken", "idToken"),
    )
    return tuple(card.lower() for card in found if card)


class OldSessionNotCleared(_RefusedInState):
    """A card or remote start meets a connector on which the last plug is still in."""

    id = "START-08"
    state = "Finishing"


class StartOnFault(_RefusedInState):
    """A card or remote start meets a connector that is faulted.

    Soon after the fault came, the findings of the fault itself say more.
    """

    id = "START-09"
    state = "Faulted"
    suppressed_by = ("FLT-",)
