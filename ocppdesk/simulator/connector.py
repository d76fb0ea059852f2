# SPDX-License-Identifier: Apache-2.0
"""The state of one connector (1.6), or of one EVSE with its only connector (2.x)."""

import enum
from dataclasses import dataclass, field
from typing import Any, Final

from ocppdesk.simulator.agenda import Timer
from ocppdesk.simulator.costs import Costs
from ocppdesk.simulator.physics import Circuit
from ocppdesk.simulator.transaction_limits import TransactionLimits

CARD: Final = "ISO14443"
"""The type of the token on a card, as 2.x names it."""
WARNINGS: Final = frozenset(
    {"EVCommunicationError", "LocalListConflict", "ReaderFailure", "WeakSignal"}
)
"""Error codes that do not make a connector Faulted (OCPP 1.6, 7.6)."""


class Stop(enum.Enum):
    """Why a transaction ends: `reason` of 1.6; `stoppedReason`, `triggerReason`."""

    LOCAL = ("Local", "Local", "StopAuthorized")
    REMOTE = ("Remote", "Remote", "RemoteStop")
    UNPLUGGED = ("EVDisconnected", "EVDisconnected", "EVCommunicationLost")
    DEAUTHORIZED = ("DeAuthorized", "DeAuthorized", "Deauthorized")
    SOFT_RESET = ("SoftReset", "ImmediateReset", "ResetCommand")
    HARD_RESET = ("HardReset", "ImmediateReset", "ResetCommand")
    REBOOT = ("Reboot", "Reboot", "AbnormalCondition")
    UNLOCKED = ("UnlockCommand", "Other", "UnlockCommand")
    NO_CAR = ("Other", "Timeout", "EVConnectTimeout")
    GROUND_FAULT = ("Other", "GroundFault", "AbnormalCondition")
    OVERCURRENT = ("Other", "OvercurrentFault", "AbnormalCondition")
    FAULT = ("Other", "Other", "AbnormalCondition")

    @property
    def reason_16(self) -> str:
        """`reason` of StopTransaction."""
        return self.value[0]

    @property
    def reason_2x(self) -> str:
        """`stoppedReason` of TransactionEvent."""
        return self.value[1]

    @property
    def trigger(self) -> str:
        """`triggerReason` of the TransactionEvent that ends the transaction."""
        return self.value[2]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a connector."""

    code: str
    """As in `ChargePointErrorCode` of 1.6."""
    info: str = ""
    """Free text."""
    vendor_code: str = ""
    """The manufacturer's own code."""

    @property
    def stops_charging(self) -> bool:
        """Whether it makes the connector Faulted."""
        return self.code not in WARNINGS

    @property
    def holds_back(self) -> bool:
        """Whether no current may flow: nobody charges a car they cannot talk to."""
        return self.stops_charging or self.code == "EVCommunicationError"

    @property
    def stop(self) -> Stop:
        """Why a transaction ends because of it."""
        return {
            "GroundFailure": Stop.GROUND_FAULT,
            "OverCurrentFailure": Stop.OVERCURRENT,
        }.get(self.code, Stop.FAULT)


@dataclass(frozen=True, slots=True)
class Reservation:
    """A connector kept for somebody."""

    id: int
    """Its id, chosen by the CSMS."""
    token: str
    """Whom it is kept for."""
    group: str | None
    """The group of tokens it is kept for."""
    expires_at: float
    """When it ends, on the charger's clock."""
    made_at: float | None = None
    """When it was made, on the charger's clock."""


@dataclass(slots=True)
class Transaction:
    """A transaction that is going on."""

    id: str | None
    """Chosen by the charger (2.x); given by the CSMS, so None at first (1.6)."""
    token: str | None
    """The token that it was started with."""
    started_at: float
    """When it started, on the charger's clock."""
    meter_start_wh: int
    """The register then."""
    sampled_at: float
    """When its meter was sampled last, in seconds of the agenda."""
    reservation_id: int | None = None
    """The reservation that it used up."""
    reserved_s: float | None = None
    """How long that has kept the outlet for it."""
    remote_start_id: int | None = None
    """The command that it was asked for with (2.x)."""
    token_type: str = CARD
    """The type of its token (2.x)."""
    power_path_at: float | None = None
    """When energy could flow first, on the charger's clock."""
    is_refused: bool = False
    """Whether the CSMS has refused its token, and it stays open nevertheless."""
    stop: Stop | None = None
    """Why it was stopped; it may stay open until the cable is out (2.x)."""
    end: Stop | None = None
    """What has ended it in the end."""
    sequence: int = 0
    """`seqNo` of its next event (2.x)."""
    told_state: str | None = None
    """The last chargingState told to the CSMS (2.x)."""
    charging_s: float = 0.0
    """How long energy has flowed."""
    has_priority: bool = False
    """Whether it charges with priority (2.1, K21)."""
    told_mode: str | None = None
    """The last operationMode told to the CSMS (2.1)."""
    costs: Costs | None = None
    """What it costs, if the charger works that out (2.1, I12)."""
    was_charging: bool = False
    """Whether energy flowed before a reboot (2.1, E17)."""
    is_held: bool = False
    """Whether energy is held back for a reboot, or for ever after it (2.1, E17)."""
    idle_s: float = 0.0
    """How long it has not been charging, up to now."""
    limits: TransactionLimits = field(default_factory=TransactionLimits)
    """What it may come to at most (2.1, E16)."""
    told_once: set[str] = field(default_factory=set)
    """What was told already and is not told again (2.x, E01)."""
    meter_values: list[dict[str, Any]] = field(default_factory=list)
    """What StopTransaction will carry (1.6)."""


