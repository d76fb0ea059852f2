# SPDX-License-Identifier: Apache-2.0
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.logs.errors import ConversionError
from ocppdesk.logs.importing.streams import in_order


def lines_of(logs, failed=None):
    return [
        (listening.number, each.line)
        for listening, _times, found in in_order(logs, failed or _never)
        for each in found
    ]


def _never(listening, error):
    raise AssertionError(error)


def test_one_log_is_read_as_it_is(listening, frame):
    log = listening([frame(3), frame(1)], [], [frame(2)])
    assert lines_of([log]) == [(1, 3), (1, 1), (1, 2)]


def test_what_is_earlier_comes_first(listening, frame):
    first = listening([frame(1), frame(4)], [frame(9)])
    second = listening([frame(2), frame(3)], [frame(5)], number=2)
    assert lines_of([first, second]) == [(1, 1), (2, 2), (2, 3), (1, 4), (2, 5), (1, 9)]


def test_a_log_that_cannot_be_read_on_does_not_stop_the_others(listening, frame):
    class Torn:
        inferences = None

        def batches(self):
            yield [frame(1)]
            raise ConversionError(None, "it is torn.")

    torn, whole = listening(), listening([frame(2)], number=2)
    torn.reader = Torn()
    failures = []
    found = lines_of([torn, whole], lambda log, error: failures.append(log.number))
    assert found == [(1, 1), (2, 2)]
    assert failures == [1]


def test_a_single_log_that_cannot_be_read_on_is_told(listening, frame):
    class Torn:
        def batches(self):
            yield [frame(1)]
            raise ConversionError(None, "it is torn.")

    torn = listening()
    torn.reader = Torn()
    failures = []
    assert lines_of([torn], lambda log, _error: failures.append(log)) == [(1, 1)]
    assert failures == [torn]


@given(st.lists(st.lists(st.integers(1, 50), max_size=20).map(sorted), max_size=4))
def test_sorted_logs_become_one_sorted_whole(frame, reader_of, times):
    class Log:
        def __init__(self, number, lines):
            self.number = number
            self.reader = reader_of([frame(line) for line in lines])

        def timed(self):
            for batch in self.reader.batches():
                yield [frame.at for frame in batch], batch

    logs = [Log(number, lines) for number, lines in enumerate(times)]
    found = [line for _number, line in lines_of(logs)] if logs else []
    assert found == sorted(line for lines in times for line in lines)
