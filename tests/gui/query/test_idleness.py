# SPDX-License-Identifier: Apache-2.0
import threading
import time

from ocppdesk.gui.query.idleness import Idleness


def breathe_in_a_thread(idleness, *, until):
    """Breathe as a search does, to the end; return how long each breath took."""
    took = []

    def work():
        while not until(took):
            before = time.perf_counter()
            idleness.breathe()
            took.append(time.perf_counter() - before)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(10)
    assert not thread.is_alive()
    return took


def test_nobody_waits_while_the_window_is_idle():
    took = breathe_in_a_thread(Idleness(), until=lambda took: len(took) >= 10_000)
    assert sorted(took)[len(took) // 2] < 0.001


def test_a_thread_waits_while_the_window_works_but_gets_its_share():
    idleness = Idleness()
    with idleness.working():
        breaths = breathe_in_a_thread(
            idleness, until=lambda took: sum(one > 0.005 for one in took) >= 3
        )
    waits = [number for number, took in enumerate(breaths) if took > 0.005]
    assert waits[1] - waits[0] > 10


def test_a_thread_waits_for_what_follows_from_the_work():
    idleness = Idleness()
    with idleness.working(), idleness.working():
        pass
    before = time.perf_counter()
    idleness.breathe()
    assert time.perf_counter() - before > 0.001


def test_work_within_work_is_work_to_its_end():
    idleness = Idleness()
    with idleness.working():
        with idleness.working():
            pass
        before = time.perf_counter()
        idleness.breathe()
        assert time.perf_counter() - before > 0.005


def test_while_messages_arrive_a_thread_rests_half_of_the_time():
    idleness = Idleness()
    began = time.perf_counter()
    idleness.note_traffic()
    took = breathe_in_a_thread(
        idleness, until=lambda _took: time.perf_counter() > began + 0.2
    )
    rested = sum(one for one in took if one > 0.001)
    assert 0.05 < rested < 0.18


def test_a_waiting_thread_goes_on_when_the_work_is_done_or_failed():
    idleness = Idleness()
    try:
        with idleness.working():
            raise ValueError
    except ValueError:
        pass
    breathe_in_a_thread(idleness, until=lambda took: len(took) >= 1000)
