# SPDX-License-Identifier: Apache-2.0
"""What all rules share about one charger.

It is brought up to date with each message before rules are asked about it, so it
includes the message.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from ocppdesk.analysis.findings.fault_signs import ACTIONS as SIGNING
from ocppdesk.analysis.findings.fault_signs import Sign, signs_in
from ocppdesk.analysis.findings.knowing.availability import Availability
from ocppdesk.analysis.findings.knowing.boots import Boots
from ocppdesk.analysis.findings.knowing.clock import TELLING, Clock
from ocppdesk.analysis.findings.knowing.commands import Commands
from ocppdesk.analysis.findings.knowing.connectors import Connectors
from ocppdesk.analysis.findings.knowing.currents import Currents
from ocppdesk.analysis.findings.knowing.traffic import Traffic
from ocppdesk.analysis.findings.knowing.transactions import Transactions
from ocppdesk.analysis.findings.rule import LOG_STARTS
from ocppdesk.analysis.findings.thresholds import Thresholds
from ocppdesk.analysis.findings.wording import MINUTE, SECOND
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample
from ocppdesk.core.configuration.reports import ACTIONS as SETTINGS_ACTIONS
from ocppdesk.core.configuration.reports import ChargerSettings
from ocppdesk.core.configuration.settings import Address
from ocppdesk.core.facts import STATE_ACTIONS
from ocppdesk.core.frames import CALLS
from ocppdesk.core.messages import Direction
from ocppdesk.core.numbers import whole_number

_TRANSACTIONS: Final = frozenset(
    {"StartTransaction", "StopTransaction", "TransactionEvent"}
)
_SETTINGS: Final = frozenset(SETTINGS_ACTIONS)
_TRIGGERED_US: Final = 2 * MINUTE
_LONGEST_S: Final = 10 * 86_400  # of an interval
_MOST_SAMPLES: Final = 5_000  # series whose last sample is kept
_NOTHING: Final[Mapping[str, Sequence[Sample]]] = {}

Place = tuple[int | None, int | None]
"""EVSE and connector."""


class Known:
    """What is known of one charger by now.

    Args:
        charger: Its identity.
        thresholds: As the user has set them.
    """

    def __init__(self, charger: str, thresholds: Thresholds) -> None:
        self.charger = charger
        self.thresholds = thresholds
        self.is_2x = False
        """Whether it speaks OCPP 2.x."""
        self.traffic = Traffic()
        """First and last message, connections and outages, shares of answers."""
        self.boots = Boots()
        """Boots, registration, the heartbeat interval that was granted."""
        self.connectors = Connectors()
        """What connectors said last, and their faults."""
        self.transactions = Transactions()
        """What runs, and what ended lately."""
        self.commands = Commands()
        """The calls of the CSMS of the last ten minutes, with their answers."""
        self.availability = Availability()
        """What the CSMS took out of service."""
        self.settings = ChargerSettings(charger)
        """What was read and written of its settings."""
        self.clock = Clock()
        """How far its clock is off."""
        self.samples: dict[tuple[int | None, int | None, str, str], Sample] = {}
        """The last sample by EVSE, connector, measurand and phase."""
        self.currents = Currents()
        """The last currents, offers and temperatures of each connector."""
        self.measured: Mapping[str, Sequence[Sample]] = _NOTHING
        """The samples of the last message by measurand."""
        self.places: Sequence[Place] = ()
        """EVSE and connector of these samples, each once."""
        self.signs: Sequence[Sign] = ()
        """What the last message says of faults."""

    def take(self, seen: Observation, samples: tuple[Sample, ...]) -> None:
        """Take in the next message."""
        message = seen.message
        self.is_2x = seen.is_2x
        self.traffic.take(seen)
        self.signs = ()
        action, is_call = message.action, message.type in CALLS
        if message.direction is Direction.IN:
            if is_call:
                if action in SIGNING:
                    self.signs = tuple(signs_in(seen))
                if action in TELLING:
                    self.clock.take(seen)
                if action in STATE_ACTIONS:
                    self.connectors.take(seen)
                elif action == "BootNotification":
                    self.boots.take_call(
                        seen,
                        is_triggered=self._is_triggered(seen),
                        is_commanded=self._is_commanded(seen),
                    )
            elif seen.is_answer:
                self.commands.take_answer(seen)
                if action == "ChangeAvailability":
                    self.availability.take_answer(seen)
        elif message.direction is Direction.OUT:
            if is_call:
                self.commands.take_call(seen)
            elif action == "BootNotification":
                self.boots.take_answer(seen)
        if action in _TRANSACTIONS:
            self.transactions.take(seen)
        if action in _SETTINGS:
            self.settings.take(message)
        if samples:
            self._measure(samples)
        else:
            self.measured, self.places = _NOTHING, ()

    def _measure(self, samples: tuple[Sample, ...]) -> None:
        """Sort the samples of a message once for all rules."""
        measured: dict[str, list[Sample]] = {}
        places: dict[Place, None] = {}
        for sample in samples:
            evse, connector, measurand = sample.evse, sample.connector, sample.measurand
            of_kind = measured.get(measurand)
            if of_kind is None:
                measured[measurand] = [sample]
            else:
                of_kind.append(sample)
            places[evse, connector] = None
            key = (evse, connector, measurand, sample.phase)
            if key in self.samples or len(self.samples) < _MOST_SAMPLES:
                self.samples[key] = sample
        self.measured, self.places = measured, tuple(places)
        if not self._is_of_past(samples[-1]):
            self.currents.take(measured)

    def _is_of_past(self, sample: Sample) -> bool:
        """Return whether a sample was kept while the charger was offline."""
        late = self.thresholds.replay_s * SECOND
        if sample.at - sample.charger_at <= late:
            return False
        return sample.at - sample.charger_at + (self.clock.offset_us or 0) > late

    def _is_triggered(self, seen: Observation) -> bool:
        if seen.payload.get("reason") == "Triggered":
            return True
        asked = self.commands.lately(
            "TriggerMessage", "ExtendedTriggerMessage", at=seen.at,
            within_us=_TRIGGERED_US,
        )  # fmt: skip
        return any(
            command.payload.get("requestedMessage") == "BootNotification"
            for command in asked
        )

    def _is_commanded(self, seen: Observation) -> bool:
        within = self.thresholds.commanded_min * MINUTE
        last = self.boots.last
        return any(
            command.may_restart and (last is None or command.at > last.at)
            for command in self.commands.lately(at=seen.at, within_us=within)
        )

    # The edges of what was recorded: what lies beyond them is not known (7.0).

    def starts_before(self, at: int, *, within_us: int) -> bool:
        """Return whether the messages reach back so far before a moment."""
        first = self.traffic.first_at
        return first is not None and first <= at - within_us

    def start_note(self, at: int, *, within_us: int) -> str:
        """Return `LOG_STARTS` if the messages begin so shortly before, else nothing."""
        return "" if self.starts_before(at, within_us=within_us) else LOG_STARTS

    # Settings of the charger.

    def key(self, name: str) -> str | None:
        """Return the value of a key of OCPP 1.6, as it was read or accepted last."""
        return self.setting(Address(name))

    def variable(self, component: str, variable: str) -> str | None:
        """Return the value of a variable of OCPP 2.x, as it was read or accepted."""
        return self.setting(Address(variable, component=component))

    def setting(self, address: Address) -> str | None:
        """Return the value of a key or variable, as it was read or accepted last."""
        entry = self.settings.entry(address)
        if entry is None:
            return None
        is_newer = (entry.written_at or 0) > (entry.read_at or 0)
        if entry.status == "Accepted" and is_newer:
            return entry.written
        return entry.value

    @property
    def connection_timeout_us(self) -> int:
        """How long the charger waits for the plug, in microseconds (`T_conn`)."""
        told = whole_number(
            self.variable("TxCtrlr", "EVConnectionTimeOut")
            if self.is_2x
            else self.key("ConnectionTimeOut")
        )
        return (told or self.thresholds.connection_timeout_s) * SECOND

    @property
    def sample_interval_us(self) -> int | None:
        """The interval of samples in a transaction; None: not known (`MVI`)."""
        told = whole_number(
            self.variable("SampledDataCtrlr", "TxUpdatedInterval")
            if self.is_2x
            else self.key("MeterValueSampleInterval")
        )
        return None if told is None else told * SECOND

    @property
    def silence_us(self) -> int:
        """How long a healthy charger may be silent, in microseconds."""
        names = ("HeartbeatInterval", "WebSocketPingInterval")
        told = [
            self.variable("OCPPCommCtrlr", name) if self.is_2x else self.key(name)
            for name in names
        ]
        seconds = [whole_number(each) or 0 for each in told]
        longest = max(self.boots.heartbeat_s or 0, *seconds, self.thresholds.silence_s)
        return 3 * min(longest, _LONGEST_S) * SECOND
