# SPDX-License-Identifier: Apache-2.0
"""How the charger's clock goes, as its samples tell."""

from collections.abc import Iterable
from typing import Final

import numpy as np

from ocppdesk.analysis.sample import Assumed
from ocppdesk.analysis.sample_table import SeriesData
from ocppdesk.gui.charts.lines import Integers

_MINUTE: Final = 60_000_000  # microseconds; less than that is no step of a clock
_STEADY: Final = 15_000_000  # microseconds; how far offsets differ of a steady clock
_BESIDE: Final = 5  # samples on each side that agree on the clock's offset
_NEAR: Final = 9  # samples from which the offset at a time is taken


class ChargerClock:
    """The offset of a charger's clock over time.

    Args:
        series: The samples of the charger; those of the longest series tell.
    """

    def __init__(self, series: Iterable[SeriesData] = ()) -> None:
        self._at: Integers = np.empty(0, np.int64)
        self._offset: Integers = np.empty(0, np.int64)
        longest = max(series, key=lambda data: len(data.at), default=None)
        if longest is not None:
            is_told = longest.assumed & Assumed.TIME.value == 0
            self._at = longest.at[is_told]
            self._offset = longest.charger_at[is_told] - self._at

    def charger_time(self, at: int) -> int:
        """Return what the charger's clock showed at a time of arrival."""
        place = int(np.searchsorted(self._at, at))
        near = self._offset[max(place - _NEAR // 2, 0) : place + _NEAR // 2 + 1]
        return at + (int(np.median(near)) if len(near) else 0)

    @property
    def is_told(self) -> bool:
        """Whether the charger says when it measured."""
        return len(self._at) > 0

    @property
    def offset(self) -> int:
        """By how much it is ahead of this computer's clock, microseconds."""
        return int(np.median(self._offset)) if len(self._offset) else 0

    def steps(self) -> list[tuple[int, int]]:
        """Return when it was set anew, and by how much; microseconds.

        Values that come late, after a time without a connection, are no such step:
        their offsets differ from each other.
        """
        offset = self._offset
        found = []
        for place in np.flatnonzero(np.abs(np.diff(offset)) > _MINUTE) + 1:
            before = offset[max(place - _BESIDE, 0) : place]
            after = offset[place : place + _BESIDE]
            step = int(np.median(after) - np.median(before))
            steady = max(np.ptp(before), np.ptp(after)) < _STEADY
            if steady and abs(step) > _MINUTE and len(after) > 1:
                found.append((int(self._at[place]), step))
        return found
