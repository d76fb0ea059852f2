# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.gui.sending.keeping import (
    Kept,
    KeptCommands,
    kept_from,
    kept_text,
    without_secrets,
)
from ocppdesk.settings import Settings

RESET = Kept("1.6", "Reset", {"type": "Soft"})


def kept(settings, most=3):
    return KeptCommands(settings, "sent_lately", most=most)


def test_commands_are_kept_with_the_newest_in_front():
    commands = kept(Settings())
    for number in range(5):
        commands.add(Kept("1.6", "UnlockConnector", {"connectorId": number}))
    commands.add(Kept("1.6", "UnlockConnector", {"connectorId": 3}))
    assert [c.payload["connectorId"] for c in commands.all] == [3, 4, 2]


def test_a_command_is_there_once_and_can_be_removed():
    commands = kept(Settings())
    assert commands.add(RESET) == ""
    assert commands.has(RESET)
    assert commands.remove(RESET) == ""
    assert not commands.has(RESET)


def test_what_is_too_long_is_not_kept():
    commands = kept(Settings())
    why = commands.add(Kept("1.6", "DataTransfer", {"data": "x" * 30_000}))
    assert "too long" in why
    assert commands.all == []


@pytest.mark.parametrize(
    ("payload", "clean"),
    [
        (
            {"key": "AuthorizationKey", "value": "s3cret"},
            {"key": "AuthorizationKey", "value": ""},
        ),
        (
            {"key": "HeartbeatInterval", "value": "60"},
            {"key": "HeartbeatInterval", "value": "60"},
        ),
        (
            {"setVariableData": [{"variable": {"name": "BasicAuthPassword"},
                                  "attributeValue": "s3cret"}]},
            {"setVariableData": [{"variable": {"name": "BasicAuthPassword"},
                                  "attributeValue": ""}]},
        ),
        (
            {"connectionData": {"basicAuthPassword": "s3cret", "messageTimeout": 30}},
            {"connectionData": {"basicAuthPassword": "", "messageTimeout": 30}},
        ),
        (
            {"location": "ftp://user:s3cret@host/"},
            {"location": "ftp://user@host/"},
        ),
        ([1, None, "x"], [1, None, "x"]),
    ],
)  # fmt: skip
def test_secrets_are_left_out(payload, clean):
    assert without_secrets(Kept("1.6", "X", payload)).payload == clean
    assert "s3cret" not in kept_text([without_secrets(Kept("1.6", "X", payload))])


@pytest.mark.parametrize(
    "text", ["", "{", "{}", "[5]", '[["9", "Reset", {}]]', '[["1.6", 5, {}]]']
)
def test_what_cannot_be_read_is_left_out(text):
    assert kept_from(text) == []


def test_commands_survive_the_settings():
    assert kept_from(kept_text([RESET])) == [RESET]


def test_a_command_says_what_it_does():
    assert RESET.text.startswith("Reset: ")
    assert Kept("1.6", "ClearCache", {}).text.startswith("ClearCache")


def test_settings_that_cannot_be_written_are_told(tmp_path):
    folder = tmp_path / "settings.json"
    folder.mkdir()
    settings = Settings()
    settings._path = folder
    assert "cannot be written" in kept(settings).add(RESET)
