# SPDX-License-Identifier: Apache-2.0
"""The bar on top of the settings: whose they are, and what can be done with them."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from ocppdesk.core.configuration.steps import How
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.remark import Remark


class HeadBar(QWidget):
    """Names the charger, and has the buttons.

    Args:
        theme: Its look.

    Signals:
        read_wanted: The settings are to be read; carries the `How`.
        key_wanted: One setting is to be asked for; carries its name.
        review_wanted: The edits are to be reviewed.
    """

    read_wanted = Signal(object)
    key_wanted = Signal(str)
    review_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.name = ThemedLabel(theme, is_bold=True, is_selectable=True)
        self.link = ThemedLabel(theme, color="muted")
        self.read = QToolButton()
        """Reads everything again; its menu has other ways."""
        self.read.setText(self.tr("Read again"))
        self.read.setToolTip(self.tr("Read the configuration again (F5)"))
        self.read.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.read.clicked.connect(lambda: self.read_wanted.emit(How.ALL))
        menu = QMenu(self.read)
        self.ways = {how: menu.addAction(self.way_text(how)) for how in How}
        """The ways of reading."""
        for how, action in self.ways.items():
            action.triggered.connect(lambda _on=False, how=how: self._read(how))
        self.read.setMenu(menu)
        self.key = QLineEdit(clearButtonEnabled=True)
        """The name of a setting to ask for."""
        self.key.setPlaceholderText(self.tr("Ask for key…"))
        self.key.setAccessibleName(self.tr("Key to ask the charger for"))
        self.key.setMaximumWidth(theme.scaled(230))
        self.key.returnPressed.connect(self._ask)
        self.remark = Remark(theme, self.key)
        """What is wrong with that name."""
        self.key.textEdited.connect(lambda _text: self.remark.withdraw())
        self.compare = QToolButton()
        """Snapshots, comparing, files."""
        self.compare.setText(self.tr("Snapshots and files"))
        self.compare.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.review = QPushButton()
        """Opens the sheet with all edits."""
        self.review.clicked.connect(self.review_wanted)
        self.again = QAction(self.tr("Read the configuration again"), self)
        """Reads everything again, by key."""
        self.again.setShortcut(QKeySequence("F5"))
        self.again.triggered.connect(lambda: self.read_wanted.emit(How.ALL))
        layout = QHBoxLayout(self)
        scaled = theme.scaled
        layout.setContentsMargins(scaled(12), scaled(6), scaled(8), scaled(3))
        layout.setSpacing(scaled(8))
        layout.addWidget(self.name)
        # At a large zoom it makes way for the buttons.
        policy = QSizePolicy.Policy
        self.link.setSizePolicy(policy.Ignored, policy.Preferred)
        layout.addWidget(self.link, 1)
        for part in (self.read, self.key, self.compare, self.review):
            layout.addWidget(part)
        self.show_edits(0)

    def show_charger(self, name: str, link: str, *, color: str = "muted") -> None:
        """Show whose settings are there, and how the charger is connected."""
        self.name.show_text(name)
        self.link.show_text(link, color)

    def enable(self, *, can_read: bool, can_review: bool) -> None:
        """Offer what makes sense now."""
        for part in (self.read, self.key):
            part.setEnabled(can_read)
        self.again.setEnabled(can_read)
        self.review.setEnabled(can_review)

    def show_edits(self, count: int) -> None:
        """Show how many edits there are to review."""
        text = self.tr("Review && apply ({count})…")
        self.review.setText(text.format(count=count))

    def way_text(self, how: How) -> str:
        """Return what a way of reading is called."""
        texts = {
            How.ALL: self.tr("Everything in one request"),
            How.BATCHES: self.tr("Known keys in batches"),
            How.SINGLY: self.tr("Known keys one by one, for weak chargers"),
        }
        return texts[how]

    def _read(self, how: How) -> None:
        self.read_wanted.emit(how)

    def _ask(self) -> None:
        text = self.key.text().strip()
        if text:
            self.key_wanted.emit(text)
