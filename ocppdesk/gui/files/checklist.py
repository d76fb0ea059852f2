# SPDX-License-Identifier: Apache-2.0
"""The checklist that follows one job."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.core.transfers.states import Step, StepName, StepState, TransferState
from ocppdesk.gui.connections.texts import time_text
from ocppdesk.gui.files import wording
from ocppdesk.gui.files.abilities import Abilities
from ocppdesk.gui.look.labels import ThemedLabel, shortened
from ocppdesk.gui.look.theme import Theme

_TICK_MS: Final = 1000  # "nobody came" is told to the second
_SIGN, _NAME, _TIME, _SENTENCE, _MESSAGE = range(5)


def _now() -> int:
    return time.time_ns() // 1000


@dataclass(frozen=True, slots=True)
class StepRow:
    """The widgets of one step."""

    sign: ThemedLabel
    name: ThemedLabel
    time: ThemedLabel
    sentence: ThemedLabel
    message: QPushButton
    """Leads to the message that tells it."""


class ChecklistPane(QWidget):
    """Shows how far a job is.

    Args:
        theme: Its look.
        clock: Gives microseconds since 1970.

    Signals:
        message_wanted: A message is to be shown in the table; carries its number.
        cancel_wanted: The job is to end; carries its number.
    """

    message_wanted = Signal(int)
    cancel_wanted = Signal(int)

    def __init__(
        self,
        theme: Theme,
        clock: Callable[[], int] = _now,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._clock = clock
        self._state: TransferState | None = None
        self._abilities = Abilities()
        self._waits_until = 0
        self.rows: dict[StepName, StepRow] = {}
        """The steps that are shown."""
        self.headline = ThemedLabel(
            theme, scale=1.1, is_bold=True, wraps=True, is_selectable=True
        )
        """How the job stands."""
        self.server = ThemedLabel(theme, wraps=True, is_selectable=True)
        """Who came to the file server."""
        self.absence = ThemedLabel(theme, color="slow", wraps=True, is_selectable=True)
        """Why nobody may have come."""
        self.remarks = ThemedLabel(theme, color="slow", wraps=True, is_selectable=True)
        """What was odd."""
        self.bar = QProgressBar()
        self.bar.setAccessibleName(self.tr("How much of the file has gone over"))
        self.cancel = QPushButton(self.tr("&End the job"))
        self.cancel.setToolTip(
            self.tr(
                "Closes the file server. OCPP has no way to stop the charger: it may "
                "go on with what it has."
            )
        )
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._show_absence)
        self._build()
        for part in (self.bar, self.cancel, self.absence, self.remarks):
            part.hide()
        self.cancel.clicked.connect(self._cancel)
        theme.changed.connect(self._space)
        self._space()

    @property
    def state(self) -> TransferState | None:
        """The job that is shown."""
        return self._state

    def show_state(
        self, state: TransferState | None, abilities: Abilities, *, waits_until: int = 0
    ) -> None:
        """Show a job.

        Args:
            state: The job; None for none.
            abilities: What is known of its charger.
            waits_until: Until when its charger was told to wait, microseconds since
                1970; 0: it was not.
        """
        is_other = (
            state is None or self._state is None or state.number != self._state.number
        )
        self._state, self._abilities = state, abilities
        self._waits_until = waits_until
        if state is None:
            self._timer.stop()
            self._show_steps(())
            return
        headline = wording.headline_of(state)
        self.headline.show_text(headline.text, headline.color)
        server = wording.server_text(state)
        self.server.show_text(server.text, server.color)
        self._show_steps(state.steps)
        self._show_progress(state)
        _show_lines(self.remarks, [f"▲ {one}" for one in state.remarks])
        self.cancel.setVisible(not state.is_over)
        self._show_absence()
        if state.is_over:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()
        if is_other:
            self._scroll.verticalScrollBar().setValue(0)

    # Building.

    def _build(self) -> None:
        inner = QWidget()
        self._grid = QGridLayout()
        self._grid.setColumnStretch(_SENTENCE, 1)
        self._inner = QVBoxLayout(inner)
        self._inner.addWidget(self.absence)
        self._inner.addLayout(self._grid)
        self._inner.addWidget(self.remarks)
        self._inner.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidget(inner)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName(self.tr("Steps of the job"))
        self._top = QVBoxLayout()
        self._top.addWidget(self.headline)
        self._top.addWidget(self.server)
        self._top.addStretch(1)
        beside = QHBoxLayout()
        beside.addLayout(self._top, 1)
        beside.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignTop)
        beside.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignTop)
        self._beside = beside
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addLayout(beside)
        self._layout.addWidget(self._scroll, 1)

    def _space(self) -> None:
        scaled = self._theme.scaled
        self._grid.setHorizontalSpacing(scaled(10))
        self._grid.setVerticalSpacing(scaled(1))
        self._inner.setContentsMargins(scaled(12), scaled(2), scaled(12), scaled(6))
        self._beside.setContentsMargins(scaled(12), scaled(6), scaled(12), 0)
        self._beside.setSpacing(scaled(10))
        self._top.setSpacing(scaled(2))
        self._layout.setSpacing(scaled(4))
        self.bar.setFixedWidth(scaled(150))

    # Showing.

    def _show_steps(self, steps: tuple[Step, ...]) -> None:
        names = [step.name for step in steps]
        if names != list(self.rows):
            self._make_rows(names)
        last = wording.last_told(steps)
        for number, step in enumerate(steps):
            row = self.rows[step.name]
            sign = wording.sign_of(step.state)
            row.sign.show_text(sign.text, sign.color)
            row.sign.setAccessibleName(wording.spoken(step.state))
            row.sign.setToolTip(wording.spoken(step.state))
            is_to_come = step.state in (StepState.WAITING, StepState.NOT_SEEN)
            color = "muted" if is_to_come else "text"
            row.name.show_text(step.name.value, color)
            at = "" if step.at is None else time_text(step.at, "HH:mm:ss")
            row.time.show_text(at)
            is_bad = step.state is StepState.FAILED
            sentence = wording.sentence_of(step, is_passed=number < last)
            row.sentence.show_text(sentence, "refused" if is_bad else color)
            self._show_link(row.message, step)

    def _show_link(self, button: QPushButton, step: Step) -> None:
        button.setVisible(step.message is not None)
        if step.message is None:
            return
        button.setText(f"#{step.message}")
        told = self.tr("Show message {number}: {step}")
        told = told.format(number=step.message, step=step.name.value)
        button.setToolTip(told)
        button.setAccessibleName(told)
        button.setProperty("message", step.message)

    def _make_rows(self, names: list[StepName]) -> None:
        for row in self.rows.values():
            for widget in (row.sign, row.name, row.time, row.sentence, row.message):
                self._grid.removeWidget(widget)
                widget.deleteLater()
        for number in range(self._grid.rowCount()):
            self._grid.setRowMinimumHeight(number, 0)
        theme = self._theme
        self.rows = {}
        top = Qt.AlignmentFlag.AlignTop
        before: QWidget = self.cancel
        for number, name in enumerate(names):
            row = StepRow(
                sign=ThemedLabel(theme),
                name=ThemedLabel(theme),
                time=ThemedLabel(theme, color="muted"),
                sentence=ThemedLabel(theme, wraps=True, is_selectable=True),
                message=self._make_link(),
            )
            self._grid.addWidget(row.sign, number, _SIGN, top)
            self._grid.addWidget(row.name, number, _NAME, top)
            self._grid.addWidget(row.time, number, _TIME, top)
            # The layout must not align it: it would be as narrow as its longest word.
            row.sentence.setAlignment(top)
            self._grid.addWidget(row.sentence, number, _SENTENCE)
            self._grid.addWidget(row.message, number, _MESSAGE, top)
            # All alike, with a link or without.
            self._grid.setRowMinimumHeight(number, row.message.sizeHint().height())
            # As they stand, not as they were made: after the received files.
            QWidget.setTabOrder(before, row.message)
            before = row.message
            self.rows[name] = row

    def _make_link(self) -> QPushButton:
        button = QPushButton("#")
        button.setFlat(True)
        button.setProperty("link", True)  # for the style sheet
        # As low as the texts beside it: twelve steps are to fit without scrolling.
        button.setStyleSheet("QPushButton { padding: 0px 4px; border-width: 1px; }")
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.clicked.connect(
            lambda: self.message_wanted.emit(button.property("message"))
        )
        return button

    def _show_progress(self, state: TransferState) -> None:
        step = state.step(StepName.TRANSFER)
        is_on = step is not None and step.at is not None and not state.is_over
        self.bar.setVisible(is_on)
        if not is_on:
            return
        if state.percent is None:
            self.bar.setRange(0, 0)  # how long the file is was not said
        else:
            self.bar.setRange(0, 100)
            self.bar.setValue(state.percent)

    def _show_absence(self) -> None:
        state, at = self._state, self._clock()
        is_absent = state is not None and wording.is_absent(state, at=at)
        if state is None or not is_absent or at < self._waits_until:
            self.absence.hide()
            return
        reasons = wording.reasons_for_absence(state, self._abilities)
        what = self.tr("Nobody has come to the file server. Why that may be:")
        _show_lines(self.absence, [f"▲ {what}", *(f"  • {one}" for one in reasons)])

    def _cancel(self) -> None:
        if self._state is not None:
            self.cancel_wanted.emit(self._state.number)


def _show_lines(label: ThemedLabel, lines: Sequence[str]) -> None:
    """Show lines of which each may hold what a charger has said."""
    label.setText("\n".join(shortened(line) for line in lines))
    label.setVisible(bool(lines))
