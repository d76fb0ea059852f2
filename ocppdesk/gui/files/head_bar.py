# SPDX-License-Identifier: Apache-2.0
"""The line above the files: which charger, and what can be done with it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ocppdesk.core.transfers.states import TransferState
from ocppdesk.gui.files.wording import job_text
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme


class HeadBar(QWidget):
    """Names the charger, and has the buttons and the list of jobs.

    Args:
        theme: Its look.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.charger = ThemedLabel(theme, is_bold=True)
        """The charger."""
        self.link = ThemedLabel(theme, color="muted", wraps=True)
        """Whether it is connected, or why nothing can be done."""
        self.firmware = QPushButton(self.tr("&Update firmware…"))
        self.log = QPushButton(self.tr("&Get diagnostics…"))
        self.jobs = QComboBox()
        """The jobs, the newest first."""
        self.jobs.setAccessibleName(self.tr("Jobs"))
        self.jobs.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.jobs.hide()
        self._line = QHBoxLayout()
        self._line.addWidget(self.charger)
        self._line.addWidget(self.link, 1)
        self._line.addWidget(self.firmware)
        self._line.addWidget(self.log)
        self._layout = QVBoxLayout(self)
        self._layout.addLayout(self._line)
        self._layout.addWidget(self.jobs, 0, Qt.AlignmentFlag.AlignLeft)
        theme.changed.connect(self._space)
        self._space()

    def show_charger(self, identity: str, *, version: str, obstacle: str) -> None:
        """Show a charger.

        Args:
            identity: Which; empty for none.
            version: The OCPP version that it speaks.
            obstacle: Why nothing can be done with it, as a sentence; empty if it can.
        """
        self.charger.show_text(identity)
        self.charger.setVisible(bool(identity))
        if obstacle:
            self.link.show_text(f"○ {obstacle}", "offline")
        else:
            told = self.tr("● connected, OCPP {version}").format(version=version)
            self.link.show_text(told, "online")
        is_16 = version in ("", "1.6")
        self.log.setText(
            self.tr("&Get diagnostics…") if is_16 else self.tr("&Get log…")
        )
        for button in (self.firmware, self.log):
            button.setEnabled(not obstacle)
            button.setToolTip(obstacle)

    def show_job(self, state: TransferState) -> None:
        """Add a job to the list, or show how it is doing."""
        text = job_text(state, has_date=False)
        row = self.jobs.findData(state.number)
        if row < 0:
            self.jobs.insertItem(0, text, state.number)
        elif self.jobs.itemText(row) != text:
            self.jobs.setItemText(row, text)
        self.jobs.show()

    def show_jobs(self, states: Sequence[TransferState]) -> None:
        """List jobs of a recording; the one that is chosen stays so if it is there.

        Args:
            states: The jobs, the oldest first.
        """
        chosen = self.jobs.currentData()
        self.jobs.blockSignals(True)
        self.jobs.clear()
        for state in reversed(states):
            self.jobs.addItem(job_text(state, has_date=True), state.number)
        self.jobs.setCurrentIndex(max(0, self.jobs.findData(chosen)))
        self.jobs.blockSignals(False)
        self.jobs.setVisible(bool(states))

    def forget_jobs(self) -> None:
        """List no jobs."""
        self.jobs.clear()
        self.jobs.hide()

    def _space(self) -> None:
        scaled = self._theme.scaled
        self._layout.setContentsMargins(scaled(12), scaled(6), scaled(12), scaled(6))
        self._layout.setSpacing(scaled(6))
        self._line.setSpacing(scaled(8))
