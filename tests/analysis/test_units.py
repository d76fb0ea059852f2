# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.analysis.units import can_be_in, conversion_of, natural_unit


@pytest.mark.parametrize(
    ("unit", "value", "expected"),
    [
        ("kWh", 1.5, (1_500, "Wh")),
        ("KWH", 1.5, (1_500, "Wh")),
        ("kvarh", 2, (2_000, "varh")),
        ("kVA", 2, (2_000, "VA")),
        ("MW", 2, (2e6, "W")),
        ("mA", 500, (0.5, "A")),
        ("Celcius", 20, (20, "Celsius")),
        ("Fahrenheit", 212, (100, "Celsius")),
        ("K", 273.15, (0, "Celsius")),
        ("Hertz", 50, (50, "Hz")),
        ("%", 80, (80, "Percent")),
    ],
)
def test_units_become_those_of_charts(unit, value, expected):
    found = conversion_of(unit)
    converted = (value + found.offset) * found.factor
    assert (pytest.approx(converted), found.unit) == expected


def test_an_unknown_unit_has_no_conversion():
    assert conversion_of("furlong") is None


@pytest.mark.parametrize(
    ("measurand", "unit"),
    [
        ("Energy.Active.Import.Register", "Wh"),
        ("Energy.Reactive.Export.Interval", "varh"),
        ("Energy.Apparent.Net", "VAh"),
        ("Power.Active.Import", "W"),
        ("Power.Offered", "W"),
        ("Power.Reactive.Import", "var"),
        ("Power.Factor", ""),
        ("Current.Import.Offered", "A"),
        ("Voltage.Minimum", "V"),
        ("SoC", "Percent"),
        ("Display.TargetSOC", "Percent"),
        ("Display.ChargingComplete", None),
        ("Vendor.Special", None),
    ],
)
def test_a_measurand_tells_its_unit(measurand, unit):
    assert natural_unit(measurand) == unit


@pytest.mark.parametrize(
    ("measurand", "unit", "can_be"),
    [
        ("Voltage", "V", True),
        ("Voltage", "kV", True),
        ("Voltage", "Wh", False),
        ("Current.Import", "W", False),
        ("Power.Active.Import", "VA", True),
        ("Power.Active.Import", "Wh", False),
        ("Power.Factor", "Percent", True),
        ("Energy.Active.Import.Register", "furlong", True),
        ("Vendor.Special", "Wh", True),
    ],
)
def test_some_units_are_none_of_a_measurand(measurand, unit, can_be):
    assert can_be_in(measurand, unit) is can_be
