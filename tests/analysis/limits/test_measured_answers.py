# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.analysis.limits.answers import Confidence


@pytest.mark.parametrize(
    ("values", "text", "amps"),
    [
        ((("Current.Import", 5.8, "L1", "A"),), "5.8 A on L1.", 5.8),
        (
            (
                ("Current.Import", 5.8, "L1", "A"),
                ("Current.Import", 6.04, "L2", "A"),
                ("Current.Import", 0, "L3", "A"),
            ),
            "5.8 A on L1, 6.0 A on L2.",
            6.04,
        ),
        ((("Current.Import", 12, "", "A"),), "12.0 A.", 12),
        ((("Current.Import", 0, "L1", "A"),), "0.0 A.", 0),
    ],
)
def test_the_current_of_each_phase_is_told(talk, values, text, amps):
    number = talk.meter(*values)
    found = talk.allowed().flowing
    assert (found.text, found.amps, found.message) == (text, amps, number)
    assert found.confidence is Confidence.HIGH


def test_power_stands_in_for_a_current(talk):
    talk.meter(("Power.Active.Import", 6900, "", "W"))
    found = talk.allowed().flowing
    assert (found.text, found.amps, found.watts) == ("10.0 A.", 10, 6900)
    assert found.remarks == ("Calculated from 6 900 W at 230 V on 3 phases.",)
    assert found.confidence is Confidence.MEDIUM


def test_power_of_direct_current_needs_a_voltage(talk):
    talk.meter(("Voltage", 0, "", "V"), ("Power.Active.Import", 50_000, "", "W"))
    talk.meter(("Voltage", 500, "", "V"), ("Power.Active.Import", 50_000, "", "W"))
    assert talk.allowed().flowing.amps == 100


def test_what_is_old_says_how_old(talk):
    talk.meter(("Current.Import", 5.8, "L1", "A"), ("Current.Offered", 6, "", "A"))
    found = talk.allowed(after_s=3600)
    assert "That was 1 h earlier." in found.flowing.remarks
    assert "That was 1 h earlier." in found.offered.remarks


def test_a_current_after_the_end_says_so(talk):
    talk.meter(("Current.Import", 5.8, "L1", "A"))
    talk.stop()
    assert "No transaction is known to run." in talk.allowed().flowing.remarks


def test_zero_is_explained_where_it_is_offered(talk):
    talk.meter(("Current.Offered", 0.02, "", "A"))
    assert talk.allowed().offered.remarks == (
        "0 A: the charger is not to charge at all.",
    )


def test_watts_stand_where_amps_are_not_known(talk):
    talk.meter(("Voltage", 0, "", "V"), ("SoC", 50, "", "Percent"))
    talk.meter(("Voltage", 800, "", "V"), connector=2)
    offered, flowing = (
        ("Power.Offered", 50_000, "", "W"),
        ("Power.Active.Import", 40_000, "", "W"),
    )
    talk.meter(("Voltage", 800, "", "V"), offered, flowing)
    found = talk.allowed()
    assert (found.offered.amps, found.offered.watts) == (62.5, 50_000)
    assert found.flowing.remarks == ("Calculated from 40 000 W.",)


def test_power_of_the_same_time_comes_with_the_current(talk):
    talk.meter(("Current.Import", 6, "L1", "A"), ("Power.Active.Import", 1380, "", "W"))
    assert talk.allowed().flowing.watts == 1380
