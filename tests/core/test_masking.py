# SPDX-License-Identifier: Apache-2.0
"""Secrets do not show, and nothing else is hidden."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.core.masking import (
    MASK,
    find_secrets,
    hides_values,
    is_secret,
    mask_text,
)


@pytest.mark.parametrize(
    "name",
    [
        "AuthorizationKey",
        "authorizationkey",
        "Authorization_Key",
        "BasicAuthPassword",
        "SecurityCtrlr.BasicAuthPassword",
        "apnPassword",
        "simPin",
        "WifiKey",
        "Wi-Fi Key",
        "PreSharedKey",
        "ClientSecret",
        "PrivateKey",
        "ApiKey",
        "G_CardPin",
        "UserPIN",
        "PinCode",
        "door_pin",
        "AuthToken",
    ],
)
def test_names_of_secrets_are_known(name):
    assert is_secret(name)


@pytest.mark.parametrize(
    "name",
    [
        "AuthorizeRemoteTxRequests",
        "AuthorizationCacheEnabled",
        "LocalAuthListEnabled",
        "HeartbeatInterval",
        "key",
        "ConnectorPhaseRotation",
        "idToken",
        "SupportedFeatureProfiles",
        "WebSocketPingInterval",
        "CertificatePinning",
        "MaxSpin",
        "",
    ],
)
def test_other_names_are_no_secrets(name):
    assert not is_secret(name)


@pytest.mark.parametrize(
    "text",
    [
        "password=s3cr3t",
        "Password: s3cr3t",
        '{"password": "s3cr3t"}',
        '{\\"password\\":\\"s3cr3t\\"}',
        '{"key":"AuthorizationKey","value":"s3cr3t"}',
        '"name":"BasicAuthPassword","attributeValue":"s3cr3t',
        "AuthorizationKey = s3cr3t",
        '{"key":"G_CardPin","value":"s3cr3t"}',
        "ftp://user:s3cr3t@host/dir",
        "https://user:s3cr3t@host:8443/fw.bin",
    ],
)
def test_secrets_in_texts_are_masked(text):
    masked = mask_text(text)
    assert [text[slice(*span)] for span in find_secrets(text)] == ["s3cr3t"]
    assert "s3cr3t" not in masked
    assert MASK in masked


@pytest.mark.parametrize(
    "text",
    [
        "Connector 2 → Faulted (GroundFailure)",
        "HeartbeatInterval = 60",
        "ws://10.0.0.4:9000/CP1",
        "https://host:8443/a@b",
        "The password is wrong",
        "AuthorizationKey: RebootRequired"[:16],
    ],
)
def test_other_texts_stay_as_they_are(text):
    assert mask_text(text) == text


@given(st.text())
def test_masking_twice_is_masking_once(text):
    once = mask_text(text)
    assert mask_text(once) == once


@pytest.mark.parametrize(
    ("holder", "hides"),
    [
        ({"key": "AuthorizationKey"}, True),
        ({"key": "HeartbeatInterval"}, False),
        ({"variable": {"name": "BasicAuthPassword"}}, True),
        ({"variable": {"name": 5}}, False),
        ({"key": None}, False),
        (["AuthorizationKey"], False),
    ],
)
def test_the_name_of_a_secret_hides_the_value_beside_it(holder, hides):
    assert hides_values(holder) is hides
