# SPDX-License-Identifier: Apache-2.0
from tests.analysis.findings.talk import Talk


def online(**words):
    """Return a talk with a charger that is there and accepted."""
    talk = Talk(**words)
    talk.connect()
    talk.boot()
    talk.wait(60)
    return talk


def test_boot_06_finds_a_reset_after_which_nothing_happens():
    talk = online()
    talk.csms("Reset", type="Soft")
    assert "BOOT-06" not in talk.ids(later=299)
    finding = talk.the("BOOT-06", later=301)
    assert "(Soft)" in finding.text
    assert len(finding.messages) == 2
    talk.heartbeats(900)
    assert "BOOT-06" in talk.ids()


def test_boot_06_ignores_a_reset_that_is_performed():
    talk = online()
    talk.csms("Reset", type="Hard")
    talk.wait(5)
    talk.disconnect()
    talk.wait(600)
    talk.connect()
    assert "BOOT-06" not in talk.ids(later=900)


def test_boot_06_ignores_a_reset_that_waits_until_the_charger_is_idle():
    talk = online(ocpp="2.0.1")
    talk.csms("Reset", type="OnIdle", answer={"status": "Scheduled"})
    assert "BOOT-06" not in talk.ids(later=900)
