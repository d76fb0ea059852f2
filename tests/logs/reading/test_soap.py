# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.messages import Direction
from ocppdesk.logs.errors import ConversionError
from ocppdesk.logs.reading.envelopes import CONVERTED
from ocppdesk.logs.reading.found import Assumptions, Kind
from ocppdesk.logs.reading.soap import SoapFormat, SoapReader


def envelope(body, headers="", prefix="soap:"):
    namespace = f"xmlns{':' + prefix[:-1] if prefix else ''}"
    return (
        f'<{prefix}Envelope {namespace}="http://www.w3.org/2003/05/soap-envelope">\n'
        f'<{prefix}Header xmlns:a="http://www.w3.org/2005/08/addressing" '
        f'xmlns:o="urn://Ocpp/Cs/2015/10/">{headers}</{prefix}Header>\n'
        f'<{prefix}Body xmlns:o="urn://Ocpp/Cs/2015/10/">{body}</{prefix}Body>\n'
        f"</{prefix}Envelope>\n"
    )


IDENTITY = "<o:chargeBoxIdentity>Pole1</o:chargeBoxIdentity>"
BEAT = envelope("<o:heartbeatRequest/>", f"{IDENTITY}<a:MessageID>7</a:MessageID>")
TIME = "<o:currentTime>2026-01-01T00:00:00Z</o:currentTime>"
ANSWER = envelope(
    f"<o:heartbeatResponse>{TIME}</o:heartbeatResponse>", "<a:RelatesTo>7</a:RelatesTo>"
)


def test_several_roots_in_one_file_are_messages(read_as):
    read = read_as(SoapReader, BEAT + ANSWER)
    call, result = read.frames
    assert call.raw == '[2,"7","Heartbeat",{}]'
    assert call.original == BEAT.rstrip()
    assert call.repairs == (CONVERTED,)
    assert (call.line, result.line) == (1, 5)
    assert (call.charger, result.charger) == ("Pole1", "Pole1")
    assert (call.direction, result.direction) == (Direction.IN, Direction.OUT)
    assert read.reader.inferences.version.value == "1.6"
    assert read.reader.done == 1.0


def test_an_answer_without_a_reference_belongs_to_the_last_such_call(read_as):
    call = envelope("<o:heartbeatRequest/>", IDENTITY)
    answer = envelope(f"<o:heartbeatResponse>{TIME}</o:heartbeatResponse>")
    first, second = read_as(SoapReader, call + answer).frames
    assert first.value[1] == second.value[1] == "soap-1"
    assert second.charger == "Pole1"


@pytest.mark.parametrize("prefix", ["soap:", "S:", "ns0:", ""])
def test_prefixes_may_be_any(read_as, prefix):
    assert len(read_as(SoapReader, envelope("<o:heartbeatRequest/>", "", prefix))
               .frames) == 1  # fmt: skip


def test_the_time_before_a_message_is_its_time(read_as):
    read = read_as(SoapReader, f"2026-01-01 00:00:01,5 INFO Payload: {BEAT}")
    assert read.frames[0].at == 1_767_225_601_500_000
    assert "UTC" in read.reader.inferences.zone.reason
    shifted = read_as(
        SoapReader,
        f"2026-01-01 00:00:01 {BEAT}",
        assumptions=Assumptions(zone_minutes=60),
    )
    assert shifted.reader.inferences.zone.value == "+01:00"


def test_messages_in_blocks_of_any_size_are_found(read_as):
    padding = "x" * 65_500
    read = read_as(SoapReader, f"{padding}\n{BEAT}{padding}{ANSWER}" * 3)
    assert len(read.frames) == 6


def test_utf_16_is_read(read_as):
    assert len(read_as(SoapReader, BEAT.encode("utf-16")).frames) == 1


def test_a_message_that_is_cut_off_is_told(read_as):
    read = read_as(SoapReader, BEAT + ANSWER[:-30])
    assert len(read.frames) == 1
    assert read.others[0].kind is Kind.UNREADABLE
    assert "too early" in read.others[0].why


def test_what_is_no_message_is_told(read_as):
    read = read_as(SoapReader, envelope("<o:oops>") + BEAT)
    assert "not XML" in read.others[0].why
    assert len(read.frames) == 1


BOMB = """<!DOCTYPE lolz [<!ENTITY lol "lol">
<!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]>"""


def test_an_entity_bomb_is_refused_with_a_sentence(read_as):
    with pytest.raises(ConversionError, match="entities"):
        read_as(SoapReader, BOMB + BEAT.replace("7", "&lol2;"))


def test_a_message_without_end_does_not_fill_the_memory(read_as):
    read = read_as(SoapReader, f"{BEAT}<soap:Envelope {'a' * (9 << 20)}")
    assert len(read.frames) == 1
    assert "4 MB" in read.others[0].why


def test_soap_is_recognised(tmp_path):
    confidence = SoapFormat().confidence
    assert confidence(tmp_path, BEAT.encode()) > 0.9
    assert confidence(tmp_path, BEAT.encode("utf-16")) > 0.9
    assert 0 < confidence(tmp_path, b"<Envelope>") < 0.5
    assert confidence(tmp_path, b"<html>") == 0
