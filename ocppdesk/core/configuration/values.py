# SPDX-License-Identifier: Apache-2.0
"""What a value may be: its type, why it is refused, and when two are the same.

Values are texts in OCPP. Chargers are tolerated (`TRUE`, `1`, `a, b,`), and what this
program sends is written as the specification has it.
"""

import enum
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

MEASURANDS: Final = (
    "Energy.Active.Import.Register",
    "Power.Active.Import",
    "Current.Import",
    "Voltage",
    "SoC",
    "Current.Offered",
    "Power.Offered",
    "Temperature",
    "Frequency",
    "Power.Factor",
    "Energy.Active.Import.Interval",
    "Energy.Active.Export.Register",
    "Energy.Active.Export.Interval",
    "Energy.Reactive.Import.Register",
    "Energy.Reactive.Export.Register",
    "Energy.Reactive.Import.Interval",
    "Energy.Reactive.Export.Interval",
    "Power.Active.Export",
    "Power.Reactive.Import",
    "Power.Reactive.Export",
    "Current.Export",
    "RPM",
)
"""What a meter may measure (OCPP 1.6, 7.31), the useful ones first."""


class Kind(enum.StrEnum):
    """How a value is written, and with what it is edited."""

    BOOLEAN = "bool"
    """`true` or `false`."""
    INTEGER = "int"
    """A whole number."""
    DECIMAL = "decimal"
    """A number."""
    CHOICE = "choice"
    """One of several words."""
    LIST = "list"
    """Words separated by commas."""
    SECRET = "secret"
    """A password or key: never shown, never in a file."""
    MOMENT = "datetime"
    """A date with time."""
    TEXT = "text"
    """Anything."""


@dataclass(frozen=True, slots=True)
class ValueType:
    """What the values of a setting may be."""

    kind: Kind = Kind.TEXT
    """How it is written."""
    unit: str = ""
    """The unit of a number: `s`, `A`, `Wh`, `%`."""
    minimum: float | None = None
    """The least number."""
    maximum: float | None = None
    """The greatest number."""
    choices: tuple[str, ...] = ()
    """The words of a choice, or the items that a list may have, if they are known."""
    keeps_order: bool = False
    """Whether a list in another order is another list."""
    most_items: int | None = None
    """How many items a list may have."""
    most_characters: int | None = None
    """How long a text may be."""
    few_characters: int = 0
    """A shorter text is unusual."""
    is_hexadecimal: bool = False
    """Whether it usually consists of hexadecimal digits, two for each byte."""

    @property
    def text(self) -> str:
        """Type, unit and limits in a few words: `whole number, s, 0 to 3600`."""
        return _described(self)


@dataclass(frozen=True, slots=True)
class Checked:
    """What is to be said about a value that somebody typed."""

    value: str
    """The value as it would be sent."""
    refusal: str = ""
    """Why it cannot be a value of that type, as a sentence; empty: it can."""
    doubt: str = ""
    """Why the charger may well refuse it, as a sentence; empty: nothing is odd."""


def split_items(text: str) -> list[str]:
    """Return the items of a list, without blanks and empty ones."""
    return [item for part in text.split(",") if (item := part.strip())]


def flag_of(text: str) -> bool | None:
    """Read a boolean as chargers write it; None if it is none."""
    return _FLAGS.get(text.strip().casefold())


def check_value(kind: ValueType, text: str) -> Checked:
    """Say of a value that somebody typed how it is sent, or why it is refused."""
    return _CHECKS[kind.kind](kind, text)


def same_value(kind: ValueType, first: str | None, second: str | None) -> bool:
    """Return whether two values mean the same to a charger.

    Case and `1` for `true`, leading zeros, blanks in lists and, unless `keeps_order`,
    their order make no difference. None, a value that was not told, is like nothing.
    """
    if first is None or second is None:
        return first is second
    return first == second or _meaning(kind, first) == _meaning(kind, second)


# "Improved security for OCPP 1.6-J": AuthorizationKey, 16 to 20 bytes.
_HEXADECIMAL: Final = re.compile(r"(?:[0-9A-Fa-f]{2}){16,20}")
_FLAGS: Final = {"true": True, "1": True, "false": False, "0": False}
_ZERO_AND_ONE: Final = "It is either true or false."


def _meaning(kind: ValueType, text: str) -> object:
    """Return what a value comes down to, for comparing."""
    plain = text.strip()
    match kind.kind:
        case Kind.BOOLEAN:
            flag = flag_of(plain)
            return plain.casefold() if flag is None else flag
        case Kind.INTEGER | Kind.DECIMAL:
            number = _number(plain)
            return plain if number is None else number
        case Kind.CHOICE:
            return plain.casefold()
        case Kind.LIST:
            items = [_plain_item(item) for item in split_items(plain)]
            return items if kind.keeps_order else frozenset(items)
        case Kind.SECRET:
            return text
        case _:
            return plain


# ChargingScheduleAllowedChargingRateUnit, and RateUnit of OCPP 2.x.
_SYNONYMS: Final = {"current": "a", "power": "w"}


def _plain_item(item: str) -> str:
    folded = item.casefold()
    return _SYNONYMS.get(folded, folded)


def _number(text: str) -> float | None:
    try:
        number = float(text) if text.isascii() and "_" not in text else None
    except ValueError:
        return None
    # No nan, which is unlike itself, and no infinity.
    return number if number is not None and abs(number) < 1e300 else None


def _check_flag(kind: ValueType, text: str) -> Checked:
    flag = flag_of(text)
    if flag is None:
        return Checked(text, _ZERO_AND_ONE)
    return Checked("true" if flag else "false")


