# SPDX-License-Identifier: Apache-2.0
from tests.analysis.findings.rules.test_limit_comparing import charging
from tests.analysis.findings.rules.test_metering import meter
from tests.analysis.findings.rules.test_smart_charging import set_profile
from tests.analysis.findings.rules.test_starts import online, with_stories


def composite(talk, limit):
    schedule = {
        "chargingRateUnit": "A",
        "chargingSchedulePeriod": [{"startPeriod": 0, "limit": limit}],
    }
    talk.csms(
        "GetCompositeSchedule",
        connectorId=1,
        duration=3600,
        answer={
            "status": "Accepted",
            "connectorId": 1,
            "scheduleStart": talk.stamp(),
            "chargingSchedule": schedule,
        },
    )


def test_sc_06_finds_a_limit_that_nobody_set_here():
    talk = online()
    set_profile(talk, limit=16)
    talk.wait(60)
    composite(talk, 8)
    finding = with_stories(talk)["SC-06"]
    assert "16 A were set" in finding.text
    assert not finding.is_possible
    talk = online()
    composite(talk, 0)
    assert with_stories(talk)["SC-06"].is_possible


def test_sc_06_ignores_what_was_set_and_what_the_hardware_can():
    talk = online()
    set_profile(talk, limit=16)
    talk.wait(60)
    composite(talk, 16)
    assert "SC-06" not in with_stories(talk)
    talk = online()
    composite(talk, 32)
    assert "SC-06" not in with_stories(talk)


def test_sc_09_finds_a_charger_that_does_not_tell():
    talk = online()
    talk.csms(
        "GetCompositeSchedule",
        connectorId=1,
        duration=60,
        answer={"status": "Rejected"},
    )
    assert "Rejected" in talk.the("SC-09").text


def test_sc_09_ignores_one_that_tells():
    talk = online()
    talk.csms("GetCompositeSchedule", connectorId=1, duration=60)
    assert "SC-09" not in talk.ids()


def test_sc_09_finds_a_limit_that_is_more_than_was_set():
    talk = online()
    set_profile(talk, limit=10)
    talk.wait(60)
    composite(talk, 32)
    finding = with_stories(talk)["SC-09"]
    assert "tells 32 A at connector 1, and 10 A are allowed" in finding.text
    assert len(finding.messages) == 2


def test_sc_09_finds_a_limit_that_the_charger_itself_contradicts():
    talk = online()
    transaction = charging(talk, 16)
    talk.wait(120)
    composite(talk, 0)
    meter(talk, 1, transaction, current=15.8)
    found = with_stories(talk)
    assert "15.8 A flow" in found["SC-09"].text
    assert "SC-06" not in found


def test_sc_06_ignores_what_a_setting_limits_that_was_changed_here():
    talk = online()
    talk.csms("ChangeConfiguration", key="MaxChargingCurrent", value="10")
    composite(talk, 10)
    assert "SC-06" not in with_stories(talk)
