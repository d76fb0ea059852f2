# SPDX-License-Identifier: Apache-2.0
"""Which measured values share a pane, and what panes, lines and places are called."""

import enum
import math
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from ocppdesk.analysis.measurands import REGISTER
from ocppdesk.analysis.sample_table import SeriesKey

SESSION_ENERGY: Final = "Session energy"
"""The measurand of lines that count the energy of each transaction from zero."""
LIMIT: Final = "Limit"
"""The measurand of lines that show the calculated limit."""

_KILO: Final = {"Wh": "kWh", "W": "kW", "varh": "kvarh", "var": "kvar", "VA": "kVA",
                "VAh": "kVAh"}  # fmt: skip
_COUNTED: Final = frozenset({"kWh", "kvarh", "kVAh"})
_SIGNS: Final = {"Percent": "%", "Celsius": "°C", "Fahrenheit": "°F", "rpm": "1/min"}
_THOUSAND: Final = 1000


class Group(enum.Enum):
    """What is measured, in the order of the panes."""

    SESSION = QT_TRANSLATE_NOOP("Charts", "Energy of each session")
    REGISTER = QT_TRANSLATE_NOOP("Charts", "Energy register")
    POWER = QT_TRANSLATE_NOOP("Charts", "Power")
    CURRENT = QT_TRANSLATE_NOOP("Charts", "Current")
    VOLTAGE = QT_TRANSLATE_NOOP("Charts", "Voltage")
    CHARGE = QT_TRANSLATE_NOOP("Charts", "State of charge")
    TEMPERATURE = QT_TRANSLATE_NOOP("Charts", "Temperature")
    FREQUENCY = QT_TRANSLATE_NOOP("Charts", "Frequency")
    INTERVAL = QT_TRANSLATE_NOOP("Charts", "Energy in each interval")
    FACTOR = QT_TRANSLATE_NOOP("Charts", "Power factor")
    SPEED = QT_TRANSLATE_NOOP("Charts", "Fan speed")
    OTHER = QT_TRANSLATE_NOOP("Charts", "Other values")

    @property
    def title(self) -> str:
        """What the window calls it."""
        return QCoreApplication.translate("Charts", str(self.value))

    @property
    def place(self) -> int:
        """Its place among the panes."""
        return _ORDER[self]


_ORDER: Final = {group: number for number, group in enumerate(Group)}
_ZERO: Final = frozenset({Group.SESSION, Group.POWER, Group.CURRENT, Group.INTERVAL})
_EXACT: Final = {
    SESSION_ENERGY: Group.SESSION,
    "Voltage": Group.VOLTAGE,
    "SoC": Group.CHARGE,
    "Temperature": Group.TEMPERATURE,
    "Frequency": Group.FREQUENCY,
    "Power.Factor": Group.FACTOR,
    "RPM": Group.SPEED,
}
_STEPS: Final = frozenset({LIMIT, REGISTER, "Energy.Active.Export.Register"})


@dataclass(frozen=True, slots=True)
class PaneKey:
    """What lines must have in common to share a pane."""

    group: Group
    unit: str
    name: str = ""
    """The measurand, of those that OCPP does not know."""

    @property
    def order(self) -> tuple[int, str, str]:
        """Sorts panes."""
        return (self.group.place, self.name, self.unit)

    @property
    def title(self) -> str:
        """What the window calls the pane, without the unit."""
        return self.name or self.group.title

    @property
    def has_zero(self) -> bool:
        """Whether zero always is in the picture."""
        return self.group in _ZERO


@dataclass(frozen=True, slots=True)
class Measure:
    """How values of a pane are written."""

    factor: float
    """What a value is divided by."""
    unit: str
    """The sign of the unit then."""

    def text(self, value: float) -> str:
        """Return a value with its unit: `3.68 kW`."""
        return f"{self.number(value)} {self.unit}".rstrip()

    def number(self, value: float) -> str:
        """Return a value in a few characters: `3.68`, `16`, `0.002`."""
        shown = value / self.factor + 0.0  # there is no minus zero
        size = abs(shown)
        digits = 0 if size >= 10_000 else 1 if size >= 100 else 2 if size >= 1 else 3
        if self.unit in _COUNTED:
            digits = 3  # a register of megawatt-hours still counts watt-hours
        return self._written(shown, digits)

    def mark(self, value: float, step: float) -> str:
        """Return a value as an axis has it.

        Args:
            value: The value.
            step: How far its neighbours are, so that they can be told apart.
        """
        places = -math.floor(math.log10(step / self.factor)) if step > 0 else 0
        return self._written(value / self.factor + 0.0, min(max(places, 0), 6))

    def _written(self, shown: float, digits: int) -> str:
        text = QLocale().toString(shown, "f", digits)
        point = QLocale().decimalPoint()
        if point in text:
            text = text.rstrip("0").removesuffix(point)
        return text


