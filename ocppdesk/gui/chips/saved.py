# SPDX-License-Identifier: Apache-2.0
"""The saved filters of the row of chips, the built-in ones and the user's own."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject, Signal

from ocppdesk.filters.expression import FilterError, parse_filter
from ocppdesk.filters.nodes import Filter
from ocppdesk.settings import Settings, SettingsError

_log = logging.getLogger(__name__)

MOST_OWN: Final = 200
"""Chips of the user's; no row has room for more, and each is counted."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter with a name."""

    key: str
    """What it is known by, whatever it is called."""
    name: str
    """What it is called."""
    text: str
    """The filter as it is written."""
    is_toggle: bool = False
    """Whether a click adds it to the filter that applies, rather than replacing it."""
    is_built_in: bool = False
    """Whether the program brings it along."""
    filter: Filter | None = field(init=False, compare=False)
    """The filter; None if the text is none, which only other versions write."""

    def __post_init__(self) -> None:
        try:
            found = parse_filter(self.text)
        except FilterError:
            found = None
        object.__setattr__(self, "filter", found)


_FAILURES: Final = (
    "Rejected, Failed, NotSupported, NotImplemented, Invalid, Blocked, Expired, "
    "UnlockFailed"
)
_TRANSACTIONS: Final = (
    "StartTransaction, StopTransaction, TransactionEvent, RemoteStartTransaction, "
    "RemoteStopTransaction, RequestStartTransaction, RequestStopTransaction"
)
_TOKENS: Final = "Authorize, SendLocalList, GetLocalListVersion, ClearCache"
_CONFIGURATION: Final = (
    "GetConfiguration, ChangeConfiguration, GetVariables, SetVariables, "
    "GetBaseReport, GetReport, NotifyReport"
)
_FIRMWARE: Final = (
    "UpdateFirmware, SignedUpdateFirmware, FirmwareStatusNotification, "
    "SignedFirmwareStatusNotification, PublishFirmware, "
    "PublishFirmwareStatusNotification, UnpublishFirmware"
)
# OCPP 1.6 reports some faults beside a status that sounds healthy (7.6, 7.7).
_FAULTS: Final = 'StatusNotification and (status == Faulted or .errorCode != "NoError")'
_DEFAULTS: Final = (
    ("errors", QT_TRANSLATE_NOOP("chips", "Errors"),
     f"~err or res.status in {{{_FAILURES}}}", False),
    ("no-answer", QT_TRANSLATE_NOOP("chips", "No answer"), "~q", False),
    ("faults", QT_TRANSLATE_NOOP("chips", "Faults"), _FAULTS, False),
    ("heartbeats", QT_TRANSLATE_NOOP("chips", "Hide heartbeats"), "-Heartbeat", True),
    ("transactions", QT_TRANSLATE_NOOP("chips", "Transactions"),
     f"action in {{{_TRANSACTIONS}}}", False),
    ("auth", QT_TRANSLATE_NOOP("chips", "Auth"), f"action in {{{_TOKENS}}}", False),
    ("config", QT_TRANSLATE_NOOP("chips", "Config"),
     f"action in {{{_CONFIGURATION}}}", False),
    ("firmware", QT_TRANSLATE_NOOP("chips", "Firmware"),
     f"action in {{{_FIRMWARE}}}", False),
    ("marked", QT_TRANSLATE_NOOP("chips", "Marked"), "~mark", False),
)  # fmt: skip


def built_in_chips() -> tuple[Chip, ...]:
    """Return the chips that the program brings along, in their order."""
    return tuple(
        Chip(
            key, QCoreApplication.translate("chips", str(title)), text, is_toggle, True
        )
        for key, title, text, is_toggle in _DEFAULTS
    )


@dataclass(frozen=True, slots=True)
class _Changes:
    """What the user made of the built-in chips."""

    hidden: frozenset[str] = frozenset()
    changed: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    own: tuple[tuple[str, str, str], ...] = ()
    order: tuple[str, ...] = ()


