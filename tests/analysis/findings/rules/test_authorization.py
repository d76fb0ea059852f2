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


def test_auth_01_ignores_a_card_that_is_accepted():
    talk = online()
    card(talk, "CARD1")
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


def test_auth_02_ignores_a_session_of_ocpp_2():
    talk = online(ocpp="2.0.1")
    card(talk, "TAG1")
    talk.event("Started", tag="TAG1")
    assert "AUTH-02" not in talk.ids(later=600)


@pytest.mark.parametrize(
    ("accepted", "other"),
    [
        ("04a1b2c3", "04A1B2C3"),
        ("04A1B2C3", "04:A1:B2:C3"),
        ("04A1B2C3", "C3B2A104"),
        ("00A1B2", "A1B2"),
        ("0123456789ABCDEF01234567", "0123456789ABCDEF0123"),
    ],
)
def test_auth_04_finds_the_same_card_in_another_spelling(accepted, other):
    talk = online()
    card(talk, accepted)
    card(talk, other, "Invalid")
    finding = talk.the("AUTH-04")
    assert accepted in finding.text
    assert other in finding.text


def test_auth_04_ignores_another_card_and_the_same_spelling():
    talk = online()
    card(talk, "04A1B2C3")
    card(talk, "04A1B2C4", "Invalid")
    card(talk, "04A1B2C3", "Blocked")
    assert "AUTH-04" not in talk.ids()


def test_auth_05_finds_a_session_that_is_over_in_the_way():
    talk = online()
    talk.start(1, tag="TAG1")
    talk.status(1, "Charging")
    talk.wait(600)
    talk.status(1, "Available")
    talk.wait(60)
    refused(talk, "TAG1", "ConcurrentTx", transaction=99)
    assert "TAG1" in talk.the("AUTH-05").text


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


def test_auth_08_ignores_other_cards_and_remote_starts_that_are_rejected():
    talk = online()
    remote(talk, "REMOTE1", "Rejected")
    card(talk, "REMOTE1", "Invalid")
    remote(talk, "REMOTE2")
    card(talk, "OTHER", "Invalid")
    assert "AUTH-08" not in talk.ids()


def send_list(talk, status):
    talk.csms(
        "SendLocalList", listVersion=5, updateType="Full", answer={"status": status}
    )


def test_auth_09_finds_a_list_that_is_another_one():
    talk = online()
    send_list(talk, "VersionMismatch")
    assert "VersionMismatch" in talk.the("AUTH-09").text
    talk = online()
    send_list(talk, "Accepted")
    talk.csms("GetLocalListVersion", answer={"listVersion": 0})
    assert "gone" in talk.the("AUTH-09").text


def test_auth_09_ignores_a_list_that_is_there_or_was_never_sent():
    talk = online()
    talk.csms("GetLocalListVersion", answer={"listVersion": 0})
    send_list(talk, "Accepted")
    talk.csms("GetLocalListVersion", answer={"listVersion": 5})
    assert "AUTH-09" not in talk.ids()
