# SPDX-License-Identifier: Apache-2.0
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.logs.reading.text.directions import Way
from ocppdesk.logs.reading.text.prefixes import is_frame_text, read_prefix


@pytest.mark.parametrize(
    ("text", "charger"),
    [
        ("2026-01-31 12:00:00 INFO (MainThread) [ocpp] CP-1: send ", "CP-1"),
        ("INFO (MainThread) [ocpp] : receive message ", ""),
        ("INFO (MainThread) [ocpp] 192.168.1.4:9000: receive message ",
         "192.168.1.4:9000"),
        ("INFO:ocpp:[IMEI of it]: receive message ", "[IMEI of it]"),
        ("2026-01-31 12:00:00 [INFO] ocpp: Wall: send ", "Wall"),
        ("2026-01-31T12:00:00-0400 INFO CP-1: receive message ", "CP-1"),
        ("[ocpp  ] TRACE 2026/01/31 12:00:00 recv abc: ", "abc"),
        ("received JSON message from AB****: ", "AB****"),
        ("[INFO ] x - [chargeBoxId=left_1, sessionId=5863-ab] Received: ", "left_1"),
        ("x\t-\t[chargeBoxId=100,\tsessionId=53a8f814]\tReceived:\t", "100"),
        ("2026-03-26 00:00:00 - [TXT][CP1] : MESSAGE : ", "CP1"),
        ("[CP 1] - RX : ", "CP 1"),
        ("2017-01-19 00:00:11 \tRENO_13 -> SERVER : ", "RENO_13"),
        ("SERVER -> BMX : ", "BMX"),
        ("Jan 30 19:50:12 box cp_app[9]: websocket_msg_received len:4 = '", "box"),
        ("4:25:10 PM    node: Port 95     type: request   data: ", "Port 95"),
        ("charge_point_id=CP7 frame: ", "CP7"),
        ("chargePointId: 'CP8', sent: ", "CP8"),
        ("ws://host/ocpp/CP9 sent ", "CP9"),
    ],
)  # fmt: skip
def test_the_charger_is_found_where_systems_write_it(text, charger):
    prefix = read_prefix(text)
    assert prefix.charger is not None
    assert prefix.charger_name == charger


@pytest.mark.parametrize(
    "text",
    ["[MO] Send: ", "sent JSON message to server: ", "x > TEXT '", "", "RAW >> "],
)
def test_other_texts_name_no_charger(text):
    assert read_prefix(text).charger is None


def test_time_direction_and_connection_are_found():
    prefix = read_prefix(
        "[INFO ] 2026-01-31 12:00:00,446 x - [chargeBoxId=A, sessionId=5-b] Sending: "
    )
    assert prefix.stamp.micros == 43_200_446_000
    assert prefix.words.way is Way.SENT
    assert prefix.link_name == "5-b"
    assert prefix.tells_anything


def test_words_before_the_time_are_those_of_another_frame():
    prefix = read_prefix("send done 11:52:55.587 > [MO] Recv: ")
    assert prefix.words.way is Way.RECEIVED
    assert prefix.text[prefix.words.start :].startswith("Recv")


def test_frames_of_one_logger_have_one_source():
    head = "2026-01-31 12:00:0{} INFO (T-{}) [ocpp] {}: {} "
    sources = {
        read_prefix(head.format(1, 17, "A", "send")).source,
        read_prefix(head.format(2, 3, "BC", "receive message")).source,
    }
    assert len(sources) == 1
    other = read_prefix("2026-01-31 12:00:01 DEBUG (T-1) [websockets] > TEXT '").source
    assert other not in sources
    assert is_frame_text(other)
    assert not is_frame_text(sources.pop())


@pytest.mark.parametrize(
    "text",
    ["error=Waited 30s for response on ", "2026 ERROR boom (", "No response for ",
     "Unable to parse message: ", "x ERROR 12:00:00 failed: send ("],
)  # fmt: skip
def test_sentences_about_frames_are_echoes(text):
    assert read_prefix(text).is_echo


@pytest.mark.parametrize(
    "text", ["x INFO send ", "12:00:00 ERROR sent: ", "[MO] Send: "]
)
def test_lines_that_send_are_no_echoes(text):
    assert not read_prefix(text).is_echo


@given(st.text(max_size=300))
def test_no_text_is_refused(text):
    prefix = read_prefix(text)
    assert len(prefix.charger_name) <= len(text)
