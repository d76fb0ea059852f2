# SPDX-License-Identifier: Apache-2.0
"""Signs and words for how bad a finding is."""

from typing import Final

from PySide6.QtCore import QCoreApplication

from ocppdesk.core.findings import Level
from ocppdesk.gui.look.numbers import grouped

COLORS: Final = {
    Level.ERROR: "problem",
    Level.WARNING: "slow",
    Level.NOTE: "accent",
    Level.INFO: "muted",
}
"""The names of their colours."""

ICONS: Final = {
    Level.ERROR: "stop",
    Level.WARNING: "triangle",
    Level.NOTE: "diamond",
    Level.INFO: "circle",
}
"""The names of their icons: they can be told apart without colours."""


def level_word(level: Level) -> str:
    """Return how bad something is."""
    words = {
        Level.ERROR: _tr("Error"),
        Level.WARNING: _tr("Warning"),
        Level.NOTE: _tr("Note"),
        Level.INFO: _tr("Info"),
    }
    return words[level]


def level_count(level: Level, count: int) -> str:
    """Return how many there are of a level: `3 warnings`."""
    words = {
        Level.ERROR: (_tr("1 error"), _tr("{n} errors")),
        Level.WARNING: (_tr("1 warning"), _tr("{n} warnings")),
        Level.NOTE: (_tr("1 note"), _tr("{n} notes")),
        Level.INFO: (_tr("1 info"), _tr("{n} infos")),
    }
    one, many = words[level]
    return one if count == 1 else many.format(n=grouped(count))


def _tr(text: str) -> str:
    return QCoreApplication.translate("findings", text)
