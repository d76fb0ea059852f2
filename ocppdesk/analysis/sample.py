# SPDX-License-Identifier: Apache-2.0
"""One measured value."""

import enum
from dataclasses import dataclass


class Assumed(enum.Flag):
    """What a charger left out, so that the specification's default was taken."""

    NOTHING = 0
    MEASURAND = enum.auto()
    CONTEXT = enum.auto()
    LOCATION = enum.auto()
    UNIT = enum.auto()
    """Also where OCPP has no default and the measurand tells the unit."""
    TIME = enum.auto()
    """The charger's time is missing or cannot be: the arrival stands for it."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One sampled value of a charger (OCPP 1.6, 7.43; OCPP 2.0.1, 2.45)."""

    message: int
    """The number of the message that it came in."""
    at: int
    """When that arrived, microseconds since 1970."""
    charger_at: int
    """When it was measured by the charger's clock, microseconds since 1970; with
    `Assumed.TIME` the same as `at`."""
    evse: int | None
    """OCPP 2.x: the EVSE; 0 is the main meter."""
    connector: int | None
    """The connector; in OCPP 1.6, 0 is the main meter."""
    transaction: int | str | None
    """The transaction, as the charger says."""
    measurand: str
    """As in `Energy.Active.Import.Register`."""
    phase: str
    """As in `L1-N`; empty: over all."""
    location: str
    """As in `Outlet`."""
    context: str
    """As in `Sample.Periodic`."""
    value: float
    """The number with its multiplier applied, in `unit`."""
    unit: str
    """Wh, W, A, V, varh, var, VA, VAh, Percent, Celsius, Hz, rpm: k and other spellings
    are converted; what is unknown stays as it was sent; empty: none."""
    sent_unit: str
    """The unit as it was sent; empty if it was not."""
    assumed: Assumed
    """What the charger did not say."""
    source: str
    """The action it came in."""
