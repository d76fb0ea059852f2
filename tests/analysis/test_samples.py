# SPDX-License-Identifier: Apache-2.0
import json
import math

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.analysis.observing import Observer
from ocppdesk.analysis.sample import Assumed
from ocppdesk.analysis.samples import samples_in, value_problems
from ocppdesk.core.frames import MessageType
from ocppdesk.core.messages import Direction, Message

NOON = 1_785_585_600_000_000
TIME = "2026-08-01T12:00:00Z"
ALL_ASSUMED = Assumed.MEASURAND | Assumed.CONTEXT | Assumed.LOCATION | Assumed.UNIT


@pytest.fixture
def sampled(observed):
    """Return what is sampled in one SampledValue of MeterValues."""

    def make(*values, payload=None, **fields):
        values = values or (fields,)
        payload = payload or {
            "connectorId": 1,
            "transactionId": 512,
            "meterValue": [{"timestamp": TIME, "sampledValue": list(values)}],
        }
        return samples_in(observed("MeterValues", payload))

    return make


def _one(found):
    assert found.problems == ()
    (sample,) = found.samples
    return sample


def test_a_value_is_as_the_charger_says(sampled):
    sample = _one(
        sampled(
            value="11.04",
            measurand="Power.Active.Import",
            phase="L1-N",
            location="Inlet",
            context="Sample.Clock",
            unit="kW",
        )
    )
    assert (sample.value, sample.unit, sample.sent_unit) == (11_040, "W", "kW")
    assert (sample.phase, sample.location) == ("L1-N", "Inlet")
    assert (sample.context, sample.measurand) == ("Sample.Clock", "Power.Active.Import")
    assert (sample.evse, sample.connector, sample.transaction) == (None, 1, 512)
    assert (sample.charger_at, sample.at) == (NOON, NOON + 1_000_000)
    assert (sample.message, sample.source) == (1, "MeterValues")
    assert sample.assumed is Assumed.NOTHING


def test_what_is_left_out_is_assumed_and_marked(sampled):
    sample = _one(sampled(value="5"))
    assert (sample.measurand, sample.unit) == ("Energy.Active.Import.Register", "Wh")
    assert (sample.context, sample.location) == ("Sample.Periodic", "Outlet")
    assert sample.assumed == ALL_ASSUMED
    assert sample.sent_unit == ""


@pytest.mark.parametrize(
    ("measurand", "unit"),
    [("Voltage", "V"), ("SoC", "Percent"), ("Frequency", "Hz"), ("Power.Factor", ""),
     ("Vendor.Special", "")],
)  # fmt: skip
def test_where_ocpp_has_no_default_the_measurand_tells_the_unit(
    sampled, measurand, unit
):
    sample = _one(sampled(value="5", measurand=measurand))
    assert sample.unit == unit
    assert Assumed.UNIT in sample.assumed


@pytest.mark.parametrize(
    "timestamp", [None, "", "soon", "1970-01-01T00:01:00Z", "2000-01-01T00:00:00Z", []]
)
def test_without_a_time_that_can_be_the_arrival_counts(observed, timestamp):
    payload = {"meterValue": [{"timestamp": timestamp, "sampledValue": [{"value": 1}]}]}
    found = samples_in(observed("MeterValues", payload))
    (sample,) = found.samples
    assert sample.charger_at == sample.at
    assert Assumed.TIME in sample.assumed
    assert "timestamp" in found.problems[0]


@pytest.mark.parametrize(
    "payload",
    [
        {"meterValue": {"timestamp": TIME, "sampledValue": {"value": "7"}}},
        {"meterValue": [{"timestamp": TIME, "sampledValue": ["7"]}]},
        {"meterValue": [{"timestamp": TIME, "sampledValue": [{"value": 7}]}]},
        {"values": [{"timestamp": TIME, "values": [{"value": " 7 "}]}]},
        {"values": {"timestamp": TIME, "value": "7"}},
        {"values": [{"timestamp": TIME, "value": {"$": "7"}}]},
        {"values": [{"timestamp": TIME, "value": [{"$value": "7", "attributes": {}}]}]},
    ],
)
def test_broken_and_old_shapes_are_read(sampled, payload):
    assert _one(sampled(payload=payload)).value == 7


