# SPDX-License-Identifier: Apache-2.0
"""The first bytes of a connection tell much about who is there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.logs.redaction.handshake import find_in_head, head_text, kept_head
from ocppdesk.logs.redaction.names import Kind

HEAD = (
    b"GET /ocpp/CP1?token=abcd HTTP/1.1\r\nHost: csms.example.com:9000\r\n"
    b"Authorization: Basic Q1A6eA==\r\nCookie: id=7\r\nUser-Agent: X/1.0\r\n"
    b"X-Forwarded-For: 10.1.2.3\r\n\r\n"
)


def test_secrets_hosts_and_addresses_are_found():
    places = {(place.kind, place.value) for place in find_in_head(head_text(HEAD))}
    assert places == {
        (Kind.SECRET, "abcd"),
        (Kind.HOST, "csms.example.com"),
        (Kind.SECRET, "Q1A6eA=="),
        (Kind.SECRET, "id=7"),
        (Kind.ADDRESS, "10.1.2.3"),
    }


def test_a_request_is_kept_whole():
    assert kept_head(HEAD) == HEAD


@pytest.mark.parametrize(
    "head", [b"\x16\x03\x01\x02\x00\x01secret.example.com", b"", b"\xff"]
)
def test_of_anything_else_only_the_beginning_is_kept(head):
    assert kept_head(head) == head[:6]
    assert find_in_head(head_text(head)) == []


@given(st.binary() | st.binary().map(HEAD.__add__))
def test_places_hold_what_they_say(head):
    text = head_text(head)
    assert text.encode("utf-8", "surrogateescape") == head
    for place in find_in_head(text):
        assert text[place.start : place.end] == place.value
