# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.gui.messages.following import Following


@pytest.fixture
def following(qapp):
    made = Following()
    made.restart(10)
    yield made
    made.restart(0)


def test_nothing_is_new_while_it_follows(following):
    following.arrived(12)
    assert following.seen_id == 12


def test_what_arrives_during_a_pause_is_new(following):
    following.pause()
    following.arrived(12)
    assert following.seen_id == 10


def test_what_was_new_stays_so_for_a_moment_after_the_pause(following, qtbot):
    following.pause()
    following.arrived(12)
    following.resume()
    following.arrived(14)
    assert following.seen_id == 10
    following.shown(14)
    with qtbot.waitSignal(following.seen, timeout=3_000):
        pass
    assert following.seen_id == 14
    following.arrived(16)
    assert following.seen_id == 16


def test_only_what_was_on_the_screen_is_seen_during_a_pause(following):
    following.pause()
    following.arrived(20)
    following.shown(13)
    following.mark_seen()
    assert following.seen_id == 13


def test_looking_at_old_messages_does_not_make_seen_ones_new(following):
    following.pause()
    following.shown(3)
    following.mark_seen()
    assert following.seen_id == 10


def test_each_change_is_told_once(following):
    told = []
    following.changed.connect(told.append)
    following.pause()
    following.pause()
    following.resume()
    following.resume()
    assert told == [False, True]


def test_another_list_is_followed_from_its_newest_message(following):
    following.pause()
    following.restart(3)
    assert following.is_on
    assert following.seen_id == 3
