# SPDX-License-Identifier: Apache-2.0
"""The column of new values: how they are painted, and edited in place."""

from typing import Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    QTimer,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from shiboken6 import isValid

from ocppdesk.core.configuration.settings import Address
from ocppdesk.core.configuration.values import ValueType, check_value
from ocppdesk.gui.configuration.cells import CellDelegate
from ocppdesk.gui.configuration.editors import (
    ChoiceEditor,
    Editor,
    NumberEditor,
    TextEditor,
    make_editor,
)
from ocppdesk.gui.configuration.model import SettingsModel
from ocppdesk.gui.configuration.rows import Row
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.remark import Remark

_Index = QModelIndex | QPersistentModelIndex
_BAR: Final = 3  # pixels at 100 %
_COMMITTING: Final = (
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
)


class NewValueDelegate(CellDelegate):
    """Edits a new value and says at once why it is refused.

    Enter and Tab commit what is allowed, and leave open what is not. Losing the
    keyboard commits in any case: nothing that was typed is ever lost in silence.

    Args:
        theme: Where colours come from.
        model: The settings.
    """

    def __init__(
        self, theme: Theme, model: SettingsModel, parent: QObject | None = None
    ) -> None:
        super().__init__(theme, model, parent)
        self._address: Address | None = None
        self._began_with = ""
        self.remark: Remark | None = None
        """What is said below the editor that is open."""
        self.editor: Editor | None = None
        """The editor that was opened last."""
        model.modelAboutToBeReset.connect(self._keep)
        model.rowsAboutToBeRemoved.connect(self._keep)

    def _keep(self) -> None:
        """Take over what is being typed before rows, and the editor, go away."""
        editor, address = self.editor, self._address
        if editor is None or address is None or not isValid(editor):
            return
        row = self._model.row_of(address)
        if row is None or not editor.isVisible() or editor.value == self._began_with:
            return
        model = self._model
        model.edits.type(row.entry, model.kind_of(row), editor.value)
        self._began_with = editor.value
        # Not now: the model is in the middle of changing.
        QTimer.singleShot(0, model, model.refresh)

    def _why(self, row: Row, text: str) -> str:
        return check_value(self._model.kind_of(row), text).refusal

    def _judge(self, row: Row) -> None:
        """Say below the editor what is wrong with what is typed."""
        editor, remark = self.editor, self.remark
        if editor is None or remark is None or not isValid(remark):
            return
        checked = check_value(self._model.kind_of(row), editor.value)
        is_untouched = editor.value == self._began_with
        if checked.refusal and not is_untouched:
            remark.say(checked.refusal)
        elif checked.doubt:
            remark.say(checked.doubt, level="warning")
        else:
            remark.withdraw()

    # Overrides of QStyledItemDelegate.

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: _Index
    ) -> QWidget:
        row = self._model.row(index)
        if row is None:
            return TextEditor(ValueType(), parent)
        editor = make_editor(self._theme, self._model.kind_of(row), parent)
        editor.setAutoFillBackground(True)
        name = self.tr("New value of {name}").format(name=row.name)
        editor.setAccessibleName(name)
        self.editor = editor
        self.remark = Remark(self._theme, editor)
        self._address = row.address
        remark = self.remark
        # It hangs on the window, and would stay there when the editor is gone.
        editor.destroyed.connect(lambda: _let_go(remark))
        editor.edited.connect(lambda: self._judge(row))
        if isinstance(editor, ChoiceEditor):
            editor.taken.connect(lambda: self._take(editor))
        return editor

    def _take(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        row = self._model.row(index)
        if row is None or not isinstance(
            editor, TextEditor | NumberEditor | ChoiceEditor
        ):
            return
        text = self._model.new_text(row)
        if text is None:
            # A secret is typed anew, never shown.
            text = "" if row.entry.is_secret else row.entry.value or ""
        if editor.property("began"):
            return  # news of the charger must not take away what is being typed
        editor.setProperty("began", True)
        self._began_with = text
        editor.show_value(text)

    def setModelData(
        self, editor: QWidget, model: QAbstractItemModel, index: _Index
    ) -> None:
        row = self._model.row(index)
        if row is None or not isinstance(
            editor, TextEditor | NumberEditor | ChoiceEditor
        ):
            return
        if editor.value != self._began_with and row.address == self._address:
            self._model.type(row, editor.value)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in _COMMITTING
            and isinstance(editor, TextEditor | NumberEditor | ChoiceEditor)
        ):
            entry = None if self._address is None else self._model.row_of(self._address)
            is_new = editor.value != self._began_with
            if entry is not None and is_new and self._why(entry, editor.value):
                self._judge(entry)
                return True
        return super().eventFilter(editor, event)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        super().paint(painter, option, index)
        row = self._model.row(index)
        new = None if row is None else self._model.new_text(row)
        if row is None or new is None:
            return
        area: QRect = option.rect
        bar = QRect(area)
        bar.setWidth(self._theme.scaled(_BAR))
        painter.fillRect(bar, self._theme.color("slow"))
        if row.entry.is_secret:
            return
        was = self.tr("was {old}").format(old=row.current or self.tr("empty"))
        taken = self.width(new, is_bold=True)
        needed = self.width(was, is_bold=False)
        gap = self._theme.scaled(8)
        if taken + needed + 3 * gap > area.width():
            return
        state = option.state
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        is_active = bool(state & QStyle.StateFlag.State_Active)
        color = "selection.text" if is_chosen and is_active else "muted"
        painter.setPen(self._theme.color(color))
        painter.setFont(self._theme.font())
        place = area.adjusted(0, 0, -gap, 0)
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(place, side, was)


def _let_go(remark: Remark) -> None:
    if isValid(remark):
        remark.deleteLater()
