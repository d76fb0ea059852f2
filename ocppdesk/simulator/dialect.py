# SPDX-License-Identifier: Apache-2.0
"""What a charger has to say, for each OCPP version to put into its own messages."""

from abc import abstractmethod

from ocppdesk.simulator.agenda import Flow
from ocppdesk.simulator.connector import Connector, Fault, Reservation, Transaction
from ocppdesk.simulator.station import Station
from ocppdesk.simulator.tokens import Verdict


class Dialect(Station):
    """A station that can speak about outlets, drivers and transactions."""

    # States

    @abstractmethod
    def status_of(self, connector: Connector) -> str:
        """Return the status that the version has for a connector's state."""

    @abstractmethod
    def tell_status(self, connector: Connector) -> None:
        """Send a StatusNotification."""

    @abstractmethod
    def tell_state(self, connector: Connector) -> None:
        """Tell how a transaction goes on, if that has changed."""

    @abstractmethod
    def tell_fault(self, connector: Connector, fault: Fault, *, cleared: bool) -> None:
        """Tell about a fault what the status does not say."""

    @abstractmethod
    def tell_reservation(self, reservation: Reservation, status: str) -> None:
        """Tell that a reservation has ended without being used."""

    # Meter values

    @abstractmethod
    def tell_sample(self, connector: Connector, transaction: Transaction) -> None:
        """Send the measurands that are due during a transaction."""

    @abstractmethod
    def tell_aligned(self, connector: Connector, context: str) -> None:
        """Send the clock-aligned measurands, for the reason that `context` names."""

    # Authorization and transactions

    @abstractmethod
    def ask_authorize(self, token: str, token_type: str) -> Flow[Verdict | None]:
        """Ask the CSMS about a token; None if it does not answer."""

    @abstractmethod
    def start_points(self) -> set[str]:
        """Return what a transaction starts at, as in TxStartPoint."""

    @abstractmethod
    def stop_points(self) -> set[str]:
        """Return what a transaction ends without, as in TxStopPoint."""

    @abstractmethod
    def new_transaction_id(self) -> str | None:
        """Return the id of a new transaction; None if the CSMS gives it."""

    @abstractmethod
    def tell_started(
        self, connector: Connector, transaction: Transaction, trigger: str
    ) -> None:
        """Tell that a transaction has started, and what has started it."""

    @abstractmethod
    def tell_updated(
        self, connector: Connector, transaction: Transaction, trigger: str
    ) -> None:
        """Tell that something has happened in a transaction, and what it was."""

    @abstractmethod
    def tell_ended(
        self, connector: Connector, transaction: Transaction, token: str | None
    ) -> None:
        """Tell that a transaction has ended; `transaction.stop` says why."""