def test_attributes_of_ocpp_1_5_are_read(observed):
    value = {"$value": "7", "attributes": {"measurand": "Current.Import", "unit": "A"}}
    values = [{"timestamp": TIME, "value": value}]
    observed("StartTransaction", {"connectorId": 2})
    payload = {"transactionId": 5, "transactionData": [{"values": values}]}
    sample = _one(samples_in(observed("StopTransaction", payload)))
    assert (sample.measurand, sample.value, sample.unit) == ("Current.Import", 7, "A")
    assert sample.charger_at == NOON


def test_values_of_a_stopped_transaction_are_where_it_was(observed):
    observed("MeterValues", {"connectorId": 2, "transactionId": 7, "meterValue": []})
    data = [{"timestamp": TIME, "sampledValue": [
        {"value": "10", "context": "Transaction.Begin"},
        {"value": "20", "context": "Transaction.End"}]}]  # fmt: skip
    payload = {"transactionId": 7, "meterStop": 20, "transactionData": data}
    found = samples_in(observed("StopTransaction", payload))
    assert [sample.value for sample in found.samples] == [10, 20]
    assert {sample.connector for sample in found.samples} == {2}
    assert {sample.transaction for sample in found.samples} == {7}


def _event(kind, **fields):
    return {"eventType": kind, "timestamp": TIME, "seqNo": 0,
            "transactionInfo": {"transactionId": "T1"}, **fields}  # fmt: skip


def test_an_evse_is_said_once_in_a_transaction(observed):
    observed("TransactionEvent", _event("Started", evse={"id": 2, "connectorId": 1}))
    unit = {"unit": "kWh", "multiplier": -3}
    values = [{"value": 152_300.5, "unitOfMeasure": unit}]
    values = [{"timestamp": TIME, "sampledValue": values}]
    sample = _one(
        samples_in(observed("TransactionEvent", _event("Updated", meterValue=values)))
    )
    assert (sample.evse, sample.connector, sample.transaction) == (2, 1, "T1")
    assert (sample.value, sample.unit) == (pytest.approx(152_300.5), "Wh")


def test_a_prefix_and_a_multiplier_together_are_odd(sampled):
    unit = {"unit": "kW", "multiplier": 3}
    found = sampled(value=15, measurand="Power.Active.Import", unitOfMeasure=unit)
    assert found.samples[0].value == 15_000_000
    assert found.problems == (
        "Power.Active.Import is in kW and has the multiplier 3 as well.",
    )


def test_a_unit_of_something_else_is_odd_and_kept(sampled):
    found = sampled(value="230", measurand="Voltage", unit="Wh")
    assert found.samples[0].unit == "Wh"
    assert found.problems == ("Voltage cannot be in Wh.",)


def test_signed_data_is_no_number(sampled):
    signed = {"signedMeterData": "b64", "encodingMethod": "OCMF"}
    found = sampled(
        {"value": "4f434d46", "format": "SignedData"},
        {"value": 'OCMF|{"RD":[]}|{}'},
        {"value": "12", "format": "Raw"},
        {"value": 12, "signedMeterValue": signed},
        {"signedMeterValue": signed},
    )
    assert [sample.value for sample in found.samples] == [12, 12]
    assert found.signed == 4
    assert found.problems == ()


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"value": ""}, "The value of Energy.Active.Import.Register is empty."),
        ({"value": None}, "The value of Energy.Active.Import.Register is null."),
        ({"value": "NaN", "measurand": "Voltage", "phase": "L1"},
         "The value of Voltage L1 is “NaN”, no number."),
        ({"value": 1, "measurand": 5}, "The measurand 5 is no text."),
        ({"value": 1, "multiplier": "many"},
         "The multiplier “many” of Energy.Active.Import.Register is no power of ten."),
        ({"value": 1, "multiplier": 400},
         "The multiplier “400” of Energy.Active.Import.Register is no power of ten."),
        ({"value": 1e300, "unit": "MWh", "multiplier": 30},
         "The value of Energy.Active.Import.Register is no number that can be."),
    ],
)  # fmt: skip
def test_nonsense_becomes_a_sentence(sampled, fields, problem):
    found = sampled(fields)
    assert found.samples == ()
    assert problem in found.problems


