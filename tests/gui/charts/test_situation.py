# SPDX-License-Identifier: Apache-2.0
from ocppdesk.gui.charts.situation import situation_of


def told(charger="CP1", **known):
    usual = {"has_chargers": True, "is_reading": False, "is_live": True}
    known = {**usual, "version": "1.6", **known}
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


def test_in_a_recording_nothing_more_is_awaited():
    assert "No meter values in this recording" in told(is_live=False)
    assert "No meter values yet" in told()
    assert "No charger is in this recording" in told(
        "", has_chargers=False, is_live=False
    )


def test_why_the_analysis_cannot_go_on_is_said():
    assert "The disk is gone." in told(is_reading=True, failure="The disk is gone.")
