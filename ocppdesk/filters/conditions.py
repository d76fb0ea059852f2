# SPDX-License-Identifier: Apache-2.0
"""The conditions that a filter is made of, and the SQL each stands for.

The SQL speaks of the columns of `messages` (alias `m`) and `chargers` (alias `c`).
"""

from dataclasses import dataclass
from typing import Protocol

Sql = tuple[str, tuple[object, ...]]
"""An SQL condition and the values of its question marks."""


class Filter(Protocol):
    """A condition that a message meets or does not meet."""

    def sql(self) -> Sql:
        """Return the condition as SQL."""


@dataclass(frozen=True, slots=True)
class Everything:
    """Every message."""

    def sql(self) -> Sql:
        """Return the condition as SQL."""
        return "1", ()


@dataclass(frozen=True, slots=True)
class Text:
    """Messages in which a text occurs, upper and lower case alike.

    It is looked for in the raw text, in the name of the action, so that the answers to
    a Heartbeat are found by the word as well, and in the identity of the charger.
    """

    text: str
    """What to look for."""

    def sql(self) -> Sql:
        """Return the condition as SQL."""
        escaped = self.text
        for special in "\\%_":
            escaped = escaped.replace(special, f"\\{special}")
        pattern = f"%{escaped}%"
        # CAST: the raw text of a frame that was not UTF-8 is stored as bytes.
        return (
            r"(CAST(m.raw AS TEXT) LIKE ? ESCAPE '\' OR m.action LIKE ? ESCAPE '\' "
            r"OR c.identity LIKE ? ESCAPE '\')",
            (pattern, pattern, pattern),
        )


@dataclass(frozen=True, slots=True)
class Action:
    """Calls of an action, and their answers."""

    name: str
    """The action, in any case."""

    def sql(self) -> Sql:
        """Return the condition as SQL."""
        return "m.action = ? COLLATE NOCASE", (self.name,)


@dataclass(frozen=True, slots=True)
class Charger:
    """Messages of one charger."""

    identity: str
    """The identity, letter by letter."""

    def sql(self) -> Sql:
        """Return the condition as SQL."""
        return "c.identity = ?", (self.identity,)


@dataclass(frozen=True, slots=True)
class Between:
    """Messages of a time range."""

    since: int | None = None
    """Not before this instant, microseconds since 1970; None is no limit."""
    until: int | None = None
    """Before this instant, microseconds since 1970; None is no limit."""

    def sql(self) -> Sql:
        """Return the condition as SQL."""
        parts, values = [], []
        if self.since is not None:
            parts.append("m.at >= ?")
            values.append(self.since)
        if self.until is not None:
            parts.append("m.at < ?")
            values.append(self.until)
        return " AND ".join(parts) or "1", tuple(values)


@dataclass(frozen=True, slots=True)
class Frames:
    """Messages that were on the wire, without the notes on connections."""

    def sql(self) -> Sql:
        """Return the condition as SQL."""
        return "m.direction < 2", ()


@dataclass(frozen=True, slots=True)
class All:
    """Messages that meet every one of several conditions."""

    parts: tuple[Filter, ...]
    """The conditions; none of them means every message."""

    def sql(self) -> Sql:
        """Return the condition as SQL."""
        pairs = [part.sql() for part in self.parts]
        text = " AND ".join(f"({sql})" for sql, _values in pairs) or "1"
        return text, tuple(value for _sql, values in pairs for value in values)
