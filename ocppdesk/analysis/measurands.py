# SPDX-License-Identifier: Apache-2.0
"""What can be measured: names as OCPP spells them, and variables that measure."""

from typing import Any, Final, NamedTuple

REGISTER: Final = "Energy.Active.Import.Register"
"""What a value measures that does not say so (OCPP 1.6, 7.31; OCPP 2.0.1, 2.45)."""

_NAMES: Final = (
    REGISTER,
    "Energy.Active.Export.Register",
    "Energy.Reactive.Import.Register",
    "Energy.Reactive.Export.Register",
    "Energy.Active.Import.Interval",
    "Energy.Active.Export.Interval",
    "Energy.Reactive.Import.Interval",
    "Energy.Reactive.Export.Interval",
    "Energy.Active.Net",
    "Energy.Reactive.Net",
    "Energy.Apparent.Net",
    "Energy.Apparent.Import",
    "Energy.Apparent.Export",
    "Power.Active.Import",
    "Power.Active.Export",
    "Power.Reactive.Import",
    "Power.Reactive.Export",
    "Power.Offered",
    "Power.Factor",
    "Current.Import",
    "Current.Export",
    "Current.Offered",
    "Current.Import.Offered",
    "Current.Export.Offered",
    "Power.Import.Offered",
    "Power.Export.Offered",
    "Voltage",
    "Frequency",
    "SoC",
    "Temperature",
    "RPM",
)
_SPELT: Final = {name.casefold(): name for name in _NAMES}

# Variables of the device model (OCPP 2.0.1 part 2, appendix 3) that hold what a meter
# would measure.
_VARIABLES: Final = {
    "current": "Current.Import",
    "accurrent": "Current.Import",
    "dccurrent": "Current.Import",
    "voltage": "Voltage",
    "acvoltage": "Voltage",
    "dcvoltage": "Voltage",
    "power": "Power.Active.Import",
    "energy": "Energy.Active.Import.Interval",
    "energyimport": "Energy.Active.Import.Interval",
    "energyexport": "Energy.Active.Export.Interval",
    "energyimportregister": REGISTER,
    "energyexportregister": "Energy.Active.Export.Register",
    "frequency": "Frequency",
    "stateofcharge": "SoC",
    "temperature": "Temperature",
    "fanspeed": "RPM",
}


def spelt(name: str) -> str:
    """Return a measurand as OCPP spells it; one that OCPP lacks, as it is."""
    return _SPELT.get(name.casefold(), name)


class Measured(NamedTuple):
    """What a variable of the device model measures."""

    measurand: str
    phase: str
    location: str
    """Its component with its instance: meters that are several stay several."""


def measured_by(component: Any, variable: Any) -> Measured | None:
    """Return what a variable measures; None if it is none that measures.

    Args:
        component: `component` of a NotifyEvent (OCPP 2.0.1, 2.21), of any kind.
        variable: `variable` of it.
    """
    if not isinstance(component, dict) or not isinstance(variable, dict):
        return None
    measurand = _VARIABLES.get(word(variable.get("name")).casefold())
    name = word(component.get("name"))
    if measurand is None or not name:
        return None
    instance = word(component.get("instance"))
    phase = word(variable.get("instance")).upper()
    return Measured(measurand, phase, f"{name} {instance}".rstrip())


def word(value: Any) -> str:
    """Return a text without blanks around it; empty for all that is none."""
    if not isinstance(value, str):
        return ""
    if value.isascii():
        return value.strip()
    # JSON can hold halves of surrogate pairs, which no file and no screen takes.
    return value.encode("utf-8", "backslashreplace").decode().strip()
