# SPDX-License-Identifier: Apache-2.0
"""Payloads as chargers send them, good and odd."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.core.configuration.answers import (
    Found,
    Unknown,
    Written,
    address_in,
    address_payload,
    keys_answered,
    keys_changed,
    report_part,
    variables_got,
    variables_set,
)
from ocppdesk.core.configuration.settings import (
    Access,
    Entry,
    Limits,
    key_address,
    variable_address,
)


def keys(*rows, **more):
    return list(keys_answered({}, {"configurationKey": list(rows), **more}))


def row(name="A", **more):
    return {"key": name, "readonly": False, "value": "1", **more}


def variable(component="C", name="V", **more):
    return {"component": {"name": component}, "variable": {"name": name}, **more}


# GetConfiguration


def test_a_key_is_read():
    assert keys(row(readonly=True)) == [
        Found(Entry(key_address("A"), "1", Access.READ_ONLY))
    ]


@pytest.mark.parametrize(
    ("readonly", "access"),
    [
        (False, Access.READ_WRITE),
        ("true", Access.READ_ONLY),
        ("False", Access.READ_WRITE),
        (1, Access.READ_ONLY),
        (0, Access.READ_WRITE),
    ],
)
def test_readonly_is_read_however_it_is_written(readonly, access):
    assert keys(row(readonly=readonly))[0].entry.access is access


@pytest.mark.parametrize("readonly", [None, "", "perhaps", [], {}])
def test_access_that_is_not_told_is_unknown(readonly):
    (found,) = keys(row(readonly=readonly))
    assert found.entry.access is Access.UNKNOWN
    assert "does not say" in found.entry.remarks[0]


@pytest.mark.parametrize(
    ("value", "text"), [(7, "7"), (True, "true"), (1.5, "1.5"), ([1], "[1]")]
)
def test_values_that_are_no_texts_are_read_and_remarked(value, text):
    (found,) = keys(row(value=value))
    assert found.entry.value == text
    assert "not sent as a text" in found.entry.remarks[0]


def test_a_value_that_is_too_long_is_kept_whole():
    (found,) = keys(row(value="x" * 501))
    assert len(found.entry.value) == 501
    assert "501 characters" in found.entry.remarks[0]


def test_a_key_without_a_value_has_none():
    assert keys({"key": "A", "readonly": False})[0].entry.value is None


def test_a_key_that_is_there_twice_is_remarked():
    first, second = keys(row(), row(value="2"))
    assert first.entry.remarks == ()
    assert "twice" in second.entry.remarks[0]


def test_unknown_keys_are_told_but_not_those_that_were_answered_as_well():
    found = keys(row("A"), unknownKey=["A", "B", 7])
    assert found[1:] == [Unknown(key_address("B"))]


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        {},
        {"configurationKey": None},
        {"configurationKey": "x"},
        {"configurationKey": [None, "x", {}, {"key": ""}, {"key": []}]},
        {"unknownKey": "A"},
    ],
)
def test_an_answer_without_keys_tells_nothing(answer):
    assert list(keys_answered({}, answer)) == []


def test_one_key_without_a_list_counts():
    assert len(list(keys_answered({}, {"configurationKey": row()}))) == 1


# ChangeConfiguration


def test_a_change_is_told_with_its_answer():
    asked = {"key": "A", "value": "2"}
    assert list(keys_changed(asked, {"status": "Accepted"}, None)) == [
        Written(key_address("A"), "2", "Accepted")
    ]
    assert list(keys_changed(asked, None, "NotSupported")) == [
        Written(key_address("A"), "2", "NotSupported")
    ]
    assert next(keys_changed(asked, None, None)).status == "CALLERROR"
    assert next(keys_changed(asked, {"status": 7.5}, None)).status == "Unreadable"


@pytest.mark.parametrize("asked", [None, [], {}, {"key": 7}])
def test_a_change_that_named_no_key_tells_nothing(asked):
    assert list(keys_changed(asked, {"status": "Accepted"}, None)) == []


# Variables


def test_addresses_are_read_and_written():
    for text in ("C.V", "C[p]:1/2.V[i]#MaxSet", "C:0.V"):
        address = variable_address(text)
        payload = address_payload(address)
        assert address_in(payload, payload.get("attributeType")) == address


@pytest.mark.parametrize(
    "payload",
    [None, {}, {"component": {"name": "C"}}, {"component": "C", "variable": "V"},
     {"component": {"name": None}, "variable": {"name": "V"}}],
)  # fmt: skip
def test_what_names_no_variable_has_no_address(payload):
    assert address_in(payload) is None


def test_a_variable_is_read():
    answer = {
        "getVariableResult": [
            variable(attributeStatus="Accepted", attributeValue="1"),
            variable(name="W", attributeStatus="UnknownVariable"),
            variable(name="X", attributeStatus="Rejected"),
            variable(
                name="Y",
                attributeStatus="Rejected",
                attributeStatusInfo={"reasonCode": "WriteOnly"},
            ),
            variable(
                name="Z",
                attributeStatus="Accepted",
                attributeType="MaxSet",
                attributeValue=9,
            ),
        ]
    }
    found = list(variables_got({}, answer))
    assert found[0] == Found(Entry(variable_address("C.V"), "1"), only_value=True)
    assert found[1] == Unknown(variable_address("C.W"))
    assert found[2].entry.access is Access.WRITE_ONLY
    assert found[3].entry.address == variable_address("C.Z#MaxSet")
    assert found[3].entry.value == "9"
    assert len(found) == 4


def test_a_result_without_an_address_belongs_to_the_question_at_its_place():
    asked = {
        "getVariableData": [variable(), variable(name="W", attributeType="Target")]
    }
    row = {"attributeStatus": "Accepted", "attributeValue": "1"}
    answer = {"getVariableResult": [row, row, row]}
    found = [f.entry.address.text for f in variables_got(asked, answer)]
    assert found == ["C.V", "C.W#Target"]


def test_variables_that_were_set_are_told_with_reasons():
    asked = {
        "setVariableData": [
            variable(attributeValue="1"),
            variable(name="W", attributeValue="2"),
        ]
    }
    answer = {
        "setVariableResult": [
            variable(attributeStatus="Accepted"),
            variable(
                name="w",
                attributeStatus="Rejected",
                attributeStatusInfo={"reasonCode": "ReadOnly", "additionalInfo": "no"},
            ),
        ]
    }
    assert list(variables_set(asked, answer, None)) == [
        Written(variable_address("C.V"), "1", "Accepted"),
        Written(variable_address("C.w"), "2", "Rejected", "ReadOnly: no"),
    ]
    refused = list(variables_set(asked, None, "InternalError"))
    assert [fact.status for fact in refused] == ["InternalError"] * 2


# NotifyReport


def test_a_part_of_a_report_is_read():
    characteristics = {
        "dataType": "integer",
        "unit": "s",
        "minLimit": 1,
        "maxLimit": "9",
        "valuesList": "a, b",
        "supportsMonitoring": True,
    }
    data = variable(
        variableAttribute=[
            {"value": "5"},
            {"type": "MaxSet", "value": "9", "mutability": "ReadOnly"},
            {"type": "Target", "mutability": "WriteOnly"},
        ],
        variableCharacteristics=characteristics,
    )
    part = report_part({"requestId": 4, "seqNo": 0, "tbc": True, "reportData": [data]})
    assert (part.request_id, part.number) == (4, 0)
    assert (part.goes_on, part.says_end) == (True, False)
    limits = Limits("integer", "s", 1.0, 9.0, ("a", "b"))
    assert [fact.entry for fact in part.found] == [
        Entry(variable_address("C.V"), "5", Access.READ_WRITE, limits=limits),
        Entry(variable_address("C.V#MaxSet"), "9", Access.READ_ONLY, limits=limits),
        Entry(variable_address("C.V#Target"), None, Access.WRITE_ONLY, limits=limits),
    ]


@pytest.mark.parametrize(
    ("tbc", "goes_on", "says_end"),
    [(True, True, False), ("true", True, False), (False, False, True),
     ("0", False, True), (None, False, False), ("?", False, False)],
)  # fmt: skip
def test_the_end_of_a_report_is_told_or_not(tbc, goes_on, says_end):
    part = report_part({"tbc": tbc})
    assert (part.goes_on, part.says_end) == (goes_on, says_end)


@pytest.mark.parametrize(
    "data",
    [None, [], {}, "x", [7], [{}], [variable()], [variable(variableAttribute=[])]],
)
def test_an_empty_report_tells_nothing(data):
    assert report_part({"reportData": data}).found == ()


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "configurationKey", "key", "value", "readonly", "unknownKey",
                    "component", "variable", "name", "evse", "id", "tbc", "seqNo",
                    "getVariableResult", "setVariableResult", "attributeStatus",
                    "setVariableData", "getVariableData", "reportData", "maxLimit",
                    "variableAttribute", "variableCharacteristics", "valuesList",
                    "attributeStatusInfo", "instance",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)  # fmt: skip


@given(_JSON, _JSON, st.none() | st.text(max_size=5))
def test_no_payload_raises(asked, answer, error):
    list(keys_answered(asked, answer))
    list(keys_changed(asked, answer, error))
    list(variables_got(asked, answer))
    list(variables_set(asked, answer, error))
    report_part(answer)
