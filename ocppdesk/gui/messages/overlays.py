# SPDX-License-Identifier: Apache-2.0
"""What lies on top of the table: the pill, the empty state, a remark.

None of them takes room of the table, so rows never move because one comes or goes.
"""

from typing import Final

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.numbers import grouped
from ocppdesk.gui.look.signs import sign_icon
from ocppdesk.gui.look.theme import Theme

_PILL_SHEET: Final = """
QPushButton {{
    background: {back}; color: {text}; border: none; min-height: 0;
    border-radius: {radius}px; padding: {along}px {across}px;
}}
QPushButton:hover {{ background: {hover}; }}
"""


class NewPill(QPushButton):
    """Says how many new rows are out of view; a click goes there.

    It lies on the header, so that it covers nothing that is being read.

    Args:
        theme: Where colours and sizes come from.
        words: What a click does, with `{n}` for their number; about messages, if it is
            left out.
    """

    def __init__(self, theme: Theme, parent: QWidget, *, words: str = "") -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = words or self.tr("Go to the newest messages: {n} new")
        # Home (or End) does the same; it must not take the keyboard from the table.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    def show_count(self, count: int, *, is_up: bool) -> None:
        """Say how many there are, and whether they are above; none hides it."""
        number = grouped(count)
        sign = "▲" if is_up else "▼"
        self.setText(self.tr("{sign} {n} new").format(sign=sign, n=number))
        words = self._words.format(n=number)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.adjustSize()
        self.setVisible(count > 0)

    def settle(self, header: QRect, section: QRect) -> None:
        """Lie on the header, where no row is and as little of its titles as can be.

        Args:
            header: The header of the table.
            section: The part of it that has the most room.
        """
        width = min(self.sizeHint().width(), header.width())
        height = min(self.sizeHint().height(), header.height() - 2)
        right = min(section.right(), header.right()) - self._theme.scaled(4)
        left = max(right - width, header.left())
        top = header.top() + (header.height() - height) // 2
        self.setGeometry(left, top, width, height)
        self.raise_()

    def _dress(self) -> None:
        theme = self._theme
        along = theme.scaled(2)
        self.setFont(theme.font())
        self.setStyleSheet(
            _PILL_SHEET.format(
                back=theme.color("selection.back").name(),
                text=theme.color("selection.text").name(),
                hover=theme.color("selection.back").darker(115).name(),
                radius=self.fontMetrics().height() // 2 + along,
                along=along,
                across=theme.scaled(14),
            )
        )
        self.adjustSize()


class EmptyState(QWidget):
    """What a table without rows says instead, and the way out.

    Args:
        theme: Where colours and sizes come from.

    Signals:
        clear_requested: The filter is to be cleared.
        back_requested: The filter before is to apply again.
    """

    clear_requested = Signal()
    back_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._heading = ThemedLabel(theme, scale=1.35, color="text")
        self._guidance = ThemedLabel(theme, color="muted", wraps=True)
        self._clear = QPushButton(self.tr("Clear filter"))
        self._clear.clicked.connect(self.clear_requested)
        self._back = QPushButton()
        self._back.clicked.connect(self.back_requested)
        self._way_back = ""
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.scaled(10))
        layout.addStretch(2)
        for label in (self._heading, self._guidance):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label)
        layout.addSpacing(theme.scaled(4))
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self._clear)
        buttons.addWidget(self._back)
        buttons.addStretch()
        layout.addLayout(buttons)
        layout.addStretch(3)
        self.hide()

    def show_texts(self, heading: str, guidance: str, *, can_clear: bool) -> None:
        """Say what there is to say."""
        self._heading.show_text(heading)
        self._guidance.show_text(guidance)
        self._clear.setVisible(can_clear)
        self._back.setVisible(can_clear and bool(self._way_back))
        self.setAccessibleName(f"{heading} {guidance}")
        self.show()

    def set_way_back(self, text: str) -> None:
        """Take what the button says that brings the filter before back; empty: none."""
        self._way_back = text
        self._back.setText(text.replace("&", "&&"))
        self._back.setVisible(self._clear.isVisibleTo(self) and bool(text))


class TableRemark(QFrame):
    """A sentence at the lower edge of the table, until it is closed or outdated.

    Args:
        theme: Where colours and sizes come from.

    Signals:
        action_requested: Its button was pressed.
    """

    action_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("card")  # the style sheet knows it by that
        self._label = ThemedLabel(theme, is_selectable=True, wraps=True)
        self._action = QPushButton()
        self._action.clicked.connect(self.action_requested)
        self._close = QToolButton(autoRaise=True)
        self._close.setAccessibleName(self.tr("Close"))
        self._close.setToolTip(self.tr("Close"))
        self._close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.addWidget(self._label, 1)
        layout.addWidget(self._action)
        layout.addWidget(self._close)
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty while it is closed."""
        return "" if self.isHidden() else self._label.text()

    def say(self, text: str, *, action: str = "") -> None:
        """Say a sentence, with a way on if there is one."""
        self._label.show_text(text)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self.show()
        self.raise_()

    def fit(self, area: QRect) -> None:
        """Stand at the lower edge of an area."""
        margin = self._theme.scaled(12)
        width = max(area.width() - 2 * margin, 0)
        height = max(self.heightForWidth(width), self.minimumSizeHint().height())
        top = area.bottom() - height - margin
        self.setGeometry(area.left() + margin, top, width, height)

    def _dress(self) -> None:
        self._close.setIcon(sign_icon("cross", self._theme.color("text")))
