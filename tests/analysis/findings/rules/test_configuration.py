# SPDX-License-Identifier: Apache-2.0
import pytest

from tests.analysis.findings.talk import Talk


def online(**words):
    """Return a talk with a charger that is there and accepted."""
    talk = Talk(**words)
    talk.connect()
    talk.boot()
    talk.wait(60)
    return talk


def read(talk, **values):
    """Have keys of OCPP 1.6 read."""
    keys = [
        {"key": key, "readonly": False, "value": value} for key, value in values.items()
    ]
    return talk.csms("GetConfiguration", answer={"configurationKey": keys})


def read_variables(talk, **values):
    """Have variables of OCPP 2.x read; `Component__Variable="value"`."""
    results = []
    for name, value in values.items():
        component, _, variable = name.partition("__")
        results.append(
            {
                "attributeStatus": "Accepted",
                "attributeValue": value,
                "component": {"name": component},
                "variable": {"name": variable},
            }
        )
    asked = [{k: r[k] for k in ("component", "variable")} for r in results]
    return talk.csms(
        "GetVariables", getVariableData=asked, answer={"getVariableResult": results}
    )


def change(talk, key, value, status="Accepted"):
    return talk.csms(
        "ChangeConfiguration", key=key, value=value, answer={"status": status}
    )


def set_variable(talk, component, variable, value, status="Accepted"):
    one = {"component": {"name": component}, "variable": {"name": variable}}
    return talk.csms(
        "SetVariables",
        setVariableData=[{**one, "attributeValue": value}],
        answer={"setVariableResult": [{**one, "attributeStatus": status}]},
    )


def test_cfg_01_finds_settings_that_are_not_supported_and_counts_them_once():
    talk = online()
    first = change(talk, "Foo", "1", "NotSupported")
    for key in ("Bar", "Foo"):
        change(talk, key, "1", "NotSupported")
    finding = talk.the("CFG-01")
    assert finding.severity.name == "LOW"
    assert "2 of the settings" in finding.text
    assert "(3 times in all)" in finding.text
    assert "Foo and Bar" in finding.text
    assert first in finding.messages


@pytest.mark.parametrize("ocpp", ["1.6", "2.0.1"])
def test_cfg_01_finds_a_value_that_is_rejected(ocpp):
    talk = online(ocpp=ocpp)
    if ocpp == "1.6":
        change(talk, "HeartbeatInterval", "x", "Rejected")
    else:
        set_variable(talk, "OCPPCommCtrlr", "HeartbeatInterval", "x", "Rejected")
    assert "HeartbeatInterval" in talk.the("CFG-01").text


def test_cfg_01_finds_what_waits_for_a_reboot_until_it_comes():
    talk = online()
    change(talk, "MaxCurrent", "16", "RebootRequired")
    assert "MaxCurrent" in talk.the("CFG-01").text
    talk.wait(60)
    talk.boot()
    assert "CFG-01" not in talk.ids()


def test_cfg_01_ignores_a_change_that_is_accepted():
    talk = online()
    change(talk, "HeartbeatInterval", "60")
    assert "CFG-01" not in talk.ids()


def test_cfg_02_finds_a_value_that_is_not_stored():
    talk = online()
    change(talk, "HeartbeatInterval", "60")
    talk.wait(5)
    read(talk, HeartbeatInterval="300")
    finding = talk.the("CFG-02")
    assert "“60”" in finding.text
    assert "“300”" in finding.text


def test_cfg_02_does_not_tell_a_secret():
    talk = online()
    change(talk, "AuthorizationKey", "new-secret-123")
    read(talk, AuthorizationKey="old-secret-456")
    assert "secret" not in talk.the("CFG-02").text


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("60", "60"),
        ("true", "True"),
        ("A,B", "A, B"),
        ("Voltage,SoC", "SoC,Voltage.L1,Voltage.L2-N"),
    ],
)
def test_cfg_02_ignores_values_that_mean_the_same(wanted, found):
    talk = online()
    key = {"60": "HeartbeatInterval", "true": "LocalAuthListEnabled"}.get(
        wanted, "MeterValuesSampledData"
    )
    change(talk, key, wanted)
    read(talk, **{key: found})
    assert "CFG-02" not in talk.ids()


def test_cfg_03_finds_a_list_that_is_refused():
    talk = online()
    change(talk, "MeterValuesSampledData", "SoC,Voltage", "Rejected")
    assert "SoC,Voltage" in talk.the("CFG-03").text


def test_cfg_03_ignores_a_single_item_and_other_keys():
    talk = online()
    change(talk, "MeterValuesSampledData", "SoC", "Rejected")
    change(talk, "Names", "a,b", "Rejected")
    assert "CFG-03" not in talk.ids()


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"ConnectionTimeOut": "10"}, "10 s to plug in"),
        ({"WebSocketPingInterval": "0", "HeartbeatInterval": "900"}, "no pings"),
        ({"MeterValueSampleInterval": "0"}, "No values are sent"),
        ({"MeterValueSampleInterval": "1"}, "flood"),
        ({"MinimumStatusDuration": "60"}, "60 s"),
    ],
)
def test_cfg_04_finds_risky_timers(values, told):
    talk = online()
    read(talk, **values)
    assert told in talk.the("CFG-04").text


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
    talk = online(ocpp="2.0.1")
    read_variables(talk, AuthCtrlr__Enabled="false")
    assert "AuthCtrlr.Enabled" in talk.the("CFG-06").text


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
        talk, TxCtrlr__TxStartPoint="Authorized", TxCtrlr__TxStopPoint="EVConnected"
    )
    assert "CFG-08" not in talk.ids()
