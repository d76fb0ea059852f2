# SPDX-License-Identifier: Apache-2.0
from tests.analysis.findings.talk import SECOND, Talk


def test_the_offset_is_the_middle_of_what_messages_tell():
    talk = Talk()
    for offset in (100, 100, -5000, 100):
        talk.status(1, "Available", timestamp=talk.stamp(offset=offset))
        talk.wait(1 - 0.05)
    offset = talk.known().clock.offset_us
    assert abs(offset - 100 * SECOND) < SECOND


def test_a_status_that_tells_when_it_began_tells_nothing():
    talk = Talk()
    for began in (talk.stamp(ago=600), talk.stamp(ago=600), talk.stamp()):
        talk.status(1, "Available", timestamp=began)
    assert len(talk.known().clock.readings) == 1


def test_of_little_nothing_is_concluded():
    talk = Talk(ocpp="2.0.1")
    talk.event("Started")
    talk.event("Updated", offline=True)
    talk.event("Updated", timestamp="never")
    assert talk.known().clock.offset_us is None
