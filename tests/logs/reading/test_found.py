# SPDX-License-Identifier: Apache-2.0
import marshal

from ocppdesk.logs.reading.found import Assumptions, Frame, Kind, Line, State


def test_what_is_found_is_plain_enough_to_be_handed_to_another_process():
    frame = Frame('[3,"1",{}]', [3, "1", {}], 1, None, None, "CP1")
    assert marshal.loads(marshal.dumps(tuple(frame)[:6])) == tuple(frame)[:6]


def test_a_frame_is_whole_and_a_line_explains_itself_unless_said_otherwise():
    assert Frame("", None, 1, None, None, "").state is State.COMPLETE
    assert Line(1, Kind.OTHER, "booting").why == ""


def test_without_assumptions_everything_is_concluded():
    nothing = Assumptions()
    assert (nothing.format, nothing.view, nothing.zone_minutes) == (None, None, None)
    assert not nothing.columns
