# SPDX-License-Identifier: Apache-2.0
from tests.analysis.findings.talk import Talk


def test_a_transaction_runs_from_its_start_to_its_end():
    talk = Talk()
    id = talk.start(2, tag="TAG1", meter=500)
    running = talk.known().transactions
    one = running.at(None, 2)
    assert one is running.find(id)
    assert (one.id, one.id_tag, one.meter_start_wh) == (id, "TAG1", 500)
    assert one.status == "Accepted"
    assert running.at(None, 1) is None
    stop = talk.stop(id, meter=900, reason=None)
    running = talk.known().transactions
    assert len(running) == 0
    [ended] = running.ended
    assert (ended.reason, ended.meter_stop_wh, ended.stop_message) == (
        "Local", 900, stop,
    )  # fmt: skip


def test_a_start_that_is_sent_again_is_the_same():
    talk = Talk()
    stamp = talk.stamp()
    talk.start(1, answer=None, timestamp=stamp)
    talk.wait(30)
    talk.start(1, timestamp=stamp, answer={"transactionId": 7})
    [running] = talk.known().transactions
    assert running.id == 7
    assert len(running.starts) == 2


def test_an_end_that_nobody_knows_is_noted():
    talk = Talk()
    stop = talk.stop(99)
    assert talk.known().transactions.unknown_stop == stop


def test_events_of_2x_fill_in_what_comes_later():
    talk = Talk(ocpp="2.0.1")
    talk.event("Started", "T-1", evse=None, trigger="Authorized", tag="TAG1")
    talk.event("Updated", "T-1", evse=2, state="Charging")
    one = talk.known().transactions.at(2, None)
    assert (one.id, one.id_tag, one.charging_state) == ("T-1", "TAG1", "Charging")
    assert one.is_started
    talk.event("Ended", "T-1", reason="EVDisconnected", trigger="EVCommunicationLost")
    [ended] = talk.known().transactions.ended
    assert (ended.reason, ended.trigger) == ("EVDisconnected", "EVCommunicationLost")


def test_one_that_ran_before_the_beginning_is_known_as_such():
    talk = Talk(ocpp="2.0.1")
    talk.event("Updated", "T-1")
    [running] = talk.known().transactions
    assert not running.is_started
