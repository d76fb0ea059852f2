# SPDX-License-Identifier: Apache-2.0
"""What happened in a session, line by line, each with a link to its message."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QTimer, QUrl, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from ocppdesk.analysis.sessions.story import Certainty, Line
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.messages.moments import Moments, every_way
from ocppdesk.gui.stories import wording

_LONGEST: Final = 600  # characters of a line; most come from the charger
_GAP: Final = "  "
_AT_ONCE: Final = 40  # lines that are written in one go: some milliseconds


class Timeline(QTextBrowser):
    """The lines of a session: time, sentence, how sure, message.

    Lines that come while it is read are added at the end; nothing else moves.

    Args:
        theme: Where colours and fonts come from.

    Signals:
        message_wanted: A message is to be shown in the table; carries its number.
    """

    message_wanted = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._moments = Moments()
        self._lines: tuple[Line, ...] = ()
        self._written = 0
        self._more = QTimer(self, singleShot=True, interval=0)
        self._more.timeout.connect(self._write)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("What happened, line by line"))
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        # Chargers send texts without a single blank.
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.anchorClicked.connect(self._follow)
        theme.changed.connect(self._write_again)
        self._write_again()

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines that are shown."""
        return self._lines

    def show_lines(
        self, lines: Sequence[Line], moments: Moments, *, is_same: bool
    ) -> None:
        """Show the lines of a session.

        Args:
            lines: The lines, in their order.
            moments: How times are written.
            is_same: Whether it is the session that was shown: it stays where it was
                scrolled to.
        """
        before, wanted = self._lines, tuple(lines)
        if is_same and (wanted, moments) == (before, self._moments):
            return
        is_longer = (
            wanted[: self._written] == before[: self._written]
            and moments == self._moments
        )
        self._lines, self._moments = wanted, moments
        if not is_same:
            self.clear()
            self._written = 0
            self._write()
            self.verticalScrollBar().setValue(0)
        elif self._written and is_longer:
            self._write()
        else:
            self._write_again()

    def _write_again(self) -> None:
        """Write all lines anew, and stay at the same place."""
        self.setFont(self._theme.font())
        self.document().setDefaultFont(self._theme.font())
        self.document().setDocumentMargin(self._theme.scaled(10))
        bar = self.verticalScrollBar()
        place = bar.value()
        self.clear()
        self._written = 0
        while self._written < len(self._lines):
            self._write()
        bar.setValue(place)

    def _write(self) -> None:
        """Write the next lines at the end, and more of them a little later.

        The reader's selection stays.
        """
        end = min(self._written + _AT_ONCE, len(self._lines))
        reading = self.textCursor()
        anchor, position = reading.anchor(), reading.position()
        top = self.verticalScrollBar().value()
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.beginEditBlock()
        for number in range(self._written, end):
            previous = self._lines[number - 1] if number else None
            self._write_day(cursor, self._lines[number], previous)
            self._write_line(cursor, self._lines[number], previous)
        cursor.endEditBlock()
        # What is written where the reader's cursor is would become selected.
        reading.setPosition(anchor)
        reading.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(reading)
        self.verticalScrollBar().setValue(top)
        self._written = end
        if end < len(self._lines):
            self._more.start()
        else:
            self._more.stop()

    def _write_day(
        self, cursor: QTextCursor, line: Line, previous: Line | None
    ) -> None:
        day = self._moments.day(line.at)
        if not day or (previous is not None and day == self._moments.day(previous.at)):
            return
        block = QTextBlockFormat()
        block.setTopMargin(0 if previous is None else self._theme.scaled(8))
        block.setBottomMargin(self._theme.scaled(2))
        self._begin(cursor, block)
        cursor.insertText(day, self._format("muted", is_bold=True))

    def _write_line(
        self, cursor: QTextCursor, line: Line, previous: Line | None
    ) -> None:
        theme = self._theme
        before = None if previous is None else previous.at
        at = self._moments.of_line(line.at, previous=before)
        width = QFontMetrics(theme.font()).horizontalAdvance(f"{at}{_GAP}{_GAP}")
        block = QTextBlockFormat()
        # A second row of the same line begins below the sentence, not the time.
        block.setLeftMargin(width)
        block.setTextIndent(-width)
        block.setTabPositions([QTextOption.Tab(width, QTextOption.TabType.LeftTab)])
        block.setTopMargin(theme.scaled(2))
        block.setBottomMargin(theme.scaled(2))
        if line.is_problem:
            block.setBackground(theme.color("error.back"))
        self._begin(cursor, block)
        stamp = self._format("muted")
        stamp.setToolTip(every_way(line.at))
        cursor.insertText(f"{at}\t", stamp)
        color = "problem" if line.is_problem else "text"
        sign = "✗ " if line.is_problem else ""
        text = line.text[:_LONGEST].replace("\n", " ")
        cursor.insertText(f"{sign}{text}", self._format(color, is_bold=line.is_problem))
        if line.certainty is not Certainty.OBSERVED:
            sure = wording.certainty(line.certainty)
            mark = self._format(sure.color)
            mark.setToolTip(wording.certainty_sentence(line.certainty))
            cursor.insertText(f"{_GAP}{sure.text}", mark)
        if line.message is not None:
            cursor.insertText(_GAP, self._format("text"))
            cursor.insertText(f"#{line.message}", self._link(line.message))

    def _begin(self, cursor: QTextCursor, block: QTextBlockFormat) -> None:
        if self.document().isEmpty():
            cursor.setBlockFormat(block)
        else:
            cursor.insertBlock(block)

    def _format(self, color: str, *, is_bold: bool = False) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setForeground(self._theme.color(color))
        if is_bold:
            made.setFontWeight(QFont.Weight.Bold)
        return made

    def _link(self, message: int) -> QTextCharFormat:
        made = self._format("accent")
        made.setAnchor(True)
        made.setAnchorHref(str(message))
        made.setFontUnderline(True)
        made.setToolTip(self.tr("Show message {number}").format(number=message))
        return made

    def _follow(self, link: QUrl) -> None:
        self.message_wanted.emit(int(link.toString()))
