# SPDX-License-Identifier: Apache-2.0
"""What a frame says by itself."""

import marshal

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.core.frames import Problem
from ocppdesk.core.hearing import Listener, broken_rules
from ocppdesk.core.versions import Version

FIELDS = (
    "direction", "type", "message_id", "action", "error_code", "evse", "connector",
    "transaction_id", "problem", "violations", "version",
)  # fmt: skip
BOOT_16 = '[2,"1","BootNotification",{"chargePointVendor":"V","chargePointModel":"M"}]'
BOOT_201 = (
    '[2,"1","BootNotification",{"reason":"PowerUp",'
    '"chargingStation":{"vendorName":"V","model":"M"}}]'
)
HEARTBEAT = '[2,"2","Heartbeat",{}]'


def hear(*raws, direction=0, listener=None, charger="CP1"):
    """Return what the last of some frames says."""
    listener = listener or Listener()
    for raw in raws:
        heard = listener.hear(charger, raw, orjson.loads(raw), direction)
    return dict(zip(FIELDS, heard, strict=True))


def hear_odd(raw, value=None, *, direction=0, problem=None, remarks=()):
    heard = Listener().hear_odd(
        "CP1", raw, value, direction, problem=problem, remarks=remarks
    )
    return dict(zip(FIELDS, heard, strict=True))


def texts(heard):
    return [text for _path, text in heard["violations"] or ()]


def test_a_call_is_known_by_its_action_and_place():
    raw = (
        '[2,"5","MeterValues",{"connectorId":2,"transactionId":7,"meterValue":'
        '[{"timestamp":"2026-01-01T00:00:00Z","sampledValue":[{"value":"1"}]}]}]'
    )
    assert hear(raw) == {
        "direction": 0, "type": 2, "message_id": "5", "action": "MeterValues",
        "error_code": None, "evse": None, "connector": 2, "transaction_id": 7,
        "problem": None, "violations": None, "version": "1.6",
    }  # fmt: skip


def test_an_answer_has_no_action_of_its_own():
    heard = hear('[3,"5",{"status":"Accepted"}]', direction=1)
    assert (heard["type"], heard["action"], heard["problem"]) == (3, None, None)


def test_an_error_has_its_code():
    heard = hear('[4,"5","NotSupported","",{}]')
    assert (heard["type"], heard["error_code"]) == (4, "NotSupported")


def test_the_long_way_and_the_short_way_end_at_the_same():
    for raw in (HEARTBEAT, BOOT_16, BOOT_201, '[3,"5",{}]', '[2,"7","Fly",{}]'):
        listener, other = Listener(Version.V16), Listener(Version.V16)
        value = orjson.loads(raw)
        assert listener.hear("A", raw, value, 0) == other.hear_odd("A", raw, value, 0)


@pytest.mark.parametrize(
    ("raws", "version"),
    [
        ([HEARTBEAT], None),
        ([BOOT_16, HEARTBEAT], "1.6"),
        ([BOOT_201, HEARTBEAT], "2.0.1"),
        (['[2,"1","TransactionEvent",{}]', HEARTBEAT], "2.0.1"),
        (['[2,"1","NotifySettlement",{}]', HEARTBEAT], "2.1"),
        ([BOOT_201, '[2,"1","NotifySettlement",{}]', HEARTBEAT], "2.1"),
        ([BOOT_16, '[2,"1","TransactionEvent",{}]', HEARTBEAT], "1.6"),
        ([BOOT_16, BOOT_201, HEARTBEAT], "2.0.1"),
        (['[2,"1","Authorize",{"idTag":"A"}]'], "1.6"),
        (['[2,"1","BootNotification",[]]'], None),
    ],
)
def test_calls_tell_the_version(raws, version):
    assert hear(*raws)["version"] == version


def test_a_version_that_is_known_is_not_concluded():
    heard = hear(BOOT_16, listener=Listener(Version.V201))
    assert heard["version"] == "2.0.1"
    assert heard["problem"] == "invalid"


def test_each_charger_has_its_version():
    listener = Listener()
    hear(BOOT_16, listener=listener)
    hear(BOOT_201, listener=listener, charger="CP2")
    assert hear(HEARTBEAT, listener=listener)["version"] == "1.6"
    assert listener.versions() == {Version.V16, Version.V201}


def test_a_payload_that_breaks_the_schema_is_told():
    heard = hear(BOOT_16, '[2,"2","Authorize",{"idTag":5}]')
    assert heard["violations"] == (("idTag", '5 is not of type "string"'),)
    assert heard["problem"] == "invalid"


