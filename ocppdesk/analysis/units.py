# SPDX-License-Identifier: Apache-2.0
"""Units of measured values, and which one a measurand is in (OCPP 1.6, 7.45)."""

from typing import Final, NamedTuple


class Conversion(NamedTuple):
    """How a unit becomes the one that charts have."""

    unit: str
    """The unit of the result."""
    factor: float
    """What a value is multiplied with,"""
    offset: float = 0.0
    """after this was added."""


_FAHRENHEIT: Final = Conversion("Celsius", 5 / 9, -32.0)
_KELVIN: Final = Conversion("Celsius", 1.0, -273.15)

# As they are written, for those whose case matters: MW is no mW.
_EXACT: Final = {
    "MW": Conversion("W", 1e6),
    "MWh": Conversion("Wh", 1e6),
    "mW": Conversion("W", 1e-3),
    "mWh": Conversion("Wh", 1e-3),
    "MVA": Conversion("VA", 1e6),
    "mV": Conversion("V", 1e-3),
    "MV": Conversion("V", 1e6),
    "mA": Conversion("A", 1e-3),
    "C": Conversion("Celsius", 1.0),
}
_SPELT: Final = {
    "wh": Conversion("Wh", 1.0),
    "kwh": Conversion("Wh", 1e3),
    "w": Conversion("W", 1.0),
    "watt": Conversion("W", 1.0),
    "watts": Conversion("W", 1.0),
    "kw": Conversion("W", 1e3),
    "varh": Conversion("varh", 1.0),
    "kvarh": Conversion("varh", 1e3),
    "var": Conversion("var", 1.0),
    "kvar": Conversion("var", 1e3),
    "va": Conversion("VA", 1.0),
    "kva": Conversion("VA", 1e3),
    "vah": Conversion("VAh", 1.0),
    "kvah": Conversion("VAh", 1e3),
    "a": Conversion("A", 1.0),
    "amp": Conversion("A", 1.0),
    "amps": Conversion("A", 1.0),
    "ampere": Conversion("A", 1.0),
    "v": Conversion("V", 1.0),
    "volt": Conversion("V", 1.0),
    "volts": Conversion("V", 1.0),
    "kv": Conversion("V", 1e3),
    "percent": Conversion("Percent", 1.0),
    "%": Conversion("Percent", 1.0),
    "celsius": Conversion("Celsius", 1.0),
    # OCPP 1.6, 7.45, up to edition 1.
    "celcius": Conversion("Celsius", 1.0),
    "°c": Conversion("Celsius", 1.0),
    "fahrenheit": _FAHRENHEIT,
    "°f": _FAHRENHEIT,
    "k": _KELVIN,
    "kelvin": _KELVIN,
    "hertz": Conversion("Hz", 1.0),
    "hz": Conversion("Hz", 1.0),
    "rpm": Conversion("rpm", 1.0),
}

# The first word or two of a measurand; the longer one counts.
_FAMILIES: Final = {
    "Energy": "Wh",
    "Energy.Reactive": "varh",
    "Energy.Apparent": "VAh",
    "EnergyRequest": "Wh",
    "Power": "W",
    "Power.Reactive": "var",
    "Power.Factor": "",
    "Current": "A",
    "Voltage": "V",
    "Frequency": "Hz",
    "SoC": "Percent",
    "Temperature": "Celsius",
    "RPM": "rpm",
    "Display.PresentSOC": "Percent",
    "Display.MinimumSOC": "Percent",
    "Display.TargetSOC": "Percent",
    "Display.MaximumSOC": "Percent",
}


# Apparent and reactive power are told for power, and a factor in percent.
_ALIKE: Final = ({"W", "VA", "var"}, {"Wh", "VAh", "varh"}, {"", "Percent"})


def can_be_in(measurand: str, unit: str) -> bool:
    """Return whether a measurand can be in a unit, as far as both are known.

    Args:
        measurand: The measurand.
        unit: A unit that values are converted to.
    """
    natural = natural_unit(measurand)
    known = conversion_of(unit)
    if natural is None or known is None or known.unit == natural:
        return True
    return any({known.unit, natural} <= family for family in _ALIKE)


def conversion_of(unit: str) -> Conversion | None:
    """Return how a unit as it was sent is converted; None if it is not known."""
    return _EXACT.get(unit) or _SPELT.get(unit.casefold())


def natural_unit(measurand: str) -> str | None:
    """Return the unit that a measurand is in; empty: it has none; None: who knows."""
    first, _dot, rest = measurand.partition(".")
    unit = _FAMILIES.get(f"{first}.{rest.partition('.')[0]}")
    return _FAMILIES.get(first) if unit is None else unit
