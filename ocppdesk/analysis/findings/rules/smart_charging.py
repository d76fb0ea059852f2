# SPDX-License-Identifier: Apache-2.0
"""Charging profiles that go wrong as they are sent (protocol handbook, 7.7)."""

from collections import deque
from collections.abc import Iterable
from typing import Any, Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.reading import (
    number_at,
    part_at,
    parts_at,
    text_at,
    whole_at,
)
from ocppdesk.analysis.findings.rule import Evidence, Hears, Rule
from ocppdesk.analysis.findings.wording import MINUTE, duration, number
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample
from ocppdesk.core.messages import Direction
from ocppdesk.core.numbers import whole_number

_SET: Final = "SetChargingProfile"
_COMPOSITE: Final = "GetCompositeSchedule"
_WHOLE: Final = ("ChargePointMaxProfile", "ChargingStationMaxProfile")
_HIGHEST_A: Final = 80.0
_LOWEST_W: Final = 64.0
_FLOOD_US: Final = 5 * MINUTE


def profile_of(payload: Any) -> dict[str, Any]:
    """Return the charging profile of a SetChargingProfile, of any version."""
    return part_at(payload, "csChargingProfiles") or part_at(payload, "chargingProfile")


def schedules_of(profile: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the schedules of a charging profile."""
    return parts_at(profile, "chargingSchedule")


class ProfileRefused(Rule):
    """The charger refuses a charging profile: the limit before goes on.

    What could be wrong with the profile is looked up in it.
    """

    id = "SC-03"
    actions = frozenset({_SET})

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at the answer (OCPP 1.6, 5.16; 2.0.1, K01)."""
        call = seen.call
        if call is None or seen.message.direction is not Direction.IN:
            return ()
        status = text_at(seen.payload, "status")
        told = seen.message.error_code if seen.is_error else status
        if not seen.is_error and status not in ("Rejected", "NotSupported"):
            return ()
        reason = text_at(seen.payload, "statusInfo", "reasonCode")
        causes = self._causes(call, known)
        facts = {
            "status": f"{told}, {reason}" if reason else told,
            "causes": " ".join(causes) or "Nothing about it is wrong at first sight.",
        }
        also = [call.message.id]
        return [Evidence.of(seen, also=also, facts=facts, key=told)]

    def _causes(self, call: Observation, known: Known) -> list[str]:
        profile = profile_of(call.payload)
        purpose = text_at(profile, "chargingProfilePurpose")
        kind = text_at(profile, "chargingProfileKind")
        place = call.place.evse if known.is_2x else call.place.connector
        causes = []
        if purpose in _WHOLE and place:
            causes.append(f"{purpose} is for connector 0 only.")
        if purpose == "TxProfile":
            if not place:
                causes.append("TxProfile needs a connector.")
            elif known.transactions.at(call.place.evse, call.place.connector) is None:
                causes.append("TxProfile needs a session, and none runs there.")
        most = whole_number(known.key("ChargeProfileMaxStackLevel"))
        level = whole_at(profile, "stackLevel")
        if most is not None and level is not None and level > most:
            causes.append(f"Stack level {level} is above the charger's {most}.")
        for schedule in schedules_of(profile):
            periods = parts_at(schedule, "chargingSchedulePeriod")
            if periods and whole_at(periods[0], "startPeriod") not in (0, None):
                causes.append("The first period does not begin at 0.")
            if kind == "Relative" and "startSchedule" in schedule:
                causes.append("A relative profile has no startSchedule.")
            allowed = whole_number(known.key("ChargingScheduleMaxPeriods"))
            if allowed is not None and len(periods) > allowed:
                causes.append(f"{len(periods)} periods, and it takes {allowed}.")
        return causes


class WrongTransaction(Rule):
    """A TxProfile names another transaction than the one that runs."""

    id = "SC-04"
    actions = frozenset({_SET})
    hears = Hears.CALLS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Compare its transaction with what runs (OCPP 1.6, 3.13.3)."""
        if seen.is_answer:
            return ()
        profile = profile_of(seen.payload)
        if text_at(profile, "chargingProfilePurpose") != "TxProfile":
            return ()
        told = text_at(profile, "transactionId")
        running = known.transactions.at(seen.place.evse, seen.place.connector)
        if running is None:
            if not known.starts_before(seen.at, within_us=MINUTE):
                return ()
            right = "no session runs there"
        elif not told or running.id is None or told == str(running.id):
            return ()
        else:
            right = f"{running.id} runs there"
        facts = {"told": told or "no transaction", "right": right}
        return [Evidence.of(seen, facts=facts)]


class UnitMistake(Rule):
    """A limit looks like watts that are meant as amperes, or the other way round."""

    id = "SC-07"
    actions = frozenset({_SET, "RemoteStartTransaction", "RequestStartTransaction"})
    hears = Hears.CALLS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at units and limits (OCPP 1.6, 7.12; 2.0.1, K01.FR.49)."""
        if seen.is_answer or seen.message.direction is not Direction.OUT:
            return ()
        allowed = known.key("ChargingScheduleAllowedChargingRateUnit") or ""
        for schedule in schedules_of(profile_of(seen.payload)):
            unit = text_at(schedule, "chargingRateUnit")
            limits = [
                limit
                for period in parts_at(schedule, "chargingSchedulePeriod")
                if (limit := number_at(period, "limit")) is not None
            ]
            what = self._oddity(unit, limits, allowed)
            if what:
                return [Evidence.of(seen, facts={"what": what}, key=what)]
        return ()

    def _oddity(self, unit: str, limits: list[float], allowed: str) -> str:
        words = {"A": ("current", "a"), "W": ("power", "w")}.get(unit, ())
        if allowed and words and not set(words) & set(allowed.lower().split(",")):
            return f"The unit is {unit}, and the charger takes {allowed} only."
        for limit in limits:
            if unit == "W" and 0 < limit < _LOWEST_W:
                return f"The limit is {number(limit)} W: amperes may be meant."
            if unit == "A" and limit > _HIGHEST_A:
                return f"The limit is {number(limit)} A: watts may be meant."
        return ""


class CompositeRefused(Rule):
    """The charger does not tell its composite schedule."""

    id = "SC-09"
    actions = frozenset({_COMPOSITE})

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at the answer (OCPP 1.6, 5.7; 2.0.1, K08)."""
        if seen.call is None or seen.message.direction is not Direction.IN:
            return ()
        status = text_at(seen.payload, "status")
        if not seen.is_error and status != "Rejected":
            return ()
        facts = {"status": seen.message.error_code if seen.is_error else status}
        return [Evidence.of(seen, also=[seen.call.message.id], facts=facts)]


class ProfileFlood(Rule):
    """More than six charging profiles a minute are sent for five minutes."""

    id = "SC-11"
    actions = frozenset({_SET})
    hears = Hears.CALLS

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._sent: deque[tuple[int, int]] = deque(maxlen=1_000)
        self._told_at = -_FLOOD_US

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Count them (OCPP 2.1, ChargingProfileUpdateRateLimit)."""
        if seen.is_answer:
            return ()
        self._sent.append((seen.at, seen.message.id))
        while self._sent[0][0] < seen.at - _FLOOD_US:
            self._sent.popleft()
        allowed = known.thresholds.profiles_per_min * (_FLOOD_US // MINUTE)
        if len(self._sent) <= allowed or seen.at - self._told_at < _FLOOD_US:
            return ()
        self._told_at = seen.at
        within = seen.at - self._sent[0][0]
        facts = {"number": len(self._sent), "within": duration(within)}
        also = [message for _at, message in list(self._sent)[-20:-1]]
        return [Evidence.of(seen, also=also, facts=facts)]


class ExternalLimit(Rule):
    """An energy manager or the grid limits the charger, and has not given it up."""

    id = "SC-13"
    actions = frozenset({"NotifyChargingLimit", "ClearedChargingLimit"})
    hears = Hears.CALLS

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._open: dict[tuple[int | None, str], Evidence] = {}

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Follow what the charger reports (OCPP 2.0.1, K11 to K13)."""
        if seen.is_answer:
            return ()
        source = text_at(seen.payload, "chargingLimit", "chargingLimitSource")
        source = source or text_at(seen.payload, "chargingLimitSource")
        key = (seen.place.evse, source)
        if seen.message.action == "ClearedChargingLimit":
            self._open.pop(key, None)
        elif len(self._open) < 100:
            facts = {"source": source or "somebody"}
            self._open[key] = Evidence.of(seen, facts=facts, key=source)
        return ()

    def standing(self, now: int, known: Known) -> Iterable[Evidence]:
        """Tell what is in force."""
        return list(self._open.values())
