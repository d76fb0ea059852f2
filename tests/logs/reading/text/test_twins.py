# SPDX-License-Identifier: Apache-2.0
from ocppdesk.core.messages import Direction
from ocppdesk.logs.reading.found import Frame, Line, State
from ocppdesk.logs.reading.text.directions import Way
from ocppdesk.logs.reading.text.twins import (
    WITHIN,
    Habits,
    Logged,
    are_twins,
    find_twin,
    habits_of,
)

TEXT = "\x00 DEBUG [websockets] \x00 TEXT '"


def frame(number=1, *, at=0, line=1, charger="A", **options):
    raw = f'[3,"{number}",{{}}]'
    made = Frame(raw, [3, str(number), {}], line, at, None, charger)
    return made._replace(**options)


def test_the_same_text_at_about_the_same_time_may_be_a_twin():
    assert are_twins(frame(at=0), frame(at=WITHIN))
    assert not are_twins(frame(at=0), frame(at=WITHIN + 1))
    assert not are_twins(frame(1), frame(2))


def test_frames_of_two_chargers_are_no_twins():
    assert not are_twins(frame(charger="A"), frame(charger="B"))
    assert are_twins(frame(charger="A"), frame(charger=""))


def test_without_times_twins_stand_close_to_each_other():
    assert are_twins(frame(at=None), frame(at=None, line=20))
    assert not are_twins(frame(at=None), frame(at=None, line=200))


def test_a_frame_of_which_the_middle_was_left_out_is_a_twin_of_the_whole():
    whole = frame(raw='[3, "1", {"status": "Accepted"}]')
    cut = frame(raw='[3, “1”, {"st...ted"}]', value=None, state=State.TRUNCATED)
    assert are_twins(whole, cut)
    assert not are_twins(whole, cut._replace(raw='[3,"2",{...'))


def test_a_logger_that_repeats_another_is_secondary():
    logged = []
    for number in range(5):
        logged += [
            Logged(frame(number), "main", Way.SENT),
            Logged(frame(number, charger=""), "detail", Way.SENT),
        ]
    habits = habits_of(logged)
    assert habits.secondary == {"detail"}
    assert habits.is_secondary("detail")
    assert not habits.is_secondary("main")


def test_the_websockets_library_is_secondary_wherever_another_logger_is():
    assert habits_of([Logged(frame(), "main", None)]).is_secondary(TEXT)
    assert not habits_of([Logged(frame(), TEXT, None)]).is_secondary(TEXT)


def test_repetitions_of_one_logger_are_sent_again():
    habits = habits_of([Logged(frame(), "main", Way.SENT)] * 5)
    assert habits == Habits(frozenset(), has_primary=True, has_both_ends=False)


def test_a_program_may_log_both_ends():
    logged = [
        Logged(frame(number), "main", way)
        for number in range(4)
        for way in (Way.SENT, Way.RECEIVED)
    ]
    assert habits_of(logged).has_both_ends


def test_the_twin_is_found_among_what_was_found_before():
    first = frame(line=1)
    before = [Line(3, "other", "x"), frame(2, line=2), first]
    assert find_twin(frame(line=4), before) is first
    assert find_twin(frame(9, line=4), before) is None


def test_a_frame_that_went_the_other_way_is_no_twin():
    out = frame(direction=Direction.OUT)
    assert find_twin(frame(direction=Direction.IN), [out]) is None
    assert find_twin(frame(), [out]) is out
