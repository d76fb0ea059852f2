# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.capture.snapshots import SnapshotWriter
from ocppdesk.core.configuration.files import UnreadableError, csv_text, json_file_text
from ocppdesk.core.configuration.settings import Entry, key_address
from ocppdesk.gui.configuration.sources import (
    SourceError,
    charger_sources,
    file_sources,
    snapshot_sources,
)

KEY = key_address("HeartbeatInterval")
ENTRIES = (Entry(KEY, "300", read_at=1_000_000),)


@pytest.fixture
def capture(recording):
    """A capture with two chargers, the settings of one, and two snapshots."""
    recording.line("CP1").say("Heartbeat")
    line = recording.line("CP2")
    row = {"key": KEY.name, "value": "60", "readonly": False}
    line.reply(line.ask("GetConfiguration"), {"configurationKey": [row]})
    recording.commit()
    writer = SnapshotWriter(recording.path)
    writer.add("CP2", ENTRIES, at=2_000_000, name="named")
    writer.add("CP1", ENTRIES, at=1_000_000)
    return recording.path


def test_snapshots_of_the_charger_come_first(qapp, capture, tmp_path):
    first, second = snapshot_sources("CP1", tmp_path / "none", besides=[capture])
    assert first.title.startswith("CP1")
    assert first.title.endswith("first reading")
    assert second.title.endswith("“named”")
    assert [entry.value for entry in first.load()] == ["300"]


def test_other_chargers_are_as_they_were_read_last(qapp, capture):
    (source,) = charger_sources(capture, ["CP2"])
    assert source.title == "CP2, as read last"
    assert [entry.value for entry in source.load()] == ["60"]


def test_another_capture_has_chargers_and_snapshots(qapp, capture):
    titles = [source.title for source in file_sources(capture)]
    assert titles[:2] == [
        "CP1 in test.ocppdesk, as read last",
        "CP2 in test.ocppdesk, as read last",
    ]
    assert len(titles) == 4


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", csv_text(ENTRIES)),
        ("a.json", json_file_text(ENTRIES, charger="CP9")),
    ],
)
def test_files_are_read(qapp, tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    (source,) = file_sources(path)
    assert source.title.startswith(name)
    assert source.load()[0].value == "300"


def test_a_file_without_settings_says_so(qapp, tmp_path):
    path = tmp_path / "a.json"
    path.write_text("{}", "utf-8")
    with pytest.raises(UnreadableError):
        file_sources(path)


def test_a_capture_without_chargers_says_so(qapp, recording):
    with pytest.raises(SourceError, match="knows no charger"):
        file_sources(recording.path)


def test_a_huge_file_is_not_read(qapp, tmp_path):
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.truncate(21 * 2**20)
    with pytest.raises(SourceError, match="too large"):
        file_sources(path)
