# SPDX-License-Identifier: Apache-2.0
"""Every text is one frame or more, whatever it is."""

import json

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ocppdesk.core.frames import (
    Frame,
    MessageType,
    Problem,
    call_text,
    error_text,
    frame_from,
    parse_frames,
    result_text,
)


def parse(text):
    """Parse a text that holds one frame."""
    [frame] = parse_frames(text)
    return frame


# What OCPP-J prescribes.


def test_a_call_has_an_id_an_action_and_a_payload():
    text = '[2,"19223201","Reset",{"type":"Hard"}]'
    assert parse(text) == Frame(
        raw=text,
        type=MessageType.CALL,
        type_number=2,
        message_id="19223201",
        reply_id="19223201",
        action="Reset",
        payload={"type": "Hard"},
    )


def test_a_result_has_an_id_and_a_payload():
    frame = parse('[3,"1",{"status":"Accepted"}]')
    assert (frame.type, frame.message_id) == (MessageType.CALLRESULT, "1")
    assert (frame.action, frame.payload) == (None, {"status": "Accepted"})
    assert frame.problem is None


@pytest.mark.parametrize("number", [4, 5])
def test_an_error_has_a_code_a_description_and_details(number):
    frame = parse(f'[{number},"1","NotSupported","No.",{{"a":1}}]')
    assert frame.type == number
    assert frame.error_code == "NotSupported"
    assert frame.error_description == "No."
    assert frame.payload == {"a": 1}
    assert frame.problem is None


def test_a_send_is_read_like_a_call():
    frame = parse('[6,"1","NotifyPeriodicEventStream",{"id":1}]')
    assert frame.type is MessageType.SEND
    assert (frame.action, frame.payload) == ("NotifyPeriodicEventStream", {"id": 1})


# What chargers make of it.


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ('\ufeff[2,"1","Heartbeat",{}]', "byte order mark"),
        ('[2,"1","Heartbeat",{}]\x00', "NUL"),
        ('\x00\x00[2,"1","Heartbeat",{}]\n', "NUL"),
        ('["2","1","Heartbeat",{}]', "The message type is text, not a number."),
        ('[2,"1","Heartbeat"]', "The payload is missing"),
        ('[2,"1","Heartbeat",{},{}]', "1 superfluous element(s)"),
    ],
)
def test_a_repaired_frame_says_what_was_wrong(text, remark):
    frame = parse(text)
    assert frame.problem is Problem.REPAIRED
    assert frame.action == "Heartbeat"
    assert frame.payload == {}
    assert any(remark in each for each in frame.remarks)
    assert frame.raw == text


def test_blanks_around_a_frame_are_no_matter():
    frame = parse(' \r\n[2,"1","Heartbeat",{}]\n')
    assert (frame.problem, frame.remarks) == (None, ())


@pytest.mark.parametrize("text", ['[2,"1","Heartbeat",null]', '[3,"1",null]'])
def test_a_payload_of_null_is_an_empty_one(text):
    frame = parse(text)
    assert frame.payload == {}
    assert frame.problem is None
    assert "The payload is null; read as {}." in frame.remarks


@pytest.mark.parametrize(
    ("written", "message_id", "reply_id"),
    [
        ('"a"', "a", "a"),
        ('""', "", ""),
        ("1", "1", 1),
        ("1.5", "1.5", 1.5),
        ("null", None, None),
        ("true", "true", True),
        ('{"a":1}', '{"a":1}', {"a": 1}),
        ("123456789012345678901234567890",) * 2 + (123456789012345678901234567890,),
        (r'"\ud800"', "\\ud800", "\ud800"),
    ],
)
def test_an_id_of_any_kind_is_kept_for_the_answer(written, message_id, reply_id):
    frame = parse(f'[2,{written},"Heartbeat",{{}}]')
    assert frame.message_id == message_id
    assert frame.reply_id == reply_id
    assert frame.action == "Heartbeat"


