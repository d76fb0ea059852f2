# SPDX-License-Identifier: Apache-2.0
from ocppdesk.gui.messages.history import LONGEST, History


def visited(*numbers):
    history = History()
    for number in numbers:
        history.visit(number)
    return history


def test_one_goes_back_and_forth_as_in_a_browser():
    history = visited(5, 9, 2)
    assert [history.back(), history.back()] == [9, 5]
    assert [history.forward(), history.forward()] == [9, 2]


def test_at_the_ends_there_is_nothing_to_go_to():
    history = visited(5, 9)
    assert history.forward() is None
    assert history.back() == 5
    assert history.back() is None
    assert history.forward() == 9


def test_without_a_message_there_is_nothing_to_go_to():
    assert History().back() is None
    assert History().forward() is None


def test_another_choice_forgets_what_lay_ahead():
    history = visited(1, 2, 3)
    history.back()
    history.back()
    history.visit(7)
    assert history.forward() is None
    assert history.back() == 1


def test_the_same_message_twice_is_one_visit():
    history = visited(1, 2, 2)
    assert history.back() == 1


def test_what_back_goes_to_is_no_new_visit():
    history = visited(1, 2)
    history.visit(history.back())
    assert history.forward() == 2


def test_the_oldest_are_forgotten():
    history = visited(*range(LONGEST + 50))
    seen = []
    while (number := history.back()) is not None:
        seen.append(number)
    assert len(seen) == LONGEST - 1
    assert seen[-1] == 50


def test_cleared_it_remembers_nothing():
    history = visited(1, 2)
    history.clear()
    assert history.back() is None
    history.visit(3)
    assert history.back() is None
