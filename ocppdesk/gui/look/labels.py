# SPDX-License-Identifier: Apache-2.0
"""Labels in the theme's colours and fonts."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ocppdesk.gui.look.theme import Theme

_LONGEST_WORD = 56  # a label breaks lines between words only
_LONGEST_TEXT = 600


class ThemedLabel(QLabel):
    """A plain text that keeps to the theme when it changes.

    Markup in it is never obeyed: much of what is shown comes from strangers' sockets.

    Args:
        theme: Where colours and fonts come from.
        text: The text.
        color: The name of its colour.
        scale: Its size, where 1 is that of ordinary text.
        is_bold: Whether it is bold.
        is_selectable: Whether the mouse can select it. The keyboard stops nowhere on
            the way: a page of such labels would have dozens of stops.
        wraps: Whether it may take several lines.
    """

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        *,
        color: str = "text",
        scale: float = 1.0,
        is_bold: bool = False,
        is_selectable: bool = False,
        wraps: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._color = color
        self._scale = scale
        self._is_bold = is_bold
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wraps)
        if wraps:
            policy = QSizePolicy(
                QSizePolicy.Policy.Ignored, QSizePolicy.Policy.MinimumExpanding
            )
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        if is_selectable:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setText(text)
        theme.changed.connect(self._dress)
        self._dress()

    def show_text(self, text: str, color: str | None = None) -> None:
        """Take another text and colour; nothing is touched if they are the same.

        What does not fit any window is cut in the middle; the tool tip has it all.
        """
        short = shortened(text)
        if short != self.text():
            self.setText(short)
            self.setToolTip(text if short != text else "")
        if color is not None and color != self._color:
            self._color = color
            self._dress()

    def _dress(self) -> None:
        self.setFont(self._theme.font(self._scale, bold=self._is_bold))
        palette = QPalette(self.palette())
        color = self._theme.color(self._color)
        # Which of the two a label takes depends on what it stands on.
        palette.setColor(QPalette.ColorRole.WindowText, color)
        palette.setColor(QPalette.ColorRole.Text, color)
        self.setPalette(palette)

    # Overrides of QLabel.

    def sizeHint(self) -> QSize:
        # Qt's own hint takes a narrow column for granted, so pages would scroll for
        # nothing; the height for the true width is what layouts ask for besides.
        return self._one_line() if self.wordWrap() else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._one_line() if self.wordWrap() else super().minimumSizeHint()

    def _one_line(self) -> QSize:
        margins = self.contentsMargins()
        height = self.fontMetrics().height() + margins.top() + margins.bottom()
        return QSize(0, height)


def shortened(text: str) -> str:
    """Return a text of which no word and no line is too long for a label."""
    words = [_cut(word, _LONGEST_WORD) for word in text.split(" ")]
    return _cut(" ".join(words), _LONGEST_TEXT)


def _cut(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    half = longest // 2
    return f"{text[:half]}…{text[-half + 1 :]}"
