# SPDX-License-Identifier: Apache-2.0
"""The columns of a table as the settings keep them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ocppdesk.gui.messages.times import DeltaMode

_WIDEST: Final = 4_000


@dataclass(frozen=True, slots=True)
class LayoutState:
    """What somebody chose about the columns; the rest is as in the beginning."""

    order: tuple[str, ...] = ()
    """Names of columns from left to right; empty for the order of the beginning."""
    shown: Mapping[str, bool] = field(default_factory=dict)
    """Whether columns are there, by name."""
    widths: Mapping[str, int] = field(default_factory=dict)
    """The widths of columns in pixels, by name."""
    paths: tuple[str, ...] = ()
    """The places in payloads that have columns."""
    delta: DeltaMode = DeltaMode.ROW
    """Since what the column Δ counts."""

    @classmethod
    def read(cls, text: str) -> "LayoutState":
        """Read what `text` gave; what is damaged is left out."""
        try:
            found = json.loads(text or "{}")
        except (ValueError, RecursionError):
            return cls()
        if not isinstance(found, dict):
            return cls()
        delta = found.get("delta")
        modes = [mode for mode in DeltaMode if mode.value == delta]
        return cls(
            order=_names(found.get("order")),
            shown={n: v for n, v in _entries(found.get("shown")) if type(v) is bool},
            widths={
                n: min(max(v, 1), _WIDEST)
                for n, v in _entries(found.get("widths"))
                if type(v) is int
            },
            paths=_names(found.get("paths")),
            delta=modes[0] if modes else DeltaMode.ROW,
        )

    def text(self) -> str:
        """Return it as JSON; empty if nothing was chosen."""
        parts: dict[str, Any] = {
            "order": list(self.order),
            "shown": dict(self.shown),
            "widths": dict(self.widths),
            "paths": list(self.paths),
        }
        if self.delta is not DeltaMode.ROW:
            parts["delta"] = self.delta.value
        chosen = {name: part for name, part in parts.items() if part}
        return json.dumps(chosen, ensure_ascii=False) if chosen else ""


def _names(value: Any) -> tuple[str, ...]:
    """Return the texts of a list, each once."""
    found = value if isinstance(value, list) else []
    return tuple(dict.fromkeys(name for name in found if isinstance(name, str)))


def _entries(value: Any) -> list[tuple[str, Any]]:
    return list(value.items()) if isinstance(value, dict) else []
