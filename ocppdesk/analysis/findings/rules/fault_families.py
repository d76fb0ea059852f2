# SPDX-License-Identifier: Apache-2.0
"""Faults by what is at fault, whatever code tells of them (protocol handbook, 7.8)."""

from collections.abc import Iterable
from typing import ClassVar, Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.fault_signs import ACTIONS, Family, Sign
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.reading import text_at
from ocppdesk.analysis.findings.rule import Evidence, Hears, Rule
from ocppdesk.analysis.findings.wording import SECOND, duration, times
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample

_AT_ONCE: Final = 5 * SECOND
_STRANGERS: Final = 3  # different cards with the same trouble speak for the charger


class _FamilyRule(Rule):
    """Speaks when a fault of one kind begins; while it lasts it is told once."""

    family: ClassVar[Family]
    actions = ACTIONS
    hears = Hears.CHARGER_CALLS

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._open: set[tuple[int | None, int | None]] = set()

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look for the beginning of such a fault."""
        found: list[Evidence] = []
        for sign in known.signs:
            place = (sign.evse, sign.connector)
            if sign.is_over:
                self._open.discard(place)
            elif sign.family is self.family:
                is_new = place not in self._open
                self._open.add(place)
                if is_new:
                    found += self.judge(seen, sign, known)
        return found

    def judge(self, seen: Observation, sign: Sign, known: Known) -> list[Evidence]:
        """Return what a fault that begins amounts to."""
        facts = {"error": sign.text, "when": _when(sign, seen.at, known)}
        return [Evidence.of(seen, facts=facts)]


def _when(sign: Sign, at: int, known: Known) -> str:
    """Say in which moment of a session it came."""
    state = known.connectors.at(sign.evse, sign.connector)
    if state is None:
        return ""
    # The fault may have a status of its own; what counts is how it was before.
    was = state if state.since < at or state.previous is None else state.previous
    running = known.transactions.at(sign.evse, sign.connector)
    if was.status == "Charging" or running is not None:
        began = was.since if was.status == "Charging" else at
        lasted = at - began
        if was.status == "Charging" and lasted <= _AT_ONCE:
            return "It came as soon as charging began: think of the car or its cable."
        if was.status == "Charging":
            return f"It came after {duration(lasted)} of charging."
        return "It came during a session."
    if was.status in ("Available", "Reserved", "Unavailable"):
        return "It came while nothing was plugged in: think of the installation."
    return "It came around the plug: before or after a session."


class ResidualCurrent(_FamilyRule):
    """A residual current was found, or its protection tripped."""

    id = "FLT-06"
    family = Family.RESIDUAL


class VehicleCommunication(_FamilyRule):
    """The communication with the vehicle fails: pilot signal, handshake, insulation.

    One such error right after a car was unplugged is no fault.
    """

    id = "FLT-07"
    family = Family.VEHICLE

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._tags: dict[tuple[int | None, int | None], set[str]] = {}

    def judge(self, seen: Observation, sign: Sign, known: Known) -> list[Evidence]:
        """Tell how many different cards met it."""
        ended = [one.ended_at or 0 for one in known.transactions.ended]
        if ended and 0 <= seen.at - ended[-1] <= _AT_ONCE:
            return []
        place = (sign.evse, sign.connector)
        running = known.transactions.at(*place)
        tags = self._tags.setdefault(place, set())
        if running is not None and running.id_tag and len(tags) < 50:
            tags.add(running.id_tag)
        is_charger = len(tags) >= _STRANGERS
        facts = {
            "error": sign.text,
            "when": _when(sign, seen.at, known),
            "cards": f"{len(tags)} different cards met it: think of the charger, its "
            "cable or its socket."
            if is_charger
            else "If only one car meets it, think of that car.",
        }
        return [Evidence.of(seen, facts=facts)]


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
        currents = [
            sample.value
            for key, sample in known.samples.items()
            if key[2] == "Current.Import"
            and (not sign.connector or key[1] in (None, sign.connector))
        ]
        current = f" The last current was {max(currents):.1f} A." if currents else ""
        lately = known.commands.lately(
            "SetChargingProfile", at=seen.at, within_us=10 * SECOND
        )
        cut = " A limit was set just before: the car may have been too slow to follow."
        facts = {"error": sign.text, "current": current, "cut": cut if lately else ""}
        also = [command.message for command in lately[:1]]
        return [Evidence.of(seen, also=also, facts=facts)]


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
        return [Evidence.of(seen, facts={"error": sign.text, "lost": lost})]
