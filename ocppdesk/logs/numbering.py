# SPDX-License-Identifier: Apache-2.0
"""New numbers for the messages and connections of a file that goes into another."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from ocppdesk.capture.records import Connection, Outcome
from ocppdesk.core.frames import ANSWERS
from ocppdesk.core.messages import Message
from ocppdesk.core.versions import SUBPROTOCOLS, Version, charger_actions, csms_actions

_UNFINISHED = (Outcome.OPEN, Outcome.WAITING)


@dataclass(slots=True)
class _Span:
    """What the messages of a connection tell about it."""

    number: int
    charger: str
    first_at: int
    last_at: int
    actions: set[str] = field(default_factory=set)


class Numbering:
    """Numbers the messages and connections of one source anew.

    Args:
        next_message: Gives the number of the next message.
        next_connection: Gives the number of the next connection.
        connections: The connections that the source knows of.
        origin: The name of the source.
    """

    def __init__(
        self,
        next_message: Callable[[], int],
        next_connection: Callable[[], int],
        *,
        connections: Iterable[Connection] = (),
        origin: str = "",
    ) -> None:
        self._next_message = next_message
        self._next_connection = next_connection
        self._origin = origin
        self._calls: dict[int, int] = {}
        self._known: dict[int, Connection] = {}
        self._spans: dict[tuple[int, str], _Span] = {}
        for found in connections:
            self.know(found)

    def know(self, connection: Connection | None) -> None:
        """Take in a connection of the source before its first message comes."""
        if connection is not None:
            number = self._next_connection()
            self._known[connection.id] = replace(connection, id=number)

    def renumbered(self, message: Message) -> Message:
        """Return a message with its new numbers.

        Calls have to come before their answers: the answer to a call that has not come
        is none.
        """
        number = self._next_message()
        if message.type not in ANSWERS:
            self._calls[message.id] = number
        call = message.answer_to
        return replace(
            message,
            id=number,
            answer_to=None if call is None else self._calls.get(call),
            connection=self._connection(message),
        )

    def _connection(self, message: Message) -> int:
        known = self._known.get(message.connection)
        key = (message.connection, message.charger)
        span = self._spans.get(key)
        if span is None:
            number = self._next_connection() if known is None else known.id
            span = _Span(number, message.charger, message.at, message.at)
            self._spans[key] = span
        span.first_at = min(span.first_at, message.at)
        span.last_at = max(span.last_at, message.at)
        if message.action is not None:
            span.actions.add(message.action)
        return span.number

    def connections(self) -> list[Connection]:
        """Return the connections with their new numbers, once all messages are known.

        What the source does not know of a connection is told by its messages.
        """
        made = [
            self._made(span)
            for (number, _charger), span in self._spans.items()
            if number not in self._known
        ]
        ends = {span.number: span.last_at for span in self._spans.values()}
        return [_ended(found, ends) for found in self._known.values()] + made

    def _made(self, span: _Span) -> Connection:
        version = version_of(span.actions)
        names = {found: name for name, found in SUBPROTOCOLS.items()}
        return Connection(
            id=span.number,
            charger=span.charger,
            peer="",
            began_at=span.first_at,
            outcome=Outcome.CLOSED,
            opened_at=span.first_at,
            ended_at=span.last_at,
            subprotocol=names.get(version, "") if version else "",
            version=version or "",
            cause=f"Read from {self._origin}." if self._origin else "",
            last_heard_at=span.last_at,
        )


def _ended(connection: Connection, ends: dict[int, int]) -> Connection:
    if connection.outcome not in _UNFINISHED:
        return connection
    heard = connection.last_heard_at or connection.began_at
    return replace(
        connection,
        outcome=Outcome.CLOSED if connection.opened_at else Outcome.ABORTED,
        ended_at=max(heard, ends.get(connection.id, heard)),
        cause="The file was written while this connection lasted.",
    )


def version_of(actions: Iterable[str]) -> Version | None:
    """Tell the OCPP version by the actions of a connection.

    Args:
        actions: The actions, in the specification's spelling; others are ignored.

    Returns:
        The oldest version that has them all, if no other family of versions does.
    """
    every = {v: charger_actions(v) | csms_actions(v) for v in Version}
    known = {action for action in actions if any(action in of for of in every.values())}
    fitting = [version for version, of in every.items() if known <= of]
    if not fitting or len(fitting) == len(every):
        return None
    return fitting[0]
