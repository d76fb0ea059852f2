# SPDX-License-Identifier: Apache-2.0
from ocppdesk.gui.charts.clock import ChargerClock

MILLION = 1_000_000
VALUE = [("Voltage", "", "V", 230)]


def measured(charger, count=10):
    for _sample in range(count):
        charger.now += 60
        charger.measure(VALUE)


def clock(charger):
    return ChargerClock(charger.facts().series)


def test_an_even_clock_has_no_steps(charger):
    measured(charger)
    assert clock(charger).steps() == []
    assert clock(charger).offset == 0


def test_a_clock_that_was_set_is_told_with_its_step(charger):
    measured(charger)
    before = charger.now
    charger.clock_error = -3600
    measured(charger)
    ((at, step),) = clock(charger).steps()
    assert at == (before + 60) * MILLION
    assert step == -3600 * MILLION
    late = int(charger.now * MILLION)
    assert clock(charger).charger_time(late) == late - 3600 * MILLION
    early = int((before - 300) * MILLION)
    assert clock(charger).charger_time(early) == early


def test_values_that_come_late_are_no_step(charger):
    measured(charger)
    charger.now += 600
    for late in range(600, 0, -60):
        charger.clock_error = -late
        charger.measure(VALUE)
    charger.clock_error = 0
    measured(charger)
    assert clock(charger).steps() == []


def test_a_charger_without_times_has_no_clock(charger):
    assert not ChargerClock().is_told
    assert ChargerClock().charger_time(5) == 5
    assert ChargerClock().offset == 0
