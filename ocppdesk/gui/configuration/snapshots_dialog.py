# SPDX-License-Identifier: Apache-2.0
"""The snapshots of a charger in all captures, to be renamed and deleted."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from ocppdesk.capture.errors import CaptureError
from ocppdesk.capture.snapshots import Snapshot, SnapshotWriter, snapshots_of_folder
from ocppdesk.gui.configuration.name_dialog import NameDialog
from ocppdesk.gui.connections.texts import time_text
from ocppdesk.gui.dialogs import confirm, finished
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme
from ocppdesk.tasks import detach

_NAME, _WHEN, _COUNT, _PLACE = range(4)
_SNAPSHOT: Final = Qt.ItemDataRole.UserRole


class SnapshotsDialog(QDialog):
    """Lists the snapshots of a charger, the newest first.

    Args:
        theme: Its look.
        charger: Whose they are.
        folder: The captures to look into.
        capture: The one that is shown, wherever it is.
    """

    def __init__(
        self,
        theme: Theme,
        charger: str,
        *,
        folder: Path,
        capture: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._charger = charger
        self._folder = folder
        self._capture = capture
        self.setWindowTitle(self.tr("Snapshots of {name}").format(name=charger))
        self.list = QTreeWidget()
        """The snapshots."""
        self.told = ThemedLabel(theme, wraps=True)
        """How many there are, or what went wrong."""
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.rename = self._button(self.tr("&Rename…"), self.ask_name)
        self.delete = self._button(self.tr("&Delete…"), self.ask_delete)
        self.name_dialog: NameDialog | None = None
        """The question for a name, while it is asked."""
        self._build()
        self._judge()
        detach(self.load(), name="snapshots")

    def _button(
        self, text: str, do: Callable[[], Coroutine[Any, Any, None]]
    ) -> QPushButton:
        role = QDialogButtonBox.ButtonRole.ActionRole
        button = self.buttons.addButton(text, role)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: detach(do(), name="snapshot"))
        return button

    def _build(self) -> None:
        scaled = self._theme.scaled
        self.list.setAccessibleName(self.tr("Snapshots"))
        self.list.setHeaderLabels(
            [
                self.tr("Name"),
                self.tr("Taken"),
                self.tr("Settings"),
                self.tr("Capture"),
            ]
        )
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        for column, width in ((_NAME, 240), (_WHEN, 140), (_COUNT, 70)):
            self.list.header().resizeSection(column, scaled(width))
        self.list.currentItemChanged.connect(lambda _new, _old: self._judge())
        self.list.itemDoubleClicked.connect(lambda _item: self.rename.click())
        for key, button in (("F2", self.rename), ("Del", self.delete)):
            QShortcut(QKeySequence(key), self, button.click)
        layout = QVBoxLayout(self)
        margin = scaled(14)
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(scaled(8))
        layout.addWidget(self.list, 1)
        layout.addWidget(self.told)
        layout.addWidget(self.buttons)
        self.resize(scaled(700), scaled(360))
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setDefault(True)
        self.buttons.rejected.connect(self.reject)

    @property
    def chosen(self) -> Snapshot | None:
        """The snapshot of the current line."""
        item = self.list.currentItem()
        found = None if item is None else item.data(_NAME, _SNAPSHOT)
        return found if isinstance(found, Snapshot) else None

    async def load(self) -> None:
        """Look for the snapshots in all captures, and list them."""
        at = self.list.currentIndex().row()
        found = await asyncio.to_thread(
            snapshots_of_folder, self._folder, self._charger, besides=[self._capture]
        )
        if not isValid(self):
            return
        self.list.clear()
        for snapshot in found:
            self._add(snapshot)
        self._say_count(len(found))
        nearest = self.list.topLevelItem(min(max(at, 0), len(found) - 1))
        if nearest is not None:
            self.list.setCurrentItem(nearest)
        self._judge()

    def _add(self, snapshot: Snapshot) -> None:
        item = QTreeWidgetItem(self.list)
        name = self._name_of(snapshot)
        when = time_text(snapshot.at, "yyyy-MM-dd HH:mm")
        place = snapshot.path.name
        for column, text in enumerate((name, when, str(snapshot.count), place)):
            item.setText(column, text)
        item.setToolTip(_PLACE, str(snapshot.path))
        item.setSizeHint(_NAME, QSize(0, self._theme.row_height))
        item.setData(_NAME, _SNAPSHOT, snapshot)
        if snapshot.is_automatic:
            item.setForeground(_NAME, self._theme.color("muted"))

    def _name_of(self, snapshot: Snapshot) -> str:
        return snapshot.name or self.tr("first reading")

    def _say_count(self, count: int) -> None:
        text = self.tr("Snapshots: {count}. Each is kept in the capture beside it.")
        if not count:
            text = self.tr(
                "There is no snapshot yet. The first reading of each connection "
                "becomes one."
            )
        self.told.show_text(text.format(count=count), "muted")

    def _judge(self) -> None:
        for button in (self.rename, self.delete):
            button.setEnabled(self.chosen is not None)

    # Changing.

    async def ask_name(self) -> None:
        """Ask what to call the chosen snapshot."""
        snapshot = self.chosen
        if snapshot is None or self.name_dialog is not None:
            return
        dialog = self.name_dialog = NameDialog(
            self._theme,
            title=self.tr("Rename a snapshot"),
            text=self.tr("A name says more than a time."),
            name=snapshot.name,
            parent=self,
        )
        code = await finished(dialog)
        self.name_dialog = None
        if not isValid(dialog):
            return
        name = dialog.name.text().strip()
        dialog.deleteLater()
        if code and name != snapshot.name:
            await self._change(
                lambda writer: writer.rename(snapshot.id, name), snapshot.path
            )

    async def ask_delete(self) -> None:
        """Ask before the chosen snapshot is deleted."""
        snapshot = self.chosen
        if snapshot is None:
            return
        when = time_text(snapshot.at, "yyyy-MM-dd HH:mm")
        explanation = self.tr(
            "{count} settings as they were at {when} cannot be restored from it any "
            "more. The messages of the capture stay."
        )
        is_wanted = await confirm(
            self,
            text=self.tr("Delete the snapshot “{name}”?").format(
                name=self._name_of(snapshot)
            ),
            explanation=explanation.format(count=snapshot.count, when=when),
            accept=self.tr("Delete"),
            decline=self.tr("Keep it"),
        )
        if is_wanted and isValid(self):
            await self._change(lambda writer: writer.remove(snapshot.id), snapshot.path)

    async def _change(
        self, change: Callable[[SnapshotWriter], None], path: Path
    ) -> None:
        writer = SnapshotWriter(path)
        trouble = ""
        try:
            await asyncio.to_thread(change, writer)
            await asyncio.to_thread(writer.close)
        except CaptureError as error:
            trouble = str(error)
        if isValid(self):
            await self.load()
        if trouble and isValid(self):
            self.told.show_text(trouble, "problem")
