# SPDX-License-Identifier: Apache-2.0
"""Some values tell by their looks what they are."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.logs.redaction.names import Kind
from ocppdesk.logs.redaction.patterns import find_patterns, host_places, path_places


def told(places):
    return [(place.kind, place.value) for place in places]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("mail a.b+c@example.org!", [(Kind.EMAIL, "a.b+c@example.org")]),
        ("mac 00:1A:2b:3c:4D:5e", [(Kind.MAC, "00:1A:2b:3c:4D:5e")]),
        ("00-1A-2B-3C-4D-5E", [(Kind.MAC, "00-1A-2B-3C-4D-5E")]),
        ("from 10.1.2.3:4711.", [(Kind.ADDRESS, "10.1.2.3")]),
        ("at fe80::1ff:fe23:4567", [(Kind.ADDRESS, "fe80::1ff:fe23:4567")]),
        ("on csms.example.com now", [(Kind.HOST, "csms.example.com")]),
        ("DE-8AA-C12345678-9", [(Kind.CONTRACT, "DE-8AA-C12345678-9")]),
        ("DE-8AA-123456-7", [(Kind.CONTRACT, "DE-8AA-123456-7")]),
        ("DE8AAC12345678X", [(Kind.CONTRACT, "DE8AAC12345678X")]),
        ("DE*ABC*E12345*1", [(Kind.EVSE, "DE*ABC*E12345*1")]),
        ("vin WVWZZZ1JZXW000001.", [(Kind.VEHICLE, "WVWZZZ1JZXW000001")]),
        ("password=s3cr3t", [(Kind.SECRET, "s3cr3t")]),
        ("Authorization: Basic dXNlcjpwYXNz", [(Kind.SECRET, "dXNlcjpwYXNz")]),
        (
            "Bearer eyJhbGciOi.eyJzdW.abcdef",
            [(Kind.SECRET, "eyJhbGciOi.eyJzdW.abcdef")],
        ),
        (
            "ftp://bob:pa:ss@files.example.com:21/a",
            [
                (Kind.USER, "bob"),
                (Kind.SECRET, "pa:ss"),
                (Kind.HOST, "files.example.com"),
            ],
        ),
        ("ws://[fe80::1]:9000/x", [(Kind.ADDRESS, "fe80::1")]),
        (
            "https://h7/0123456789abcdef01234567/fw.bin?sig=ab&x=1",
            [
                (Kind.HOST, "h7"),
                (Kind.TOKEN, "0123456789abcdef01234567"),
                (Kind.SECRET, "ab"),
            ],
        ),
    ],
)
def test_values_are_found(text, found):
    assert told(find_patterns(text)) == found


@pytest.mark.parametrize(
    "text",
    [
        "Energy.Active.Import.Register", "12:34:56", "firmware v1.2.3.4",
        "127.0.0.1 and 0.0.0.0", "255.255.255.0", "ws://localhost:9000/", "::1",
        "Connector 2 is charging with 16.0 A", "1.2.3", "999.1.1.1", "a@b", "",
        "KC-P30-EC2401B2",
        "firmware_v1.2.3_release_2024_11_07.bin", "2026-08-01T12:00:00Z",
    ],
)  # fmt: skip
def test_other_texts_are_left_alone(text):
    assert find_patterns(text) == []


def test_the_body_of_a_certificate_or_key_is_found():
    text = (
        "-----BEGIN CERTIFICATE-----\nMIIB\nabc=\n-----END CERTIFICATE-----\n"
        "-----BEGIN EC PRIVATE KEY-----\nQUJD\n-----END EC PRIVATE KEY-----"
    )
    assert told(find_patterns(text)) == [
        (Kind.CERTIFICATE, "MIIB\nabc="),
        (Kind.SECRET, "QUJD"),
    ]


def test_a_key_that_is_cut_is_found():
    assert told(find_patterns("-----BEGIN PRIVATE KEY-----\nQUJD")) == [
        (Kind.SECRET, "QUJD")
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("csms.example.com:80/ocpp", [(Kind.HOST, "csms.example.com")]),
        ("10.0.0.1", [(Kind.ADDRESS, "10.0.0.1")]),
        ("fe80::1:2", [(Kind.ADDRESS, "fe80::1:2")]),
        ("wss://csms.example.com/x", [(Kind.HOST, "csms.example.com")]),
        ("true", []),
        ("/relative/path", []),
        ("", []),
    ],
)
def test_an_address_of_a_server_may_have_no_scheme(text, found):
    assert told(host_places(text)) == found


def test_tokens_in_paths_are_found():
    path = "/ocpp/CP1/abcdef0123456789abcd?token=xy&page=2&z=0123456789abcdef"
    assert told(path_places(path)) == [
        (Kind.TOKEN, "abcdef0123456789abcd"),
        (Kind.SECRET, "xy"),
        (Kind.SECRET, "0123456789abcdef"),
    ]


@given(st.text() | st.text("ab1.:@/-*=? ", max_size=60))
def test_places_hold_what_they_say(text):
    for place in [*find_patterns(text), *host_places(text), *path_places(text)]:
        assert text[place.start : place.end] == place.value


@pytest.mark.parametrize(
    "part",
    [
        "a", "1.", ":", "ab:", "@", "a@", "-----BEGIN A-----", "http://", "A-", "eyJ",
        "password=", "A1*", "a-", "Basic A", "ZZ-123-", "0:", "a.",
    ],
)  # fmt: skip
def test_no_text_takes_long(part):
    text = part * (100_000 // len(part))
    begin = time.process_time()
    find_patterns(text)
    assert time.process_time() - begin < 3
