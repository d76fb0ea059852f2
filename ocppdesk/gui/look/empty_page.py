# SPDX-License-Identifier: Apache-2.0
"""What stands in place of a table while there is nothing to show in it."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import islice
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme

_WIDTH: Final = 560  # pixels at 100 %
_MOST_CHARGERS: Final = 6  # that have a button; the list of chargers has all
_LONGEST: Final = 20  # characters of an identity on a button

Way = tuple[str, Callable[[], object]]
"""The label of a button, and what it does."""


def ways_to(chargers: Iterable[str], choose: Callable[[str], object]) -> list[Way]:
    """Return a button for each of some chargers, but not for too many.

    Args:
        chargers: Their identities; the empty one has none.
        choose: Chooses a charger.
    """
    named = islice((name for name in chargers if name), _MOST_CHARGERS)
    return [(_label(name), partial(choose, name)) for name in named]


def _label(identity: str) -> str:
    """Return what stands on a button: long identities differ at their ends mostly."""
    text = identity
    if len(text) > _LONGEST:
        half = _LONGEST // 2
        text = f"{text[:half]}…{text[-half:]}"
    return text.replace("&", "&&")


class EmptyPage(QWidget):
    """A heading, what to do, and buttons that do it.

    Args:
        theme: Its look.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[str, str, tuple[str, ...]] | None = None
        self.heading = ThemedLabel(theme, scale=1.5, is_bold=True, wraps=True)
        self.line = ThemedLabel(theme, color="muted", wraps=True)
        self.heading.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.buttons: list[QPushButton] = []
        """The ways on, the first one large."""
        self._big = QHBoxLayout()
        self._small = QHBoxLayout()
        column = QWidget()
        column.setMaximumWidth(theme.scaled(_WIDTH))
        inside = QVBoxLayout(column)
        inside.setSpacing(theme.scaled(14))
        inside.addWidget(self.heading)
        inside.addWidget(self.line)
        inside.addLayout(self._big)
        inside.addLayout(self._small)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(column, 100)
        across.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addLayout(across)
        layout.addStretch(3)

    def say(
        self,
        heading: str,
        line: str,
        ways: Sequence[Way] = (),
        *,
        are_alike: bool = False,
    ) -> None:
        """Show a text with buttons; nothing is touched if it is there already.

        Args:
            heading: What there is, in a few words.
            line: What to do.
            ways: The buttons; the first one is the large one.
            are_alike: Whether no button is larger than the others.
        """
        shown = (heading, line, tuple(label for label, _do in ways))
        if shown == self._shown:
            return
        self._shown = shown
        self.heading.show_text(heading)
        self.line.show_text(line)
        for layout in (self._big, self._small):
            while (item := layout.takeAt(0)) is not None:
                widget = item.widget()
                if widget is not None:
                    widget.hide()
                    widget.deleteLater()
        self.buttons = []
        for number, (label, do) in enumerate(ways):
            button = QPushButton(label)
            button.clicked.connect(lambda _checked=False, do=do: do())
            is_large = number == 0 and not are_alike
            layout = self._big if is_large else self._small
            if is_large:
                button.setFont(self._theme.font(1.2))
                button.setDefault(True)
                layout.addStretch(1)
            layout.addWidget(button)
            self.buttons.append(button)
        self._big.addStretch(1)
        self._small.insertStretch(0, 1)
        self._small.addStretch(1)
