# SPDX-License-Identifier: Apache-2.0
"""Whose files can be moved now; if none, why, and what to do about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from ocppdesk.gui.look.empty_page import EmptyPage, Way


def _tr(text: str) -> str:
    return QCoreApplication.translate("files", text)


@dataclass(frozen=True, slots=True)
class Situation:
    """Which chargers there are, and what can be done with them."""

    is_live: bool
    """Whether chargers may call here; else this is a review."""
    chargers: frozenset[str] = frozenset()
    """The chargers of the capture."""
    connected: frozenset[str] = frozenset()
    """Those that are connected."""
    chosen: str = ""
    """The one that is chosen in the list; empty for all."""
    has_engine: bool = False
    """Whether there is an engine that could ask one."""
    is_read: bool = False
    """In a review: whether the recording has been looked through."""

    @property
    def identity(self) -> str:
        """The charger that is worked with; empty if that is none, or not clear."""
        if self.chosen:
            return self.chosen
        known = self.chargers | self.connected
        if len(self.connected) == 1:
            known = self.connected
        return next(iter(known)) if len(known) == 1 else ""

    @property
    def obstacle(self) -> str:
        """Why no job can be started, as a sentence; empty if one can."""
        if not self.is_live:
            return _tr("This is a review: files are moved in the live window.")
        if not self.identity:
            if not self.chargers and not self.connected:
                return _tr("No charger has connected so far.")
            return _tr("Choose a charger in the list of chargers.")
        if not self.has_engine or self.identity not in self.connected:
            return _tr("{charger} is not connected.").format(charger=self.identity)
        return ""


def explain(
    page: EmptyPage,
    situation: Situation,
    *,
    ways: Sequence[Way],
) -> None:
    """Say on a page what to do as long as there is no job.

    Args:
        page: The page.
        situation: What there is.
        ways: The buttons that begin a job, for the case that one can be begun.
    """
    identity, obstacle = situation.identity, situation.obstacle
    if not situation.is_live:
        if not situation.is_read:
            heading = _tr("Looking for firmware and logs…")
        elif identity:
            told = _tr("{charger} was asked for no log and no new firmware")
            heading = told.format(charger=identity)
        else:
            heading = _tr("No charger was asked for a log or for new firmware")
        line = _tr(
            "In a review, such requests are listed here with every step. New ones are "
            "made in the window that chargers connect to."
        )
        page.say(heading, line)
        return
    if not obstacle:
        line = _tr(
            "A charger can fetch new firmware from this program, or send its log to "
            "it. A file server is started for each of them, and each step is shown "
            "here."
        )
        page.say(_tr("No file has been moved so far"), line, ways, are_alike=True)
        return
    if identity:
        line = _tr(
            "Once it is connected again, it can fetch new firmware from this program, "
            "or send its log to it."
        )
    elif situation.chargers or situation.connected:
        line = _tr("Firmware goes to one charger at a time, and so do requests.")
    else:
        line = _tr(
            "“How to connect a charger” in the menu Charger says what to do. Then it "
            "can fetch new firmware from this program, or send its log to it."
        )
    page.say(obstacle.rstrip("."), line)
