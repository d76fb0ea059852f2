# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.analysis.findings.finding import Severity
from ocppdesk.analysis.links import Closer
from tests.analysis.findings.talk import Talk


def flapping(*lives, pause=2, boots=False, **end):
    """Return a talk with connections that live for some seconds each."""
    talk = Talk()
    for life in lives:
        talk.connect()
        if boots:
            talk.boot()
        else:
            talk.charger("Heartbeat")
        talk.wait(life)
        talk.disconnect(**end)
        talk.wait(pause)
    talk.connect()
    talk.charger("Heartbeat")
    return talk


def test_con_07_finds_a_timer_behind_equal_lifetimes():
    finding = flapping(60, 60.5, 60.2, 59.9).the("CON-07")
    assert finding.title == "Connection breaks after a fixed time"
    assert "close to the time after which many proxies give up" in finding.text
    assert finding.count == 3
    assert len(finding.messages) == 3


def test_con_07_finds_irregular_breaks():
    finding = flapping(5, 200, 37, 90).the("CON-07")
    assert "from 5.0 s to 3 min 20 s" in finding.text or "from 5 s" in finding.text


def test_con_07_finds_a_charger_that_registers_each_time():
    finding = flapping(5, 200, 37, 90, boots=True).the("CON-07")
    assert finding.title == "Charger restarts or registers again and again"


def test_con_07_finds_breaks_in_a_log():
    talk = Talk()
    for _ in range(3):
        talk.connect(peer="")
        talk.charger("Heartbeat")
        talk.wait(30)
    assert "CON-07" in talk.ids()


def test_con_07_ignores_connections_that_last():
    assert "CON-07" not in flapping(3000, 3000, 3000).ids()


def test_con_07_ignores_connections_that_this_program_ended():
    assert "CON-07" not in flapping(60, 60, 60, code=1001, closer=Closer.CSMS).ids()


def test_con_09_finds_addresses_that_push_each_other_out():
    talk = Talk()
    for index in range(6):
        talk.connect(peer=f"10.0.0.{7 + index % 2}:5000{index}")
        talk.charger("Heartbeat")
        talk.wait(20)
        talk.disconnect(code=1001, closer=Closer.CSMS, is_replaced=True)
    finding = talk.the("CON-09")
    assert "10.0.0.7 and 10.0.0.8" in finding.text
    assert finding.count == 4


def test_con_09_finds_serial_numbers_that_take_turns():
    talk = Talk()
    for serial in ("A", "B", "A"):
        talk.boot(serial=serial)
        talk.wait(60)
    assert "serial numbers A and B" in talk.the("CON-09").text


def test_con_09_ignores_a_charger_that_was_exchanged_or_got_another_address():
    talk = Talk()
    for serial, address in (("A", 7), ("B", 8), ("B", 9)):
        talk.connect(peer=f"10.0.0.{address}:50000")
        talk.boot(serial=serial)
        talk.wait(60)
        talk.disconnect()
    assert "CON-09" not in talk.ids()


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


def test_con_11_finds_a_charger_that_stays_away():
    talk = flapping()
    talk.disconnect()
    assert "CON-11" not in talk.ids(later=899)
    finding = talk.the("CON-11", later=1000)
    assert finding.severity is Severity.HIGH
    assert not finding.is_possible


def test_con_11_finds_that_it_was_away_for_long():
    finding = flapping(600, pause=3600).the("CON-11")
    assert finding.title == "Charger stayed away for long"
    assert finding.is_possible


def test_con_11_ignores_what_this_program_ended():
    talk = flapping()
    talk.disconnect(code=1001, closer=Closer.CSMS)
    assert "CON-11" not in talk.ids(later=5000)
