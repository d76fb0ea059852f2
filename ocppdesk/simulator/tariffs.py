# SPDX-License-Identifier: Apache-2.0
"""The tariffs that a 2.1 charger has been given (I07 to I10); pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from ocppdesk.simulator.tariff_conditions import are_readable
from ocppdesk.simulator.times import epoch_of

MOST_PRICES: Final = 10
_FIELDS: Final = (
    "energy", "chargingTime", "idleTime", "fixedFee", "reservationTime",
    "reservationFixed",
)  # fmt: skip


class TariffError(ValueError):
    """A tariff cannot be used.

    Attributes:
        status: As in `TariffSetStatusEnumType`.
        reason: The `reasonCode` for it, if there is one.
    """

    def __init__(self, status: str, reason: str | None = None) -> None:
        super().__init__(status)
        self.status = status
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Tariff:
    """One tariff."""

    id: str
    """Chosen by the CSMS; another content has another id."""
    currency: str
    """As in ISO 4217."""
    begins_at: float
    """From when it counts, seconds since 1970."""
    valid_from: str | None
    """The same as it was sent."""
    raw: dict[str, Any]
    """As it was sent."""


def parse_tariff(raw: dict[str, Any], *, at: float) -> Tariff:
    """Read a tariff.

    Args:
        raw: A TariffType, valid against its schema.
        at: Now; without a time of its own it counts from now on.

    Raises:
        TariffError: If it is too large, or what it says cannot be read.
    """
    for name in _FIELDS:
        prices = raw.get(name, {}).get("prices", ())
        if len(prices) > MOST_PRICES:
            raise TariffError("TooManyElements")
        if not all(are_readable(price.get("conditions", {})) for price in prices):
            raise TariffError("Rejected", "InvalidValue")
    text = raw.get("validFrom")
    begins_at = at if text is None else epoch_of(text)
    if begins_at is None:
        raise TariffError("Rejected", "InvalidValue")
    return Tariff(raw["tariffId"], raw["currency"], begins_at, text, raw)


class Tariffs:
    """The default tariffs of each EVSE; they survive a reboot (I07.FR.13)."""

    def __init__(self) -> None:
        self._defaults: dict[int, list[Tariff]] = {}

    def install(self, tariff: Tariff, evses: Iterable[int]) -> None:
        """Install a default tariff.

        Raises:
            TariffError: If there is one of that id (I07.FR.04).
        """
        if any(t.id == tariff.id for each in self._defaults.values() for t in each):
            raise TariffError("DuplicateTariffId")
        for evse in evses:
            self._defaults.setdefault(evse, []).append(tariff)

    def default(self, evse: int, at: float) -> Tariff | None:
        """Return the default tariff that counts now; it replaces those before it."""
        begun = [t for t in self._defaults.get(evse, ()) if t.begins_at <= at]
        if not begun:
            return None
        # I07.FR.20 to I07.FR.23; of equals the one that came last.
        current = max(reversed(begun), key=lambda tariff: tariff.begins_at)
        later = [t for t in self._defaults[evse] if t.begins_at > at]
        self._defaults[evse] = [current, *later]
        return current

    def _places(self, evse: int, at: float) -> list[int]:
        """Return the EVSEs that have tariffs, without those that were replaced."""
        places = [place for place in sorted(self._defaults) if evse in (0, place)]
        for place in places:
            self.default(place, at)
        return places

    def clear(self, ids: list[str] | None, evse: int | None, at: float) -> list[str]:
        """Remove default tariffs (I10); returns the ids of those that there were.

        Args:
            ids: Which ones; None for all.
            evse: Where; None for everywhere.
            at: Now.
        """
        cleared: dict[str, None] = {}
        for place in self._places(evse or 0, at):
            kept = []
            for tariff in self._defaults[place]:
                if ids is None or tariff.id in ids:
                    cleared[tariff.id] = None
                else:
                    kept.append(tariff)
            self._defaults[place] = kept
        return list(cleared)

    def assignments(self, evse: int, at: float) -> list[dict[str, Any]]:
        """Return the TariffAssignmentType of the default tariffs (I09).

        Args:
            evse: Where; 0 for everywhere.
            at: Now.
        """
        found: dict[str, dict[str, Any]] = {}
        for place in self._places(evse, at):
            for tariff in self._defaults[place]:
                entry = found.setdefault(
                    tariff.id,
                    {"tariffId": tariff.id, "tariffKind": "DefaultTariff"},
                )
                if tariff.valid_from is not None:
                    entry["validFrom"] = tariff.valid_from
                entry.setdefault("evseIds", []).append(place)
        return list(found.values())
