# SPDX-License-Identifier: Apache-2.0
"""What is wrong with a message, on top of its fields."""

from collections.abc import Sequence
from html import escape
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ocppdesk.analysis.samples import value_problems
from ocppdesk.core.frames import Problem
from ocppdesk.core.messages import Message, Violation
from ocppdesk.gui.detail.heading import problem_text
from ocppdesk.gui.look.labels import ThemedLabel, shortened
from ocppdesk.gui.look.theme import Theme

_SHOWN: Final = 3  # more would push the fields out of view
_ALL: Final = "all"


class ProblemList(QFrame):
    """Lists the violations of a message; the paths in it are links to the fields.

    Values that a charger measured and that are none are listed as well.

    Args:
        theme: Where colours and sizes come from.

    Signals:
        path_wanted: The link of a field was followed; carries its path.
    """

    path_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._violations: Sequence[Violation] = ()
        self._title = ThemedLabel(theme, color="problem", is_bold=True)
        self._lines = QLabel(wordWrap=True)
        self._lines.setTextFormat(Qt.TextFormat.RichText)
        self._lines.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction
        )
        self._lines.setAccessibleName(self.tr("What is wrong with this message"))
        self._lines.setSizePolicy(
            QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 6)
        layout.setSpacing(2)
        layout.addWidget(self._title)
        layout.addWidget(self._lines)
        self.setObjectName("problems")
        self._lines.linkActivated.connect(self._follow)
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    @property
    def title(self) -> str:
        """What is wrong, in a few words; empty if nothing is."""
        return "" if self.isHidden() else self._title.text()

    @property
    def lines(self) -> QLabel:
        """The violations, a line each."""
        return self._lines

    def show_message(self, message: Message) -> None:
        """List what is wrong with a message; vanish if nothing is."""
        problem = message.problem
        odd = [Violation("", text) for text in value_problems(message)]
        self._violations = (*message.violations, *odd)
        if problem is not None or message.violations:
            title = problem_text(problem or Problem.INVALID)
        else:
            title = self.tr("Odd values")
        self._title.show_text(f"✕ {title}")
        self._show(self._violations[:_SHOWN])
        self.setVisible(problem is not None or bool(self._violations))

    def _show(self, violations: Sequence[Violation]) -> None:
        lines = [_line(violation) for violation in violations]
        more = len(self._violations) - len(violations)
        if more:
            text = self.tr("{count} more").format(count=more)
            lines.append(f'<a href="{_ALL}">{escape(text)}</a>')
        self._lines.setText("<br>".join(lines))
        self._lines.setVisible(bool(lines))

    def _follow(self, link: str) -> None:
        kind, _, path = link.partition(":")
        if kind == _ALL:
            self._show(self._violations)
        else:
            self.path_wanted.emit(path)

    def _dress(self) -> None:
        back = self._theme.color("error.back").name()
        self.setStyleSheet(f"QFrame#problems {{ background: {back}; }}")


def _line(violation: Violation) -> str:
    text = escape(shortened(violation.text))
    if not violation.path:
        return text
    path = escape(violation.path)
    return f'<a href="field:{path}">{escape(shortened(violation.path))}</a>: {text}'
