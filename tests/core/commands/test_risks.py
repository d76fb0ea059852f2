# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.commands.risks import Risk, danger_of, is_lockout_key
from ocppdesk.core.commands.sightings import Spot
from ocppdesk.core.versions import Version, csms_actions


@pytest.mark.parametrize("version", Version)
def test_every_command_has_a_class_and_a_sentence(version):
    for action in csms_actions(version):
        danger = danger_of(action, {})
        assert danger.text.endswith("."), action
        assert "OCPP does not know" not in danger.text, action


@pytest.mark.parametrize(
    ("action", "payload", "risk"),
    [
        ("GetConfiguration", {}, Risk.READS),
        ("triggermessage", {"requestedMessage": "Heartbeat"}, Risk.READS),
        ("ChangeConfiguration", {"key": "HeartbeatInterval"}, Risk.LASTS),
        ("ChangeConfiguration", {"key": "AuthorizationKey"}, Risk.CHARGER),
        ("ChangeConfiguration", {"key": "SecurityProfile"}, Risk.CHARGER),
        ("ChangeConfiguration", {"key": "BackendUrl"}, Risk.CHARGER),
        ("ChangeConfiguration", {"key": 5}, Risk.LASTS),
        (
            "SetVariables",
            {
                "setVariableData": [
                    {"variable": {"name": "Interval"}},
                    {"variable": {"name": "BasicAuthPassword"}},
                ]
            },
            Risk.CHARGER,
        ),
        ("SetVariables", {"setVariableData": "nonsense"}, Risk.LASTS),
        ("ClearCache", {}, Risk.LASTS),
        ("Reset", {"type": "Soft"}, Risk.CUSTOMER),
        ("UnlockConnector", {"connectorId": 1}, Risk.CUSTOMER),
        ("RemoteStopTransaction", {}, Risk.CUSTOMER),
        ("UpdateFirmware", {}, Risk.CHARGER),
        ("SetNetworkProfile", {}, Risk.CHARGER),
        ("UpdateDynamicSchedule", {"scheduleUpdate": {"limit": 6}}, Risk.LASTS),
        ("UpdateDynamicSchedule", {"scheduleUpdate": {"limit": 0}}, Risk.CUSTOMER),
        ("MakeCoffee", {}, Risk.CUSTOMER),
    ],
)
def test_a_command_is_as_risky_as_the_worst_in_it(action, payload, risk):
    danger = danger_of(action, payload)
    assert danger.risk is risk
    assert danger.needs_consent is (risk >= Risk.CUSTOMER)


def test_a_limit_of_0_pauses_a_session():
    def limited(limit):
        period = {"startPeriod": 0, "limit": limit}
        schedule = {"chargingSchedulePeriod": [period]}
        return {"csChargingProfiles": {"chargingSchedule": schedule}}

    assert danger_of("SetChargingProfile", limited(6)).risk is Risk.LASTS
    assert danger_of("SetChargingProfile", limited(0)).risk is Risk.CUSTOMER


@pytest.mark.parametrize(
    "name", ["AuthorizationKey", "NetworkConfigurationPriority", "OcppUrl", "Identity"]
)
def test_keys_that_decide_how_a_charger_connects_are_known(name):
    assert is_lockout_key(name)


@pytest.mark.parametrize(
    "name", ["HeartbeatInterval", "MeterValuesSampledData", "IdentityCheck"]
)
def test_other_keys_are_not_mistaken_for_them(name):
    assert not is_lockout_key(name)


@pytest.mark.parametrize(
    ("action", "payload", "places"),
    [
        ("Reset", {"type": "Soft"}, "connector 1 and connector 2"),
        ("UnlockConnector", {"connectorId": 2}, "connector 2"),
        ("UnlockConnector", {"connectorId": 3}, ""),
        ("TriggerMessage", {"requestedMessage": "Heartbeat"}, ""),
        ("ChangeConfiguration", {"key": "A"}, "connector 1 and connector 2"),
    ],
)
def test_it_is_said_where_a_transaction_runs(action, payload, places):
    running = [Spot(None, 1), Spot(None, 2)]
    text = danger_of(action, payload, running=running).text
    if places:
        assert text.endswith(f"⚡ A transaction is running on {places}.")
    else:
        assert "⚡" not in text


def test_a_transaction_without_a_place_is_said_too():
    text = danger_of("Reset", {}, running=[Spot()]).text
    assert text.endswith("running on an unknown connector.")
