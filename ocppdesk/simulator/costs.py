# SPDX-License-Identifier: Apache-2.0
"""What a transaction costs by its tariff: CostDetailsType of OCPP 2.1 (I12); pure."""

from dataclasses import dataclass, field
from typing import Any, Final

from ocppdesk.simulator.tariff_conditions import Situation, apply_now
from ocppdesk.simulator.tariffs import Tariff
from ocppdesk.simulator.times import text_of

_DIGITS: Final = 4  # decimals of an amount of money
_RUNNING: Final = {"energy": "priceKwh", "chargingTime": "priceMinute",
                   "idleTime": "priceMinute"}  # fmt: skip
"""What is paid by use, and the field with its price."""


@dataclass(slots=True)
class _Sum:
    """What one kind of price amounts to."""

    without_tax: float = 0.0
    with_tax: float = 0.0
    tax_rates: list[dict[str, Any]] = field(default_factory=list)

    def add(self, amount: float, tax_rates: list[dict[str, Any]]) -> None:
        """Add an amount without its taxes."""
        self.without_tax += amount
        self.with_tax += amount * tax_factor(tax_rates)
        self.tax_rates = tax_rates

    def price(self) -> dict[str, Any]:
        """Return the PriceType."""
        found: dict[str, Any] = {"exclTax": round(self.without_tax, _DIGITS)}
        if self.tax_rates:
            found["inclTax"] = round(self.with_tax, _DIGITS)
            found["taxRates"] = self.tax_rates
        return found


@dataclass(slots=True)
class _Period:
    """A part of the transaction in which the same prices applied."""

    tariff_id: str
    started_at: float
    prices: tuple[object, ...]
    energy_wh: float = 0.0
    charging_s: float = 0.0
    idle_s: float = 0.0

    def payload(self) -> dict[str, Any]:
        """Return the ChargingPeriodType; IdleTIme is how the schema spells it."""
        volumes = {
            "Energy": round(self.energy_wh, 1),
            "ChargingTime": round(self.charging_s),
            "IdleTIme": round(self.idle_s),
        }
        found: dict[str, Any] = {
            "tariffId": self.tariff_id,
            "startPeriod": text_of(self.started_at),
        }
        dimensions = [{"type": k, "volume": v} for k, v in volumes.items() if v]
        return found | ({"dimensions": dimensions} if dimensions else {})


def tax_factor(tax_rates: list[dict[str, Any]]) -> float:
    """Return what taxes multiply a price by: each stack on top of those below it."""
    by_stack: dict[int, float] = {}
    for rate in tax_rates:
        stack = rate.get("stack", 0)
        by_stack[stack] = by_stack.get(stack, 0.0) + rate["tax"]
    factor = 1.0
    for percent in by_stack.values():  # The order does not change a product.
        factor *= 1.0 + percent / 100.0
    return factor


