# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.logs.importing.clocks import Clock, payload_time
from ocppdesk.logs.reading.found import LinkEvent

LATEST = 1_900_000_000_000_000
MOMENT = 1_785_585_600_000_000


def untimed(frame, line, raw):
    return frame(line, raw)._replace(at=None)


def beat_answer(text):
    return f'[3,"1",{{"currentTime":"{text}"}}]'


def test_the_time_of_the_log_counts(frame):
    clock = Clock(LATEST)
    assert clock.at(frame(1, beat_answer("2026-08-01T09:00:00Z"), at=7)) == 7
    assert not clock.is_carried
    assert not clock.is_of_payloads


def test_what_has_no_time_has_that_of_what_was_before_it(frame):
    clock = Clock(LATEST)
    clock.at(frame(1, at=7))
    later = untimed(frame, 2, beat_answer("2026-08-01T12:00:00Z"))
    assert clock.at(later) == 7
    assert clock.is_carried
    assert not clock.is_of_payloads


def test_a_log_without_times_has_those_of_its_payloads(frame):
    clock = Clock(LATEST)
    assert clock.at(untimed(frame, 1, '[2,"1","Heartbeat",{}]')) is None
    assert clock.at(untimed(frame, 2, beat_answer("2026-08-01T12:00:00Z"))) == MOMENT
    assert clock.at(LinkEvent(3, None, "CP1", True, "Hello")) == MOMENT
    assert clock.is_of_payloads


def test_times_of_payloads_do_not_go_back(frame):
    clock = Clock(LATEST)
    clock.at(untimed(frame, 1, beat_answer("2026-08-01T12:00:00Z")))
    assert clock.at(untimed(frame, 2, beat_answer("2025-01-01T00:00:00Z"))) == MOMENT


@pytest.mark.parametrize(
    "text", ["1970-01-01T00:00:00Z", "2099-01-01T00:00:00Z", "noon"]
)
def test_clocks_that_were_never_set_do_not_count(frame, text):
    assert Clock(LATEST).at(untimed(frame, 1, beat_answer(text))) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([3, "1", {"currentTime": "2026-08-01T12:00:00Z"}], MOMENT),
        ([3, "1", {"currentTime": "2026-08-01T12:00:00"}], MOMENT),
        ([2, "1", "A", {"timestamp": "2026-08-01T14:00:00+02:00"}], MOMENT),
        ([2, "1", "A", {"meterValue": [{"timestamp": "2026-08-01T12:00:00Z"}]}],
         MOMENT),
        ([2, "1", "A", {"meterValue": [5]}], None),
        ([2, "1", "A", {"timestamp": 5}], None),
        ([2, "1", "A", {}], None),
        ([4, "1", "E", "", {"timestamp": "2026-08-01T12:00:00Z"}], None),
        ([2], None),
        (None, None),
        ([3, "1", {"currentTime": "0001-01-01T00:00:00+23:59"}], -62135683140000000),
    ],
)  # fmt: skip
def test_a_payload_tells_a_time(value, expected):
    assert payload_time(value) == expected
