# SPDX-License-Identifier: Apache-2.0
"""The line above the commands: to which charger, and how it is answered."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QWidget,
)

from ocppdesk.core.answer_rules import rules_from
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme
from ocppdesk.settings import Settings, SettingsError

_MOST_TOLD = 2  # unusual answers that are named


class ChargerBar(QWidget):
    """Chooses the charger, and opens what is changed seldom.

    Args:
        settings: Whether the user is an expert, and how chargers are answered.
        theme: Its look.

    Signals:
        chosen: Another charger was chosen; carries its identity.
        said: Why something was not kept.
    """

    chosen = Signal(str)
    said = Signal(str)

    def __init__(self, settings: Settings, theme: Theme) -> None:
        super().__init__()
        self._settings = settings
        self._theme = theme
        self.box = QComboBox()
        """The chargers."""
        self.box.setAccessibleName(self.tr("Charger"))
        self.box.setMinimumWidth(theme.scaled(170))
        self.link = ThemedLabel(theme, color="muted")
        """Whether it is connected, and what it speaks."""
        self.unusual = ThemedLabel(theme, color="slow")
        """Which answers are unusual now."""
        self.rules = QPushButton(self.tr("Answers to chargers…"))
        self.rules.setAutoDefault(False)
        self.expert = QCheckBox(self.tr("E&xpert"))
        self.expert.setToolTip(
            self.tr("Send any text, and commands that the form refuses")
        )
        label = QLabel(self.tr("Send &to"))
        label.setBuddy(self.box)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(
            theme.scaled(12), theme.scaled(6), theme.scaled(12), theme.scaled(6)
        )
        layout.setSpacing(theme.scaled(8))
        layout.addWidget(label)
        layout.addWidget(self.box)
        layout.addWidget(self.link)
        layout.addStretch(1)
        layout.addWidget(self.unusual)
        layout.addWidget(self.rules)
        layout.addWidget(self.expert)
        self.box.currentTextChanged.connect(self.chosen)
        self.rules.clicked.connect(self._edit_rules)
        self.expert.clicked.connect(self._set_expert)
        self.version = "1.6"
        """The OCPP version of the charger."""
        self.follow_settings()

    @property
    def identity(self) -> str:
        """The charger; empty if there is none."""
        return self.box.currentText()

    def add(self, identities: Iterable[str]) -> None:
        """Offer these chargers too."""
        for identity in identities:
            if self.box.findText(identity, Qt.MatchFlag.MatchFixedString
                                 | Qt.MatchFlag.MatchCaseSensitive) < 0:  # fmt: skip
                self.box.addItem(identity)

    def choose(self, identity: str) -> None:
        """Choose a charger, if it is offered."""
        number = self.box.findText(identity)
        if identity and number >= 0:
            self.box.setCurrentIndex(number)

    def show_link(self, version: str, *, is_connected: bool) -> str:
        """Show how the charger is doing.

        Returns:
            Why nothing can be sent to it, or nothing.
        """
        self.version = version
        identity = self.identity
        if not identity:
            self.link.show_text(self.tr("No charger has connected so far."), "muted")
            return self.tr("No charger is connected.")
        if not is_connected:
            self.link.show_text(self.tr("○ not connected"), "offline")
            return self.tr("{charger} is not connected.").format(charger=identity)
        spoken = self.tr("● connected, OCPP {version}").format(version=version)
        self.link.show_text(spoken, "online")
        return ""

    def follow_settings(self) -> None:
        """Show the settings as they are now."""
        self.expert.setChecked(self._settings.is_expert)
        rules = rules_from(self._settings.answer_rules)
        told = [f"{action}: {rule.text}" for action, rule in rules.items()]
        text = ", ".join(told[:_MOST_TOLD])
        if len(told) > _MOST_TOLD:
            text += f" (+{len(told) - _MOST_TOLD})"
        self.unusual.show_text(f"▲ {text}" if text else "")

    def _edit_rules(self) -> None:
        from ocppdesk.gui.sending.rules_dialog import AnswerRulesDialog

        dialog = AnswerRulesDialog(
            self._settings, self._theme, version=self.version, parent=self.window()
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _set_expert(self, is_on: bool) -> None:
        try:
            self._settings.change({"is_expert": is_on})
        except SettingsError as error:
            self.said.emit(str(error))
            self.follow_settings()
