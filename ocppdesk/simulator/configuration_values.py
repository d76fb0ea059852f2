# SPDX-License-Identifier: Apache-2.0
"""What a configuration value may be, and reading settings of any version."""

from dataclasses import dataclass
from typing import Final, Protocol

MEASURANDS: Final = (
    "Energy.Active.Import.Register",
    "Power.Active.Import",
    "Current.Import",
    "Voltage",
    "Current.Offered",
    "Power.Offered",
    "Power.Factor",
    "Frequency",
    "SoC",
    "Temperature",
)
"""What the simulated meter can measure; OCPP 2.0.1 has no `Temperature`."""

PHASES: Final = ("L1", "L2", "L3")
_BY_PHASE: Final = frozenset({"Current.Import", "Voltage", "Power.Active.Import"})


class Settings(Protocol):
    """The settings of a charger, by their 1.6 names in any version.

    A name that the version has no setting for reads as empty, 0 or false.
    """

    def text(self, name: str) -> str:
        """Return a value as it is written."""

    def number(self, name: str) -> int:
        """Return a value as a number."""

    def flag(self, name: str) -> bool:
        """Return a value as yes or no."""

    def items(self, name: str) -> list[str]:
        """Return the items of a comma-separated list."""

    def assign(self, name: str, value: str) -> None:
        """Change a value from inside, read-only or not, at once."""

    def restart(self) -> None:
        """Activate what waited for a reboot."""


@dataclass(frozen=True, slots=True)
class Boolean:
    """`true` or `false`, in any case."""

    def normal(self, value: str) -> str | None:
        """Return the value as it is stored, None if it is not allowed."""
        folded = value.strip().lower()
        return folded if folded in ("true", "false") else None


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number within bounds."""

    lowest: int = 0
    """The least that is allowed."""
    highest: int = 2**31 - 1
    """The most that is allowed."""

    def normal(self, value: str) -> str | None:
        """Return the value as it is stored, None if it is not allowed."""
        text = value.strip()
        if not text.removeprefix("-").isdecimal() or not text.isascii():
            return None
        return text if self.lowest <= int(text) <= self.highest else None


@dataclass(frozen=True, slots=True)
class Text:
    """Any text up to a length."""

    longest: int = 500
    """Most characters."""
    shortest: int = 0
    """Least characters."""

    def normal(self, value: str) -> str | None:
        """Return the value as it is stored, None if it is not allowed."""
        return value if self.shortest <= len(value) <= self.longest else None


@dataclass(frozen=True, slots=True)
class HexText:
    """Hexadecimal digits: an AuthorizationKey of 16 to 20 bytes."""

    def normal(self, value: str) -> str | None:
        """Return the value as it is stored, None if it is not allowed."""
        try:
            key = bytes.fromhex(value)
        except ValueError:
            return None
        return value if 16 <= len(key) <= 20 else None


@dataclass(frozen=True, slots=True)
class Items:
    """A comma-separated list of allowed items."""

    allowed: frozenset[str]
    """The items there are."""
    most: int = 20
    """Most items at once."""

    def normal(self, value: str) -> str | None:
        """Return the value as it is stored, None if it is not allowed.

        One item that is not supported rejects the whole list (OCPP 1.6, 9).
        """
        items = split_items(value)
        if len(items) > self.most or not self.allowed.issuperset(items):
            return None
        return ",".join(items)


Kind = Boolean | Whole | Text | HexText | Items


def split_items(value: str) -> list[str]:
    """Return the items of a comma-separated list, without blanks and empty ones."""
    return [item for part in value.split(",") if (item := part.strip())]


def measurand_items(*, with_temperature: bool) -> Items:
    """Return the kind of a list of measurands, alone or with a phase (`Voltage.L1`)."""
    names = set(MEASURANDS)
    if not with_temperature:
        names.discard("Temperature")
    names |= {f"{name}.{phase}" for name in _BY_PHASE for phase in PHASES}
    return Items(frozenset(names))
