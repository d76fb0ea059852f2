# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.analysis.links import Closer
from tests.analysis.findings.talk import Talk


def dropped(action, *, times=2, after=3, gap=1200):
    talk = Talk()
    for _ in range(times):
        talk.connect()
        talk.boot()
        talk.wait(300)
        talk.csms(action, answer=None)
        talk.wait(after)
        talk.disconnect()
        talk.wait(gap)
    talk.connect()
    talk.boot()
    return talk


def test_con_10_finds_a_command_that_a_charger_does_not_survive():
    finding = dropped("GetConfiguration").the("CON-10")
    assert finding.title == "Charger leaves after GetConfiguration"
    assert "twice of 2" in finding.text
    assert len(finding.messages) == 4


def refused(*, errors=3, after=10):
    talk = Talk()
    talk.connect()
    talk.boot()
    for _ in range(errors):
        talk.charger("DiagnosticsStatusNotification", status="Idle",
                     error="NotSupported")  # fmt: skip
        talk.wait(10)
    talk.wait(after)
    return talk


def test_con_10_finds_a_charger_that_gives_up_a_csms_full_of_errors():
    talk = refused()
    talk.disconnect()
    finding = talk.the("CON-10")
    assert finding.title == "Charger leaves after errors of the CSMS"
    assert "with NotSupported; 20 s later" in finding.text
    assert finding.is_possible


@pytest.mark.parametrize("words", [{"errors": 2}, {"after": 60}])
def test_con_10_ignores_few_errors_and_long_afterwards(words):
    talk = refused(**words)
    talk.disconnect()
    assert "CON-10" not in talk.ids()


def test_con_10_ignores_errors_before_an_end_of_ours():
    talk = refused()
    talk.disconnect(code=1001, closer=Closer.CSMS)
    assert "CON-10" not in talk.ids()


def test_con_10_ignores_a_boot_that_comes_over_the_same_connection():
    talk = Talk()
    for _ in range(3):
        talk.connect()
        talk.csms("GetConfiguration", answer={})
        talk.wait(2)
        talk.boot()
        talk.wait(3_000)
        talk.disconnect()
        talk.wait(5)
    assert "CON-10" not in talk.ids()


def test_con_10_ignores_errors_before_a_restart_that_was_asked_for():
    talk = refused(after=0)
    talk.csms("Reset", type="Soft")
    talk.disconnect()
    assert "CON-10" not in talk.ids()


def test_con_10_ignores_a_command_over_a_dead_connection():
    talk = Talk()
    for _ in range(3):
        talk.connect()
        talk.wait(900)
        talk.csms("TriggerMessage", answer=None)
        talk.wait(5)
        talk.disconnect(code=1006, closer=Closer.CSMS, is_idle=True)
        talk.wait(5)
    assert "CON-10" not in talk.ids()


@pytest.mark.parametrize("words", [{"times": 1}, {"after": 30}])
def test_con_10_ignores_one_time_and_long_afterwards(words):
    assert "CON-10" not in dropped("GetConfiguration", **words).ids()


def test_con_10_ignores_commands_that_restart():
    assert "CON-10" not in dropped("Reset").ids()


def test_con_10_ignores_a_command_that_is_mostly_harmless():
    talk = dropped("TriggerMessage")
    for _ in range(8):
        talk.csms("TriggerMessage")
        talk.wait(60)
    assert "CON-10" not in talk.ids()
