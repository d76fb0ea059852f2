# SPDX-License-Identifier: Apache-2.0
"""What an OCPP 2.x charger says."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Final

from ocppdesk.core.versions import Version
from ocppdesk.simulator.agenda import Flow
from ocppdesk.simulator.build import VENDOR, Build
from ocppdesk.simulator.charger import Charger
from ocppdesk.simulator.connector import (
    Connector,
    Fault,
    Reservation,
    Stop,
    Transaction,
)
from ocppdesk.simulator.device_model import DeviceModel
from ocppdesk.simulator.device_variables import Variable
from ocppdesk.simulator.events import fault_event
from ocppdesk.simulator.live_variables import bind_live_variables
from ocppdesk.simulator.metering import measure, sampled_values_2x
from ocppdesk.simulator.outbox import Payload
from ocppdesk.simulator.tokens import Verdict
from ocppdesk.simulator.transaction_event import (
    Event,
    event_payload,
    token_payload,
    verdict_of,
)

STATE_CHANGED: Final = "ChargingStateChanged"


class Charger2x(Charger):
    """A charger that speaks OCPP 2.0.1; its EVSEs have one connector each.

    What later versions have besides is in classes that build on this one.

    Args:
        build: How it is built.
        preset: Variables other than those of the factory, `Component.Variable`.
        now: The time, in seconds of any origin that only grows.
        clock: What its clock shows at `now`, seconds since 1970.
    """

    speaks: ClassVar[Version] = Version.V201
    """The version of its messages."""
    longest_token: ClassVar[int] = 36
    """Most characters of an idToken."""

    def __init__(
        self,
        build: Build,
        *,
        preset: Mapping[str, str] | None = None,
        now: float,
        clock: float,
    ) -> None:
        more = self.more_variables()
        self.model = DeviceModel(build.connectors, preset, more=more)
        super().__init__(build, self.speaks, settings=self.model, now=now, clock=clock)
        self._event_id = 0
        bind_live_variables(self.model, self)

    def more_variables(self) -> Iterable[Variable]:
        """Return the variables that there are besides those of 2.0.1."""
        return ()

    def boot_payload(self) -> Payload:
        """Return the payload of BootNotification (B01)."""
        return {
            "reason": self.boot_reason,
            "chargingStation": {
                "vendorName": VENDOR,
                "model": self.build.model[:20],
                "serialNumber": self.build.serial_number,
                "firmwareVersion": self.firmware[:50],
            },
        }

    def on_accepted(self) -> None:
        """Tell all states after the boot (B01), and that there was one (A04)."""
        self.look_around()
        self.call(
            "SecurityEventNotification",
            {"type": "StartupOfTheDevice", "timestamp": self.timestamp()},
        )

    def on_reconnected(self, offline_s: float) -> None:
        """Tell the states that have changed, all after a long outage (B04)."""
        if offline_s > self.settings.number("OCPPCommCtrlr.OfflineThreshold"):
            for connector in self.connectors:
                connector.told_status = None
        self.look_around()

    # States

    def status_of(self, connector: Connector) -> str:
        """Return the connectorStatus."""
        return connector.status_2x()

    def tell_status(self, connector: Connector) -> None:
        """Send a StatusNotification (G01)."""
        self.call(
            "StatusNotification",
            {
                "timestamp": self.timestamp(),
                "connectorStatus": connector.status_2x(),
                "evseId": connector.number,
                "connectorId": 1,
            },
        )

    def tell_state(self, connector: Connector) -> None:
        """Send a TransactionEvent if the chargingState is a new one (E02)."""
        transaction = connector.transaction
        if transaction is not None and transaction.told_state not in (
            None,
            connector.charging_state(),
        ):
            self._tell(connector, transaction, self._event("Updated", STATE_CHANGED))

    def tell_fault(self, connector: Connector, fault: Fault, *, cleared: bool) -> None:
        """Send a NotifyEvent (N07): the status alone does not tell what is wrong."""
        self.notify([fault_event(connector.number, fault, cleared=cleared)])

    def notify(self, events: list[dict[str, Any]]) -> None:
        """Send NotifyEvent with events that still lack id and time."""
        data = []
        for event in events:
            self._event_id += 1
            stamp = {"eventId": self._event_id, "timestamp": self.timestamp()}
            data.append(self.event_entry({**stamp, **event}))
        payload = {"generatedAt": self.timestamp(), "seqNo": 0, "eventData": data}
        self.call("NotifyEvent", payload)

    def event_entry(self, event: dict[str, Any]) -> dict[str, Any]:
        """Return an event as this version has it: 2.0.1 tells no severity."""
        return {name: value for name, value in event.items() if name != "severity"}

    def tell_reservation(self, reservation: Reservation, status: str) -> None:
        """Send ReservationStatusUpdate (H04)."""
        self.call(
            "ReservationStatusUpdate",
            {"reservationId": reservation.id, "reservationUpdateStatus": status},
        )

    # Meter values

    def meter_value(
        self, connector: Connector, name: str, context: str
    ) -> dict[str, Any] | None:
        """Return one MeterValue with the measurands that a variable lists, if any."""
        values = measure(connector.circuit.reading, self.settings.items(name))
        sampled = sampled_values_2x(values, context)
        if not sampled:
            return None
        return {"timestamp": self.timestamp(), "sampledValue": sampled}

    def tell_sample(self, connector: Connector, transaction: Transaction) -> None:
        """Send a TransactionEvent with meter values (J02)."""
        measurands = "SampledDataCtrlr.TxUpdatedMeasurands"
        value = self.meter_value(connector, measurands, "Sample.Periodic")
        event = self._event("Updated", "MeterValuePeriodic", value)
        self._tell(connector, transaction, event)

    def tell_aligned(self, connector: Connector, context: str) -> None:
        """Send clock-aligned values: with the transaction, or on their own (J01)."""
        value = self.meter_value(connector, "AlignedDataCtrlr.Measurands", context)
        transaction = connector.transaction
        if value is None:
            return
        if transaction is None or context == "Trigger":
            payload = {"evseId": connector.number, "meterValue": [value]}
            self.call("MeterValues", payload)
        elif not self.settings.flag("AlignedDataCtrlr.SendDuringIdle"):
            event = self._event("Updated", "MeterValueClock", value)
            self._tell(connector, transaction, event)

    # Authorization and transactions

    def ask_authorize(self, token: str, token_type: str) -> Flow[Verdict | None]:
        """Send Authorize (C01)."""
        found = token_payload(token, token_type, longest=self.longest_token)
        payload = {"idToken": found}
        answer = yield from self.ask("Authorize", payload)
        return None if answer is None else self.judge(token, answer)

    def judge(self, token: str, answer: Payload) -> Verdict:
        """Read the answer about a token."""
        return verdict_of(answer.get("idTokenInfo"))

    def start_points(self) -> set[str]:
        """Return TxStartPoint."""
        return set(self.settings.items("TxCtrlr.TxStartPoint"))

    def stop_points(self) -> set[str]:
        """Return TxStopPoint."""
        return set(self.settings.items("TxCtrlr.TxStopPoint"))

    def new_transaction_id(self) -> str | None:
        """Return an id: in 2.x the charger chooses it (E01)."""
        return str(uuid.uuid4())

    def tell_started(
        self, connector: Connector, transaction: Transaction, trigger: str
    ) -> None:
        """Send the first TransactionEvent (E01)."""
        measurands = "SampledDataCtrlr.TxStartedMeasurands"
        begin = self.meter_value(connector, measurands, "Transaction.Begin")
        self._tell(connector, transaction, self._event("Started", trigger, begin))

    def tell_updated(
        self, connector: Connector, transaction: Transaction, trigger: str
    ) -> None:
        """Send a TransactionEvent about what has happened (E02 to E04)."""
        self._tell(connector, transaction, self._event("Updated", trigger))

    def tell_ended(
        self, connector: Connector, transaction: Transaction, token: str | None
    ) -> None:
        """Send the last TransactionEvent (E06)."""
        measurands = "SampledDataCtrlr.TxEndedMeasurands"
        end = self.meter_value(connector, measurands, "Transaction.End")
        trigger = (transaction.end or Stop.FAULT).trigger
        event = self._event("Ended", trigger, end, token=token)
        self._tell(connector, transaction, event)

    def tell_triggered(self, connector: Connector) -> None:
        """Send a TransactionEvent because the CSMS has asked for one (F06)."""
        if connector.transaction is None:
            return
        measurands = "SampledDataCtrlr.TxUpdatedMeasurands"
        value = self.meter_value(connector, measurands, "Trigger")
        event = self._event("Updated", "Trigger", value)
        self._tell(connector, connector.transaction, event)

    def _event(
        self,
        kind: str,
        trigger: str,
        value: dict[str, Any] | None = None,
        *,
        token: str | None = None,
    ) -> Event:
        offline = not self.outbox.is_open
        return Event(kind, trigger, self.timestamp(), offline, value, token)

    def _tell(
        self, connector: Connector, transaction: Transaction, event: Event
    ) -> None:
        def take(answer: Payload | None) -> None:
            info = None if answer is None else answer.get("idTokenInfo")
            accepted = info is None or verdict_of(info).is_accepted
            if not accepted and event.kind != "Ended":
                self.refuse(connector, transaction)
            if answer is not None:
                self.on_event_answer(connector, transaction, answer)

        payload = event_payload(
            connector, transaction, event, longest_token=self.longest_token
        )
        self.complete(payload, connector, transaction, event)
        self.call("TransactionEvent", payload, take, is_durable=True)

    def on_event_answer(
        self, connector: Connector, transaction: Transaction, answer: Payload
    ) -> None:
        """Take what this version answers to a TransactionEvent besides 2.0.1."""

    def complete(
        self,
        payload: Payload,
        connector: Connector,
        transaction: Transaction,
        event: Event,
    ) -> None:
        """Add what this version tells of a transaction besides 2.0.1."""
