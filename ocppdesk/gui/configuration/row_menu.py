# SPDX-License-Identifier: Apache-2.0
"""What can be done with one setting, as a menu."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from ocppdesk.gui.configuration.model import SettingsModel
from ocppdesk.gui.configuration.rows import Row


class RowMenu(QObject):
    """Makes the menu of a setting.

    Args:
        model: The settings.

    Signals:
        edit_wanted: The current setting is to be edited.
        read_wanted: A setting is to be read again; carries its row.
    """

    edit_wanted = Signal()
    read_wanted = Signal(object)

    def __init__(self, model: SettingsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model

    def menu(self, row: Row, parent: QWidget) -> QMenu:
        """Return the menu of a setting, to be shown with `popup`."""
        model, edits, address = self._model, self._model.edits, row.address
        menu = QMenu(parent)
        edit = menu.addAction(self.tr("&Edit"), self.edit_wanted.emit)
        edit.setEnabled(model.is_editable and not model.is_locked(row))
        if model.is_locked(row):
            menu.addAction(
                self.tr("&Try to write anyway"), lambda: self._unlock(row)
            ).setEnabled(model.is_editable)
        if model.new_text(row) is not None:
            menu.addAction(self.tr("Take this edit &back"), lambda: self.drop(row))
        if edits.pending.refusal(address):
            menu.addAction(self.tr("Let it be &sent again"), lambda: self._insist(row))
        menu.addSeparator()
        menu.addAction(
            self.tr("&Read it again"), lambda: self.read_wanted.emit(row)
        ).setEnabled(model.is_editable)
        menu.addSeparator()
        copy = menu.addAction(
            self.tr("Copy the &value"), lambda: _copy(row.entry.value)
        )
        copy.setEnabled(row.entry.value is not None and not row.entry.is_secret)
        menu.addAction(self.tr("Copy the &name"), lambda: _copy(row.name))
        return menu

    def drop(self, row: Row | None) -> None:
        """Take the edit of a setting back."""
        if row is not None:
            self._model.edits.drop(row.address)
            self._model.refresh()

    def _unlock(self, row: Row) -> None:
        self._model.edits.unlocked.add(row.address)
        self._model.refresh()
        self.edit_wanted.emit()

    def _insist(self, row: Row) -> None:
        self._model.edits.pending.insist(row.address)
        self._model.refresh()


def _copy(text: str | None) -> None:
    QGuiApplication.clipboard().setText(text or "")
