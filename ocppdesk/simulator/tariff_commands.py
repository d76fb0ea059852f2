# SPDX-License-Identifier: Apache-2.0
"""What a 2.1 charger does with the tariffs that it is given (I07 to I11)."""

from collections.abc import Callable
from typing import Any

from ocppdesk.simulator.charger21 import Charger21
from ocppdesk.simulator.commands2x import answer
from ocppdesk.simulator.connector import Connector
from ocppdesk.simulator.costs import Costs
from ocppdesk.simulator.outbox import Payload
from ocppdesk.simulator.station import NotSupportedError
from ocppdesk.simulator.tariffs import TariffError, parse_tariff


class TariffCommands:
    """The commands about tariffs.

    Args:
        charger: Who carries them out.
    """

    def __init__(self, charger: Charger21) -> None:
        self._charger = charger

    def table(self) -> dict[str, Callable[[Payload], Payload]]:
        """Return each action with what carries it out."""
        commands = {
            "ChangeTransactionTariff": self._change_transaction_tariff,
            "ClearTariffs": self._clear_tariffs,
            "GetTariffs": self._get_tariffs,
            "SetDefaultTariff": self._set_default_tariff,
        }
        return {name: self._if_enabled(command) for name, command in commands.items()}

    def _if_enabled(
        self, command: Callable[[Payload], Payload]
    ) -> Callable[[Payload], Payload]:
        def obey(payload: Payload) -> Payload:
            if not self._charger.has_tariffs:  # I07.FR.01
                raise NotSupportedError
            return command(payload)

        return obey

    def _set_default_tariff(self, payload: Payload) -> Payload:
        charger = self._charger
        outlets = charger.chosen(payload["evseId"])
        if not outlets:
            return answer("Rejected", "UnknownEvse")
        try:
            tariff = parse_tariff(payload["tariff"], at=charger.wall())
            charger.tariffs.install(tariff, [outlet.number for outlet in outlets])
        except TariffError as error:
            return answer(error.status, error.reason)
        return answer("Accepted")

    def _get_tariffs(self, payload: Payload) -> Payload:
        charger, evse = self._charger, payload["evseId"]
        outlets = charger.chosen(evse)
        if not outlets:
            return answer("Rejected", "UnknownEvse")
        found = charger.tariffs.assignments(evse, charger.wall())
        by_id: dict[str, dict[str, Any]] = {}
        for connector in outlets:
            self._add_driver(connector, by_id)
        found += by_id.values()
        if not found:
            return answer("NoTariff")
        return {"status": "Accepted", "tariffAssignments": found}

    def _add_driver(
        self, connector: Connector, by_id: dict[str, dict[str, Any]]
    ) -> None:
        """Add the tariff of a driver who is here (I09.FR.05 and I09.FR.06)."""
        transaction, token = connector.transaction, connector.token
        if transaction is not None and transaction.costs is not None:
            costs = transaction.costs
            tariff = costs.tariff if costs.is_driver else None
        else:
            tariff = self._charger.driver_tariffs.get((token or "").casefold())
        if tariff is None:
            return
        entry = by_id.setdefault(
            tariff.id, {"tariffId": tariff.id, "tariffKind": "DriverTariff"}
        )
        if transaction is not None:
            entry.setdefault("evseIds", []).append(connector.number)
        if token is not None:
            entry.setdefault("idTokens", []).append(token)

    def _clear_tariffs(self, payload: Payload) -> Payload:
        charger = self._charger
        ids = payload.get("tariffIds")
        cleared = charger.tariffs.clear(ids, payload.get("evseId"), charger.wall())
        results = [{"tariffId": number, "status": "Accepted"} for number in cleared]
        return {"clearTariffsResult": results or [{"status": "NoTariff"}]}

    def _change_transaction_tariff(self, payload: Payload) -> Payload:
        charger = self._charger
        connector = charger.with_transaction(payload["transactionId"])
        transaction = None if connector is None else connector.transaction
        if connector is None or transaction is None:
            return answer("TxNotFound")
        costs = transaction.costs
        try:
            tariff = parse_tariff(payload["tariff"], at=charger.wall())
        except TariffError as error:
            return answer(error.status, error.reason)
        if costs is None:  # I11.FR.07: also where there was none
            now = charger.situation(connector, transaction)
            transaction.costs = Costs(tariff, now, is_driver=True)
        elif tariff.currency != costs.tariff.currency:
            return answer("NoCurrencyChange")
        else:
            costs.change(tariff)
        charger.tell_updated(connector, transaction, "TariffChanged")
        return answer("Accepted")