class ChipList(QObject):
    """The chips, kept in the setting `chips` as far as they differ from the built-in.

    Args:
        settings: Where they are kept.

    Signals:
        changed: There are other chips, or they stand in another order.
    """

    changed = Signal()

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._changes = _read(settings.chips)
        # Made once: every filter in them is parsed, and they are asked for at each key.
        self._all = self._made()

    @property
    def shown(self) -> tuple[Chip, ...]:
        """The chips in the row, in order."""
        return tuple(c for c in self._all if c.key not in self._changes.hidden)

    @property
    def hidden(self) -> tuple[Chip, ...]:
        """The built-in chips that were taken out of the row."""
        return tuple(c for c in self._all if c.key in self._changes.hidden)

    def chip(self, key: str) -> Chip:
        """Return a chip.

        Raises:
            KeyError: If there is none of that key.
        """
        for chip in self._all:
            if chip.key == key:
                return chip
        raise KeyError(key)

    @property
    def has_room(self) -> bool:
        """Whether there may be one more."""
        return len(self._changes.own) < MOST_OWN

    def is_changed(self, key: str) -> bool:
        """Return whether a built-in chip has another name or filter than it came."""
        return key in self._changes.changed

    def reload(self) -> None:
        """Take over the setting, as somebody else may have changed it."""
        self._take(_read(self._settings.chips))

    def add(self, name: str, text: str) -> str:
        """Save a filter as a chip at the end of the row, and return its key.

        Ask `has_room` first: those that are too many are gone at the next start.
        """
        used = {key for key, _name, _text in self._changes.own}
        number = 1
        while f"own-{number}" in used:
            number += 1
        key = f"own-{number}"
        own = (*self._changes.own, (key, name, text))
        order = self._changes.order and (*self._changes.order, key)
        self._keep(replace(self._changes, own=own, order=order))
        return key

    def rename(self, key: str, name: str) -> None:
        """Call a chip something else."""
        self._put(replace(self.chip(key), name=name))

    def override(self, key: str, text: str) -> None:
        """Let a chip stand for another filter."""
        self._put(replace(self.chip(key), text=text))

    def reset(self, key: str) -> None:
        """Give a built-in chip its own name and filter again."""
        changed = {k: v for k, v in self._changes.changed.items() if k != key}
        self._keep(replace(self._changes, changed=changed))

    def move(self, key: str, by: int) -> None:
        """Move a chip in the row by some places, as far as there are any."""
        shown = [chip.key for chip in self.shown]
        place = shown.index(key)
        target = min(max(place + by, 0), len(shown) - 1)
        shown.insert(target, shown.pop(place))
        order = (*shown, *(chip.key for chip in self.hidden))
        self._keep(replace(self._changes, order=order))

    def remove(self, key: str) -> None:
        """Delete a chip of the user's; a built-in one is only hidden."""
        if self.chip(key).is_built_in:
            hidden = self._changes.hidden | {key}
            self._keep(replace(self._changes, hidden=hidden))
            return
        own = tuple(chip for chip in self._changes.own if chip[0] != key)
        order = tuple(k for k in self._changes.order if k != key)
        self._keep(replace(self._changes, own=own, order=order))

    def restore(self, key: str) -> None:
        """Show a built-in chip again."""
        hidden = self._changes.hidden - {key}
        self._keep(replace(self._changes, hidden=hidden))

    def _made(self) -> list[Chip]:
        changes = self._changes
        chips = []
        for chip in built_in_chips():
            name, text = changes.changed.get(chip.key, (chip.name, chip.text))
            chips.append(replace(chip, name=name, text=text))
        chips += [Chip(key, name, text) for key, name, text in changes.own]
        places = {key: place for place, key in enumerate(changes.order)}
        # What the order does not know is newer than it, and stands at the end.
        return sorted(chips, key=lambda chip: places.get(chip.key, len(places)))

    def _put(self, chip: Chip) -> None:
        pair = (chip.name, chip.text)
        if chip.is_built_in:
            changed = {**self._changes.changed, chip.key: pair}
            default = next(c for c in built_in_chips() if c.key == chip.key)
            if pair == (default.name, default.text):
                del changed[chip.key]
            self._keep(replace(self._changes, changed=changed))
            return
        own = tuple(
            (chip.key, *pair) if known[0] == chip.key else known
            for known in self._changes.own
        )
        self._keep(replace(self._changes, own=own))

    def _keep(self, changes: _Changes) -> None:
        try:
            self._settings.change({"chips": _written(changes)})
        except SettingsError as error:
            # They are as wanted; only the next start will not know.
            _log.warning("The chips could not be kept: %s", error)
        self._take(changes)

    def _take(self, changes: _Changes) -> None:
        if changes != self._changes:
            self._changes = changes
            self._all = self._made()
            self.changed.emit()


def _written(changes: _Changes) -> str:
    """Return changes as JSON; empty if there are none."""
    found = {
        "hidden": sorted(changes.hidden),
        "changed": {k: list(pair) for k, pair in changes.changed.items()},
        "own": [list(chip) for chip in changes.own],
        "order": list(changes.order),
    }
    parts = {name: part for name, part in found.items() if part}
    return json.dumps(parts, ensure_ascii=False) if parts else ""


def _read(text: str) -> _Changes:
    """Read changes; what is damaged is left out."""
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return _Changes()
    if not isinstance(found, dict):
        return _Changes()
    known = {key for key, *_rest in _DEFAULTS}
    changed = found.get("changed")
    pairs = changed.items() if isinstance(changed, dict) else ()
    own: dict[str, tuple[str, str, str]] = {}
    for chip in _listed(found.get("own"))[:MOST_OWN]:
        if _are_texts(chip, 3) and chip[0] not in known:
            own.setdefault(chip[0], (chip[0], chip[1], chip[2]))
    order = [key for key in _listed(found.get("order")) if isinstance(key, str)]
    hidden = [key for key in _listed(found.get("hidden")) if isinstance(key, str)]
    return _Changes(
        frozenset(known.intersection(hidden)),
        {k: (p[0], p[1]) for k, p in pairs if k in known and _are_texts(p, 2)},
        tuple(own.values()),
        tuple(dict.fromkeys(key for key in order if key in known or key in own)),
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _are_texts(value: Any, count: int) -> bool:
    is_long_enough = isinstance(value, list) and len(value) == count
    return is_long_enough and all(isinstance(v, str) and v.strip() for v in value)
