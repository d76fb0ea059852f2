# SPDX-License-Identifier: Apache-2.0
"""The outlets of a charger: offers, meters, states, availability and reservations."""

from collections.abc import Callable

from ocppdesk.core.versions import Version
from ocppdesk.simulator.build import Build
from ocppdesk.simulator.configuration_values import Settings
from ocppdesk.simulator.connector import Connector, Fault, Reservation, Transaction
from ocppdesk.simulator.dialect import Dialect
from ocppdesk.simulator.physics import Circuit
from ocppdesk.simulator.smart_charging import Scope, SmartCharging, Step, share
from ocppdesk.simulator.station import TICK_S
from ocppdesk.simulator.tokens import Tokens


class Outlets(Dialect):
    """A station with outlets.

    Args:
        build: How it is built.
        version: The OCPP version it speaks.
        settings: Its configuration.
        now: The time, in seconds of any origin that only grows.
        clock: What its clock shows at `now`, seconds since 1970.
    """

    def __init__(
        self,
        build: Build,
        version: Version,
        *,
        settings: Settings,
        now: float,
        clock: float,
    ) -> None:
        super().__init__(
            build.identity, version, settings=settings, now=now, clock=clock
        )
        self.build = build
        self.firmware = build.firmware
        self.connectors = [self._connector(n + 1) for n in range(build.connectors)]
        self.smart = SmartCharging(voltage_v=build.supply.voltage_v)
        self.tokens = Tokens(settings)
        self.is_operative = True
        self.each_second: list[Callable[[], None]] = []
        self._aligned = 0

    def _connector(self, number: int) -> Connector:
        build = self.build
        circuit = Circuit(
            build.supply,
            seed=f"{build.identity}/{build.seed}/{number}",
            register_wh=build.register_wh + 41_000.0 * (number - 1),
            haste=build.haste,
        )
        return Connector(number, circuit)

    # Looking things up

    def connector(self, number: int) -> Connector | None:
        """Return a connector, None if there is none of that number."""
        return (
            self.connectors[number - 1] if 0 < number <= len(self.connectors) else None
        )

    def outlet(self, number: int) -> Connector:
        """Return a connector of this charger.

        Raises:
            ValueError: If there is none of that number.
        """
        connector = self.connector(number)
        if connector is None:
            raise ValueError(f"There is no connector {number} on this charger.")
        return connector

    def chosen(self, number: int) -> list[Connector]:
        """Return the connectors that a number stands for; 0 is all."""
        found = self.connector(number)
        return list(self.connectors) if number == 0 else [found] if found else []

    def with_transaction(self, transaction_id: str) -> Connector | None:
        """Return the connector on which a transaction runs."""
        for connector in self.connectors:
            transaction = connector.transaction
            if transaction is not None and transaction.id == transaction_id:
                return connector
        return None

    @property
    def has_transaction(self) -> bool:
        """Whether a transaction runs anywhere."""
        return any(c.transaction is not None for c in self.connectors)

    def scope(self, connector: Connector) -> Scope:
        """Return what the limit of a connector depends on."""
        transaction = connector.transaction
        offline_s = self.offline_s
        if transaction is None:
            return Scope(connector.number, offline_s=offline_s)
        return Scope(
            connector.number,
            transaction.id,
            transaction.power_path_at,
            transaction.has_priority,
            offline_s,
        )

    def ceiling_a(self) -> float:
        """Return what the hardware and the installer allow on each phase."""
        installed = float(self.settings.number("InstallationMaxCurrent"))
        return min(self.build.supply.max_current_a, installed)

    def composite(self, number: int, duration_s: int, unit: str) -> list[Step] | None:
        """Return the composite schedule of an outlet; None if there is none.

        Args:
            number: The connector; 0 is the grid connection of the whole charger.
            duration_s: How long, from now on.
            unit: `A` or `W`.
        """
        connector = self.connector(number)
        if number != 0 and connector is None:
            return None
        return self.smart.composite(
            Scope(0) if connector is None else self.scope(connector),
            self.wall(),
            duration_s=duration_s,
            unit=unit,
            ceiling_a=self.ceiling_a(),
        )

    # Each second

    def on_tick(self) -> None:
        """Let current flow, sample what is due, tell what has changed."""
        self.smart.end_offline(self.offline_s)
        self.offer()
        for connector in self.connectors:
            if connector.is_plugged:
                connector.circuit.advance(TICK_S)
            if connector.is_closing and (
                not connector.is_in_use or connector.is_finishing
            ):
                connector.is_operative = connector.is_closing = False
            self._expire(connector)
            self.look(connector)
            transaction = connector.transaction
            if transaction is not None:
                self._sample(connector, transaction)
        self._align()
        for watch in self.each_second:
            watch()

    def _expire(self, connector: Connector) -> None:
        reservation = connector.reservation
        if reservation is not None and reservation.expires_at <= self.wall():
            connector.reservation = None
            self.tell_reservation(reservation, "Expired")

    def offer(self) -> None:
        """Set what every outlet offers: its limit, and its share of the whole."""
        wall = self.wall()
        drawing = [c for c in self.connectors if c.may_charge]
        shares = self._shares(drawing, wall)
        for connector in self.connectors:
            if connector not in drawing:
                connector.circuit.offer(0.0)
                continue
            transaction = connector.transaction
            if transaction is not None and transaction.power_path_at is None:
                transaction.power_path_at = wall
            limit = self.smart.limit_at(self.scope(connector), wall)
            amps = min(
                self.ceiling_a() if limit.amps is None else limit.amps,
                self.ceiling_a(),
                shares.get(connector.number, 0.0),
            )
            connector.circuit.offer(amps, phases=limit.phases)

    def _shares(self, drawing: list[Connector], wall: float) -> dict[int, float]:
        """Return what each outlet gets of the limit of the whole charger."""
        whole = self.smart.station_limit(wall, offline_s=self.offline_s)
        if whole is None:
            return {c.number: self.ceiling_a() for c in drawing}
        hungry = [c.number for c in drawing if not c.circuit.is_full]
        served, amps = share(whole, len(hungry))
        shares = {c.number: whole for c in drawing}
        shares.update(dict.fromkeys(hungry, 0.0))
        shares.update(dict.fromkeys(hungry[:served], amps))
        return shares

    def _sample(self, connector: Connector, transaction: Transaction) -> None:
        if connector.charging_state() == "Charging":
            transaction.charging_s += TICK_S
        interval = self.settings.number("MeterValueSampleInterval")
        if 0 < interval <= self.now - transaction.sampled_at:
            transaction.sampled_at = self.now
            self.tell_sample(connector, transaction)

    def _align(self) -> None:
        interval = self.settings.number("ClockAlignedDataInterval")
        if interval == 0:
            return
        slot = int(self.wall() // interval)
        if self._aligned not in (0, slot):
            for connector in self.connectors:
                self.tell_aligned(connector, "Sample.Clock")
        self._aligned = slot

    # States

    def look(self, connector: Connector) -> None:
        """Tell the CSMS what has changed at a connector since the last look."""
        fault = connector.fault
        status = (self.status_of(connector), "NoError" if fault is None else fault.code)
        if status != connector.seen_status:
            connector.seen_status = status
            connector.changed_at = self.now
        self.tell_state(connector)
        lasted = self.now - connector.changed_at
        if (
            status != connector.told_status
            and lasted >= self.settings.number("MinimumStatusDuration")
            and self.outbox.is_open
            and self.outbox.is_accepted
        ):
            connector.told_status = status
            self.tell_status(connector)

    def look_around(self) -> None:
        """Adapt the offers and tell what has changed anywhere."""
        self.offer()
        for connector in self.connectors:
            self.look(connector)

    def fault_of(self, connector: Connector) -> Fault:
        """Return what is wrong with a connector, in the words of 1.6."""
        return connector.fault or Fault("NoError")

    def change_availability(self, number: int, *, operative: bool) -> str:
        """Open or close outlets; returns the AvailabilityStatus.

        Args:
            number: The connector; 0 is the whole charger.
            operative: Whether it may be used from now on.
        """
        found = self.chosen(number)
        if not found:
            return "Rejected"
        if number == 0:
            self.is_operative = operative
        for connector in found:
            in_use = connector.is_in_use and not connector.is_finishing
            connector.is_closing = in_use and not operative
            connector.is_operative = operative or in_use
            self.look(connector)
        return "Scheduled" if any(c.is_closing for c in found) else "Accepted"

    def keep_free(self, *, is_busy: bool) -> None:
        """Take the outlets out of use for the charger's own purposes, or back."""
        for connector in self.connectors:
            connector.is_busy_inside = is_busy
        self.look_around()

    # Reservations

    def reserve(self, connector: Connector, reservation: Reservation) -> str:
        """Keep an outlet for somebody; returns the ReservationStatus.

        A reservation of the same id is replaced (OCPP 1.6, 5.13).
        """
        self.cancel_reservation(reservation.id)
        if connector.is_faulted:
            return "Faulted"
        if not connector.is_operative or connector.is_busy_inside:
            return "Unavailable"
        if connector.is_in_use or connector.reservation is not None:
            return "Occupied"
        if reservation.expires_at <= self.wall():
            return "Rejected"
        connector.reservation = reservation
        self.look(connector)
        return "Accepted"

    def cancel_reservation(self, reservation_id: int) -> bool:
        """Take a reservation back; returns whether there was one."""
        for connector in self.connectors:
            reservation = connector.reservation
            if reservation is not None and reservation.id == reservation_id:
                connector.reservation = None
                self.look(connector)
                return True
        return False
