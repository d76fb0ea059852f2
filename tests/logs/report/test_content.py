# SPDX-License-Identifier: Apache-2.0
import contextlib
from dataclasses import replace

import pytest

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.snapshots import SnapshotWriter
from ocppdesk.core.configuration.settings import Entry, key_address
from ocppdesk.logs.analysed import UnknownChargerError


def test_a_charger_is_told_with_all_that_is_known(annotated, content_of):
    content = content_of(annotated, title="site")
    (one,) = content.chargers
    assert one.charger.vendor == "V"
    assert [len(one.facts.replies), len(one.links)] == [5, 1]
    assert "FLT-06" in {finding.rule for finding in one.findings}
    assert one.noted == (2, 3, 5)
    assert content.annotations.notes[5] == "x"
    assert content.title == "site"
    shown = {n for finding in one.findings for n in finding.messages[:8]}
    assert shown <= content.messages.keys()
    assert one.changes is None


def test_one_of_several_chargers_is_chosen(tmp_path, record, content_of):
    path = record(tmp_path / "two.ocppdesk")
    record(path, charger="CP2")
    names = [each.charger.identity for each in content_of(path).chargers]
    assert names == ["CP1", "CP2"]
    (one,) = content_of(path, "CP2").chargers
    assert one.facts.charger == "CP2"
    whole = content_of(path)
    assert content_of(path, "CP2").count == one.count == whole.count // 2
    assert sum(each.count for each in whole.chargers) == whole.count
    with pytest.raises(UnknownChargerError, match="CP9"):
        content_of(path, "CP9")


def test_the_first_and_the_last_snapshot_are_compared(capture, content_of):
    old = Entry(key_address("HeartbeatInterval"), "300", read_at=1)
    with contextlib.closing(SnapshotWriter(capture)) as writer:
        writer.add("CP1", [old], at=1)
        writer.add("CP1", [replace(old, value="400")], at=2)
        writer.add("CP1", [replace(old, value="60")], at=3)
    (one,) = content_of(capture).chargers
    (pair,) = one.changes.differences.different
    assert (pair.here.value, pair.there.value) == ("300", "60")
    with contextlib.closing(CaptureReader(capture)) as reader:
        assert reader.last_id()


def test_an_empty_capture_tells_of_nobody(tmp_path, record, content_of):
    content = content_of(record(tmp_path / "empty.ocppdesk", texts=()))
    assert [each.facts.stories for each in content.chargers] == [()]
