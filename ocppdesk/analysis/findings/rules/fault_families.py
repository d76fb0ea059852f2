# SPDX-License-Identifier: Apache-2.0
"""Faults by what is at fault, whatever code tells of them (protocol handbook, 7.8)."""

import enum
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import ClassVar, Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.fault_signs import ACTIONS, Family, Sign
from ocppdesk.analysis.findings.finding import Verdict
from ocppdesk.analysis.findings.knowing.currents import FLOW, OFFER
from ocppdesk.analysis.findings.knowing.transactions import Running
from ocppdesk.analysis.findings.known import Known, Place
from ocppdesk.analysis.findings.reading import text_at
from ocppdesk.analysis.findings.rule import Evidence, Hears, Rule
from ocppdesk.analysis.findings.rules.stops import ended_by
from ocppdesk.analysis.findings.wording import MINUTE, SECOND, duration, times
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample

_AT_ONCE: Final = 5 * SECOND
_RECENT: Final = 10 * MINUTE
_ENDS: Final = frozenset({"StopTransaction", "TransactionEvent"})
_STRANGERS: Final = 3  # different cards with the same trouble speak for the charger


class _FamilyRule(Rule):
    """Speaks when a fault of one kind begins; while it lasts it is told once."""

    family: ClassVar[Family]
    actions = ACTIONS
    hears = Hears.CHARGER_CALLS

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._open: set[Place] = set()
        # The last transaction whose end told it.
        self._ended: int | str | None = None

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look for the beginning of such a fault."""
        found: list[Evidence] = []
        for sign in known.signs:
            place = (sign.evse, sign.connector)
            if sign.is_over:
                # A status without an error is about all of them.
                is_of_all = seen.message.action == "StatusNotification"
                if is_of_all or sign.family is self.family:
                    self._open.discard(place)
            elif sign.family is self.family and self._is_new(seen, place):
                found += self.judge(seen, sign, known)
        return found

    def _is_new(self, seen: Observation, place: Place) -> bool:
        if seen.message.action in _ENDS:
            # A reason is of that moment; some tell it in several messages.
            transaction = seen.place.transaction_id
            is_known = transaction is not None and transaction == self._ended
            self._ended = transaction
            return not is_known and place not in self._open
        is_new = place not in self._open
        self._open.add(place)
        return is_new

    def judge(self, seen: Observation, sign: Sign, known: Known) -> list[Evidence]:
        """Return what a fault that begins amounts to."""
        facts = {"error": sign.text, "when": _when(seen, sign, known)}
        return [_evidence(seen, sign, facts)]


def _evidence(
    seen: Observation,
    sign: Sign,
    facts: Mapping[str, object],
    *,
    also: Iterable[int] = (),
    verdicts: tuple[Verdict, ...] = (),
) -> Evidence:
    """Return evidence at the place that the sign is about."""
    evidence = Evidence.of(seen, also=also, facts=facts, verdicts=verdicts)
    return replace(evidence, evse=sign.evse, connector=sign.connector)


class _Moment(enum.Enum):
    """In which moment of a session something came."""

    IDLE = "It came while nothing was plugged in."
    AT_ONCE = "It came as soon as charging began."
    CHARGING = "It came after {lasted} of charging."
    SESSION = "It came during a session."
    AROUND = "It came around the plug: before or after a session."
    UNKNOWN = ""


_IDLE: Final = ("Available", "Reserved", "Unavailable")


def _moment(sign: Sign, at: int, known: Known) -> tuple[_Moment, int]:
    """Return in which moment of a session it came, and for how long that had lasted."""
    state = known.connectors.at(sign.evse, sign.connector)
    if state is None:
        return _Moment.UNKNOWN, 0
    # The fault may have a status of its own; what counts is how it was before.
    was = state if state.since < at else state.previous
    if was is None:
        return _Moment.UNKNOWN, 0
    lasted = at - was.since
    if was.status == "Charging":
        return (_Moment.AT_ONCE if lasted <= _AT_ONCE else _Moment.CHARGING), lasted
    if known.transactions.at(sign.evse, sign.connector) is not None:
        return _Moment.SESSION, lasted
    if was.status in _IDLE:
        return _Moment.IDLE, lasted
    return (_Moment.UNKNOWN if was.is_faulted else _Moment.AROUND), lasted


def _when(seen: Observation, sign: Sign, known: Known) -> str:
    """Say in which moment of a session it came, and whether it is a warning only."""
    moment, lasted = _moment(sign, seen.at, known)
    said = moment.value.format(lasted=duration(lasted))
    status = text_at(seen.payload, "status")
    is_status = seen.message.action == "StatusNotification"
    if is_status and status.lower() not in ("", "faulted", "unavailable"):
        said += f" With the status {status} it is a warning: charging is possible."
    return said.strip()


class ResidualCurrent(_FamilyRule):
    """A residual current was found, or its protection tripped."""

    id = "FLT-06"
    family = Family.RESIDUAL

    _HINTS: Final = {
        _Moment.IDLE: " Think of the installation, or of the charger itself.",
        _Moment.AT_ONCE: " Think of the car or its cable.",
        _Moment.CHARGING: " Think of the cable, the inlet of the car, or moisture.",
    }

    def judge(self, seen: Observation, sign: Sign, known: Known) -> list[Evidence]:
        """Tell what the moment speaks for."""
        hint = self._HINTS.get(_moment(sign, seen.at, known)[0], "")
        facts = {"error": sign.text, "when": _when(seen, sign, known) + hint}
        return [_evidence(seen, sign, facts)]


class VehicleCommunication(_FamilyRule):
    """The communication with the vehicle fails: pilot signal, handshake, insulation.

    One such error right before or after the car was unplugged is no fault.
    """

    id = "FLT-07"
    family = Family.VEHICLE

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._tags: dict[Place, set[str]] = {}
        self._waiting: set[Place] = set()

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Heed that a car was unplugged, which may be told after the error."""
        if self._waiting and seen.message.action in _ENDS:
            ended = ended_by(seen, known)
            if ended is not None and _is_unplugged(ended):
                for place in [one for one in self._waiting if ended.is_at(*one)]:
                    self._waiting.discard(place)
                    self.met(place)
        return super().feed(seen, samples, known)

    def judge(self, seen: Observation, sign: Sign, known: Known) -> list[Evidence]:
        """Tell how many different cards met it."""
        place = (sign.evse, sign.connector)
        if any(
            seen.at - (ended.ended_at or 0) <= _AT_ONCE
            and ended.is_at(*place)
            and _is_unplugged(ended)
            for ended in known.transactions.ended
        ):
            return []
        running = known.transactions.at(*place)
        tags = self._tags.setdefault(place, set())
        if running is not None and running.id_tag and len(tags) < 50:
            tags.add(running.id_tag)
        is_charger = len(tags) >= _STRANGERS
        facts = {
            "error": sign.text,
            "when": _when(seen, sign, known),
            "cards": f"{len(tags)} different cards met it: think of the charger, its "
            "cable or its socket."
            if is_charger
            else "If only one car meets it, think of that car.",
        }
        verdicts = (Verdict.BROKEN, Verdict.VEHICLE) if is_charger else ()
        self._waiting.add(place)
        evidence = _evidence(seen, sign, facts, verdicts=verdicts)
        self.expect(place, seen.at + _AT_ONCE, evidence)
        return []


