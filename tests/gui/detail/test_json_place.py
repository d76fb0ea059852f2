# SPDX-License-Identifier: Apache-2.0
import json

import pytest

from ocppdesk.gui.detail.json_place import place_at
from ocppdesk.gui.look.json_text import pretty_text

METER = {
    "connectorId": 2,
    "meterValue": [
        {"timestamp": "t0", "sampledValue": [{"value": "1"}, {"value": "32.1"}]},
        {"timestamp": "t1", "sampledValue": []},
    ],
    "on": True,
    "none": None,
    'odd "key"': "ü",
}
CALL = json.dumps([2, "19", "MeterValues", METER])


@pytest.mark.parametrize("text", [CALL, pretty_text(CALL)], ids=["wire", "pretty"])
@pytest.mark.parametrize(
    ("words", "path", "value"),
    [
        ("2,", None, None),
        ("connectorId", "connectorId", 2),
        ('"t0"', "meterValue[0].timestamp", "t0"),
        ('"t1"', "meterValue[1].timestamp", "t1"),
        ('"32.1"', "meterValue[0].sampledValue[1].value", "32.1"),
        ("true", "on", True),
        ("null", "none", None),
        ('"on"', "on", True),
        ("MeterValues", None, None),
        ('"19"', None, None),
    ],
)
def test_each_value_has_its_place(text, words, path, value):
    found = place_at(text, text.index(words) + 1)
    assert (found.path if found else None) == path
    if found is not None:
        assert found.value == value
        assert found.is_scalar


def test_keys_are_the_way_without_places_in_arrays():
    found = place_at(CALL, CALL.index("32.1"))
    assert found.keys == ("meterValue", "sampledValue", "value")


def test_a_key_with_quotes_is_read_as_it_is_meant():
    assert place_at(CALL, CALL.index("u00fc")).keys == ('odd "key"',)


@pytest.mark.parametrize("key", ["meterValue", "sampledValue"])
def test_an_object_or_an_array_has_a_place_and_no_value(key):
    found = place_at(CALL, CALL.index(key))
    assert found.keys[-1] == key
    assert (found.value, found.is_scalar) == (None, False)


@pytest.mark.parametrize("sign", ["{", "["])
def test_a_sign_has_no_place(sign):
    text = '{"a": {"b": [1, 2]}}'
    assert place_at(text, text.index(sign)) is None


def test_right_behind_a_word_one_still_means_it():
    text = '{"a": {"b": [1, 2]}}'
    assert place_at(text, text.index(",")).path == "a.b[0]"


def test_between_two_values_there_is_nothing():
    text = '[2,"1","X",{"a":1   ,"b":2}]'
    assert place_at(text, text.index("   ,") + 2) is None


@pytest.mark.parametrize(
    "text", ["", "garbage", "[", "[]]]", '[2,"1","X",{"a', '{"a"', "}{", '[2,"1']
)
def test_anything_can_be_clicked_on(text):
    for position in range(len(text) + 2):
        place_at(text, position)


def test_the_payload_of_an_answer_has_places_too():
    text = '[3,"19",{"status":"Accepted"}]'
    assert place_at(text, text.index("Accepted")).path == "status"


def test_far_down_in_a_very_long_text_nothing_is_looked_for():
    text = '[2,"1","X",{"a":"' + "x" * 300_000 + '","b":1}]'
    assert place_at(text, text.index('"b"') + 1) is None
