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
    finding = talk.the("CFG-01")
    assert "MaxCurrent" in finding.text
    assert len(finding.messages) == 2
    talk.wait(60)
    talk.boot()
    assert "CFG-01" not in talk.ids()


def test_cfg_01_tells_instances_of_a_variable_apart():
    talk = online(ocpp="2.0.1")
    names = ("TransactionEvent", "Other")
    rows = [
        {
            "component": {"name": "OCPPCommCtrlr"},
            "variable": {"name": "MessageAttempts", "instance": name},
        }
        for name in names
    ]
    talk.csms(
        "SetVariables",
        setVariableData=[{**row, "attributeValue": "5"} for row in rows],
        answer={
            "setVariableResult": [
                {**row, "attributeStatus": "Rejected"} for row in rows
            ]
        },
    )
    text = talk.the("CFG-01").text
    assert "MessageAttempts[TransactionEvent] and OCPPCommCtrlr" in text


def test_cfg_01_ignores_a_change_that_is_accepted_or_answered_with_an_error():
    talk = online()
    change(talk, "HeartbeatInterval", "60")
    value = {"key": "HeartbeatInterval", "value": "60"}
    talk.csms("ChangeConfiguration", value, error="NotSupported")
    assert "CFG-01" not in talk.ids()


def test_cfg_02_finds_a_value_that_is_not_stored():
    talk = online()
    change(talk, "HeartbeatInterval", "60")
    talk.wait(5)
    read(talk, HeartbeatInterval="300")
    finding = talk.the("CFG-02")
    assert len(finding.messages) == 3
    assert "“60”" in finding.text
    assert "“300”" in finding.text


@pytest.mark.parametrize("told", ["", "****", "old-secret-456"])
def test_cfg_02_ignores_secrets(told):
    talk = online()
    change(talk, "AuthorizationKey", "new-secret-123")
    read(talk, AuthorizationKey=told)
    assert "CFG-02" not in talk.ids()


def test_cfg_02_ignores_an_interval_that_a_boot_was_granted_since():
    talk = online()
    change(talk, "HeartbeatInterval", "60")
    talk.boot()
    read(talk, HeartbeatInterval="300")
    assert "CFG-02" not in talk.ids()


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
    assert "CFG-01" not in talk.ids()


def test_cfg_03_ignores_a_single_item_and_other_keys():
    talk = online()
    change(talk, "MeterValuesSampledData", "SoC", "Rejected")
    change(talk, "Names", "a,b", "Rejected")
    assert "CFG-03" not in talk.ids()
