# SPDX-License-Identifier: Apache-2.0
import re

import pytest

from ocppdesk.core.configuration.keys import (
    LONGEST_KEY_VALUE,
    LONGEST_VARIABLE_VALUE,
    Reboot,
    about,
    counterpart,
    is_vendor,
    standard_keys,
    standard_variables,
    type_of,
)
from ocppdesk.core.configuration.settings import (
    Access,
    Address,
    Entry,
    Limits,
    key_address,
    variable_address,
)
from ocppdesk.core.configuration.values import Kind, check_value

ALL = [*standard_keys(), *standard_variables()]

# OCPP 1.6 edition 2, section 9, without the profiles that some do not have; errata.
REQUIRED_16 = """
AuthorizeRemoteTxRequests ClockAlignedDataInterval ConnectionTimeOut
ConnectorPhaseRotation GetConfigurationMaxKeys HeartbeatInterval LocalAuthorizeOffline
LocalPreAuthorize MeterValuesAlignedData MeterValuesSampledData MeterValueSampleInterval
NumberOfConnectors ResetRetries StopTransactionOnInvalidId StopTxnAlignedData
StopTxnSampledData SupportedFeatureProfiles TransactionMessageAttempts
TransactionMessageRetryInterval UnlockConnectorOnEVSideDisconnect LocalAuthListEnabled
LocalAuthListMaxLength SendLocalListMaxLength ChargeProfileMaxStackLevel
ChargingScheduleAllowedChargingRateUnit ChargingScheduleMaxPeriods
MaxChargingProfilesInstalled
"""


def limited(data_type, *, name="C.V", **limits):
    return Entry(variable_address(name), "1", limits=Limits(data_type, **limits))


def test_the_required_keys_are_those_of_the_specification():
    assert {k.name for k in standard_keys() if k.is_required} == set(
        REQUIRED_16.split()
    )


def test_each_meaning_is_whole_sentences():
    for known in ALL:
        assert re.fullmatch(r"(true: |[A-Z0-9]).*[.]", known.meaning), known
        assert 15 <= len(known.meaning) <= 400, known
        assert known.is_standard, known
        assert known.profile or known.name.startswith("*"), known


def test_each_limit_fits_its_type():
    numbers = (Kind.INTEGER, Kind.DECIMAL)
    for known in ALL:
        if known.type.minimum is not None or known.type.maximum is not None:
            assert known.type.kind in numbers, known
        if known.type.unit:
            assert known.type.kind in numbers, known
        if known.type.choices:
            assert known.type.kind in (Kind.CHOICE, Kind.LIST), known
        assert known.access is not Access.UNKNOWN, known


def test_each_counterpart_exists_and_points_back():
    for known in standard_keys():
        if known.counterpart:
            address = key_address(known.name)
            other = counterpart(address)
            assert about(other).name == known.counterpart
            assert counterpart(other) == address, known


def test_names_are_found_whatever_their_case():
    assert about(key_address("HEARTBEATinterval")).name == "HeartbeatInterval"
    found = about(variable_address("txctrlr.TXSTARTPOINT"))
    assert found.name == "TxCtrlr.TxStartPoint"
    assert about(key_address("NoSuchKey")) is None
    assert about(variable_address("NoSuch.Variable")) is None
    assert counterpart(key_address("NoSuchKey")) is None
    assert counterpart(key_address("NumberOfConnectors")) is None


def test_an_instance_has_its_own_meaning_or_that_of_all():
    limit = about(variable_address("DeviceDataCtrlr.ItemsPerMessage[GetVariables]"))
    other = about(variable_address("DeviceDataCtrlr.ItemsPerMessage[SetVariables]"))
    assert limit.name.endswith("[GetVariables]")
    assert other.name == "DeviceDataCtrlr.ItemsPerMessage"


def test_variables_that_any_component_has_are_known():
    assert about(variable_address("Connector:1/2.AvailabilityState")).type.choices
    assert about(variable_address("Fan.Temperature")).type.unit == "Celsius"


@pytest.mark.parametrize(
    ("name", "vendor"),
    [
        ("FreeCharging", "Zaptec"),
        ("freechargingidtag", "Zaptec"),
        ("Cst_FreeVendActive", "MicroOcpp"),
        ("AO_PreBootTransactions", "MicroOcpp"),
        ("Cst_Anything", "MicroOcpp"),
        ("AutochargeEnabled", "Alfen"),
        ("MeterPublicKey1", "signed meter values"),
        ("MeterPublicKey[2]", "signed meter values"),
    ],
)
def test_vendors_keys_that_decide_a_diagnosis_are_known(name, vendor):
    known = about(key_address(name))
    assert known.vendor == vendor
    assert not known.is_standard
    assert is_vendor(key_address(name))


def test_what_the_specification_lacks_is_a_vendors():
    assert is_vendor(key_address("LogoPath"))
    assert not is_vendor(key_address("HeartbeatInterval"))


def test_what_a_change_of_a_connection_does_is_known():
    assert about(key_address("SecurityProfile")).reboot is Reboot.RECONNECTS
    assert about(key_address("AuthorizationKey")).type.kind is Kind.SECRET
    assert about(key_address("MeterValueSampleInterval")).reboot is Reboot.OFTEN
    assert about(variable_address("SecurityCtrlr.BasicAuthPassword")).access is (
        Access.WRITE_ONLY
    )


# What the charger tells counts for more.


def test_limits_of_the_charger_count_for_more():
    entry = limited(
        "integer",
        name="OCPPCommCtrlr.HeartbeatInterval",
        unit="ms",
        minimum=10,
        maximum=99,
    )
    found = type_of(entry)
    assert (found.minimum, found.maximum, found.unit) == (10, 99, "ms")
    assert about(entry.address).type.minimum == 0


@pytest.mark.parametrize(
    ("data_type", "kind"),
    [
        ("string", Kind.TEXT),
        ("Integer", Kind.INTEGER),
        ("decimal", Kind.DECIMAL),
        ("dateTime", Kind.MOMENT),
        ("boolean", Kind.BOOLEAN),
        ("OptionList", Kind.CHOICE),
        ("MemberList", Kind.LIST),
        ("SequenceList", Kind.LIST),
        ("nonsense", Kind.TEXT),
    ],
)
def test_data_types_of_the_charger_are_understood(data_type, kind):
    assert type_of(limited(data_type)).kind is kind


def test_choices_of_the_charger_count_and_a_sequence_keeps_its_order():
    found = type_of(limited("SequenceList", choices=("a", "b")))
    assert found.choices == ("a", "b")
    assert found.keeps_order
    assert type_of(limited("OptionList", choices=("x",))).choices == ("x",)


def test_a_text_may_be_as_long_as_the_charger_says():
    assert type_of(limited("string", maximum=12)).most_characters == 12
    assert type_of(limited("string")).most_characters == LONGEST_VARIABLE_VALUE
    key = Entry(key_address("AnyKey"), "x")
    assert type_of(key).most_characters == LONGEST_KEY_VALUE


def test_a_list_that_is_told_as_a_string_stays_a_list():
    entry = limited("string", name="TxCtrlr.TxStartPoint")
    assert type_of(entry).kind is Kind.LIST


def test_a_secret_stays_a_secret_whatever_the_charger_says():
    entry = limited("string", name="Wifi.Password", maximum=20)
    assert type_of(entry).kind is Kind.SECRET
    assert check_value(type_of(entry), "x" * 21).refusal


def test_a_value_of_500_characters_is_all_that_16_lets_be_written():
    entry = Entry(Address("MeterValuesSampledData"), "")
    assert check_value(type_of(entry), "x" * 501).refusal
