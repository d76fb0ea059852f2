# SPDX-License-Identifier: Apache-2.0
import json

import pytest

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.gui.background import export_messages, save_copy
from ocppdesk.gui.work_strip import WorkStrip
from ocppdesk.notices import Notice


@pytest.fixture
def strip(qtbot, theme):
    made = WorkStrip(theme)
    qtbot.addWidget(made)
    return made


async def test_a_copy_is_saved_while_recording_goes_on(recording, tmp_path):
    last = recording.beat(5)
    target = tmp_path / "copy.ocppdesk"
    said = await save_copy(recording.path, target)
    recording.beat(1)
    assert str(target) in said
    reader = CaptureReader(target)
    assert reader.last_id() == last
    reader.close()
    assert not target.with_name("copy.ocppdesk-wal").exists()


async def test_a_copy_to_an_impossible_place_is_a_notice(recording, tmp_path):
    recording.beat(1)
    outcome = await save_copy(recording.path, tmp_path / "no" / "such" / "x.ocppdesk")
    assert isinstance(outcome, Notice)
    assert "Choose another folder" in outcome.headline


async def test_chosen_messages_are_exported_the_oldest_first(
    recording, strip, tmp_path
):
    recording.beat(5)
    target = tmp_path / "x.jsonl"
    said = await export_messages(recording.path, [4, 2], target, strip)
    assert said.startswith("Exported 2 messages")
    ids = [json.loads(line)["id"] for line in target.read_text().splitlines()]
    assert ids == [2, 4]


async def test_exchanges_are_exported_with_their_answers(recording, strip, tmp_path):
    recording.beat(2)
    target = tmp_path / "x.jsonl"
    await export_messages(recording.path, [2], target, strip, with_answers=True)
    ids = [json.loads(line)["id"] for line in target.read_text().splitlines()]
    assert ids == [2, 3]


async def test_all_messages_are_exported_and_replace_a_file(recording, strip, tmp_path):
    last = recording.beat(3)
    target = tmp_path / "x.csv"
    target.write_text("older")
    said = await export_messages(recording.path, None, target, strip)
    assert said.startswith(f"Exported {last} messages")
    assert "older" not in target.read_text("utf-8-sig")


async def test_an_export_to_an_impossible_place_is_a_notice(recording, strip, tmp_path):
    recording.beat(1)
    (tmp_path / "file").write_text("no folder")
    target = tmp_path / "file" / "x.csv"
    outcome = await export_messages(recording.path, [1], target, strip)
    assert isinstance(outcome, Notice)
    assert "were not exported" in outcome.headline
