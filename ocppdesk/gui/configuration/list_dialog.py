# SPDX-License-Identifier: Apache-2.0
"""The dialog in which a list, such as the measurands of a meter, is put together."""

from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.core.configuration.values import ValueType, check_value, split_items
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme


class ListDialog(QDialog):
    """An ordered list with what may be put into it; also as one line of text.

    It is accepted with a value that may be sent.

    Args:
        theme: Its look.
        name: The setting.
        kind: What its values may be.
        value: What to begin with.
    """

    def __init__(
        self,
        theme: Theme,
        *,
        name: str,
        kind: ValueType,
        value: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kind = kind
        self.setWindowTitle(self.tr("New value of {name}").format(name=name))
        self.chosen = QListWidget()
        """The items in their order."""
        self.others = QListWidget()
        """What else OCPP has here."""
        self.add = QPushButton(self.tr("← &Add"))
        self.remove = QPushButton(self.tr("&Remove →"))
        self.up = QPushButton(self.tr("Move &up"))
        self.down = QPushButton(self.tr("Move &down"))
        self.line = QLineEdit()
        """The same as a text, as it is sent."""
        self.remark = ThemedLabel(theme, wraps=True)
        """Why it is refused, or may be."""
        standard = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        self._build()
        self._connect()
        self.line.setText(value)
        self._take_text(value)

    @property
    def value(self) -> str:
        """The list as it would be sent."""
        return check_value(self._kind, self.line.text()).value

    def _build(self) -> None:
        scaled = self._theme.scaled
        self.chosen.setAccessibleName(self.tr("Items of the list"))
        self.others.setAccessibleName(self.tr("Other items"))
        self.line.setAccessibleName(self.tr("The list as a text"))
        mode = QAbstractItemView.SelectionMode.SingleSelection
        middle = QVBoxLayout()
        middle.addStretch(1)
        for button in (self.add, self.remove, self.up, self.down):
            middle.addWidget(button)
        middle.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(scaled(10))
        for title, items in (
            (self.tr("&In this order"), self.chosen),
            (self.tr("&Not in it"), self.others),
        ):
            items.setSelectionMode(mode)
            label = QLabel(title)
            label.setBuddy(items)
            column = QVBoxLayout()
            column.addWidget(label)
            column.addWidget(items, 1)
            columns.addLayout(column, 1)
            if items is self.chosen:
                columns.addLayout(middle)
        label = QLabel(self.tr("As a &text, with commas"))
        label.setBuddy(self.line)
        layout = QVBoxLayout(self)
        margin = scaled(14)
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(scaled(8))
        layout.addLayout(columns, 1)
        layout.addWidget(label)
        layout.addWidget(self.line)
        layout.addWidget(self.remark)
        layout.addWidget(self.buttons)
        self.resize(scaled(640), scaled(420))

    def _connect(self) -> None:
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.others.itemDoubleClicked.connect(lambda _item: self._add())
        self.chosen.itemDoubleClicked.connect(lambda _item: self._remove())
        self.chosen.currentRowChanged.connect(lambda _row: self._enable())
        self.others.currentRowChanged.connect(lambda _row: self._enable())
        self.line.textEdited.connect(self._take_text)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    @property
    def _items(self) -> list[str]:
        return [self.chosen.item(row).text() for row in range(self.chosen.count())]

    def _take_text(self, text: str) -> None:
        self._fill(split_items(check_value(self._kind, text).value))
        self._judge()

    def _fill(self, items: list[str], current: int = -1) -> None:
        self.chosen.clear()
        self.chosen.addItems(items)
        self.chosen.setCurrentRow(current)
        here = {item.casefold() for item in items}
        self.others.clear()
        self.others.addItems(
            [c for c in self._kind.choices if c.casefold() not in here]
        )
        self._enable()

    def _change(self, items: list[str], current: int) -> None:
        self._fill(items, current)
        self.line.setText(",".join(items))
        self._judge()

    def _add(self) -> None:
        item = self.others.currentItem()
        if item is not None:
            items = [*self._items, item.text()]
            self._change(items, len(items) - 1)

    def _remove(self) -> None:
        row = self.chosen.currentRow()
        if row >= 0:
            items = self._items
            del items[row]
            self._change(items, min(row, len(items) - 1))

    def _move(self, by: int) -> None:
        row = self.chosen.currentRow()
        items = self._items
        items.insert(row + by, items.pop(row))
        self._change(items, row + by)

    def _enable(self) -> None:
        row, count = self.chosen.currentRow(), self.chosen.count()
        self.add.setEnabled(self.others.currentRow() >= 0)
        self.remove.setEnabled(row >= 0)
        self.up.setEnabled(row > 0)
        self.down.setEnabled(0 <= row < count - 1)

    def _judge(self) -> None:
        checked = check_value(self._kind, self.line.text())
        color = "problem" if checked.refusal else "slow"
        self.remark.show_text(checked.refusal or checked.doubt, color)
        ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(not checked.refusal)
