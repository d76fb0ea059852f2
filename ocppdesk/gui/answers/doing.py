# SPDX-License-Identifier: Apache-2.0
"""Making the calls that answers offer, one for each question at a time."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ocppdesk.analysis.answering.reply import Deed, Question
from ocppdesk.core.commands.progress import Progress
from ocppdesk.gui.sending.outbox import Outbox

if TYPE_CHECKING:
    from ocppdesk.csms.engine import Engine


class Doing(QObject):
    """Makes the calls and follows them.

    Signals:
        changed: A call has come further.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._outbox = Outbox(self)
        self._made: dict[Question, Progress] = {}
        self._outbox.changed.connect(self.changed)

    def set_engine(self, engine: "Engine | None") -> None:
        """Make them through another engine, or none."""
        self._outbox.engine = engine

    def do(self, question: Question, charger: str, version: str, deed: Deed) -> None:
        """Make the call that helps on with a question.

        Args:
            question: The question.
            charger: The identity.
            version: The OCPP version that it speaks.
            deed: The call.
        """
        payload = dict(deed.payload)
        self._made[question] = self._outbox.send(charger, version, deed.action, payload)
        self.changed.emit()

    def progress(self, question: Question) -> Progress | None:
        """Return how far the last call for a question is; None: there was none."""
        return self._made.get(question)

    def forget(self) -> None:
        """Say nothing any more of what was done."""
        self._made.clear()
        self.changed.emit()

    def close(self) -> None:
        """Give up all that is on its way."""
        self._outbox.close()
