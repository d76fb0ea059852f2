# SPDX-License-Identifier: Apache-2.0
"""The two ends of a time range as inputs."""

from PySide6.QtCore import QDateTime, QTime, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.remark import Remark
from ocppdesk.gui.times.moment_edit import MomentEdit
from ocppdesk.gui.times.quick_ranges import SECOND, Clock, Span, range_text


class RangeEdit(QWidget):
    """The inputs of the two ends, side by side or one above the other.

    Args:
        theme: Where colours and sizes come from.
        clock: Gives the time now, microseconds since 1970.
        is_stacked: Whether one stands above the other.

    Signals:
        range_edited: The user chose another range that can be; carries a `Span`.
    """

    range_edited = Signal(object)

    def __init__(self, theme: Theme, clock: Clock, *, is_stacked: bool) -> None:
        super().__init__()
        self._clock = clock
        self._shown = Span()
        self.since = MomentEdit(
            theme, empty_text=self.tr("from the start"), first=self._today, is_end=False
        )
        self.until = MomentEdit(
            theme, empty_text=self.tr("to the end"), first=self._now, is_end=True
        )
        self.since.setAccessibleName(self.tr("From, local time"))
        self.until.setAccessibleName(self.tr("To, local time"))
        if is_stacked:
            self._remark = Remark(theme)
            grid = QGridLayout(self)
            grid.setContentsMargins(4, 4, 4, 4)
            ends = ((self.tr("&From"), self.since), (self.tr("&To"), self.until))
            for row, (title, edit) in enumerate(ends):
                label = QLabel(title)
                label.setBuddy(edit)
                grid.addWidget(label, row, 0)
                grid.addWidget(edit, row, 1)
            grid.addWidget(QLabel(self.tr("Times are local.")), 2, 1)
            grid.addWidget(self._remark, 3, 0, 1, 2)
            grid.setColumnMinimumWidth(1, theme.scaled(200))
        else:
            self._remark = Remark(theme, self)
            row_of_ends = QHBoxLayout(self)
            row_of_ends.setContentsMargins(0, 0, 0, 0)
            row_of_ends.setSpacing(4)
            row_of_ends.addWidget(self.since)
            row_of_ends.addWidget(QLabel("–"))  # noqa: RUF001
            row_of_ends.addWidget(self.until)
        self.since.moment_changed.connect(self._on_changed)
        self.until.moment_changed.connect(self._on_changed)
        self._remark.accepted.connect(self._swap)

    @property
    def remark(self) -> str:
        """What is said about the ends; empty if they are in order."""
        return self._remark.text

    def show_range(self, chosen: Span, *, is_moving: bool) -> None:
        """Show the ends of a range.

        Args:
            chosen: The range.
            is_moving: Whether only the clock moved it: then inputs that somebody is
                typing into are left alone.
        """
        if self._shown == chosen and not self._remark.text:
            return
        if is_moving and (self.since.hasFocus() or self.until.hasFocus()):
            return
        self._shown = chosen
        self._remark.withdraw()
        for edit, at in (
            (self.since, chosen.since),
            # The end is shown as the last second that belongs to the range.
            (self.until, None if chosen.until is None else chosen.until - SECOND),
        ):
            edit.show_moment(None if at is None else at // SECOND)

    def _edited(self) -> Span:
        since, until = self.since.moment, self.until.moment
        return Span(
            None if since is None else since * SECOND,
            None if until is None else (until + 1) * SECOND,
        )

    def _on_changed(self) -> None:
        chosen = self._edited()
        since, until = chosen.since, chosen.until
        if since is not None and until is not None and since >= until:
            kept = range_text(self._shown)
            self._remark.say(
                self.tr("“From” is later than “to”. Still shown: {range}.").format(
                    range=kept
                ),
                way_out=self.tr("Swap"),
            )
            return
        self._remark.withdraw()
        self._shown = chosen
        self.range_edited.emit(chosen)

    def _swap(self) -> None:
        since, until = self.since.moment, self.until.moment
        self.since.show_moment(until)
        self.until.show_moment(since)
        self._on_changed()

    def _today(self) -> QDateTime:
        return self._now().date().startOfDay()

    def _now(self) -> QDateTime:
        now = QDateTime.fromMSecsSinceEpoch(self._clock() // 1000)
        clock = now.time()
        now.setTime(QTime(clock.hour(), clock.minute(), clock.second()))
        return now
