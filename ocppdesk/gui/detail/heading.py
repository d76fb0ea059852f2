# SPDX-License-Identifier: Apache-2.0
"""What, when and where of one message: the lines above the tabs."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ocppdesk.capture.origins import Origin
from ocppdesk.core.frames import ANSWERS, CALLS, MessageType, Problem
from ocppdesk.core.messages import Direction, Message
from ocppdesk.gui.detail.values import span_text
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.messages.times import local_date, utc

_UNREADABLE: Final = frozenset({Problem.MALFORMED, Problem.TRUNCATED})
_SIGNS: Final = {Direction.IN: "◀", Direction.OUT: "▶", Direction.LINK: "⚡"}


class Heading(QWidget):
    """Says what a message is, when it was, and what it is about.

    Args:
        theme: Where colours and fonts come from.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ThemedLabel(
            theme, scale=1.15, is_bold=True, is_selectable=True, wraps=True
        )
        self._facts = ThemedLabel(theme, color="muted", is_selectable=True, wraps=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 2)
        layout.setSpacing(2)
        layout.addWidget(self._title)
        layout.addWidget(self._facts)
        self._origin = ThemedLabel(theme, color="muted", is_selectable=True, wraps=True)
        self._origin.hide()
        layout.addWidget(self._origin)

    @property
    def title(self) -> str:
        """What it is."""
        return self._title.text()

    @property
    def facts(self) -> str:
        """When it was and what it is about."""
        return self._facts.text()

    @property
    def origin(self) -> str:
        """Where it was read from; empty if it was recorded."""
        return self._origin.text()

    def show_origin(self, at: int, origin: Origin | None) -> None:
        """Tell where a message was read from, if it was.

        Args:
            at: The time of the message, microseconds since 1970.
            origin: Where it stands.
        """
        self._origin.show_text("" if origin is None else origin_text(at, origin))
        self._origin.setVisible(origin is not None)

    def show_message(
        self, message: Message, answers: Sequence[Message], version: str
    ) -> None:
        """Describe a message.

        Args:
            message: The message.
            answers: On a call: its answers.
            version: The OCPP version of its connection; empty if unknown.
        """
        title = f"{_SIGNS[message.direction]} {title_of(message)}"
        is_wrong = message.problem in _UNREADABLE or message.error_code is not None
        self._title.show_text(title, "problem" if is_wrong else "text")
        self._facts.show_text(" · ".join(facts_of(message, answers, version)))


def title_of(message: Message) -> str:
    """Return what a message is, in a few words."""
    tr = QCoreApplication.translate
    charger = message.charger or tr("detail", "an unknown charger")
    name = message.action or ""
    if message.direction is Direction.LINK:
        return f"{name} · {charger}"
    is_in = message.direction is Direction.IN
    match message.type:
        case MessageType.CALL:
            kind = tr("detail", "call from {}") if is_in else tr("detail", "call to {}")
        case MessageType.SEND:
            kind = tr("detail", "send from {}") if is_in else tr("detail", "send to {}")
        case MessageType.CALLRESULT:
            kind = (
                tr("detail", "answer from {}")
                if is_in
                else tr("detail", "answer to {}")
            )
        case MessageType.CALLERROR | MessageType.CALLRESULTERROR:
            kind = (
                tr("detail", "error from {}") if is_in else tr("detail", "error to {}")
            )
            name = " ✗ ".join(part for part in (name, message.error_code) if part)
        case _:
            kind = tr("detail", "from {}") if is_in else tr("detail", "to {}")
    if not name:
        name = tr("detail", "Unreadable message")
        if message.type in ANSWERS:
            name = tr("detail", "Answer to an unknown call")
            kind = tr("detail", "from {}") if is_in else tr("detail", "to {}")
    return f"{name} · {kind.format(charger)}"


def facts_of(message: Message, answers: Sequence[Message], version: str) -> list[str]:
    """Return when a message was and what it is about, a few words each."""
    tr = QCoreApplication.translate
    facts = [tr("detail", "{} local time").format(local_date(message.at))]
    if message.evse is not None:
        facts.append(tr("detail", "EVSE {}").format(message.evse))
    if message.connector is not None:
        facts.append(tr("detail", "Connector {}").format(message.connector))
    if message.transaction_id is not None:
        facts.append(tr("detail", "Transaction {}").format(message.transaction_id))
    if message.latency_ms is not None:
        span = span_text(round(message.latency_ms * 1000))
        facts.append(tr("detail", "{} after the call").format(span))
    elif answers and answers[0].latency_ms is not None:
        span = span_text(round(answers[0].latency_ms * 1000))
        facts.append(tr("detail", "answered after {}").format(span))
    elif message.type in CALLS and message.type is not MessageType.SEND:
        facts.append(tr("detail", "no answer"))
    facts.append(tr("detail", "No. {}").format(message.id))
    if message.message_id is not None:
        facts.append(tr("detail", "Message id {}").format(message.message_id))
    facts.append(tr("detail", "Connection {}").format(message.connection))
    if version:
        facts.append(f"OCPP {version}")
    facts.append(utc(message.at))
    return facts


def origin_text(at: int, origin: Origin) -> str:
    """Say where a message stands, and where else.

    Args:
        at: The time of the message, microseconds since 1970.
        origin: Where it was read from.
    """
    tr = QCoreApplication.translate
    place = tr("detail", "{}, line {}")
    text = place.format(origin.first.name, origin.first.line)
    if origin.second is None:
        return text
    also = place.format(origin.second.name, origin.second.line)
    text = tr("detail", "{} · also {}").format(text, also)
    if origin.second_at is None or origin.second_at == at:
        return text
    later = (
        tr("detail", "{} later") if origin.second_at > at else tr("detail", "{} before")
    )
    return f"{text}, {later.format(span_text(abs(origin.second_at - at)))}"


def problem_text(problem: Problem) -> str:
    """Return what is wrong with a message, in a few words."""
    tr = QCoreApplication.translate
    return {
        Problem.MALFORMED: tr("detail", "This is no OCPP message"),
        Problem.TRUNCATED: tr("detail", "The message is cut off"),
        Problem.REPAIRED: tr("detail", "Faulty, but it could be read"),
        Problem.ORPHAN: tr("detail", "It answers no call that is known"),
        Problem.LATE: tr("detail", "The answer came too late"),
        Problem.DUPLICATE: tr("detail", "A repetition"),
        Problem.INVALID: tr("detail", "Not valid OCPP"),
    }[problem]
