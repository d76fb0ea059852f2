# SPDX-License-Identifier: Apache-2.0
"""Patterns of connections, by their records."""

from ocppdesk.capture.links import BROKEN_OFF, BY_CSMS
from ocppdesk.capture.records import Connection, Outcome
from ocppdesk.gui.doctor.patterns import patterns_of

SECOND = 1_000_000


def closed(number, charger="CP1", cause=BROKEN_OFF, lived=60):
    began = number * 1000 * SECOND
    return Connection(
        number,
        charger,
        "10.0.0.7:1",
        began,
        Outcome.CLOSED,
        opened_at=began,
        ended_at=began + lived * SECOND,
        cause=cause,
        close_code=1006,
    )


def test_a_charger_that_is_cut_off_by_a_timer_is_told():
    newest_first = [closed(number) for number in (5, 4, 3, 2, 1)]
    (told,) = patterns_of(newest_first)
    assert told.startswith("CP1: 5 of 5 lived 1 min")


def test_few_ends_and_attempts_are_not_told():
    attempt = Connection(9, "", "10.0.0.7:1", 0, Outcome.NO_REQUEST, ended_at=9)
    assert patterns_of([attempt] * 5 + [closed(1)]) == ()
    assert patterns_of([closed(n, cause=BY_CSMS) for n in range(5)]) == ()
    assert patterns_of([]) == ()
