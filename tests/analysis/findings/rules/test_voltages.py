# SPDX-License-Identifier: Apache-2.0
from tests.analysis.findings.rules.test_metering import meter
from tests.analysis.findings.rules.test_starts import online


def test_mtr_09_finds_a_voltage_that_is_too_low():
    talk = online()
    meter(talk, 2, voltage=[230, 198, 231])
    finding = talk.the("MTR-09")
    assert finding.severity.name == "HIGH"
    assert "L2 198 V" in finding.text


def test_mtr_09_finds_a_lost_neutral():
    talk = online()
    meter(talk, 1, voltage=[268, 182, 231])
    finding = talk.the("MTR-09")
    assert finding.severity.name == "CRITICAL"
    assert "neutral" in finding.title.lower()


def test_mtr_09_ignores_usual_voltages_and_those_between_phases():
    talk = online()
    meter(talk, 2, voltage=[229, 231, 240])
    meter(talk, 2, voltage=400)
    meter(talk, 1, voltage=0)
    assert "MTR-09" not in talk.ids()


def test_mtr_09_ignores_what_a_dc_charger_gives_out():
    talk = online()
    meter(talk, 1, voltage=410)
    meter(talk, 1, voltage=280)
    talk.meter(2, voltage=250, soc=20)
    assert "MTR-09" not in talk.ids()


def test_mtr_09_finds_a_voltage_that_falls_under_load():
    talk = online()
    meter(talk, 1, voltage=[233, 232, 231], current=[0, 0, 0])
    meter(talk, 3, voltage=[219, 231, 230], current=[16, 16, 16])
    finding = talk.the("MTR-09")
    assert (
        "L1 fell from 233 V without a current to 219 V at 16 A, by 6 %" in finding.text
    )
    assert finding.severity.name == "MEDIUM"
    assert len(finding.messages) == 4


def test_mtr_09_ignores_a_small_fall_and_one_from_long_before():
    talk = online()
    meter(talk, 1, voltage=[233, 232, 231], current=[0, 0, 0])
    meter(talk, 3, voltage=[224, 224, 223], current=[16, 16, 16])
    talk.wait(7_200)
    meter(talk, 3, voltage=[215, 215, 215], current=[16, 16, 16])
    assert "MTR-09" not in talk.ids()
