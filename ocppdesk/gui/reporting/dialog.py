# SPDX-License-Identifier: Apache-2.0
"""What to ask before a report is written: on whom it is, and who will read it."""

from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.gui.look.labels import ThemedLabel, shortened
from ocppdesk.gui.look.numbers import grouped
from ocppdesk.gui.look.theme import Theme

_WIDTH = 460  # pixels at 100 %


class ReportDialog(QDialog):
    """Asks on whom a report is to be, and whether strangers will read it.

    Args:
        theme: Its look.
        charger: The charger that is chosen; empty for none.
        count: How many chargers there are.
    """

    def __init__(
        self, theme: Theme, *, charger: str, count: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Report for hand-over"))
        about = ThemedLabel(
            theme,
            self.tr(
                "One page for whoever takes over: charger, connections, the five "
                "answers, findings with their messages, sessions with charts, limits, "
                "changed settings and notes. It opens in every browser, and prints."
            ),
            color="muted",
            wraps=True,
        )
        name = shortened(charger).replace("&", "&&")
        self.one = QRadioButton(self.tr("&Only {charger}").format(charger=name))
        every = self.tr("&All {n} chargers").format(n=grouped(count))
        self.all = QRadioButton(every)
        self.plain = QRadioButton(self.tr("With names, &cards and addresses"))
        self.aliases = QRadioButton(
            self.tr("For s&trangers: aliases for people and places")
        )
        """Whether what identifies somebody is replaced."""
        secrets = ThemedLabel(
            theme,
            self.tr("Passwords and keys are masked in any case."),
            color="muted",
            wraps=True,
        )
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.save = self.buttons.addButton(
            self.tr("&Save…"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        """The button that accepts."""
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.scaled(8))
        layout.addWidget(about)
        # A label that wraps takes any width it is given: the window has to have one.
        self.setMinimumWidth(theme.scaled(_WIDTH))
        for ways in ((self.one, self.all), (self.plain, self.aliases)):
            group = QButtonGroup(self)
            layout.addSpacing(theme.scaled(4))
            for way in ways:
                group.addButton(way)
                layout.addWidget(way)
        layout.addWidget(secrets)
        layout.addWidget(self.buttons)
        has_choice = bool(charger) and count > 1
        self.one.setVisible(has_choice)
        self.all.setVisible(has_choice)
        (self.one if charger else self.all).setChecked(True)
        self.plain.setChecked(True)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.save.setDefault(True)
