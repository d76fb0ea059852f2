# SPDX-License-Identifier: Apache-2.0
"""What an OCPP 1.6 charger says."""

from collections.abc import Mapping
from typing import Any, Final

from ocppdesk.core.versions import Version
from ocppdesk.simulator.agenda import Flow
from ocppdesk.simulator.build import VENDOR, Build
from ocppdesk.simulator.charger import Charger
from ocppdesk.simulator.configuration16 import Configuration16
from ocppdesk.simulator.connector import Connector, Fault, Reservation, Transaction
from ocppdesk.simulator.metering import measure, sampled_values_16
from ocppdesk.simulator.outbox import Payload
from ocppdesk.simulator.tokens import Verdict

_UNKNOWN_TRANSACTION: Final = -1  # where the CSMS has never given an id
_LONGEST_TAG: Final = 20  # IdToken, OCPP 1.6, 7.28


class Charger16(Charger):
    """A charger that speaks OCPP 1.6.

    Args:
        build: How it is built.
        preset: Configuration values other than those of the factory.
        now: The time, in seconds of any origin that only grows.
        clock: What its clock shows at `now`, seconds since 1970.
    """

    def __init__(
        self,
        build: Build,
        *,
        preset: Mapping[str, str] | None = None,
        now: float,
        clock: float,
    ) -> None:
        own = {"NumberOfConnectors": str(build.connectors)}
        self.configuration = Configuration16(own | dict(preset or {}))
        settings = self.configuration
        super().__init__(build, Version.V16, settings=settings, now=now, clock=clock)

    def boot_payload(self) -> Payload:
        """Return the payload of BootNotification (4.2)."""
        return {
            "chargePointVendor": VENDOR,
            "chargePointModel": self.build.model[:20],
            "chargePointSerialNumber": self.build.serial_number,
            "firmwareVersion": self.firmware[:50],
            "meterType": "Simulated meter",
            "meterSerialNumber": f"M{self.build.serial_number}"[:25],
        }

    def on_accepted(self) -> None:
        """Tell all states after the boot (4.2)."""
        self.tell_main_status()
        self.look_around()

    def on_reconnected(self, offline_s: float) -> None:
        """Tell the states that have changed; no boot is needed (4.2)."""
        self.look_around()

    # States

    def status_of(self, connector: Connector) -> str:
        """Return the ChargePointStatus."""
        return connector.status_16()

    def tell_main_status(self) -> None:
        """Send the status of connector 0, the charger as such."""
        status = "Available" if self.is_operative else "Unavailable"
        self.call(
            "StatusNotification",
            {
                "connectorId": 0,
                "errorCode": "NoError",
                "status": status,
                "timestamp": self.timestamp(),
            },
        )

    def tell_status(self, connector: Connector) -> None:
        """Send a StatusNotification (4.9)."""
        fault = self.fault_of(connector)
        payload = {
            "connectorId": connector.number,
            "errorCode": fault.code,
            "status": connector.status_16(),
            "timestamp": self.timestamp(),
        }
        info = fault.info
        if connector.transaction is not None and not connector.is_plugged:
            info = info or "EV side disconnected"
        if info:
            payload["info"] = info[:50]
        if fault.vendor_code:
            payload["vendorId"] = VENDOR
            payload["vendorErrorCode"] = fault.vendor_code[:50]
        self.call("StatusNotification", payload)

    def tell_state(self, connector: Connector) -> None:
        """Say nothing: the status says it all."""

    def tell_fault(self, connector: Connector, fault: Fault, *, cleared: bool) -> None:
        """Say nothing: the status carries the error code."""

    def tell_reservation(self, reservation: Reservation, status: str) -> None:
        """Say nothing: the status shows it (5.13)."""

    # Meter values

    def meter_value(
        self, connector: Connector, key: str, context: str
    ) -> dict[str, Any] | None:
        """Return one MeterValue with the measurands of a configuration key.

        Returns:
            None where the key lists nothing.
        """
        measurands = self.settings.items(key)
        values = measure(connector.circuit.reading, measurands)
        sampled = sampled_values_16(values, context)
        if not sampled:
            return None
        return {"timestamp": self.timestamp(), "sampledValue": sampled}

    def tell_sample(self, connector: Connector, transaction: Transaction) -> None:
        """Send MeterValues of a transaction (4.7)."""
        value = self.meter_value(connector, "MeterValuesSampledData", "Sample.Periodic")
        self._send_values(connector, value, transaction)

    def tell_aligned(self, connector: Connector, context: str) -> None:
        """Send MeterValues at a full quarter of an hour, or because of a trigger."""
        key = "MeterValuesAlignedData"
        if context == "Trigger":
            key = "MeterValuesSampledData"
        value = self.meter_value(connector, key, context)
        self._send_values(connector, value, connector.transaction)

    def _send_values(
        self,
        connector: Connector,
        value: dict[str, Any] | None,
        transaction: Transaction | None,
    ) -> None:
        if value is None:
            return

        def build() -> Payload:
            payload = {"connectorId": connector.number, "meterValue": [value]}
            if transaction is not None:
                payload["transactionId"] = _number(transaction)
            return payload

        self.call("MeterValues", build, is_durable=transaction is not None)

    # Authorization and transactions

    def ask_authorize(self, token: str, token_type: str) -> Flow[Verdict | None]:
        """Send Authorize (4.1)."""
        answer = yield from self.ask("Authorize", {"idTag": token[:_LONGEST_TAG]})
        return None if answer is None else _verdict(answer)

    def start_points(self) -> set[str]:
        """Return the one point that 1.6 has."""
        return {"PowerPathClosed"}

    def stop_points(self) -> set[str]:
        """Return the points that 1.6 has."""
        return {"EVConnected", "Authorized"}

    def new_transaction_id(self) -> str | None:
        """Return None: the CSMS gives the id."""
        return None

    def tell_started(
        self, connector: Connector, transaction: Transaction, trigger: str
    ) -> None:
        """Send StartTransaction (4.8)."""
        payload = {
            "connectorId": connector.number,
            "idTag": (transaction.token or "")[:_LONGEST_TAG],
            "meterStart": transaction.meter_start_wh,
            "timestamp": self.timestamp(transaction.started_at),
        }
        if transaction.reservation_id is not None:
            payload["reservationId"] = transaction.reservation_id

        def take(answer: Payload | None) -> None:
            if answer is None:
                return
            number = answer.get("transactionId")
            transaction.id = str(number) if isinstance(number, int) else None
            verdict = _verdict(answer)
            if transaction.token is not None:
                self.tokens.remember(transaction.token, verdict)
            if not verdict.is_accepted:
                self.refuse(connector, transaction)

        self.call("StartTransaction", payload, take, is_durable=True)
        begin = self.meter_value(connector, "StopTxnSampledData", "Transaction.Begin")
        if begin is not None:
            transaction.meter_values.append(begin)

    def tell_updated(
        self, connector: Connector, transaction: Transaction, trigger: str
    ) -> None:
        """Say nothing: 1.6 has no message for it."""

    def tell_ended(
        self, connector: Connector, transaction: Transaction, token: str | None
    ) -> None:
        """Send StopTransaction (4.10)."""
        payload: Payload = {
            "meterStop": int(connector.circuit.reading.energy_wh),
            "timestamp": self.timestamp(),
        }
        if transaction.stop is not None:
            payload["reason"] = transaction.stop.reason_16
        if token is not None:
            payload["idTag"] = token[:_LONGEST_TAG]
        end = self.meter_value(connector, "StopTxnSampledData", "Transaction.End")
        if end is not None:
            payload["transactionData"] = [*transaction.meter_values, end]
        self.call(
            "StopTransaction",
            lambda: {"transactionId": _number(transaction), **payload},
            is_durable=True,
        )


def _number(transaction: Transaction) -> int:
    number = transaction.id
    return _UNKNOWN_TRANSACTION if number is None else int(number)


def _verdict(answer: Payload) -> Verdict:
    info = answer.get("idTagInfo")
    if not isinstance(info, dict):
        return Verdict("Invalid")
    return Verdict(str(info.get("status")), info.get("parentIdTag"))
