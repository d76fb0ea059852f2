# SPDX-License-Identifier: Apache-2.0
"""Names of fields promise what they hold."""

import pytest

from ocppdesk.logs.redaction.names import Kind, folded, is_alias, kind_of


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("idTag", Kind.TAG),
        ("parentIdTag", Kind.TAG),
        ("id_token", Kind.TAG),
        ("Cst_FreeVendIdTag", Kind.TAG),
        ("chargePointSerialNumber", Kind.SERIAL),
        ("meterSerialNumber", Kind.METER),
        ("Meter.Serial", Kind.METER),
        ("iccid", Kind.ICCID),
        ("ModemImsi", Kind.IMSI),
        ("macAddress", Kind.MAC),
        ("EVCCID", Kind.MAC),
        ("emaid", Kind.CONTRACT),
        ("vin", Kind.VEHICLE),
        ("WifiSSID", Kind.NETWORK),
        ("BSSID", Kind.MAC),
        ("ChargeBoxId", Kind.CHARGER),
        ("G_ChargerID", Kind.CHARGER),
        ("ocppCsmsUrl", Kind.HOST),
        ("apnUserName", Kind.USER),
        ("personalMessage", Kind.TEXT),
        ("certificateChain", Kind.CERTIFICATE),
        ("AuthorizationKey", Kind.SECRET),
        ("G_CardPin", Kind.SECRET),
        ("BasicAuthPassword", Kind.SECRET),
    ],
)
def test_telling_names_are_known(name, kind):
    assert kind_of(name) is kind


@pytest.mark.parametrize(
    "name",
    [
        "transactionId", "connectorId", "status", "timestamp", "meterStart", "value",
        "idTagInfo", "vendorId", "firmwareVersion", "certificateType", "key", "name",
        "HeartbeatInterval", "WebSocketPingInterval", "evseId", "",
    ],
)  # fmt: skip
def test_other_names_promise_nothing(name):
    assert kind_of(name) is None


def test_case_and_signs_of_names_do_not_matter():
    assert folded("id_Tag-1") == "idtag1"


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_has_aliases_that_are_known_as_such(kind):
    assert is_alias(kind.alias(1))
    assert is_alias(kind.alias(12_345))
    assert kind.title


def test_prefixes_are_used_once():
    assert len({kind.prefix for kind in Kind}) == len(Kind)


def test_an_alias_is_short_enough_for_the_field():
    assert Kind.TAG.alias(1) == "TAG-0001"
    assert Kind.CHARGER.alias(1) == "CHARGER-01"
    assert Kind.SECRET.alias(7) == "REDACTED"
    assert all(len(kind.alias(99_999)) <= 20 for kind in Kind)


@pytest.mark.parametrize("value", ["TAG-1", "tag-0001", "TAG-0001x", "TAG", "", "X-01"])
def test_other_values_are_no_aliases(value):
    assert not is_alias(value)
