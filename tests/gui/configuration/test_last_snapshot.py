# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.capture.snapshots import SnapshotWriter
from ocppdesk.core.configuration.settings import Entry, key_address
from ocppdesk.gui.configuration.last_snapshot import LastSnapshot

KEY = key_address("HeartbeatInterval")


@pytest.fixture
def last(qapp):
    made = LastSnapshot()
    yield made
    made.close()


def test_the_newest_snapshot_in_the_folder_is_found(last, recording, qtbot):
    recording.beat()
    writer = SnapshotWriter(recording.path)
    for at, value in ((1, "old"), (2, "new")):
        writer.add("CP-0042", [Entry(KEY, value, read_at=at)], at=at)
    with qtbot.waitSignal(last.searched):
        last.look_for("CP-0042", recording.path.parent)
    assert last.of("CP-0042").snapshot.at == 2
    assert last.of("CP-0042").entries[0].value == "new"


def test_where_there_is_none_nothing_is_told_and_looked_for_once(last, tmp_path, qtbot):
    last.look_for("CP1", tmp_path)
    qtbot.waitUntil(lambda: not last._errand.is_busy)
    assert last.of("CP1") is None
    with qtbot.assertNotEmitted(last.searched):
        last.look_for("CP1", tmp_path)
    assert not last._errand.is_busy


def test_where_there_is_none_the_end_is_told(last, tmp_path, qtbot):
    # Another charger may be waiting: one search goes on at a time.
    with qtbot.waitSignal(last.searched):
        last.look_for("CP1", tmp_path)
        last.look_for("CP2", tmp_path)
    with qtbot.waitSignal(last.searched):
        last.look_for("CP2", tmp_path)
