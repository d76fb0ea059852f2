# SPDX-License-Identifier: Apache-2.0
"""The window in which a note is written on a message."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class NoteDialog(QDialog):
    """A note on one message; the rest of the window stays usable meanwhile.

    Ctrl+Enter saves, Esc and Cancel change nothing. A window that is closed in any
    other way, by its frame or with the program, saves: what somebody wrote is not lost
    for a click on the wrong thing. It deletes itself when it is closed.

    Args:
        theme: Its look.
        title: Which message.
        about: What the message says, in a line.
        text: The note that is there; empty if there is none.
        draft: What stands in its place to begin with; empty if nothing does.
        parent: The window it belongs to.

    Signals:
        saved: The note is to be this text; blank means none at all.
    """

    saved = Signal(str)

    def __init__(
        self,
        theme: Theme,
        *,
        title: str,
        about: str,
        text: str,
        draft: str = "",
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Note on {message}").format(message=title))
        self._before = text
        self._edit = QPlainTextEdit(draft or text)
        self._edit.setAccessibleName(self.tr("Note"))
        self._edit.setPlaceholderText(
            self.tr("What you want to remember about this message")
        )
        self._edit.setTabChangesFocus(True)
        self._edit.moveCursor(QTextCursor.MoveOperation.End)
        self._edit.installEventFilter(self)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save
            | QDialogButtonBox.StandardButton.Cancel
        )
        save = self._buttons.button(QDialogButtonBox.StandardButton.Save)
        save.setToolTip(self.tr("Save (Ctrl+Enter)"))
        self._delete = self._buttons.addButton(
            self.tr("&Delete note"), QDialogButtonBox.ButtonRole.DestructiveRole
        )
        self._delete.setEnabled(bool(text))
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.scaled(8))
        layout.addWidget(ThemedLabel(theme, title, is_bold=True, wraps=True))
        layout.addWidget(ThemedLabel(theme, about, color="muted", wraps=True))
        layout.addWidget(self._edit, 1)
        layout.addWidget(self._buttons)
        self._buttons.accepted.connect(self.save)
        self._buttons.rejected.connect(self.reject)
        self._delete.clicked.connect(self.delete_note)
        self.resize(theme.scaled(460), theme.scaled(260))
        self._edit.setFocus()

    @property
    def edit(self) -> QPlainTextEdit:
        """Where the note is written."""
        return self._edit

    @property
    def buttons(self) -> QDialogButtonBox:
        """Save, Cancel and Delete note."""
        return self._buttons

    def save(self) -> None:
        """Keep what was written, and close."""
        self.saved.emit(self._edit.toPlainText())
        self.accept()

    def delete_note(self) -> None:
        """Take the note away, and close."""
        self.saved.emit("")
        self.accept()

    # Overrides of QDialog.

    def closeEvent(self, event: QCloseEvent) -> None:
        # Neither Save, Cancel nor Esc comes here.
        text = self._edit.toPlainText()
        if text != self._before:
            self.saved.emit(text)
        super().closeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The input would take Ctrl+Enter for a new line.
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in _ENTER
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.save()
            return True
        return super().eventFilter(watched, event)
