# SPDX-License-Identifier: Apache-2.0
import contextlib

import pytest

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.gui.analysing.course import Course


@pytest.fixture
def course(analysis_of):
    return Course(analysis_of("CP-0042"))


def test_messages_that_came_another_way_are_not_fed_twice(recording, course):
    last = recording.beat(10)
    with contextlib.closing(CaptureReader(recording.path)) as reader:
        charger = (1, "CP-0042")
        for number in (1, 2, 3):
            course.take(reader.message(number))
        while course.upto < 8:
            course.step(reader, charger, 8)
        course.take(reader.message(5))
        course.take(reader.message(9))
        while course.upto < last:
            course.step(reader, charger, last)
    assert course.analysis.fed == list(range(1, last + 1))


def test_what_is_known_to_be_taken_in_is_not_read_again(recording, course):
    last = recording.beat(10)
    with contextlib.closing(CaptureReader(recording.path)) as reader:
        course.skip(15)
        while course.upto < last:
            course.step(reader, (1, "CP-0042"), last)
    assert course.analysis.fed == list(range(16, last + 1))
