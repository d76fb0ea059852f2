# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.frames import MessageType
from ocppdesk.core.messages import Direction
from ocppdesk.logs.reading.envelopes import EnvelopeError, read_envelope

CS = "urn://Ocpp/Cs/2015/10/"
CP = "urn://Ocpp/Cp/2015/10/"


def envelope(body, *, headers="", namespace=CS, prefix="s"):
    return (
        f'<{prefix}:Envelope xmlns:{prefix}="http://www.w3.org/2003/05/soap-envelope" '
        f'xmlns:o="{namespace}" xmlns:a="http://www.w3.org/2005/08/addressing">'
        f"<{prefix}:Header>{headers}</{prefix}:Header>"
        f"<{prefix}:Body>{body}</{prefix}:Body></{prefix}:Envelope>"
    )


def test_a_request_is_a_call_with_the_types_of_the_schema():
    found = read_envelope(
        envelope(
            "<o:startTransactionRequest><o:connectorId>1</o:connectorId>"
            "<o:idTag>007</o:idTag><o:meterStart>20</o:meterStart>"
            "<o:timestamp>2026-01-01T00:00:00Z</o:timestamp>"
            "</o:startTransactionRequest>",
            headers="<o:chargeBoxIdentity>Pole 1</o:chargeBoxIdentity>"
            "<a:MessageID>urn:uuid:7</a:MessageID>",
        )
    )
    assert found.kind is MessageType.CALL
    assert (found.message_id, found.charger) == ("7", "Pole 1")
    assert found.direction is Direction.IN
    assert found.raw("7") == (
        '[2,"7","StartTransaction",{"connectorId":1,"idTag":"007","meterStart":20,'
        '"timestamp":"2026-01-01T00:00:00Z"}]'
    )


def test_arrays_are_arrays_even_of_one():
    body = (
        "<o:meterValuesRequest><o:connectorId>1</o:connectorId><o:meterValue>"
        "<o:timestamp>2026-01-01T00:00:00Z</o:timestamp><o:sampledValue>"
        "<o:value>5</o:value></o:sampledValue></o:meterValue></o:meterValuesRequest>"
    )
    payload = read_envelope(envelope(body)).payload
    assert payload["meterValue"][0]["sampledValue"] == [{"value": "5"}]


def test_a_response_answers_what_it_relates_to():
    found = read_envelope(
        envelope(
            "<o:authorizeResponse><o:idTagInfo><o:status>Accepted</o:status>"
            "</o:idTagInfo></o:authorizeResponse>",
            headers="<a:RelatesTo>uuid:7</a:RelatesTo>",
        )
    )
    assert found.raw("7") == '[3,"7",{"idTagInfo":{"status":"Accepted"}}]'
    assert (found.message_id, found.direction) == ("7", Direction.OUT)


def test_the_service_of_the_charger_is_called_by_the_csms():
    body = "<o:resetRequest><o:type>Soft</o:type></o:resetRequest>"
    assert read_envelope(envelope(body, namespace=CP)).direction is Direction.OUT


def test_a_fault_is_an_error():
    body = (
        "<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode>"
        "<s:Value>o:SecurityError</s:Value></s:Subcode></s:Code>"
        "<s:Reason><s:Text>Who are you?</s:Text></s:Reason></s:Fault>"
    )
    found = read_envelope(envelope(body, headers="<a:RelatesTo>7</a:RelatesTo>"))
    assert found.value("7") == [4, "7", "SecurityError", "Who are you?", {}]


def test_values_of_older_versions_keep_their_attributes():
    body = (
        '<o:meterValuesRequest><o:values><o:value unit="Wh">5</o:value></o:values>'
        "</o:meterValuesRequest>"
    )
    found = read_envelope(envelope(body, namespace="urn://Ocpp/Cs/2012/06/"))
    assert found.payload["values"]["value"] == {"value": "5", "unit": "Wh"}


def test_unknown_actions_are_texts():
    body = "<o:vendorRequest><o:a>1</o:a><o:a>2</o:a></o:vendorRequest>"
    found = read_envelope(envelope(body))
    assert found.value("1") == [2, "1", "Vendor", {"a": ["1", "2"]}]


def test_numbers_that_are_none_stay_as_they_are():
    body = (
        "<o:bootNotificationResponse><o:interval>soon</o:interval>"
        "</o:bootNotificationResponse>"
    )
    assert read_envelope(envelope(body)).payload == {"interval": "soon"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<a>", "not XML"),
        (envelope(""), "empty"),
        (envelope("<x/>"), "no message of OCPP"),
        (envelope("<o:thing/>"), "no message of OCPP"),
        (envelope(f"<o:xRequest>{'<a>' * 60}{'</a>' * 60}</o:xRequest>"), "deeply"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "entities"),
    ],
    ids=["xml", "empty", "foreign", "odd", "deep", "entities"],
)
def test_what_is_no_message_says_why(text, why):
    with pytest.raises(EnvelopeError, match=why):
        read_envelope(text)


def test_a_million_levels_are_refused():
    text = envelope(f"<o:xRequest>{'<a>' * 500_000}{'</a>' * 500_000}</o:xRequest>")
    with pytest.raises(EnvelopeError, match="deeply"):
        read_envelope(text)
