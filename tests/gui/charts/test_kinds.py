# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import QLocale

from ocppdesk.analysis.measurands import REGISTER
from ocppdesk.analysis.sample_table import SeriesKey
from ocppdesk.gui.charts.kinds import (
    LIMIT,
    SESSION_ENERGY,
    Group,
    is_bound,
    is_step,
    is_usual,
    line_text,
    measurand_text,
    measure_of,
    pane_of,
    place_of,
    place_text,
)


@pytest.fixture(autouse=True)
def _english():
    before = QLocale()
    QLocale.setDefault(QLocale.c())
    yield
    QLocale.setDefault(before)


def key(measurand, unit="", phase="", location="Outlet", evse=None, connector=1):
    return SeriesKey(evse, connector, measurand, phase, location, unit)


@pytest.mark.parametrize(
    ("measurand", "unit", "group"),
    [
        (SESSION_ENERGY, "Wh", Group.SESSION),
        (REGISTER, "Wh", Group.REGISTER),
        ("Energy.Active.Import.Interval", "Wh", Group.INTERVAL),
        ("Power.Active.Import", "W", Group.POWER),
        ("Power.Offered", "W", Group.POWER),
        ("Power.Factor", "", Group.FACTOR),
        ("Current.Import", "A", Group.CURRENT),
        (LIMIT, "A", Group.CURRENT),
        (LIMIT, "W", Group.POWER),
        ("SoC", "Percent", Group.CHARGE),
        ("Acme.Noise", "dB", Group.OTHER),
    ],
)
def test_each_measurand_has_its_pane(measurand, unit, group):
    pane = pane_of(key(measurand, unit))
    assert (pane.group, pane.unit) == (group, unit)


def test_other_units_are_other_panes():
    assert pane_of(key("Voltage", "V")) != pane_of(key("Voltage", "mV"))
    assert pane_of(key("Acme.Noise", "dB")).title == "Acme.Noise"


def test_energy_comes_first():
    names = (REGISTER, "Temperature", "Current.Import", "Power.Active.Import")
    panes = sorted((pane_of(key(name)) for name in names), key=lambda p: p.order)
    assert [pane.title for pane in panes] == [
        "Energy register",
        "Power",
        "Current",
        "Temperature",
    ]


@pytest.mark.parametrize(
    ("unit", "greatest", "value", "text"),
    [
        ("W", 3680, 3680, "3.68 kW"),
        ("W", 900, 36, "36 W"),
        ("Wh", 1_234_567, 1_234_567, "1234.567 kWh"),
        ("A", 16, 15.804, "15.8 A"),
        ("A", 16, 0.0004, "0 A"),
        ("A", 16, -0.0, "0 A"),
        ("Percent", 80, 80, "80 %"),
        ("Celsius", 30, -3.5, "-3.5 °C"),
        ("", 1, 0.98, "0.98"),
        ("W", 123_456_789, 123_456_789, "123457 kW"),
    ],
)
def test_values_are_short(unit, greatest, value, text):
    assert measure_of(unit, greatest).text(value).replace(",", "") == text


def test_marks_of_an_axis_can_be_told_apart():
    measure = measure_of("Wh", 17_137_000)
    found = [measure.mark(value, 5) for value in (17_137_005, 17_137_010)]
    assert [text.replace(",", "") for text in found] == ["17137.005", "17137.01"]
    assert measure.mark(20_000, 10_000) == "20"


def test_lines_are_called_by_what_tells_them_apart():
    assert line_text(key("Current.Import", phase="L1")) == "L1"
    assert line_text(key("Current.Offered")) == "offered"
    assert line_text(key(LIMIT, "A")) == "limit"
    assert line_text(key(REGISTER)) == "import"
    assert line_text(key("Power.Active.Export")) == "export"
    assert line_text(key("Voltage", location="Inlet", phase="L1-N")) == "L1-N Inlet"
    assert line_text(key("SoC")) == "all"
    assert measurand_text(key("SoC")) == "SoC"
    assert "calculated" in measurand_text(key(LIMIT))
    assert "calculated" in measurand_text(key(SESSION_ENERGY))


def test_places_are_named():
    assert place_text(key("SoC")) == "Connector 1"
    assert place_text(key("SoC", connector=0)) == "Main meter"
    assert place_text(key(LIMIT, connector=0)) == "Whole charger"
    assert place_text(key("SoC", connector=None)) == "Charger"
    assert place_text(key("SoC", evse=2, connector=None)) == "EVSE 2"
    assert place_text(key("SoC", evse=2, connector=2)) == "EVSE 2 connector 2"
    assert place_of(key("SoC", evse=2, connector=1)) == 2
    assert place_of(key("SoC", connector=3)) == 3


def test_what_may_be_is_no_measurement():
    assert is_bound(key("Current.Offered"))
    assert is_bound(key(LIMIT))
    assert not is_bound(key("Current.Import"))
    assert is_step(key("Power.Offered"))
    assert is_step(key(REGISTER))
    assert not is_step(key("Voltage"))


def test_what_few_people_ask_for_is_not_shown_at_first():
    assert is_usual(key("Voltage"))
    assert not is_usual(key("Power.Reactive.Import"))
    assert not is_usual(key("Acme.Noise"))
