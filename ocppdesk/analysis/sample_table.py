# SPDX-License-Identifier: Apache-2.0
"""The samples of a charger by series, in arrays that charts draw as they are."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class SeriesKey:
    """What makes samples one series: never are two of them merged (a line each)."""

    evse: int | None
    connector: int | None
    measurand: str
    phase: str
    location: str
    unit: str


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
