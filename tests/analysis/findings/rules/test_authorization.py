# SPDX-License-Identifier: Apache-2.0
import pytest

from tests.analysis.findings.talk import Talk


def online(**words):
    """Return a talk with a charger that is there and accepted."""
    talk = Talk(**words)
    talk.connect()
    talk.boot()
    talk.wait(600)
    return talk


def card(talk, tag, status="Accepted"):
    """Have a card shown, in the version that is spoken."""
    if str(talk.version) == "1.6":
        answer = {"idTagInfo": {"status": status}}
        return talk.charger("Authorize", idTag=tag, answer=answer)
    token = {"idToken": tag, "type": "ISO14443"}
    answer = {"idTokenInfo": {"status": status}}
    return talk.charger("Authorize", idToken=token, answer=answer)


def remote(talk, tag, status="Accepted"):
    return talk.csms(
        "RemoteStartTransaction", idTag=tag, connectorId=1, answer={"status": status}
    )


def refused(talk, tag, status="Invalid", transaction=7):
    """Have a start refused."""
    talk.start(
        1,
        tag=tag,
        answer={"transactionId": transaction, "idTagInfo": {"status": status}},
    )


@pytest.mark.parametrize("ocpp", ["1.6", "2.0.1"])
def test_auth_01_finds_a_card_that_is_refused_once_for_each_card(ocpp):
    talk = online(ocpp=ocpp)
    first = card(talk, "CARD1", "Blocked")
    card(talk, "CARD1", "Blocked")
    finding = talk.the("AUTH-01")
    assert "CARD1" in finding.title
    assert "twice: Blocked, it is blocked" in finding.text
    assert first in finding.messages


def test_auth_01_finds_it_in_the_answer_to_an_event():
    talk = online(ocpp="2.0.1")
    answer = {"idTokenInfo": {"status": "Expired"}}
    talk.event("Started", tag="CARD1", answer=answer)
    assert "Expired" in talk.the("AUTH-01").text


def test_auth_01_is_one_finding_at_all_connectors_and_knows_the_serial_number():
    talk = online()
    talk.boot(serial="ACE0177305")
    card(talk, "ACE0177305", "Blocked")
    refused(talk, "ACE0177305", "Blocked")
    finding = talk.the("AUTH-01")
    assert finding.count == 2
    assert "the charger's own serial number" in finding.text


def test_auth_01_ignores_a_card_that_is_accepted():
    talk = online()
    card(talk, "CARD1")
    card(talk, "CARD2", "ACCEPTED")
    assert "AUTH-01" not in talk.ids()


@pytest.mark.parametrize("ocpp", ["1.6", "2.0.1"])
def test_auth_02_finds_a_card_with_which_nothing_starts(ocpp):
    talk = online(ocpp=ocpp)
    card(talk, "CARD1")
    assert "AUTH-02" not in talk.ids(later=140)
    assert "2 min 30 s" in talk.the("AUTH-02", later=160).text


def test_auth_02_ignores_a_card_with_which_a_session_starts_or_ends():
    talk = online()
    card(talk, "TAG1")
    talk.wait(60)
    transaction = talk.start(1, tag="TAG1")
    talk.wait(600)
    card(talk, "TAG1")
    talk.wait(1)
    talk.stop(transaction)
    assert "AUTH-02" not in talk.ids(later=600)


def test_auth_02_tells_whether_a_plug_was_seen():
    talk = online()
    talk.status(1, "Available")
    card(talk, "CARD1")
    assert "Nobody plugged in" in talk.the("AUTH-02", later=160).text
    talk.wait(5)
    talk.status(1, "Preparing")
    assert "A plug was in" in talk.the("AUTH-02", later=160).text
    talk.wait(100)
    talk.status(1, "Available")
    assert "A plug was in" in talk.the("AUTH-02", later=60).text


def test_auth_02_leaves_faults_to_their_own_findings():
    talk = online()
    card(talk, "CARD1")
    talk.wait(5)
    talk.status(1, "Faulted", "ConnectorLockFailure")
    assert "AUTH-02" not in talk.ids(later=600)


def test_auth_02_ignores_a_session_that_another_card_of_the_group_ends():
    talk = online()
    transaction = talk.start(1, tag="TAG1")
    talk.wait(600)
    card(talk, "TAG2")
    talk.wait(2)
    talk.stop(transaction)
    assert "AUTH-02" not in talk.ids(later=600)


def test_auth_02_ignores_another_spelling_and_a_charger_that_is_offline():
    talk = online()
    card(talk, "04a1b2c3")
    talk.start(1, tag="04A1B2C3")
    assert "AUTH-02" not in talk.ids(later=600)
    talk = online()
    card(talk, "TAG1")
    talk.wait(5)
    talk.disconnect()
    assert "AUTH-02" not in talk.ids(later=600)


def test_auth_02_leaves_remote_starts_to_their_own_finding():
    talk = online()
    remote(talk, "REMOTE1")
    card(talk, "REMOTE1")
    found = talk.ids(later=600)
    assert "START-02" in found
    assert "AUTH-02" not in found


def test_auth_02_ignores_a_session_of_ocpp_2():
    talk = online(ocpp="2.0.1")
    card(talk, "TAG1")
    talk.event("Started", tag="TAG1")
    assert "AUTH-02" not in talk.ids(later=600)


def test_auth_05_finds_a_session_that_is_over_in_the_way():
    talk = online()
    talk.start(1, tag="TAG1")
    talk.status(1, "Charging")
    talk.wait(600)
    talk.status(1, "Available")
    talk.wait(60)
    refused(talk, "TAG1", "ConcurrentTx", transaction=99)
    assert "TAG1" in talk.the("AUTH-05").text


