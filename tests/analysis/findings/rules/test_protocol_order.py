# SPDX-License-Identifier: Apache-2.0
import pytest

from tests.analysis.findings.talk import Talk


def went(*statuses, connector=1):
    talk = Talk()
    for status in statuses:
        talk.status(connector, status)
        talk.wait(5)
    return talk


@pytest.mark.parametrize(
    "statuses", [("Available", "Finishing"), ("Finishing", "Charging"),
                 ("Preparing", "Unavailable"), ("Charging", "Preparing")]
)  # fmt: skip
def test_pro_08_finds_a_status_that_cannot_follow(statuses):
    finding = went(*statuses).the("PRO-08")
    assert finding.title == f"Status went from {statuses[0]} to {statuses[1]}"
    assert finding.connector == 1


def test_pro_08_finds_what_the_whole_charger_cannot_be():
    assert (
        went("Charging", connector=0).the("PRO-08").title == "Connector 0 is Charging"
    )


def test_pro_08_ignores_a_session_a_fault_and_what_nobody_knows():
    talk = went("Available", "Preparing", "Charging", "SuspendedEV", "Charging",
                "Finishing", "Available", "Charging", "Faulted", "Finishing",
                "Unavailable", "Odd", "Reserved")  # fmt: skip
    assert "PRO-08" not in talk.ids()
    assert "PRO-08" not in went("Available", "Faulted", connector=0).ids()


def test_pro_08_ignores_what_was_missed():
    talk = Talk()
    talk.connect()
    talk.status(1, "Available")
    talk.disconnect()
    talk.wait(600)
    talk.connect()
    talk.status(1, "Finishing")
    assert "PRO-08" not in talk.ids()


def test_pro_10_finds_numbers_that_are_missing():
    talk = Talk(ocpp="2.0.1")
    talk.event("Started", seqNo=0)
    talk.event("Updated", seqNo=3)
    talk.event("Ended", seqNo=4)
    assert "PRO-10" not in talk.ids(later=60)
    finding = talk.the("PRO-10", later=121)
    assert "the numbers 1 and 2 are missing" in finding.text
    assert len(finding.messages) == 3
    assert finding.is_possible  # a log of others may leave them out
    talk.connect()
    assert not talk.the("PRO-10", later=121).is_possible


def test_pro_10_finds_two_events_with_one_number():
    talk = Talk(ocpp="2.0.1")
    talk.event("Started", seqNo=0)
    talk.event("Updated", seqNo=1, trigger="CablePluggedIn")
    talk.event("Updated", seqNo=1, trigger="Authorized")
    assert "number 1" in talk.the("PRO-10").text


def test_pro_10_ignores_retries_and_another_order():
    talk = Talk(ocpp="2.0.1")
    stamp = talk.stamp()
    talk.event("Started", seqNo=5)
    talk.event("Updated", seqNo=6, timestamp=stamp)
    talk.event("Updated", seqNo=6, timestamp=stamp)
    talk.event("Ended", seqNo=8)
    talk.wait(30)
    talk.event("Updated", seqNo=7)
    assert "PRO-10" not in talk.ids(later=600)


def test_pro_11_finds_a_flood():
    talk = Talk()
    for _ in range(130):
        talk.charger("Heartbeat", after=0.1)
        talk.wait(0.2)
    finding = talk.the("PRO-11")
    assert finding.title == "Flood of messages"
    assert "mostly Heartbeat" in finding.text


def test_pro_11_finds_a_status_that_is_repeated():
    talk = Talk()
    for _ in range(8):
        talk.status(1, "SuspendedEV")
        talk.wait(2)
        talk.status(1, "Charging")
        talk.wait(2)
    finding = talk.findings()[0]
    assert finding.rule == "PRO-11"
    assert "for connector 1 more than" in finding.text


def test_pro_11_ignores_reports_and_what_waited_during_an_outage():
    talk = Talk(ocpp="2.0.1")
    for number in range(200):
        talk.charger("NotifyReport", requestId=1, seqNo=number,
                     generatedAt=talk.stamp(), after=0.01)  # fmt: skip
    assert "PRO-11" not in talk.ids()
    talk = Talk()
    talk.connect()
    talk.disconnect()
    talk.wait(3600)
    talk.connect()
    for _ in range(200):
        talk.charger("Heartbeat", after=0.01)
    assert "PRO-11" not in talk.ids()


def test_pro_08_is_one_finding_for_all_that_connector_0_cannot_be():
    talk = Talk()
    for status in ("Preparing", "Charging", "Finishing"):
        talk.status(0, status)
    finding = talk.the("PRO-08")
    assert finding.count == 3
    assert finding.title == "Connector 0 is Preparing, Charging and Finishing"
