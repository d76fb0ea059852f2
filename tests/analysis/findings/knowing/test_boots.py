# SPDX-License-Identifier: Apache-2.0
from tests.analysis.findings.talk import Talk


def test_boots_are_known_with_their_answers():
    talk = Talk()
    first = talk.boot(answer={"status": "Pending", "interval": 10})
    talk.boot(serial="S-2")
    boots = talk.known().boots
    assert [boot.status for boot in boots.all] == ["Pending", "Accepted"]
    assert boots.all[0].message == first
    assert boots.all[0].interval_s == 10
    assert boots.last.boot.serial == "S-2"
    assert (boots.status, boots.heartbeat_s) == ("Accepted", 300)


def test_nothing_is_known_of_a_charger_that_did_not_boot():
    boots = Talk().known().boots
    assert (boots.last, boots.status, boots.heartbeat_s) == (None, "", None)


def test_an_interval_of_nonsense_is_none():
    talk = Talk()
    talk.boot(answer={"status": "Accepted", "interval": -5})
    talk.boot(answer={"status": "Accepted", "interval": 10**12})
    assert talk.known().boots.heartbeat_s is None


def test_the_reason_of_2x_is_known():
    talk = Talk(ocpp="2.0.1")
    talk.boot(reason="Watchdog")
    assert talk.known().boots.last.reason == "Watchdog"
