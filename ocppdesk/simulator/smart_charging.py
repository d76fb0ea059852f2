# SPDX-License-Identifier: Apache-2.0
"""The charging profiles that are installed, and the limit that follows from them.

OCPP 1.6, 3.13.4 and 3.13.5; OCPP 2.0.1, K01.FR.05 and K08.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ocppdesk.simulator.physics import MIN_PILOT_A
from ocppdesk.simulator.profiles import (
    CHARGING_ONLY,
    DEFAULT_PHASES,
    Profile,
    ProfileError,
    Purpose,
    amps_of,
    parse_profile,
    period_at,
)
from ocppdesk.simulator.times import text_of

_LONGEST_S: Final = 7 * 86_400  # A composite schedule beyond a week helps nobody.


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of smart charging the charger can do."""

    stack_level: int = 10
    """Highest stack level."""
    periods: int = 24
    """Most periods of a schedule."""
    profiles: int = 20
    """Most profiles in all."""


@dataclass(frozen=True, slots=True)
class Limit:
    """What the profiles allow at an instant."""

    amps: float | None
    """For each phase; None where no profile applies."""
    phases: int
    """Number of phases that may be used."""
    mode: str = CHARGING_ONLY
    """The operationMode of 2.1."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a limit is asked for."""

    connector: int
    """Connector or EVSE; 0 is the whole charger."""
    transaction_id: str | None = None
    """The running transaction, if any."""
    transaction_start: float | None = None
    """When its power path closed, seconds since 1970."""
    has_priority: bool = False
    """Whether it charges with priority (2.1, K21)."""
    offline_s: float = 0.0
    """How long there has been no connection, 0 while there is one."""


@dataclass(frozen=True, slots=True)
class Step:
    """One period of a composite schedule."""

    start_s: int
    """Seconds from the start of the schedule."""
    limit: float
    """In the unit that was asked for, with one decimal."""
    phases: int
    """Number of phases."""


