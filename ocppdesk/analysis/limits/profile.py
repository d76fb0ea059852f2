# SPDX-License-Identifier: Apache-2.0
"""One charging profile: what it limits, where, and when (protocol of all versions).

OCPP 1.6, 3.13 and 7.8; OCPP 2.0.1, K01 and 2.10; OCPP 2.1, K28 for Dynamic ones.
"""

import enum
from dataclasses import dataclass, replace
from typing import Final

from ocppdesk.analysis.limits.schedule import (
    DAY,
    Period,
    Schedule,
    instant,
    limit_of,
    read_schedule,
)
from ocppdesk.core.numbers import whole_number
from ocppdesk.core.phrases.parts import Part


class Purpose(enum.Enum):
    """What a profile limits, by the names of OCPP 2.x."""

    STATION_MAX = "ChargingStationMaxProfile"
    """All connectors together; `ChargePointMaxProfile` in OCPP 1.6."""
    TX_DEFAULT = "TxDefaultProfile"
    """Transactions that have no profile of their own."""
    TX = "TxProfile"
    """One transaction."""
    EXTERNAL = "ChargingStationExternalConstraints"
    """What grid or building allow; never set by a CSMS."""
    PRIORITY = "PriorityCharging"
    """OCPP 2.1: what a transaction with priority may draw."""
    GENERATION = "LocalGeneration"
    """OCPP 2.1: what is generated here and comes on top."""


_PURPOSES: Final = {
    "chargepointmaxprofile": Purpose.STATION_MAX,
    **{purpose.value.lower(): purpose for purpose in Purpose},
}
_WHOLE: Final = (Purpose.STATION_MAX, Purpose.EXTERNAL, Purpose.GENERATION)
_CYCLES: Final = {"Daily": DAY, "Weekly": 7 * DAY}
US: Final = "this CSMS"
"""The source of what the CSMS set."""
UNNAMED: Final = "?"
"""The id of a profile that came without one."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A charging profile as it was accepted or reported."""

    id: str
    """As text; empty: none, as in NotifyChargingLimit."""
    connector: int
    """The connector (OCPP 1.6) or EVSE (2.x); 0 is the whole charger."""
    purpose: Purpose
    name: str
    """Its purpose as it was sent."""
    level: int
    """`stackLevel`: the highest leads."""
    kind: str
    """`Absolute`, `Recurring`, `Relative` or `Dynamic`."""
    schedule: Schedule
    accepted: int
    """When it was accepted or reported, or last updated."""
    message: int
    """The number of the message that holds it."""
    cycle: int | None = None
    """Of a recurring one: how long until it begins again."""
    valid_from: int | None = None
    valid_to: int | None = None
    """From here on it does not apply (half-open)."""
    transaction: str = ""
    """The transaction of a TxProfile; empty: not said."""
    source: str = US
    """Who set it: this CSMS, or a `chargingLimitSource`."""
    oddities: tuple[str, ...] = ()
    """What is against the rules for profiles, a sentence each."""

    @property
    def is_of_whole(self) -> bool:
        """Whether it limits the charger as a whole, not each of its connectors."""
        return not self.connector and self.purpose in _WHOLE

    @property
    def title(self) -> str:
        """How it is named in sentences."""
        if not self.id:
            return f"the limit of {self.source}"
        return f"{self.name} level {self.level}"

    def concerns(self, connector: int) -> bool:
        """Return whether it has a say at a connector (OCPP 1.6, 3.13.1)."""
        return self.connector in (0, connector)

    def period_at(self, at: int, tx_start: int | None) -> Period | None:
        """Return what it allows at an instant; None: it has no say then.

        Args:
            at: The instant.
            tx_start: When the power path of the transaction closed, if it did.
        """
        start = self._start(at, tx_start)
        if start is None or not self._is_valid(at):
            return None
        return self.schedule.period_at(at - start)

    def change_after(self, at: int, tx_start: int | None) -> int | None:
        """Return the next instant at which it may say something else; None: never."""
        moments = [
            edge
            for edge in (self.valid_from, self.valid_to)
            if edge is not None and edge > at
        ]
        start = self._start(at, tx_start)
        if start is not None:
            if start > at:
                moments.append(start)
            else:
                change = self.schedule.change_after(at - start)
                if change is not None:
                    moments.append(start + change)
                if self.cycle is not None:
                    moments.append(start + self.cycle)
        return min(moments, default=None)

    def ends_before(self, at: int) -> bool:
        """Return whether it will never apply again."""
        if self.valid_to is not None and at >= self.valid_to:
            return True
        if self.kind in ("Recurring", "Relative") or self.schedule.duration is None:
            return False
        return at >= (self.schedule.start or self.accepted) + self.schedule.duration

    def updated(self, update: Part, at: int, message: int) -> "Profile":
        """Return it with the new limit of a dynamic schedule (OCPP 2.1, K28)."""
        old = self.schedule.periods
        period = Period(0, limit_of(update), old[0].phases if old else None)
        # With a duration it lapses if no further update comes in time (errata 2.34).
        schedule = replace(self.schedule, periods=(period,), start=at)
        return replace(self, schedule=schedule, accepted=at, message=message)

    def _is_valid(self, at: int) -> bool:
        if self.valid_from is not None and at < self.valid_from:
            return False
        return self.valid_to is None or at < self.valid_to

    def _start(self, at: int, tx_start: int | None) -> int | None:
        if self.kind == "Relative":
            return tx_start
        start = self.schedule.start
        if start is None:
            start = self.accepted
        if self.cycle is not None and at >= start:
            start += (at - start) // self.cycle * self.cycle
        return start


