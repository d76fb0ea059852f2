# SPDX-License-Identifier: Apache-2.0
"""Charging profiles that go wrong as they are sent (protocol handbook, 7.7)."""

from collections import deque
from collections.abc import Iterable
from dataclasses import replace
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
from ocppdesk.analysis.findings.wording import MINUTE, duration
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample
from ocppdesk.core.messages import Direction
from ocppdesk.core.numbers import whole_number

_SET: Final = "SetChargingProfile"
_WHOLE: Final = ("ChargePointMaxProfile", "ChargingStationMaxProfile")
_FLOOD_MINUTES: Final = 5
_FLOOD_US: Final = _FLOOD_MINUTES * MINUTE
_SWITCHES: Final = 6
_SWITCHES_US: Final = 15 * MINUTE
NOMINAL_V: Final = 230
_IN_SESSION: Final = ("charging", "suspendedev", "suspendedevse", "occupied")
_UNITS: Final = {"A": ("current", "a"), "W": ("power", "w")}


def profile_of(payload: Any) -> dict[str, Any]:
    """Return the charging profile of a SetChargingProfile, of any version."""
    return part_at(payload, "csChargingProfiles") or part_at(payload, "chargingProfile")


def schedules_of(profile: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the schedules of a charging profile."""
    return parts_at(profile, "chargingSchedule")


def limits_in(schedule: dict[str, Any]) -> list[float]:
    """Return the limits of all periods of a schedule that have one."""
    periods = parts_at(schedule, "chargingSchedulePeriod")
    limits = (number_at(period, "limit") for period in periods)
    return [limit for limit in limits if limit is not None]


def _told(known: Known, key: str, variable: str) -> str:
    """Return a key of OCPP 1.6, or its variable of SmartChargingCtrlr."""
    found = (
        known.variable("SmartChargingCtrlr", variable)
        if known.is_2x
        else known.key(key)
    )
    return found or ""


def _most_levels(known: Known) -> int | None:
    return whole_number(_told(known, "ChargeProfileMaxStackLevel", "ProfileStackLevel"))


def _most_periods(known: Known) -> int | None:
    return whole_number(
        _told(known, "ChargingScheduleMaxPeriods", "PeriodsPerSchedule")
    )


def refused_unit(unit: str, known: Known) -> str:
    """Say that the charger does not take a unit; empty if it does or nobody knows."""
    allowed = _told(known, "ChargingScheduleAllowedChargingRateUnit", "RateUnit")
    units = {each.strip().lower() for each in allowed.split(",") if each.strip()}
    if not units or unit not in _UNITS or units.intersection(_UNITS[unit]):
        return ""
    return f"The unit is {unit}, and the charger takes {allowed} only."


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
        if seen.is_error and told in ("NotImplemented", "NotSupported"):
            causes = ["It has no smart charging, or it is switched off."]
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
        most = _most_levels(known)
        level = whole_at(profile, "stackLevel")
        if most is not None and level is not None and level > most:
            causes.append(f"Stack level {level} is above the charger's {most}.")
        for schedule in schedules_of(profile):
            unit = refused_unit(text_at(schedule, "chargingRateUnit"), known)
            causes += [unit] if unit else []
            if 0 in limits_in(schedule):
                causes.append("Some chargers refuse a limit of 0.")
            periods = parts_at(schedule, "chargingSchedulePeriod")
            if periods and whole_at(periods[0], "startPeriod") not in (0, None):
                causes.append("The first period does not begin at 0.")
            if kind == "Relative" and "startSchedule" in schedule:
                causes.append("A relative profile has no startSchedule.")
            if kind in ("Absolute", "Recurring") and "startSchedule" not in schedule:
                causes.append(f"A profile that is {kind} needs a startSchedule.")
            allowed = _most_periods(known)
            if allowed is not None and len(periods) > allowed:
                causes.append(f"{len(periods)} periods, and it takes {allowed}.")
        return causes


class WrongTransaction(Rule):
    """A TxProfile names another transaction than the one that runs, or none runs.

    That none runs is told where these messages show it.
    """

    id = "SC-04"
    actions = frozenset({_SET, "MeterValues"})
    hears = Hears.CSMS_CALLS | Hears.CHARGER_CALLS

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        # By connector: the transaction that its samples named last.
        self._metered: dict[int | None, str] = {}

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Compare its transaction with what runs (OCPP 1.6, 3.13.3; 2.0.1, K01)."""
        if seen.message.direction is Direction.IN:
            told = whole_at(seen.payload, "transactionId")
            if told and len(self._metered) < 100:
                self._metered[seen.place.connector] = str(told)
            return ()
        profile = profile_of(seen.payload)
        if text_at(profile, "chargingProfilePurpose") != "TxProfile":
            return ()
        told_id = text_at(profile, "transactionId")
        right = self._right(seen, told_id, known)
        if not right:
            return ()
        facts = {"told": told_id or "no transaction", "right": right}
        return [Evidence.of(seen, facts=facts)]

    def _right(self, seen: Observation, told: str, known: Known) -> str:
        """Say what runs instead; empty: nothing is wrong, or nobody knows."""
        place = (seen.place.evse, seen.place.connector)
        running = known.transactions.at(*place)
        if running is not None:
            if running.id is None or told == str(running.id):
                return ""
            # OCPP 1.6 may leave it out, 2.x may not.
            return f"{running.id} runs there" if told or known.is_2x else ""
        ended = [one for one in known.transactions.ended if one.is_at(*place)]
        metered = self._metered.get(place[1])
        if metered is not None and all(str(one.id) != metered for one in ended):
            # It runs since before these messages.
            is_right = told in ("", metered)
            return "" if is_right else f"{metered} runs there"
        state = known.connectors.at(*place)
        is_busy = state is not None and state.status.lower() in _IN_SESSION
        boot = known.boots.last
        has_booted = boot is not None and not boot.is_triggered
        if is_busy or not (ended or state is not None or has_booted):
            return ""
        return "no session runs there"


class ProfileFlood(Rule):
    """More than six charging profiles a minute are sent, for five minutes.

    Or limits go to and fro between nothing and enough, six times in a quarter of an
    hour. A short burst, as at the start of a session, is none.
    """

    id = "SC-11"
    actions = frozenset({_SET})
    hears = Hears.CSMS_CALLS

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._sent: deque[tuple[int, int]] = deque(maxlen=1_000)
        self._told_at = -_FLOOD_US
        # By place: whether the last limit forbids, and when that changed by what.
        self._forbids: dict[tuple[int | None, int | None], bool] = {}
        self._switched: dict[tuple[int | None, int | None], deque[tuple[int, int]]] = {}

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Count them (OCPP 2.1, ChargingProfileUpdateRateLimit)."""
        self._sent.append((seen.at, seen.message.id))
        while self._sent[0][0] < seen.at - _FLOOD_US:
            self._sent.popleft()
        allowed = known.thresholds.profiles_per_min
        if (
            len(self._sent) <= allowed * _FLOOD_MINUTES
            or seen.at - self._told_at < _FLOOD_US
            or not self._goes_on(seen.at, allowed)
        ):
            return self._to_and_fro(seen, known)
        self._told_at = seen.at
        within = seen.at - self._sent[0][0]
        facts = {"number": len(self._sent), "within": duration(within)}
        also = [message for _at, message in list(self._sent)[-20:-1]]
        return [Evidence.of(seen, also=also, facts=facts, is_of_charger=True)]

    def _goes_on(self, at: int, allowed: int) -> bool:
        """Return whether each of the last minutes had its share."""
        counts = [0] * (_FLOOD_MINUTES + 1)
        for sent_at, _message in self._sent:
            counts[(at - sent_at) // MINUTE] += 1
        return min(counts[:_FLOOD_MINUTES]) >= allowed

    def _to_and_fro(self, seen: Observation, known: Known) -> list[Evidence]:
        schedule = next(iter(schedules_of(profile_of(seen.payload))), {})
        limits = limits_in(schedule)
        if not limits or len(self._forbids) > 100:
            return []
        place = (seen.place.evse, seen.place.connector)
        least = float(known.thresholds.least_current_a)
        if text_at(schedule, "chargingRateUnit") == "W":
            least *= NOMINAL_V
        forbids = limits[0] < least
        if self._forbids.setdefault(place, forbids) == forbids:
            return []
        self._forbids[place] = forbids
        kept = self._switched.setdefault(place, deque(maxlen=_SWITCHES))
        kept.append((seen.at, seen.message.id))
        if len(kept) < _SWITCHES or seen.at - kept[0][0] > _SWITCHES_US:
            return []
        facts = {"number": len(kept), "within": duration(seen.at - kept[0][0])}
        also = [message for _at, message in list(kept)[:-1]]
        kept.clear()
        return [Evidence.of(seen, also=also, facts=facts, variant="alternating",
                            key="alternating")]  # fmt: skip


class ExternalLimit(Rule):
    """An energy manager or the grid limits the charger, and has not given it up."""

    id = "SC-13"
    actions = frozenset({"NotifyChargingLimit", "ClearedChargingLimit"})
    hears = Hears.CHARGER_CALLS

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._open: dict[tuple[int | None, str], Evidence] = {}

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Follow what the charger reports (OCPP 2.0.1, K11 to K13)."""
        source = text_at(seen.payload, "chargingLimit", "chargingLimitSource")
        source = source or text_at(seen.payload, "chargingLimitSource")
        evse = seen.place.evse or None
        if seen.message.action == "ClearedChargingLimit":
            # Without an EVSE it is of the whole charger (K13).
            for key in [key for key in self._open if key[1] == source]:
                if evse in (None, key[0]):
                    del self._open[key]
        elif len(self._open) < 100:
            facts = {"source": source or "somebody"}
            evidence = Evidence.of(seen, facts=facts, key=source)
            self._open[evse, source] = replace(evidence, evse=evse)
        return ()

    def standing(self, now: int, known: Known) -> Iterable[Evidence]:
        """Tell what is in force."""
        return list(self._open.values())
