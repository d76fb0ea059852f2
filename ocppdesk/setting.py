# SPDX-License-Identifier: Apache-2.0
"""What a setting is."""

from dataclasses import dataclass
from typing import Any

Value = bool | int | str


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting."""

    name: str
    """Its name in the file and in `Settings`."""
    default: Value
    """What it is until somebody changes it; its type is the setting's type."""
    group: str
    """The page of the dialog it stands on."""
    title: str
    """What the dialog calls it."""
    description: str
    """What it does, in a sentence or two."""
    choices: tuple[str, ...] = ()
    """For texts: the only values allowed."""
    minimum: int | None = None
    """For numbers: the least value allowed."""
    maximum: int | None = None
    """For numbers: the greatest value allowed."""
    unit: str = ""
    """For numbers: the unit shown behind the value."""
    is_shown: bool = True
    """Whether the dialog has it; the rest is what the window remembers by itself."""

    def check(self, value: Any) -> str | None:
        """Return why a value is not allowed, or None if it is."""
        wanted = type(self.default)
        if type(value) is not wanted:
            kinds = {bool: "yes or no", int: "a whole number", str: "text"}
            return f"{self.title} is {kinds[wanted]}, not {value!r}."
        if self.choices and value not in self.choices:
            return f"{self.title} is one of: {', '.join(self.choices)}."
        if isinstance(value, int) and not isinstance(value, bool):
            low, high = self.minimum, self.maximum
            if low is not None and value < low:
                return f"{self.title} is at least {low} {self.unit}".rstrip() + "."
            if high is not None and value > high:
                return f"{self.title} is at most {high} {self.unit}".rstrip() + "."
        return None
