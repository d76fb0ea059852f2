# SPDX-License-Identifier: Apache-2.0
"""One setting as the table shows it: every text made once, when the setting changes."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from ocppdesk.core.configuration.keys import Reboot, about, counterpart, is_vendor
from ocppdesk.core.configuration.settings import Access, Address, Entry
from ocppdesk.core.configuration.values import ValueType
from ocppdesk.gui.connections.texts import time_text

_LONGEST: Final = 300  # characters of a value in a cell


@dataclass(frozen=True, slots=True)
class Row:
    """A setting and its texts."""

    entry: Entry
    """What is known of it."""
    type: ValueType
    """What its values may be."""
    name: str
    """The key, or component and variable."""
    relative: str
    """The same setting in the other generation of OCPP; empty if there is none."""
    current: str
    """The value as it was read, secrets masked."""
    type_text: str
    """Type, unit and limits."""
    access: str
    """What may be done with it."""
    reboot: str
    """Whether a change needs a reboot, as far as anybody knows."""
    read_at: str
    """When it was read, by this computer's clock."""
    meaning: str
    """What it does; empty if nobody knows."""
    haystack: str
    """What the filter searches, without case."""
    is_vendor: bool
    """Whether the specification does not have it."""

    @property
    def address(self) -> Address:
        """Which setting it is."""
        return self.entry.address

    @property
    def is_writable(self) -> bool:
        """Whether the charger lets anybody write it, or does not say."""
        return self.entry.access is not Access.READ_ONLY


def row_of(entry: Entry, kind: ValueType, *, is_learned: bool = False) -> Row:
    """Make the row of a setting.

    Args:
        entry: What is known of it.
        kind: What its values may be.
        is_learned: Whether the charger answered `RebootRequired` to it before.
    """
    known = about(entry.address)
    other = counterpart(entry.address)
    relative = "" if other is None else other.text
    meaning = "" if known is None else known.meaning
    current = one_line(entry.shown)
    vendor = is_vendor(entry.address)
    words = (entry.address.text, relative, current, kind.unit, meaning, entry.status)
    return Row(
        entry=entry,
        type=kind,
        name=entry.address.text,
        relative=relative,
        current=current,
        type_text=kind.text,
        access=access_text(entry.access),
        reboot=_reboot_text(
            Reboot.UNKNOWN if known is None else known.reboot, is_learned=is_learned
        ),
        read_at=_time(entry.read_at),
        meaning=meaning,
        haystack="\n".join(words).casefold(),
        is_vendor=vendor,
    )


def access_text(access: Access) -> str:
    """Return in a word what may be done with a setting."""
    texts = {
        Access.READ_ONLY: _tr("read only"),
        Access.READ_WRITE: _tr("writable"),
        Access.WRITE_ONLY: _tr("write only"),
        Access.UNKNOWN: _tr("not told"),
    }
    return texts[access]


def one_line(text: str) -> str:
    """Cut a value to what a cell has room for."""
    plain = text.replace("\r\n", " ⏎ ").replace("\n", " ⏎ ")
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}…"


def _reboot_text(reboot: Reboot, *, is_learned: bool) -> str:
    if is_learned:
        return _tr("yes, it said")
    texts = {
        Reboot.NO: _tr("no"),
        Reboot.OFTEN: _tr("often"),
        Reboot.RECONNECTS: _tr("reconnects"),
        Reboot.UNKNOWN: "",
    }
    return texts[reboot]


def _time(at: int | None) -> str:
    return "" if at is None else time_text(at, "MM-dd HH:mm")


def _tr(text: str) -> str:
    return QCoreApplication.translate("settings row", text)
