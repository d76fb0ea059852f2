# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.simulator.configuration16 import Configuration16


def value_of(configuration, name):
    keys, _unknown = configuration.get([name])
    return keys[0]["value"]


def test_all_keys_are_returned_where_none_is_named():
    keys, unknown = Configuration16().get()
    names = [entry["key"] for entry in keys]
    assert len(names) > 50
    assert {"HeartbeatInterval", "NumberOfConnectors", "SecurityProfile"} <= set(names)
    assert unknown == []


def test_unknown_keys_are_named():
    keys, unknown = Configuration16().get(["HeartbeatInterval", "Colour"])
    assert [entry["key"] for entry in keys] == ["HeartbeatInterval"]
    assert unknown == ["Colour"]


def test_names_compare_without_case():
    configuration = Configuration16()
    assert configuration.change("heartbeatinterval", "60") == "Accepted"
    assert configuration.number("HeartbeatInterval") == 60
    assert configuration.get(["HEARTBEATINTERVAL"])[0][0]["key"] == "HeartbeatInterval"


@pytest.mark.parametrize(
    ("name", "value", "status"),
    [
        ("HeartbeatInterval", "60", "Accepted"),
        ("HeartbeatInterval", "often", "Rejected"),
        ("WebSocketPingInterval", "-1", "Rejected"),
        ("NumberOfConnectors", "9", "Rejected"),
        ("ConnectorPhaseRotation", "1.RTS", "RebootRequired"),
        ("ConnectorPhaseRotation", "1.ABC", "Rejected"),
        ("MeterValuesSampledData", "SoC,RPM", "Rejected"),
        ("Colour", "blue", "NotSupported"),
    ],
)
def test_change_is_answered(name, value, status):
    assert Configuration16().change(name, value) == status


def test_change_is_in_force_at_once():
    configuration = Configuration16()
    configuration.change("StopTransactionOnInvalidId", "FALSE")
    assert not configuration.flag("StopTransactionOnInvalidId")


def test_key_that_needs_a_reboot_is_stored_but_not_in_force():
    configuration = Configuration16()
    configuration.change("InstallationMaxCurrent", "10")
    assert value_of(configuration, "InstallationMaxCurrent") == "10"
    assert configuration.number("InstallationMaxCurrent") == 32
    configuration.restart()
    assert configuration.number("InstallationMaxCurrent") == 10


def test_secret_is_accepted_but_not_told():
    configuration = Configuration16()
    assert configuration.change("AuthorizationKey", "ab" * 20) == "Accepted"
    keys, _unknown = configuration.get(["AuthorizationKey"])
    assert keys == [{"key": "AuthorizationKey", "readonly": False}]
    assert configuration.text("AuthorizationKey") == "ab" * 20


def test_preset_may_fix_keys_and_add_some():
    configuration = Configuration16({"NumberOfConnectors": "4", "Vendor": "x"})
    assert value_of(configuration, "NumberOfConnectors") == "4"
    assert value_of(configuration, "Vendor") == "x"


def test_unknown_setting_reads_as_nothing():
    configuration = Configuration16()
    assert configuration.text("Colour") == ""
    assert configuration.number("Colour") == 0
    assert not configuration.flag("Colour")
    assert configuration.items("Colour") == []


def test_assigned_value_needs_no_permission():
    configuration = Configuration16()
    configuration.assign("NumberOfConnectors", "3")
    assert configuration.number("NumberOfConnectors") == 3
