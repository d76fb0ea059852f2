# SPDX-License-Identifier: Apache-2.0
"""Between the records of the program and the rows of the tables."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import orjson

from ocppdesk.capture.records import Connection, Outcome
from ocppdesk.core.frames import MessageType, Problem
from ocppdesk.core.messages import Direction, Message, Violation

MESSAGE_COLUMNS: Final = (
    "id", "at", "charger_id", "connection_id", "direction", "type", "message_id",
    "action", "answer_to", "latency_ms", "error_code", "evse", "connector",
    "transaction_id", "problem", "violations", "raw",
)  # fmt: skip
INSERT_MESSAGE: Final = (
    f"INSERT INTO messages ({', '.join(MESSAGE_COLUMNS)}) "
    f"VALUES ({', '.join('?' * len(MESSAGE_COLUMNS))})"
)
CONNECTION_COLUMNS: Final = (
    "id", "charger_id", "peer", "began_at", "opened_at", "ended_at", "path", "offered",
    "subprotocol", "version", "head", "outcome", "cause", "fix", "remarks",
    "close_code", "close_reason", "pings", "last_heard_at",
)  # fmt: skip
REPLACE_CONNECTION: Final = (
    f"INSERT OR REPLACE INTO connections ({', '.join(CONNECTION_COLUMNS)}) "
    f"VALUES ({', '.join('?' * len(CONNECTION_COLUMNS))})"
)


def message_values(message: Message, charger_id: int) -> tuple[Any, ...]:
    """Return the values of `MESSAGE_COLUMNS`."""
    return (
        message.id,
        message.at,
        charger_id,
        message.connection,
        int(message.direction),
        None if message.type is None else int(message.type),
        message.message_id,
        message.action,
        message.answer_to,
        message.latency_ms,
        message.error_code,
        message.evse,
        message.connector,
        message.transaction_id,
        message.problem,
        _violations_text(message.violations),
        message.raw,
    )


def message_from(values: Sequence[Any], charger: str) -> Message:
    """Make a message of the values of `MESSAGE_COLUMNS` and its charger's identity."""
    kind, problem, violations = values[5], values[14], values[15]
    return Message(
        id=values[0],
        at=values[1],
        charger=charger,
        connection=values[3],
        direction=Direction(values[4]),
        type=None if kind is None else MessageType(kind),
        message_id=values[6],
        action=values[7],
        answer_to=values[8],
        latency_ms=values[9],
        error_code=values[10],
        evse=values[11],
        connector=values[12],
        transaction_id=values[13],
        problem=None if problem is None else Problem(problem),
        violations=_violations(violations),
        raw=values[16],
    )


def connection_values(
    connection: Connection, charger_id: int | None
) -> tuple[Any, ...]:
    """Return the values of `CONNECTION_COLUMNS`."""
    return (
        connection.id,
        charger_id,
        connection.peer,
        connection.began_at,
        connection.opened_at,
        connection.ended_at,
        connection.path,
        connection.offered,
        connection.subprotocol,
        connection.version,
        connection.head,
        connection.outcome,
        connection.cause,
        connection.fix,
        orjson.dumps(connection.remarks).decode(),
        connection.close_code,
        connection.close_reason,
        connection.pings,
        connection.last_heard_at,
    )


def connection_from(values: Sequence[Any], charger: str) -> Connection:
    """Make a connection of the values of `CONNECTION_COLUMNS` and an identity."""
    return Connection(
        id=values[0],
        charger=charger,
        peer=values[2],
        began_at=values[3],
        opened_at=values[4],
        ended_at=values[5],
        path=values[6],
        offered=values[7],
        subprotocol=values[8],
        version=values[9],
        head=values[10],
        outcome=Outcome(values[11]),
        cause=values[12],
        fix=values[13],
        remarks=tuple(orjson.loads(values[14])),
        close_code=values[15],
        close_reason=values[16],
        pings=values[17],
        last_heard_at=values[18],
    )


def _violations_text(violations: Iterable[Violation]) -> str | None:
    pairs = [(violation.path, violation.text) for violation in violations]
    return orjson.dumps(pairs).decode() if pairs else None


def _violations(text: str | None) -> tuple[Violation, ...]:
    if text is None:
        return ()
    return tuple(Violation(path, what) for path, what in orjson.loads(text))