def test_an_id_that_is_too_long_is_remarked_upon():
    assert parse(f'[3,"{"x" * 36}",{{}}]').remarks == ()
    remarks = parse(f'[3,"{"x" * 37}",{{}}]').remarks
    assert remarks == ("The message id has 37 characters; 36 are legal.",)


@pytest.mark.parametrize(
    ("text", "code", "description", "details"),
    [
        ('[4,"1"]', None, None, {}),
        ('[4,"1","NotSupported"]', "NotSupported", None, {}),
        ('[4,"1","",""]', "", "", {}),
        ('[4,"1",null,"Sorry",null]', None, "Sorry", {}),
        ('[4,"1",7,8,9]', "7", "8", 9),
    ],
)
def test_a_short_or_empty_error_is_read_as_far_as_it_goes(
    text, code, description, details
):
    frame = parse(text)
    assert frame.type is MessageType.CALLERROR
    assert (frame.error_code, frame.error_description) == (code, description)
    assert frame.payload == details
    assert frame.remarks


def test_several_frames_in_one_text_are_all_read():
    text = '[2,"1","Heartbeat",{}]\n[2,"2","Heartbeat",{}][2,"3"'
    frames = parse_frames(text)
    assert [frame.message_id for frame in frames] == ["1", "2", "3"]
    assert [frame.problem for frame in frames] == [
        Problem.REPAIRED,
        None,
        Problem.TRUNCATED,
    ]
    assert frames[0].remarks == ("3 frames came in one WebSocket message.",)


@pytest.mark.parametrize(
    "text",
    [
        "[2",
        '[2,"1","StartTransaction",{"connectorId":1,',
        '[2,"1","StartTransaction",{"idTag":"04A2',
        '[2,"1","StartTransaction"',
    ],
)
def test_a_text_that_ends_too_early_is_truncated(text):
    assert parse(text).problem is Problem.TRUNCATED


def test_the_head_of_a_truncated_call_is_still_read():
    frame = parse('[2,"abc","StartTransaction",{"connectorId":1,')
    assert frame.type is MessageType.CALL
    assert (frame.message_id, frame.reply_id) == ("abc", "abc")
    assert frame.action == "StartTransaction"
    assert frame.payload is None


def test_the_head_of_a_broken_call_with_a_numeric_id_is_still_read():
    frame = parse('[2,17,"MeterValues",{"a":01}]')
    assert (frame.problem, frame.reply_id) == (Problem.MALFORMED, 17)
    assert frame.action == "MeterValues"


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("", "The text is empty."),
        (" \n", "The text is empty."),
        ("hello", "This is not JSON"),
        ("{}", "this is an object."),
        ("7", "this is a number."),
        ('"x"', "this is text."),
        ("null", "this is null."),
        ("true", "this is a boolean."),
        ("[]", "The array is empty."),
        ('[null,"1"]', "The message type is null, not a number."),
        ('[true,"1"]', "The message type is a boolean, not a number."),
        ('[[2],"1"]', "The message type is an array, not a number."),
        ('[2.5,"1","Heartbeat",{}]', "The message type is a number, not a number."),
        ('[1,"1","Heartbeat",{}]', "1 is not a message type of OCPP."),
        ('[7,"1","Heartbeat",{}]', "7 is not a message type of OCPP."),
        ('[2,"1"]', "The action is missing, not text."),
        ('[2,"1",7,{}]', "The action is a number, not text."),
    ],
)
def test_what_is_no_frame_is_malformed_and_says_why(text, remark):
    frame = parse(text)
    assert frame.problem is Problem.MALFORMED
    assert remark in frame.remarks[-1]
    assert frame.raw == text


def test_a_message_type_of_two_point_nought_counts_as_two():
    assert parse('[2.0,"1","Heartbeat",{}]').type is MessageType.CALL


def test_an_unknown_message_type_keeps_its_number_and_id():
    frame = parse('[9,"1","Heartbeat",{}]')
    assert (frame.type, frame.type_number, frame.message_id) == (None, 9, "1")


