# SPDX-License-Identifier: Apache-2.0
"""What is wished for while a fault is looked for, and when it is in force."""

from dataclasses import replace

import pytest

from ocppdesk.core.configuration.diagnosing import (
    diagnostic_preset,
    is_in_force,
    settings_before,
)
from ocppdesk.core.configuration.keys import about
from ocppdesk.core.configuration.reports import ChargerSettings
from ocppdesk.core.configuration.settings import (
    Entry,
    Limits,
    key_address,
    variable_address,
)

ALL = (
    "Energy.Active.Import.Register,Power.Active.Import,Current.Import,Voltage,"
    "Current.Offered,Power.Offered,SoC"
)
SAMPLED = "MeterValuesSampledData"
UPDATED = "SampledDataCtrlr.TxUpdatedMeasurands"


def known(values, **limits):
    """Return what is known of a charger with these settings."""
    settings = ChargerSettings("CP1")
    for name, value in values.items():
        address = variable_address(name) or key_address(name)
        limit = limits.get(address.name, Limits())
        settings._put(Entry(address, value, read_at=1, limits=limit))
    return settings


def preset(values, **limits):
    """Return what the preset changes of settings that the charger has."""
    wanted = diagnostic_preset(known(values, **limits))
    return {e.address.text: e.value for e in wanted if e.address.text in values}


def test_long_intervals_become_short_and_short_ones_stay():
    before = {
        "MeterValueSampleInterval": "900",
        "HeartbeatInterval": "0",
        "WebSocketPingInterval": "30",
    }
    assert preset(before) == {
        "MeterValueSampleInterval": "15",
        "HeartbeatInterval": "300",
    }


@pytest.mark.parametrize("value", ["", "never", "-1", "²", "9" * 30])
def test_an_odd_interval_is_replaced(value):
    assert preset({"HeartbeatInterval": value}) == {"HeartbeatInterval": "300"}


def test_lists_keep_their_items_and_get_more():
    before = {SAMPLED: "Frequency, voltage", "StopTxnSampledData": ""}
    found = preset(before)
    assert found[SAMPLED].split(",")[:4] == [
        "Frequency",
        "voltage",
        *ALL.split(",")[:2],
    ]
    assert found[SAMPLED].endswith("SoC,Temperature")
    assert found[SAMPLED].casefold().count("voltage") == 1
    assert found["StopTxnSampledData"] == "Energy.Active.Import.Register"


def test_a_list_gets_no_more_items_than_the_charger_takes():
    before = {SAMPLED: "SoC", f"{SAMPLED}MaxLength": "3"}
    assert preset(before)[SAMPLED] == ",".join(("SoC", *ALL.split(",")[:2]))


def test_a_list_of_2x_gets_what_the_charger_says_it_has():
    limits = Limits("MemberList", choices=("Voltage", "SoC"))
    assert preset({UPDATED: "SoC"}, TxUpdatedMeasurands=limits) == {
        UPDATED: "SoC,Voltage"
    }
    limits = Limits("MemberList", maximum=40)
    assert preset({UPDATED: ""}, TxUpdatedMeasurands=limits) == {
        UPDATED: "Energy.Active.Import.Register,Voltage"
    }
    assert preset({UPDATED: ""})[UPDATED] == ALL


def test_of_whom_nothing_is_known_nothing_is_wished():
    assert diagnostic_preset(known({})) == ()


@pytest.mark.parametrize("first", ["HeartbeatInterval", UPDATED])
def test_all_that_is_wished_is_in_the_book(first):
    wanted = diagnostic_preset(known({first: ""}))
    assert len(wanted) >= 5
    assert all(about(entry.address).is_standard for entry in wanted)


def test_only_its_settings_are_taken_back():
    kept = known({"heartbeatinterval": "900", "BlinkRepeat": "3"}).entries
    assert [e.address.text for e in settings_before(kept)] == ["heartbeatinterval"]


@pytest.mark.parametrize(
    ("before", "now", "is_so"),
    [
        ({"HeartbeatInterval": "900"}, {"HeartbeatInterval": "300"}, True),
        ({"HeartbeatInterval": "900"}, {"HeartbeatInterval": "600"}, False),
        ({"HeartbeatInterval": "60"}, {"HeartbeatInterval": "120"}, False),
        ({SAMPLED: "SoC"}, {SAMPLED: "SoC,Voltage"}, True),
        ({SAMPLED: "SoC"}, {SAMPLED: "SoC,RPM"}, False),
        ({SAMPLED: "SoC"}, {SAMPLED: "SoC"}, False),
        ({}, {SAMPLED: "SoC"}, False),
    ],
)
def test_whether_it_was_applied_since(before, now, is_so):
    kept = [replace(entry, read_at=None) for entry in known(before).entries]
    assert is_in_force(known(now), kept) is is_so
