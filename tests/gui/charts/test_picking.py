# SPDX-License-Identifier: Apache-2.0
from ocppdesk.analysis.sample_table import SeriesKey
from ocppdesk.gui.charts.kinds import LIMIT
from ocppdesk.gui.charts.picking import ordered, usual


def key(measurand, unit="A", phase="", location="Outlet", connector=1, context=""):
    return SeriesKey(None, connector, measurand, phase, location, unit, context)


WHOLE = key("Power.Active.Import", "W")
PARTS = [key("Power.Active.Import", "W", phase) for phase in ("L1", "L2", "L3")]
CURRENTS = [key("Current.Import", "A", phase) for phase in ("L1", "L2", "L3")]


def test_the_whole_goes_before_its_phases():
    assert usual([WHOLE, *PARTS]) == {WHOLE}
    assert usual(PARTS) == set(PARTS)


def test_currents_are_never_summed():
    whole = key("Current.Import")
    assert usual([whole, *CURRENTS]) == {whole, *CURRENTS}


def test_what_is_measured_at_the_outlet_goes_before_the_inlet():
    inlet = key("Power.Active.Import", "W", location="Inlet")
    assert usual([WHOLE, inlet]) == {WHOLE}
    assert usual([inlet]) == {inlet}


def test_values_of_the_beginning_are_left_out():
    begin = key("Current.Import", context="Transaction.Begin")
    assert usual([begin]) == set()


def test_bounds_come_after_what_is_measured():
    limit, offered = key(LIMIT), key("Current.Offered")
    other = key("Current.Import", phase="L1", connector=2)
    found = ordered([limit, other, offered, *reversed(CURRENTS), WHOLE])
    assert found == [WHOLE, *CURRENTS, offered, limit, other]
