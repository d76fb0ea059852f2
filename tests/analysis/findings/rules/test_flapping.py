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


def test_con_07_counts_only_what_came_in_short_order():
    talk = flapping(5, 200, 37, 90)
    for _ in range(5):
        talk.wait(40_000)
        talk.disconnect()
        talk.wait(5)
        talk.connect()
    text = talk.the("CON-07").text
    assert "connected 5 times" in text
    assert "to 11 h" in text  # the last of these lived so long


def test_con_07_finds_a_charger_that_closes_its_connections_itself():
    finding = flapping(5, 200, 37, 90, code=1001).the("CON-07")
    assert finding.title == "Charger closes its connections again and again"
    assert "(code 1001)" in finding.text


def test_con_07_counts_connections_that_were_dead():
    talk = flapping(200, 250, 220, code=1006, closer=Closer.CSMS, is_idle=True)
    assert "CON-07" in talk.ids()


def test_con_07_finds_a_charger_that_registers_each_time_for_very_often():
    lives = [20 + 7 * (index % 5) for index in range(130)]
    finding = flapping(*lives, boots=True).the("CON-07")
    assert finding.title == "Charger restarts or registers again and again"


@pytest.mark.parametrize("value", ["9" * 5_000, "٣", "x"])
def test_con_07_survives_an_odd_ping_interval(value):
    talk = flapping(200, 200.5, 200.2)
    key = {"key": "WebSocketPingInterval", "readonly": False, "value": value}
    talk.csms("GetConfiguration", answer={"configurationKey": [key]})
    assert "as routers and mobile networks do" in talk.the("CON-07").text


def test_con_07_finds_breaks_in_a_log():
    talk = Talk()
    for _ in range(3):
        talk.connect(peer="")
        talk.charger("Heartbeat")
        talk.wait(30)
    assert "CON-07" in talk.ids()


def test_con_07_ignores_restarts_that_were_asked_for():
    talk = Talk()
    for _ in range(5):
        talk.connect()
        talk.boot()
        talk.wait(60)
        talk.csms("Reset", type="Hard")
        talk.wait(2)
        talk.disconnect()
        talk.wait(30)
    assert "CON-07" not in talk.ids()
    for _ in range(4):
        talk.connect()
        talk.wait(40)
        talk.disconnect()
        talk.wait(5)
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


def replaced(*serials):
    """Return a talk with two addresses that take turns, and boots over them."""
    talk = Talk()
    for index, serial in enumerate(serials):
        talk.connect(peer=f"10.0.0.{7 + index % 2}:5000{index}")
        if serial:
            talk.boot(serial=serial)
        else:
            talk.charger("Heartbeat")
        talk.wait(20)
        talk.disconnect(code=1001, closer=Closer.CSMS, is_replaced=True)
    return talk


def test_con_09_finds_serial_numbers_behind_addresses_and_no_flapping_beside_it():
    talk = replaced("A", "B", "A", "B", "A", "B")
    found = {each.rule: each for each in talk.findings()}
    assert not found["CON-09"].is_possible
    assert "CON-07" not in found


def test_con_09_is_not_sure_where_no_serial_number_is_known():
    assert replaced("", "", "", "", "").the("CON-09").is_possible


def test_con_09_ignores_one_charger_with_two_ways_into_the_network():
    assert "CON-09" not in replaced("A", "A", "A", "A", "A", "A").ids()


def test_con_09_finds_makes_that_take_turns():
    talk = Talk()
    for vendor in ("Acme", "Best", "Acme"):
        talk.boot(serial="", vendor=vendor)
        talk.wait(60)
    assert "makes Acme Box and Best Box" in talk.the("CON-09").text


def test_con_09_ignores_serial_numbers_that_come_back_long_after_or_when_asked_for():
    talk = Talk()
    for serial in ("A", "B", "A"):
        talk.boot(serial=serial)
        talk.wait(4_000)
    assert "CON-09" not in talk.ids()
    talk = Talk()
    talk.boot(serial="A")
    talk.csms("TriggerMessage", requestedMessage="BootNotification")
    talk.boot(serial="a")
    talk.wait(600)
    talk.boot(serial="A")
    assert "CON-09" not in talk.ids()


def test_con_09_ignores_a_charger_that_was_exchanged_or_got_another_address():
    talk = Talk()
    for serial, address in (("A", 7), ("B", 8), ("B", 9)):
        talk.connect(peer=f"10.0.0.{address}:50000")
        talk.boot(serial=serial)
        talk.wait(60)
        talk.disconnect()
    assert "CON-09" not in talk.ids()


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


def test_con_11_finds_a_charger_whose_connection_was_dead():
    talk = flapping()
    talk.disconnect(code=1006, closer=Closer.CSMS, is_idle=True)
    assert "CON-11" in talk.ids(later=1_000)


def test_con_11_knows_how_long_a_charger_of_ocpp_2_may_wait():
    talk = Talk(ocpp="2.0.1")
    talk.connect()
    told = {"RetryBackOffWaitMinimum": "10", "RetryBackOffRandomRange": "50",
            "RetryBackOffRepeatTimes": "4"}  # fmt: skip
    talk.csms("GetVariables", getVariableData=[], answer={"getVariableResult": [
        {"attributeStatus": "Accepted", "attributeValue": value,
         "component": {"name": "OCPPCommCtrlr"}, "variable": {"name": name}}
        for name, value in told.items()
    ]})  # fmt: skip
    talk.disconnect()
    assert "CON-11" not in talk.ids(later=1_900)
    assert "32 min would be normal" in talk.the("CON-11", later=1_950).text


def test_con_11_ignores_a_charger_that_has_another_connection():
    talk = flapping()
    first = talk._link.number
    talk.connect()
    talk.disconnect()
    assert talk.links[first].ended_at is None
    assert "CON-11" not in talk.ids(later=5_000)


def test_con_11_ignores_what_this_program_ended():
    talk = flapping()
    talk.disconnect(code=1001, closer=Closer.CSMS)
    assert "CON-11" not in talk.ids(later=5000)
