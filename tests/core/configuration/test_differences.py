# SPDX-License-Identifier: Apache-2.0
from ocppdesk.core.configuration.differences import compare
from ocppdesk.core.configuration.settings import (
    Entry,
    key_address,
    variable_address,
)
from ocppdesk.core.masking import MASK


def entry(name, value="1"):
    address = variable_address(name) if "." in name else key_address(name)
    return Entry(address, value)


def names(entries):
    return [e.address.text for e in entries]


def test_settings_are_sorted_into_groups():
    found = compare(
        [entry("C", "1"), entry("A", "1"), entry("B", "1"), entry("OnlyHere")],
        [entry("A", "1"), entry("B", "2"), entry("C", "2"), entry("OnlyThere")],
    )
    assert [p.here.address.name for p in found.different] == ["B", "C"]
    assert (found.different[0].here.value, found.different[0].there.value) == ("1", "2")
    assert names(found.missing_here) == ["OnlyThere"]
    assert names(found.missing_there) == ["OnlyHere"]
    assert [p.here.address.name for p in found.same] == ["A"]
    assert found.undecided == ()


def test_what_means_the_same_is_the_same():
    found = compare(
        [
            entry("heartbeatinterval", "060"),
            entry("MeterValuesSampledData", "SoC,Voltage"),
        ],
        [
            entry("HeartbeatInterval", "60"),
            entry("MeterValuesSampledData", "Voltage, SoC,"),
        ],
    )
    assert len(found.same) == 2


def test_names_that_differ_by_case_alone_are_matched_exactly_first():
    found = compare(
        [entry("AbC", "1"), entry("aBc", "2")],
        [entry("aBc", "2"), entry("AbC", "1")],
    )
    assert len(found.same) == 2
    found = compare([entry("AbC", "1")], [entry("aBc", "2"), entry("AbC", "1")])
    assert len(found.same) == 1
    assert names(found.missing_here) == ["aBc"]


def test_secrets_and_untold_values_are_not_judged():
    found = compare(
        [
            entry("AuthorizationKey", "a"),
            entry("A", None),
            entry("B"),
            entry("Url", f"ftp://x:{MASK}@y"),
        ],
        [
            entry("AuthorizationKey", MASK),
            entry("A"),
            entry("B", None),
            entry("Url", "ftp://x:y@y"),
        ],
    )
    assert len(found.undecided) == 4
    assert found.different == ()


def test_keys_of_16_and_variables_of_2x_are_compared_where_they_mean_the_same():
    old = [
        entry("HeartbeatInterval", "60"),
        entry("ChargingScheduleAllowedChargingRateUnit", "Current,Power"),
        entry("BlinkRepeat"),
    ]
    new = [
        entry("OCPPCommCtrlr.HeartbeatInterval", "90"),
        entry("SmartChargingCtrlr.RateUnit", "A,W"),
        entry("EVSE:1.Power"),
    ]
    for here, there in ((old, new), (new, old)):
        found = compare(here, there)
        assert len(found.different) == 1
        assert len(found.same) == 1
        assert len(found.missing_here) == len(found.missing_there) == 1


def test_nothing_is_like_nothing():
    found = compare([], [])
    assert found.different == found.same == found.missing_here == ()
