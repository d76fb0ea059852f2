# SPDX-License-Identifier: Apache-2.0
"""The lines of the large capture's chargers: connections that now and then are lost."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ocppdesk.capture.records import Connection, Outcome
from ocppdesk.core.frames import call_text
from ocppdesk.core.messages import Direction, Message
from ocppdesk.core.replies import utc_text
from ocppdesk.core.session import Session
from ocppdesk.core.versions import Version

if TYPE_CHECKING:
    from tests.benchmarks.million import Site

_BETWEEN_LOSSES_S: Final = 9 * 3600.0
_LOST: Final = (
    "The connection broke without a close frame (1006): power, network, or the "
    "charger restarted."
)


class Line:
    """What a charger says goes through a session into the capture.

    Args:
        site: Where the charger stands.
        number: Its number there.

    Attributes:
        random: The site's source of chance.
        session: The conversation on the newest connection.
        record: The newest connection.
        is_online: Whether it is open.
    """

    version = Version.V16
    subprotocol = "ocpp1.6"

    def __init__(self, site: "Site", number: int) -> None:
        self.site = site
        self.random = site.random
        self.identity = f"CP-{number:04d}"
        self.record: Connection
        self.session: Session
        self.is_online = False
        self._clock_error = self.random.choice((0, 0, 0, 1, 3, 40)) * 1_000_000
        self._peer = f"10.20.{number // 100}.{number % 100}"

    def introduce(self) -> None:
        """Say what a charger says on a new connection."""
        raise NotImplementedError

    def connect(self) -> None:
        """Open a connection."""
        site = self.site
        port = self.random.randrange(32_768, 61_000)
        self.record = Connection(
            id=site.recorder.next_connection_id(),
            charger=self.identity,
            peer=f"{self._peer}:{port}",
            began_at=site.now - 3_000,
            outcome=Outcome.OPEN,
            opened_at=site.now,
            path=f"/{self.identity}",
            offered=self.subprotocol,
            subprotocol=self.subprotocol,
            version=self.version,
            last_heard_at=site.now,
        )
        site.recorder.put_connection(self.record)
        self.session = Session(
            self.identity,
            self.record.id,
            self.version,
            site.recorder.next_message_id,
            site.answer_time,
            site.transactions,
            site.policy,
        )
        self.is_online = True
        where = f"{self.record.peer} to {self.record.path}"
        self._link("Connected", f"Connected from {where} ({self.subprotocol}).")
        self.introduce()
        self.site.later(self.random.expovariate(1 / _BETWEEN_LOSSES_S), self._lose)

    def cut_off(self) -> None:
        """Take note that the recording ended."""
        if self.is_online:
            self._close("The recording ended while the charger was connected.")

    def say(self, action: str, payload: dict[str, Any]) -> Message:
        """Make a call; it is answered at once. Return it as it was recorded."""
        number = uuid.UUID(int=self.random.getrandbits(128), version=4)
        return self.send(call_text(str(number), action, payload))

    def time_text(self, *, ago_s: float = 0.0) -> str:
        """Return the time as the charger's clock has it."""
        return utc_text(self.site.now - self._clock_error - int(ago_s * 1_000_000))

    def send(self, raw: str | bytes) -> Message:
        """Send any text; return what was recorded of it first."""
        messages = self.session.receive(raw, at=self.site.now)
        self.site.add(messages)
        return messages[0]

    def _link(self, action: str, text: str) -> None:
        message = Message(
            id=self.site.recorder.next_message_id(),
            at=self.site.now,
            charger=self.identity,
            connection=self.record.id,
            direction=Direction.LINK,
            raw=text,
            action=action,
        )
        self.site.add([message])

    def _lose(self) -> None:
        self._link("Disconnected", _LOST)
        self._close(_LOST)
        self.site.later(self.random.uniform(4, 240), self.connect)

    def _close(self, cause: str) -> None:
        self.is_online = False
        now = self.site.now
        closed = replace(self.record, outcome=Outcome.CLOSED, ended_at=now,
                         cause=cause, close_code=1006, last_heard_at=now)  # fmt: skip
        self.site.recorder.put_connection(closed)

    def online_in(self, seconds: float, act: Callable[[], None]) -> None:
        """Do something later; where the line is lost then, once it is back."""

        def do() -> None:
            if self.is_online:
                act()
            else:
                self.site.later(self.random.uniform(5, 30), do)

        self.site.later(seconds, do)