@dataclass(slots=True)
class Connector:
    """One outlet and all that goes on there."""

    number: int
    """From 1 on."""
    circuit: Circuit
    """What flows."""
    transaction: Transaction | None = None
    """The transaction that is going on."""
    token: str | None = None
    """A token that is authorized here."""
    token_type: str = CARD
    """The type of that token (2.x)."""
    group: str | None = None
    """The group of that token."""
    remote_start_id: int | None = None
    """The command that the token came with (2.x)."""
    start_profile: dict[str, Any] | None = None
    """The profile that the token came with, for the transaction to be."""
    token_timer: Timer | None = None
    """Drops the token if no car comes."""
    fault: Fault | None = None
    """What is wrong."""
    is_operative: bool = True
    """Whether it may be used; survives a reboot (OCPP 1.6, 5.2)."""
    is_closing: bool = False
    """Whether it becomes inoperative as soon as it is free."""
    is_busy_inside: bool = False
    """Whether the charger keeps it out of use itself, as for new firmware."""
    reservation: Reservation | None = None
    """Whom it is kept for."""
    is_finishing: bool = False
    """Whether the cable of the last transaction is still in."""
    told_status: tuple[str, str] | None = None
    """The last status and error code told to the CSMS."""
    seen_status: tuple[str, str] | None = None
    """The status and error code at the last look."""
    changed_at: float = 0.0
    """When they began, in seconds of the agenda."""

    @property
    def is_plugged(self) -> bool:
        """Whether a car is connected."""
        return self.circuit.car is not None

    @property
    def is_faulted(self) -> bool:
        """Whether a fault keeps it from charging."""
        return self.fault is not None and self.fault.stops_charging

    @property
    def is_usable(self) -> bool:
        """Whether a transaction could start here, were it not for reservations."""
        return (
            self.transaction is None
            and self.is_operative
            and not self.is_closing
            and not self.is_busy_inside
            and not self.is_faulted
        )

    @property
    def is_in_use(self) -> bool:
        """Whether somebody has begun to use it."""
        return self.transaction is not None or self.is_plugged or self.token is not None

    @property
    def may_charge(self) -> bool:
        """Whether the charger would let current flow if no limit were set."""
        transaction = self.transaction
        return (
            transaction is not None
            and not transaction.is_refused
            and not transaction.limits.is_reached
            and not transaction.is_held
            and self.token is not None
            and self.is_plugged
            and not (self.fault is not None and self.fault.holds_back)
        )

    def charging_state(self) -> str:
        """Return the chargingState of 2.x."""
        if not self.is_plugged:
            return "Idle"
        transaction = self.transaction
        if transaction is None or self.token is None:
            return "EVConnected"
        if transaction.power_path_at is None:
            return "EVConnected"
        if self.circuit.reading.offered_a == 0:
            return "SuspendedEVSE"
        return "SuspendedEV" if self.circuit.is_full else "Charging"

    def status_16(self) -> str:
        """Return the ChargePointStatus of 1.6 (4.9)."""
        if self.is_faulted:
            return "Faulted"
        if self.transaction is not None:
            state = self.charging_state()
            # Unplugged, and the transaction goes on: 4.9 wants SuspendedEV.
            return {"Idle": "SuspendedEV", "EVConnected": "SuspendedEVSE"}.get(
                state, state
            )
        if not self.is_operative or self.is_busy_inside:
            return "Unavailable"
        if self.is_finishing:
            return "Finishing"
        if self.is_in_use:
            return "Preparing"
        return "Available" if self.reservation is None else "Reserved"

    def status_2x(self) -> str:
        """Return the connectorStatus of 2.x (G01)."""
        if self.is_faulted:
            return "Faulted"
        if self.is_plugged or self.transaction is not None:
            return "Occupied"
        if not self.is_operative or self.is_busy_inside:
            return "Unavailable"
        return "Available" if self.reservation is None else "Reserved"
