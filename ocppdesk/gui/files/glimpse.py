# SPDX-License-Identifier: Apache-2.0
"""Looking for OCPP in received files, at a glance and in another thread."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, Signal

from ocppdesk.csms.filedrop.received import ReceivedFile
from ocppdesk.gui.configuration.errand import Errand
from ocppdesk.gui.look.numbers import grouped

_BUDGET_S: Final = 1.0  # what is not found by then is found by opening the file
_MOST_BYTES: Final = 1 << 24
_MOST_FILES: Final = 100  # the newest ones


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What a file has to do with OCPP."""

    frames: int = 0
    """How many OCPP messages were found."""
    is_whole: bool = True
    """Whether all of the file was looked through."""
    problem: str = ""
    """Why it cannot be read, as a sentence; empty if it can."""


def look_into(
    path: Path, *, budget_s: float = _BUDGET_S, is_over: Callable[[], bool]
) -> Glimpse:
    """Look for OCPP messages in a log, or in an archive of logs.

    Nothing is trusted: what would grow beyond all measure is not unpacked.

    Args:
        path: The file.
        budget_s: Seconds that it may take.
        is_over: Whether nobody wants to know any more.
    """
    # Imported here: few sessions receive files, and the window starts sooner.
    from ocppdesk.logs.errors import ConversionError
    from ocppdesk.logs.reading.found import Frame
    from ocppdesk.logs.reading.opening import open_logs

    until = time.monotonic() + budget_s
    frames = 0
    try:
        if path.stat().st_size > _MOST_BYTES:
            return Glimpse(is_whole=False)
        for reader in open_logs(path):
            for batch in reader.batches():
                frames += sum(type(one) is Frame for one in batch)
                if is_over() or time.monotonic() > until:
                    return Glimpse(frames, is_whole=False)
    except (ConversionError, OSError) as error:
        detail = getattr(error, "detail", "") or str(error)
        return Glimpse(frames, problem=f"{detail[:1].upper()}{detail[1:]}")
    except Exception as error:  # noqa: BLE001 - nor does a reader that fails end it
        return Glimpse(frames, problem=f"It cannot be read ({error!r}).")
    return Glimpse(frames)


def glimpse_text(glimpse: Glimpse) -> str:
    """Return what was found in a file, as a sentence; empty if that says nothing."""
    if glimpse.problem:
        return glimpse.problem
    if glimpse.frames:
        least = "" if glimpse.is_whole else _tr("at least ")
        told = _tr("It has {least}{count} OCPP messages.")
        if glimpse.frames == 1 and glimpse.is_whole:
            told = _tr("It has {count} OCPP message.")
        return told.format(least=least, count=grouped(glimpse.frames))
    return _tr("No OCPP message was found in it.") if glimpse.is_whole else ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("files", text)


class Glimpses(QObject):
    """Looks into files, one after the other, and remembers.

    Signals:
        found: A file was looked into; carries its path and the `Glimpse`.
    """

    found = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known: dict[Path, Glimpse] = {}
        self._waiting: deque[Path] = deque()
        self._is_over = threading.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="glimpse")
        self._errand = Errand(self)
        self._errand.ended.connect(self._take)

    def of(self, path: Path) -> Glimpse | None:
        """Return what is known of a file; None as long as nobody has looked."""
        return self._known.get(path)

    def want(self, files: Iterable[ReceivedFile]) -> None:
        """Look into the files that are logs or archives, in place of those before.

        Args:
            files: The files, the newest first.
        """
        wanted = [one.path for one in files if one.kind.is_openable][:_MOST_FILES]
        self._waiting = deque(path for path in wanted if path not in self._known)
        self._next()

    def close(self) -> None:
        """Look into nothing more."""
        self._is_over.set()
        self._waiting.clear()
        self._errand.close()
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _next(self) -> None:
        if self._waiting and not self._errand.is_busy:
            path, is_over = self._waiting.popleft(), self._is_over.is_set
            self._errand.begin(
                lambda _tell: self._thread.submit(
                    lambda: (path, look_into(path, is_over=is_over))
                )
            )

    def _take(self, result: tuple[Path, Glimpse]) -> None:
        path, glimpse = result
        self._known[path] = glimpse
        self.found.emit(path, glimpse)
        self._next()
