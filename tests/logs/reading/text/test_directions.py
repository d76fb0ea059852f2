# SPDX-License-Identifier: Apache-2.0
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.core.messages import Direction
from ocppdesk.logs.reading.found import View
from ocppdesk.logs.reading.text.directions import (
    Way,
    direction_of,
    direction_of_action,
    direction_of_result,
    direction_of_words,
    find_words,
)


@pytest.mark.parametrize(
    "words",
    ["[ocpp] A: send ", "> TEXT '", "sent A: ", "sent JSON message to A: ", "Sending: ",
     " - INFO - Tx: ", "[MO] Send: ", "[AO] To WS lib: ", "[msg-out]  ", '"1.6" TX:  "',
     "rpc.c:681:-> ", "RAW >> ", "type: request   data: ", "RAW_SND: ", "16-out.txt:",
     "Sending message \u27a1\ufe0f  ", "Responding with \u27a1\ufe0f ", "> ",
     "[A] - TX : ", "Send a message: "],
)  # fmt: skip
def test_words_of_sending_are_known(words):
    assert direction_of_words(words) is Way.SENT


@pytest.mark.parametrize(
    "words",
    ["[ocpp] A: receive message ", "< TEXT '", "recv A: ", "Received: ", "Rx: ",
     "received JSON message from A: ", "[MO] Recv: ", "[AO] From WS lib: ", "< ",
     "[msg-in] ", "rpc.c:1127:<- ", "websocket_msg_received len:424 = '", "in",
     "type: received \t data: ", "RAW_RCV: ", "16-in.txt:", "Receive a message: ",
     "Receive message \u2b05\ufe0f  ", "[A] - RX : "],
)  # fmt: skip
def test_words_of_receiving_are_known(words):
    assert direction_of_words(words) is Way.RECEIVED


@pytest.mark.parametrize(
    "words",
    ["ChargePoint>CentralSystem Authorize ", "CP-->CMS", "[client->target] ",
     "[client->target-BLOCKED] ", "RENO_13 -> SERVER : ", "CS_TO_CSMS", "cp-to-csms",
     "WebSocket Charger\u2192CMS Frame: ", "Charge Point", "CP -> CS"],
)  # fmt: skip
def test_a_log_may_name_the_charger_as_the_sender(words):
    assert direction_of_words(words) is Way.FROM_CHARGER


@pytest.mark.parametrize(
    "words",
    ["CentralSystem>ChargePoint  Reset ", "CMS-->CP", "[target->client] ",
     "SERVER -> LMS-117 : ", "csms-to-cp", "CSMS_TO_CS", "CS -> CP", "A <- SERVER "],
)  # fmt: skip
def test_a_log_may_name_the_charger_as_the_receiver(words):
    assert direction_of_words(words) is Way.TO_CHARGER


@pytest.mark.parametrize(
    "words",
    ["", "11:52:55.587 > ", "sender ", "Transmitter - ", "inside ", "error -> retry ",
     "reception of ", "node: x"],
)  # fmt: skip
def test_other_words_tell_nothing(words):
    assert direction_of_words(words) is None


def test_the_name_beside_a_role_is_the_charger():
    text = "2026-01-31 12:00:00 \tSERVER -> LMS-117 : "
    words = find_words(text)
    assert words.charger == "LMS-117"
    assert text[words.charger_start :].startswith("LMS-117")


def test_the_last_words_count():
    assert find_words("sender got it, received ").way is Way.RECEIVED
    assert find_words("received and sent ").way is Way.SENT


def test_words_far_before_the_frame_are_found_where_they_stand():
    text = "x" * 1000 + " recv A: "
    words = find_words(text)
    assert text[words.start : words.end] == "recv"


@pytest.mark.parametrize(
    ("way", "view", "expected"),
    [
        (Way.SENT, View.CSMS, Direction.OUT),
        (Way.RECEIVED, View.CSMS, Direction.IN),
        (Way.SENT, View.CHARGER, Direction.IN),
        (Way.RECEIVED, View.CHARGER, Direction.OUT),
        (Way.FROM_CHARGER, None, Direction.IN),
        (Way.TO_CHARGER, None, Direction.OUT),
        (Way.SENT, None, None),
        (None, View.CSMS, None),
    ],
)
def test_what_words_mean_depends_on_who_wrote_the_log(way, view, expected):
    assert direction_of(way, view) == expected


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("BootNotification", Direction.IN),
        ("HeartBeat", Direction.IN),
        ("TransactionEvent", Direction.IN),
        ("RemoteStartTransaction", Direction.OUT),
        ("SetVariables", Direction.OUT),
        ("DataTransfer", None),
        ("AddNewIdtoken", None),
        (5, None),
    ],
)
def test_most_actions_may_be_called_by_one_side_only(action, expected):
    assert direction_of_action(action) == expected


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ({"idTagInfo": {}}, Direction.OUT),
        ({"configurationKey": []}, Direction.IN),
        ({"status": "Accepted"}, None),
        ([], None),
    ],
)
def test_some_answers_are_given_by_one_side_only(payload, expected):
    assert direction_of_result(payload) == expected


@given(st.text(alphabet="->\u2192<CPMSserv tox:_ ", max_size=80))
def test_no_text_is_refused(text):
    words = find_words(text)
    assert words is None or 0 <= words.start < words.end <= len(text)
