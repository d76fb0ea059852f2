# SPDX-License-Identifier: Apache-2.0
"""The strip above the messages of a log: how far it is read, then what came of it."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.gui.logs import wording
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.numbers import grouped
from ocppdesk.gui.look.theme import Theme
from ocppdesk.logs.importing.control import Phase, Progress
from ocppdesk.logs.reading.json_logs import JsonReader
from ocppdesk.logs.reading.tables import TableReader
from ocppdesk.logs.reading.workbooks import WorkbookReader

_STEPS: Final = 1000  # of the progress bar
_WITH_COLUMNS: Final = frozenset(
    {TableReader.name, WorkbookReader.name, JsonReader.name}
)


class LogStrip(QFrame):
    """Tells of the reading of a log.

    Args:
        theme: Its look.

    Signals:
        stop_wanted: Reading is to end.
        filter_wanted: These messages are to be shown: a filter.
        lines_wanted: The lines of a kind are to be shown, as in `LogLine.kind`.
        correction_wanted: What was concluded is to be looked at.
        columns_wanted: What the columns of a table are is to be looked at.
        merge_wanted: The logs are those of both sides, and are to be put together.
    """

    stop_wanted = Signal()
    filter_wanted = Signal(str)
    lines_wanted = Signal(str)
    correction_wanted = Signal()
    columns_wanted = Signal()
    merge_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._back = "info.back"
        self.setAutoFillBackground(True)
        self.headline = ThemedLabel(theme, wraps=True, is_selectable=True)
        """What goes on, or what was found."""
        self.reading = ThemedLabel(theme, color="muted", wraps=True, is_selectable=True)
        """How it was read."""
        self.bar = QProgressBar(textVisible=False)
        self.bar.setAccessibleName(self.tr("How much was read"))
        self.bar.setRange(0, _STEPS)
        self.stop = QPushButton(self.tr("&Stop reading"))
        self.correct = QPushButton(self.tr("&Correct…"))
        self.correct.setToolTip(
            self.tr("How this file was read, and what to assume instead")
        )
        self.columns = QPushButton(self.tr("Col&umns…"))
        self.columns.setToolTip(self.tr("What the columns of this table are"))
        self.merge = QPushButton(self.tr("&Align their clocks"))
        self.merge.setToolTip(
            self.tr(
                "These are the logs of a charger and of its CSMS: find the frames that "
                "are in both, and show one timeline"
            )
        )
        self.shut = QToolButton()
        self.shut.setText("✕")
        self.shut.setAccessibleName(self.tr("Close this summary"))
        self.shut.setToolTip(self.tr("Close this summary"))
        self.counts: list[QPushButton] = []
        """A button for each count."""
        self._counts_row = QHBoxLayout()
        self._build()
        self.stop.clicked.connect(self.stop_wanted)
        self.correct.clicked.connect(self.correction_wanted)
        self.columns.clicked.connect(self.columns_wanted)
        self.merge.clicked.connect(self.merge_wanted)
        self.shut.clicked.connect(self.hide)
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    def _build(self) -> None:
        scaled = self._theme.scaled
        self.bar.setFixedHeight(scaled(6))
        self.bar.setFixedWidth(scaled(180))
        self._counts_row.setSpacing(scaled(4))
        top = QHBoxLayout()
        top.setSpacing(scaled(8))
        top.addWidget(self.headline, 1)
        top.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignVCenter)
        top.addWidget(self.stop)
        top.addLayout(self._counts_row)
        top.addWidget(self.merge)
        top.addWidget(self.columns)
        top.addWidget(self.correct)
        top.addWidget(self.shut)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(scaled(12), scaled(4), scaled(6), scaled(4))
        layout.setSpacing(scaled(2))
        layout.addLayout(top)
        layout.addWidget(self.reading)

    def show_progress(self, progress: Progress, *, can_merge: bool = False) -> None:
        """Tell how far the reading is, or what came of it.

        Args:
            progress: That.
            can_merge: Whether the logs may be those of both sides.
        """
        is_over = progress.phase.is_over
        self.bar.setVisible(progress.phase is Phase.READING)
        self.bar.setValue(round(progress.done * _STEPS))
        self.stop.setVisible(not is_over)
        self.correct.setVisible(is_over and bool(progress.logs))
        is_table = any(log.format in _WITH_COLUMNS for log in progress.logs)
        self.columns.setVisible(is_over and is_table)
        self.merge.setVisible(is_over and can_merge)
        self.shut.setVisible(is_over)
        is_bad = progress.phase is Phase.FAILED or (
            is_over and not wording.added(progress.logs).frames
        )
        self._back = "warning.back" if is_bad else "info.back"
        self.headline.show_text(self._headline(progress))
        reading = wording.reading_of(progress.logs) if is_over else ""
        self.reading.show_text(reading)
        self.reading.setVisible(bool(reading))
        self._show_counts(progress if is_over else None)
        self._dress()
        self.show()

    def _headline(self, progress: Progress) -> str:
        name = wording.name_of(progress.logs)
        count = grouped(progress.committed_id)
        match progress.phase:
            case Phase.READING:
                text = self.tr("Reading {name}: {count} messages so far")
                if not name:
                    return self.tr("Reading…")
                return text.format(name=name, count=count)
            case Phase.FOLLOWING:
                text = self.tr("Following {name}: {count} messages so far")
                return text.format(name=name, count=count)
            case Phase.FAILED:
                kept = self.tr("The {count} messages before that are here.")
                kept = kept.format(count=count) if progress.committed_id else ""
                return f"{progress.failure} {kept}".strip()
            case Phase.CANCELLED:
                text = self.tr("Reading was stopped. {what}")
                return text.format(what=wording.headline_of(progress.logs))
            case _:
                failure = wording.failure_of(progress.logs)
                return f"{wording.headline_of(progress.logs)} {failure}".strip()

    def _show_counts(self, progress: Progress | None) -> None:
        for button in self.counts:
            self._counts_row.removeWidget(button)
            button.deleteLater()
        self.counts = []
        if progress is None:
            return
        for count in wording.counts_of(progress.logs):
            button = QPushButton(count.text)
            button.setFlat(True)
            button.setProperty("link", True)  # for the style sheet
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            button.setToolTip(
                self.tr("Show these messages")
                if count.filter
                else self.tr("Show these lines")
            )
            if count.filter:
                button.clicked.connect(
                    lambda _on=False, text=count.filter: self.filter_wanted.emit(text)
                )
            else:
                button.clicked.connect(
                    lambda _on=False, kind=count.kind: self.lines_wanted.emit(kind)
                )
            self._counts_row.addWidget(button)
            self.counts.append(button)

    def _dress(self) -> None:
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Window, self._theme.color(self._back))
        self.setPalette(palette)
