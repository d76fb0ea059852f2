# SPDX-License-Identifier: Apache-2.0
"""Brings findings into the capture, so that the table marks their messages."""

import contextlib
import logging
import sqlite3
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from ocppdesk.capture.errors import CaptureError
from ocppdesk.capture.finding_writer import FindingWriter, Mark
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.core.findings import Level
from ocppdesk.gui.findings.wording import LEVELS

if TYPE_CHECKING:
    from ocppdesk.analysis.findings.finding import Finding

Wanted = Mapping[str, "tuple[Finding, ...]"]
"""The findings whose messages are to be marked, by charger."""

_EVERY_MS: Final = 2_000
_log = logging.getLogger(__name__)


def marks_of(findings: Wanted) -> dict[Mark, Level]:
    """Return the marks for findings, the worst level where a rule speaks twice."""
    marks: dict[Mark, Level] = {}
    for some in findings.values():
        for finding in some:
            level = LEVELS[finding.severity]
            for number in finding.messages:
                mark = (number, finding.rule)
                marks[mark] = max(level, marks.get(mark, level))
    return marks


class FindingMarks(QObject):
    """Writes marks beside the window's thread, at most every two seconds.

    As long as not all messages are looked through, marks that are in the file from an
    earlier time stay; after that, exactly those are in it that are wanted.

    Signals:
        written: There are other marks in the capture.
        failed: They cannot be written; why, as a sentence. It is tried no more with
            this capture.
    """

    written = Signal()
    failed = Signal(str)
    _settled = Signal(object, object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self._give: Callable[[], tuple[Wanted, bool]] = lambda: ({}, False)
        self._is_stale = False
        self._is_busy = False
        self._task: _Task | None = None
        self._executor: ThreadPoolExecutor | None = None
        self._soon = QTimer(self, singleShot=True, interval=_EVERY_MS)
        self._soon.timeout.connect(self.flush)
        self._settled.connect(self._on_settled)

    def open(self, path: Path | None, give: Callable[[], tuple[Wanted, bool]]) -> None:
        """Go over to another capture.

        Args:
            path: The capture; None: there is none.
            give: Returns the findings, and whether these are all, as all messages are
                looked through; asked when it is time to write.
        """
        self._let_go()
        self._path, self._give = path, give
        self._task = None if path is None else _Task(path)

    def update(self) -> None:
        """Learn that other marks may be wanted."""
        self._is_stale = self._task is not None
        if self._is_stale and not self._is_busy and not self._soon.isActive():
            self._soon.start()

    def flush(self) -> None:
        """Write now what waits."""
        self._soon.stop()
        task = self._task
        if task is None or self._is_busy or not self._is_stale:
            return
        self._is_stale, self._is_busy = False, True
        wanted, is_all = self._give()
        self._run(lambda: self._write(task, wanted, is_all=is_all))

    def close(self) -> None:
        """Wait until what is under way is written, and end; readers close before."""
        self._soon.stop()
        self._let_go()
        if self._executor is not None:
            self._executor.shutdown()
            self._executor = None

    def _let_go(self) -> None:
        task, self._task = self._task, None
        self._is_stale = False
        if task is not None and self._executor is not None:
            self._run(task.close)

    def _run(self, work: Callable[[], object]) -> None:
        if self._executor is None:
            self._executor = ThreadPoolExecutor(1, thread_name_prefix="findings")
        self._executor.submit(work)

    def _write(self, task: "_Task", wanted: Wanted, *, is_all: bool) -> None:
        """Bring the marks into the file; called in the thread for it."""
        has_changed, why = False, ""
        try:
            has_changed = task.write(wanted, is_all=is_all)
        except (CaptureError, OSError, sqlite3.Error) as error:
            _log.info("Findings cannot be marked: %s", error)
            why = str(error)
        self._settled.emit(task, has_changed, why)

    def _on_settled(self, task: "_Task", has_changed: bool, why: str) -> None:
        self._is_busy = False
        if task is not self._task:
            if self._is_stale:
                self._soon.start()
            return
        if why:
            self._task = None
            self.failed.emit(why)
            return
        if has_changed:
            self.written.emit()
        if self._is_stale:
            self._soon.start()


class _Task:
    """The marks of one capture, as they are in the file; for one thread.

    Args:
        path: The capture.
    """

    def __init__(self, path: Path) -> None:
        self._writer = FindingWriter(path)
        self._known: dict[Mark, Level] | None = None
        self._ours: set[Mark] = set()  # what was wanted since it is open

    def write(self, findings: Wanted, *, is_all: bool) -> bool:
        """Bring the file up to date; return whether something changed."""
        wanted = marks_of(findings)
        if self._known is None:
            self._known = _read(self._writer.path)
        known = self._known
        self._ours.update(wanted)
        may_go = known.keys() if is_all else self._ours & known.keys()
        taken = sorted(may_go - wanted.keys())
        put = sorted(
            (mark, level) for mark, level in wanted.items() if known.get(mark) != level
        )
        self._writer.change(taken, put)
        for mark in taken:
            del known[mark]
        known.update(put)
        return bool(taken or put)

    def close(self) -> None:
        """Leave the capture as one file."""
        self._writer.close()


def _read(path: Path) -> dict[Mark, Level]:
    with contextlib.closing(CaptureReader(path)) as reader:
        found = reader.annotations().findings
    return {
        (number, finding.rule): finding.level
        for number, findings in found.items()
        for finding in findings
    }
