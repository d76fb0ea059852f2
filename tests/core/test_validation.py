# SPDX-License-Identifier: Apache-2.0
"""Payloads are compared with their schemas, and nothing is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.core.messages import Violation
from ocppdesk.core.validation import check_payload, validity
from ocppdesk.core.versions import Version, charger_actions, csms_actions

V16 = Version.V16


def check(action, payload, *, version=V16, is_request=True):
    return check_payload(version, action, payload, is_request=is_request)


@pytest.mark.parametrize("version", Version)
def test_a_payload_that_fits_has_no_violations(version, example):
    for action in charger_actions(version) | csms_actions(version):
        for is_request in (True, False):
            payload = example(version, action, is_request=is_request)
            if payload is not None:
                found = check(action, payload, version=version, is_request=is_request)
                assert found == ()


def test_a_missing_field_is_named():
    [violation] = check("Reset", {})
    assert violation.path == ""
    assert '"type" is a required property' in violation.text


def test_the_path_leads_to_the_place():
    sample = {"sampledValue": [{"value": 5}], "timestamp": "2026-08-01T14:00:00Z"}
    payload = {"connectorId": 1, "meterValue": [sample]}
    [violation] = check("MeterValues", payload)
    assert violation.path == "meterValue[0].sampledValue[0].value"
    assert 'not of type "string"' in violation.text


def test_a_value_out_of_the_list_is_named():
    [violation] = check("Reset", {"type": "Medium"})
    assert violation.path == "type"
    assert "Medium" in violation.text


def test_answers_have_schemas_of_their_own():
    assert check("Reset", {"status": "Accepted"}, is_request=False) == ()
    assert check("Reset", {"type": "Hard"}, is_request=False) != ()


def test_what_a_version_does_not_know_cannot_be_wrong():
    assert check("TransactionEvent", {}) == ()
    assert check("StartTransaction", {}, version=Version.V21) == ()


@pytest.mark.parametrize("payload", [[], "text", 5, None, True])
def test_a_payload_that_is_no_object_is_a_violation(payload):
    assert len(check("Heartbeat", payload)) == 1


def test_hundreds_of_violations_are_cut_short():
    entries = [{"sampledValue": [{}]}] * 500
    assert len(check("MeterValues", {"connectorId": 1, "meterValue": entries})) == 20


def test_a_violation_is_not_as_long_as_what_it_is_about():
    [violation] = check("Reset", {"type": "x" * 10_000})
    assert len(violation.text) < 400
    assert " … " in violation.text


@pytest.mark.parametrize("number", [float("inf"), float("nan")])
def test_numbers_that_json_does_not_have_are_violations(number):
    [violation] = check("UnlockConnector", {"connectorId": number})
    assert violation.text


def test_a_payload_of_mad_depth_cannot_be_checked_and_says_so():
    payload = []
    for _level in range(400):
        payload = [payload]
    [violation] = check("UnlockConnector", {"connectorId": payload})
    assert violation == Violation("", violation.text)
    assert violation.text.startswith("It cannot be checked: ")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["meterValue", "sampledValue", "connectorId"])
                | st.text(st.characters(codec=None)),
                inner,
                max_size=3,
            )
        ),
    )
)
def test_no_payload_raises_and_every_text_can_be_stored(payload):
    for violation in check("MeterValues", payload):
        for text in (violation.path, violation.text):
            assert text.encode().decode() == text
        assert violation.text


def test_validity_is_told_without_reasons():
    check = validity(Version.V16, "Reset", is_request=True)
    assert check({"type": "Hard"})
    assert not check({"type": 5})


def test_what_has_no_schema_is_valid():
    assert validity(Version.V16, "NotifyReport", is_request=True)({"any": "thing"})
