# SPDX-License-Identifier: Apache-2.0
"""A recorded message keeps what was on the wire and reads it again when asked."""

import dataclasses

import pytest

from ocppdesk.core.messages import Direction, Message


def message(raw, direction=Direction.IN):
    return Message(1, 0, "CP1", 1, direction, raw)


def test_the_payload_is_read_from_the_text():
    assert message('[2,"1","Reset",{"type":"Hard"}]').payload() == {"type": "Hard"}


@pytest.mark.parametrize("raw", ["", "oops", '[2,"1","Reset",{', "[]"])
def test_a_broken_text_has_no_payload(raw):
    assert message(raw).payload() is None


def test_a_note_on_the_connection_has_no_payload():
    assert message('[2,"1","Reset",{}]', Direction.LINK).payload() is None


def test_bytes_show_as_text_with_replacements():
    odd = message(b'[2,"1","Reset",{"a":"\xff"}]')
    assert odd.text == '[2,"1","Reset",{"a":"\ufffd"}]'
    assert odd.payload() == {"a": "\ufffd"}


def test_text_is_shown_as_it_was():
    assert message("\ufeff[]\x00").text == "\ufeff[]\x00"


def test_a_message_does_not_change():
    with pytest.raises(dataclasses.FrozenInstanceError):
        message("[]").raw = "{}"
