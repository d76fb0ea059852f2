# SPDX-License-Identifier: Apache-2.0
from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.rules.limit_comparing import LimitNotObeyed
from ocppdesk.analysis.limits.answers import Allowances, Answer, Step
from tests.analysis.findings.rules.test_metering import meter
from tests.analysis.findings.rules.test_smart_charging import set_profile
from tests.analysis.findings.rules.test_starts import online, with_stories


def charging(talk, limit=None, **words):
    """Begin a session under a limit."""
    if limit is not None:
        set_profile(talk, limit=limit, **words)
    talk.status(1, "Preparing")
    transaction = talk.start(1)
    talk.status(1, "Charging")
    return transaction


def test_sc_01_finds_a_limit_below_six_amperes():
    talk = online()
    charging(talk, 4)
    found = with_stories(talk)
    assert "4 A at connector 1" in found["SC-01"].text
    assert not found["SC-01"].is_possible


def test_sc_01_finds_an_offer_of_nothing():
    talk = online()
    transaction = charging(talk)
    meter(talk, 2, transaction, offered=0)
    assert "offers 0 A" in with_stories(talk)["SC-01"].text


def test_sc_01_ignores_a_free_connector_and_enough():
    talk = online()
    set_profile(talk, limit=4)
    assert "SC-01" not in with_stories(talk)
    talk = online()
    charging(talk, 6)
    assert "SC-01" not in with_stories(talk)


def test_sc_02_finds_more_current_than_is_allowed():
    talk = online()
    transaction = charging(talk, 10)
    meter(talk, 6, transaction, current=[9.0, 16.0, 16.0])
    finding = with_stories(talk)["SC-02"]
    assert "16.0 A" in finding.text
    assert "10 A were allowed" in finding.text
    assert finding.messages


def test_sc_02_ignores_a_current_that_follows():
    talk = online()
    transaction = charging(talk, 16)
    meter(talk, 3, transaction, current=16.4)
    set_profile(talk, limit=10)
    meter(talk, 1, transaction, every=10, current=16.0)
    meter(talk, 3, transaction, current=10.2)
    assert "SC-02" not in with_stories(talk)


def test_sc_05_finds_a_profile_that_is_outranked():
    talk = online()
    set_profile(talk, limit=6, level=5, number=1)
    set_profile(talk, limit=16, level=0, number=2)
    found = with_stories(talk)
    assert "SC-05" in found
    assert len(found["SC-05"].messages) == 2


def test_sc_05_ignores_a_profile_that_leads():
    talk = online()
    set_profile(talk, limit=16, level=0, number=1)
    set_profile(talk, limit=6, level=5, number=2)
    assert "SC-05" not in with_stories(talk)


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


def test_sc_08_finds_an_offer_below_the_limit():
    talk = online()
    transaction = charging(talk, 32)
    meter(talk, 4, transaction, offered=14)
    assert "14.0 A, where 32 A" in with_stories(talk)["SC-08"].text


def test_sc_08_ignores_an_offer_that_follows():
    talk = online()
    transaction = charging(talk, 32)
    meter(talk, 4, transaction, offered=32)
    meter(talk, 1, transaction, offered=14)
    assert "SC-08" not in with_stories(talk)


def test_sc_10_finds_a_car_that_takes_less():
    talk = online()
    transaction = charging(talk)
    meter(talk, 8, transaction, current=16, offered=32)
    finding = with_stories(talk)["SC-10"]
    assert finding.severity.name == "INFO"
    assert "16.0 A" in finding.text


def test_sc_10_ignores_a_car_that_takes_all_or_nothing():
    talk = online()
    transaction = charging(talk)
    meter(talk, 8, transaction, current=31.5, offered=32)
    meter(talk, 8, transaction, current=0, offered=32)
    assert "SC-10" not in with_stories(talk)


def test_sc_12_finds_a_charger_that_protects_itself():
    talk = online()
    transaction = charging(talk, 32)
    meter(talk, 3, transaction, offered=32, temperature=45)
    meter(talk, 2, transaction, offered=20, temperature=71)
    finding = with_stories(talk)["SC-12"]
    assert "from 32 A to 20 A" in finding.text
    assert "45 °C to 71 °C" in finding.text


def test_sc_12_ignores_a_limit_that_was_lowered_and_a_cool_charger():
    talk = online()
    transaction = charging(talk, 32)
    meter(talk, 3, transaction, offered=32, temperature=45)
    set_profile(talk, limit=20)
    meter(talk, 3, transaction, offered=20, temperature=71)
    assert "SC-12" not in with_stories(talk)
    talk = online()
    transaction = charging(talk, 32)
    meter(talk, 3, transaction, offered=32, temperature=45)
    meter(talk, 3, transaction, offered=20, temperature=44)
    assert "SC-12" not in with_stories(talk)


def test_currents_are_judged_anew_when_there_are_others_or_another_limit():
    talk = online()
    start, rule = talk.now, LimitNotObeyed(Deadlines())

    def judged(limit):
        nothing = Answer("nothing")
        steps = (Step(start, limit),)
        told = Allowances(1, *[nothing] * 4, "", limits=steps)
        return rule.of_allowances((told,), known)

    transaction = charging(talk)
    meter(talk, 12, transaction, current=16)
    known = talk.known()
    [found] = judged(10.0)
    assert judged(10.0)[0] is found
    assert not judged(16.0)
    assert judged(10.0)
    meter(talk, 12, transaction, current=9)
    known = talk.known()
    assert judged(10.0)[0] == found
    assert judged(9.0) != judged(10.0)
