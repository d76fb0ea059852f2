# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import QTimer

from ocppdesk.gui import capture_feed
from ocppdesk.gui.capture_feed import CaptureFeed


@pytest.fixture
def feed(qapp, reader):
    feed = CaptureFeed(reader)
    yield feed
    feed.close()


def test_chargers_connections_and_counts_are_told(qtbot, recording, feed):
    heard = {}
    feed.chargers_changed.connect(lambda found: heard.update(chargers=found))
    feed.connections_changed.connect(lambda found: heard.update(connections=found))
    feed.counts_changed.connect(lambda found: heard.update(counts=found))
    last = recording.beat(3)
    feed.advance(last)
    qtbot.waitUntil(lambda: len(heard) == 3, timeout=5_000)
    assert [charger.identity for charger in heard["chargers"]] == ["CP-0042"]
    assert len(heard["connections"]) == 1
    assert heard["counts"] == {"Heartbeat": 3}


def test_counts_go_on_where_they_were(qtbot, recording, feed):
    counts = []
    feed.counts_changed.connect(counts.append)
    feed.advance(recording.beat(2))
    feed.refresh()
    qtbot.waitUntil(lambda: counts == [{"Heartbeat": 2}], timeout=5_000)
    recording.line().say("StatusNotification", {"connectorId": 1})
    feed.advance(recording.commit())
    feed.refresh()
    qtbot.waitUntil(lambda: len(counts) == 2, timeout=5_000)
    assert counts[-1] == {"Heartbeat": 2, "StatusNotification": 1}


def test_connections_are_told_again_only_if_they_changed(qtbot, recording, feed):
    told, counts = [], []
    feed.connections_changed.connect(told.append)
    feed.counts_changed.connect(counts.append)
    for number in range(1, 4):
        feed.advance(recording.beat(1))
        feed.refresh()
        qtbot.waitUntil(lambda n=number: len(counts) == n, timeout=5_000)
    assert [len(found) for found in told] == [1]
    recording.line("CP-0043").say("Heartbeat", {})
    feed.advance(recording.commit())
    qtbot.waitUntil(lambda: len(told) == 2, timeout=5_000)
    assert [one.charger for one in told[-1]] == ["CP-0043", "CP-0042"]


def test_a_large_capture_is_counted_a_little_at_a_time(
    qtbot, recording, feed, monkeypatch
):
    monkeypatch.setattr(capture_feed, "_COUNTED", 4)
    counts = []
    feed.counts_changed.connect(counts.append)
    feed.advance(recording.beat(10))
    feed.refresh()
    qtbot.waitUntil(lambda: len(counts) > 1, timeout=5_000)
    assert counts[0]["Heartbeat"] < 10
    qtbot.waitUntil(lambda: counts[-1] == {"Heartbeat": 10}, timeout=5_000)


def test_closed_it_reads_no_more(qtbot, recording, feed, reader):
    told = []
    feed.connections_changed.connect(told.append)
    feed.advance(recording.beat(2))
    feed.refresh()
    feed.close()
    reader.close()
    feed.refresh()
    turns = []
    QTimer.singleShot(0, lambda: turns.append(1))
    qtbot.waitUntil(lambda: turns == [1])
    assert told == []
