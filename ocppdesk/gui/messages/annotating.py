# SPDX-License-Identifier: Apache-2.0
"""Marks and notes as the window has them: there at once, written right after.

Writing may have to wait for a disk or for another program, so it is done in a thread of
its own. What cannot be written is taken back, with a sentence that says why.
"""

import contextlib
import logging
import sqlite3
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QObject, Signal

from ocppdesk.capture.annotations import EMPTY, Annotations, Annotator, storable
from ocppdesk.capture.errors import CaptureError
from ocppdesk.capture.reader import CaptureReader

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Change:
    """A change that is on its way to the file."""

    number: int
    """Tells it from others."""
    make: Callable[[Annotations], Annotations]
    """Returns annotations with the change."""
    write: Callable[[Annotator], None]
    """Brings it into the file; blocks."""
    note: str = ""
    """What was written, if it is a note."""
    message: int = 0
    """On which message."""


class Annotating(QObject):
    """The marks and notes of one capture.

    A change shows at once. It is written beside the window's thread, one after the
    other; if that fails, it is taken back.

    Signals:
        changed: There are other marks, notes or findings.
        failed: A change was taken back; why, as a sentence.
        note_lost: So was a note; its message, what was written, and why.
    """

    changed = Signal()
    failed = Signal(str)
    note_lost = Signal(int, str, str)
    _loaded = Signal(object, object)
    _settled = Signal(object, object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._annotator: Annotator | None = None
        self._known = EMPTY
        self._pending: list[_Change] = []
        self._shown = EMPTY
        self._count = 0
        self._executor: ThreadPoolExecutor | None = None
        self._loaded.connect(self._on_loaded)
        self._settled.connect(self._on_settled)

    @property
    def annotations(self) -> Annotations:
        """What is on the messages, with all that was changed until now."""
        return self._shown

    @property
    def is_settled(self) -> bool:
        """Whether all changes are in the file."""
        return not self._pending

    def open(self, path: Path) -> None:
        """Show what is on the messages of a capture, as soon as it is read."""
        self._let_go()
        annotator = self._annotator = Annotator(path)
        self._known, self._pending = EMPTY, []
        self._show()
        self._run(lambda: self._loaded.emit(annotator, _read(path)))

    def reload(self) -> None:
        """Show what others wrote into the capture meanwhile."""
        annotator = self._annotator
        if annotator is not None:
            self._run(lambda: self._loaded.emit(annotator, _read(annotator.path)))

    def set_mark(self, ids: Iterable[int], *, is_marked: bool) -> None:
        """Mark messages, or take their marks away."""
        numbers = frozenset(ids)

        def make(before: Annotations) -> Annotations:
            marks = before.marks | numbers if is_marked else before.marks - numbers
            return replace(before, marks=marks)

        self._change(make, lambda to: to.set_mark(sorted(numbers), is_marked=is_marked))

    def set_note(self, number: int, text: str) -> None:
        """Put a note on a message; a blank one takes the note away."""

        def make(before: Annotations) -> Annotations:
            notes = {n: note for n, note in before.notes.items() if n != number}
            if text.strip():
                notes[number] = storable(text)
            return replace(before, notes=MappingProxyType(notes))

        self._change(
            make, lambda to: to.set_note(number, text), note=text, message=number
        )

    def close(self) -> None:
        """Wait until everything is written, and end; readers are closed before."""
        self._let_go()
        if self._executor is not None:
            self._executor.shutdown()
            self._executor = None

    def _let_go(self) -> None:
        if self._annotator is not None:
            self._run(self._annotator.close)
            self._annotator = None

    def _change(
        self,
        make: Callable[[Annotations], Annotations],
        write: Callable[[Annotator], None],
        *,
        note: str = "",
        message: int = 0,
    ) -> None:
        annotator = self._annotator
        if annotator is None:
            return
        self._count += 1
        change = _Change(self._count, make, write, note, message)
        self._pending.append(change)
        self._show()
        self._run(lambda: self._write(annotator, change))

    def _write(self, annotator: Annotator, change: _Change) -> None:
        """Bring a change into the file; called in the thread for it."""
        why = ""
        try:
            change.write(annotator)
        except (CaptureError, OSError) as error:
            why = str(error)
        self._settled.emit(annotator, change, why)

    def _run(self, work: Callable[[], object]) -> None:
        if self._executor is None:
            self._executor = ThreadPoolExecutor(1, thread_name_prefix="annotate")
        self._executor.submit(work)

    def _on_loaded(self, annotator: Annotator, found: Annotations) -> None:
        if annotator is self._annotator:
            self._known = found
            self._show()

    def _on_settled(self, annotator: Annotator, change: _Change, why: str) -> None:
        is_here = annotator is self._annotator
        if is_here and change in self._pending:
            self._pending.remove(change)
            if not why:
                self._known = change.make(self._known)
        if is_here and why:
            self._show()
        if is_here and why and change.note.strip():
            self.note_lost.emit(change.message, change.note, why)
        elif why:
            self.failed.emit(why)

    def _show(self) -> None:
        shown = self._known
        for change in self._pending:
            shown = change.make(shown)
        if shown != self._shown:
            self._shown = shown
            self.changed.emit()


def _read(path: Path) -> Annotations:
    """Return what is on the messages now; nothing if the capture cannot be read."""
    try:
        with contextlib.closing(CaptureReader(path)) as reader:
            return reader.annotations()
    except (CaptureError, sqlite3.Error) as error:
        # The table says so too: it reads the same file.
        _log.info("Marks and notes cannot be read: %s", error)
        return EMPTY
