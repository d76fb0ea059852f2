# SPDX-License-Identifier: Apache-2.0
import pytest

from tests.analysis.findings.talk import Talk


def online(**words):
    """Return a talk with a charger that is there and accepted."""
    talk = Talk(**words)
    talk.connect()
    talk.boot()
    talk.wait(60)
    return talk


def test_off_01_finds_messages_that_come_late():
    talk = online()
    transaction = talk.start(1, timestamp=talk.stamp(ago=7_200))
    talk.stop(transaction, timestamp=talk.stamp(ago=3_600))
    finding = talk.the("OFF-01")
    assert finding.severity.name == "INFO"
    assert "2 h" in finding.text


@pytest.mark.parametrize("ocpp", ["2.0.1", "2.1"])
def test_off_01_finds_what_ocpp_2_marks_as_offline(ocpp):
    talk = online(ocpp=ocpp)
    talk.event("Started", offline=True, timestamp=talk.stamp(ago=600))
    assert "up to 10 min" in talk.the("OFF-01").text
    talk = online(ocpp=ocpp)
    talk.event("Started", offline=True)
    assert " up to " not in talk.the("OFF-01").text


def test_off_01_tells_the_longest_and_is_one_finding():
    talk = online()
    for ago in (7_200, 3_600, 600):
        talk.start(ago // 600, timestamp=talk.stamp(ago=ago))
    finding = talk.the("OFF-01")
    assert "up to 2 h" in finding.text
    assert len(finding.messages) == 3


def test_off_01_ignores_what_is_only_sent_again():
    talk = online()
    start = talk.stamp()
    for _ in range(4):
        talk.start(1, answer=None, timestamp=start)
        talk.wait(100)
    assert "OFF-01" not in talk.ids()


def test_off_01_ignores_a_clock_that_was_never_set_and_is_not_sure_of_a_zone():
    talk = online()
    talk.stop(talk.start(1, timestamp="2013-02-01T15:09:18Z"),
              timestamp="2013-02-01T16:09:18Z")  # fmt: skip
    assert "OFF-01" not in talk.ids()
    zone = 12 * 3_600
    talk.stop(talk.start(1, timestamp=talk.stamp(ago=zone)),
              timestamp=talk.stamp(ago=zone))  # fmt: skip
    assert talk.the("OFF-01").is_possible


def test_off_01_is_a_consequence_of_a_restart():
    talk = online(ocpp="2.0.1")
    talk.wait(1_200)
    talk.disconnect()
    talk.wait(600)
    talk.connect()
    talk.boot(reason="PowerUp")
    talk.event("Started", offline=True, timestamp=talk.stamp(ago=300))
    found = talk.ids()
    assert "BOOT-04" in found
    assert "OFF-01" not in found


def test_off_01_ignores_a_clock_that_is_slow():
    talk = online()
    for _ in range(6):
        talk.wait(30)
        talk.status(1, "Available", timestamp=talk.stamp(ago=300))
    transaction = talk.start(1, timestamp=talk.stamp(ago=300))
    talk.stop(transaction, timestamp=talk.stamp(ago=300))
    assert "OFF-01" not in talk.ids()


def test_off_02_finds_a_message_that_comes_again_and_again():
    talk = online()
    start = talk.stamp()
    for _ in range(3):
        talk.start(1, answer=None, timestamp=start)
        talk.wait(60)
    finding = talk.the("OFF-02")
    assert "StartTransaction 3 times" in finding.text
    assert "The CSMS did not answer it." in finding.text
    assert len(finding.messages) == 3
    assert finding.count == 1


def test_off_02_tells_how_it_was_answered():
    talk = online()
    start = talk.stamp()
    for _ in range(3):
        talk.start(1, error="InternalError", timestamp=start)
        talk.wait(60)
    finding = talk.the("OFF-02")
    assert "answered it with InternalError" in finding.text
    assert len(finding.messages) == 4


def test_off_02_ignores_attempts_that_are_far_apart():
    talk = online()
    start = talk.stamp()
    for _ in range(4):
        talk.start(1, answer=None, timestamp=start)
        talk.wait(2_000)
    assert "OFF-02" not in talk.ids()


def test_off_02_ignores_one_retry_and_different_messages():
    talk = online()
    start = talk.stamp()
    talk.start(1, answer=None, timestamp=start)
    transaction = talk.start(1, timestamp=start)
    talk.wait(60)
    talk.stop(transaction)
    talk.stop(talk.start(1))
    assert "OFF-02" not in talk.ids()


def test_off_03_finds_a_hole_in_the_numbers():
    talk = online(ocpp="2.0.1")
    talk.event("Started")
    talk.event("Updated", seqNo=1)
    talk.event("Updated", seqNo=5)
    assert "OFF-03" not in talk.ids(later=590)
    text = talk.the("OFF-03", later=610).text
    assert text.startswith("Of transaction T-1, messages never came (3 of them)")
    talk.event("Updated", seqNo=3)
    assert "(2 of them)" in talk.the("OFF-03", later=610).text


def test_off_03_ignores_a_hole_that_is_filled_later():
    talk = online(ocpp="2.1")
    talk.event("Started")
    for number in (3, 1, 2):
        talk.event("Updated", seqNo=number)
        talk.wait(60)
    assert "OFF-03" not in talk.ids(later=3_600)


def test_off_03_finds_an_end_without_a_beginning():
    talk = online()
    talk.at("2 10:00:00")
    talk.stop(4711)
    assert "4711" in talk.the("OFF-03").text


def test_off_03_finds_in_ocpp_2_that_a_start_never_came():
    talk = online(ocpp="2.1")
    talk.event("Updated", "T-0", seqNo=4)
    talk.event("Ended", "T-0", seqNo=5)
    assert "OFF-03" not in talk.ids(later=900)
    talk.at("2 10:00:00")
    talk.event("Updated", "T-9", seqNo=2)
    assert "OFF-03" not in talk.ids(later=500)
    assert "transaction T-9, and its start never came" in (
        talk.the("OFF-03", later=700).text
    )
    talk.wait(60)
    talk.event("Started", "T-9", seqNo=0, offline=True)
    assert "OFF-03" not in talk.ids(later=700)


def test_off_03_ignores_an_end_shortly_after_the_messages_begin():
    talk = online()
    talk.stop(4711)
    assert "OFF-03" not in talk.ids()


def test_off_03_ignores_whole_transactions():
    talk = online()
    talk.stop(talk.start(1))
    assert "OFF-03" not in talk.ids()
    talk = online(ocpp="2.0.1")
    for kind in ("Started", "Updated", "Ended"):
        talk.event(kind)
    assert "OFF-03" not in talk.ids()


def test_off_04_finds_a_session_that_was_refused_afterwards():
    talk = online()
    talk.start(
        1,
        tag="SERIAL1",
        timestamp=talk.stamp(ago=10_800),
        answer={"transactionId": 9, "idTagInfo": {"status": "Blocked"}},
    )
    finding = talk.the("OFF-04")
    assert "SERIAL1" in finding.text
    assert "3 h later" in finding.text
    assert "Blocked" in finding.text


def test_off_04_ignores_a_refusal_in_time_and_a_late_acceptance():
    talk = online()
    talk.start(1, answer={"transactionId": 9, "idTagInfo": {"status": "Blocked"}})
    talk.start(1, timestamp=talk.stamp(ago=10_800))
    assert "OFF-04" not in talk.ids()


def test_off_05_finds_numbers_that_are_none():
    talk = online()
    talk.start(1, answer=None)
    talk.meter(1, -1, energy=1000)
    talk.stop(-1)
    finding = talk.the("OFF-05")
    assert "-1" in finding.text
    assert finding.count == 2


def test_off_05_finds_a_number_that_was_never_set_in_a_message_that_is_cut_off():
    talk = online()
    talk.raw('[2,"9","MeterValues",{"transactionId":9223372036854775807,"meterVa')
    assert "9223372036854775807" in talk.the("OFF-05").text


def test_off_04_finds_a_refusal_that_is_cut_off():
    talk = online()
    stamp = talk.stamp(ago=10_800)
    talk.charger("StartTransaction", connectorId=1, idTag="T", meterStart=1,
                 timestamp=stamp, answer=None, id="s1")  # fmt: skip
    talk.raw('[3,"s1",{"transactionId":2,"idTagInfo":{"status":"Blocked', direction=1)
    assert "Blocked" in talk.the("OFF-04").text


@pytest.mark.parametrize("number", [0, -1])
def test_off_05_ignores_such_a_number_where_there_is_no_transaction(number):
    talk = online()
    talk.meter(1, number, energy=1000)
    assert "OFF-05" not in talk.ids()


def test_off_06_finds_that_no_status_comes_after_an_outage():
    talk = away(ocpp="2.0.1")
    assert "OFF-06" not in talk.ids(later=60)
    finding = talk.the("OFF-06", later=130)
    assert "15 min" in finding.text
    assert finding.is_possible


def away(**words):
    """Return a talk with a charger that was away for a quarter of an hour."""
    talk = online(**words)
    talk.status(1, "Available")
    talk.disconnect()
    talk.wait(900)
    talk.connect()
    return talk


def test_off_06_finds_in_ocpp_1_6_that_a_session_began_meanwhile():
    talk = away()
    opened = talk.messages[-1].id
    start = talk.start(1, timestamp=talk.stamp(ago=600)) and talk.messages[-2].id
    assert talk.the("OFF-06", later=130).messages == (opened, start)


def test_off_06_ignores_a_charger_of_ocpp_1_6_that_has_nothing_new():
    talk = away()
    assert "OFF-06" not in talk.ids(later=900)
    talk.start(1)
    assert "OFF-06" not in talk.ids(later=900)


def test_off_06_survives_an_odd_threshold():
    talk = online(ocpp="2.0.1")
    talk.status(1, "Available")
    result = {"attributeStatus": "Accepted", "attributeValue": "9" * 5_000,
              "component": {"name": "OCPPCommCtrlr"},
              "variable": {"name": "OfflineThreshold"}}  # fmt: skip
    talk.csms("GetVariables", answer={"getVariableResult": [result]})
    talk.disconnect()
    talk.wait(900)
    talk.connect()
    assert "OFF-06" in talk.ids(later=130)


def test_off_06_ignores_a_short_outage_and_a_status():
    talk = online(ocpp="2.0.1")
    talk.status(1, "Available")
    talk.disconnect()
    talk.wait(60)
    talk.connect()
    assert "OFF-06" not in talk.ids(later=300)
    talk.disconnect()
    talk.wait(900)
    talk.connect()
    talk.wait(10)
    talk.status(1, "Available")
    assert "OFF-06" not in talk.ids(later=300)
