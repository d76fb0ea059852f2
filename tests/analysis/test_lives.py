# SPDX-License-Identifier: Apache-2.0
"""Lives of connections, as messages and records tell of them."""

from ocppdesk.analysis.links import Closer, Link
from ocppdesk.analysis.lives import Lives
from ocppdesk.analysis.observing import Observer
from tests.analysis.findings.talk import Talk

SECOND = 1_000_000


def lives_of(talk, *, with_links=True):
    lives, observer = Lives(), Observer()
    for message in talk.messages:
        lives.feed(observer.observe(message))
    for link in talk.links.values() if with_links else ():
        lives.take(link)
    return lives.told()


def test_a_connection_that_ended_is_told():
    talk = Talk()
    talk.connect(peer="10.0.0.7:50000")
    talk.boot()
    talk.wait(60)
    last = talk.disconnect(code=1006, pings=3, last_heard_at=talk.now - 5 * SECOND)
    (life,) = lives_of(talk)
    assert life.closer is Closer.NOBODY
    assert life.close_code == 1006
    assert life.address == "10.0.0.7"
    assert life.has_booted
    assert life.said == "BootNotification"
    assert 59 * SECOND < life.silent_us <= life.lived_us < 62 * SECOND
    assert life.ended_at - life.heard_at == 5 * SECOND
    assert (life.pings, life.message) == (3, last)


def test_a_log_without_records_tells_by_its_messages():
    talk = Talk()
    talk.connect(peer="")
    talk.boot()
    talk.wait(60)
    talk.disconnect()
    (life,) = lives_of(talk, with_links=False)
    assert life.closer is Closer.UNKNOWN
    assert life.heard_at is None
    assert life.lived_us > 59 * SECOND


def test_where_a_log_begins_and_ends_no_connection_did():
    talk = Talk()
    talk.boot()
    lives, observer = Lives(), Observer()
    for message in talk.messages:
        lives.feed(observer.observe(message))
    number = talk.messages[0].connection
    lives.take(Link(number, "CP-1", "", 0, opened_at=0, ended_at=talk.now))
    assert lives.told() == ()


def test_one_that_lasts_has_no_end():
    talk = Talk()
    talk.connect()
    talk.boot()
    (life,) = lives_of(talk)
    assert life.ended_at is None
    assert life.lived_us is None
    assert life.silent_us is None


def test_a_command_just_before_the_end_is_named():
    talk = Talk()
    talk.connect()
    talk.csms("GetConfiguration", answer=None)
    talk.wait(3)
    talk.disconnect()
    talk.connect()
    talk.csms("GetConfiguration", answer=None)
    talk.wait(30)
    talk.disconnect()
    talk.connect()
    talk.csms("Reset", type="Soft")
    talk.wait(3)
    talk.disconnect()
    commands = [life.command for life in lives_of(talk)]
    assert commands == ["GetConfiguration", "", ""]


def test_only_the_newest_connections_are_kept():
    talk = Talk()
    for _ in range(450):
        talk.connect()
        talk.wait(1)
        talk.disconnect()
    found = lives_of(talk, with_links=False)
    assert len(found) == 200
    assert found[-1].number == max(life.number for life in found)
    assert [life.number for life in found] == sorted(life.number for life in found)


def test_of_very_many_connections_the_last_ones_are_told():
    lives = Lives()
    for number in range(1, 1_001):
        lives.take(Link(number, "CP-1", "10.0.0.7:1", number, number))
    assert [life.number for life in lives.told()] == list(range(801, 1_001))
