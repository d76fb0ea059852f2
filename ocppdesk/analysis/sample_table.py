# SPDX-License-Identifier: Apache-2.0
"""The samples of a charger by series, in arrays that charts draw as they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ocppdesk.analysis.sample import Sample

_FIRST_SIZE: Final = 64  # samples; a full array is doubled
_MOST_SERIES: Final = 5_000  # nobody measures so much; names are made up without end


@dataclass(frozen=True, slots=True)
class SeriesKey:
    """What makes samples one series: never are two of them merged (a line each)."""

    evse: int | None
    connector: int | None
    measurand: str
    phase: str
    location: str
    unit: str
    context: str = ""
    """`Transaction.Begin` for values at the beginning of a transaction that are sent
    again and again with later ones (evcc-io/evcc#33256), else empty."""


@dataclass(frozen=True, slots=True)
class SeriesData:
    """The samples of one series in order of arrival; arrays of equal length.

    They are views of arrays that only grow: what is seen here does not change.
    """

    key: SeriesKey
    at: npt.NDArray[np.int64]
    """When they arrived, microseconds since 1970."""
    charger_at: npt.NDArray[np.int64]
    """When they were measured by the charger's clock, microseconds since 1970."""
    value: npt.NDArray[np.float64]
    """The values in the key's unit."""
    message: npt.NDArray[np.int64]
    """The numbers of the messages that they came in."""
    assumed: npt.NDArray[np.uint8]
    """What was assumed about them, as numbers of `Assumed`."""


class SampleTable:
    """The samples of one charger, in their series.

    Use it from one thread; what `series` returns may go to any other. Names that are
    made up without end are left out.
    """

    def __init__(self) -> None:
        self._series: dict[tuple[object, ...], _Series] = {}

    def add(self, samples: Iterable[Sample]) -> None:
        """Take in the next samples, in their order."""
        for sample in samples:
            context = sample.context
            key = (
                sample.evse,
                sample.connector,
                sample.measurand,
                sample.phase,
                sample.location,
                sample.unit,
            )
            series = self._series.get(key) or self._begin(key)
            if (
                series is not None
                and context == "Transaction.Begin"
                and series.is_repeated(sample)
            ):
                apart = (*key, context)
                series = self._series.get(apart) or self._begin(apart)
            if series is not None:
                series.add(sample)

    def series(self) -> tuple[SeriesData, ...]:
        """Return all series as they are now, in the order of their first samples."""
        return tuple(series.data() for series in self._series.values())

    def _begin(self, key: tuple[Any, ...]) -> "_Series | None":
        if len(self._series) >= _MOST_SERIES:
            return None
        found = self._series[key] = _Series(SeriesKey(*key))
        return found


class _Series:
    """Arrays that grow; what was handed out of them is never written to again."""

    def __init__(self, key: SeriesKey) -> None:
        self._key = key
        self._size = 0
        self._at = np.empty(_FIRST_SIZE, np.int64)
        self._charger_at = np.empty(_FIRST_SIZE, np.int64)
        self._value = np.empty(_FIRST_SIZE, np.float64)
        self._message = np.empty(_FIRST_SIZE, np.int64)
        self._assumed = np.empty(_FIRST_SIZE, np.uint8)
        self._began: tuple[object, float] | None = None
        self._data: SeriesData | None = None

    def is_repeated(self, sample: Sample) -> bool:
        """Return whether a value of a transaction's beginning was there before."""
        began = (sample.transaction, sample.value)
        if began == self._began:
            return True
        self._began = began
        return False

    def add(self, sample: Sample) -> None:
        size = self._size
        if size == len(self._at):
            self._grow()
        self._at[size] = sample.at
        self._charger_at[size] = sample.charger_at
        self._value[size] = sample.value
        self._message[size] = sample.message
        self._assumed[size] = sample.assumed.value
        self._size = size + 1
        self._data = None

    def data(self) -> SeriesData:
        if self._data is None:
            size = self._size
            self._data = SeriesData(
                self._key,
                _seen(self._at, size),
                _seen(self._charger_at, size),
                _seen(self._value, size),
                _seen(self._message, size),
                _seen(self._assumed, size),
            )
        return self._data

    def _grow(self) -> None:
        for name in ("_at", "_charger_at", "_value", "_message", "_assumed"):
            old = getattr(self, name)
            new = np.empty(2 * len(old), old.dtype)
            new[: len(old)] = old
            setattr(self, name, new)


def _seen(array: npt.NDArray[Any], size: int) -> npt.NDArray[Any]:
    """Return a view of the first elements that cannot be written through."""
    view = array[:size]
    view.flags.writeable = False
    return view