def pane_of(key: SeriesKey) -> PaneKey:
    """Return the pane that a line belongs in."""
    group = _group(key)
    name = key.measurand if group is Group.OTHER else ""
    return PaneKey(group, key.unit, name)


def _group(key: SeriesKey) -> Group:
    name = key.measurand
    if name in _EXACT:
        return _EXACT[name]
    if name == LIMIT:
        return Group.CURRENT if key.unit == "A" else Group.POWER
    if name.endswith(".Register"):
        return Group.REGISTER
    if name.endswith(".Interval"):
        return Group.INTERVAL
    first = name.partition(".")[0]
    return {"Power": Group.POWER, "Current": Group.CURRENT}.get(first, Group.OTHER)


def measure_of(unit: str, greatest: float) -> Measure:
    """Return how values are written.

    Args:
        unit: The unit that they have.
        greatest: The greatest size among them; thousands get a greater unit.
    """
    if unit in _KILO and greatest >= _THOUSAND:
        return Measure(_THOUSAND, _KILO[unit])
    return Measure(1, _SIGNS.get(unit, unit))


def is_step(key: SeriesKey) -> bool:
    """Return whether a value of the line holds until the next one."""
    return key.measurand in _STEPS or "Offered" in key.measurand


def is_bound(key: SeriesKey) -> bool:
    """Return whether the line says what may be, not what is."""
    return key.measurand == LIMIT or "Offered" in key.measurand


def is_usual(key: SeriesKey) -> bool:
    """Return whether a line is shown without being asked for."""
    is_known = pane_of(key).group not in (Group.OTHER, Group.SPEED, Group.FACTOR)
    is_active = "Reactive" not in key.measurand and "Apparent" not in key.measurand
    return is_known and is_active and not key.context


def place_text(key: SeriesKey) -> str:
    """Return where it was measured: `Connector 1`, `EVSE 2`, `Main meter`."""
    tr = QCoreApplication.translate
    if key.evse is None and key.connector is None:
        return tr("Charts", "Charger")
    if 0 in (key.evse, key.connector) and not (key.evse or key.connector):
        if key.measurand == LIMIT:
            return tr("Charts", "Whole charger")
        return tr("Charts", "Main meter")
    if key.evse is None:
        return tr("Charts", "Connector {n}").format(n=key.connector)
    text = tr("Charts", "EVSE {n}").format(n=key.evse)
    if key.connector is not None and key.connector > 1:
        text += " " + tr("Charts", "connector {n}").format(n=key.connector)
    return text


def place_of(key: SeriesKey) -> int | None:
    """Return the number that states and marks know its place by."""
    return key.connector if key.evse is None else key.evse


def line_text(key: SeriesKey) -> str:
    """Return what a line is called within its pane and place: `L1`, `offered`."""
    tr = QCoreApplication.translate
    name, words = key.measurand, []
    if name == LIMIT:
        words.append(tr("Charts", "limit"))
    elif "Offered" in name:
        words.append(tr("Charts", "offered"))
    elif "Export" in name:
        words.append(tr("Charts", "export"))
    elif "Import" in name and not key.phase:
        words.append(tr("Charts", "import"))
    elif name == SESSION_ENERGY:
        words.append(tr("Charts", "session"))
    if "Reactive" in name:
        words.append(tr("Charts", "reactive"))
    if key.phase:
        words.append(key.phase)
    if key.location not in ("", "Outlet"):
        words.append(key.location)
    if key.context:
        words.append(tr("Charts", "at the beginning"))
    return " ".join(words) or tr("Charts", "all")


def measurand_text(key: SeriesKey) -> str:
    """Return what is measured, as OCPP calls it."""
    tr = QCoreApplication.translate
    if key.measurand == SESSION_ENERGY:
        return tr("Charts", "Energy of each session, calculated from the register")
    if key.measurand == LIMIT:
        return tr("Charts", "Limit, calculated from the charging profiles")
    return key.measurand
