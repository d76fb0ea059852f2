# SPDX-License-Identifier: Apache-2.0
"""The drop-down list of the search box."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ocppdesk.gui.look.numbers import grouped
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.search.choices import Choice

Index = QModelIndex | QPersistentModelIndex

_MOST_ROWS: Final = 18
_LABELS: Final = 110  # pixels at 100 %: where the meanings begin


class ChoiceModel(QAbstractListModel):
    """The lines of the drop-down; counts change in place, lines never do by themselves.

    Args:
        parent: Its owner.
    """

    CHOICE = Qt.ItemDataRole.UserRole
    COUNT = Qt.ItemDataRole.UserRole + 1

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: list[Choice] = []
        self._counts: Mapping[str, int] = {}

    @property
    def choices(self) -> Sequence[Choice]:
        """The lines in order."""
        return self._choices

    def show_choices(self, choices: list[Choice]) -> None:
        """Take other lines."""
        self.beginResetModel()
        self._choices = choices
        self.endResetModel()

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Take other counts for the lines there are."""
        self._counts = counts
        if self._choices:
            last = self.index(len(self._choices) - 1)
            self.dataChanged.emit(self.index(0), last, [self.COUNT])

    def count_text(self, choice: Choice) -> str:
        """Return how often something was seen; empty for never."""
        count = self._counts.get(choice.action, choice.count or 0)
        return grouped(count) if count else ""

    # Overrides of QAbstractListModel.

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._choices)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        choice = self._choices[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return choice.label
        if role == self.CHOICE:
            return choice
        if role == self.COUNT:
            return self.count_text(choice)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (choice.label, choice.detail, self.count_text(choice))
            return ", ".join(filter(None, parts))
        if role == Qt.ItemDataRole.ToolTipRole:
            return choice.detail or None
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self._choices[index.row()].text is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _ChoiceDelegate(QStyledItemDelegate):
    """Paints a line: its label left, its count right, headings small and quiet."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        choice: Choice = index.data(ChoiceModel.CHOICE)
        count: str = index.data(ChoiceModel.COUNT)
        theme = self._theme
        area = option.rect.adjusted(theme.scaled(10), 0, -theme.scaled(10), 0)
        painter.save()
        detail_color = theme.color("muted")
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if choice.text is None:
            painter.setFont(theme.font(0.88, bold=True))
            painter.setPen(theme.color("muted"))
            area.setTop(area.top() + theme.scaled(4))
        else:
            painter.setFont(theme.font())
            if is_chosen:
                painter.fillRect(option.rect, theme.color("selection.back"))
                detail_color = theme.color("selection.text")
                painter.setPen(detail_color)
            else:
                unseen = choice.action and not count
                painter.setPen(theme.color("muted" if unseen else "text"))
        metrics = painter.fontMetrics()
        room = area.width()
        if count:
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(area, right, count)
            room -= metrics.horizontalAdvance(count) + theme.scaled(12)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        label = metrics.elidedText(choice.label, Qt.TextElideMode.ElideRight, room)
        painter.drawText(area, left, label)
        gap = theme.scaled(14)
        column = max(metrics.horizontalAdvance(label), theme.scaled(_LABELS)) + gap
        room -= column
        if choice.detail and choice.detail != choice.label and room > gap:
            painter.setPen(detail_color)
            area.setLeft(area.left() + column)
            detail = metrics.elidedText(
                choice.detail, Qt.TextElideMode.ElideRight, room
            )
            painter.drawText(area, left, detail)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        is_heading = index.data(ChoiceModel.CHOICE).text is None
        extra = self._theme.scaled(4) if is_heading else 0
        return QSize(self._theme.scaled(200), self._theme.row_height + extra)


class ChoicePopup(QListView):
    """The drop-down list; what is typed while it is open goes on into the box.

    Args:
        theme: Where colours and sizes come from.
        field: The input it belongs to.

    Signals:
        chosen: A line was chosen; carries the `Choice`.
        dismissed: It was closed without a choice.
    """

    chosen = Signal(object)
    dismissed = Signal()

    def __init__(self, theme: Theme, field: QWidget) -> None:
        super().__init__(field)
        self._theme = theme
        self._field = field
        self._model = ChoiceModel(self)
        self._takes_first = False
        self.setModel(self._model)
        self.setItemDelegate(_ChoiceDelegate(theme, self))
        self.setWindowFlag(Qt.WindowType.Popup)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusProxy(field)
        self.setFrameShape(QFrame.Shape.Box)
        self.setObjectName("choices")
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(self.tr("Message types and recent searches"))
        field.installEventFilter(self)
        self.entered.connect(self.setCurrentIndex)
        self.clicked.connect(self._choose)

    @property
    def lines(self) -> ChoiceModel:
        """The lines it shows."""
        return self._model

    def open_with(self, choices: list[Choice], *, takes_first: bool = False) -> None:
        """Show lines below the field; nothing is preselected.

        Args:
            choices: The lines.
            takes_first: Whether Tab takes the first line where none is current.
        """
        self._takes_first = takes_first
        if choices != self._model.choices:
            self._model.show_choices(choices)
        if not choices:
            self.hide()
            return
        self.setStyleSheet(
            "QListView#choices { border: 1px solid "
            f"{self._theme.color('border').name()}; padding: 4px 0; }}"
        )
        self._place()
        if not self.isVisible():
            self.setCurrentIndex(QModelIndex())
            self.show()
            self.scrollToTop()

    def _place(self) -> None:
        rows = min(self._model.rowCount(), _MOST_ROWS)
        height = sum(self.sizeHintForRow(row) for row in range(rows)) + 12
        has_details = any(choice.detail for choice in self._model.choices)
        least = self._theme.scaled(560 if has_details else 300)
        width = max(self._field.width(), least)
        below = self._field.mapToGlobal(QPoint(0, self._field.height() + 2))
        area = QRect(below, QSize(width, height))
        screen = self._field.screen().availableGeometry()
        area.setHeight(max(100, min(height, screen.bottom() - area.top())))
        if area.right() > screen.right():
            area.moveRight(screen.right())
        self.setGeometry(area)

    def _choose(self, index: Index) -> None:
        choice: Choice | None = index.data(ChoiceModel.CHOICE)
        if choice is not None and choice.text is not None:
            self.hide()
            self.chosen.emit(choice)

    def _move(self, step: int) -> None:
        row = self.currentIndex().row()
        if row < 0 and step < 0:
            row = self._model.rowCount()
        rows = range(row + step, self._model.rowCount() if step > 0 else -1, step)
        for target in rows:
            index = self._model.index(target)
            if self._model.flags(index) != Qt.ItemFlag.NoItemFlags:
                self.setCurrentIndex(index)
                return

    # Overrides of QListView and QObject.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        moves = (QEvent.Type.Resize, QEvent.Type.Move)
        if watched is self._field and event.type() in moves and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        current = self.currentIndex()
        if key == Qt.Key.Key_Down:
            self._move(1)
        elif key == Qt.Key.Key_Up:
            self._move(-1)
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_F4):
            self.hide()
            self.dismissed.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            self.hide()
            if key == Qt.Key.Key_Tab and self._takes_first and not current.isValid():
                self._move(1)
                current = self.currentIndex()
            if current.isValid():
                self._choose(current)
            else:
                QApplication.sendEvent(self._field, event)
        else:
            QApplication.sendEvent(self._field, event)

    def event(self, event: QEvent) -> bool:
        # Tab would move the focus before keyPressEvent hears of it.
        if event.type() == QEvent.Type.MouseButtonPress:
            # Presses inside go to the lines. Qt gives this one to what is below it.
            self.hide()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self.keyPressEvent(event)
            return True
        return super().event(event)