def test_as_long_as_no_version_is_known_the_one_that_fits_counts():
    raw = '[2,"2","DataTransfer",{"vendorId":"V","data":{"a":1}}]'
    assert hear(raw)["violations"] is None
    assert hear(BOOT_16, raw)["violations"] is not None


@pytest.mark.parametrize(
    ("raw", "direction", "expected"),
    [
        ('[2,"1","Reset",{"type":"Hard"}]', 0, "by the CSMS, not by the charger"),
        ('[2,"1","Heartbeat",{}]', 1, "by the charger, not by the CSMS"),
        ('[2,"1","Fly",{}]', 0, "OCPP knows no action Fly"),
        ('[2,"1","heartbeat",{}]', 0, "OCPP has Heartbeat"),
    ],
)
def test_an_action_that_cannot_be_is_remarked_on(raw, direction, expected):
    heard = hear(BOOT_16, raw, direction=direction)
    assert any(expected in text for text in texts(heard))
    assert heard["direction"] == direction
    assert heard["problem"] == "invalid"


@pytest.mark.parametrize(
    ("raw", "direction"),
    [
        ('[2,"1","Reset",{"type":"Hard"}]', 1),
        ('[2,"1","Heartbeat",{}]', 0),
        ('[2,"1","DataTransfer",{"vendorId":"V"}]', None),
        ('[3,"1",{}]', None),
    ],
)
def test_the_action_tells_a_direction_that_the_log_does_not(raw, direction):
    assert hear(raw, direction=None)["direction"] == direction


def test_a_repair_is_told_with_its_sentence():
    heard = hear_odd(
        HEARTBEAT, orjson.loads(HEARTBEAT), problem=Problem.REPAIRED,
        remarks=("Doubled quotes were undone.",),
    )  # fmt: skip
    assert heard["problem"] == "repaired"
    assert texts(heard) == ["Doubled quotes were undone."]
    assert heard["action"] == "Heartbeat"


def test_a_frame_that_the_log_cut_is_known_by_its_head():
    raw = '[2,"7","BootNotification",{"chargePointVe'
    heard = hear_odd(raw, problem=Problem.TRUNCATED)
    assert (heard["action"], heard["message_id"]) == ("BootNotification", "7")
    assert heard["problem"] == "truncated"


def test_what_is_cut_is_no_mistake_of_the_payload_even_where_it_is_json():
    raw = '[2,"7","BootNotification",{}]'
    heard = hear_odd(raw, problem=Problem.TRUNCATED, remarks=("Cut.",))
    assert heard["problem"] == "truncated"
    assert texts(heard) == ["Cut."]


def test_a_malformed_frame_says_why():
    heard = hear_odd('[2,"7","Heartbeat",{x}]', problem=Problem.MALFORMED)
    assert heard["problem"] == "malformed"
    assert "not JSON" in texts(heard)[0]


def test_deep_nesting_is_no_frame():
    raw = '[2,"7","DataTransfer",{"vendorId":' + "[" * 200 + "]" * 200 + "}]"
    heard = hear(raw)
    assert heard["problem"] == "malformed"
    assert "deeply" in texts(heard)[0]


def test_numbers_beyond_all_bounds_are_no_places():
    heard = hear('[2,"7","MeterValues",{"connectorId":18446744073709551615}]')
    assert heard["connector"] is None


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["connectorId", "evse", "transactionId", "status", "idTag"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)
frames = st.one_of(
    json_values,
    st.tuples(
        st.sampled_from([0, 2, 3, 4, 5, 6, "2", 2.0]),
        st.text(max_size=40) | json_values,
        st.sampled_from(["Heartbeat", "StartTransaction", "TransactionEvent", "Nope"])
        | json_values,
        json_values,
    ).map(list),
)


@given(frames, st.sampled_from([None, 0, 1]), st.sampled_from([None, *Problem]))
def test_hostile_frames_are_data(value, direction, problem):
    try:
        raw = orjson.dumps(value).decode()
    except TypeError:
        raw = repr(value)
    listener = Listener()
    marshal.dumps(listener.hear("CP1", raw, value, direction))
    marshal.dumps(listener.hear_odd("CP1", raw, None, direction, problem=problem))


def test_rules_of_an_answer_are_those_of_answers():
    found = broken_rules(
        Version.V16, Version.V16, "Authorize", {"idTagInfo": {}}, is_request=False
    )
    assert found == [("idTagInfo", '"status" is a required property')]
