# SPDX-License-Identifier: Apache-2.0
"""Payloads are read with suspicion, and numbers read well."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.core.phrases.parts import (
    Part,
    card,
    certificate,
    count,
    dotted,
    duration,
    fields,
    id_text,
    line,
    listed,
    number_text,
    place,
    say,
    secret_or,
    some,
    stream,
    transaction,
    variable,
    watt_hours,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a", "a"),
        (" a\n\tb ", "a b"),
        ("\x00\u202e", "\ufffd\ufffd"),
        ("\ud800", "\ufffd"),
        ("x" * 200, "x" * 79 + "…"),
        (5, "5"),
        (5.0, "5"),
        (1234567, "1234567"),
        (0.1 + 0.2, "0.3"),
        (True, "true"),
        pytest.param(10**5000, "a huge number", id="huge"),
        (None, ""),
        ([1], ""),
        ({"a": 1}, ""),
    ],
)
def test_a_scalar_is_one_line(value, text):
    assert Part(value).text == text


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (5, 5.0),
        ("5.5", 5.5),
        (" 7 ", 7.0),
        ("", None),
        ("x", None),
        ("nan", None),
        ("1e999", None),
        pytest.param(10**400, None, id="huge"),
        (True, None),
        ([5], None),
        (None, None),
    ],
)
def test_a_number_may_be_sent_as_text(value, number):
    assert Part(value).number == number


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2026-08-01T14:00:00Z", "2026-08-01 14:00 UTC"),
        ("2026-08-01T14:00:00+02:00", "2026-08-01 12:00 UTC"),
        ("2026-08-01T14:00:00", "2026-08-01 14:00 UTC"),
        ("2026-08-01T14:00:00.123456Z", "2026-08-01 14:00 UTC"),
        ("soon", "soon"),
        ("9999-12-31T23:59:59-23:00", "9999-12-31T23:59:59-23:00"),
        (5, "5"),
        (None, ""),
    ],
)
def test_a_time_is_utc(value, text):
    assert Part(value).time_text == text


def test_what_is_not_there_is_an_empty_part():
    part = Part({"a": {"b": 1}})
    assert part["a"]["b"].text == "1"
    assert not part["x"]["y"]["z"]
    assert not Part([1])["a"]
    assert part.first("x", "a").value == {"b": 1}
    assert not part.first("x", "y")


def test_one_element_needs_no_array():
    assert [part.value for part in Part([1, 2]).items()] == [1, 2]
    assert [part.value for part in Part({"a": 1}).items()] == [{"a": 1}]
    assert Part(None).items() == []


@pytest.mark.parametrize(
    ("number", "digits", "text"),
    [
        (0, 1, "0"),
        (-0.04, 1, "0"),
        (16.0, 1, "16"),
        (32.14, 1, "32.1"),
        (12831, 0, "12 831"),
        (1234567.5, 2, "1 234 567.5"),
        (-7.25, 2, "-7.25"),
        (1e15, 1, "1e+15"),
        (None, 1, ""),
    ],
)
def test_numbers_have_their_thousands_apart(number, digits, text):
    assert number_text(number, digits=digits) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (90, "90 s"),
        (120, "2 min"),
        (150, "150 s"),
        (900, "15 min"),
        (3600, "1 h"),
        (5400, "1 h 30 min"),
        (86_400, "1 d"),
        (90_000, "25 h"),
        (-60, "-60 s"),
        (0.5, "0.5 s"),
        (Part("300"), "5 min"),
        (Part("x"), ""),
    ],
)
def test_durations_read_well(seconds, text):
    assert duration(seconds) == text


@given(st.integers() | st.floats() | st.none() | st.text())
def test_no_number_raises(value):
    part = Part(value)
    for text in (part.text, watt_hours(part), duration(part), part.time_text):
        assert len(text) < 100


def test_a_template_with_nothing_in_it_says_nothing():
    assert say("{} W", "5") == "5 W"
    assert say("{} of {}", "5", "") == ""
    assert say("{}", None) == ""


def test_lists_leave_out_what_is_empty():
    assert listed("a", "", "b") == "a, b"
    assert dotted("", "a", "b") == "a · b"
    assert some(["a", "", "b"]) == "a, b"
    assert some(list("abcde")) == "a, b, c and 2 more"
    assert (count(1, "key"), count(0, "key")) == ("1 key", "0 keys")


def test_a_line_has_a_limit():
    assert line("abcdef", longest=4) == "abc…"


def test_of_a_long_id_only_the_head_is_told():
    assert id_text(Part("5a1fe5bf-7f0f-4ea1-8c0a")) == "5a1fe5bf…"
    assert id_text(Part(1234567890123)) == "12345678…"
    assert transaction(Part(512)) == "transaction 512"
    assert transaction(Part(None)) == ""


@pytest.mark.parametrize(
    ("payload", "text"),
    [
        ({"idTag": "04A2B3"}, "card 04A2B3"),
        ({"idTag": 512}, "card 512"),
        ({"idToken": {"idToken": "04A2", "type": "ISO14443"}}, "card 04A2"),
        ({"idToken": {"idToken": "DE-X", "type": "eMAID"}}, "contract DE-X"),
        ({"idToken": {"idToken": "x", "type": "Vendor"}}, "token x"),
        ({"idToken": {"idToken": "", "type": "NoAuthorization"}}, "no token needed"),
        ({"idToken": "04A2"}, "card 04A2"),
        ({}, ""),
    ],
)
def test_a_token_is_named_by_its_kind(payload, text):
    assert card(Part(payload)) == text


@pytest.mark.parametrize(
    ("payload", "text"),
    [
        ({"connectorId": 2}, "connector 2"),
        ({"connectorId": "2"}, "connector 2"),
        ({"connectorId": 0}, "whole charger"),
        ({"evseId": 0}, "whole charger"),
        ({"evseId": 1}, "EVSE 1"),
        ({"evseId": 1, "connectorId": 2}, "EVSE 1 connector 2"),
        ({"evse": {"id": 1, "connectorId": 2}}, "EVSE 1 connector 2"),
        ({"evse": {"id": 3}}, "EVSE 3"),
        ({}, ""),
        ([], ""),
    ],
)
def test_a_place_is_a_connector_or_an_evse(payload, text):
    assert place(Part(payload)) == text


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ({"component": {"name": "C"}, "variable": {"name": "V"}}, "C.V"),
        (
            {
                "component": {"name": "C", "evse": {"id": 1}},
                "variable": {"name": "V", "instance": "I"},
                "attributeType": "Target",
            },
            "C[1].V[I] (Target)",
        ),
        ({"component": {"name": "C"}, "attributeType": "Actual"}, "C"),
        ({}, ""),
    ],
)
def test_a_variable_is_named_with_its_component(part, text):
    assert variable(Part(part)) == text


def test_a_chain_of_certificates_is_counted():
    chain = "-----BEGIN CERTIFICATE-----\n" * 2
    kind = {"certificateType": "V2GCertificate", "certificateChain": chain}
    assert certificate(Part(kind)) == "V2GCertificate, 2 parts"
    assert certificate(Part({"csr": 5})) == ""


def test_a_stream_says_how_often():
    found = {"id": 1, "params": {"interval": 5, "values": 10}}
    assert stream(Part({"constantStreamData": found})) == (
        "Stream 1, every 5 s, 10 values"
    )


def test_a_secret_is_masked_unless_it_is_empty():
    assert secret_or("AuthorizationKey", Part("x")) == "••••"
    assert secret_or("AuthorizationKey", Part("")) == ""
    assert secret_or("HeartbeatInterval", Part("60")) == "60"


def test_simple_calls_are_told_by_their_fields():
    phrase = fields("status", noun="Now")
    assert phrase(Part({"status": "Idle", "requestId": 7})) == "Now Idle, request 7"
    assert phrase(Part({})) == ""
