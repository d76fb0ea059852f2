# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.simulator.configuration_values import (
    Boolean,
    HexText,
    Text,
    Whole,
    measurand_items,
    split_items,
)


@pytest.mark.parametrize(
    ("kind", "written", "stored"),
    [
        (Boolean(), "True", "true"),
        (Boolean(), " false ", "false"),
        (Boolean(), "1", None),
        (Whole(0, 100), "30", "30"),
        (Whole(0, 100), "-1", None),
        (Whole(0, 100), "101", None),
        (Whole(0, 100), "30.5", None),
        (Whole(0, 100), "", None),
        (Whole(-5, 5), "-5", "-5"),
        (Text(4), "abcd", "abcd"),
        (Text(4), "abcde", None),
        (Text(40, 16), "short", None),
        (HexText(), "00" * 20, "00" * 20),
        (HexText(), "00" * 15, None),
        (HexText(), "0z" * 20, None),
    ],
)
def test_value_is_stored_or_refused(kind, written, stored):
    assert kind.normal(written) == stored


def test_list_of_measurands_may_name_phases():
    kind = measurand_items(with_temperature=True)
    assert kind.normal("Voltage.L1, SoC,") == "Voltage.L1,SoC"


def test_one_unknown_measurand_refuses_the_whole_list():
    kind = measurand_items(with_temperature=True)
    assert kind.normal("Voltage,RPM") is None


def test_2_0_1_has_no_temperature():
    assert measurand_items(with_temperature=False).normal("Temperature") is None


def test_items_are_split_at_commas_and_trimmed():
    assert split_items(" a, ,b,") == ["a", "b"]
    assert split_items("") == []
