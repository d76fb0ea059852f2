# SPDX-License-Identifier: Apache-2.0
"""Which times all panes of a chart show."""

from typing import Final

from PySide6.QtCore import QObject, Signal

_LEAST_S: Final = 0.01  # nothing is measured more often
_MOST_S: Final = 40 * 365 * 86_400.0
_PADDING: Final = 0.02  # of the width, beside the first and the last sample
_LONE_S: Final = 60.0  # the width around a single sample
_BEYOND: Final = 0.9  # of the width that may be without any sample


class TimeWindow(QObject):
    """The times that are in view, in seconds since 1970.

    As long as nobody chose times it shows everything there is, also what comes. Then it
    stands still, or keeps its width and goes along with the end if it follows that.

    Signals:
        changed: Other times are in view.
        following_changed: Whether the end is followed.
    """

    changed = Signal()
    following_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.low = 0.0
        """The first time in view."""
        self.high = 1.0
        """The last time in view."""
        self._span: tuple[float, float] | None = None
        self._is_whole = True
        self._is_following = False

    @property
    def width(self) -> float:
        """How many seconds are in view."""
        return self.high - self.low

    @property
    def is_whole(self) -> bool:
        """Whether everything is in view, also what comes."""
        return self._is_whole

    @property
    def is_following(self) -> bool:
        """Whether the end stays in view as it grows."""
        return self._is_following

    def set_span(self, span: tuple[float, float] | None) -> None:
        """Learn when the first and the last sample was."""
        before, self._span = self._span, span
        if span is None or span == before:
            return
        if before is None or self._is_whole:
            self._show_whole()
        elif self._is_following:
            self._follow_end()

    def set_following(self, is_on: bool) -> None:
        """Keep the end in view, with this width, or stand still."""
        if is_on == self._is_following:
            return
        self._is_following = is_on
        self.following_changed.emit(is_on)
        if is_on and not self._is_whole:
            self._follow_end()

    def show_range(self, low: float, high: float) -> None:
        """Show some times, and follow the end no longer."""
        self._is_whole = False
        self._set(low, high)
        self.set_following(False)

    def fit(self) -> None:
        """Show everything."""
        self._is_whole = True
        self._show_whole()

    def zoom(self, factor: float, around: float) -> None:
        """Show fewer times, or more.

        Args:
            factor: What the width is multiplied by.
            around: The time that stays where it is; while the end is followed, that
                stays.
        """
        width = min(max(self.width * factor, _LEAST_S), _MOST_S)
        if self._is_following:
            around = self.high
        share = (around - self.low) / self.width
        low = around - share * width
        self._is_whole = False
        self._set(low, low + width)

    def pan(self, seconds: float) -> None:
        """Go to later times, or to earlier ones if the number is negative."""
        if self._span is not None:
            first, last = self._span
            beyond = _BEYOND * self.width
            least, most = first - beyond, last + beyond
            seconds = min(max(seconds, least - self.low), most - self.high)
            # Whoever is beyond that after zooming is not thrown back.
            if least > most:
                seconds = 0.0
        if not seconds:
            return
        self._is_whole = False
        self._set(self.low + seconds, self.high + seconds)
        if seconds < 0:
            self.set_following(False)

    def _show_whole(self) -> None:
        if self._span is None:
            return
        first, last = self._span
        padding = max((last - first) * _PADDING, _LEAST_S)
        if first == last:
            padding = _LONE_S / 2
        self._set(first - padding, last + padding)

    def _follow_end(self) -> None:
        if self._span is None:
            return
        width = self.width
        high = self._span[1] + width * _PADDING
        self._set(high - width, high)

    def _set(self, low: float, high: float) -> None:
        if high - low < _LEAST_S:
            middle = (low + high) / 2
            low, high = middle - _LEAST_S / 2, middle + _LEAST_S / 2
        if (low, high) != (self.low, self.high):
            self.low, self.high = low, high
            self.changed.emit()
