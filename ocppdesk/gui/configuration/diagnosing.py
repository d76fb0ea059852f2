# SPDX-License-Identifier: Apache-2.0
"""The settings for diagnosis, filled in at a click, and the way back."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from shiboken6 import isValid

from ocppdesk.capture.errors import CaptureError
from ocppdesk.capture.snapshots import entries_of, snapshots_of_folder
from ocppdesk.core.configuration.diagnosing import (
    SNAPSHOT_NAME,
    diagnostic_preset,
    is_in_force,
    settings_before,
)
from ocppdesk.core.configuration.pending import Pending
from ocppdesk.gui.configuration.last_snapshot import Kept
from ocppdesk.gui.connections.texts import time_text
from ocppdesk.tasks import detach

if TYPE_CHECKING:
    from ocppdesk.gui.configuration.comparing import Comparing
    from ocppdesk.gui.configuration.view import ConfigurationView


class Diagnosing(QObject):
    """Fills in the diagnostic preset as edits, and later what was before it.

    The present settings are kept as a snapshot first. Nothing is sent from here.

    Args:
        view: The view with the settings.
        comparing: Keeps snapshots and fills in edits; the entries are added to its
            menu.
    """

    def __init__(self, view: "ConfigurationView", comparing: "Comparing") -> None:
        super().__init__(view)
        self._view = view
        self._comparing = comparing
        self._is_busy = False
        self.fill = self._entry(self.tr("Fill in the &diagnostic preset"), self.fill_in)
        self.restore = self._entry(
            self.tr("&Go back to before the preset"), self.go_back
        )
        comparing.menu.insertSeparator(comparing.export)
        comparing.menu.aboutToShow.connect(self.enable)

    def _entry(self, text: str, do: Callable[[], Coroutine[Any, Any, None]]) -> QAction:
        entry = QAction(text, self)
        entry.triggered.connect(lambda: detach(do(), name="diagnostic preset"))
        self._comparing.menu.insertAction(self._comparing.export, entry)
        return entry

    def enable(self) -> None:
        """Offer what makes sense now."""
        can_edit = self._view.is_connected and bool(self._view.model.total)
        for entry in (self.fill, self.restore):
            entry.setEnabled(can_edit and not self._is_busy)

    async def fill_in(self) -> None:
        """Keep the present settings as a snapshot, and fill in the preset."""
        view = self._view
        settings = view.known.settings
        wanted = diagnostic_preset(settings)
        if not Pending().fill(wanted, settings.entries).edited:
            text = self.tr("{charger} has the settings of the diagnostic preset.")
            view.tell(text.format(charger=settings.charger))
            return
        kept = await self._kept()
        if not isValid(view) or view.known.settings is not settings:
            return  # closed, or the user has gone on to another charger
        if kept is not None and is_in_force(settings, kept.entries):
            # The present settings are no place to go back to.
            note = self.tr("What was before is in the snapshot “{name}” of {when}.")
            when = time_text(kept.snapshot.at, "yyyy-MM-dd HH:mm")
            note = note.format(name=SNAPSHOT_NAME, when=when)
        elif await self._comparing.keep(SNAPSHOT_NAME):
            note = self.tr("What was before is kept as the snapshot “{name}”.")
            note = note.format(name=SNAPSHOT_NAME)
        else:
            return
        if isValid(view) and view.known.settings is settings:
            title = self.tr("the diagnostic preset")
            self._comparing.fill(wanted, title, grows=True, note=note)

    async def go_back(self) -> None:
        """Fill in what the settings of the preset were before it."""
        view = self._view
        settings = view.known.settings
        kept = await self._kept()
        if not isValid(view) or view.known.settings is not settings:
            return
        if kept is None:
            text = self.tr(
                "There is no snapshot “{name}” of {charger}. Another one can be "
                "restored from the comparison."
            )
            told = text.format(name=SNAPSHOT_NAME, charger=settings.charger)
            view.tell(told)
            return
        when = time_text(kept.snapshot.at, "yyyy-MM-dd HH:mm")
        title = self.tr("before the preset, {when}").format(when=when)
        self._comparing.fill(settings_before(kept.entries), title)

    async def _kept(self) -> Kept | None:
        """Look for the newest snapshot that was taken before the preset."""
        view = self._view
        if view.capture is None or self._is_busy:
            return None
        self._is_busy = True
        try:
            return await asyncio.to_thread(
                _newest, view.known.settings.charger, view.recordings, view.capture
            )
        finally:
            self._is_busy = False


def _newest(charger: str, folder: Path, capture: Path) -> Kept | None:
    for snapshot in snapshots_of_folder(folder, charger, besides=[capture]):
        if snapshot.name != SNAPSHOT_NAME:
            continue
        try:
            return Kept(snapshot, entries_of(snapshot))
        except CaptureError:
            continue  # another may do
    return None
