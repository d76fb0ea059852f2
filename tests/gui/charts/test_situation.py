# SPDX-License-Identifier: Apache-2.0
from ocppdesk.gui.charts.situation import situation_of


def told(charger="CP1", **known):
    known = {"has_chargers": True, "is_reading": False, "version": "1.6", **known}
    return " ".join(situation_of(charger, **known))


def test_without_values_the_settings_that_matter_are_named():
    assert "MeterValueSampleInterval" in told()
    assert "TxUpdatedInterval" in told(version="2.0.1")
    assert "CP1 has sent no meter values" in told()


def test_of_several_chargers_one_has_to_be_chosen():
    assert "Choose a charger" in told("")
    assert "No charger has connected" in told("", has_chargers=False)


def test_while_messages_are_read_nothing_is_missing():
    assert "Reading" in told(is_reading=True)
