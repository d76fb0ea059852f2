# SPDX-License-Identifier: Apache-2.0
"""What the settings of chargers mean: OCPP 1.6 keys, 2.x variables, vendors' keys.

The texts are in `resources/configuration/`, in our own words. They are read when first
asked for and kept. Names are found whatever their case.
"""

import enum
import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any, Final

from ocppdesk.core.configuration.settings import (
    Access,
    Address,
    Entry,
    key_address,
    variable_address,
)
from ocppdesk.core.configuration.values import (
    MEASURANDS,
    Kind,
    ValueType,
    split_items,
)
from ocppdesk.core.masking import is_secret
from ocppdesk.resources import resource


class Reboot(enum.StrEnum):
    """When a changed value takes effect, by experience; no specification says it.

    What a charger answered (`RebootRequired`) counts for more.
    """

    NO = "no"
    """Usually at once."""
    OFTEN = "often"
    """Often only after a reboot."""
    RECONNECTS = "reconnects"
    """By design the charger disconnects and comes back."""
    UNKNOWN = "unknown"
    """Nothing is known."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known about a setting, whichever charger it belongs to."""

    name: str
    """The key, `Component.Variable[Instance]`, or a vendor's key or pattern."""
    type: ValueType
    """What its values may be."""
    access: Access
    """What the specification lets a CSMS do; a charger may allow less."""
    is_required: bool
    """Whether each charger with its profile has it."""
    meaning: str
    """What it does, for a technician."""
    typical: str = ""
    """Values that are usual."""
    reboot: Reboot = Reboot.UNKNOWN
    """When a change takes effect."""
    profile: str = ""
    """Feature profile (1.6) or functional block (2.x)."""
    counterpart: str = ""
    """The same setting in the other generation of OCPP, or what comes close to it."""
    vendor: str = ""
    """Whose key it is; empty: it is standard."""
    since: str = ""
    """The OCPP version that brought it, where not all of that generation have it."""

    @property
    def is_standard(self) -> bool:
        """Whether the specification has it."""
        return not self.vendor


def about(address: Address) -> Knowledge | None:
    """Return what is known about a setting, None if nothing is."""
    return _about_key(address.name) if address.is_key else _about_variable(address)


def standard_keys() -> tuple[Knowledge, ...]:
    """Return the keys of OCPP 1.6 by name."""
    return tuple(_keys().values())


def standard_variables() -> tuple[Knowledge, ...]:
    """Return the variables of OCPP 2.x by name; `*` stands for any component."""
    return tuple(_variables().values())


def is_vendor(address: Address) -> bool:
    """Return whether a setting is not one of the specification."""
    known = about(address)
    return known is None or not known.is_standard


def counterpart(address: Address) -> Address | None:
    """Return the setting of the other generation of OCPP that means the same."""
    known = about(address)
    if known is None or not known.counterpart:
        return None
    return variable_address(known.counterpart) or key_address(known.counterpart)


def type_of(entry: Entry) -> ValueType:
    """Return what the values of a setting may be, by the charger and by the book.

    Limits that the charger tells count for more than those of the specification.
    """
    known = about(entry.address)
    kind = ValueType() if known is None else known.type
    if entry.is_secret:
        kind = replace(kind, kind=Kind.SECRET)
    limit = LONGEST_KEY_VALUE if entry.address.is_key else LONGEST_VARIABLE_VALUE
    if kind.most_characters is None and kind.kind in _TEXTS:
        kind = replace(kind, most_characters=limit)
    return _told(kind, entry) if entry.limits.data_type else kind


LONGEST_KEY_VALUE: Final = 500
"""Characters of a value in ChangeConfiguration (OCPP 1.6, 6.7)."""
LONGEST_VARIABLE_VALUE: Final = 1000
"""Characters of a value in SetVariables (OCPP 2.0.1, 1.57)."""
_TEXTS: Final = (Kind.TEXT, Kind.LIST, Kind.SECRET)
_DATA_TYPES: Final = {
    "boolean": Kind.BOOLEAN,
    "integer": Kind.INTEGER,
    "decimal": Kind.DECIMAL,
    "datetime": Kind.MOMENT,
    "optionlist": Kind.CHOICE,
    "memberlist": Kind.LIST,
    "sequencelist": Kind.LIST,
    "string": Kind.TEXT,
}


