# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.logs.reading.found import Inference
from ocppdesk.logs.reading.text.times import MINUTE, parse_payload_time
from ocppdesk.logs.reading.text.zones import Zones, now_in, offset_text

NOON = "2026-01-31T12:00:00Z"
AT_NOON = parse_payload_time(NOON)
ANSWER = [3, "1", {"currentTime": NOON, "status": "Accepted"}]
STATUS = [2, "1", "StatusNotification", {"timestamp": NOON}]


def zones(*minutes, value=ANSWER):
    found = Zones()
    for offset in minutes:
        found.see(AT_NOON + round(offset * MINUTE), value)
    return found


@pytest.mark.parametrize(
    ("minutes", "text"), [(0, "+00:00"), (630, "+10:30"), (-240, "-04:00")]
)
def test_offsets_are_written_with_their_sign(minutes, text):
    assert offset_text(minutes) == text


@pytest.mark.parametrize(
    ("value", "is_csms"),
    [
        (ANSWER, True),
        (STATUS, False),
        ([2, "1", "MeterValues", {"meterValue": [{"timestamp": NOON}]}], False),
    ],
)
def test_frames_tell_when_they_were_written(value, is_csms):
    assert now_in(value) == (AT_NOON, is_csms)


@pytest.mark.parametrize(
    "value", [None, [3, "1", {}], [3, "1", {"currentTime": 5}], [2, "1", "Reset", {}]]
)
def test_other_frames_do_not(value):
    assert now_in(value) is None


def test_the_difference_is_rounded_to_a_quarter_of_an_hour():
    assert zones(120.2, 119.9, 120.01).offset() == 120


def test_a_clock_that_is_wrong_tells_nothing():
    assert zones(97, 98).offset() is None


def test_answers_of_the_csms_outweigh_messages_of_chargers():
    found = zones(120)
    for _number in range(3):
        found.see(AT_NOON, STATUS)
    assert found.offset() == 120


def test_messages_of_chargers_tell_where_the_csms_says_nothing():
    assert zones(60, value=STATUS).offset() == 60


def test_a_clock_of_twelve_hours_is_no_zone():
    assert zones(-720, 0, 720, 720).offset() == 0


def test_clocks_that_disagree_tell_nothing():
    assert zones(60, 120).offset() is None


def test_what_was_concluded_is_said():
    found = zones(120).inference(None)
    assert found.value == "+02:00"
    assert "CSMS" in found.reason


def test_what_somebody_knows_counts():
    assert zones(120).inference(60).value == "+01:00"


def test_an_offset_in_the_times_is_explicit():
    found = Zones()
    found.see_offset(-240)
    assert found.inference(None) == Inference(
        "-04:00", "The times name their offset from UTC.", is_explicit=True
    )


def test_without_anything_the_zone_is_unknown():
    assert Zones().inference(None).value == ""
