# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.analysis.limits.profile import US
from ocppdesk.analysis.limits.schedule import SECOND, Period, Schedule
from ocppdesk.analysis.limits.supply import Supply
from ocppdesk.analysis.limits.words import (
    period_text,
    place_text,
    schedule_text,
    source_text,
)

AC, DC = Supply(), Supply(volts=400, is_dc=True)


@pytest.mark.parametrize(
    ("limit", "phases", "unit", "supply", "text"),
    [
        (16, None, "A", AC, "16 A per phase"),
        (16, 1, "A", AC, "16 A on 1 phase"),
        (16, 2, "A", AC, "16 A per phase on 2 phases"),
        (7.25, 3, "A", AC, "7.2 A per phase"),
        (3680, None, "W", AC, "3 680 W (5.3 A per phase on 3 phases)"),
        (3680, 1, "W", AC, "3 680 W (16 A on 1 phase)"),
        (125, None, "A", DC, "125 A"),
        (50_000, None, "W", DC, "50 000 W (125 A)"),
        (50_000, None, "W", Supply(is_dc=True), "50 000 W"),
        (None, None, "A", AC, "no limit on charging"),
    ],
)
def test_a_period_is_told(limit, phases, unit, supply, text):
    assert period_text(Period(0, limit, phases), unit, supply) == text


def test_a_long_schedule_is_cut():
    periods = tuple(Period(n * 3600 * SECOND, n, None) for n in range(5))
    text = schedule_text(Schedule("A", periods), DC)
    assert text == "0 A, 1 A after 1 h, 2 A after 2 h, 2 more steps"
    assert schedule_text(Schedule("A", ()), DC) == "no periods"


def test_places_and_sources_are_named():
    assert place_text(0, is_2x=True) == "whole charger"
    assert place_text(2, is_2x=False) == "connector 2"
    assert source_text("EMS") == "the energy manager (EMS)"
    assert source_text("Vendor") == "Vendor"
    assert source_text(US) == US