def _told(kind: ValueType, entry: Entry) -> ValueType:
    """Complete a type by what the charger told (OCPP 2.x, VariableCharacteristics)."""
    limits = entry.limits
    told = _DATA_TYPES.get(limits.data_type.casefold())
    # Lists of a few known words are told as plain strings by some.
    if told is not None and not (told is Kind.TEXT and kind.kind in _WORDS):
        kind = replace(kind, kind=Kind.SECRET if entry.is_secret else told)
    if limits.choices and kind.kind in _WORDS:
        kind = replace(kind, choices=limits.choices)
    if limits.data_type.casefold() == "sequencelist":
        kind = replace(kind, keeps_order=True)
    if kind.kind in (Kind.INTEGER, Kind.DECIMAL):
        if limits.minimum is not None:
            kind = replace(kind, minimum=limits.minimum)
        if limits.maximum is not None:
            kind = replace(kind, maximum=limits.maximum)
    elif limits.maximum is not None and kind.kind in _TEXTS:
        kind = replace(kind, most_characters=int(limits.maximum))
    return replace(kind, unit=limits.unit or kind.unit)


_WORDS: Final = (Kind.CHOICE, Kind.LIST)


@lru_cache(maxsize=4096)
def _about_key(name: str) -> Knowledge | None:
    folded = name.strip().casefold()
    found = _keys().get(folded)
    if found is not None:
        return found
    for pattern, known in _vendor_keys():
        if pattern.fullmatch(name.strip()):
            return known
    return None


@lru_cache(maxsize=8192)
def _about_variable(address: Address) -> Knowledge | None:
    plain = f"{address.component}.{address.name}".casefold()
    exact = f"{plain}[{address.instance}]".casefold()
    book = _variables()
    return (
        book.get(exact) or book.get(plain) or book.get(f"*.{address.name}".casefold())
    )


@cache
def _keys() -> dict[str, Knowledge]:
    book = _read("keys16.toml")
    return {name.casefold(): _knowledge(name, row) for name, row in book.items()}


@cache
def _variables() -> dict[str, Knowledge]:
    same = {k.counterpart.casefold(): k.name for k in _keys().values() if k.counterpart}
    found = {}
    for name, row in _read("variables2.toml").items():
        row.setdefault("same", same.get(name.casefold(), ""))
        row.setdefault("profile", name.partition(".")[0].removeprefix("*"))
        found[name.casefold()] = _knowledge(name, row)
    return found


@cache
def _vendor_keys() -> tuple[tuple[re.Pattern[str], Knowledge], ...]:
    rows = _read("vendors.toml")["keys"]
    return tuple(
        (re.compile(row["pattern"], re.IGNORECASE), _knowledge(row["name"], row))
        for row in rows
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resource("configuration", name).read_text("utf-8"))


_ACCESS: Final = {
    "R": Access.READ_ONLY,
    "RW": Access.READ_WRITE,
    "W": Access.WRITE_ONLY,
}
_REBOOTS: Final = {"N": Reboot.NO, "R": Reboot.OFTEN, "C": Reboot.RECONNECTS}


def _knowledge(name: str, row: dict[str, Any]) -> Knowledge:
    choices = row.get("choices", ())
    if choices == "measurands":
        choices = MEASURANDS
    kind = Kind.SECRET if is_secret(name) else Kind(row.get("type", "text"))
    return Knowledge(
        name=name,
        type=ValueType(
            kind=kind,
            unit=row.get("unit", ""),
            minimum=row.get("minimum"),
            maximum=row.get("maximum"),
            choices=tuple(
                choices if not isinstance(choices, str) else split_items(choices)
            ),
            keeps_order=row.get("ordered", False),
            most_characters=row.get("longest"),
            few_characters=row.get("shortest", 0),
            is_hexadecimal=row.get("hexadecimal", False),
        ),
        access=_ACCESS.get(row.get("access", ""), Access.UNKNOWN),
        is_required=row.get("required", False),
        meaning=" ".join(row["meaning"].split()),
        typical=row.get("typical", ""),
        reboot=_REBOOTS.get(row.get("reboot", ""), Reboot.UNKNOWN),
        profile=row.get("profile", ""),
        counterpart=row.get("same", ""),
        vendor=row.get("vendor", ""),
        since=row.get("since", ""),
    )
