# SPDX-License-Identifier: Apache-2.0
"""One setting of a charger: which it is, and what is known of it."""

import enum
import re
from dataclasses import dataclass
from typing import Final

from ocppdesk.core.masking import MASK, is_secret, mask_text

ACTUAL: Final = "Actual"
"""The attribute of an OCPP 2.x variable that is in force; 1.6 has no other."""

_ADDRESS: Final = re.compile(
    r"(?P<component>[^\[\]:]+?)(?:\[(?P<part>[^\]]*)\])?"
    r"(?::(?P<evse>\d+)(?:/(?P<connector>\d+))?)?"
    r"\.(?P<name>[^\[\]#]+)(?:\[(?P<instance>[^\]]*)\])?(?:#(?P<attribute>\w+))?"
)


class Access(enum.StrEnum):
    """What a CSMS may do with a setting."""

    READ_ONLY = "read-only"
    READ_WRITE = "read-write"
    WRITE_ONLY = "write-only"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Address:
    """Which setting: a key of OCPP 1.6, or a variable of a component of OCPP 2.x.

    Two are equal when they are written alike; `folded` ignores case, as a charger
    should. Chargers exist that have two keys which differ by case alone.
    """

    name: str
    """The key, or the name of the variable."""
    component: str = ""
    """OCPP 2.x: the component; empty for a key."""
    instance: str = ""
    """OCPP 2.x: which one of several variables of that name."""
    component_instance: str = ""
    """OCPP 2.x: which one of several components of that name."""
    evse: int | None = None
    """OCPP 2.x: the EVSE that the component belongs to."""
    connector: int | None = None
    """OCPP 2.x: the connector that it belongs to."""
    attribute: str = ACTUAL
    """OCPP 2.x: `Actual`, `Target`, `MinSet` or `MaxSet`."""

    @property
    def is_key(self) -> bool:
        """Whether it is a configuration key of OCPP 1.6."""
        return not self.component

    @property
    def folded(self) -> tuple[str | int, ...]:
        """What identifies it whatever its case; also the order to show settings in."""
        return (
            self.component.casefold(),
            self.component_instance.casefold(),
            -1 if self.evse is None else self.evse,
            -1 if self.connector is None else self.connector,
            self.name.casefold(),
            self.instance.casefold(),
            self.attribute.casefold(),
        )

    @property
    def text(self) -> str:
        """All of it in one word: `Key`, `Component[x]:1/2.Variable[y]#MaxSet`."""
        if self.is_key:
            return self.name
        found = self.component
        if self.component_instance:
            found += f"[{self.component_instance}]"
        if self.evse is not None:
            found += f":{self.evse}"
            if self.connector is not None:
                found += f"/{self.connector}"
        found += f".{self.name}"
        if self.instance:
            found += f"[{self.instance}]"
        if self.attribute != ACTUAL:
            found += f"#{self.attribute}"
        return found

    @property
    def place(self) -> str:
        """Where it belongs, for people: `EVSE 1, connector 2`; empty: everywhere."""
        if self.evse is None:
            return ""
        place = f"EVSE {self.evse}"
        return (
            place if self.connector is None else f"{place}, connector {self.connector}"
        )


def key_address(name: str) -> Address:
    """Return the address of an OCPP 1.6 key."""
    return Address(name)


def variable_address(text: str) -> Address | None:
    """Read what `Address.text` writes of a variable; None if it names no component."""
    found = _ADDRESS.fullmatch(text.strip())
    if found is None:
        return None
    part = found.groupdict(default="")
    return Address(
        part["name"].strip(),
        part["component"].strip(),
        instance=part["instance"],
        component_instance=part["part"],
        evse=int(part["evse"]) if part["evse"] else None,
        connector=int(part["connector"]) if part["connector"] else None,
        attribute=part["attribute"] or ACTUAL,
    )


@dataclass(frozen=True, slots=True)
class Limits:
    """What a charger says about the values of a variable (OCPP 2.x)."""

    data_type: str = ""
    """As in `DataEnumType`: `integer`, `OptionList`, `MemberList` …"""
    unit: str = ""
    """The unit of the value."""
    minimum: float | None = None
    """The least number."""
    maximum: float | None = None
    """The greatest number, or the most characters of a text."""
    choices: tuple[str, ...] = ()
    """What may be chosen."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one setting of one charger."""

    address: Address
    """Which setting."""
    value: str | None = None
    """The value as it was read, a secret in clear; None if it was not told."""
    access: Access = Access.UNKNOWN
    """What the charger says that may be done with it."""
    read_at: int | None = None
    """When it was read, microseconds since 1970; None: never, only written to."""
    limits: Limits = Limits()
    """What the charger says about its values."""
    written: str | None = None
    """The value that was last sent; None if none was."""
    status: str = ""
    """The answer to that: `Accepted`, `RebootRequired`, `Rejected`, `NotSupported` …"""
    reason: str = ""
    """What the charger says more about it (OCPP 2.x)."""
    written_at: int | None = None
    """When it was answered, microseconds since 1970."""
    waits_for_reboot: bool = False
    """Whether a stored value takes effect after a reboot that has not been seen."""
    remarks: tuple[str, ...] = ()
    """What is odd about it, a sentence each."""

    @property
    def is_secret(self) -> bool:
        """Whether its value is a password or a key."""
        return is_secret(self.address.name)

    @property
    def holds_secret(self) -> bool:
        """Whether its value is or contains a secret, as `ftp://user:secret@host`."""
        if self.is_secret:
            return True
        return self.value is not None and mask_text(self.value) != self.value

    @property
    def shown(self) -> str:
        """The value for eyes: with secrets masked, empty if it is not known."""
        return self.masked(self.value or "")

    def masked(self, value: str) -> str:
        """Return a value of this setting, present or not, with secrets masked."""
        return MASK if value and self.is_secret else mask_text(value)
