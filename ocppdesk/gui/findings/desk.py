# SPDX-License-Identifier: Apache-2.0
"""Findings at work in a window: the board, the marks, the word in the status bar."""

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ocppdesk.gui.findings.board import FindingsBoard
from ocppdesk.gui.findings.groups import State
from ocppdesk.gui.findings.marks import FindingMarks, Wanted

if TYPE_CHECKING:
    from ocppdesk.capture.reader import CaptureReader
    from ocppdesk.csms.engine import EngineState
    from ocppdesk.gui.analysing.analyst import Analyst
    from ocppdesk.gui.findings.view import FindingsView
    from ocppdesk.gui.window import MainWindow


class FindingsDesk(QObject):
    """Has what is found shown and marked, whether somebody looks at the list or not.

    Args:
        window: The window.
        analyst: What finds.
    """

    def __init__(self, window: "MainWindow", analyst: "Analyst") -> None:
        super().__init__(window)
        self._window = window
        self._analyst = analyst
        self._is_listening = False
        self._view: FindingsView | None = None
        self.board = FindingsBoard(window.settings, self)
        """What was found, and what became of it."""
        self.marks = FindingMarks(self)
        """What brings it into the capture."""
        analyst.found_changed.connect(self.board.show_found)
        # Also where nothing new is found: that all is looked through matters.
        analyst.found_changed.connect(self.marks.update)
        self.board.changed.connect(self._tell)
        self.marks.written.connect(window.tab.messages.reload_annotations)
        self.marks.failed.connect(window.status.say)

    def show_reader(self, reader: "CaptureReader | None") -> None:
        """Go over to another capture; the analyst was told before."""
        self.marks.open(None if reader is None else reader.path, self._wanted)
        self.board.show_found(None)
        self.board.show_found(self._analyst.found)

    def update_state(self, state: "EngineState") -> None:
        """Learn whether the port is open: that nobody comes is a finding."""
        is_listening = bool(state.port)
        if is_listening != self._is_listening:
            self._is_listening = is_listening
            now = time.time_ns() // 1000
            self._analyst.listen_since(now if is_listening else None)

    def walk_in(self, view: "FindingsView") -> None:
        """Learn of the list: while it is in view, steps go from row to row of it."""
        self._view = view

    def step(self, by: int) -> None:
        """Go to the next finding (1) or the one before (-1).

        In the list that is another row of it; elsewhere, another message of the table,
        which is brought to the front.
        """
        if self._view is not None and self._view.isVisible():
            self._view.step(by)
            return
        self._window.show_messages()
        messages = self._window.tab.messages
        go = messages.next_finding if by > 0 else messages.previous_finding
        go()

    def close(self) -> None:
        """Write what is to be written, and end."""
        self.marks.close()

    def _tell(self) -> None:
        total = sum(self.board.counts().values())
        self._window.status.show_findings(self.board.counts(State.NEW), total=total)
        self.marks.update()

    def _wanted(self) -> tuple[Wanted, bool]:
        found = self.board.found
        return self.board.counting(), found is not None and found.is_complete
