# SPDX-License-Identifier: Apache-2.0
"""How the commands went that were sent: a list, and the chosen one in words."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.core.commands.progress import Progress, Stage
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.sending.outbox import Outbox
from ocppdesk.gui.sending.wording import answer_of, effect_of, line_of


class OutcomesPane(QWidget):
    """Tells how commands went.

    Args:
        theme: Its look.
        outbox: The commands.

    Signals:
        message_wanted: A message is to be shown in the table; carries its number.
        command_wanted: A command is to be prepared; carries the charger, the OCPP
            version, the action and the payload.
    """

    message_wanted = Signal(int)
    command_wanted = Signal(str, str, str, object)

    def __init__(self, theme: Theme, outbox: Outbox) -> None:
        super().__init__()
        self._theme = theme
        self._outbox = outbox
        self._shown: list[Progress] = []
        self.list = QListWidget()
        """The commands, the newest on top."""
        self.list.setAccessibleName(self.tr("Sent commands"))
        self.queue = ThemedLabel(theme, color="muted", wraps=True)
        """What waits for its turn, whoever sent it."""
        self.title = ThemedLabel(theme, is_bold=True)
        self.answer = ThemedLabel(theme, wraps=True, is_selectable=True)
        """How the charger answered."""
        self.meaning = ThemedLabel(theme, color="muted", wraps=True)
        """What the answer means."""
        self.effect = ThemedLabel(theme, wraps=True, is_selectable=True)
        """What proves it."""
        self.take_back = QPushButton(self.tr("&Take it back"))
        self.ask = QPushButton(self.tr("&Ask for it"))
        """Prepares the command that brings the effect to light."""
        self.again = QPushButton(self.tr("&Edit and send again"))
        self.show_message = QPushButton(self.tr("Show the &message"))
        self._build()
        self.list.currentRowChanged.connect(lambda _row: self._show_chosen())
        self.take_back.clicked.connect(self._take_back)
        self.ask.clicked.connect(self._ask)
        self.again.clicked.connect(self._send_again)
        self.show_message.clicked.connect(self._show_message)
        outbox.changed.connect(self.refresh)
        self.refresh()

    @property
    def chosen(self) -> Progress | None:
        """The command that is told about."""
        row = self.list.currentRow()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def choose_newest(self) -> None:
        """Tell about the command that was sent last."""
        self.refresh()
        self.list.setCurrentRow(0)

    def show_queue(self, texts: list[str]) -> None:
        """Show what is on its way to the charger, in order."""
        self.queue.setVisible(bool(texts))
        queue = " → ".join(texts)
        self.queue.show_text(self.tr("Queue: {queue}").format(queue=queue))

    def refresh(self) -> None:
        """Show how the commands are doing now."""
        sent = self._outbox.sent
        if [id(one) for one in sent] != [id(one) for one in self._shown]:
            chosen = self.chosen
            self._shown = list(sent)
            self.list.blockSignals(True)
            self.list.clear()
            self.list.addItems([line_of(one) for one in sent])
            for row in range(len(sent)):
                hint = QSize(0, self._theme.row_height)
                self.list.item(row).setSizeHint(hint)
            if chosen in sent:
                self.list.setCurrentRow(sent.index(chosen))
            elif sent:
                self.list.setCurrentRow(0)
            self.list.blockSignals(False)
        for row, one in enumerate(sent):
            text = line_of(one)
            if self.list.item(row).text() != text:
                self.list.item(row).setText(text)
                self.list.item(row).setToolTip(f"{one.charger}: {text}")
        self._show_chosen()

    def _build(self) -> None:
        theme = self._theme
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        told = QWidget()
        layout = QVBoxLayout(told)
        margin = theme.scaled(12)
        layout.setContentsMargins(margin, theme.scaled(8), margin, theme.scaled(8))
        layout.setSpacing(theme.scaled(4))
        buttons = QHBoxLayout()
        for button in (self.take_back, self.ask, self.again, self.show_message):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch(1)
        for label in (self.queue, self.title, self.answer, self.meaning, self.effect):
            layout.addWidget(label)
        layout.addLayout(buttons)
        layout.addStretch(1)
        area = QScrollArea()
        area.setObjectName("page")
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(told)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.list)
        split.addWidget(area)
        split.setSizes([theme.scaled(380), theme.scaled(700)])
        split.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)
        self.queue.hide()

    def _show_chosen(self) -> None:
        one = self.chosen
        is_there = one is not None
        for widget in (self.answer, self.meaning, self.effect, self.again):
            widget.setVisible(is_there)
        if one is None:
            self.title.show_text(self.tr("Nothing was sent so far."), "muted")
            for button in (self.take_back, self.ask, self.show_message):
                button.hide()
            return
        title = self.tr("{action} to {charger}")
        self.title.show_text(
            title.format(action=one.action, charger=one.charger), "text"
        )
        answer, effect = answer_of(one), effect_of(one)
        self.answer.show_text(answer.text, answer.color)
        meaning = "" if one.verdict is None else one.verdict.meaning
        self.meaning.show_text(meaning)
        self.meaning.setVisible(bool(meaning))
        self.effect.show_text(effect.text, effect.color)
        self.effect.setVisible(bool(effect.text))
        self.take_back.setVisible(one.stage in (Stage.QUEUED, Stage.SENT))
        self.take_back.setText(
            self.tr("&Take it back")
            if one.stage is Stage.QUEUED
            else self.tr("&Wait no longer")
        )
        expected = one.expected
        self.ask.setVisible(bool(effect.text) and bool(expected and expected.ask))
        self.show_message.setVisible(one.call is not None)

    def _take_back(self) -> None:
        if self.chosen is not None:
            self._outbox.take_back(self.chosen)

    def _ask(self) -> None:
        one = self.chosen
        if one is not None and one.expected is not None and one.expected.ask:
            ask = one.expected.ask
            self.command_wanted.emit(one.charger, one.version, ask.action, ask.payload)

    def _send_again(self) -> None:
        one = self.chosen
        if one is not None:
            self.command_wanted.emit(one.charger, one.version, one.action, one.payload)

    def _show_message(self) -> None:
        one = self.chosen
        if one is None:
            return
        found = one.proof or one.answer or one.call
        if found is not None:
            self.message_wanted.emit(found.id)
