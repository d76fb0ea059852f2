# SPDX-License-Identifier: Apache-2.0
"""A filter finds nothing but the kinds of messages that are said of it."""

import pytest
from hypothesis import given, settings

from ocppdesk.core.frames import MessageType
from ocppdesk.core.messages import Direction
from ocppdesk.filters.expression import parse_filter
from ocppdesk.filters.shapes import ALL_SHAPES, CALL_SHAPES, shapes_of
from tests.filters.expressions import filters
from tests.filters.subjects import CONTEXT, subjects

IN, OUT = Direction.IN, Direction.OUT
LINK = (Direction.LINK, None, False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ALL_SHAPES),
        ("x", ALL_SHAPES),
        ("~call", CALL_SHAPES),
        ("~ws", {LINK}),
        ("ws", {LINK}),
        ("dir == link", {LINK}),
        ("~err ~in type != error", {(IN, MessageType.CALLRESULTERROR, True)}),
        ("type == send and latency > 5s and ~out", {(OUT, MessageType.SEND, True)}),
        ("~q and ~in", {(IN, MessageType.CALL, False)}),
        ("-~in -~ws -type", {(OUT, None, False)}),
        ("dir in {in, link} -(~ws or ~in)", set()),
        ("~ws .status", set()),
        ("~q and res.status", set()),
    ],
)
def test_a_filter_leaves_these_kinds_of_messages(text, expected):
    assert shapes_of(parse_filter(text)) == expected


@settings(max_examples=150)
@given(filters, subjects())
def test_nothing_else_is_found(chosen, given_subjects):
    shapes = shapes_of(chosen)
    for subject in given_subjects:
        message = subject.message
        shape = (message.direction, message.type, subject.answer is not None)
        assert shape in ALL_SHAPES
        assert shape in shapes or not chosen.matches(subject, CONTEXT)
