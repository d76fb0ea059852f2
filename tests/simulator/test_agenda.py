# SPDX-License-Identifier: Apache-2.0
from ocppdesk.simulator.agenda import Agenda, play


def test_things_happen_in_order_each_at_its_own_time():
    agenda, seen = Agenda(100.0), []
    agenda.after(5, lambda: seen.append(("late", agenda.now)))
    agenda.after(2, lambda: seen.append(("early", agenda.now)))
    agenda.after(5, lambda: seen.append(("later", agenda.now)))
    agenda.advance(110.0)
    assert seen == [("early", 102.0), ("late", 105.0), ("later", 105.0)]
    assert agenda.now == 110.0


def test_nothing_happens_before_its_time():
    agenda, seen = Agenda(0.0), []
    agenda.after(5, lambda: seen.append("x"))
    agenda.advance(4.9)
    assert seen == []
    assert agenda.next_at == 5.0


def test_what_is_planned_meanwhile_happens_too():
    agenda, seen = Agenda(0.0), []
    agenda.after(1, lambda: agenda.after(1, lambda: seen.append(agenda.now)))
    agenda.advance(10.0)
    assert seen == [2.0]


def test_cancelled_timer_and_cleared_agenda_do_nothing():
    agenda, seen = Agenda(0.0), []
    agenda.after(1, lambda: seen.append("cancelled")).cancel()
    agenda.advance(2.0)
    agenda.after(1, lambda: seen.append("cleared"))
    agenda.clear()
    agenda.advance(5.0)
    assert seen == []
    assert agenda.next_at is None


def test_time_never_goes_back():
    agenda = Agenda(10.0)
    agenda.advance(5.0)
    assert agenda.now == 10.0


def test_flow_waits_between_its_steps():
    agenda, seen = Agenda(0.0), []

    def flow():
        seen.append(agenda.now)
        yield from agenda.pause(3.0)
        seen.append(agenda.now)

    play(flow())
    assert seen == [0.0]
    agenda.advance(3.0)
    assert seen == [0.0, 3.0]


def test_flow_takes_the_value_it_waited_for_even_if_it_comes_at_once():
    seen = []

    def flow():
        first = yield lambda resume: resume("now")
        second = yield later.append
        seen.extend([first, second])

    later = []
    play(flow())
    later[0]("then")
    assert seen == ["now", "then"]