def _check_integer(kind: ValueType, text: str) -> Checked:
    plain = text.strip()
    digits = plain.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 18):
        unit = f" of {kind.unit}" if kind.unit else ""
        return Checked(text, f"It is a whole number{unit}, such as {_example(kind)}.")
    return Checked(str(int(plain)), _beyond(kind, int(plain)))


def _check_decimal(kind: ValueType, text: str) -> Checked:
    plain = text.strip()
    number = _number(plain)
    if number is None:
        hint = " Write it with a point, not a comma." if "," in plain else ""
        return Checked(text, f"It is a number, such as {_example(kind)}.{hint}")
    return Checked(plain, _beyond(kind, number))


def _check_choice(kind: ValueType, text: str) -> Checked:
    plain = text.strip()
    found = _spelt(kind.choices, plain)
    if found is not None or not kind.choices:
        return Checked(found or plain)
    return Checked(plain, f"It is one of {_listed(kind.choices)}.")


def _check_list(kind: ValueType, text: str) -> Checked:
    items = [_spelt(kind.choices, item) or item for item in split_items(text)]
    value = ",".join(items)
    if kind.most_items is not None and len(items) > kind.most_items:
        few = f"The charger takes at most {kind.most_items} items; these are"
        return Checked(value, f"{few} {len(items)}.")
    if len({item.casefold() for item in items}) < len(items):
        return Checked(value, "An item is in it twice.")
    too_long = _too_long(kind, value)
    strange = [item for item in items if kind.choices and not _is_item(kind, item)]
    if strange and not too_long:
        doubt = (
            f"{_listed(strange)}: not among the items known here. One item that the "
            "charger does not know makes it reject the whole list."
        )
        return Checked(value, doubt=doubt)
    return Checked(value, too_long)


def _check_moment(kind: ValueType, text: str) -> Checked:
    from datetime import datetime

    plain = text.strip()
    try:
        datetime.fromisoformat(plain)
    except ValueError:
        return Checked(text, "It is a date with time, such as 2027-01-31T08:00:00Z.")
    return Checked(plain)


def _check_secret(kind: ValueType, text: str) -> Checked:
    if not text:
        return Checked(text, "It is empty, and the charger would have no password.")
    doubt = ""
    if kind.is_hexadecimal and not _HEXADECIMAL.fullmatch(text):
        doubt = (
            "OCPP has 32 to 40 hexadecimal digits here, an even number of them. Only "
            "some chargers take another text."
        )
    elif len(text) < kind.few_characters:
        doubt = (
            f"It has {len(text)} characters; OCPP wants at least "
            f"{kind.few_characters}, and the charger may reject it."
        )
    return Checked(text, _too_long(kind, text), doubt)


def _check_text(kind: ValueType, text: str) -> Checked:
    return Checked(text, _too_long(kind, text))


_CHECKS: Final[dict[Kind, Callable[[ValueType, str], Checked]]] = {
    Kind.BOOLEAN: _check_flag,
    Kind.INTEGER: _check_integer,
    Kind.DECIMAL: _check_decimal,
    Kind.CHOICE: _check_choice,
    Kind.LIST: _check_list,
    Kind.MOMENT: _check_moment,
    Kind.SECRET: _check_secret,
    Kind.TEXT: _check_text,
}
_PHASES: Final = ("L1", "L2", "L3", "N", "L1-N", "L2-N", "L3-N", "L1-L2", "L2-L3",
                  "L3-L1")  # fmt: skip


def _is_item(kind: ValueType, item: str) -> bool:
    """Return whether OCPP has an item; a measurand may name a phase (1.6, 9.1)."""
    if _spelt(kind.choices, item) is not None:
        return True
    name, _, phase = item.rpartition(".")
    return phase in _PHASES and _spelt(kind.choices, name) is not None


def _spelt(choices: tuple[str, ...], text: str) -> str | None:
    folded = text.casefold()
    return next((choice for choice in choices if choice.casefold() == folded), None)


def _beyond(kind: ValueType, number: float) -> str:
    unit = f" {kind.unit}" if kind.unit else ""
    if kind.minimum is not None and number < kind.minimum:
        return f"It is too small: {kind.minimum:g}{unit} is the least."
    if kind.maximum is not None and number > kind.maximum:
        return f"It is too great: {kind.maximum:g}{unit} is the most."
    return ""


def _too_long(kind: ValueType, text: str) -> str:
    if kind.most_characters is None or len(text) <= kind.most_characters:
        return ""
    return (
        f"It has {len(text)} characters; {kind.most_characters} is the most that can "
        "be written."
    )


def _example(kind: ValueType) -> str:
    low, high = kind.minimum, kind.maximum
    number = 60.0 if low is None else max(low, 60.0)
    return f"{number if high is None else min(number, high):g}"


def _listed(words: tuple[str, ...] | list[str]) -> str:
    shown = [word or "(empty)" for word in words[:12]]
    more = ["…"] if len(words) > len(shown) else []
    return ", ".join([*shown, *more])


_NAMES: Final = {
    Kind.BOOLEAN: "true or false",
    Kind.INTEGER: "whole number",
    Kind.DECIMAL: "number",
    Kind.CHOICE: "choice",
    Kind.LIST: "list",
    Kind.SECRET: "secret",
    Kind.MOMENT: "date and time",
    Kind.TEXT: "text",
}


def _described(kind: ValueType) -> str:
    parts = [_NAMES[kind.kind]]
    if kind.unit:
        parts.append(kind.unit)
    if kind.minimum is not None and kind.maximum is not None:
        parts.append(f"{kind.minimum:g} to {kind.maximum:g}")
    elif kind.minimum is not None:
        parts.append(f"from {kind.minimum:g}")
    elif kind.maximum is not None:
        parts.append(f"up to {kind.maximum:g}")
    if kind.most_items is not None:
        parts.append(f"at most {kind.most_items} items")
    return ", ".join(parts)
