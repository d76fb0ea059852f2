# SPDX-License-Identifier: Apache-2.0
"""The jobs of the engine, as the window hears of them."""

from collections import deque
from concurrent.futures import CancelledError, Future
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from ocppdesk.core.transfers.requests import FirmwareWish, LogWish
from ocppdesk.core.transfers.states import TransferState
from ocppdesk.csms.filedrop.options import DropOptions

if TYPE_CHECKING:
    from ocppdesk.csms.engine import Engine
    from ocppdesk.csms.transfers import Transfers

_LOOK_MS: Final = 66  # as for what chargers say


class Jobs(QObject):
    """Starts jobs, ends them, and tells how they are doing.

    Signals:
        begun: A job has begun; carries its first `TransferState`.
        changed: A job is in a new state; carries its `TransferState`.
        failed: A job could not be started; carries why, as a sentence.
    """

    begun = Signal(object)
    changed = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.states: dict[int, TransferState] = {}
        """The newest state of each job, by its number."""
        self._transfers: Transfers | None = None
        # The engine's thread puts states into it. A signal would keep this object
        # alive from that thread, and Qt objects must die in their own.
        self._news: deque[TransferState] = deque()
        self._starting: list[Future[TransferState]] = []
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)

    @property
    def is_busy(self) -> bool:
        """Whether a job is being started, or goes on."""
        return bool(self._starting) or any(
            not state.is_over for state in self.states.values()
        )

    def set_engine(self, engine: "Engine | None") -> None:
        """Work through another engine, or none; the jobs of the one before end."""
        self.close()
        if engine is None:
            return
        # Imported here: few sessions move files, and the window starts sooner.
        from ocppdesk.csms.transfers import Transfers

        self._news = deque()
        self._transfers = Transfers(engine, on_change=self._news.append)

    def send_firmware(
        self,
        charger: str,
        source: Path | str,
        *,
        wish: FirmwareWish,
        options: DropOptions,
    ) -> None:
        """Start a job; `begun` or `failed` tells soon what came of it."""
        if self._transfers is not None:
            self._expect(
                self._transfers.send_firmware(
                    charger, source, wish=wish, options=options
                )
            )

    def fetch_log(self, charger: str, *, wish: LogWish, options: DropOptions) -> None:
        """Start a job; `begun` or `failed` tells soon what came of it."""
        if self._transfers is not None:
            self._expect(self._transfers.fetch_log(charger, wish, options=options))

    def cancel(self, number: int) -> None:
        """End a job on this side."""
        if self._transfers is not None:
            self._transfers.cancel(number)

    def local_address(self, charger: str) -> "Future[str]":
        """Return the address of this computer that a charger has reached."""
        if self._transfers is not None:
            return self._transfers.local_address(charger)
        unknown: Future[str] = Future()
        unknown.set_result("")
        return unknown

    def look(self) -> None:
        """Take in what there is to tell."""
        over = [future for future in self._starting if future.done()]
        self._starting = [one for one in self._starting if one not in over]
        while self._news:
            state = self._news.popleft()
            self.states[state.number] = state
            self.changed.emit(state)
        for future in over:
            try:
                state = future.result()
            except CancelledError:
                pass
            except Exception as error:  # noqa: BLE001 - told to whoever wanted it
                self.failed.emit(str(error) or type(error).__name__)
            else:
                self.begun.emit(self.states.setdefault(state.number, state))
        if not self.is_busy:
            self._timer.stop()

    def close(self) -> None:
        """End all jobs with their file servers; they do so in the engine's thread.

        Nobody waits for it: an engine that ends meanwhile ends what is left of them.
        """
        self._timer.stop()
        transfers, self._transfers = self._transfers, None
        if transfers is not None and self.is_busy:
            transfers.close()
        self._starting = []
        self.states = {}
        self._news = deque()  # what they still tell is not told on

    def _expect(self, future: "Future[TransferState]") -> None:
        self._starting.append(future)
        self._timer.start()
