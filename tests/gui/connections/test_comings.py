# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

import pytest

from ocppdesk.capture.records import Connection, Outcome
from ocppdesk.gui.connections.comings import Comings
from ocppdesk.gui.connections.texts import time_text

SECOND = 1_000_000
NOW = 1_790_000_100 * SECOND


def connection(number, charger="CP1", began=0):
    at = NOW + began * SECOND
    return Connection(number, charger, "10.0.0.5:1", at, Outcome.OPEN, opened_at=at)


def ended(one, seconds, code=1006):
    at = one.began_at + seconds * SECOND
    return replace(one, outcome=Outcome.CLOSED, ended_at=at, close_code=code)


@pytest.fixture
def comings():
    made = Comings()
    made.tell([])
    return made


def test_a_charger_that_goes_is_told_with_time_and_code(comings):
    one = connection(1)
    assert comings.tell([one]) == []
    gone = ended(one, 40)
    when = time_text(gone.ended_at, "HH:mm:ss")
    wanted = (
        f"CP1 disconnected at {when}, code 1006: the connection broke without a close. "
        "Recording goes on meanwhile."
    )
    assert comings.tell([gone]) == [wanted]
    assert comings.tell([gone]) == []


def test_a_code_that_nobody_knows_is_told_alone(comings):
    one = connection(1)
    comings.tell([one])
    (said,) = comings.tell([ended(one, 40, code=77)])
    assert ", code 77. " in said


def test_an_end_without_a_code_is_told_without(comings):
    one = connection(1)
    comings.tell([one])
    (said,) = comings.tell([ended(one, 40, code=None)])
    assert "code" not in said


def test_a_charger_that_comes_back_is_told_with_the_time_it_was_away(comings):
    one = connection(1)
    comings.tell([one])
    gone = ended(one, 40)
    comings.tell([gone])
    again = connection(2, began=81)
    assert comings.tell([again, gone]) == ["CP1 is connected again, after 41 s."]
    assert comings.tell([again, gone]) == []


def test_a_new_connection_in_place_of_the_old_one_is_no_loss(comings):
    one = connection(1)
    comings.tell([one])
    assert comings.tell([connection(2, began=5), ended(one, 5)]) == []


def test_what_was_over_before_is_no_news():
    comings = Comings()
    one = connection(1)
    assert comings.tell([ended(one, 40)]) == []
    attempt = Connection(2, "", "10.0.0.5:1", NOW, Outcome.NO_REQUEST, ended_at=NOW)
    assert comings.tell([attempt, ended(one, 40)]) == []


def test_many_at_once_are_a_number(comings):
    many = [connection(n, f"CP{n}") for n in (3, 2, 1)]
    comings.tell(many)
    gone = [ended(one, 9) for one in many]
    (said,) = comings.tell(gone)
    assert said.startswith("3 chargers disconnected.")
    back = [connection(n, f"CP{n}", began=20) for n in (6, 5, 4)]
    back = [replace(one, charger=f"CP{one.id - 3}") for one in back]
    assert comings.tell([*back, *gone]) == ["3 chargers are connected again."]
