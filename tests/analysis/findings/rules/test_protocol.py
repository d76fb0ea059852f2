# SPDX-License-Identifier: Apache-2.0
from ocppdesk.analysis.findings.finding import Severity
from tests.analysis.findings.talk import Talk


def connected(**words):
    talk = Talk(**words)
    talk.connect()
    talk.boot()
    talk.status(1, "Available")
    return talk


def test_pro_01_finds_a_call_without_an_answer():
    talk = connected()
    call = talk.csms("GetDiagnostics", answer=None)
    assert "PRO-01" not in talk.ids(later=30)
    assert talk.the("PRO-01", later=31).is_possible
    finding = talk.the("PRO-01", later=301)
    assert not finding.is_possible
    assert finding.messages == (call,)
    assert "GetDiagnostics" in finding.text


def test_pro_01_finds_a_charger_that_hangs():
    talk = connected()
    for action in ("GetConfiguration", "TriggerMessage", "Reset"):
        talk.csms(action, answer=None)
        talk.wait(60)
    assert "hangs" in talk.the("PRO-01", later=301).text


def test_pro_01_finds_a_call_that_was_overdue_when_the_charger_left():
    talk = connected()
    talk.csms("GetConfiguration", answer=None)
    talk.wait(60)
    talk.disconnect()
    assert "PRO-01" in talk.ids()


def test_pro_01_ignores_late_answers_and_chargers_that_left():
    talk = connected()
    talk.csms("GetConfiguration", after=60)
    talk.csms("Reset", answer=None)
    talk.wait(3)
    talk.disconnect()
    assert "PRO-01" not in talk.ids(later=600)


def test_pro_01_says_nothing_of_a_log_with_one_side_only():
    talk = Talk()
    for _ in range(5):
        talk.csms("TriggerMessage", answer=None)
        talk.wait(400)
    assert "PRO-01" not in talk.ids()


def test_pro_02_finds_a_call_of_the_charger_that_is_not_answered():
    talk = connected()
    call = talk.charger("Heartbeat", answer=None)
    talk.wait(31)
    finding = talk.the("PRO-02")
    assert finding.messages == (call,)
    assert finding.severity is Severity.CRITICAL
    assert not finding.is_possible


def test_pro_02_finds_errors_and_those_that_lose_data_are_worse():
    talk = connected()
    talk.charger("Heartbeat", error="InternalError")
    assert talk.the("PRO-02").severity is Severity.MEDIUM
    talk = connected()
    talk.charger("StopTransaction", transactionId=1, meterStop=1, error="InternalError")
    assert talk.the("PRO-02").severity is Severity.HIGH


def test_pro_02_finds_vendors_messages_that_are_not_known():
    talk = connected()
    talk.charger("DataTransfer", vendorId="Acme", messageId="X",
                 answer={"status": "UnknownMessageId"})  # fmt: skip
    finding = talk.the("PRO-02")
    assert "UnknownMessageId to a DataTransfer (Acme X)" in finding.text
    assert finding.severity is Severity.LOW


def test_pro_02_is_possible_only_in_a_log():
    talk = Talk()
    for _ in range(5):
        talk.charger("Heartbeat")
    talk.charger("Heartbeat", answer=None)
    assert talk.the("PRO-02", later=31).is_possible


def test_pro_02_ignores_answers_in_time_and_chargers_that_left():
    talk = connected()
    talk.charger("Heartbeat", after=29)
    talk.charger("Heartbeat", answer=None)
    talk.wait(1)
    talk.disconnect()
    assert "PRO-02" not in talk.ids(later=60)


def test_pro_03_finds_errors_of_the_charger():
    talk = Talk()
    talk.boot()
    for _ in range(3):
        talk.csms("GetConfiguration", error="InternalError")
    finding = talk.the("PRO-03")
    assert finding.title == "GetConfiguration answered with an error"
    assert finding.count == 3
    assert "InternalError" in finding.text


def test_pro_03_finds_less_in_what_is_optional():
    talk = Talk()
    talk.csms("GetLocalListVersion", error="NotImplemented")
    finding = talk.the("PRO-03")
    assert finding.title == "GetLocalListVersion is not supported"
    assert finding.severity is Severity.LOW


def test_pro_03_finds_vendors_messages_that_the_charger_does_not_know():
    talk = Talk()
    talk.csms("DataTransfer", vendorId="Acme", answer={"status": "UnknownVendorId"})
    finding = talk.the("PRO-03")
    assert finding.title == "Vendor's message is not known to the charger"
    assert "(Acme)" in finding.text


def ask(talk, status, wanted="MeterValues"):
    answer = {"status": status}
    return talk.csms("TriggerMessage", requestedMessage=wanted, answer=answer)


def test_pro_03_finds_a_message_that_cannot_be_asked_for():
    talk = Talk()
    first = ask(talk, "Rejected")
    assert "PRO-03" not in talk.ids()
    ask(talk, "Rejected")
    finding = talk.the("PRO-03")
    assert finding.title == "MeterValues cannot be asked for"
    assert finding.severity is Severity.LOW
    assert first in finding.messages
    talk = Talk()
    ask(talk, "NotImplemented")
    assert "NotImplemented" in talk.the("PRO-03").text


def test_pro_03_ignores_a_message_that_is_sent_now_and_then():
    talk = Talk()
    for status in ("Rejected", "Accepted", "Rejected"):
        ask(talk, status)
    assert "PRO-03" not in talk.ids()


def test_pro_03_ignores_errors_of_the_csms():
    talk = Talk()
    talk.charger("Heartbeat", error="InternalError")
    assert "PRO-03" not in talk.ids()


def test_pro_04_finds_an_answer_that_belongs_to_no_call():
    talk = connected()
    talk.heartbeats(600)
    answer = talk.raw('[3, "nobody", {}]')
    finding = talk.the("PRO-04")
    assert finding.messages == (answer,)
    assert "nobody" in finding.text


def test_pro_04_finds_late_answers():
    talk = connected()
    talk.csms("GetConfiguration", after=45)
    assert "45 s" in talk.the("PRO-04").text


def test_pro_04_ignores_answers_to_calls_that_were_made():
    talk = connected()
    talk.csms("GetConfiguration", after=29)
    talk.heartbeats(600)
    assert "PRO-04" not in talk.ids()


def test_pro_05_finds_a_second_call_before_the_answer_to_the_first():
    talk = connected()
    talk.charger("Heartbeat", answer=None)
    talk.wait(1)
    talk.charger("Authorize", idTag="X")
    assert "Authorize after Heartbeat" in talk.the("PRO-05").text


def test_pro_05_ignores_calls_that_cross_each_other_and_logs():
    talk = connected()
    talk.charger("Heartbeat", answer=None)
    talk.csms("TriggerMessage")
    assert "PRO-05" not in talk.ids()
    talk = Talk()
    talk.charger("Heartbeat", answer=None)
    talk.charger("Heartbeat")
    assert "PRO-05" not in talk.ids()
