# SPDX-License-Identifier: Apache-2.0
"""What is known of the limits of one charger while its messages are taken in."""

from dataclasses import dataclass, field, replace

from ocppdesk.analysis.limits.caps import Cap
from ocppdesk.analysis.limits.in_force import Place
from ocppdesk.analysis.limits.installed import Installed
from ocppdesk.analysis.limits.offers import Offers
from ocppdesk.analysis.limits.profile import Profile
from ocppdesk.analysis.limits.readings import Readings
from ocppdesk.analysis.limits.transactions import Transactions
from ocppdesk.core.configuration.settings import Address

_MOST_CONNECTORS = 64  # no charger has more; nonsense must not pile up


@dataclass(frozen=True, slots=True)
class Instruction:
    """A command that bears on a limit, and how it was answered."""

    at: int
    """When it was answered, microseconds since 1970."""
    message: int
    """The number of the call."""
    connector: int
    """Where; 0 is the whole charger."""
    what: str
    """What was told: `16 A per phase (TxDefaultProfile, level 0, connector 1)`."""
    outcome: str = "accepted"
    amps: float | None = None
    watts: float | None = None
    profile: Profile | None = None
    remarks: tuple[str, ...] = ()
    only_clears: bool = False
    """Whether it sets nothing."""
    before: "Instruction | None" = None
    """Of one that only takes away: what was set before it."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A profile that comes with a remote start and waits for its transaction."""

    at: int
    profile: Profile
    connector: int | None
    """None: the charger chooses."""
    token: str
    remote_start: str


@dataclass(slots=True)
class State:
    """All that one charger's messages told so far."""

    is_2x: bool = False
    connectors: set[int] = field(default_factory=set)
    """All that were mentioned, without 0."""
    installed: Installed = field(default_factory=Installed)
    transactions: Transactions = field(default_factory=Transactions)
    readings: Readings = field(default_factory=Readings)
    offers: Offers = field(default_factory=Offers)
    accepted: dict[int, Instruction] = field(default_factory=dict)
    """The last instruction for each connector."""
    refused: dict[int, Instruction] = field(default_factory=dict)
    pending: list[Pending] = field(default_factory=list)
    settings: dict[Address, tuple[Cap, int, int]] = field(default_factory=dict)
    """Settings that cap a current, with time and number of the message."""
    waiting: dict[Address, tuple[Cap, int, int]] = field(default_factory=dict)
    """Those that count after a reboot."""
    priorities: set[str] = field(default_factory=set)
    """Transactions that charge with priority (OCPP 2.1)."""
    cables: dict[int, tuple[float, int]] = field(default_factory=dict)
    """What cables are coded for, A, with the number of the message."""
    unknown_limits: dict[tuple[int, str], int] = field(default_factory=dict)
    """Limits that were notified without a schedule, by place and source."""
    changed_rates: dict[int, tuple[int, int, str]] = field(default_factory=dict)
    """Time, message and trigger of the last `LimitSet` or `ChargingRateChanged`."""
    composite_refused: dict[int, int] = field(default_factory=dict)
    """The message in which a composite schedule was refused."""
    vendor_told: tuple[str, int] | None = None
    """A vendor's message that is known to tell of currents, and its number."""
    revision: int = 0
    """Another number whenever a cable or a priority is another one."""
    listed: int | None = None
    """The message in which the charger listed all its profiles."""
    booted: int | None = None
    """When it last booted."""

    def mention(self, connector: int | None) -> None:
        """Take note that there is such a connector."""
        if connector and connector > 0 and len(self.connectors) < _MOST_CONNECTORS:
            self.connectors.add(connector)

    def instruct(self, told: Instruction) -> None:
        """Take in an instruction that was accepted."""
        before = self.last_accepted(told.connector)
        if told.only_clears and before is not None:
            set_before = before.before if before.only_clears else before
            told = replace(told, before=set_before)
        self.accepted[told.connector] = told
        # What was refused before it does not matter any more.
        refused = self.refused.get(told.connector)
        if refused is not None and refused.at <= told.at:
            del self.refused[told.connector]

    def place(self, connector: int) -> Place:
        """Return what goes on at a connector."""
        supply = self.readings.supply(connector)
        running = self.transactions.running.get(connector)
        if running is None:
            return Place(connector, supply)
        cable = self.cables.get(connector)
        return Place(
            connector,
            supply,
            has_transaction=True,
            transaction=running.id,
            tx_start=running.start,
            has_priority=running.id in self.priorities,
            cable=None if cable is None else cable[0],
        )

    def knows_of_whole(self) -> bool:
        """Return whether anything is known of the charger as a whole."""
        told = self.accepted.get(0)
        return (
            (told is not None and (told.profile is None or told.profile.is_of_whole))
            or any(one.is_of_whole for one in self.installed.profiles)
            or self.offers.has(0)
            or self.readings.has(0)
            or not self.connectors
        )

    def last_accepted(self, connector: int) -> Instruction | None:
        """Return the newest instruction with a say at a connector."""
        return _newest(self.accepted, connector)

    def last_refused(self, connector: int) -> Instruction | None:
        """Return the newest that was refused, if nothing was accepted since."""
        found = _newest(self.refused, connector)
        last = self.last_accepted(connector)
        if found is None or (last is not None and last.at > found.at):
            return None
        return found


def _newest(told: dict[int, Instruction], connector: int) -> Instruction | None:
    found = [told[place] for place in {0, connector} if place in told]
    return max(found, key=lambda one: (one.at, one.message), default=None)