@pytest.mark.parametrize("depth", [101, 300, 995, 1_020, 100_000])
def test_nonsense_nested_deeply_is_not_read_but_its_head_is(depth):
    frame = parse(f'[2,"1","StartTransaction",{"[" * depth}{"]" * depth}]')
    assert frame.problem is Problem.MALFORMED
    assert frame.remarks == ("The JSON is nested too deeply to be read.",)
    assert (frame.reply_id, frame.action) == ("1", "StartTransaction")


def test_a_deep_frame_among_others_is_told_apart():
    deep = "[" * 200 + "]" * 200
    first, second = parse_frames(f'[2,"1","Heartbeat",{{}}]{deep}\0')
    assert (first.action, second.problem) == ("Heartbeat", Problem.MALFORMED)
    assert second.raw == f"{deep}\0"


def test_an_id_with_a_broken_escape_is_kept_as_it_is():
    assert parse(r'[2,"a\x","Heartbeat",{').reply_id == r"a\x"


def test_what_is_nested_within_reason_is_read():
    assert parse(f'[2,"1","X",{"[" * 98}{"]" * 98}]').problem is None
    many = json.dumps([2, "1", "X", {"list": [{"a": [1]}] * 500}])
    assert parse(many).problem is None


@given(
    st.text()
    | st.text('[]{}",:0123456789eE+-.\\ \n\x00\ufeffnulltruefas', max_size=60)
    | st.text(st.characters(codec=None))
)
@example('[2,"1","Heartbeat",{}]' * 3)
@example('[2,"\\ud800","\\udfff",{"\\ud800":1}]')
@example("[" * 5_000)
@example('[2,"1","X",{"a":' + "9" * 5_000 + "}]")
@example('[2,"1","X",' + '{"a":' * 990 + "1" + "}" * 990 + "]")
@example("[2," + "[" * 1_000 + "]" * 1_000 + "]")
@example('[4,"1",' + "[" * 1_000 + "]" * 1_000 + "]")
@example("\x00\ufeff[NaN,Infinity]")
def test_no_text_raises_and_none_is_lost(text):
    frames = parse_frames(text)
    assert "".join(frame.raw for frame in frames) == text
    for frame in frames:
        for part in (frame.message_id, frame.action, frame.error_code):
            assert part is None or part.encode().decode() == part


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text() | st.floats(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_no_json_raises_and_none_is_lost(value):
    text = json.dumps(value)
    assert "".join(frame.raw for frame in parse_frames(text)) == text


# Writing.


def test_texts_are_written_without_blanks():
    assert (
        call_text("1", "Reset", {"type": "Hard"}) == '[2,"1","Reset",{"type":"Hard"}]'
    )
    assert result_text("1", {}) == '[3,"1",{}]'
    assert error_text("1", "NotSupported") == '[4,"1","NotSupported","",{}]'


def test_an_error_brings_its_description_and_details():
    text = error_text("1", "InternalError", description="Oh", details={"a": 1})
    assert json.loads(text) == [4, "1", "InternalError", "Oh", {"a": 1}]


@pytest.mark.parametrize(
    "reply_id", ["x", 17, 1.5, None, True, [1], {"a": None}, 10**30, "\ud800"]
)
def test_an_answer_echoes_the_id_with_its_kind(reply_id):
    assert json.loads(result_text(reply_id, {}))[1] == reply_id
    assert json.loads(error_text(reply_id, "GenericError"))[1] == reply_id


@given(
    st.text(),
    st.dictionaries(st.text(), st.text() | st.integers(-(2**63), 2**63 - 1)),
)
def test_what_is_written_is_read_again(message_id, payload):
    frame = parse(call_text(message_id, "Reset", payload))
    assert (frame.message_id, frame.payload) == (message_id, payload)


@pytest.mark.parametrize(
    "text",
    [
        '[2,"1","Heartbeat",{}]',
        '[3,"1"]',
        "{}",
        "[]",
        f'[2,"1","A",{"[" * 150}{"]" * 150}]',
    ],
)
def test_a_frame_whose_json_is_known_is_the_same(text):
    assert (frame_from(text, orjson.loads(text)),) == parse_frames(text)
