# SPDX-License-Identifier: Apache-2.0
"""The texts of one row of the message table, worked out once and kept."""

import enum
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QCoreApplication

from ocppdesk.capture.records import Row
from ocppdesk.core.frames import ANSWERS, CALLS, MessageType, Problem
from ocppdesk.core.messages import Direction, Message
from ocppdesk.core.summary import ResultKind, result, summary
from ocppdesk.gui.messages.columns import COLUMNS, Column
from ocppdesk.gui.messages.times import utc

LONGEST_TEXT: Final = 400
"""Characters of a text that are drawn; no screen is wider."""

DIRECTION_SIGNS: Final = {
    Direction.IN: "◀",
    Direction.OUT: "▶",
    Direction.LINK: "⚡",
}
NO_RESULT: Final = "—"

_TRANSACTION_ACTIONS: Final = frozenset(
    {"StartTransaction", "StopTransaction", "TransactionEvent"}
)
# A row is one line whatever a charger sends: no breaks, nothing that turns the writing
# direction of what follows, and no half of a surrogate pair, which is no text.
_BLANKS: Final = (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029)
_UNWRITABLE: Final = (
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    *range(0xD800, 0xE000),
)
_ONE_LINE: Final = dict.fromkeys(_BLANKS, " ") | dict.fromkeys(_UNWRITABLE, "\ufffd")


class RowKind(enum.StrEnum):
    """How a row is tinted; the value is part of the names of its colours."""

    PLAIN = "plain"
    ERROR = "error"
    """Refused, or answered with an error."""
    WAITING = "waiting"
    """A call without an answer."""
    FAULT = "fault"
    """A connector reports a fault."""
    TRANSACTION = "transaction"
    """A charging session begins, goes on or ends."""
    LINK = "link"
    """A charger came, booted or went."""
    COMMAND = "command"
    """A call to the charger."""
    HEARTBEAT = "heartbeat"
    """A sign of life that says nothing else."""


@dataclass(frozen=True, slots=True)
class Cells:
    """What a table shows of one message, as far as its neighbours do not matter."""

    id: int
    at: int
    """When, microseconds since 1970."""
    texts: tuple[str, ...]
    """By `Column`; empty for those that depend on the time or on other rows."""
    kind: RowKind
    direction: Direction | None = None
    is_answer: bool = False
    is_waiting: bool = False
    """Whether it is a call without an answer so far."""
    is_refused: bool = False
    """Whether the result is a refusal or an error."""
    latency_ms: float | None = None
    connection: int = 0
    is_readable: bool = True
    """False: the capture could not give it; the summary says why."""


def cells_of(row: Row) -> Cells:
    """Work out the texts of a row."""
    message, answer = row.message, row.answer
    payload = message.payload()
    outcome = result(message, answer)
    is_answer = message.type in ANSWERS
    is_call = message.type is MessageType.CALL
    latency = message.latency_ms if answer is None else answer.latency_ms
    is_waiting = is_call and answer is None and outcome.kind is ResultKind.WAITING
    texts = [""] * len(COLUMNS)
    texts[Column.NUMBER] = str(message.id)
    if message.direction in DIRECTION_SIGNS:
        texts[Column.DIRECTION] = DIRECTION_SIGNS[message.direction]
    texts[Column.CHARGER] = one_line(message.charger)
    texts[Column.CONNECTOR] = _connector(message)
    texts[Column.MESSAGE] = one_line(_message_text(message))
    texts[Column.SUMMARY] = one_line(summary(message, payload))
    if not is_waiting:
        outcome_text = f"{outcome.kind.symbol} {outcome.text}".strip()
        texts[Column.RESULT] = one_line(outcome_text) or NO_RESULT
    texts[Column.LATENCY] = _latency_text(latency)
    texts[Column.PROBLEM] = "" if message.problem is None else message.problem.value
    if message.direction is not Direction.LINK:
        texts[Column.JSON] = one_line(message.text)
    texts[Column.MESSAGE_ID] = one_line(message.message_id or "")
    if message.transaction_id is not None:
        texts[Column.TRANSACTION] = one_line(str(message.transaction_id))
    texts[Column.SIZE] = "" if message.direction is Direction.LINK else str(row.size)
    texts[Column.RECEIVED] = utc(message.at)
    is_refused = outcome.kind in (ResultKind.REFUSED, ResultKind.ERROR)
    return Cells(
        id=message.id,
        at=message.at,
        texts=tuple(texts),
        kind=_kind(message, payload, is_refused=is_refused),
        direction=message.direction,
        is_answer=is_answer,
        is_waiting=is_waiting,
        is_refused=is_refused,
        latency_ms=latency,
        connection=message.connection,
    )


def unreadable_cells(number: int, why: str) -> Cells:
    """Return the cells of a message that the capture could not give.

    Args:
        number: Its number.
        why: What went wrong, in words.
    """
    texts = [""] * len(COLUMNS)
    texts[Column.NUMBER] = str(number)
    sentence = QCoreApplication.translate("Cells", "This message cannot be read: {why}")
    texts[Column.SUMMARY] = one_line(sentence.format(why=why))
    texts[Column.RESULT] = NO_RESULT
    return Cells(
        id=number, at=0, texts=tuple(texts), kind=RowKind.ERROR, is_readable=False
    )


def one_line(text: str) -> str:
    """Return a text on one line, no longer than is drawn."""
    if len(text) > LONGEST_TEXT:
        text = f"{text[:LONGEST_TEXT]}…"
    return text.translate(_ONE_LINE)


def _message_text(message: Message) -> str:
    name = message.action
    if name is None:
        if message.type is None:
            return QCoreApplication.translate("Cells", "Not an OCPP message")
        name = message.type.name
    if message.error_code is not None and message.type not in CALLS:
        return f"{name} ✗ {message.error_code}"
    return name


def _connector(message: Message) -> str:
    if message.evse is None:
        return "" if message.connector is None else str(message.connector)
    if message.connector is None:
        return str(message.evse)
    return f"{message.evse}.{message.connector}"


def _latency_text(latency_ms: float | None) -> str:
    if latency_ms is None:
        return ""
    return "<1" if 0 <= latency_ms < 1 else f"{latency_ms:.0f}"


def _kind(message: Message, payload: Any, *, is_refused: bool) -> RowKind:
    # The first that fits wins.
    is_call = message.type in CALLS
    if is_refused or message.problem in (Problem.MALFORMED, Problem.TRUNCATED):
        return RowKind.ERROR
    if is_call and message.action == "StatusNotification" and _is_fault(payload):
        return RowKind.FAULT
    if message.action in _TRANSACTION_ACTIONS:
        return RowKind.TRANSACTION
    if message.direction is Direction.LINK or message.action == "BootNotification":
        return RowKind.LINK
    if is_call and message.direction is Direction.OUT:
        return RowKind.COMMAND
    if message.action == "Heartbeat":
        return RowKind.HEARTBEAT
    return RowKind.PLAIN


def _is_fault(payload: Any) -> bool:
    if not isinstance(payload, dict):
        return False
    return "Faulted" in (payload.get("status"), payload.get("connectorStatus"))
