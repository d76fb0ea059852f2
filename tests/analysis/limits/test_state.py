# SPDX-License-Identifier: Apache-2.0
from ocppdesk.analysis.limits.state import Instruction, State


def told(at, connector=1, **more):
    return Instruction(at, at, connector, f"told at {at}", **more)


def test_connectors_do_not_pile_up():
    state = State()
    for number in (None, 0, -5, *range(1, 200)):
        state.mention(number)
    assert state.connectors == set(range(1, 65))


def test_what_was_refused_before_does_not_matter_any_more():
    state = State()
    state.refused[1] = told(5)
    assert state.last_refused(1).at == 5
    state.refused[0] = told(6, 0)
    assert state.last_refused(1).at == 6
    state.instruct(told(7))
    assert state.last_refused(1) is None
    assert state.last_accepted(2) is None


def test_clearing_twice_remembers_what_was_set():
    state = State()
    state.instruct(told(1))
    state.instruct(told(2, only_clears=True))
    state.instruct(told(3, only_clears=True))
    assert state.last_accepted(1).before.at == 1


def test_the_whole_charger_is_shown_where_nothing_else_is():
    state = State()
    assert state.knows_of_whole()
    state.mention(1)
    assert not state.knows_of_whole()
