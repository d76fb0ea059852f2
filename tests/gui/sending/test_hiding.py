# SPDX-License-Identifier: Apache-2.0
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.gui.sending.hiding import is_secret_place, secret_spans

KEY = {"key": "AuthorizationKey", "value": "hunter2"}
VARIABLE = {
    "setVariableData": [
        {"variable": {"name": "BasicAuthPassword"}, "attributeValue": "hunter2"},
        {"variable": {"name": "HeartbeatInterval"}, "attributeValue": "60"},
    ]
}


@pytest.mark.parametrize(
    ("payload", "place", "is_secret"),
    [
        (KEY, ("value",), True),
        (KEY, ("key",), False),
        ({"key": "HeartbeatInterval", "value": "60"}, ("value",), False),
        (VARIABLE, ("setVariableData", 0, "attributeValue"), True),
        (VARIABLE, ("setVariableData", 1, "attributeValue"), False),
        (VARIABLE, ("setVariableData", 0), False),
        ({"password": "x"}, ("password",), True),
        ({}, (), False),
        (5, ("value",), False),
    ],
)
def test_what_is_a_secret(payload, place, is_secret):
    assert is_secret_place(payload, place) is is_secret


@pytest.mark.parametrize("payload", [KEY, VARIABLE, [KEY], {"password": "hunter2"}])
def test_secrets_are_found_in_a_text(payload):
    text = json.dumps(payload, indent=2)
    assert [text[start:end] for start, end in secret_spans(text)] == ["hunter2"]


def test_a_text_that_is_still_typed_hides_what_is_there():
    text = '{"key": "AuthorizationKey", "value": "hun'
    ((start, end),) = secret_spans(text)
    assert text[start:end] == "hun"


@given(st.text())
def test_any_text_has_spans_within_it(text):
    assert all(0 <= start <= end <= len(text) for start, end in secret_spans(text))
