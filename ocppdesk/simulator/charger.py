# SPDX-License-Identifier: Apache-2.0
"""A charger of any version: drivers, authorization, transactions, faults, resets.

A transaction starts and ends at the points that 2.x calls TxStartPoint and
TxStopPoint; 1.6 is the case "starts when the power path closes, ends when the cable
or the authorization is gone" (OCPP 2.0.1, E, 1.1.2).
"""

from dataclasses import dataclass
from typing import Any

from ocppdesk.simulator.agenda import Flow, play
from ocppdesk.simulator.connector import CARD, Connector, Fault, Stop, Transaction
from ocppdesk.simulator.outlets import Outlets
from ocppdesk.simulator.physics import Car
from ocppdesk.simulator.profiles import ProfileError, parse_profile
from ocppdesk.simulator.tokens import Verdict


@dataclass(frozen=True, slots=True)
class RemoteStart:
    """What a CSMS has asked for when it starts a transaction."""

    token: str
    """For whom."""
    start_id: int | None = None
    """Its number (2.x)."""
    profile: dict[str, Any] | None = None
    """The charging profile of the transaction to be."""
    token_type: str = CARD
    """The type of the token (2.x)."""


class Charger(Outlets):
    """A charger with drivers, for any version."""

    # What drivers do

    def plug_in(self, number: int, car: Car | None = None) -> None:
        """Connect a car."""
        connector = self.outlet(number)
        connector.circuit.connect(car or Car())
        connector.is_finishing = False
        if connector.token_timer is not None:
            connector.token_timer.cancel()
        points = self.start_points()
        transaction = connector.transaction
        if transaction is not None:
            self.tell_updated(connector, transaction, "CablePluggedIn")
        elif connector.is_usable and (
            "EVConnected" in points
            or ("PowerPathClosed" in points and connector.token is not None)
        ):
            self._start(connector, "CablePluggedIn")
        self.look_around()

    def unplug(self, number: int) -> None:
        """Disconnect the car, whatever it is doing."""
        connector = self.outlet(number)
        connector.circuit.disconnect()
        connector.is_finishing = False
        transaction = connector.transaction
        if transaction is not None:
            ends = self.settings.flag("StopTransactionOnEVSideDisconnect")
            if "EVConnected" in self.stop_points() and ends:
                self.end(connector, Stop.UNPLUGGED)
            else:
                self.tell_updated(connector, transaction, "EVCommunicationLost")
        self.look_around()

    def present_card(self, number: int, token: str) -> None:
        """Hold a card to the reader: it starts, or ends what it has started."""
        connector = self.outlet(number)
        if connector.transaction is not None and connector.token is not None:
            if token.casefold() == connector.token.casefold():
                self.stop(connector, Stop.LOCAL, token=token)
            else:
                play(self._stop_by_group(connector, token))
        elif self._is_ready(connector):
            play(self._start_by_card(connector, token))

    def raise_fault(self, number: int, fault: Fault) -> None:
        """Let something break."""
        connector = self.outlet(number)
        connector.fault = fault
        self.look_around()
        self.tell_fault(connector, fault, cleared=False)
        if fault.stops_charging and connector.transaction is not None:
            self.end(connector, fault.stop)
            self.look_around()

    def clear_fault(self, number: int) -> None:
        """Let it be whole again."""
        connector = self.outlet(number)
        fault, connector.fault = connector.fault, None
        if fault is not None:
            self.tell_fault(connector, fault, cleared=True)
        self.look_around()

    # Authorization

    def authorize(self, token: str, token_type: str = CARD) -> Flow[Verdict]:
        """Decide about a token: by the list, the cache, the CSMS (OCPP 1.6, 4.1)."""
        known = self.tokens.known(token)
        if known is not None and known.is_accepted:
            if self.settings.flag("LocalPreAuthorize"):
                return known
            if not self.outbox.is_open and self.settings.flag("LocalAuthorizeOffline"):
                return known
        if self.outbox.is_open:
            verdict = yield from self.ask_authorize(token, token_type)
            if verdict is not None:
                self.tokens.remember(token, verdict)
                return verdict
        elif known is None and self.settings.flag("AllowOfflineTxForUnknownId"):
            return Verdict("Accepted")
        return Verdict("Invalid")

    def _start_by_card(self, connector: Connector, token: str) -> Flow[None]:
        verdict = yield from self.authorize(token)
        if verdict.is_accepted and self._is_ready(connector):
            self._authorized(connector, RemoteStart(token), verdict.group, "Authorized")

    def _stop_by_group(self, connector: Connector, token: str) -> Flow[None]:
        verdict = yield from self.authorize(token)
        same = verdict.group is not None and verdict.group == connector.group
        if verdict.is_accepted and same and connector.transaction is not None:
            self.stop(connector, Stop.LOCAL, token=token)

    def remote_start(self, connector: Connector, wanted: RemoteStart) -> Flow[None]:
        """Start at the wish of the CSMS, which has been told Accepted already."""
        verdict = Verdict("Accepted")
        if self.settings.flag("AuthorizeRemoteTxRequests"):
            verdict = yield from self.authorize(wanted.token, wanted.token_type)
        if verdict.is_accepted and self._is_ready(connector):
            self._authorized(connector, wanted, verdict.group, "RemoteStart")

    def outlet_for(self, number: int, token: str) -> Connector | None:
        """Return the outlet for a remote start, None if it cannot be had.

        Args:
            number: The connector; 0 lets the charger choose, best one with a car.
            token: For whom.
        """
        ready = [
            connector
            for connector in self.chosen(number)
            if self._is_ready(connector) and self.accepts(connector, token, None)
        ]
        ready.sort(key=lambda connector: not connector.is_plugged)
        return ready[0] if ready else None

    def _is_ready(self, connector: Connector) -> bool:
        """Return whether somebody could be authorized at an outlet now."""
        transaction = connector.transaction
        waits = transaction is not None and connector.token is None
        return connector.is_usable or (waits and not connector.is_faulted)

    def accepts(self, connector: Connector, token: str, group: str | None) -> bool:
        """Return whether a reservation, if any, lets a token in."""
        reservation = connector.reservation
        return (
            reservation is None
            or reservation.token.casefold() == token.casefold()
            or (group is not None and reservation.group == group)
        )

    def _authorized(
        self, connector: Connector, wanted: RemoteStart, group: str | None, trigger: str
    ) -> None:
        if not self.accepts(connector, wanted.token, group):
            return
        connector.token, connector.group = wanted.token, group
        connector.token_type = wanted.token_type
        connector.remote_start_id = wanted.start_id
        connector.start_profile = wanted.profile
        points = self.start_points()
        transaction = connector.transaction
        if transaction is not None:
            self._settle(connector, transaction)
            self.tell_updated(connector, transaction, trigger)
        elif "Authorized" in points or (
            "PowerPathClosed" in points and connector.is_plugged
        ):
            self._start(connector, trigger)
        if not connector.is_plugged:
            seconds = self.settings.number("ConnectionTimeOut")
            connector.token_timer = self.agenda.after(
                seconds, lambda: self._no_car(connector)
            )
        self.look_around()

    def _no_car(self, connector: Connector) -> None:
        if connector.transaction is not None:
            self.end(connector, Stop.NO_CAR)
        connector.token = None
        self.look_around()

    # Transactions

    def _start(self, connector: Connector, trigger: str) -> None:
        transaction = Transaction(
            id=self.new_transaction_id(),
            token=connector.token,
            started_at=self.wall(),
            meter_start_wh=int(connector.circuit.reading.energy_wh),
            sampled_at=self.now,
        )
        connector.transaction = transaction
        self._settle(connector, transaction)
        self.tell_started(connector, transaction, trigger)

    def _settle(self, connector: Connector, transaction: Transaction) -> None:
        """Give a transaction all that its token has brought along, once it has one."""
        if connector.token is None:
            return
        transaction.token = connector.token
        transaction.token_type = connector.token_type
        transaction.remote_start_id = connector.remote_start_id
        if connector.reservation is not None:
            transaction.reservation_id = connector.reservation.id
            made_at = connector.reservation.made_at
            transaction.reserved_s = self.wall() - (made_at or self.wall())
            connector.reservation = None
        profile, connector.start_profile = connector.start_profile, None
        if profile is not None:
            self._install_start_profile(connector, profile)
        self.on_authorized(connector, transaction)

    def _install_start_profile(
        self, connector: Connector, profile: dict[str, Any]
    ) -> None:
        """Install the profile that a remote start came with (1.6, 5.11; 2.x, F01)."""
        try:
            parsed = parse_profile(profile, connector=connector.number, at=self.wall())
            self.smart.install(parsed)
        except ProfileError as error:
            self.note("-", f"profile dropped: {error.reason}")

    def on_authorized(self, connector: Connector, transaction: Transaction) -> None:
        """Note that a transaction has got its token, before that is told."""

    def stop(
        self, connector: Connector, stop: Stop, *, token: str | None = None
    ) -> None:
        """End the authorization, and with it the transaction, if that is its end.

        Args:
            connector: Where.
            stop: Why.
            token: The token that has ended it, if one has.
        """
        transaction = connector.transaction
        if transaction is None:
            return
        if {"Authorized", "PowerPathClosed"} & self.stop_points():
            self.end(connector, stop, token=token)
        else:
            connector.token = None
            transaction.stop = stop
            self.tell_updated(connector, transaction, stop.trigger)
        self.look_around()

    def end(
        self, connector: Connector, stop: Stop, *, token: str | None = None
    ) -> None:
        """End a transaction, if one runs, whatever TxStopPoint says."""
        transaction, connector.transaction = connector.transaction, None
        connector.circuit.offer(0.0)
        connector.token = connector.group = connector.remote_start_id = None
        connector.is_finishing = connector.is_plugged
        if transaction is None:
            return
        # Where it was stopped before the cable came out, that is the reason.
        transaction.stop = transaction.stop or stop
        transaction.end = stop
        self.smart.end_transaction(connector.number)
        self.tell_ended(connector, transaction, token)

    def refuse(self, connector: Connector, transaction: Transaction) -> None:
        """React to a CSMS that does not accept the token of a transaction."""
        if connector.transaction is not transaction:
            return
        if self.settings.flag("StopTransactionOnInvalidId"):
            self.stop(connector, Stop.DEAUTHORIZED)
        else:
            transaction.is_refused = True
            self.look_around()

    def end_all(self, stop: Stop) -> None:
        """End every transaction."""
        for connector in self.connectors:
            if connector.transaction is not None:
                self.end(connector, stop)
        self.look_around()

    def unlock(self, connector: Connector) -> None:
        """Release the cable; a transaction ends (OCPP 1.6, 5.18)."""
        if connector.transaction is not None:
            self.end(connector, Stop.UNLOCKED)
            self.look_around()

    def restart(self, reason: str) -> None:
        """Reboot; what still runs ends with it, and is told after it."""
        self.interrupt()
        for connector in self.connectors:
            connector.told_status = None
            if connector.transaction is None:
                connector.token = None
            connector.is_finishing = connector.is_busy_inside = False
        super().restart(reason)

    def interrupt(self) -> None:
        """Let a reboot interrupt all transactions: it is their end."""
        self.end_all(Stop.REBOOT)

    def on_power_up(self) -> None:
        """Do nothing: no transaction has survived."""
