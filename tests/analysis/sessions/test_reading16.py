# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.analysis.observing import Observer
from ocppdesk.analysis.sessions.event_times import EventTimes
from ocppdesk.analysis.sessions.events import (
    EndAnswered,
    State,
    StatusTold,
    TokenShown,
    TransactionEnded,
    TransactionNumbered,
    TransactionStarted,
)
from ocppdesk.analysis.sessions.reading16 import read16


@pytest.fixture
def read(talk):
    """Return the only event of each message that has one."""

    def events():
        observer, times = Observer(), EventTimes()
        found = []
        for message in talk.messages:
            observation = observer.observe(message)
            clock = None if observation.is_answer else times
            found += read16(observation, clock)
        return found

    return events


@pytest.mark.parametrize(
    ("word", "state"),
    [("Charging", State.CHARGING), ("CHARGING", State.CHARGING), ("Odd", None)],
)
def test_a_state(talk, read, word, state):
    talk.status("10:00:00", word, 2)
    (told,) = read()
    assert isinstance(told, StatusTold)
    assert (told.spot, told.state, told.word, told.error) == (2, state, word, "")


@pytest.mark.parametrize(
    ("code", "error"), [("GroundFailure", "GroundFailure"), ("null", ""), ("", "")]
)
def test_an_error(talk, read, code, error):
    talk.status("10:00:00", "Faulted", error=code, info="null", vendorErrorCode="E7")
    (told,) = read()
    assert told.error == error


def test_a_start_and_its_number(talk, read):
    talk.start("10:00:00", "7", parentIdTag="G")
    started, numbered = read()
    assert isinstance(started, TransactionStarted)
    assert (started.spot, started.tag, started.register_wh) == (1, "04A1B2", 152_300)
    assert started.told_at == "2026-08-01T10:00:00Z"
    assert isinstance(numbered, TransactionNumbered)
    # Numbers are numbers even if they are sent as text.
    assert (numbered.transaction, numbered.call, numbered.group) == (7, 1, "G")


def test_the_shape_of_an_answer_tells_what_it_answers(talk, read):
    call = talk.start("10:00:00", 7)
    del talk.messages[call - 1]
    (numbered,) = read()
    assert (numbered.transaction, numbered.call) == (7, None)


def test_an_end(talk, read):
    call = talk.stop("10:00:00", "4000", -1, "Local", idTag="04FFFF")
    (ended,) = read()
    assert isinstance(ended, TransactionEnded)
    assert (ended.transaction, ended.raw_id) == (-1, "-1")
    assert (ended.register_wh, ended.tag, ended.reason) == (4_000, "04FFFF", "Local")
    talk.error("10:00:01", call)
    assert isinstance(read()[-1], EndAnswered)


@pytest.mark.parametrize(
    "payload", [{"idTag": "A"}, {"idToken": {"idToken": "A", "type": "ISO14443"}}]
)
def test_a_card_may_be_the_first_that_is_heard_of_a_newer_charger(talk, read, payload):
    talk.call("10:00:00", "Authorize", payload)
    (shown,) = read()
    assert isinstance(shown, TokenShown)
    assert shown.tag == "A"


@pytest.mark.parametrize(
    ("action", "payload"),
    [
        ("StartTransaction", {"connectorId": [], "idTag": {}, "meterStart": "x"}),
        ("StopTransaction", {"transactionId": {}, "meterStop": None, "reason": 7}),
        ("StatusNotification", {"connectorId": "one", "status": None}),
        ("Authorize", {"idTag": None}),
    ],
)
def test_nonsense_is_read_as_nothing(talk, read, action, payload):
    talk.call("10:00:00", action, payload)
    assert len(read()) == 1
