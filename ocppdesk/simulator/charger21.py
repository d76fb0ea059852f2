# SPDX-License-Identifier: Apache-2.0
"""What an OCPP 2.1 charger says besides what 2.0.1 has."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from ocppdesk.core.versions import Version
from ocppdesk.simulator.build import Build
from ocppdesk.simulator.charger2x import Charger2x
from ocppdesk.simulator.connector import Connector, Transaction
from ocppdesk.simulator.costs import Costs
from ocppdesk.simulator.device_variables import Component, Variable
from ocppdesk.simulator.device_variables21 import variables_21
from ocppdesk.simulator.outbox import Payload
from ocppdesk.simulator.station import REBOOT_S, TICK_S
from ocppdesk.simulator.tariff_conditions import Situation
from ocppdesk.simulator.tariffs import Tariff, TariffError, Tariffs, parse_tariff
from ocppdesk.simulator.tokens import Verdict
from ocppdesk.simulator.transaction_event import Event

_COSTS: Final = "TariffCostCtrlr"
_MOST_TOKENS: Final = 200
_TELL_COSTS: Final = ("RunningCost", "TariffChanged")
"""Triggers of events that tell what a transaction costs so far."""


class Charger21(Charger2x):
    """A charger that speaks OCPP 2.1, and works out what a transaction costs.

    Args:
        build: How it is built.
        preset: Variables other than those of the factory, `Component.Variable`.
        now: The time, in seconds of any origin that only grows.
        clock: What its clock shows at `now`, seconds since 1970.
    """

    speaks = Version.V21
    longest_token = 255

    def __init__(
        self,
        build: Build,
        *,
        preset: Mapping[str, str] | None = None,
        now: float,
        clock: float,
    ) -> None:
        super().__init__(build, preset=preset, now=now, clock=clock)
        self.tariffs = Tariffs()
        self.driver_tariffs: dict[str, Tariff | None] = {}
        """By token, folded: what its Authorize brought; None: of no use, no costs."""
        self._has_problem = False
        problem = (Component(_COSTS), "Problem", None)
        self.model.bind(problem, lambda: "true" if self._has_problem else "false")

    def more_variables(self) -> Iterable[Variable]:
        """Return what 2.1 has added to the device model."""
        return variables_21()

    def event_entry(self, event: dict[str, Any]) -> dict[str, Any]:
        """Return an event as it is: 2.1 tells its severity."""
        return event

    # Each second

    def on_tick(self) -> None:
        """Let transactions cost what they cost, and hold back what is beyond limits."""
        super().on_tick()
        for connector in self.connectors:
            transaction = connector.transaction
            if transaction is None:
                continue
            is_charging = connector.charging_state() == "Charging"
            transaction.idle_s = 0.0 if is_charging else transaction.idle_s + TICK_S
            costs = transaction.costs
            if costs is not None:
                now = self.situation(connector, transaction)
                costs.step(now, TICK_S, is_charging=is_charging)
                self._tell_costs(connector, transaction, costs)
            self._hold_back(connector, transaction)

    def situation(self, connector: Connector, transaction: Transaction) -> Situation:
        """Return what a transaction is like now."""
        reading = connector.circuit.reading
        return Situation(
            self.wall(),
            max(reading.energy_wh - transaction.meter_start_wh, 0.0),
            sum(reading.current_a),
            reading.power_w,
            self.wall() - transaction.started_at,
            transaction.charging_s,
            transaction.idle_s,
        )

    def _tell_costs(
        self, connector: Connector, transaction: Transaction, costs: Costs
    ) -> None:
        interval = self.settings.number(f"{_COSTS}.Interval.Cost")
        if self._tells_costs and 0 < interval <= self.wall() - costs.told_at:
            self.tell_updated(connector, transaction, "RunningCost")

    def _hold_back(self, connector: Connector, transaction: Transaction) -> None:
        limits, costs = transaction.limits, transaction.costs
        now = self.situation(connector, transaction)
        was = limits.is_reached
        trigger = limits.reached(
            energy_wh=now.energy_wh,
            time_s=now.time_s,
            soc=connector.circuit.reading.soc,
            cost=None if costs is None else costs.amount,
        )
        if trigger is not None:  # E16.FR.05
            self.offer()
            self.tell_updated(connector, transaction, trigger)
        elif was and not limits.is_reached:  # E16.FR.14
            self.look_around()

    # Transactions

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
        """Add what is new: operation mode, limits, the tariff; and what it costs."""
        info = payload["transactionInfo"]
        if transaction.power_path_at is not None:
            mode = self._mode(connector)
            if mode != transaction.told_mode:
                info["operationMode"] = transaction.told_mode = mode
        if not transaction.limits.is_told:
            info["transactionLimit"] = dict(transaction.limits.given)
            transaction.limits.is_told = True
        costs = transaction.costs
        if costs is None:
            return
        if costs.tariff.id != costs.told_id:  # once (I07.FR.32)
            info["tariffId"] = costs.told_id = costs.tariff.id
        is_final = event.kind == "Ended"
        if is_final or (
            self._tells_costs
            and (event.kind == "Started" or event.trigger in _TELL_COSTS)
        ):
            costs.told_at = self.wall()
            payload["costDetails"] = costs.details(is_final=is_final)
        if is_final:
            self._forget_tariff(transaction.token)

    @property
    def _tells_costs(self) -> bool:
        return self.settings.flag(f"{_COSTS}.Enabled.RunningCost")

    def on_event_answer(
        self, connector: Connector, transaction: Transaction, answer: Payload
    ) -> None:
        """Take the limits of a transaction (E16), and what it costs by the CSMS."""
        limits = transaction.limits
        limits.central_cost = answer.get("totalCost", limits.central_cost)
        if (
            limits.take(answer.get("transactionLimit", {}))
            and connector.transaction is transaction
        ):
            self.tell_updated(connector, transaction, "LimitSet")

    # Reboots that transactions survive (B13, E17)

    def hold(self, connectors: Iterable[Connector], trigger: str) -> None:
        """Stop the energy of transactions, which go on after a reboot, and tell it."""
        for connector in connectors:
            transaction = connector.transaction
            if transaction is not None:
                transaction.was_charging = connector.charging_state() == "Charging"
                transaction.is_held = True
                connector.circuit.offer(0.0)
                self.tell_updated(connector, transaction, trigger)

    def resume(self, connectors: Iterable[Connector]) -> None:
        """Let transactions go on after a reboot, and tell it."""
        allowed = self.settings.flag("TxCtrlr.AllowEnergyTransferResumption")
        for connector in connectors:
            transaction = connector.transaction
            if transaction is not None:
                transaction.is_held = transaction.was_charging and not allowed
                self.offer()
                transaction.told_state = None  # B13.FR.30: with its state
                self.tell_updated(connector, transaction, "TxResumed")

    def interrupt(self) -> None:
        """Let a reboot interrupt all transactions; they may go on after it (E17)."""
        held = [c for c in self.connectors if c.transaction and c.transaction.is_held]
        timeout_s = self.settings.number("TxCtrlr.ResumptionTimeout")
        if held or timeout_s >= REBOOT_S:
            for connector in self.connectors:
                transaction = connector.transaction
                if transaction is not None and not transaction.is_held:
                    is_charging = connector.charging_state() == "Charging"
                    transaction.was_charging, transaction.is_held = is_charging, True
                connector.circuit.offer(0.0)
        else:
            super().interrupt()

    def on_power_up(self) -> None:
        """Let the transactions that the reboot has interrupted go on."""
        self.resume(self.connectors)

    # Tariffs

    @property
    def has_tariffs(self) -> bool:
        """Whether the charger may use tariffs, and work out costs by them."""
        return all(
            self.settings.flag(f"{_COSTS}.Enabled.{name}")
            for name in ("Tariff", "Cost")
        )

    def on_authorized(self, connector: Connector, transaction: Transaction) -> None:
        """Charge by the tariff of the driver, else by the default (I07, I08)."""
        if not self.has_tariffs or transaction.costs is not None:
            return
        token = (transaction.token or "").casefold()
        default = self.tariffs.default(connector.number, self.wall())
        tariff = self.driver_tariffs.get(token, default)
        if tariff is not None:
            is_driver = tariff is not default
            now = self.situation(connector, transaction)
            reserved_s = transaction.reserved_s
            transaction.costs = Costs(
                tariff, now, is_driver=is_driver, reserved_s=reserved_s
            )

    def judge(self, token: str, answer: Payload) -> Verdict:
        """Read the answer about a token, and the tariff that comes with it (I08)."""
        verdict, raw = super().judge(token, answer), answer.get("tariff")
        self.driver_tariffs.pop(token.casefold(), None)
        if raw is None or not verdict.is_accepted:
            return verdict
        try:
            if not self.has_tariffs:
                raise TariffError("Rejected", "NotEnabled")
            # I08.FR.10: it counts from now on, whatever it says.
            plain = {name: raw[name] for name in raw if name != "validFrom"}
            self._keep_tariff(token, parse_tariff(plain, at=self.wall()))
        except TariffError as error:
            self._tell_problem(is_there=True, reason=error.reason or error.status)
            match self.settings.text(f"{_COSTS}.HandleFailedTariff.Tariff"):
                case "Deauthorize":
                    return Verdict("Invalid")
                case "CentralCost":
                    self._keep_tariff(token, None)
        else:
            self._tell_problem(is_there=False)
        return verdict

    def _keep_tariff(self, token: str, tariff: Tariff | None) -> None:
        self.driver_tariffs[token.casefold()] = tariff
        if len(self.driver_tariffs) > _MOST_TOKENS:
            del self.driver_tariffs[next(iter(self.driver_tariffs))]

    def _forget_tariff(self, token: str | None) -> None:
        """Drop the tariff of a driver who has left (I08.FR.06)."""
        used = {(c.token or "").casefold() for c in self.connectors}
        if token is not None and token.casefold() not in used:
            self.driver_tariffs.pop(token.casefold(), None)

    def _tell_problem(self, *, is_there: bool, reason: str = "NoError") -> None:
        if is_there == self._has_problem:
            return
        self._has_problem = is_there
        self.notify(
            [
                {
                    "trigger": "Alerting",
                    "actualValue": "true" if is_there else "false",
                    "techCode": reason,
                    "component": {"name": _COSTS},
                    "variable": {"name": "Problem"},
                    "eventNotificationType": "HardWiredNotification",
                }
            ]
        )
