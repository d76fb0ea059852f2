# SPDX-License-Identifier: Apache-2.0
"""The dialog that tells how to connect a charger with nothing but a cable."""

import sys
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.gui.addresses import Address, local_addresses, url
from ocppdesk.gui.direct_cable import CHARGER, Plan, lines, plan_for, wired_interfaces
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme

_WIDTH: Final = 620  # pixels at 100 %


class DirectCableDialog(QDialog):
    """Works out the addresses for both ends, and the commands for this computer.

    It changes nothing by itself: that takes rights that a program should not have.

    Args:
        theme: Where colours and fonts come from.
        port: The port that is listened on.
        interfaces: Gives the interfaces a cable may be in.
        addresses: Gives this computer's addresses.
    """

    def __init__(
        self,
        theme: Theme,
        port: int,
        interfaces: Callable[[], Sequence[str]] = wired_interfaces,
        addresses: Callable[[], Sequence[Address]] = local_addresses,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._port = port
        self._addresses = tuple(addresses())
        self.setWindowTitle(self.tr("A direct cable to the charger"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.interface = QComboBox()
        """The interface that the cable is in."""
        self.interface.setEditable(True)
        self.interface.addItems(list(interfaces()))
        self.interface.currentTextChanged.connect(self._show)
        self.charger = QLineEdit(CHARGER)
        """The address of the charger."""
        self.charger.textChanged.connect(self._show)
        self.problem = ThemedLabel(theme, color="problem", wraps=True)
        """What is wrong with what was typed, or in the way."""
        self.commands = _Commands(theme, self.tr("Copy the commands"), rows=3)
        """What gives this computer its address."""
        self.url = ThemedLabel(theme, scale=1.2, is_bold=True, is_selectable=True)
        """What to type into the charger."""
        self.ends = ThemedLabel(theme, wraps=True, is_selectable=True)
        """The addresses of both ends."""
        self.way_back = _Commands(theme, self.tr("Copy the way back"), rows=1)
        """What lets this computer have automatic addresses again."""
        self._build()
        self._show()

    def _build(self) -> None:
        theme, scaled = self._theme, self._theme.scaled
        about = ThemedLabel(
            theme,
            self.tr(
                "On a cable without a router nobody hands out addresses, so both ends "
                "need a fixed one in the same network. Many chargers have one already: "
                "look into the manual or at the label."
            ),
            wraps=True,
        )
        form = QGridLayout()
        form.setHorizontalSpacing(scaled(10))
        form.setColumnStretch(1, 1)
        for row, (text, editor) in enumerate(
            (
                (self.tr("The &cable is in"), self.interface),
                (self.tr("The charger's &address"), self.charger),
            )
        ):
            label = QLabel(text)
            label.setBuddy(editor)
            form.addWidget(label, row, 0)
            form.addWidget(editor, row, 1)
        form.addWidget(self.problem, 2, 1)
        layout = QVBoxLayout(self)
        layout.setSpacing(scaled(8))
        layout.addWidget(about)
        layout.addLayout(form)
        for title, part in (
            (self._terminal_text(), self.commands),
            (self.tr("2  In the charger, set network and OCPP URL:"), self.ends),
            ("", self.url),
            (self.tr("When you are done, give the computer its addresses back:"),
             self.way_back),
        ):  # fmt: skip
            if title:
                layout.addWidget(ThemedLabel(theme, title, is_bold=True, wraps=True))
            layout.addWidget(part)
        layout.addStretch(1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self.resize(scaled(_WIDTH), self.sizeHint().height())

    def _terminal_text(self) -> str:
        if sys.platform == "win32":
            return self.tr("1  On this computer, in a command prompt as administrator:")
        return self.tr("1  On this computer, in a terminal:")

    def _show(self) -> None:
        interface = self.interface.currentText().strip()
        plan = plan_for(self.charger.text(), interface or "eth0", self._addresses)
        self.problem.show_text(self._problem(plan, interface))
        self.problem.setVisible(bool(self.problem.text()))
        for part in (self.commands, self.way_back):
            part.setEnabled(plan is not None and bool(interface))
        if plan is None:
            return
        self.commands.show_commands(plan.commands)
        self.way_back.show_commands(plan.way_back)
        text = self.tr(
            "address {charger}, mask {mask}; gateway empty, or {computer} if it must "
            "have one"
        )
        self.ends.show_text(
            text.format(charger=plan.charger, mask=plan.mask, computer=plan.computer)
        )
        self.url.show_text(url(plan.computer, self._port))

    def _problem(self, plan: Plan | None, interface: str) -> str:
        if plan is None:
            return self.tr("This is no address of a charger; 192.168.50.2 is one.")
        if not interface:
            return self.tr(
                "No interface with a cable was found. Plug it in, or type its name."
            )
        if plan.conflict:
            text = self.tr(
                "{name} of this computer is in the same network. Switch it off "
                "meanwhile, or give the charger an address in another network."
            )
            return text.format(name=plan.conflict)
        return ""


class _Commands(QWidget):
    """Lines for a terminal, with a button that copies them."""

    def __init__(self, theme: Theme, words: str, *, rows: int) -> None:
        super().__init__()
        self.text = QPlainTextEdit()
        """The lines."""
        self.text.setReadOnly(True)
        self.text.setObjectName("field")  # the style sheet knows it by that
        self.text.setFont(theme.fixed_font(0.92))
        self.text.setTabChangesFocus(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        height = self.text.fontMetrics().lineSpacing() * rows + theme.scaled(14)
        self.text.setFixedHeight(height)
        self.copy = QPushButton(self.tr("Copy"))
        """Copies them."""
        self.copy.setAutoDefault(False)
        self.copy.setAccessibleName(words)
        self.text.setAccessibleName(words)
        self.copy.clicked.connect(self._copy)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignTop)

    def show_commands(self, commands: Sequence[str]) -> None:
        """Show other lines."""
        self.text.setPlainText(lines(commands))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
