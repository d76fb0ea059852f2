# SPDX-License-Identifier: Apache-2.0
"""What the user does to settings: editing, undoing, applying, rebooting."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence

from ocppdesk.core.configuration.risks import tags_of
from ocppdesk.core.configuration.steps import Applying
from ocppdesk.core.frames import MessageType
from ocppdesk.gui.configuration.delegate import NewValueDelegate
from ocppdesk.gui.configuration.errand import Errand
from ocppdesk.gui.configuration.list_dialog import ListDialog
from ocppdesk.gui.configuration.model import NEW
from ocppdesk.gui.configuration.reboot_dialog import RebootDialog
from ocppdesk.gui.configuration.review_dialog import Proposed, ReviewDialog
from ocppdesk.gui.configuration.row_menu import RowMenu
from ocppdesk.gui.configuration.rows import Row
from ocppdesk.gui.look.theme import Theme

if TYPE_CHECKING:
    from ocppdesk.core.messages import Message
    from ocppdesk.gui.configuration.view import ConfigurationView


class Changing(QObject):
    """Lets the user edit in the table of a view, and apply what was edited.

    Args:
        view: The view.
        theme: The look of dialogs.
    """

    def __init__(self, view: "ConfigurationView", theme: Theme) -> None:
        super().__init__(view)
        self._view = view
        self._theme = theme
        self.review_dialog: ReviewDialog | None = None
        """The sheet with the edits, while it is open."""
        self.reboot_dialog: RebootDialog | None = None
        """The question before a reboot, while it is asked."""
        self.list_dialog: ListDialog | None = None
        """The editor of a list, while it is open."""
        self.rebooting = Errand(self)
        self.menu = RowMenu(view.model, self)
        self.delegate = NewValueDelegate(theme, view.model, self)
        view.table.setItemDelegateForColumn(NEW, self.delegate)
        self.undo = self._action(
            self.tr("Undo the last edit"), QKeySequence.StandardKey.Undo, self._undo
        )
        self.redo = self._action(
            self.tr("Redo the edit"), QKeySequence.StandardKey.Redo, self._redo
        )
        view.table.drop_wanted.connect(lambda: self.menu.drop(view.table.row))
        view.table.menu_wanted.connect(self._show_menu)
        view.table.list_wanted.connect(self._edit_list)
        self.menu.edit_wanted.connect(view.table.edit_current)
        self.menu.read_wanted.connect(lambda row: view.ask_for(row.name))
        view.head.review_wanted.connect(self.review)
        view.reboot.reboot_wanted.connect(self.ask_reboot)
        self.rebooting.ended.connect(self._tell_reboot)
        self.rebooting.failed.connect(self._tell_no_reboot)

    def close(self) -> None:
        """Give up what is open or on its way."""
        self.rebooting.close()
        for dialog in (self.review_dialog, self.reboot_dialog, self.list_dialog):
            if dialog is not None:
                dialog.done(0)

    def _action(
        self, text: str, key: QKeySequence.StandardKey, do: Callable[[], None]
    ) -> QAction:
        action = QAction(text, self._view)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(do)
        self._view.addAction(action)
        return action

    # Editing.

    def _undo(self) -> None:
        if self._view.model.edits.undo():
            self._view.model.refresh()

    def _redo(self) -> None:
        if self._view.model.edits.pending.redo():
            self._view.model.refresh()

    def _show_menu(self, row: Row, place: QPoint) -> None:
        menu = self.menu.menu(row, self._view)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _edit_list(self, row: Row) -> None:
        model = self._view.model
        new = model.new_text(row)
        value = new if new is not None else row.entry.value or ""
        dialog = self.list_dialog = ListDialog(
            self._theme,
            name=row.name,
            kind=model.kind_of(row),
            value=value,
            parent=self._view,
        )

        def settle(code: int) -> None:
            self.list_dialog = None
            if code:
                model.type(row, dialog.value)
            self._view.table.setFocus()
            dialog.deleteLater()

        dialog.finished.connect(settle)
        dialog.open()

    # Applying.

    def review(self) -> None:
        """Open the sheet with all edits."""
        view = self._view
        configuring, charger = view.door(), view.identity
        edits, settings = view.edits, view.known.settings
        if configuring is None or self.review_dialog is not None or not edits.values:
            return
        proposed, running = [], view.running()
        for change in edits.pending.changes(settings.entries):
            tags = tags_of(change, learned=settings.learned, running=running)
            refusal = edits.pending.refusal(change.address)
            if (draft := edits.drafts.get(change.address)) is not None:
                # The table shows that one: nothing else is sent unasked.
                refusal = self.tr("Not what was typed last: {why}")
                refusal = refusal.format(why=draft.why)
            proposed.append(Proposed(change, tags, refusal))
        dialog = self.review_dialog = ReviewDialog(
            self._theme,
            charger,
            proposed=proposed,
            apply=lambda changes, stops, tell: configuring.apply(
                charger, changes, stops_on_refusal=stops, on_progress=tell
            ),
            parent=view,
        )

        def settle() -> None:
            self.review_dialog = None
            dialog.deleteLater()

        def take(applied: Applying) -> None:
            edits.settle(applied)
            view.catch_up()
            view.model.refresh()

        dialog.applied.connect(take)
        dialog.finished.connect(settle)
        dialog.open()

    # Rebooting, which never happens by itself.

    def ask_reboot(self) -> None:
        """Ask whether and how to reboot the charger."""
        view = self._view
        charger = view.identity
        if self.reboot_dialog is not None or not view.is_connected:
            return
        dialog = self.reboot_dialog = RebootDialog(
            self._theme,
            charger,
            version=view.version,
            running=view.running(),
            parent=view,
        )

        def settle(code: int) -> None:
            self.reboot_dialog = None
            engine, kind = view.engine, dialog.kind
            dialog.deleteLater()
            if code and engine is not None:
                self.rebooting.begin(
                    lambda _tell: engine.call(charger, "Reset", {"type": kind})
                )

        dialog.finished.connect(settle)
        dialog.open()

    def _tell_reboot(self, answer: "Message") -> None:
        payload = answer.payload()
        status = payload.get("status") if isinstance(payload, dict) else None
        if answer.type is MessageType.CALLRESULT and status in (
            "Accepted",
            "Scheduled",
        ):
            text = self.tr("The charger answered {status}: it reboots.")
            self._view.said.emit(text.format(status=status))
            return
        text = self.tr("The charger does not reboot: it answered {status}.")
        self._view.complain(text.format(status=status or answer.error_code))

    def _tell_no_reboot(self, why: str) -> None:
        if why:
            text = self.tr("Nobody knows whether the charger reboots. {why}")
            self._view.complain(text.format(why=why))
