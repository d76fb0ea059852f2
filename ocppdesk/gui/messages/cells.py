# SPDX-License-Identifier: Apache-2.0
"""The texts of one row of the message table, worked out once and kept."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QCoreApplication

from ocppdesk.capture.records import Row
from ocppdesk.core.findings import Finding, Level
from ocppdesk.core.frames import ANSWERS, CALLS, MessageType
from ocppdesk.core.messages import Direction, Message
from ocppdesk.core.summary import ResultKind, result, summary
from ocppdesk.filters.fields import size_of
from ocppdesk.filters.subject import Subject
from ocppdesk.filters.values import Scalar, instant_of, text_of
from ocppdesk.gui.messages.color_rules import ColorRule
from ocppdesk.gui.messages.columns import COLUMNS, Column
from ocppdesk.gui.messages.look import FIELD_COLUMNS, PLAIN, Look
from ocppdesk.gui.messages.times import utc

LONGEST_TEXT: Final = 400
"""Characters of a text that are drawn; no screen is wider."""

DIRECTION_SIGNS: Final = {
    Direction.IN: "◀",
    Direction.OUT: "▶",
    Direction.LINK: "⚡",
}
NO_RESULT: Final = "—"
MARK_SIGN: Final = "★"
NOTE_SIGN: Final = "✎"
FINDING_SIGNS: Final = {
    Level.ERROR: "⊖",
    Level.WARNING: "▲",
    Level.NOTE: "◆",
    Level.INFO: "●",
}
"""Signs of the worst finding about a message."""

_MOST_VALUES: Final = 20  # of one message in one cell
_NO_FIELDS: Final = ("",) * len(FIELD_COLUMNS)
_TIMESTAMPS: Final = ("timestamp", "generatedAt")

# A row is one line whatever a charger sends: no breaks, nothing that turns the writing
# direction of what follows, and no half of a surrogate pair, which is no text.
_BLANKS: Final = (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029)
_UNWRITABLE: Final = (
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    *range(0xD800, 0xE000),
)
_ONE_LINE: Final = dict.fromkeys(_BLANKS, " ") | dict.fromkeys(_UNWRITABLE, "\ufffd")


@dataclass(frozen=True, slots=True)
class Cells:
    """What a table shows of one message, as far as its neighbours do not matter."""

    id: int
    at: int
    """When, microseconds since 1970."""
    texts: tuple[str, ...]
    """By column; empty for those that depend on the time or on other rows."""
    rule: ColorRule | None = None
    """What colours the row; None if nothing does."""
    late_rule: ColorRule | None = None
    """What colours it as soon as nobody waits for its answer any more."""
    direction: Direction | None = None
    charger: str = ""
    action: str = ""
    """The action; of answers, that of the call."""
    is_answer: bool = False
    is_waiting: bool = False
    """Whether it is a call without an answer so far."""
    is_refused: bool = False
    """Whether the result is a refusal or an error."""
    latency_ms: float | None = None
    charger_at: int | None = None
    """The time that the charger wrote into it, microseconds since 1970."""
    partner: int | None = None
    """The number of the answer, or of the call that is answered."""
    note: str = ""
    """What the user noted about it."""
    findings: tuple[Finding, ...] = ()
    """What was diagnosed with it, the worst first."""
    connection: int = 0
    is_readable: bool = True
    """False: the capture could not give it; the summary says why."""


def cells_of(row: Row, look: Look = PLAIN) -> Cells:
    """Work out the texts of a row.

    Args:
        row: The row.
        look: Which of it is wanted, and in which colours.
    """
    message, answer = row.message, row.answer
    subject = look.subject(row)
    payload = subject.payload()
    outcome = result(message, answer)
    is_call = message.type is MessageType.CALL
    is_answer = message.type in ANSWERS
    is_waiting = is_call and answer is None and outcome.kind is ResultKind.WAITING
    latency = message.latency_ms if answer is None else answer.latency_ms
    outcome_text = f"{outcome.kind.symbol} {outcome.text}".strip()
    rule, late_rule = look.rules(row, subject, is_waiting=is_waiting)
    return Cells(
        id=message.id,
        at=message.at,
        texts=(
            str(message.id),
            "",
            "",
            DIRECTION_SIGNS.get(message.direction, ""),
            one_line(message.charger),
            _connector(message),
            one_line(_message_text(message)),
            one_line(summary(message, payload)),
            "" if is_waiting else one_line(outcome_text) or NO_RESULT,
            _latency_text(latency),
            _signs(subject),
            "" if message.problem is None else message.problem.value,
            "" if message.direction is Direction.LINK else one_line(message.text),
            one_line(message.message_id or ""),
            one_line(_shown(message.transaction_id)),
            *_field_texts(subject, look),
            "" if message.direction is Direction.LINK else str(_size(row)),
            utc(message.at),
            "",
            "",
            "",
            *_path_texts(subject, look),
        ),
        rule=rule,
        late_rule=late_rule,
        direction=message.direction,
        charger=message.charger,
        action=message.action or "",
        is_answer=is_answer,
        is_waiting=is_waiting,
        is_refused=outcome.kind in (ResultKind.REFUSED, ResultKind.ERROR),
        latency_ms=latency,
        charger_at=_charger_at(message, payload),
        partner=message.answer_to if answer is None else answer.id,
        note=subject.note,
        findings=tuple(subject.findings),
        connection=message.connection,
    )


def unreadable_cells(number: int, why: str, look: Look = PLAIN) -> Cells:
    """Return the cells of a message that the capture could not give.

    Args:
        number: Its number.
        why: What went wrong, in words.
        look: Which columns there are.
    """
    texts = [""] * len(look.columns)
    texts[Column.NUMBER] = str(number)
    sentence = QCoreApplication.translate("Cells", "This message cannot be read: {why}")
    texts[Column.SUMMARY] = one_line(sentence.format(why=why))
    texts[Column.RESULT] = NO_RESULT
    return Cells(id=number, at=0, texts=tuple(texts), is_readable=False)


def one_line(text: str) -> str:
    """Return a text on one line, no longer than is drawn."""
    if len(text) > LONGEST_TEXT:
        text = f"{text[:LONGEST_TEXT]}…"
    # What is replaced is not printable; most texts are, and that is quick to tell.
    return text if text.isprintable() else text.translate(_ONE_LINE)


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


def _size(row: Row) -> int:
    """Return the length of the message in bytes, if the row knows it."""
    raw = row.message.raw
    return row.size if len(raw) < row.size else size_of(raw)


def _shown(value: int | str | None) -> str:
    return "" if value is None else str(value)


def _signs(subject: Subject) -> str:
    worst = max((finding.level for finding in subject.findings), default=None)
    signs = (
        "" if worst is None else FINDING_SIGNS[worst],
        MARK_SIGN if subject.is_marked else "",
        NOTE_SIGN if subject.note else "",
    )
    return " ".join(filter(None, signs))


def _field_texts(subject: Subject, look: Look) -> tuple[str, ...]:
    """Return the texts of the columns of fields; empty for those that are hidden."""
    if not look.shown_fields:
        return _NO_FIELDS
    return tuple(
        _joined(field.read(subject)) if column in look.shown_fields else ""
        for column, field in FIELD_COLUMNS.items()
    )


def _path_texts(subject: Subject, look: Look) -> tuple[str, ...]:
    return tuple(
        _joined(info.path.values_in(info.path.payload_of(subject)))
        for info in look.columns[len(COLUMNS) :]
        if info.path is not None
    )


def _joined(values: Iterable[Scalar]) -> str:
    """Return values in a cell, each once."""
    found = dict.fromkeys(map(text_of, itertools.islice(values, _MOST_VALUES)))
    return one_line(", ".join(found))


def _charger_at(message: Message, payload: Any) -> int | None:
    """Return the time that a charger wrote into a call, the newest if it has many."""
    if message.direction is not Direction.IN or message.type not in CALLS:
        return None
    if not isinstance(payload, dict):
        return None
    for key in _TIMESTAMPS:
        at = instant_of(payload.get(key))
        if at is not None:
            return at
    samples = payload.get("meterValue")
    if not isinstance(samples, list):
        return None
    found = (s.get("timestamp") for s in samples if isinstance(s, dict))
    return max((at for at in map(instant_of, found) if at is not None), default=None)
