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


def test_sc_02_finds_more_current_than_is_allowed():
    talk = online()
    transaction = charging(talk, 10)
    meter(talk, 6, transaction, current=[9.0, 16.0, 16.0])
    finding = with_stories(talk)["SC-02"]
    assert "16.0 A" in finding.text
    assert "10 A were allowed" in finding.text
    assert finding.messages


def test_sc_02_finds_more_power_where_no_current_is_measured():
    talk = online()
    transaction = charging(talk, 4_200, unit="W")
    meter(talk, 6, transaction, power=7_000)
    assert "7000 W flowed" in with_stories(talk)["SC-02"].text


def test_sc_02_ignores_power_within_the_limit():
    talk = online()
    transaction = charging(talk, 10)
    meter(talk, 6, transaction, power=7_300)
    assert "SC-02" not in with_stories(talk)


def test_sc_02_ignores_currents_from_before_the_limit_that_are_told_later():
    talk = online()
    transaction = charging(talk, 6)
    talk.wait(120)
    for minute in range(6):
        talk.wait(20)
        stamp = talk.stamp(ago=7_200 - 60 * minute)
        talk.meter(1, transaction, current=16, stamp=stamp)
    assert "SC-02" not in with_stories(talk)


def test_sc_02_ignores_a_current_that_follows():
    talk = online()
    transaction = charging(talk, 16)
    meter(talk, 3, transaction, current=16.4)
    set_profile(talk, limit=10)
    meter(talk, 1, transaction, every=10, current=16.0)
    meter(talk, 3, transaction, current=10.2)
    assert "SC-02" not in with_stories(talk)


def test_sc_08_finds_an_offer_below_the_limit():
    talk = online()
    transaction = charging(talk, 32)
    meter(talk, 4, transaction, offered=14)
    assert "14.0 A, where 32 A" in with_stories(talk)["SC-08"].text


def test_sc_08_ignores_a_limit_for_all_outlets_and_dc():
    talk = online()
    set_profile(talk, connector=0, limit=63, purpose="ChargePointMaxProfile")
    transaction = charging(talk)
    meter(talk, 4, transaction, offered=32)
    assert "SC-08" not in with_stories(talk)
    talk = online()
    transaction = charging(talk, 200)
    meter(talk, 4, transaction, offered=61, voltage=400, soc=50)
    assert "SC-08" not in with_stories(talk)


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


def test_sc_12_finds_it_by_an_error_where_no_temperature_is_measured():
    talk = online()
    transaction = charging(talk, 32)
    meter(talk, 3, transaction, offered=32)
    talk.status(1, "Charging", "HighTemperature")
    meter(talk, 2, transaction, offered=20)
    assert "it reported HighTemperature" in with_stories(talk)["SC-12"].text


def test_sc_12_ignores_an_error_of_another_outlet():
    talk = online()
    transaction = charging(talk, 32)
    meter(talk, 3, transaction, offered=32)
    talk.status(2, "Charging", "HighTemperature")
    meter(talk, 2, transaction, offered=20)
    assert "SC-12" not in with_stories(talk)


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
