# SPDX-License-Identifier: Apache-2.0
"""The page of one group of findings: what it means, what to try, and what shows it."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.gui.findings.groups import Group, State
from ocppdesk.gui.findings.text import MESSAGE, RULE, evidence, group_html
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.messages.moments import Moments

Lines = Callable[[tuple[int, ...]], Mapping[int, str]]
"""Tells what messages say, a line each, by their numbers."""

_SHEET: Final = (
    "h4 { margin: 10px 0 2px 0; } p { margin: 0 0 6px 0; } ol, ul { margin: 0; }"
)


class FindingPage(QWidget):
    """Shows one group.

    Args:
        theme: Its look.
        lines_of: Tells what messages say.

    Signals:
        message_wanted: A message is to be shown in the table; carries its number.
        rule_wanted: The help on a rule is to be shown; carries its id.
        messages_wanted, copy_wanted: The messages of the group are to be shown, or it
            is to be copied.
        ignore_wanted: It is to be ignored, or to count again; carries which.
    """

    message_wanted = Signal(int)
    rule_wanted = Signal(str)
    messages_wanted = Signal()
    copy_wanted = Signal()
    ignore_wanted = Signal(bool)

    def __init__(
        self, theme: Theme, lines_of: Lines, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines_of = lines_of
        self._moments = Moments()
        self._html = ""
        self._lines: dict[int, str] = {}
        self.group: Group | None = None
        """What is shown."""
        self.heading = ThemedLabel(theme, scale=1.15, is_bold=True, wraps=True)
        self.show_messages = QPushButton(self.tr("&Show messages"))
        self.show_messages.setToolTip(
            self.tr("Let the table show only the messages that this was found in")
        )
        self.copy = QPushButton(self.tr("Cop&y for ticket"))
        self.copy.setToolTip(self.tr("Copy it as Markdown, with the messages"))
        self.ignore = QPushButton()
        self.text = QTextBrowser()
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setOpenLinks(False)
        self.text.setAccessibleName(self.tr("What was found, and what to try"))
        self.text.document().setDefaultStyleSheet(_SHEET)
        self._build()
        self.text.anchorClicked.connect(self._follow)
        self.show_messages.clicked.connect(self.messages_wanted)
        self.copy.clicked.connect(self.copy_wanted)
        self.ignore.clicked.connect(self._toggle_ignored)
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What the Tab key reaches in it, in order."""
        return self.show_messages, self.copy, self.ignore, self.text

    def show_group(self, group: Group | None, moments: Moments) -> None:
        """Show a group; if it is the one that is shown, what is read stays.

        Args:
            group: The group; None shows what to do to see one.
            moments: How times are written.
        """
        is_same = (
            group is not None and self.group is not None and group.key == self.group.key
        )
        self.group, self._moments = group, moments
        if not is_same:
            self._lines.clear()
        self._show(is_same=is_same)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The messages of the evidence that is listed."""
        found = () if self.group is None else self.group.findings
        return tuple(sorted({n for each in found for n in evidence(each)}))

    def lines(self) -> Mapping[int, str]:
        """Return what the evidence says that is listed."""
        if self.group is None:
            return {}
        missing = tuple(n for n in self.numbers if n not in self._lines)
        if missing:
            # A message never changes, so each is read once.
            self._lines.update(self._lines_of(missing))
        return self._lines

    def _show(self, *, is_same: bool) -> None:
        group = self.group
        for button in (self.show_messages, self.copy, self.ignore):
            button.setVisible(group is not None)
        if group is None:
            self.heading.show_text("")
            line = self.tr("Choose a finding to read what it means and what to try.")
            self._write(f"<p>{line}</p>", is_same=False)
            return
        title = group.title
        if group.is_gone:
            title = self.tr("{title} (no longer so)").format(title=title)
        self.heading.show_text(title)
        self.show_messages.setEnabled(bool(group.messages))
        is_ignored = group.state is State.IGNORED
        label = self.tr("&Count again") if is_ignored else self.tr("&Ignore here")
        self.ignore.setText(label)
        self.ignore.setToolTip(
            self.tr("It is in the list again, and marked in the messages")
            if is_ignored
            else self.tr(
                "This rule does not count at this charger: no mark, no word in the "
                "status bar. The chip Ignored brings it back."
            )
        )
        html = group_html(group, self._theme, self._moments.beginning, self.lines())
        self._write(html, is_same=is_same)

    def _write(self, html: str, *, is_same: bool) -> None:
        if html == self._html:
            return
        is_read = self.text.textCursor().hasSelection()
        if is_same and is_read:
            return  # what is selected is being copied; the next change shows it
        self._html = html
        bar = self.text.verticalScrollBar()
        place = bar.value() if is_same else 0
        self.text.setHtml(html)
        bar.setValue(place)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        for button in (self.show_messages, self.copy, self.ignore):
            button.setAutoDefault(False)
            head.addWidget(button)
        self._head = head
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.text, 1)

    def _dress(self) -> None:
        scaled = self._theme.scaled
        self._head.setContentsMargins(scaled(12), scaled(8), scaled(8), scaled(2))
        self._head.setSpacing(scaled(6))
        self.text.document().setDocumentMargin(scaled(12))
        self.text.setFont(self._theme.font())
        self._show(is_same=True)

    def _follow(self, url: QUrl) -> None:
        kind, _colon, rest = url.toString().partition(":")
        if kind == MESSAGE and rest.isdecimal():
            self.message_wanted.emit(int(rest))
        elif kind == RULE:
            self.rule_wanted.emit(rest)

    def _toggle_ignored(self) -> None:
        if self.group is not None:
            self.ignore_wanted.emit(self.group.state is not State.IGNORED)
