# SPDX-License-Identifier: Apache-2.0
"""The dialog that says how the calls of chargers are answered."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.core.answer_rules import (
    MOST_DELAY_S,
    AnswerRule,
    Manner,
    codes_for,
    rules_from,
    rules_text,
    statuses_for,
)
from ocppdesk.core.glossary import entry
from ocppdesk.core.places import ALWAYS_ANSWERED
from ocppdesk.core.versions import Version, charger_actions
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.spins import indent
from ocppdesk.gui.look.theme import Theme
from ocppdesk.settings import Settings, SettingsError

_ACTION: Final = Qt.ItemDataRole.UserRole


def _tr(text: str) -> str:
    return QCoreApplication.translate("rules", text)


def _manners() -> dict[Manner, str]:
    return {
        Manner.USUAL: _tr("As usual"),
        Manner.STATUS: _tr("With another status"),
        Manner.ERROR: _tr("With an error (CALLERROR)"),
        Manner.SILENCE: _tr("Not at all"),
    }


class AnswerRulesDialog(QDialog):
    """How the calls of chargers are answered, action by action.

    Nothing changes before OK. Open it with `open()`.

    Args:
        settings: Where the rules are kept.
        theme: Its look.
        version: Whose actions are listed first.
    """

    def __init__(
        self,
        settings: Settings,
        theme: Theme,
        *,
        version: str = "1.6",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._theme = theme
        self._version = Version(version)
        self._rules = rules_from(settings.answer_rules)
        self._is_showing = False
        self.setWindowTitle(self.tr("Answers to chargers"))
        self.actions_list = QListWidget()
        """The actions, those with a rule on top."""
        self.actions_list.setAccessibleName(self.tr("Calls of chargers"))
        self.manner = QComboBox()
        """How the chosen action is answered."""
        for manner, text in _manners().items():
            self.manner.addItem(text, manner)
        self.status = QComboBox()
        self.code = QComboBox()
        self.delay = QDoubleSpinBox()
        """Seconds before the answer."""
        self.delay.setRange(0, MOST_DELAY_S)
        self.delay.setDecimals(1)
        self.delay.setSuffix(" s")
        indent(self.delay, theme)
        self.title = ThemedLabel(theme, is_bold=True)
        self.warning = ThemedLabel(theme, color="slow", wraps=True)
        """What may be lost by it."""
        self.error = ThemedLabel(theme, color="problem", wraps=True)
        standard = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(
            standard.Ok | standard.Cancel | standard.RestoreDefaults
        )
        self._build()
        self._fill()
        self.actions_list.setCurrentRow(0)

    def _build(self) -> None:
        scaled = self._theme.scaled
        note = self.tr(
            "See how a charger copes: delay an answer, refuse, or say nothing. "
            "It holds for every charger, until it is changed here."
        )
        form = QFormLayout()
        form.setVerticalSpacing(scaled(8))
        for title, editor in (
            (self.tr("&Answer"), self.manner),
            (self.tr("&Status"), self.status),
            (self.tr("Error &code"), self.code),
            (self.tr("&Delay"), self.delay),
        ):
            editor.setAccessibleName(title.replace("&", ""))
            form.addRow(title, editor)
        self._form = form
        right = QVBoxLayout()
        right.setSpacing(scaled(8))
        right.addWidget(self.title)
        right.addLayout(form)
        right.addWidget(self.warning)
        right.addStretch(1)
        body = QHBoxLayout()
        body.setSpacing(scaled(16))
        body.addWidget(self.actions_list, 3)
        body.addLayout(right, 4)
        layout = QVBoxLayout(self)
        margin = scaled(14)
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(scaled(10))
        layout.addWidget(ThemedLabel(self._theme, note, color="muted", wraps=True))
        layout.addLayout(body, 1)
        layout.addWidget(self.error)
        layout.addWidget(self.buttons)
        self.error.hide()
        self.resize(scaled(720), scaled(440))
        defaults = self.buttons.button(QDialogButtonBox.StandardButton.RestoreDefaults)
        defaults.setText(self.tr("All as usual"))
        defaults.clicked.connect(self.restore_defaults)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.actions_list.currentRowChanged.connect(lambda _row: self._show())
        self.manner.currentIndexChanged.connect(self._take)
        self.status.currentIndexChanged.connect(self._take)
        self.code.currentIndexChanged.connect(self._take)
        self.delay.valueChanged.connect(self._take)

    @property
    def action(self) -> str:
        """The chosen action."""
        row = self.actions_list.currentRow()
        return "" if row < 0 else str(self.actions_list.item(row).data(_ACTION))

    def choose(self, action: str) -> None:
        """Choose an action."""
        for row in range(self.actions_list.count()):
            if self.actions_list.item(row).data(_ACTION) == action:
                self.actions_list.setCurrentRow(row)

    def restore_defaults(self) -> None:
        """Have every call answered as usual; OK takes it over."""
        self._rules.clear()
        self._write_all()
        self._show()

    def _fill(self) -> None:
        for action in _listed(self._version, self._rules):
            item = QListWidgetItem(self.actions_list)
            item.setData(_ACTION, action)
            item.setSizeHint(QSize(0, self._theme.row_height))
        self._write_all()

    def _write_all(self) -> None:
        for row in range(self.actions_list.count()):
            item = self.actions_list.item(row)
            action = str(item.data(_ACTION))
            rule = self._rules.get(action, AnswerRule())
            item.setText(action if rule.is_usual else f"▲ {action}: {rule.text}")

    def _home(self, action: str) -> Version:
        """Return the version whose answers the action has."""
        homes: list[Version] = [self._version, *Version]
        return next(home for home in homes if action in charger_actions(home))

    def _show(self) -> None:
        action = self.action
        if not action:
            return
        rule = self._rules.get(action, AnswerRule())
        home = self._home(action)
        found = entry(action, home)
        self.title.show_text(action if found is None else f"{action}: {found.title}")
        self._is_showing = True
        statuses = statuses_for(action, home)
        self.status.clear()
        self.status.addItems(list(statuses))
        self.status.setCurrentIndex(max(self.status.findText(rule.status), 0))
        self.code.clear()
        self.code.addItems(list(codes_for(home)))
        self.code.setCurrentIndex(max(self.code.findText(rule.code), 0))
        self.manner.setCurrentIndex(self.manner.findData(rule.manner))
        self.delay.setValue(rule.delay_s)
        self._is_showing = False
        self._enable(rule.manner, has_status=bool(statuses))

    def _enable(self, manner: Manner, *, has_status: bool) -> None:
        model = self.manner.model()
        number = self.manner.findData(Manner.STATUS)
        # A list knows whether an entry can be chosen by its flags only.
        item = getattr(model, "item", lambda _number: None)(number)
        if item is not None:
            item.setEnabled(has_status)
        self._form.setRowVisible(self.status, manner is Manner.STATUS)
        self._form.setRowVisible(self.code, manner is Manner.ERROR)
        self._form.setRowVisible(self.delay, manner is not Manner.SILENCE)
        text = ""
        if manner in (Manner.ERROR, Manner.SILENCE):
            text = self._loss()
        self.warning.show_text(text)
        self.warning.setVisible(bool(text))

    def _loss(self) -> str:
        if self.action in ALWAYS_ANSWERED:
            return self.tr(
                "▲ This carries billing data. The charger repeats it, and in the end "
                "throws it away: use it on a test bench only."
            )
        if self.action == "BootNotification":
            return self.tr("▲ The charger is not registered; it does not charge.")
        return ""

    def _take(self) -> None:
        if self._is_showing or not self.action:
            return
        manner = Manner(self.manner.currentData())
        if manner is Manner.STATUS and not self.status.count():
            manner = Manner.USUAL
        rule = AnswerRule(
            manner,
            self.delay.value() if manner is not Manner.SILENCE else 0.0,
            self.status.currentText() if manner is Manner.STATUS else "",
            self.code.currentText() if manner is Manner.ERROR else "GenericError",
        )
        self._rules[self.action] = rule
        self._enable(manner, has_status=bool(self.status.count()))
        self._write_all()

    # Overrides of QDialog.

    def accept(self) -> None:
        try:
            self._settings.change({"answer_rules": rules_text(self._rules)})
        except SettingsError as error:
            self.error.show_text(str(error))
            self.error.show()
            return
        super().accept()


def _listed(version: Version, first: Iterable[str]) -> list[str]:
    """Return the actions: those with a rule, those of a version, then the others."""
    own = sorted(charger_actions(version))
    others = sorted({a for v in Version for a in charger_actions(v)})
    silent = "NotifyPeriodicEventStream"  # a SEND: it gets no answer anyway
    return [a for a in dict.fromkeys([*first, *own, *others]) if a != silent]
