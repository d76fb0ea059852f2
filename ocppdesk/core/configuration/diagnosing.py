# SPDX-License-Identifier: Apache-2.0
"""The settings with which a charger tells most while a fault is looked for.

They are to be taken back afterwards: they outlive the visit, and a metered SIM pays
for them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from ocppdesk.core.configuration.reports import ChargerSettings
from ocppdesk.core.configuration.settings import (
    Address,
    Entry,
    key_address,
    variable_address,
)
from ocppdesk.core.configuration.values import ValueType, split_items

SNAPSHOT_NAME: Final = "before the diagnostic preset"
"""What the snapshot is called that the way back is taken from."""

_ENERGY: Final = ("Energy.Active.Import.Register",)
# The useful ones first: the first that a charger refuses ends the list.
_ALL: Final = (
    *_ENERGY,
    "Power.Active.Import",
    "Current.Import",
    "Voltage",
    "Current.Offered",
    "Power.Offered",
    "SoC",
)
_ALL_16: Final = (*_ALL, "Temperature")  # OCPP 2.0.1 has no such measurand


@dataclass(frozen=True, slots=True)
class _Interval:
    """A number of seconds that is to be no longer than this, and not 0: never."""

    most: int

    def suits(self, value: str) -> bool:
        text = value.strip()
        return text.isdecimal() and len(text) < 9 and 0 < int(text) <= self.most

    def wanted(self, value: str, _kind: ValueType) -> str:
        return value if self.suits(value) else str(self.most)

    def goes_beyond(self, here: str, there: str) -> bool:
        return self.suits(here) and not self.suits(there)


@dataclass(frozen=True, slots=True)
class _Items:
    """A list that is to have all of these items besides its own."""

    items: tuple[str, ...]

    def wanted(self, value: str, kind: ValueType) -> str:
        """Return the present items first: those are known to be taken."""
        found = split_items(value)
        has = {item.casefold() for item in found}
        told = {choice.casefold() for choice in kind.choices}
        for item in self.items:
            is_known = not told or item.casefold() in told
            longer = [*found, item]
            if item.casefold() not in has and is_known and _has_room(longer, kind):
                found = longer
        return ",".join(found)

    def goes_beyond(self, here: str, there: str) -> bool:
        return self._count(here) > self._count(there)

    def _count(self, value: str) -> int:
        wanted = {item.casefold() for item in self.items}
        return len(wanted & {item.casefold() for item in split_items(value)})


_Wish = _Interval | _Items
# Sampling rather often, so that no session is too short for a few samples.
_WISHES_16: Final[dict[str, _Wish]] = {
    "MeterValueSampleInterval": _Interval(15),
    "MeterValuesSampledData": _Items(_ALL_16),
    "StopTxnSampledData": _Items(_ENERGY),
    "WebSocketPingInterval": _Interval(60),
    "HeartbeatInterval": _Interval(300),
}
_WISHES_2: Final[dict[str, _Wish]] = {
    "SampledDataCtrlr.TxUpdatedInterval": _Interval(15),
    "SampledDataCtrlr.TxUpdatedMeasurands": _Items(_ALL),
    "SampledDataCtrlr.TxStartedMeasurands": _Items(_ENERGY),
    "SampledDataCtrlr.TxEndedMeasurands": _Items(_ENERGY),
    "OCPPCommCtrlr.WebSocketPingInterval": _Interval(60),
    "OCPPCommCtrlr.HeartbeatInterval": _Interval(300),
}


def diagnostic_preset(settings: ChargerSettings) -> tuple[Entry, ...]:
    """Return the values that a charger is to have while a fault is looked for.

    Intervals that are short enough stay, and lists keep the items that they have. A
    list may be too long for the charger: one item that it does not support makes it
    reject the whole (OCPP 1.6, 9), so it has to be sent with one more each time.

    Args:
        settings: What is known of the charger.

    Returns:
        The settings that are to be changed; also those that it does not seem to have.
    """
    wanted = []
    for address, wish in _wishes(settings):
        entry = settings.entry(address)
        kind = ValueType() if entry is None else settings.type_of(entry)
        value = "" if entry is None else (entry.value or "")
        if (new := wish.wanted(value, kind)) != value:
            wanted.append(Entry(address, new))
    return tuple(wanted)


def settings_before(kept: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return of a snapshot the settings that the preset may have changed."""
    names = {address.folded for address in _addresses((*_WISHES_16, *_WISHES_2))}
    return tuple(entry for entry in kept if entry.address.folded in names)


def is_in_force(settings: ChargerSettings, kept: Iterable[Entry]) -> bool:
    """Return whether the preset was applied, in part at least, since a snapshot.

    Args:
        settings: What is known of the charger.
        kept: The settings in the snapshot.
    """
    before = {entry.address.folded: entry.value or "" for entry in kept}
    for address, wish in _wishes(settings):
        entry = settings.entry(address)
        there = before.get(address.folded)
        if entry is None or there is None:
            continue
        if wish.goes_beyond(entry.value or "", there):
            return True
    return False


def _wishes(settings: ChargerSettings) -> Iterator[tuple[Address, _Wish]]:
    """Yield what is wished for the generation of OCPP that the charger speaks."""
    entries = settings.entries
    if entries:
        wishes = _WISHES_16 if entries[0].address.is_key else _WISHES_2
        yield from zip(_addresses(wishes), wishes.values(), strict=True)


def _addresses(names: Iterable[str]) -> Iterator[Address]:
    for name in names:
        yield variable_address(name) or key_address(name)


def _has_room(items: list[str], kind: ValueType) -> bool:
    if kind.most_items is not None and len(items) > kind.most_items:
        return False
    most = kind.most_characters
    return most is None or len(",".join(items)) <= most
