# SPDX-License-Identifier: Apache-2.0
"""Settings for strangers: what may be told of them, and what has an alias."""

import pytest

from ocppdesk.core.configuration.settings import Entry, key_address, variable_address
from ocppdesk.core.masking import MASK
from ocppdesk.logs.redaction.redactor import Learner, Redactor
from ocppdesk.logs.redaction.settings import (
    LEFT_OUT,
    learn_settings,
    redacted_setting,
)


def setting(name, value):
    return Entry(variable_address(name) or key_address(name), value, read_at=1)


@pytest.fixture
def shown():
    """What a stranger sees of settings of the charger Mill Street 4."""

    def see(*settings):
        learner = Learner()
        learn_settings(learner, "Mill Street 4", settings)
        redactor = Redactor(learner.redaction())
        return [redacted_setting(redactor, "Mill Street 4", each) for each in settings]

    return see


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HeartbeatInterval", "300"),
        ("LocalPreAuthorize", "true"),
        ("MeterValuesSampledData", "Energy.Active.Import.Register,Voltage"),
        ("OCPPCommCtrlr.HeartbeatInterval", "60"),
        ("HeartbeatInterval", None),
        ("HeartbeatInterval", ""),
    ],
)
def test_numbers_and_words_of_ocpp_are_told(shown, name, value):
    (found,) = shown(setting(name, value))
    assert found.value == value
    assert found.address == setting(name, value).address


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CpoName", "Miller & Sons"),
        ("ContactOnSite", "Jane Miller"),
        ("CustomerNo", "4711"),
        ("HeartbeatInterval", "4711471147"),
        ("HeartbeatInterval", "ask Jane"),
        ("MeterValuesSampledData", "Voltage,Miller"),
    ],
)
def test_what_somebody_may_have_typed_is_left_out(shown, name, value):
    (found,) = shown(setting(name, value))
    assert found.value == LEFT_OUT


def test_values_that_identify_have_the_same_alias_everywhere(shown):
    server, serial, again = shown(
        setting("CentralSystemURL", "wss://csms.miller.example/ocpp/Mill Street 4"),
        setting("SerialNumber", "SN-778899"),
        setting("ChargePointSerialNumber", "SN-778899"),
    )
    assert server.value.startswith("wss://HOST-01/ocpp/CHARGER-01")
    assert serial.value == again.value == "SERIAL-01"


def test_secrets_are_masks_and_names_have_nobody_in_them(shown):
    _serial, secret, named = shown(
        setting("SerialNumber", "SN-778899"),
        setting("AuthorizationKey", "0123456789abcdef"),
        setting("Limit_SN-778899", "16"),
    )
    assert secret.value == MASK
    assert named.address.name == "Limit_SERIAL-01"
