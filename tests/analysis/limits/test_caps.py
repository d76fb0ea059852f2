# SPDX-License-Identifier: Apache-2.0
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.analysis.limits.caps import (
    safe_mode_amps,
    setting_cap,
    told_caps,
)
from ocppdesk.core.configuration.settings import Address, key_address
from ocppdesk.core.phrases.parts import Part


@pytest.mark.parametrize(
    ("name", "value", "amps", "watts"),
    [
        ("MaxChargingCurrent", "16", 16, None),
        ("Station-MaxCurrent", "10.5", 10.5, None),
        ("InstallationMaxAmps", "32", 32, None),
        ("MaxCurrentInMilliamps", "16000", 16000 / 1000, None),
        ("maxPower", "11000", None, 11000),
        ("PowerLimit", "22", None, 22),
        ("CurrentLimit", "160000", None, None),
    ],
)
def test_names_tell_what_a_number_is(name, value, amps, watts):
    found = setting_cap(key_address(name), value)
    assert (found.amps, found.watts, found.value) == (amps, watts, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MeterValueSampleInterval", "60"),
        ("TimestampOffset", "60"),
        ("LampBrightness", "60"),
        ("StopTxnSampledData", "60"),
        ("MaxCurrent", "on"),
        ("MaxCurrent", None),
        ("MaxCurrent", "-1"),
        ("CurrentUser", "5"),
        ("LimitChangeSignificance", "5"),
        ("FreeVend", "1"),
    ],
)
def test_others_are_no_caps(name, value):
    assert setting_cap(key_address(name), value) is None


def test_a_variable_is_named_with_its_component():
    address = Address("CurrentLimit", "Custom", evse=2)
    assert setting_cap(address, "16").name == "Custom:2.CurrentLimit"


@pytest.mark.parametrize(
    ("data", "message", "found"),
    [
        ({"maxCurr": 10}, "", [("maxCurr", 10)]),
        ('{"a": {"currentLimit": "13"}, "b": 1}', "", [("currentLimit", 13)]),
        ("16", "maxCurr", [("maxCurr", 16)]),
        ("1,SuspendedEVSE,{20,8000,16}", "evbStatusNotification", []),
        ([[[[[{"maxCurr": 1}]]]]], "", []),
        (None, "maxCurr", []),
    ],
)
def test_vendors_messages_are_looked_through(data, message, found):
    caps = told_caps(Part(data), message)
    assert [(cap.name, cap.amps) for cap in caps] == found


@pytest.mark.parametrize(
    ("info", "amps"),
    [
        ("safe mode max 14.0A", 14),
        ("Max: 10 A", 10),
        ("max current 6,5 Ampere", 6.5),
        ("No error", None),
        ("max 14.0Ah", None),
        ("", None),
    ],
)
def test_a_safe_mode_tells_its_current(info, amps):
    assert safe_mode_amps(info) == amps


@given(st.text(max_size=60), st.text(max_size=20))
def test_no_text_raises(data, name):
    told_caps(Part(data), name)
    safe_mode_amps(data)
    setting_cap(key_address(name), data)
