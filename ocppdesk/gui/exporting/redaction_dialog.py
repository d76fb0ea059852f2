# SPDX-License-Identifier: Apache-2.0
"""The look at what a redacted export replaces, before anything is written."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QRadioButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.numbers import grouped
from ocppdesk.gui.look.theme import Theme
from ocppdesk.logs.redaction.names import Kind
from ocppdesk.logs.redaction.redactor import Replacement

SHOWN: Final = "shown"
SELECTED: Final = "selected"
ALL: Final = "all"
SCOPES: Final = (SHOWN, SELECTED, ALL)
"""Which messages are written."""

_STEPS: Final = 1000  # of the progress bar
_MOST_ROWS: Final = 2_000  # a longer list is for nobody's eyes
_LONGEST_VALUE: Final = 200
_HIDDEN: Final = "••••••"


class RedactionDialog(QDialog):
    """Chooses which messages are written, and shows what is replaced in them.

    It is accepted with *Export…*. Whoever opens it looks through the messages when
    `scope_changed` says so, and tells what was found.

    Args:
        theme: Its look.
        counts: How many messages each of `SCOPES` has; what has none is not offered.

    Signals:
        scope_changed: Other messages are to be looked through.
        message_wanted: A message that has a value is to be shown; its number.
    """

    scope_changed = Signal()
    message_wanted = Signal(int)

    def __init__(
        self,
        theme: Theme,
        *,
        counts: dict[str, int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._found: Sequence[Replacement] = ()
        self.setWindowTitle(self.tr("Export redacted"))
        self.scopes = {scope: QRadioButton(self._title(scope)) for scope in SCOPES}
        """A button for each scope."""
        self.table = QTableWidget()
        """What is replaced."""
        self.summary = ThemedLabel(theme, wraps=True)
        """How much is replaced."""
        self.bar = QProgressBar(textVisible=False)
        """How far looking through is."""
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.export = self.buttons.addButton(
            self.tr("&Export…"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        """The button that accepts."""
        self._group = QButtonGroup(self)
        self._build(counts)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.table.doubleClicked.connect(lambda index: self._go(index.row()))
        for button in self.scopes.values():
            button.clicked.connect(lambda _on: self.scope_changed.emit())

    @property
    def scope(self) -> str:
        """Which messages are chosen."""
        return next(s for s, button in self.scopes.items() if button.isChecked())

    def _build(self, counts: dict[str, int]) -> None:
        scaled = self._theme.scaled
        row = QHBoxLayout()
        row.setSpacing(scaled(16))
        for scope, button in self.scopes.items():
            count = counts.get(scope, 0)
            button.setText(f"{self._title(scope)} ({grouped(count)})")
            button.setEnabled(count > 0)
            self._group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        first = next((s for s in SCOPES if counts.get(s)), ALL)
        self.scopes[first].setChecked(True)
        self.bar.setRange(0, _STEPS)
        self.bar.setFixedHeight(scaled(6))
        self.bar.setAccessibleName(self.tr("How much was looked through"))
        self._prepare_table()
        explanation = self.tr(
            "Cards, chargers, addresses and the like get the same alias wherever they "
            "stand; passwords, keys and PINs are taken out. Meter values, times, "
            "statuses and transaction ids stay. Look at the list: what is not in it "
            "is written as it is."
        )
        layout = QVBoxLayout(self)
        margin = scaled(14)
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(scaled(10))
        layout.addWidget(
            ThemedLabel(self._theme, explanation, color="muted", wraps=True)
        )
        layout.addLayout(row)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.summary)
        layout.addWidget(self.bar)
        layout.addWidget(self.buttons)
        self.resize(scaled(820), scaled(520))

    def _prepare_table(self) -> None:
        table = self.table
        table.setAccessibleName(self.tr("What is replaced"))
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.setColumnCount(4)
        table.setHorizontalHeaderLabels(
            [self.tr("What"), self.tr("Value"), self.tr("Alias"), self.tr("Times")]
        )
        header = table.horizontalHeader()
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for column, width in ((0, 190), (2, 150), (3, 80)):
            table.setColumnWidth(column, self._theme.scaled(width))

    def show_looking(self, done: float) -> None:
        """Tell that messages are looked through, and how far that is."""
        self.bar.show()
        self.bar.setValue(round(done * _STEPS))
        self.export.setEnabled(False)
        self.summary.show_text(self.tr("Looking through the messages…"), color="muted")

    def show_found(self, found: Sequence[Replacement]) -> None:
        """Tell what is replaced."""
        self._found = found[:_MOST_ROWS]
        self.bar.hide()
        self.export.setEnabled(True)
        table = self.table
        table.setRowCount(0)
        table.setRowCount(len(self._found))
        for row, one in enumerate(self._found):
            is_secret = one.kind is Kind.SECRET
            value = _HIDDEN if is_secret else one.original[:_LONGEST_VALUE]
            cells = (one.kind.title, value, one.alias, grouped(one.count))
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                if column == 3:
                    item.setTextAlignment(
                        Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                    )
                table.setItem(row, column, item)
        times = sum(one.count for one in found)
        if not found:
            text = self.tr("Nothing in these messages identifies anybody.")
        else:
            text = self.tr("{values} values are replaced, {times} times in all.")
            text = text.format(values=grouped(len(found)), times=grouped(times))
        self.summary.show_text(text, color="text")

    def show_failure(self, text: str) -> None:
        """Tell why the messages cannot be looked through."""
        self.bar.hide()
        self.export.setEnabled(False)
        self.summary.show_text(text, color="problem")

    def _go(self, row: int) -> None:
        if self._found[row].example:
            self.message_wanted.emit(self._found[row].example)

    def _title(self, scope: str) -> str:
        titles = {
            SHOWN: self.tr("Messages &shown"),
            SELECTED: self.tr("Messages se&lected"),
            ALL: self.tr("&All messages"),
        }
        return titles[scope]
