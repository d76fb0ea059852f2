# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

import pytest

from ocppdesk.analysis.limits.answers import Allowances, Answer, Step
from ocppdesk.gui.charts.derived import SessionEnergy, limit_lines
from ocppdesk.gui.charts.kinds import LIMIT, SESSION_ENERGY

NOON = 1_785_585_600
MILLION = 1_000_000
REGISTER = "Energy.Active.Import.Register"


def meter(charger, values, connector=1, step=60):
    for value in values:
        charger.now += step
        charger.measure([(REGISTER, "", "Wh", value)], connector)


def lines(charger, **options):
    return SessionEnergy().lines(charger.facts(), **{"by_charger": False, **options})


def test_each_transaction_counts_from_zero(charger):
    charger.start(meter=1000)
    meter(charger, [1010, 1030])
    charger.stop(meter=1030)
    charger.now += 600
    charger.start(meter=1030, transaction=2)
    meter(charger, [1035, 1050])
    charger.stop(meter=1050, transaction=2)
    (line,) = lines(charger)
    assert line.key.measurand == SESSION_ENERGY
    assert line.y.tolist() == [0, 10, 30, 0, 5, 20]
    assert line.breaks.tolist() == [2]
    assert line.message[0] == charger.stories[0].transactions[0].start_message


def test_a_register_that_is_reset_goes_on_counting(charger):
    charger.start(meter=1000)
    meter(charger, [1010, 1030, 5, 25])
    (line,) = lines(charger)
    assert line.y.tolist() == [0, 10, 30, 35, 55]


def test_a_beginning_that_is_repeated_at_the_end_is_no_reset(charger):
    charger.start(meter=1000)
    meter(charger, [1010, 1030, 1000, 1040])
    (line,) = lines(charger)
    assert line.y.tolist() == [0, 10, 30, 40]


def test_another_register_is_no_reset(charger):
    charger.start(meter=9_000_000)
    meter(charger, [9_000_010, 3_000_000, 3_000_020])
    (line,) = lines(charger)
    assert line.y.tolist() == [0, 10, 10, 30]


def test_a_register_that_is_read_inexactly_is_no_reset(charger):
    charger.start(meter=1_000_000)
    meter(charger, [1_000_010, 1_000_008, 1_000_009, 1_000_020])
    (line,) = lines(charger)
    assert line.y.tolist()[-1] == 20
    assert (line.y[1:] >= line.y[:-1]).all()


def test_values_between_transactions_belong_to_none(charger):
    meter(charger, [900, 950])
    charger.start(meter=1000)
    meter(charger, [1010])
    charger.stop(meter=1010)
    meter(charger, [1010, 1010])
    (line,) = lines(charger)
    assert line.y.tolist() == [0, 10]


def test_connectors_have_lines_of_their_own(charger):
    charger.start(1, meter=0)
    charger.start(2, meter=500, transaction=2)
    meter(charger, [10], connector=1)
    meter(charger, [540], connector=2)
    found = {line.key.connector: line.y.tolist() for line in lines(charger)}
    assert found == {1: [0, 10], 2: [0, 40]}


def test_without_a_register_there_is_no_line(charger):
    charger.start()
    charger.now += 60
    charger.measure([("Power.Active.Import", "", "W", 100)])
    assert lines(charger) == []


def test_lines_that_did_not_grow_are_the_same(charger):
    energy = SessionEnergy()
    charger.start(meter=0)
    meter(charger, [10])
    (line,) = energy.lines(charger.facts(), by_charger=False)
    assert energy.lines(charger.facts(), by_charger=False)[0] is line
    meter(charger, [20])
    (longer,) = energy.lines(charger.facts(), by_charger=False)
    assert longer.y.tolist() == [0, 10, 20]


def test_by_the_chargers_clock_they_stand_there(charger):
    charger.clock_error = 3600
    charger.start(meter=0)
    meter(charger, [10, 20])
    (line,) = lines(charger, by_charger=True)
    assert line.x[-1] == charger.now + 3600


@pytest.fixture
def with_limits(charger):
    answer = Answer("…")

    def make(*steps):
        allowed = Allowances(1, answer, answer, answer, answer, "…", limits=steps)
        return replace(charger.facts(), allowances=(allowed,))

    return make


def at(seconds):
    return (NOON + seconds) * MILLION


def test_limits_are_steps_that_last(with_limits):
    facts = with_limits(
        Step(at(0), 16.0, None, 7), Step(at(60), 16.0), Step(at(120), 10.0, None, 9)
    )
    (line,) = limit_lines(facts, at(300))
    assert (line.key.measurand, line.key.unit, line.is_step) == (LIMIT, "A", True)
    assert line.y.tolist() == [16, 10, 10]
    assert line.x.tolist() == [NOON, NOON + 120, NOON + 300]
    assert line.message.tolist() == [7, 9, 9]


def test_where_no_limit_is_known_the_line_is_broken(with_limits):
    facts = with_limits(
        Step(at(0), 16.0), Step(at(60), None), Step(at(120), 10.0, 6900.0)
    )
    amps, watts = limit_lines(facts, at(300))
    assert amps.y.tolist() == [16, 16, 10, 10]
    assert amps.breaks.tolist() == [1]
    assert watts.y.tolist() == [6900, 6900]


def test_without_limits_there_is_no_line(with_limits):
    assert limit_lines(with_limits(), at(300)) == []
    assert limit_lines(with_limits(Step(at(0), None)), at(300)) == []
