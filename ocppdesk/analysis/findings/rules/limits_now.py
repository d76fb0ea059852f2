# SPDX-License-Identifier: Apache-2.0
"""The limit that is in force now, and why it is that one (protocol handbook, 7.7)."""

from collections.abc import Iterable, Sequence
from typing import Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.knowing.connectors import ConnectorState
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.reading import text_at
from ocppdesk.analysis.findings.rule import Evidence, Hears, Rule
from ocppdesk.analysis.findings.rules.limit_units import is_of_dc
from ocppdesk.analysis.findings.rules.smart_charging import profile_of
from ocppdesk.analysis.findings.wording import number
from ocppdesk.analysis.limits.answers import Allowances, Answer
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample

_IN_USE: Final = frozenset(
    {"preparing", "charging", "suspendedev", "suspendedevse", "occupied"}
)
_NOT_YET: Final = ("preparing",)
"""Where nothing needs to be offered yet."""
_NOT_AUTHORIZED: Final = ("EVConnected", "Idle")
"""States of OCPP 2.x in which the charger offers nothing by itself (2.0.1, E02)."""
_MOST_PROFILES: Final = 1_000
_LAPSED: Final = ("It does not count any more", "It does not count now: it has no")
"""How the remark begins that says that the time of a profile is over."""


class LimitForbids(Rule):
    """The limit in force, or what is offered, is less than a car can be offered (6 A).

    It counts while somebody wants to charge, and as long as nothing flows all the same.
    """

    id = "SC-01"

    def of_allowances(
        self, allowances: Sequence[Allowances], known: Known
    ) -> Iterable[Evidence]:
        """Look at each connector (IEC 61851)."""
        least = known.thresholds.least_current_a
        for each in allowances:
            if not each.connector:
                continue
            states = [
                state
                for state in known.connectors
                if (state.evse if known.is_2x else state.connector) == each.connector
            ]
            used = [one for one in states if one.status.lower() in _IN_USE]
            if states and not used:
                continue
            place = (each.connector, None) if known.is_2x else (None, each.connector)
            low = self._low(each, used[0] if used else None, known)
            if low is None or low.amps is None:
                continue
            if low.amps > 0 and is_of_dc(place, known):
                continue  # the least current is one of AC
            what = "The limit in force is" if low is each.in_force else "It offers"
            facts = {
                "what": f"{what} {number(low.amps)} A",
                "least": least,
                "why": low.text,
            }
            numbers = () if low.message is None else (low.message,)
            at = low.at or known.traffic.last_at or 0
            yield Evidence(
                at, numbers, place[0], place[1], facts, is_possible=not states
            )

    def _low(
        self, allowances: Allowances, state: ConnectorState | None, known: Known
    ) -> Answer | None:
        """Return what is too low of what counts now."""
        least = known.thresholds.least_current_a
        limit, offer, flow = (
            allowances.in_force,
            allowances.offered,
            allowances.flowing,
        )
        if _is_low(limit, least):
            low = limit
        elif _is_low(offer, least) and self._is_of_now(offer, state, known):
            low = offer
        else:
            return None
        flows = flow.amps is not None and flow.amps > 1.0
        if flows and (flow.at or 0) >= (low.at or 0):
            return None
        return low

    def _is_of_now(
        self, offer: Answer, state: ConnectorState | None, known: Known
    ) -> bool:
        """Return whether an offer is of this session, and no rest of the last one."""
        if state is None:
            return True
        if state.status.lower() in _NOT_YET:
            return False
        running = known.transactions.at(state.evse or None, state.connector)
        if known.is_2x and (
            running is None or running.charging_state in _NOT_AUTHORIZED
        ):
            return False  # Occupied says only that a car is there (2.0.1, G01)
        begin = state.since if running is None else running.at
        return (offer.at or 0) >= begin


def _is_low(answer: Answer, least: int) -> bool:
    return answer.amps is not None and answer.amps < least


class Shadowed(Rule):
    """The newest charging profile is not the one in force: another one outranks it.

    A profile of a session is over when the session is.
    """

    id = "SC-05"
    actions = frozenset({"SetChargingProfile"})
    hears = Hears.CSMS_CALLS

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        # The purposes of profiles that were set, by the number of the message.
        self._purposes: dict[int, str] = {}

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Keep what each profile is for."""
        profile = profile_of(seen.payload)
        self._purposes[seen.message.id] = text_at(profile, "chargingProfilePurpose")
        if len(self._purposes) > _MOST_PROFILES:
            del self._purposes[next(iter(self._purposes))]
        return ()

    def of_allowances(
        self, allowances: Sequence[Allowances], known: Known
    ) -> Iterable[Evidence]:
        """Compare the last instruction with what is in force (OCPP 1.6, 3.13)."""
        for each in allowances:
            last, now, where = each.last, each.in_force, each.connector
            purpose = self._purposes.get(last.message or 0)
            if purpose is None or last.amps is None or not where:
                continue
            place = (where, None) if known.is_2x else (None, where)
            if purpose == "TxProfile" and known.transactions.at(*place) is None:
                continue
            why = next((one for one in last.remarks if one.startswith(_LAPSED)), "")
            if now.message == last.message:
                continue
            if now.amps == last.amps or (now.amps is None and not why):
                continue
            numbers = {last.message, now.message} - {None}
            yield Evidence(
                last.at or 0,
                tuple(sorted(n for n in numbers if n)),
                evse=place[0],
                connector=place[1],
                facts={"last": last.text, "now": now.text, "why": why},
                variant="lapsed" if why else "",
            )