def test_auth_05_finds_it_when_a_car_is_plugged_in_again():
    talk = online()
    talk.start(1, tag="TAG1")
    talk.status(1, "Charging")
    talk.wait(600)
    talk.status(1, "Available")
    talk.wait(60)
    talk.status(1, "Preparing")
    card(talk, "tag1", "ConcurrentTx")
    assert "its connector has been free since" in talk.the("AUTH-05").text


def test_auth_05_finds_it_after_another_session_and_after_a_restart():
    talk = online()
    talk.start(1, tag="TAG1")
    talk.wait(600)
    talk.start(1, tag="TAG2")
    card(talk, "TAG1", "ConcurrentTx")
    assert "another session has begun there since" in talk.the("AUTH-05").text
    talk = online()
    talk.start(1, tag="TAG1")
    talk.status(1, "Charging")
    talk.wait(600)
    talk.boot()
    talk.status(1, "Preparing")
    card(talk, "TAG1", "ConcurrentTx")
    assert "the charger has restarted since" in talk.the("AUTH-05").text


def test_auth_05_ignores_a_session_that_runs():
    talk = online()
    talk.start(1, tag="TAG1")
    talk.status(1, "Charging")
    talk.wait(600)
    card(talk, "TAG1", "ConcurrentTx")
    assert "AUTH-05" not in talk.ids()


def test_auth_06_finds_answers_that_contradict_each_other():
    talk = online()
    card(talk, "TAG1")
    talk.wait(20)
    refused(talk, "TAG1")
    assert "20 s later" in talk.the("AUTH-06").text


def test_auth_06_ignores_a_start_of_before_that_is_told_later():
    talk = online()
    card(talk, "TAG1")
    answer = {"transactionId": 7, "idTagInfo": {"status": "Invalid"}}
    talk.start(1, tag="TAG1", timestamp=talk.stamp(ago=7_200), answer=answer)
    assert "AUTH-06" not in talk.ids()


def test_auth_06_ignores_them_long_after_and_other_cards():
    talk = online()
    card(talk, "TAG1")
    refused(talk, "TAG2")
    talk.wait(600)
    refused(talk, "TAG1")
    assert "AUTH-06" not in talk.ids()


def test_auth_07_finds_a_start_that_nobody_asked_about():
    talk = online()
    talk.start(1, tag="VENDOR")
    finding = talk.the("AUTH-07")
    assert finding.severity.name == "INFO"
    assert "VENDOR" in finding.text


def test_auth_07_is_one_finding_for_all_cards():
    talk = online()
    talk.stop(talk.start(1, tag="A"))
    talk.stop(talk.start(2, tag="B"))
    finding = talk.the("AUTH-07")
    assert "twice with a card" in finding.text
    assert "the last one with B" in finding.text


def test_auth_07_ignores_offline_starts_retries_and_other_spellings():
    talk = online()
    card(talk, "tag1")
    began = talk.stamp()
    talk.start(1, tag="TAG1", answer=None)
    talk.wait(300)
    talk.start(1, tag="TAG1", timestamp=began)
    talk.start(1, tag="TAG2", timestamp=talk.stamp(ago=7_200))
    assert "AUTH-07" not in talk.ids()


def test_auth_07_is_not_sure_where_the_messages_begin():
    talk = Talk()
    talk.start(1)
    assert talk.the("AUTH-07").is_possible


def test_auth_07_ignores_a_card_and_a_remote_start():
    talk = online()
    card(talk, "TAG1")
    talk.stop(talk.start(1, tag="TAG1"))
    talk.wait(600)
    remote(talk, "TAG2")
    talk.start(1, tag="TAG2")
    assert "AUTH-07" not in talk.ids()


def test_auth_08_finds_that_the_card_of_a_remote_start_is_refused():
    talk = online()
    remote(talk, "REMOTE1")
    talk.wait(1)
    card(talk, "REMOTE1", "Invalid")
    assert "REMOTE1" in talk.the("AUTH-08").text


def test_auth_08_ignores_a_start_that_is_refused_without_being_asked_for():
    talk = online()
    remote(talk, "REMOTE1")
    refused(talk, "REMOTE1")
    assert "AUTH-08" not in talk.ids()


def test_auth_08_ignores_other_cards_and_remote_starts_that_are_rejected():
    talk = online()
    remote(talk, "REMOTE1", "Rejected")
    card(talk, "REMOTE1", "Invalid")
    remote(talk, "REMOTE2")
    card(talk, "OTHER", "Invalid")
    assert "AUTH-08" not in talk.ids()


def send_list(talk, status):
    entry = {"idTag": "TAG1", "idTagInfo": {"status": "Accepted"}}
    talk.csms("SendLocalList", listVersion=5, updateType="Full",
              localAuthorizationList=[entry], answer={"status": status})  # fmt: skip


def test_auth_09_finds_a_list_that_is_another_one():
    talk = online()
    send_list(talk, "VersionMismatch")
    assert "VersionMismatch" in talk.the("AUTH-09").text
    talk = online()
    send_list(talk, "Accepted")
    talk.csms("GetLocalListVersion", answer={"listVersion": 0})
    assert "gone" in talk.the("AUTH-09").text


def test_auth_09_ignores_a_list_that_was_emptied():
    talk = online()
    send_list(talk, "Accepted")
    talk.csms("SendLocalList", listVersion=6, updateType="Full")
    talk.csms("GetLocalListVersion", answer={"listVersion": 0})
    assert "AUTH-09" not in talk.ids()


def test_auth_09_ignores_a_list_that_is_there_or_was_never_sent():
    talk = online()
    talk.csms("GetLocalListVersion", answer={"listVersion": 0})
    send_list(talk, "Accepted")
    talk.csms("GetLocalListVersion", answer={"listVersion": 5})
    assert "AUTH-09" not in talk.ids()
