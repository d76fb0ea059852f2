# SPDX-License-Identifier: Apache-2.0
"""A subject shows a message with its exchange."""

from ocppdesk.filters.subject import Subject
from tests.filters.subjects import conversation, subjects_of


def subject(number):
    return subjects_of(conversation())[number - 1]


def test_a_call_and_its_answer_share_their_payloads():
    request = {"key": "MeterValueSampleInterval", "value": "60"}
    response = {"status": "Rejected"}
    call, answer = subject(8), subject(9)
    assert (call.payload(), call.request(), call.response()) == (
        request,
        request,
        response,
    )
    assert (answer.payload(), answer.request(), answer.response()) == (
        response,
        request,
        response,
    )
    assert call.is_call
    assert not answer.is_call


def test_what_has_no_exchange_has_no_payloads():
    link, odd, waiting = subject(1), subject(25), subject(24)
    assert (link.payload(), link.request(), link.response()) == (None, None, None)
    assert (odd.payload(), odd.request(), odd.response()) == (None, None, None)
    assert (waiting.request(), waiting.response()) == ({}, None)


def test_a_second_answer_is_looked_at_itself():
    call, first, other = subject(2).message, subject(3).message, subject(5).message
    second = Subject(other, call=call, answer=first)
    assert second.response() == {}


def test_payloads_are_parsed_once():
    call = subject(8)
    assert call.payload() is call.request()
