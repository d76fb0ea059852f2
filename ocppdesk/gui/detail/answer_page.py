# SPDX-License-Identifier: Apache-2.0
"""The other half of an exchange: the answer to a call, or the call of an answer."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.capture.records import Connection
from ocppdesk.core.frames import ANSWERS, CALLS, MessageType
from ocppdesk.core.messages import Message
from ocppdesk.filters.paths import Side
from ocppdesk.gui.detail.fields import FieldsView
from ocppdesk.gui.detail.heading import title_of
from ocppdesk.gui.detail.json_view import JsonView
from ocppdesk.gui.detail.payloads import show_payload
from ocppdesk.gui.detail.values import span_text
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.messages.times import local_time

_WAIT_STEP_MS: Final = 1000
_NARROW: Final = 720  # pixels at 100 %: fields and text have no room side by side


class AnswerPage(QWidget):
    """Shows fields and text of the other half, and how long it took.

    Args:
        theme: Where colours and fonts come from.
        clock: Gives the time now, microseconds since 1970.

    Signals:
        go_to: The other half is to be selected in the table; carries its number.
    """

    go_to = Signal(int)

    def __init__(self, theme: Theme, clock: Callable[[], int]) -> None:
        super().__init__()
        self._theme = theme
        self._clock = clock
        self._message: Message | None = None
        self._others: Sequence[Message] = ()
        self._version = ""
        self._connection: Connection | None = None
        self._state = ThemedLabel(theme, is_bold=True, wraps=True, is_selectable=True)
        policy = self._state.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
        self._state.setSizePolicy(policy)
        self._choice = QComboBox()
        self._choice.setAccessibleName(self.tr("Which answer"))
        self._go = QPushButton(self.tr("Go to it"))
        self._go.setToolTip(self.tr("Select it in the table"))
        self._fields = FieldsView(theme)
        self._json = JsonView(theme)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.addWidget(self._fields)
        self._split.addWidget(self._json)
        self._split.setChildrenCollapsible(False)
        bar = QHBoxLayout()
        bar.setContentsMargins(10, 6, 8, 6)
        bar.addWidget(self._state, 1)
        bar.addWidget(self._choice)
        bar.addWidget(self._go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self._split, 1)
        # Keeps the line at the top where the rest is hidden.
        layout.addStretch()
        self._timer = QTimer(self, interval=_WAIT_STEP_MS)
        self._timer.timeout.connect(self.show_waiting)
        self._choice.activated.connect(self._show_other)
        self._go.clicked.connect(self._ask_to_go)

    @property
    def state(self) -> str:
        """What is said about the other half."""
        return self._state.text()

    @property
    def fields(self) -> FieldsView:
        """The fields of the other half."""
        return self._fields

    @property
    def json(self) -> JsonView:
        """The text of the other half."""
        return self._json

    @property
    def side(self) -> Side:
        """How filters call the payload that is shown."""
        message = self._message
        is_call = message is not None and message.type in CALLS
        return Side.RESPONSE if is_call else Side.REQUEST

    def show_exchange(
        self,
        message: Message,
        others: Sequence[Message],
        version: str,
        connection: Connection | None,
    ) -> None:
        """Show what belongs to a message.

        Args:
            message: The message.
            others: On a call its answers, on an answer its call.
            version: The OCPP version of the connection.
            connection: The connection, if it is known.
        """
        self._message = message
        self._others = others
        self._version = version
        self._connection = connection
        self._choice.clear()
        for number, other in enumerate(others, 1):
            self._choice.addItem(
                self.tr("{number} of {count}: No. {id}").format(
                    number=number, count=len(others), id=other.id
                )
            )
        self._choice.setVisible(len(others) > 1)
        self._go.setVisible(bool(others))
        self._split.setVisible(bool(others))
        if others:
            self._timer.stop()
            self._show_other(0)
        else:
            self.show_waiting()

    def show_waiting(self) -> None:
        """Say how long there has been no answer; a timer calls this every second."""
        message = self._message
        if message is None:
            return
        text, is_over = self._waiting_text(message)
        self._state.show_text(text, "muted" if is_over else "slow")
        if is_over or not self.isVisible():
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def _waiting_text(self, message: Message) -> tuple[str, bool]:
        """Return what to say where there is no other half, and whether that is all."""
        if message.type is MessageType.SEND:  # OCPP 2.1 part 4
            return self.tr("A SEND is never answered."), True
        if message.type in ANSWERS:
            return self.tr("The call that this answers is not in the capture."), True
        if message.type not in CALLS:
            return self.tr("Nothing belongs to this message."), True
        connection = self._connection
        if connection is not None and connection.ended_at is not None:
            span = span_text(max(0, connection.ended_at - message.at))
            text = self.tr("No answer: the connection ended {span} after the call.")
            return text.format(span=span), True
        waited = max(0, self._clock() - message.at)
        text = self.tr("No answer yet, after {span}.")
        # A clock of seconds that runs: tenths would only flicker.
        seconds = waited // 1_000_000
        span = f"{seconds} s" if seconds < 60 else span_text(waited)
        return text.format(span=span), False

    def _show_other(self, number: int) -> None:
        message, other = self._message, self._others[number]
        assert message is not None
        answer = other if message.type in CALLS else message
        parts = [title_of(other), local_time(other.at)]
        if answer.latency_ms is not None:
            span = span_text(round(answer.latency_ms * 1000))
            parts.append(self.tr("answered {span} after the call").format(span=span))
        color = "problem" if other.error_code or other.problem else "text"
        self._state.show_text(" · ".join(parts), color)
        show_payload(self._fields, other, self._version)
        self._json.show_raw(other.raw)

    def _ask_to_go(self) -> None:
        number = max(0, self._choice.currentIndex())
        self.go_to.emit(self._others[number].id)

    # Overrides of QWidget.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < self._theme.scaled(_NARROW)
        kind = Qt.Orientation.Vertical if is_narrow else Qt.Orientation.Horizontal
        if self._split.orientation() != kind:
            self._split.setOrientation(kind)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._others:
            self.show_waiting()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
