# SPDX-License-Identifier: Apache-2.0
"""What an OCPP 2.1 charger says besides what 2.0.1 has."""

from collections.abc import Iterable
from typing import Any

from ocppdesk.core.versions import Version
from ocppdesk.simulator.charger2x import Charger2x
from ocppdesk.simulator.connector import Connector, Transaction
from ocppdesk.simulator.device_variables import Variable
from ocppdesk.simulator.device_variables21 import variables_21
from ocppdesk.simulator.outbox import Payload
from ocppdesk.simulator.transaction_event import Event


class Charger21(Charger2x):
    """A charger that speaks OCPP 2.1."""

    speaks = Version.V21
    longest_token = 255

    def more_variables(self) -> Iterable[Variable]:
        """Return what 2.1 has added to the device model."""
        return variables_21()

    def tell_state(self, connector: Connector) -> None:
        """Tell also whether the operation mode is another one (K01.FR.110)."""
        transaction = connector.transaction
        if transaction is not None and transaction.told_mode not in (
            None,
            self._mode(connector),
        ):
            self.tell_updated(connector, transaction, "OperationModeChanged")
        super().tell_state(connector)

    def _mode(self, connector: Connector) -> str:
        return self.smart.limit_at(self.scope(connector), self.wall()).mode

    def complete(
        self,
        payload: Payload,
        connector: Connector,
        transaction: Transaction,
        event: Event,
    ) -> None:
        """Add the operation mode, once power can flow and whenever it is another."""
        if transaction.power_path_at is not None:
            mode = self._mode(connector)
            if mode != transaction.told_mode:
                payload["transactionInfo"]["operationMode"] = mode
                transaction.told_mode = mode

    def event_entry(self, event: dict[str, Any]) -> dict[str, Any]:
        """Return an event as it is: 2.1 tells its severity."""
        return event
