# SPDX-License-Identifier: Apache-2.0
"""Snapshots, comparing, restoring, exporting and importing, for a view of settings."""

import asyncio
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu
from shiboken6 import isValid

from ocppdesk.capture.errors import CaptureError
from ocppdesk.capture.folder import SUFFIX
from ocppdesk.capture.snapshots import SnapshotWriter
from ocppdesk.core.configuration.differences import Differences
from ocppdesk.core.configuration.files import csv_text, json_file_text
from ocppdesk.core.configuration.pending import Filled
from ocppdesk.core.configuration.settings import Entry
from ocppdesk.gui.configuration.compare_dialog import CompareDialog
from ocppdesk.gui.configuration.name_dialog import NameDialog
from ocppdesk.gui.configuration.snapshots_dialog import SnapshotsDialog
from ocppdesk.gui.configuration.sources import (
    Source,
    charger_sources,
    file_sources,
    snapshot_sources,
)
from ocppdesk.gui.dialogs import choose_files, choose_target, finished
from ocppdesk.gui.look.theme import Theme
from ocppdesk.tasks import detach

if TYPE_CHECKING:
    from ocppdesk.gui.configuration.view import ConfigurationView


class Comparing(QObject):
    """Lets the user keep, compare, restore and carry settings.

    Args:
        view: The view with the settings.
        theme: The look of dialogs.
    """

    def __init__(self, view: "ConfigurationView", theme: Theme) -> None:
        super().__init__(view)
        self._view = view
        self._theme = theme
        self.dialog: CompareDialog | None = None
        """The comparison, while it is open."""
        self.name_dialog: NameDialog | None = None
        """The question for a name, while it is asked."""
        self.snapshots_dialog: SnapshotsDialog | None = None
        """The list of snapshots, while it is open."""
        menu = self.menu = QMenu(view.head.compare)
        self.save = menu.addAction(
            self.tr("&Save a snapshot…"),
            lambda: detach(self.save_snapshot(), name="snapshot"),
        )
        menu.addSeparator()
        self.compare = menu.addAction(
            self.tr("&Compare or restore…"), lambda: detach(self.open(), name="compare")
        )
        self.manage = menu.addAction(
            self.tr("&Rename or delete snapshots…"),
            lambda: detach(self.open_snapshots(), name="snapshots"),
        )
        menu.addSeparator()
        self.export = menu.addAction(
            self.tr("&Export…"), lambda: detach(self.export_file(), name="export")
        )
        self.load = menu.addAction(
            self.tr("&Import…"), lambda: detach(self.import_file(), name="import")
        )
        view.head.compare.setMenu(menu)
        menu.aboutToShow.connect(self.enable)

    def close(self) -> None:
        """Close what is open."""
        for dialog in (self.dialog, self.name_dialog, self.snapshots_dialog):
            if dialog is not None:
                dialog.done(0)

    def enable(self) -> None:
        """Offer what makes sense now."""
        has_entries = bool(self._entries)
        is_live = self._view.engine is not None
        self.save.setEnabled(has_entries and is_live)
        self.manage.setEnabled(bool(self._view.identity))
        for action in (self.compare, self.export, self.load):
            action.setEnabled(has_entries)

    @property
    def _entries(self) -> tuple[Entry, ...]:
        return self._view.model.entries

    # Snapshots.

    async def save_snapshot(self) -> None:
        """Ask for a name, and keep the settings under it."""
        view, entries = self._view, self._entries
        if view.capture is None or not entries or self.name_dialog is not None:
            return
        text = self.tr(
            "{count} settings as they were read last are kept in the capture, without "
            "passwords and edits."
        )
        dialog = self.name_dialog = NameDialog(
            self._theme,
            title=self.tr("Save a snapshot"),
            text=text.format(count=len(entries)),
            parent=view,
        )
        code = await finished(dialog)
        self.name_dialog = None
        if not isValid(dialog):
            return
        name = dialog.name.text()
        dialog.deleteLater()
        if code and await self.keep(name):
            text = self.tr("The snapshot “{name}” was saved.")
            view.said.emit(text.format(name=name.strip()))

    async def keep(self, name: str) -> bool:
        """Keep the settings as a snapshot; returns whether that went well."""
        view, entries = self._view, self._entries
        capture, charger = view.capture, view.identity
        if capture is None or not entries:
            return False
        read = [entry.read_at for entry in entries if entry.read_at is not None]
        at = max(read, default=time.time_ns() // 1000)
        writer = SnapshotWriter(capture)
        try:
            await asyncio.to_thread(writer.add, charger, entries, at=at, name=name)
        except CaptureError as error:
            if isValid(view):
                view.complain(str(error))
            return False
        return isValid(view)

    async def open_snapshots(self) -> None:
        """Open the list of the charger's snapshots, to rename and delete them."""
        view = self._view
        if view.capture is None or not view.identity or self.snapshots_dialog:
            return
        dialog = self.snapshots_dialog = SnapshotsDialog(
            self._theme,
            view.identity,
            folder=view.recordings,
            capture=view.capture,
            parent=view,
        )
        await finished(dialog)
        self.snapshots_dialog = None
        if isValid(dialog):
            dialog.deleteLater()

    # Comparing.

    async def open(self, first: list[Source] | None = None) -> None:
        """Open the comparison.

        Args:
            first: What to compare with at first, besides all that is known.
        """
        view = self._view
        capture, charger = view.capture, view.identity
        if capture is None or self.dialog is not None:
            return
        dialog = self.dialog = CompareDialog(
            self._theme,
            charger,
            here=self._entries,
            can_edit=view.is_connected,
            parent=view,
        )
        dialog.file_wanted.connect(lambda: detach(self._add_file(), name="compare"))
        dialog.compared.connect(self._mark)
        dialog.fill_wanted.connect(self.fill)
        if first:
            dialog.offer(first)
        detach(self._offer_known(dialog, capture, charger), name="snapshots")
        await finished(dialog)
        self.dialog = None
        if isValid(dialog):
            dialog.deleteLater()

    async def _offer_known(
        self, dialog: CompareDialog, capture: Path, charger: str
    ) -> None:
        found = await asyncio.to_thread(
            snapshot_sources, charger, self._view.recordings, besides=[capture]
        )
        others = [name for name in self._view.chargers if name != charger]
        found += charger_sources(capture, others)
        if isValid(dialog) and dialog is self.dialog:
            dialog.offer(found)

    async def _add_file(self) -> None:
        dialog = self.dialog
        if dialog is None:
            return
        found = await self._choose(dialog)
        if found and dialog is self.dialog:
            dialog.offer(found, chosen=True)

    async def _choose(
        self, parent: "CompareDialog | ConfigurationView"
    ) -> list[Source]:
        """Let the user choose a file; return what is in it, none if nothing is."""
        everything = self.tr("Captures and settings (*{suffix} *.csv *.json)")
        files = await choose_files(
            parent,
            title=self.tr("Compare with a capture or a file"),
            filters=[everything.format(suffix=SUFFIX), self.tr("All files (*)")],
        )
        if not files or not isValid(parent):
            return []
        try:
            return await asyncio.to_thread(file_sources, files[0])
        except (CaptureError, ValueError, OSError) as error:
            if isValid(parent):
                parent.complain(str(error))
            return []

    def _mark(self, differences: Differences) -> None:
        """Mark in the table what differs."""
        differing = {pair.here.address for pair in differences.different}
        self._view.model.set_differing(differing)

    def fill(
        self,
        there: tuple[Entry, ...],
        title: str,
        *,
        grows: bool = False,
        note: str = "",
    ) -> None:
        """Take other values over as edits; nothing is sent.

        Args:
            there: The values.
            title: Where they are from.
            grows: Whether lists are to be sent with one item more each time.
            note: What to tell besides, as a sentence.
        """
        view = self._view
        filled = view.edits.pending.fill(there, self._entries, grows=grows)
        view.model.refresh()
        if self.dialog is not None:
            self.dialog.accept()
        view.tell(f"{self._told(filled, title)} {note}".strip())
        if filled.edited:
            view.table.choose(filled.edited[0])

    def _told(self, filled: Filled, title: str) -> str:
        text = self.tr("Edits filled in from {title}: {count}. Nothing is sent yet.")
        parts = [text.format(count=len(filled.edited), title=title)]
        if filled.passed:
            text = self.tr("Passed over: {count}.")
            parts.append(text.format(count=len(filled.passed)))
            reasons = Counter(passed.why for passed in filled.passed)
            names = {passed.why: passed.address.text for passed in filled.passed}
            for why, count in reasons.most_common(4):
                more = self.tr("{count} times") if count > 1 else names[why]
                parts.append(f"{why} ({more.format(count=count)})")
        return " ".join(parts)

    # Files.

    async def export_file(self) -> None:
        """Ask for a file, and write the settings into it, without secrets."""
        view, entries = self._view, self._entries
        capture, charger = view.capture, view.identity
        if capture is None or not entries:
            return
        safe = "".join(c if c.isalnum() or c in "-_." else "_" for c in charger)
        target = await choose_target(
            view,
            title=self.tr("Export the settings"),
            filters=[self.tr("Tables (*.csv)"), self.tr("JSON (*.json)")],
            suggestion=Path.home() / f"{safe}-settings.csv",
        )
        if target is None or not isValid(view):
            return
        read = [entry.read_at for entry in entries if entry.read_at is not None]
        if target.suffix.lower() == ".json":
            text = json_file_text(entries, charger=charger, at=max(read, default=None))
        else:
            text = csv_text(entries)
        try:
            await asyncio.to_thread(target.write_text, text, "utf-8", newline="")
        except OSError as error:
            view.complain(self.tr("The settings were not exported. {}").format(error))
        else:
            told = self.tr("Exported the settings, without passwords, to {path}")
            view.said.emit(told.format(path=target))

    async def import_file(self) -> None:
        """Ask for a file, and compare with it; from there edits are filled in."""
        found = await self._choose(self._view)
        if found:
            await self.open(found)
