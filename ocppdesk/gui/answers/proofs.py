# SPDX-License-Identifier: Apache-2.0
"""What an answer rests on: a line for each piece, with the way to its message."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.analysis.answering.reply import Proof
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.messages.moments import every_way

_SHOWN_AT_FIRST: Final = 2


class ProofList(QWidget):
    """The evidence of an answer; all but the first lines are shown on request.

    Args:
        theme: Where colours and sizes come from.

    Signals:
        message_wanted: The message of a line is to be shown; its number.
    """

    message_wanted = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_open = False
        self._proofs: tuple[Proof, ...] = ()
        self._clock: Callable[[int], str] = str
        self.lines: list[_Line] = []
        """The lines that were shown so far, also those that are not shown now."""
        self.toggle = QToolButton()
        """Shows the other lines, and hides them."""
        self.toggle.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.toggle.clicked.connect(self._turn)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.scaled(2))
        layout.addLayout(self._grid)
        layout.addWidget(self.toggle)
        theme.changed.connect(self._space)
        self._space()

    def show_proofs(self, proofs: Sequence[Proof], clock: Callable[[int], str]) -> None:
        """Show the evidence; lines that are there already are only written anew.

        Args:
            proofs: What it is, the most important first.
            clock: Writes a time, microseconds since 1970.
        """
        self._proofs, self._clock = tuple(proofs), clock
        self._show_lines()

    def _turn(self) -> None:
        self._is_open = not self._is_open
        self._show_lines()

    def _show_lines(self) -> None:
        count = len(self._proofs)
        shown = count if self._is_open else min(count, _SHOWN_AT_FIRST)
        for number in range(len(self.lines), shown):
            line = _Line(self._theme, self._grid, number)
            line.link.clicked.connect(lambda _=False, one=line: self._ask(one))
            self.lines.append(line)
            # A widget that comes late is otherwise reached after the older ones.
            QWidget.setTabOrder(line.link, self.toggle)
        for line, proof in zip(self.lines, self._proofs, strict=False):
            line.show_proof(proof, self._clock)
        for number, line in enumerate(self.lines):
            line.set_visible(number < shown)
        more = count - _SHOWN_AT_FIRST
        self.toggle.setVisible(more > 0)
        text = self.tr("▾ Less evidence")
        if not self._is_open:
            text = self.tr("▸ More evidence ({0})").format(more)
        if self.toggle.text() != text:
            self.toggle.setText(text)
        self.setVisible(bool(count))

    def _ask(self, line: "_Line") -> None:
        if line.message is not None:
            self.message_wanted.emit(line.message)

    def _space(self) -> None:
        self._grid.setHorizontalSpacing(self._theme.scaled(10))
        self._grid.setVerticalSpacing(0)


class _Line:
    """One piece of evidence: the message, what it shows, and when it was."""

    def __init__(self, theme: Theme, grid: QGridLayout, row: int) -> None:
        self.message: int | None = None
        self.link = QPushButton()
        self.link.setFlat(True)
        self.link.setProperty("link", True)  # the style sheet knows it by that
        self.link.setAutoDefault(False)
        self.text = ThemedLabel(theme, is_selectable=True, wraps=True)
        self.time = ThemedLabel(theme, color="muted", is_selectable=True)
        # The link has a frame around it: what stands beside it begins as low.
        lead = theme.scaled(5)
        self.text.setContentsMargins(0, lead, 0, 0)
        self.time.setContentsMargins(0, lead, 0, 0)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self.link, row, 0, top | Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self.text, row, 1, top)
        grid.addWidget(self.time, row, 2, top)

    def show_proof(self, proof: Proof, clock: Callable[[int], str]) -> None:
        self.message = proof.message
        label = "" if proof.message is None else f"#{proof.message}"
        if self.link.text() != label:
            self.link.setText(label)
            tip = self.link.tr("Show message {0} in the table")
            self.link.setToolTip(tip.format(proof.message))
            self.link.setAccessibleName(tip.format(proof.message))
        self.text.show_text(proof.text)
        self.time.show_text("" if proof.at is None else clock(proof.at))
        self.time.setToolTip("" if proof.at is None else every_way(proof.at))

    def set_visible(self, is_visible: bool) -> None:
        self.link.setVisible(is_visible and self.message is not None)
        self.text.setVisible(is_visible)
        self.time.setVisible(is_visible)
