# SPDX-License-Identifier: Apache-2.0
"""What is remembered of a conversation that is overheard."""

from dataclasses import dataclass
from typing import Any, Final

from ocppdesk.core.messages import Direction
from ocppdesk.core.places import Whereabouts

_IN, _OUT = map(int, (Direction.IN, Direction.OUT))
_MOST_REUSED: Final = 200
_MOST_CONNECTORS: Final = 200  # transactions of OCPP 1.6 whose connectors are known


@dataclass(slots=True)
class Span:
    """A connection as far as messages tell of it."""

    number: int
    """Its number in the capture."""
    charger: str
    """The identity of the charger."""
    first_at: int
    """When it is first heard of, microseconds since 1970."""
    last_at: int
    """When it is last heard of."""
    log: int
    """The number of the log that tells of it first."""
    version: str | None = None
    """The OCPP version spoken, if it is known."""
    opened: str = ""
    """What the log says of its beginning."""
    closed: str = ""
    """What the log says of its end; empty if it does not."""
    is_used: bool = False
    """Whether a frame went over it."""


Call = tuple[
    int,  # its number
    str | None,  # its action
    int | None,  # when; None if the log does not tell
    int | None,  # the EVSE
    int | None,  # the connector
    int | str | None,  # the transaction
    str | int,  # its text; the hash of a long one
    int,  # its direction
    Any,  # the call before it that has the same id and waits as well
]
"""A call that waits for its answer, or has it."""


class Conversation:
    """What a charger and its CSMS say over one link.

    What there is one for each direction of is for calls that go that way.
    """

    __slots__ = (
        "answered", "answered_before", "charger", "connectors", "has_heard", "link",
        "number", "pending", "reused", "span", "whereabouts",
    )  # fmt: skip

    def __init__(self, charger: str, link: str, *, number: int, span: Span) -> None:
        self.charger = charger
        self.number = number
        self.link = link
        self.span = span
        self.pending: tuple[dict[str, Call], dict[str, Call]] = ({}, {})
        # Calls with the numbers of their answers; the older ones are forgotten all at
        # once when there are enough new ones.
        self.answered: list[dict[str, tuple[Call, int]]] = [{}, {}]
        self.answered_before: list[dict[str, tuple[Call, int]]] = [{}, {}]
        self.has_heard = [False, False]
        # Ids of the charger that do not tell its calls apart.
        self.reused: set[str] = set()
        self.whereabouts = Whereabouts()
        self.connectors: dict[int | str, int] = {}

    def answered_call(
        self, direction: int | None, message_id: str
    ) -> tuple[Call, int] | None:
        """Return a call that has its answer, and the number of that."""
        for of in (_IN, _OUT) if direction is None else (direction,):
            found = self.answered[of].get(message_id)
            found = found or self.answered_before[of].get(message_id)
            if found is not None:
                return found
        return None

    def waiting_call(self, direction: int | None, message_id: str) -> Call | None:
        """Return the nearest call that an answer may belong to; it waits no longer.

        Args:
            direction: The direction of the answer, None if it is not known.
            message_id: Their id.
        """
        for of in (_IN, _OUT) if direction is None else (1 - direction,):
            call = self.pending[of].pop(message_id, None)
            if call is not None:
                if call[8] is not None:
                    self.pending[of][message_id] = call[8]
                return call
        return None

    def forget_answered(self) -> None:
        """Expect that the charger, which boots, begins again with its ids."""
        self.answered[_IN] = {}
        self.answered_before[_IN] = {}

    def note_reuse(self, message_id: str) -> None:
        """Note that the charger has used an id for different calls."""
        if len(self.reused) < _MOST_REUSED:
            self.reused.add(message_id)

    def remember_connector(self, transaction: int | str, connector: int) -> None:
        """Note where a transaction of OCPP 1.6 is."""
        if len(self.connectors) >= _MOST_CONNECTORS:
            del self.connectors[next(iter(self.connectors))]
        self.connectors[transaction] = connector
