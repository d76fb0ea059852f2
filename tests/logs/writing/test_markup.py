# SPDX-License-Identifier: Apache-2.0
from ocppdesk.core.messages import Direction, Message
from ocppdesk.logs.writing.markup import (
    body_text,
    counted,
    masked,
    moment,
    shown_text,
)


def message(raw):
    return Message(1, 0, "CP1", 1, Direction.IN, raw)


def test_tags_controls_and_halves_of_characters_are_shown_as_text():
    assert shown_text("<b>\0 \ud800 'x'\t") == "&lt;b&gt;␀ \ufffd &#x27;x&#x27;\t"


def test_secrets_are_masked_in_frames():
    text = '[2,"1","ChangeConfiguration",{"key":"AuthorizationKey","value":"s3cret"}]'
    assert "s3cret" not in masked(text)


def test_json_is_indented_and_long_texts_are_cut():
    assert "\n" in body_text(message('[2,"1","Heartbeat",{"a":1}]'))
    assert body_text(message("x" * 300_000)).endswith("… 100,000 more characters")


def test_numbers_and_moments():
    assert counted(1, "message") == "1 message"
    assert counted(2_000, "message") == "2,000 messages"
    assert moment(1_500_000) == "1970-01-01 00:00:01.500"
