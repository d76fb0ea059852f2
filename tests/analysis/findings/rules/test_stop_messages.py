# SPDX-License-Identifier: Apache-2.0
from tests.analysis.findings.rules.test_starts import online
from tests.analysis.findings.rules.test_stops import charging
from tests.analysis.findings.talk import Talk


def test_stop_09_finds_a_stop_of_what_nobody_saw_begin():
    talk = online()
    talk.stop(4_711)
    finding = talk.the("STOP-09")
    assert "4711" in finding.text
    assert finding.is_possible
    assert "messages start shortly before" in finding.text


def test_stop_09_ignores_a_start_whose_answer_was_not_seen():
    talk = Talk()
    talk.start(1, answer=None)
    talk.wait(600)
    talk.stop(77)
    assert "STOP-09" not in talk.ids()


def test_stop_09_ignores_that_it_is_told_again():
    talk = online()
    stamp = talk.stamp()
    for _ in range(3):
        talk.stop(4_711, timestamp=stamp)
    assert talk.the("STOP-09").count == 1


def test_stop_09_ignores_a_stop_that_belongs():
    talk = online()
    transaction = charging(talk)
    talk.stop(transaction)
    talk.stop(transaction)
    assert "STOP-09" not in talk.ids()


def test_stop_10_finds_a_stop_that_comes_again():
    talk = online()
    transaction, stamp = charging(talk), talk.stamp()
    for _ in range(2):
        talk.stop(transaction, timestamp=stamp, answer=None)
        talk.wait(60)
    finding = talk.the("STOP-10")
    assert len(finding.messages) == 2
    assert "no answer that it could use" in finding.text


def test_stop_10_finds_one_that_was_answered():
    talk = Talk()
    stamp = talk.stamp()
    for _ in range(2):
        talk.stop(7, timestamp=stamp)
    finding = talk.the("STOP-10")
    assert "though it was answered" in finding.text
    assert finding.is_possible
    talk.stop(7, timestamp=stamp)
    assert not talk.the("STOP-10").is_possible


def test_stop_10_ignores_one_retry_after_a_lost_connection():
    talk = online()
    transaction, stamp = charging(talk), talk.stamp()
    talk.stop(transaction, timestamp=stamp, answer=None)
    talk.disconnect()
    talk.wait(60)
    talk.connect()
    talk.stop(transaction, timestamp=stamp)
    assert "STOP-10" not in talk.ids()


def test_stop_11_finds_a_remote_stop_with_a_wrong_number():
    talk = online()
    transaction = charging(talk)
    talk.csms("RemoteStopTransaction", transactionId=99, answer={"status": "Rejected"})
    assert f"another number: {transaction}" in talk.the("STOP-11").text


def test_stop_11_ignores_one_that_is_accepted():
    talk = online()
    talk.csms("RemoteStopTransaction", transactionId=charging(talk))
    assert "STOP-11" not in talk.ids()


def test_stop_09_is_one_finding_for_all_numbers():
    talk = online()
    for number in (11, 12, 13):
        talk.stop(number, meter=5)
    found = [one for one in talk.findings() if one.rule == "STOP-09"]
    assert [one.count for one in found] == [3]
    assert "13" in found[0].text