class SmartCharging:
    """The installed profiles of one charger; they survive a reset (K01.FR.27).

    Args:
        voltage_v: Nominal line-to-neutral voltage, for limits in watts.
        limits: What can be installed.
    """

    def __init__(self, *, voltage_v: float = 230.0, limits: Limits | None = None):
        self._voltage_v = voltage_v
        self.limits = limits or Limits()
        self._profiles: list[Profile] = []

    @property
    def profiles(self) -> tuple[Profile, ...]:
        """All installed profiles."""
        return tuple(self._profiles)

    def install(self, profile: Profile) -> None:
        """Install a profile; it replaces its namesake and its equal.

        Raises:
            ProfileError: If it is more than the charger can do.
        """
        limits = self.limits
        if not 0 <= profile.stack_level <= limits.stack_level:
            raise ProfileError("InvalidStackLevel")
        if len(profile.periods) > limits.periods:
            raise ProfileError("TooManyElements")
        kept = [old for old in self._profiles if not _replaces(profile, old)]
        if len(kept) >= limits.profiles:
            raise ProfileError("TooManyElements")
        self._profiles = [*kept, profile]

    def find(
        self,
        *,
        ids: Iterable[int] | None = None,
        connector: int | None = None,
        purpose: Purpose | None = None,
        stack_level: int | None = None,
    ) -> list[Profile]:
        """Return the profiles that match every criterion given."""
        wanted = None if ids is None else set(ids)
        return [
            profile
            for profile in self._profiles
            if (wanted is None or profile.id in wanted)
            and connector in (None, profile.connector)
            and purpose in (None, profile.purpose)
            and stack_level in (None, profile.stack_level)
        ]

    def remove(self, profiles: Iterable[Profile]) -> None:
        """Take profiles out."""
        gone = {id(profile) for profile in profiles}
        self._profiles = [p for p in self._profiles if id(p) not in gone]

    def end_transaction(self, connector: int) -> None:
        """Drop the profiles that die with a transaction (OCPP 1.6, 3.13.1)."""
        self.remove(self.find(connector=connector, purpose=Purpose.TX))

    def limit_at(self, scope: Scope, at: float) -> Limit:
        """Return what the profiles allow: the minimum over the purposes.

        The ceiling of the whole charger counts in full here; who shares it with whom
        is for the charger to say.
        """
        own = self._own(scope, at) if scope.connector else None
        found = [own, self._leading(Purpose.STATION_MAX, scope, at)]
        chosen = [limit for limit in found if limit is not None]
        if not chosen:
            return Limit(None, DEFAULT_PHASES)
        amps = min(limit.amps for limit in chosen if limit.amps is not None)
        mode = CHARGING_ONLY if own is None else own.mode
        return Limit(amps, min(limit.phases for limit in chosen), mode)

    def _own(self, scope: Scope, at: float) -> Limit | None:
        purposes: tuple[Purpose, ...] = (Purpose.TX, Purpose.TX_DEFAULT)
        if scope.has_priority:
            purposes = (Purpose.PRIORITY, *purposes)
        for purpose in purposes:
            found = self._leading(purpose, scope, at)
            if found is not None:
                return found
        return None

    def station_limit(self, at: float, *, offline_s: float = 0.0) -> float | None:
        """Return the ceiling for all connectors together, in amps for each phase.

        Args:
            at: Now.
            offline_s: How long there has been no connection.
        """
        scope = Scope(0, offline_s=offline_s)
        leading = self._leading(Purpose.STATION_MAX, scope, at)
        return None if leading is None else leading.amps

    def update(self, profile: Profile, limit: float, at: float) -> None:
        """Give a Dynamic profile its new limit (2.1, K28).

        Args:
            profile: One that is installed.
            limit: In the unit of its schedule.
            at: Now.
        """
        (schedule,) = profile.raw["chargingSchedule"]
        (entry,) = schedule["chargingSchedulePeriod"]
        changed = schedule | {"chargingSchedulePeriod": [entry | {"limit": limit}]}
        raw = profile.raw | {
            "chargingSchedule": [changed],
            "dynUpdateTime": text_of(at),
        }
        new = parse_profile(raw, connector=profile.connector, at=at)
        self._profiles = [new if old is profile else old for old in self._profiles]

    def end_offline(self, offline_s: float) -> None:
        """Drop what does not count after so long without a connection (2.1, K01)."""
        self.remove(
            profile
            for profile in self._profiles
            if profile.ends_offline and not _counts(profile, offline_s)
        )

    def composite(
        self, scope: Scope, at: float, *, duration_s: int, unit: str, ceiling_a: float
    ) -> list[Step]:
        """Compute the schedule to be expected from now on.

        Args:
            scope: What it is asked for.
            at: Now.
            duration_s: Length; more than a week is cut.
            unit: `A` or `W`.
            ceiling_a: What the hardware allows on each phase.
        """
        end = at + min(duration_s, _LONGEST_S)
        steps: list[Step] = []
        for moment in self._changes(scope, at, end):
            limit = self.limit_at(scope, moment)
            amps = ceiling_a if limit.amps is None else min(limit.amps, ceiling_a)
            value = amps if unit == "A" else amps * self._voltage_v * limit.phases
            step = Step(int(moment - at), round(value, 1), limit.phases)
            if not steps or (step.limit, step.phases) != (
                steps[-1].limit,
                steps[-1].phases,
            ):
                steps.append(step)
        return steps

    def _leading(self, purpose: Purpose, scope: Scope, at: float) -> Limit | None:
        best: tuple[int, bool, int] | None = None
        found: Limit | None = None
        for age, profile in enumerate(self._profiles):
            if profile.purpose is not purpose or not _concerns(profile, scope):
                continue
            if not _counts(profile, scope.offline_s):
                continue
            period = period_at(profile, at, scope.transaction_start)
            if period is None:
                continue
            # At equal levels a default for the connector replaces the one for all
            # (OCPP 1.6, 3.13.1), and the newer one the older.
            rank = (profile.stack_level, profile.connector > 0, age)
            if best is None or rank > best:
                best = rank
                amps = amps_of(
                    profile.unit, period.limit, period.phases, self._voltage_v
                )
                found = Limit(amps, period.phases or DEFAULT_PHASES, period.mode)
        return found

    def _changes(self, scope: Scope, at: float, end: float) -> list[float]:
        """Return the instants at which the limit may change, the first being now."""
        moments = {at}
        for profile in self._profiles:
            start = profile.start
            if profile.kind == "Relative":
                start = scope.transaction_start
            edges = {profile.valid_from, profile.valid_to}
            if start is not None:
                offsets = [period.start_s for period in profile.periods]
                if profile.duration_s is not None:
                    offsets.append(profile.duration_s)
                cycle = profile.cycle_s
                first = start
                if cycle is not None:
                    first += cycle * max((at - start) // cycle, 0)
                while first < end:
                    edges.update(first + offset for offset in offsets)
                    if cycle is None:
                        break
                    first += cycle
            moments.update(m for m in edges if m is not None and at < m < end)
        return sorted(moments)


def share(whole_a: float, outlets: int) -> tuple[int, float]:
    """Share a current: few outlets with enough for a car beat many with too little.

    Args:
        whole_a: What there is on each phase.
        outlets: How many want some.

    Returns:
        How many of them get some, and how much each of these gets.
    """
    served = min(max(int(whole_a // MIN_PILOT_A), 1), outlets)
    return served, whole_a / max(served, 1)


def _replaces(new: Profile, old: Profile) -> bool:
    if new.id == old.id:
        return True
    return (new.connector, new.purpose, new.stack_level) == (
        old.connector,
        old.purpose,
        old.stack_level,
    )


def _concerns(profile: Profile, scope: Scope) -> bool:
    if profile.connector not in (0, scope.connector):
        return False
    if profile.purpose is not Purpose.TX or profile.transaction_id is None:
        return True
    return profile.transaction_id == scope.transaction_id


def _counts(profile: Profile, offline_s: float) -> bool:
    most = profile.max_offline_s
    return offline_s == 0.0 or most is None or offline_s <= most