@pytest.mark.parametrize(
    ("payload", "problem"),
    [
        ({"connectorId": 1}, "It has no meterValue."),
        ({"meterValue": ["x"]}, "A meterValue is no object."),
        ({"meterValue": [{"timestamp": TIME}]}, "A meterValue has no sampledValue."),
    ],
)
def test_missing_parts_are_said(sampled, payload, problem):
    assert sampled(payload=payload).problems == (problem,)


def test_a_variable_that_measures_is_a_sample(observed):
    component = {"name": "FiscalMetering", "evse": {"id": 1, "connectorId": 2}}
    event = {"eventId": 1, "timestamp": TIME, "trigger": "Periodic",
             "actualValue": "42.5", "component": component,
             "variable": {"name": "Power"}, "transactionId": "T1"}  # fmt: skip
    silent = {**event, "variable": {"name": "Tries"}}
    payload = {"seqNo": 0, "eventData": [event, silent, None, 5]}
    sample = _one(samples_in(observed("NotifyEvent", payload)))
    assert (sample.measurand, sample.value) == ("Power.Active.Import", 42.5)
    assert (sample.unit, sample.assumed) == ("W", Assumed.UNIT)
    assert (sample.location, sample.context) == ("FiscalMetering", "Sample.Periodic")
    assert (sample.evse, sample.connector, sample.transaction) == (1, 2, "T1")


@pytest.mark.parametrize("action", ["Heartbeat", "DataTransfer", "StatusNotification"])
def test_other_messages_have_no_samples(observed, action):
    assert samples_in(observed(action, {"meterValue": [{}]})) == samples_in(
        observed("MeterValues", {"meterValue": [{}]}, Direction.OUT)
    )


def test_a_single_message_tells_what_is_odd_about_its_values(call):
    payload = {"meterValue": [{"timestamp": TIME, "sampledValue": [{"value": ""}]}]}
    assert value_problems(call("MeterValues", payload)) == (
        "The value of Energy.Active.Import.Register is empty.",
    )
    assert value_problems(call("Heartbeat", payload)) == ()


_FIELDS = ["meterValue", "sampledValue", "value", "values", "timestamp", "unit",
           "measurand", "phase", "context", "location", "format", "multiplier",
           "unitOfMeasure", "signedMeterValue", "attributes", "transactionData",
           "eventData", "component", "variable", "name", "evse", "id", "actualValue",
           "transactionId", "connectorId", "transactionInfo", "trigger",
           "instance"]  # fmt: skip
_SCALARS = (
    st.none() | st.booleans() | st.text(max_size=8)
    | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False)
    | st.sampled_from(["Power", "EVSE", "1e999", "NaN", TIME, "kWh", "\ud800"])
)  # fmt: skip
_ANYTHING = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(_FIELDS), inner, max_size=5)
    ),
    max_leaves=25,
)
_PAYLOADS = st.dictionaries(st.sampled_from(_FIELDS), _ANYTHING, max_size=6)
_ACTIONS = ["MeterValues", "StopTransaction", "TransactionEvent", "NotifyEvent"]


@given(st.lists(st.tuples(st.sampled_from(_ACTIONS), _PAYLOADS), max_size=3))
def test_no_payload_raises_and_all_values_are_finite(calls):
    observer = Observer()
    for number, (action, payload) in enumerate(calls, start=1):
        try:
            raw = orjson.dumps([2, "1", action, payload]).decode()
        except TypeError:  # surrogates: the standard library writes them escaped
            raw = json.dumps([2, "1", action, payload])
        message = Message(
            number, NOON, "CP1", 1, Direction.IN, raw, type=MessageType.CALL,
            action=action,
        )  # fmt: skip
        found = samples_in(observer.observe(message))
        assert all(math.isfinite(sample.value) for sample in found.samples)
        assert all(len(problem) < 300 for problem in found.problems)
        orjson.dumps([found.problems, [sample.unit for sample in found.samples]])
