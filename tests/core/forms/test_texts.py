# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.forms.fields import Field, Kind
from ocppdesk.core.forms.places import MISSING
from ocppdesk.core.forms.texts import (
    JsonMistake,
    payload_from,
    payload_text,
    text_of,
    value_from,
)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Kind.INTEGER, " 16 ", 16),
        (Kind.INTEGER, "-1", -1),
        (Kind.INTEGER, "16.5", "16.5"),
        (Kind.INTEGER, "x", "x"),
        (Kind.NUMBER, "16,5", 16.5),
        (Kind.NUMBER, "1e3", 1000.0),
        (Kind.NUMBER, "16", 16),
        (Kind.NUMBER, "much", "much"),
        (Kind.BOOLEAN, "true", True),
        (Kind.BOOLEAN, "yes", "yes"),
        (Kind.TEXT, " a ", " a "),
        (Kind.TIME, " 2026-08-01T14:00:00Z ", "2026-08-01T14:00:00Z"),
        (Kind.ANY, '{"a": 1}', {"a": 1}),
        (Kind.ANY, "plain", "plain"),
        (Kind.TEXT, "", MISSING),
        (Kind.INTEGER, "", MISSING),
    ],
)
def test_what_is_typed_becomes_a_value(kind, text, value):
    found = value_from(Field("x", "x", kind), text)
    assert found == value
    assert type(found) is type(value)


def test_a_required_field_is_not_left_out():
    assert value_from(Field("x", "x", Kind.TEXT, is_required=True), "") == ""


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (MISSING, ""),
        (None, ""),
        ("a", "a"),
        (16, "16"),
        (16.5, "16.5"),
        (True, "true"),
        ({"ä": 1}, '{"ä": 1}'),
    ],
)
def test_values_are_shown_as_they_are_typed(value, text):
    assert text_of(value) == text


def test_payloads_go_to_json_and_back():
    payload = {"unknown": [1.5, None, 2**70], "ä": "ö"}
    assert payload_from(payload_text(payload)) == payload


def test_a_text_that_is_no_json_says_where_it_stops():
    with pytest.raises(JsonMistake, match=r"Line 2, column 3") as caught:
        payload_from('{\n  a": 1}')
    assert caught.value.position == 4
    with pytest.raises(JsonMistake, match="cannot be read"):
        payload_from("[" * 100_000)
