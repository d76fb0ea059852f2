# SPDX-License-Identifier: Apache-2.0
"""The dialog of the colour rules."""

import logging
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.gui.color_rules.form import RuleForm
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.messages.color_rules import (
    MOST_RULES,
    ColorRule,
    default_rules,
    rules_from,
    text_of_rules,
)
from ocppdesk.gui.messages.rule_icons import icon_of
from ocppdesk.settings import Settings, SettingsError

_log = logging.getLogger(__name__)

_APPLY_AFTER_MS: Final = 200  # as in the search box
_NEW_LIGHT: Final = ("#1D2127", "#FFF3BF")
_NEW_DARK: Final = ("#FFE89A", "#413A14")


class ColorRulesDialog(QDialog):
    """The rules that colour rows, the first one that matches on top.

    Changes apply at once; Cancel takes them back. Open it with `open()`.

    Args:
        settings: Where the rules are kept.
        theme: Its look.
    """

    def __init__(
        self, settings: Settings, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._theme = theme
        self._before: str = settings.color_rules
        rules, complaints = rules_from(self._before)
        self._rules = list(rules)
        self.setWindowTitle(self.tr("Colour rules"))
        self.rules = QListWidget()
        """The rules from top to bottom."""
        side = theme.scaled(20)
        self.rules.setIconSize(QSize(side, side))
        self.rules.setAccessibleName(self.tr("Colour rules"))
        self.form = RuleForm(theme)
        """The fields of the chosen rule."""
        self.complaints = ThemedLabel(theme, color="problem", wraps=True)
        """What could not be read, or was not kept."""
        self.up = QPushButton(self.tr("Move &up"))
        self.down = QPushButton(self.tr("Move &down"))
        self.add = QPushButton(self.tr("&Add"))
        self.remove = QPushButton(self.tr("&Remove"))
        standard = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(
            standard.Ok | standard.Cancel | standard.RestoreDefaults
        )
        self._apply_soon = QTimer(self, singleShot=True, interval=_APPLY_AFTER_MS)
        self._build()
        self._connect()
        self._fill(0)
        self._complain("\n".join(complaints))

    def _build(self) -> None:
        scaled = self._theme.scaled
        explanation = self.tr(
            "Each row takes the colours of the first rule that it matches."
        )
        grid = QGridLayout()
        grid.setSpacing(scaled(6))
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(self.up, 0, 0)
        grid.addWidget(self.down, 0, 1)
        grid.addWidget(self.add, 1, 0)
        grid.addWidget(self.remove, 1, 1)
        left = QVBoxLayout()
        left.addWidget(self.rules, 1)
        left.addLayout(grid)
        body = QHBoxLayout()
        body.setSpacing(scaled(16))
        body.addLayout(left, 2)
        body.addWidget(self.form, 3)
        layout = QVBoxLayout(self)
        margin = scaled(14)
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(scaled(10))
        layout.addWidget(ThemedLabel(self._theme, explanation, color="muted"))
        layout.addLayout(body, 1)
        layout.addWidget(self.complaints)
        layout.addWidget(self.buttons)
        self.resize(scaled(760), scaled(430))

    def _connect(self) -> None:
        self._apply_soon.timeout.connect(self._apply)
        self.rules.currentRowChanged.connect(self._choose)
        self.rules.itemChanged.connect(self._switch)
        self.form.edited.connect(self._take_edited)
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        standard = QDialogButtonBox.StandardButton
        defaults = self.buttons.button(standard.RestoreDefaults)
        defaults.clicked.connect(self._restore_defaults)
        self._theme.changed.connect(lambda: self._fill(self.rules.currentRow()))

    def _fill(self, chosen: int) -> None:
        """Show all rules, and one of them in the form."""
        self.rules.blockSignals(True)
        self.rules.clear()
        for rule in self._rules:
            item = QListWidgetItem()
            self._show(item, rule)
            self.rules.addItem(item)
        self.rules.setCurrentRow(min(chosen, len(self._rules) - 1))
        self.rules.blockSignals(False)
        self._choose(self.rules.currentRow())

    def _show(self, item: QListWidgetItem, rule: ColorRule) -> None:
        text, back = self._theme.pair(rule.light, rule.dark)
        is_good = rule.problem is None
        item.setText(rule.name if is_good else f"▲ {rule.name}")
        item.setToolTip(rule.expression if is_good else str(rule.problem))
        side, border = self._theme.scaled(20), self._theme.color("border")
        item.setIcon(icon_of(rule.icon, text, side, back=back, border=border))
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        state = Qt.CheckState.Checked if rule.is_on else Qt.CheckState.Unchecked
        item.setCheckState(state)

    def _choose(self, row: int) -> None:
        self.form.show_rule(self._rules[row] if row >= 0 else None)
        self.up.setEnabled(row > 0)
        self.down.setEnabled(0 <= row < len(self._rules) - 1)
        self.remove.setEnabled(row >= 0)
        self.add.setEnabled(len(self._rules) < MOST_RULES)

    def _switch(self, item: QListWidgetItem) -> None:
        row = self.rules.row(item)
        is_on = item.checkState() == Qt.CheckState.Checked
        if is_on is not self._rules[row].is_on:
            self._put(row, replace(self._rules[row], is_on=is_on))
            if row == self.rules.currentRow():
                self.form.show_rule(self._rules[row])

    def _take_edited(self) -> None:
        row, rule = self.rules.currentRow(), self.form.rule
        if row >= 0 and rule is not None:
            self._put(row, rule)

    def _put(self, row: int, rule: ColorRule) -> None:
        self._rules[row] = rule
        self.rules.blockSignals(True)
        self._show(self.rules.item(row), rule)
        self.rules.blockSignals(False)
        self._apply_soon.start()

    def _move(self, by: int) -> None:
        row = self.rules.currentRow()
        self._rules.insert(row + by, self._rules.pop(row))
        self._fill(row + by)
        self._apply_soon.start()

    def _add(self) -> None:
        row = self.rules.currentRow() + 1
        name = self.tr("New rule")
        rule = ColorRule(name, "~mark", _NEW_LIGHT, _NEW_DARK, "star")
        self._rules.insert(row, rule)
        self._fill(row)
        self.form.name.setFocus()
        self.form.name.selectAll()
        self._apply_soon.start()

    def _remove(self) -> None:
        row = self.rules.currentRow()
        del self._rules[row]
        self._fill(row)
        self._apply_soon.start()

    def _restore_defaults(self) -> None:
        self._rules = list(default_rules())
        self._fill(0)
        self._apply_soon.start()

    def _apply(self) -> bool:
        return self._keep(text_of_rules(self._rules))

    def _keep(self, text: str) -> bool:
        """Have these rules from now on; return whether the settings took them."""
        self._apply_soon.stop()
        try:
            self._settings.change({"color_rules": text})
        except SettingsError as error:
            self._complain(str(error))
            return False
        return True

    def _complain(self, text: str) -> None:
        self.complaints.show_text(text)
        self.complaints.setVisible(bool(text))

    # Overrides of QDialog.

    def accept(self) -> None:
        if self._apply():
            super().accept()

    def reject(self) -> None:
        if not self._keep(self._before):
            _log.warning("The colour rules could not be put back")
        super().reject()
