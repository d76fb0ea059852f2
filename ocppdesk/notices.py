# SPDX-License-Identifier: Apache-2.0
"""What the program has to tell its user: a headline, and what to do."""

import enum
from dataclasses import dataclass


class Severity(enum.IntEnum):
    """How much a notice matters."""

    INFO = 0
    WARNING = 1
    ERROR = 2


@dataclass(frozen=True, slots=True)
class NoticeAction:
    """One way out that a notice offers."""

    name: str
    """What the program does; whoever shows the notice knows what it means."""
    label: str
    """What its button says."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that lasts until it is over or closed, shown above the view."""

    key: str
    """What it is about; a newer notice with the same key takes its place."""
    severity: Severity
    headline: str
    """What happened, and the way out, in one or two sentences."""
    details: str = ""
    """More, for whoever wants to copy it."""
    actions: tuple[NoticeAction, ...] = ()