def read_profile(
    part: Part, *, connector: int, at: int, message: int, source: str = US
) -> Profile | None:
    """Read a profile of any version; nothing in it raises.

    Args:
        part: `csChargingProfiles` (OCPP 1.6) or `chargingProfile`.
        connector: Where it was set.
        at: When it was accepted or reported.
        message: The number of the message that holds it.
        source: Who set it.

    Returns:
        The profile, None if it does not say what it limits.
    """
    name = part["chargingProfilePurpose"].text
    purpose = _PURPOSES.get(name.strip().lower())
    if purpose is None:
        return None
    schedules = part["chargingSchedule"].items()
    schedule = read_schedule(schedules[0] if schedules else Part(None))
    oddities = list(schedule.oddities)
    if len(schedules) > 1:
        oddities.append(f"It has {len(schedules)} schedules; the first is shown.")
    kind = part["chargingProfileKind"].text.strip().capitalize()
    cycle = None
    if kind == "Recurring":
        cycle = _CYCLES.get(part["recurrencyKind"].text.strip().capitalize(), DAY)
    elif kind == "Relative":
        if schedule.start is not None:
            oddities.append("A Relative profile has no startSchedule (K01.FR.33).")
        if purpose is Purpose.STATION_MAX:
            oddities.append("A limit of the whole charger cannot be Relative.")
    elif kind not in ("Absolute", "Dynamic"):
        oddities.append(f"Its kind is {kind or 'missing'}; it is taken for Absolute.")
        kind = "Absolute"
    if purpose is Purpose.STATION_MAX and connector:
        oddities.append(f"{name} belongs on connector 0 (OCPP 1.6, 3.13.1).")
    if purpose is Purpose.TX and not connector:
        oddities.append("TxProfile does not belong on connector 0.")
    return Profile(
        id=part.first("chargingProfileId", "id").text or UNNAMED,
        connector=connector,
        purpose=purpose,
        name=name,
        level=whole_number(part["stackLevel"].value) or 0,
        kind=kind,
        schedule=schedule,
        accepted=at,
        message=message,
        cycle=cycle,
        valid_from=instant(part["validFrom"]),
        valid_to=instant(part["validTo"]),
        transaction=part["transactionId"].text,
        source=source,
        oddities=tuple(oddities),
    )
