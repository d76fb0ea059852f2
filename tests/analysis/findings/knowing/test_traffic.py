# SPDX-License-Identifier: Apache-2.0
from ocppdesk.analysis.findings.knowing.traffic import Traffic
from ocppdesk.analysis.links import Link
from tests.analysis.findings.talk import SECOND, Talk


def test_outages_lie_between_connections():
    talk = Talk()
    connected = talk.connect()
    talk.charger("Heartbeat")
    talk.disconnect()
    talk.wait(100)
    traffic = talk.known().traffic
    assert traffic.is_connected is False
    talk.connect()
    traffic = talk.known().traffic
    assert traffic.is_connected
    [outage] = traffic.outages
    assert outage.ended_at - outage.began_at == 100 * SECOND
    assert traffic.messages_of(talk.links[1])[0] == connected
    assert len(traffic.messages_of(talk.links[1])) == 2


def test_without_connection_events_nobody_knows():
    talk = Talk()
    talk.charger("Heartbeat")
    traffic = talk.known().traffic
    assert traffic.is_connected is None
    assert not traffic.has_links
    assert not traffic.is_recorded


def test_the_end_of_an_older_connection_is_no_outage():
    talk = Talk()
    talk.connect()
    talk.charger("Heartbeat")
    talk.connect(peer="10.0.0.8:1")
    # The bystander gives what follows to the newer one; the older one is still open.
    assert talk.known().traffic.is_connected
    assert not talk.known().traffic.outages


def test_a_log_with_one_side_is_known_as_such():
    talk = Talk()
    for _ in range(7):
        talk.charger("Heartbeat")
    for _ in range(3):
        talk.charger("Heartbeat", answer=None)
    assert not talk.known().traffic.is_one_sided
    talk.charger("Heartbeat", answer=None)
    talk.charger("Heartbeat", answer=None)
    assert talk.known().traffic.is_one_sided
    talk.connect()
    assert not talk.known().traffic.is_one_sided


def test_a_log_of_nothing_but_answers_has_one_side():
    talk = Talk()
    for number in range(5):
        talk.raw(f'[3, "{number}", {{}}]', direction=1)
    assert talk.known().traffic.is_one_sided


def test_of_very_many_connections_the_last_ones_are_kept():
    traffic = Traffic()
    for number in (*range(1, 6_001), 3, 6_000):
        traffic.take_record(Link(number, "CP-1", "10.0.0.7:1", number, number))
    assert list(traffic.links) == list(range(1_001, 6_001))
    assert traffic.is_recorded
