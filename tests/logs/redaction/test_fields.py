# SPDX-License-Identifier: Apache-2.0
"""Fields of messages are known by their names and by what stands beside them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.logs.redaction.fields import find_in_frame, find_in_sentence
from ocppdesk.logs.redaction.names import Kind
from ocppdesk.logs.redaction.places import without_overlaps


def told(payload):
    text = payload if isinstance(payload, str) else json.dumps([2, "1", "X", payload])
    return [(place.kind, place.value) for place in find_in_frame(text).places]


@pytest.mark.parametrize(
    ("payload", "found"),
    [
        ({"idTag": "AB"}, [(Kind.TAG, "AB")]),
        ({"idTag": 1234}, [(Kind.TAG, "1234")]),
        ({"idTagInfo": {"status": "Accepted", "parentIdTag": "P"}}, [(Kind.TAG, "P")]),
        (
            {"localAuthorizationList": [{"idTag": "A"}, {"idTag": "B"}]},
            [(Kind.TAG, "A"), (Kind.TAG, "B")],
        ),
        ({"idToken": {"idToken": "AB", "type": "ISO14443"}}, [(Kind.TAG, "AB")]),
        ({"idToken": {"type": "eMAID", "idToken": "AB"}}, [(Kind.CONTRACT, "AB")]),
        (
            {
                "idToken": {
                    "idToken": "A",
                    "additionalInfo": [{"additionalIdToken": "B"}],
                }
            },
            [(Kind.TAG, "A"), (Kind.TAG, "B")],
        ),
        (
            {
                "chargingStation": {
                    "serialNumber": "S1",
                    "modem": {"iccid": "89", "imsi": "26"},
                }
            },
            [(Kind.SERIAL, "S1"), (Kind.ICCID, "89"), (Kind.IMSI, "26")],
        ),
        (
            {"password": {"a": ["x", 5], "b": True}},
            [(Kind.SECRET, "x"), (Kind.SECRET, "5")],
        ),
        (
            {
                "personalMessage": {
                    "format": "UTF8",
                    "language": "de",
                    "content": "Hi Jo",
                }
            },
            [(Kind.TEXT, "Hi Jo")],
        ),
        ({"idToken": "", "serialNumber": None, "iccid": "0000"}, []),
        ({"vpn": {"key": "k", "type": "IKEv2"}}, [(Kind.SECRET, "k")]),
        (
            {"company": {"name": "Jo Ltd", "city": "X"}, "vatNumber": "V1"},
            [(Kind.PERSON, "Jo Ltd"), (Kind.PLACE, "X"), (Kind.PERSON, "V1")],
        ),
        ({"exiRequest": "gJgC"}, [(Kind.CERTIFICATE, "gJgC")]),
    ],
)
def test_fields_that_identify_are_found(payload, found):
    assert told(payload) == found


@pytest.mark.parametrize(
    ("payload", "found"),
    [
        ({"key": "AuthorizationKey", "value": "k1"}, [(Kind.SECRET, "k1")]),
        (
            {"value": "k1", "readonly": False, "key": "AuthorizationKey"},
            [(Kind.SECRET, "k1")],
        ),
        ({"key": "FreeVendIdTag", "value": "free"}, [(Kind.TAG, "free")]),
        ({"key": "FreeVendEnabled", "value": "true"}, []),
        ({"key": "HeartbeatInterval", "value": "300"}, []),
        (
            {"key": "BackendURL", "value": "csms.example.com/x"},
            [(Kind.HOST, "csms.example.com")],
        ),
        (
            {"key": "X", "value": "ask joe@example.org"},
            [(Kind.EMAIL, "joe@example.org")],
        ),
        (
            {
                "component": {"name": "SecurityCtrlr"},
                "variable": {"name": "BasicAuthPassword"},
                "attributeValue": "k1",
            },
            [(Kind.SECRET, "k1")],
        ),
        (
            {
                "variable": {"name": "SerialNumber"},
                "variableAttribute": [{"type": "Actual", "value": "S1"}],
            },
            [(Kind.SERIAL, "S1")],
        ),
        ({"parameter": "SimPin", "val": 1234}, [(Kind.SECRET, "1234")]),
    ],
)
def test_the_name_beside_a_value_tells_what_it_is(payload, found):
    assert told({"list": [payload]}) == found


def test_meter_values_and_times_are_left_alone():
    payload = {
        "meterValue": [
            {
                "timestamp": "2026-08-01T12:00:00Z",
                "sampledValue": [
                    {"value": "123456.7", "measurand": "Voltage"},
                    {"value": 123456.7},
                ],
            }
        ]
    }
    found = find_in_frame(json.dumps([2, "1", "MeterValues", payload]))
    assert found.places == []
    assert found.numbers == []
    assert "123456.7" not in [text.value for text in found.texts]


def test_signed_meter_data_keeps_its_readings():
    data = 'OCMF|{"GS":"S1","ID":"AB","RD":[{"RV":1.0}]}|{"SD":"30"}'
    sample = {"value": data, "format": "SignedData"}
    assert told({"sampledValue": [sample]}) == [(Kind.SERIAL, "S1"), (Kind.TAG, "AB")]


def test_signed_meter_data_that_nobody_can_read_goes_as_a_whole():
    signed = {"signedMeterData": "QUJD", "publicKey": "MFkw", "encodingMethod": "EDL"}
    assert told({"sampledValue": [{"value": 1, "signedMeterValue": signed}]}) == [
        (Kind.SIGNED, "QUJD"),
        (Kind.CERTIFICATE, "MFkw"),
    ]


def test_json_in_strings_is_looked_through():
    inner = json.dumps({"idTag": "AB", "n": 123456, "pin": 99})
    text = json.dumps([2, "1", "DataTransfer", {"data": json.dumps({"x": inner})}])
    found = find_in_frame(text)
    places = without_overlaps(found.places)
    assert [(p.kind, p.value, p.quotes) for p in places] == [
        (Kind.TAG, "AB", 0),
        (Kind.SECRET, "99", 3),
    ]
    assert [(p.value, p.quotes) for p in found.numbers] == [("123456", 3)]
    for place in (*found.places, *found.numbers):
        assert text[place.start : place.end] == place.value


def test_a_version_is_no_address():
    assert told({"firmwareVersion": "1.2.3.4", "info": "at 1.2.3.4"}) == [
        (Kind.ADDRESS, "1.2.3.4")
    ]


def test_an_id_of_a_transaction_is_not_judged_by_its_looks():
    payload = {"transactionInfo": {"transactionId": "1A2B3C4D5E6F7G8H9"}}
    assert told(payload) == []


def test_what_a_charger_tells_of_a_customer_goes_as_a_whole():
    text = '[2,"1","NotifyCustomerInformation",{"data":"Jo, 5 sessions","seqNo":0}]'
    assert told(text) == [(Kind.TEXT, "Jo, 5 sessions")]
    assert told(text.replace("NotifyCustomerInformation", "DataTransfer")) == []


def test_ids_of_messages_are_not_judged_by_their_looks():
    found = find_in_frame('[2,"00:11:22:33:44:55","Heartbeat",{}]')
    assert found.places == []
    assert "00:11:22:33:44:55" in [text.value for text in found.texts]


def test_the_description_of_an_error_is_a_sentence():
    assert told('[4,"1","InternalError","no 10.1.2.3",{"idTag":"AB"}]') == [
        (Kind.ADDRESS, "10.1.2.3"),
        (Kind.TAG, "AB"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        '[2,"1","Authorize",{"idTag":"ABCD',
        '[2,"1","Authorize",{"x":,"idTag":"ABCD"}]',
        "[2,'1','Authorize',{'idTag': 'ABCD'}]",
        'sent: {"idTag":"ABCD"}} !',
    ],
)
def test_broken_frames_are_looked_through(text):
    assert (Kind.TAG, "ABCD") in told(text)


def test_what_a_sentence_quotes_may_be_known():
    text = '"ABCD" is longer than 2 characters'
    assert find_in_sentence(text).places == []
    [place] = find_in_sentence(text, Kind.TAG).places
    assert (place.kind, place.value) == (Kind.TAG, "ABCD")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.just("AB12"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(max_size=5)
            | st.sampled_from(["idTag", "key", "value", "password", "url"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(VALUES, st.booleans())
def test_places_hold_what_they_say(payload, ascii_only):
    text = json.dumps([2, "1", "X", payload], ensure_ascii=ascii_only)
    found = find_in_frame(text)
    for place in (*found.places, *found.numbers):
        written = text[place.start : place.end]
        assert place.value in (written, json.loads(f'"{written}"'))


@given(st.text() | st.text('[]{},:"\\ idTagkeyvlu', max_size=40))
def test_no_text_makes_it_raise(text):
    for place in (*find_in_frame(text).places, *find_in_sentence(text).places):
        assert 0 <= place.start <= place.end <= len(text)
