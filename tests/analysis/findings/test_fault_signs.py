# SPDX-License-Identifier: Apache-2.0
import orjson
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.analysis.findings.fault_signs import ACTIONS, Family, signs_in
from ocppdesk.analysis.observing import Observer
from ocppdesk.core.frames import MessageType
from ocppdesk.core.messages import Direction, Message

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["eventData", "component", "variable", "name", "errorCode", "evse", "info",
             "actualValue", "techCode", "reason", "transactionInfo", "trigger", "id"]
        ),
        inner,
        max_size=5,
    ),
    max_leaves=12,
)  # fmt: skip


def seen(action, payload):
    raw = orjson.dumps([2, "1", action, payload]).decode()
    message = Message(
        1, 1, "CP", 1, Direction.IN, raw, type=MessageType.CALL, action=action
    )
    return Observer().observe(message)


@given(action=st.sampled_from(sorted(ACTIONS)), payload=JSON)
def test_nothing_that_a_charger_sends_raises(action, payload):
    for sign in signs_in(seen(action, payload)):
        assert sign.family in Family


def test_a_code_of_chargex_says_more_than_the_code_of_ocpp():
    payload = {
        "connectorId": 1,
        "errorCode": "OtherError",
        "vendorErrorCode": "CX016",
        "status": "Faulted",
    }
    [sign] = signs_in(seen("StatusNotification", payload))
    assert sign.family is Family.CONTACTOR
    assert sign.text == "OtherError, CX016"
    assert not sign.is_over


def test_no_error_says_that_faults_are_over():
    payload = {"connectorId": 1, "errorCode": "NoError", "status": "Available"}
    [sign] = signs_in(seen("StatusNotification", payload))
    assert sign.is_over
