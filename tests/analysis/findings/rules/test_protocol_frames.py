# SPDX-License-Identifier: Apache-2.0
from ocppdesk.analysis.findings.finding import Severity
from tests.analysis.findings.talk import Talk


def test_pro_06_finds_what_breaks_the_schema():
    talk = Talk()
    for _ in range(3):
        talk.charger("MeterValues", connectorId="one", meterValue=[])
    finding = talk.the("PRO-06")
    assert finding.count == 3
    assert "connectorId" in finding.text
    assert finding.severity is Severity.LOW


def test_pro_06_finds_what_is_missing():
    talk = Talk()
    talk.charger("BootNotification", chargePointVendor="Acme")
    assert "chargePointModel" in talk.the("PRO-06").text


def test_pro_06_finds_calls_that_go_the_wrong_way():
    talk = Talk()
    talk.csms("Authorize", idTag="X", error="NotImplemented")
    finding = talk.the("PRO-06")
    assert "The CSMS sent Authorize once, but only the charger may send it." in (
        finding.text
    )


def test_pro_06_ignores_what_is_right():
    talk = Talk()
    talk.boot()
    talk.status(1, "Available")
    talk.meter(1, power=0)
    assert "PRO-06" not in talk.ids()


def test_pro_07_finds_what_is_no_json():
    talk = Talk()
    message = talk.raw('[2,"7","MeterValues",{"transactionId": ,"connectorId":1}]')
    finding = talk.the("PRO-07")
    assert finding.messages == (message,)
    assert "of MeterValues" in finding.text


def test_pro_07_says_why_it_cannot_be_read_and_not_that_its_id_was_used():
    talk = Talk()
    for _ in range(2):
        talk.raw('[2,"7","MeterValues",{"transactionId": ,"connectorId":1}]')
    text = talk.the("PRO-07").text
    assert "used before" not in text
    assert "of MeterValues: " in text


def test_pro_07_finds_less_in_what_could_be_read_after_all():
    talk = Talk()
    talk.connect()
    talk.raw('[2,"7","Heartbeat",{}]\x00')
    assert talk.the("PRO-07").severity is Severity.LOW


def test_pro_07_ignores_what_a_log_has_cut_off_and_what_the_csms_sends():
    talk = Talk()
    talk.raw('[2,"7","Heartbeat",{"a": "b')
    talk.raw("nonsense", direction=1)
    assert "PRO-07" not in talk.ids()


def test_pro_09_finds_calls_before_the_acceptance():
    talk = Talk()
    talk.connect()
    talk.boot(answer=None)
    talk.status(1, "Available")
    assert "StatusNotification" in talk.the("PRO-09").text


def test_pro_09_says_nothing_of_a_log_without_answers():
    talk = Talk()
    talk.boot(answer=None)
    for _ in range(5):
        talk.status(1, "Available", answer=None)
    assert "PRO-09" not in talk.ids()


def test_pro_09_ignores_what_was_asked_for_and_what_comes_later():
    talk = Talk()
    talk.boot(answer={"status": "Pending", "interval": 30})
    talk.csms("TriggerMessage", requestedMessage="StatusNotification")
    talk.status(1, "Available")
    talk.boot()
    talk.status(1, "Available")
    assert "PRO-09" not in talk.ids()


def test_pro_12_finds_an_id_that_two_calls_have():
    talk = Talk()
    talk.charger("Heartbeat", id="1")
    second = talk.charger("Authorize", idTag="X", id="1")
    assert talk.the("PRO-12").messages == (second,)


def test_pro_12_ignores_retries_and_ids_after_a_boot():
    talk = Talk()
    talk.charger("Heartbeat", id="1")
    talk.charger("Heartbeat", id="1")
    assert "PRO-12" not in talk.ids()


def test_pro_09_is_one_finding_for_all_connectors():
    talk = Talk()
    talk.connect()
    talk.charger("BootNotification", chargePointVendor="V", chargePointModel="M",
                 answer={"status": "Pending", "interval": 10})  # fmt: skip
    for connector in (0, 1, 2):
        talk.status(connector, "Available")
    found = [one for one in talk.findings() if one.rule == "PRO-09"]
    assert [(one.count, one.connector) for one in found] == [(3, None)]