class Costs:
    """The costs of one transaction, second by second.

    Args:
        tariff: What it is charged by.
        now: What it is like at first: the fixed fee is found out once (I12.FR.30).
        is_driver: Whether the tariff is for this driver, not the default.
        reserved_s: How long the outlet was kept for it; None if it was not reserved.
    """

    def __init__(
        self,
        tariff: Tariff,
        now: Situation,
        *,
        is_driver: bool,
        reserved_s: float | None = None,
    ) -> None:
        self.tariff = tariff
        self.is_driver = is_driver
        self.told_id: str | None = None
        """The tariff that the CSMS knows it is charged by."""
        self.told_at = now.at
        """When the CSMS was told costs last, seconds since 1970."""
        self._energy_wh = now.energy_wh
        self._charging_s = self._idle_s = 0.0
        self._sums: dict[str, _Sum] = {}
        self._periods: list[_Period] = []
        self._frozen: dict[str, Any] | None = None
        fee = tariff.raw.get("fixedFee", {})
        self._apply("fixed", fee, self._price(fee, now), "priceFixed", 1.0)
        self._reserved_s = reserved_s
        if reserved_s is not None:  # I12.FR.06
            for name, key, amount in (
                ("reservationFixed", "priceFixed", 1.0),
                ("reservationTime", "priceMinute", reserved_s / 60.0),
            ):
                part = tariff.raw.get(name, {})
                self._apply(name, part, self._price(part, now), key, amount)

    def change(self, tariff: Tariff) -> None:
        """Go on by another tariff; what was is not touched (I11.FR.08)."""
        self.tariff, self.is_driver = tariff, True

    def step(self, now: Situation, seconds: float, *, is_charging: bool) -> None:
        """Let time pass.

        Args:
            now: What the transaction is like at its end.
            seconds: How much.
            is_charging: Whether energy flows.
        """
        raw = self.tariff.raw
        used = {name: self._price(raw.get(name, {}), now) for name in _RUNNING}
        prices = (self.tariff.id, *(id(price) for price in used.values()))
        if not self._periods or self._periods[-1].prices != prices:  # I12.FR.35
            began = now.at - seconds
            self._periods.append(_Period(self.tariff.id, began, prices))
        energy_wh = now.energy_wh - self._energy_wh
        self._energy_wh = now.energy_wh
        charging_s = seconds if is_charging else 0.0
        period = self._periods[-1]
        period.energy_wh += energy_wh
        period.charging_s += charging_s
        period.idle_s += seconds - charging_s
        self._charging_s += charging_s
        self._idle_s += seconds - charging_s
        if self._frozen is None:
            for name, amount in (
                ("energy", energy_wh / 1000.0),
                ("chargingTime", charging_s / 60.0),
                ("idleTime", (seconds - charging_s) / 60.0),
            ):
                self._apply(name, raw.get(name, {}), used[name], _RUNNING[name], amount)
            if self._is_beyond("maxCost"):  # I12.FR.39
                self._frozen = self._total("MaxCost")

    @property
    def amount(self) -> float:
        """What it costs so far, with all taxes."""
        return sum(found.with_tax for found in self._sums.values())

    def details(self, *, is_final: bool) -> dict[str, Any]:
        """Return the CostDetailsType.

        Args:
            is_final: Whether the transaction ends: then with the periods, and not
                less than the minimum (I12.FR.02 and I12.FR.38).
        """
        total = self._frozen or self._total("NormalCost")
        least = self.tariff.raw.get("minCost")
        if is_final and least is not None and not self._is_beyond("minCost"):
            price = {name: least[name] for name in least if name != "customData"}
            total = {
                "currency": self.tariff.currency,
                "typeOfCost": "MinCost",
                "fixed": price,
                "total": {n: price[n] for n in ("exclTax", "inclTax") if n in price},
            }
        found: dict[str, Any] = {
            "totalCost": total,
            "totalUsage": {
                "energy": round(sum(p.energy_wh for p in self._periods), 1),
                "chargingTime": round(self._charging_s),
                "idleTime": round(self._idle_s),
            },
        }
        if self._reserved_s is not None:
            found["totalUsage"]["reservationTime"] = round(self._reserved_s)
        if is_final and self._periods:
            found["chargingPeriods"] = [period.payload() for period in self._periods]
        return found

    def _price(self, part: dict[str, Any], now: Situation) -> dict[str, Any] | None:
        """Return the first price that applies (I12.FR.34)."""
        for price in part.get("prices", ()):
            if apply_now(price.get("conditions", {}), now):
                found: dict[str, Any] = price
                return found
        return None

    def _apply(
        self,
        name: str,
        part: dict[str, Any],
        price: dict[str, Any] | None,
        key: str,
        amount: float,
    ) -> None:
        if part:
            found = self._sums.setdefault(name, _Sum())
            value = 0.0 if price is None else price[key] * amount
            found.add(value, part.get("taxRates", []))

    def _is_beyond(self, name: str) -> bool:
        """Return whether the costs have reached `minCost` or `maxCost`."""
        limit = self.tariff.raw.get(name)
        if limit is None:
            return False
        without = sum(found.without_tax for found in self._sums.values())
        reached = (without, "exclTax"), (self.amount, "inclTax")
        tests = [value >= limit[key] for value, key in reached if key in limit]
        return all(tests) if name == "minCost" else any(tests)

    def _total(self, kind: str) -> dict[str, Any]:
        without = sum(found.without_tax for found in self._sums.values())
        total = {"exclTax": round(without, _DIGITS)}
        if any(found.tax_rates for found in self._sums.values()):
            total["inclTax"] = round(self.amount, _DIGITS)
        return {
            "currency": self.tariff.currency,
            "typeOfCost": kind,
            **{name: found.price() for name, found in self._sums.items()},
            "total": total,
        }
