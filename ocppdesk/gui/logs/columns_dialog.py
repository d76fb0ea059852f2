# SPDX-License-Identifier: Apache-2.0
"""The dialog in which somebody says what the columns of a table are."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme
from ocppdesk.logs.reading.columns import Proposal, Role, propose_columns, value_text

_MOST_ROWS: Final = 20  # of the table that are shown
_LONGEST_CELL: Final = 200
_COLUMN_WIDTH: Final = 170
_PER_ROW: Final = 2  # inputs side by side


class ColumnsDialog(QDialog):
    """What each column of a table is, with its first rows below.

    It is accepted with *Read again* when messages can be read with what was chosen;
    `columns` then has that.

    Args:
        theme: Its look.
        name: The name of the file.
        proposal: What the columns were taken for.
        rows: The first rows of the table, by column.
    """

    def __init__(
        self,
        theme: Theme,
        *,
        name: str,
        proposal: Proposal,
        rows: Sequence[Mapping[str, Any]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows = rows
        self._header = proposal.header
        self.setWindowTitle(self.tr("The columns of {name}").format(name=name))
        self.choices = {role: QComboBox() for role in Role}
        """The column of each role."""
        self.table = QTableWidget()
        """The first rows."""
        self.remark = ThemedLabel(theme, wraps=True)
        """What is still missing."""
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.again = self.buttons.addButton(
            self.tr("&Read again"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        """The button that accepts."""
        self._build()
        self._fill_table()
        self._choose(proposal)
        for box in self.choices.values():
            box.activated.connect(lambda _index: self._judge())
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._judge()

    def columns(self) -> dict[str, str]:
        """Return the column of each role, empty where there is none."""
        return {role: box.currentData() for role, box in self.choices.items()}

    def _build(self) -> None:
        scaled = self._theme.scaled
        grid = QGridLayout()
        grid.setHorizontalSpacing(scaled(12))
        grid.setVerticalSpacing(scaled(6))
        for number, (role, box) in enumerate(self.choices.items()):
            row, place = divmod(number, _PER_ROW)
            label = QLabel(self._title(role))
            label.setBuddy(box)
            grid.addWidget(label, row, place * 2)
            grid.addWidget(box, row, place * 2 + 1)
            grid.setColumnStretch(place * 2 + 1, 1)
        explanation = self.tr(
            "Say which column has the OCPP frames, or which ones have the action and "
            "the payload. Everything else may be left open."
        )
        layout = QVBoxLayout(self)
        margin = scaled(14)
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(scaled(10))
        layout.addWidget(
            ThemedLabel(self._theme, explanation, color="muted", wraps=True)
        )
        layout.addLayout(grid)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.remark)
        layout.addWidget(self.buttons)
        self.resize(scaled(860), scaled(560))

    def _fill_table(self) -> None:
        table, rows = self.table, self._rows[:_MOST_ROWS]
        table.setAccessibleName(self.tr("The first rows"))
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.setColumnCount(len(self._header))
        table.setHorizontalHeaderLabels(list(self._header))
        table.setRowCount(len(rows))
        for place, row in enumerate(rows):
            for column, name in enumerate(self._header):
                value = row.get(name)
                text = "" if value is None else value_text(value)[:_LONGEST_CELL]
                table.setItem(place, column, QTableWidgetItem(text))
        for column in range(len(self._header)):
            table.setColumnWidth(column, self._theme.scaled(_COLUMN_WIDTH))

    def _choose(self, proposal: Proposal) -> None:
        for role, box in self.choices.items():
            box.addItem(self.tr("None"), "")
            for name in self._header:
                box.addItem(name, name)
            column = proposal.column(role)
            box.setCurrentIndex(max(0, box.findData(column or "")))

    def _judge(self) -> None:
        """Say whether messages can be read like that."""
        made = propose_columns(self._header, self._rows, self.columns())
        self.again.setEnabled(made.is_enough)
        if made.is_enough:
            self.remark.show_text("")
            return
        text = self.tr("Without {roles} no message can be read.")
        wanted = [self._title(role).replace("&", "") for role in made.missing]
        roles = self.tr("{frames}, or {parts},").format(
            frames=wanted[0], parts=self.tr(" and ").join(wanted[1:])
        )
        self.remark.show_text(text.format(roles=roles), color="problem")

    def _title(self, role: Role) -> str:
        titles = {
            Role.TIME: self.tr("&Time"),
            Role.CHARGER: self.tr("C&harger"),
            Role.DIRECTION: self.tr("&Direction"),
            Role.BODY: self.tr("&Frame or text"),
            Role.ACTION: self.tr("&Action"),
            Role.PAYLOAD: self.tr("&Payload"),
            Role.MESSAGE_ID: self.tr("&Message id"),
            Role.TYPE: self.tr("Message t&ype"),
            Role.ERROR_CODE: self.tr("&Error code"),
            Role.ERROR_DESCRIPTION: self.tr("Error de&scription"),
            Role.RESPONSE: self.tr("Ans&wer"),
            Role.RESPONSE_TIME: self.tr("Time &of the answer"),
            Role.LINK: self.tr("Co&nnection"),
        }
        return titles[role]