def _is_unplugged(ended: Running) -> bool:
    return ended.reason == "EVDisconnected" or ended.trigger in (
        "EVCommunicationLost", "EVDeparted",
    )  # fmt: skip


class Contactor(_FamilyRule):
    """The contactor cannot be trusted: it may be welded, or does not close."""

    id = "FLT-08"
    family = Family.CONTACTOR


class OverTemperature(_FamilyRule):
    """Something in the charger, its plug or cable is too hot."""

    id = "FLT-09"
    family = Family.HEAT


class OverCurrent(_FamilyRule):
    """The protection against too much current tripped."""

    id = "FLT-10"
    family = Family.CURRENT

    def judge(self, seen: Observation, sign: Sign, known: Known) -> list[Evidence]:
        """Tell the last current that was measured, and a limit that was just cut."""
        flow, offer = (self._last(each, sign, seen.at, known) for each in (FLOW, OFFER))
        current = "" if flow is None else f" The last current was {flow:.1f} A"
        if flow is not None and offer is not None:
            current += f", and {offer:.1f} A were offered"
            current += (
                ": the car drew more than it may"
                if flow > offer + 1
                else ": think of a short circuit, the breaker, or a meter that hangs"
            )
        current += "." if current else ""
        lately = [
            command
            for command in known.commands.lately(
                "SetChargingProfile", at=seen.at, within_us=10 * SECOND
            )
            if not (command.evse or command.connector)
            or (command.evse or command.connector) == (sign.evse or sign.connector)
        ]
        cut = " A limit was set just before: the car may have been too slow to follow."
        facts = {"error": sign.text, "current": current, "cut": cut if lately else ""}
        also = [command.message for command in lately[:1]]
        return [_evidence(seen, sign, facts, also=also)]

    def _last(self, measurand: str, sign: Sign, at: int, known: Known) -> float | None:
        """Return the greatest of the phases that were measured last, if that is new."""
        place = {"evse": sign.evse} if sign.evse else {"connector": sign.connector}
        points = known.currents.of(measurand, **place)
        if not points or at - points[-1].at > _RECENT:
            return None
        return points[-1].amps


class SupplyVoltage(_FamilyRule):
    """The supply voltage is too high or too low."""

    id = "FLT-11"
    family = Family.VOLTAGE


class Lock(_FamilyRule):
    """The lock of a plug fails, or cannot be opened."""

    id = "FLT-12"
    family = Family.LOCK
    actions = ACTIONS | {"UnlockConnector"}
    hears = Hears.CHARGER_CALLS | Hears.CHARGER_RESULTS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look at answers to UnlockConnector as well (OCPP 1.6, 5.18)."""
        if seen.message.action != "UnlockConnector":
            return super().feed(seen, samples, known)
        status = text_at(seen.payload, "status")
        if status != "UnlockFailed":
            return ()
        facts = {"error": "UnlockConnector: UnlockFailed", "when": ""}
        return [Evidence.of(seen, also=[seen.message.answer_to], facts=facts)]


class MeterFailure(_FamilyRule):
    """The charger cannot read its meter."""

    id = "FLT-13"
    family = Family.METER


class WeakRadio(_FamilyRule):
    """The charger says that its radio signal is weak, or that it has no internet."""

    id = "FLT-17"
    family = Family.RADIO

    def judge(self, seen: Observation, sign: Sign, known: Known) -> list[Evidence]:
        """Tell how often the connection broke."""
        broken = len(known.traffic.outages)
        lost = f" The connection was lost {times(broken)} so far." if broken else ""
        return [_evidence(seen, sign, {"error": sign.text, "lost": lost})]
