# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.analysis.observing import Observer
from ocppdesk.analysis.sessions.pace import Pace
from ocppdesk.core.messages import Direction


@pytest.fixture
def learned(talk):
    def learn():
        pace, observer = Pace(), Observer()
        for message in talk.messages:
            pace.learn(observer.observe(message))
        return pace.patience // 1_000_000, pace.silence // 1_000_000

    return learn


def test_nobody_has_read_anything(learned):
    assert learned() == (150, 3600)


@pytest.mark.parametrize(("value", "patience"), [("60", 90), ("", 150), ("-5", 150)])
def test_the_key_is_read(talk, learned, value, patience):
    call = talk.command("10:00:00", "GetConfiguration", {}, None)
    keys = [{"key": "connectionTimeout", "value": value}]
    talk.answer("10:00:01", call, {"configurationKey": keys})
    assert learned()[0] == patience


@pytest.mark.parametrize(("status", "patience"), [("Accepted", 50), ("Rejected", 150)])
def test_the_key_is_changed(talk, learned, status, patience):
    payload = {"key": "ConnectionTimeOut", "value": "20"}
    talk.command("10:00:00", "ChangeConfiguration", payload, status)
    assert learned()[0] == patience


def test_the_variable_is_read(talk, learned):
    call = talk.command("10:00:00", "GetVariables", {}, None)
    result = {"variable": {"name": "EVConnectionTimeOut"}, "attributeValue": "45"}
    talk.answer("10:00:01", call, {"getVariableResult": [result]})
    assert learned()[0] == 75


def test_the_variable_is_reported(talk, learned):
    data = {"variable": {"name": "EVConnectionTimeOut"},
            "variableAttribute": [{"value": "40"}]}  # fmt: skip
    talk.call("10:00:00", "NotifyReport", {"reportData": [data]})
    assert learned()[0] == 70


@pytest.mark.parametrize(("interval", "silence"), [(600, 1800), (10, 600)])
def test_the_heartbeat_is_granted(talk, learned, interval, silence):
    call = talk.call("10:00:00", "BootNotification", {})
    talk.answer("10:00:01", call, {"status": "Accepted", "interval": interval})
    assert learned()[1] == silence


def test_a_charger_that_must_wait_has_no_heartbeat(talk, learned):
    call = talk.call("10:00:00", "BootNotification", {}, Direction.IN)
    talk.answer("10:00:01", call, {"status": "Pending", "interval": 5})
    assert learned()[1] == 3600
