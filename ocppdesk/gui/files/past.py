# SPDX-License-Identifier: Apache-2.0
"""The jobs of a recording, read from it in another thread."""

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal

from ocppdesk.capture.heard import chargers_with, numbers_of
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.core.transfers.events import FileEvent, FileEventKind
from ocppdesk.core.transfers.past import REQUESTS, TELLING, PastFile, PastJobs
from ocppdesk.core.transfers.states import TransferState
from ocppdesk.csms.filedrop.received import ReceivedFile, received_files
from ocppdesk.gui.configuration.errand import Errand

_BLOCK: Final = 100_000  # numbers of messages looked through at once: it can be ended
_MESSAGES: Final = 500  # messages in memory at once


class PastReading(QObject):
    """Reads the jobs of a recording, and again when it has grown.

    Signals:
        found: The jobs, the oldest first; carries a list of `TransferState`.
        failed: They cannot be read; carries why, as a sentence.
    """

    found = Signal(list)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._capture: Path | None = None
        self._wanted = 0
        self._read = 0
        self._book: _Book | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="past jobs")
        self._errand = Errand(self)
        self._errand.ended.connect(self._take)
        self._errand.failed.connect(self.failed)

    def show_capture(self, capture: Path | None) -> None:
        """Read another capture, or none."""
        if self._book is not None:
            self._book.is_over.set()
        self._capture = capture
        self._read = 0
        self._book = None if capture is None else _Book(capture)

    def advance(self, last_id: int) -> None:
        """Read what has come since.

        Args:
            last_id: The number of the newest message.
        """
        self._wanted = last_id
        book = self._book
        if book is None or self._errand.is_busy or self._read == last_id > 0:
            return
        self._errand.begin(
            lambda _tell: self._thread.submit(
                lambda: (book, last_id, book.read(last_id))
            )
        )

    def close(self) -> None:
        """Read nothing more."""
        self.show_capture(None)
        self._errand.close()
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _take(self, result: "tuple[_Book, int, list[TransferState]]") -> None:
        book, upto, states = result
        if book is self._book:
            self._read = upto
            self.found.emit(states)
        if book is not self._book or upto != self._wanted:
            self.advance(self._wanted)


class _Book:
    """The jobs of one capture; it is read in one thread, and no other.

    Args:
        capture: The file.
    """

    def __init__(self, capture: Path) -> None:
        self.is_over = threading.Event()
        """Set when nobody wants to know any more."""
        self._capture = capture
        self._upto = 0
        self._chargers: set[str] = set()
        self._files: list[ReceivedFile] = []
        self._jobs = PastJobs()

    def read(self, upto: int) -> list[TransferState]:
        """Return the jobs up to a message.

        Raises:
            CaptureError: If the capture cannot be read.
        """
        files = received_files(self._capture)
        with contextlib.closing(CaptureReader(self._capture)) as reader:
            asked = self._asked(reader, upto)
            if not asked <= self._chargers or files != self._files:
                # What was passed over, or told without a file, counts now.
                self._chargers |= asked
                self._files, self._upto = files, 0
                self._jobs = PastJobs(map(_past_file, files))
            if self._chargers:
                self._follow(reader, upto)
            self._upto = upto
        return self._jobs.states()

    def _asked(self, reader: CaptureReader, upto: int) -> set[str]:
        """Return the chargers that were asked for something since."""
        found: set[str] = set()
        for after in range(self._upto, upto, _BLOCK):
            if self.is_over.is_set():
                break
            last = min(after + _BLOCK, upto)
            found.update(chargers_with(reader, REQUESTS, after=after, upto=last))
        return found

    def _follow(self, reader: CaptureReader, upto: int) -> None:
        for after in range(self._upto, upto, _BLOCK):
            last = min(after + _BLOCK, upto)
            numbers = numbers_of(
                reader, list(self._chargers), actions=TELLING, after=after, upto=last
            )
            for at in range(0, len(numbers), _MESSAGES):
                if self.is_over.is_set():
                    return
                for message in reader.messages(numbers[at : at + _MESSAGES]):
                    self._jobs.take(message)


def _past_file(file: ReceivedFile) -> PastFile:
    event = FileEvent(
        kind=FileEventKind.DONE,
        at=file.at,
        peer=file.peer,
        protocol="",
        is_upload=True,
        name=file.given_name,
        done_bytes=file.size,
        total_bytes=file.size,
        stored_as=file.path.name,
        sha256=file.sha256,
    )
    return PastFile(file.charger, file.action, event)
