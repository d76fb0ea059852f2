# SPDX-License-Identifier: Apache-2.0
"""Commands that are kept in the settings: favourites, and what was sent lately.

Secrets are left out of them: the field is there, and empty.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from ocppdesk.core.frames import MessageType, call_text
from ocppdesk.core.masking import VALUE_NAMES, hides_values, is_secret
from ocppdesk.core.messages import Direction, Message
from ocppdesk.core.summary import summary
from ocppdesk.core.versions import Version
from ocppdesk.settings import Settings, SettingsError

MOST_LATELY: Final = 20
"""So many commands are remembered by themselves."""
MOST_FAVOURITES: Final = 50
"""So many can be favourites."""
_LONGEST: Final = 20_000  # characters of one: no certificates by the dozen
_PASSWORD: Final = re.compile(r"(://[^\s/:@]*):[^\s/@]+(?=@)")


@dataclass(frozen=True, slots=True)
class Kept:
    """A command that is kept."""

    version: str
    """The OCPP version that it is of."""
    action: str
    payload: Any

    @property
    def text(self) -> str:
        """What it does, in a line."""
        raw = call_text("", self.action, self.payload)
        made = Message(0, 0, "", 0, Direction.OUT, raw, MessageType.CALL, "",
                       self.action)  # fmt: skip
        said = summary(made, self.payload)
        return f"{self.action}: {said}" if said != "No details" else self.action


class KeptCommands:
    """A list of commands in a setting, the newest first.

    Args:
        settings: Where they are kept.
        name: The setting.
        most: How many there may be.
    """

    def __init__(self, settings: Settings, name: str, *, most: int) -> None:
        self._settings = settings
        self._name = name
        self._most = most

    @property
    def all(self) -> list[Kept]:
        """The commands that are kept."""
        return kept_from(getattr(self._settings, self._name))

    def add(self, command: Kept) -> str:
        """Put a command in front; returns why it was not kept, or nothing."""
        clean = without_secrets(command)
        others = [other for other in self.all if other != clean]
        if len(kept_text([clean])) > _LONGEST:
            return "The command is too long to be kept."
        return self._keep([clean, *others][: self._most])

    def remove(self, command: Kept) -> str:
        """Take a command out; returns why it is still kept, or nothing."""
        clean = without_secrets(command)
        return self._keep([other for other in self.all if other != clean])

    def has(self, command: Kept) -> bool:
        """Return whether a command is kept."""
        return without_secrets(command) in self.all

    def _keep(self, commands: Sequence[Kept]) -> str:
        try:
            self._settings.change({self._name: kept_text(commands)})
        except SettingsError as error:
            return str(error)
        return ""


def kept_text(commands: Sequence[Kept]) -> str:
    """Write commands as a text for the settings."""
    return json.dumps([[c.version, c.action, c.payload] for c in commands])


def kept_from(text: str) -> list[Kept]:
    """Read what `kept_text` wrote; what cannot be read is left out."""
    try:
        found = json.loads(text) if text else []
    except (ValueError, RecursionError):
        return []
    return [
        Kept(*entry)
        for entry in (found if isinstance(found, list) else [])
        if isinstance(entry, list)
        and len(entry) == 3
        and entry[0] in list(Version)
        and isinstance(entry[1], str)
    ]


def without_secrets(command: Kept) -> Kept:
    """Return a command with empty texts in place of its secrets."""
    return Kept(command.version, command.action, _clean(command.payload))


def _clean(value: Any) -> Any:
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if isinstance(value, str):
        return _PASSWORD.sub(r"\1", value)
    if not isinstance(value, dict):
        return value
    hidden = {name for name in value if isinstance(name, str) and is_secret(name)}
    if hides_values(value):
        hidden |= set(VALUE_NAMES)
    return {
        name: "" if name in hidden and not isinstance(found, dict) else _clean(found)
        for name, found in value.items()
    }
