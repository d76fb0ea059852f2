# SPDX-License-Identifier: Apache-2.0
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.core.configuration.settings import (
    Address,
    Entry,
    key_address,
    variable_address,
)
from ocppdesk.core.masking import MASK


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("A.B", Address("B", "A")),
        ("A.B[x]", Address("B", "A", instance="x")),
        ("A[y].B", Address("B", "A", component_instance="y")),
        ("A:1.B", Address("B", "A", evse=1)),
        ("A:1/2.B", Address("B", "A", evse=1, connector=2)),
        ("A.B#MaxSet", Address("B", "A", attribute="MaxSet")),
        ("A[y]:1/2.B[x]#Target", Address("B", "A", "x", "y", 1, 2, "Target")),
    ],
)
def test_a_variable_is_written_in_one_word(text, address):
    assert address.text == text
    assert variable_address(text) == address
    assert not address.is_key


@pytest.mark.parametrize("text", ["", "Key", ".B", "A.", "A:x.B", "A[.B", "A.B[x"])
def test_what_names_no_component_is_no_variable(text):
    assert variable_address(text) is None


_NAMES = st.text("abcXYZ019_-", min_size=1, max_size=8)
_NUMBERS = st.none() | st.integers(0, 99)


@given(_NAMES, _NAMES, st.just("") | _NAMES, st.just("") | _NAMES, _NUMBERS, _NUMBERS)
def test_every_variable_comes_back_from_its_text(
    name, component, instance, part, evse, connector
):
    connector = None if evse is None else connector
    address = Address(name, component, instance, part, evse, connector)
    assert variable_address(address.text) == address


@given(st.text(max_size=60))
def test_no_text_raises(text):
    variable_address(text)


def test_case_makes_no_other_setting():
    assert key_address("heartBeatInterval") != key_address("HeartbeatInterval")
    assert (
        key_address("heartBeatInterval").folded
        == key_address("HeartbeatInterval").folded
    )


def test_settings_stand_in_the_order_of_their_places():
    texts = ["EVSE:1.A", "EVSE:10.A", "EVSE:2.A", "EVSE.A", "AuthCtrlr.B"]
    found = sorted(map(variable_address, texts), key=lambda a: a.folded)
    assert [a.text for a in found] == [
        "AuthCtrlr.B",
        "EVSE.A",
        "EVSE:1.A",
        "EVSE:2.A",
        "EVSE:10.A",
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [("A.B", ""), ("A:1.B", "EVSE 1"), ("A:1/2.B", "EVSE 1, connector 2")],
)
def test_a_place_is_named_for_people(text, place):
    assert variable_address(text).place == place


def test_secrets_are_masked():
    entry = Entry(key_address("AuthorizationKey"), "deadbeef")
    assert entry.is_secret
    assert entry.shown == MASK
    assert Entry(key_address("AuthorizationKey"), "").shown == ""


def test_a_secret_inside_a_value_is_masked():
    entry = Entry(key_address("LogUrl"), "ftp://me:hush@host/x")
    assert not entry.is_secret
    assert entry.holds_secret
    assert entry.shown == f"ftp://me:{MASK}@host/x"


def test_other_values_are_shown_as_they_are():
    entry = Entry(key_address("HeartbeatInterval"), " 300")
    assert not entry.holds_secret
    assert entry.shown == " 300"
    assert Entry(key_address("X")).shown == ""
