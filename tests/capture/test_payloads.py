# SPDX-License-Identifier: Apache-2.0
"""The fast way to a payload leads to the same one."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.capture.payloads import payload_in
from ocppdesk.core.frames import parse_frames

PLAIN = st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3)
PARTS = PLAIN | st.lists(PLAIN, max_size=2) | st.dictionaries(st.text(), PLAIN)
FRAMES = st.lists(st.integers(0, 8) | st.floats(0, 8) | PARTS, max_size=7)


@given(FRAMES.map(json.dumps))
def test_it_is_what_the_frame_has(raw):
    assert payload_in(raw) == parse_frames(raw)[0].payload


@pytest.mark.parametrize(
    "raw",
    [
        '[2,"1","Heartbeat",{}]',
        '[2,"1","Heartbeat"]',
        '[2,"1","Heartbeat",null]',
        '[2,"1",5,{"a":1}]',
        '[2,"1","Heartbeat",{"a":1},{"b":2}]',
        '[3,"1",{"a":1}]',
        '[3,"1",null]',
        '[3,"1"]',
        '[4,"1","InternalError","",{"a":1}]',
        '[4,"1","InternalError",{"a":1}]',
        '[5,"1","InternalError","",null]',
        '[6,"1","NotifyPeriodicEventStream",{"a":1}]',
        '["3","1",{"a":1}]',
        '[3.0,"1",{"a":1}]',
        '[7,"1",{"a":1}]',
        '[3,123456789012345678901234567890,{"a":123456789012345678901234567890}]',
        '\ufeff[3,"1",{"a":1}]\x00',
        '[3,"1",{"a":1}][3,"2",{"a":2}]',
        '[3,"1",{"a":',
        "",
        "hello",
        "{}",
        f'[3,"1",{"[" * 120}{"]" * 120}]',
        f'[3,"1",[{"[]," * 120}1]]',
        f'[3,"1",{"[" * 90}{"]" * 90}]',
    ],
)
def test_oddities_are_read_as_ever(raw):
    assert payload_in(raw) == parse_frames(raw)[0].payload
