# SPDX-License-Identifier: Apache-2.0
"""Asking a charger which limit it follows; its answers come as messages."""

import time
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Signal

from ocppdesk.core.commands.progress import Progress, Stage
from ocppdesk.core.summary import ResultKind
from ocppdesk.gui.sending.outbox import Outbox

if TYPE_CHECKING:
    from ocppdesk.csms.engine import Engine

_DURATION_S: Final = 3_600
_LARGEST_ID: Final = 2**31 - 1


def questions(version: str, connector: int, request: int) -> list[tuple[str, Any]]:
    """Return the calls that ask for a limit, as action and payload.

    OCPP 1.6, 5.7 and 5.8; OCPP 2.0.1, K08 and K09. None of them changes anything.

    Args:
        version: The OCPP version that is spoken.
        connector: The connector (OCPP 1.6) or EVSE (2.x); 0 is the whole charger.
        request: A number that no other request has (2.x).
    """
    composite: dict[str, Any] = {"duration": _DURATION_S, "chargingRateUnit": "A"}
    if version.startswith("2"):
        composite["evseId"] = connector
        listing = {"requestId": request, "chargingProfile": {}}
        return [
            ("GetCompositeSchedule", composite),
            ("GetChargingProfiles", listing),
        ]
    composite["connectorId"] = connector
    return [("GetCompositeSchedule", composite), ("GetConfiguration", {})]


class Asking(QObject):
    """Makes the calls and follows them.

    Signals:
        changed: A call has come further.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.outbox = Outbox(self)
        self._asked: list[Progress] = []
        self.outbox.changed.connect(self.changed)

    def set_engine(self, engine: "Engine | None") -> None:
        """Ask through another engine, or none."""
        self.outbox.engine = engine

    def ask(self, charger: str, version: str, connector: int) -> None:
        """Ask a charger for the limit of a connector."""
        request = int(time.time() * 10) % _LARGEST_ID + 1
        self._asked = [
            self.outbox.send(charger, version, action, payload)
            for action, payload in questions(version, connector, request)
        ]
        self.changed.emit()

    def forget(self) -> None:
        """Say nothing any more of what was asked."""
        self._asked = []
        self.changed.emit()

    def close(self) -> None:
        """Give up all that is on its way."""
        self.outbox.close()

    @property
    def is_busy(self) -> bool:
        """Whether an answer is awaited."""
        return any(not one.is_over and one.answer is None for one in self._asked)

    @property
    def text(self) -> str:
        """How far the calls have come, in a line; empty if nothing was asked."""
        return " · ".join(f"{one.action}: {self._state(one)}" for one in self._asked)

    @property
    def is_refused(self) -> bool:
        """Whether something was not answered, or with a refusal."""
        return any(
            one.stage is Stage.FAILED
            or (one.verdict is not None and one.verdict.kind is not ResultKind.OK)
            for one in self._asked
        )

    def _state(self, progress: Progress) -> str:
        match progress.stage:
            case Stage.QUEUED:
                return self.tr("waits for its turn")
            case Stage.SENT:
                return self.tr("asked…")
            case Stage.FAILED:
                return progress.failure
        verdict = progress.verdict
        return "" if verdict is None else verdict.text
