# SPDX-License-Identifier: Apache-2.0
import pytest

from tests.analysis.findings.rules.test_configuration import (
    online,
    read,
    read_variables,
)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"ConnectionTimeOut": "10"}, "10 s to plug in"),
        ({"WebSocketPingInterval": "0", "HeartbeatInterval": "900"}, "no pings"),
        (
            {
                "WebSocketPingInterval": "240",
                "TransactionMessageAttempts": "3",
                "TransactionMessageRetryInterval": "60",
            },
            "after about 180 s",
        ),
        ({"MeterValueSampleInterval": "0"}, "No values are sent"),
        ({"MeterValueSampleInterval": "1"}, "flood"),
        ({"MinimumStatusDuration": "60"}, "60 s"),
    ],
)
def test_cfg_04_finds_risky_timers(values, told):
    talk = online()
    asked = read(talk, **values)
    finding = talk.the("CFG-04")
    assert told in finding.text
    assert asked in finding.messages


def test_cfg_04_finds_them_in_ocpp_2():
    talk = online(ocpp="2.0.1")
    read_variables(talk, TxCtrlr__EVConnectionTimeOut="5")
    assert "TxCtrlr.EVConnectionTimeOut" in talk.the("CFG-04").text


def test_cfg_04_ignores_usual_timers():
    talk = online()
    read(talk, ConnectionTimeOut="60", WebSocketPingInterval="0",
         HeartbeatInterval="300", MeterValueSampleInterval="30",
         MinimumStatusDuration="0")  # fmt: skip
    assert "CFG-04" not in talk.ids()


def test_cfg_04_ignores_values_that_come_by_the_clock():
    talk = online()
    read(talk, MeterValueSampleInterval="0", ClockAlignedDataInterval="60")
    assert "CFG-04" not in talk.ids()


def test_cfg_05_finds_one_attempt_in_ocpp_2():
    talk = online(ocpp="2.0.1")
    row = {
        "attributeStatus": "Accepted",
        "attributeValue": "1",
        "component": {"name": "OCPPCommCtrlr"},
        "variable": {"name": "MessageAttempts", "instance": "TransactionEvent"},
    }
    asked = [{k: row[k] for k in ("component", "variable")}]
    answer = {"getVariableResult": [row]}
    talk.csms("GetVariables", getVariableData=asked, answer=answer)
    assert "MessageAttempts[TransactionEvent]" in talk.the("CFG-05").text


def test_cfg_05_finds_settings_that_lose_data():
    talk = online()
    read(talk, TransactionMessageAttempts="1")
    assert "thrown away" in talk.the("CFG-05").text
    talk = online()
    read(talk, MeterValueSampleInterval="0", StopTxnSampledData="")
    assert "first and last reading" in talk.the("CFG-05").text


def test_cfg_05_ignores_three_attempts():
    talk = online()
    read(talk, TransactionMessageAttempts="3", MeterValueSampleInterval="60",
         StopTxnSampledData="")  # fmt: skip
    assert "CFG-05" not in talk.ids()


def test_cfg_06_finds_that_no_card_is_needed():
    talk = online()
    read(talk, FreeVend="true")
    finding = talk.the("CFG-06")
    assert finding.severity.name == "INFO"
    assert "FreeVend" in finding.text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AuthCtrlr.Enabled", "false"),
        ("AuthCtrlr.OfflineTxForUnknownIdEnabled", "true"),
        ("AuthCtrlr.LocalPreAuthorize", "1"),
        ("TxCtrlr.StopTxOnInvalidId", "False"),
    ],
)
def test_cfg_06_finds_it_in_ocpp_2(name, value):
    talk = online(ocpp="2.0.1")
    read_variables(talk, **{name.replace(".", "__"): value})
    assert name in talk.the("CFG-06").text


def test_cfg_06_finds_the_keys_of_a_firmware_s_own():
    talk = online()
    read(talk, Cst_FreeVendActive="1")
    assert "Cst_FreeVendActive" in talk.the("CFG-06").text


def test_cfg_06_ignores_careful_settings():
    talk = online()
    read(talk, FreeVend="false", LocalPreAuthorize="false",
         StopTransactionOnInvalidId="true")  # fmt: skip
    assert "CFG-06" not in talk.ids()


def test_cfg_07_finds_a_session_without_its_car():
    talk = online()
    read(talk, StopTransactionOnEVSideDisconnect="false")
    talk.start(1)
    talk.status(1, "SuspendedEV", info="EV side disconnected")
    assert not talk.the("CFG-07").is_possible


def test_cfg_07_finds_it_in_ocpp_2():
    talk = online(ocpp="2.0.1")
    talk.event("Started", state="Charging")
    talk.event("Updated", trigger="EVCommunicationLost", state="Idle")
    finding = talk.the("CFG-07")
    assert "TxCtrlr.StopTxOnEVSideDisconnect seems to be false" in finding.text
    assert finding.is_possible


def test_cfg_07_ignores_a_session_that_ends_with_the_plug():
    talk = online()
    read(talk, StopTransactionOnEVSideDisconnect="true")
    talk.start(1)
    talk.status(1, "SuspendedEV", info="EV side disconnected")
    assert "CFG-07" not in talk.ids()


def test_cfg_07_ignores_a_car_that_only_rests():
    talk = online()
    talk.start(1)
    talk.status(1, "SuspendedEV")
    assert "CFG-07" not in talk.ids()


def test_cfg_08_finds_points_that_do_not_match():
    talk = online(ocpp="2.0.1")
    talk.status(1, "Available")
    read_variables(
        talk,
        TxCtrlr__TxStartPoint="ParkingBayOccupancy,Authorized",
        TxCtrlr__TxStopPoint="PowerPathClosed",
    )
    assert {f.rule for f in talk.findings()} >= {"CFG-08"}


def test_cfg_08_ignores_points_that_match():
    talk = online(ocpp="2.0.1")
    talk.status(1, "Available")
    read_variables(
        talk,
        TxCtrlr__TxStartPoint="PowerPathClosed",
        TxCtrlr__TxStopPoint="EVConnected,Authorized",
    )
    assert "CFG-08" not in talk.ids()


def test_cfg_08_finds_that_a_session_without_a_car_may_stay_open():
    talk = online(ocpp="2.0.1")
    talk.status(1, "Available")
    read_variables(
        talk, TxCtrlr__TxStartPoint="Authorized", TxCtrlr__TxStopPoint="EVConnected"
    )
    finding = talk.the("CFG-08")
    assert finding.is_possible
    assert "one without a car may stay open" in finding.text
