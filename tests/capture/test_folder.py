# SPDX-License-Identifier: Apache-2.0
from datetime import datetime

import pytest

from ocppdesk.capture.folder import (
    captures_folder,
    discard_if_empty,
    new_capture,
    past_recordings,
    recordings_folder,
    unfinished_capture,
)
from ocppdesk.settings import Settings

MORNING = datetime(2027, 1, 15, 8, 0, 0)

CRASH = """
import os, sys, time
from pathlib import Path
from ocppdesk.capture.recorder import Recorder
from ocppdesk.core.messages import Direction, Message

recorder = Recorder(Path(sys.argv[1]))
for number in range(1, int(sys.argv[2]) + 1):
    recorder.add_message(Message(number, number, "CP1", 1, Direction.IN, "[]"))
    recorder.commit()
os._exit(9)
"""


def test_captures_are_in_the_users_data_folder(home):
    assert captures_folder() == home / "captures"


def test_a_new_capture_is_named_after_its_beginning(home):
    path = new_capture(MORNING)
    assert path == home / "captures" / "2027-01-15_08-00-00.ocppdesk"


def test_two_captures_of_one_second_do_not_meet(record):
    paths = []
    for _ in range(3):
        paths.append(new_capture(MORNING))
        record(paths[-1])
    assert len(set(paths)) == 3
    assert paths == sorted(paths)


def test_without_any_capture_nothing_is_unfinished(home):
    assert unfinished_capture() is None
    captures_folder().mkdir(parents=True)
    assert unfinished_capture() is None


def test_a_recording_that_crashed_is_found_with_all_it_had(killed):
    path = new_capture(MORNING)
    killed(CRASH, path, 3)
    found = unfinished_capture()
    assert found is not None
    assert (found.path, found.messages, found.last_at) == (path, 3, 3)


def test_a_recording_that_crashed_before_its_first_message_is_removed(killed):
    path = new_capture(MORNING)
    killed(CRASH, path, 0)
    assert unfinished_capture() is None
    assert list(path.parent.iterdir()) == []


def test_a_crashed_recording_that_was_continued_and_closed_is_finished(killed, record):
    path = new_capture(MORNING)
    killed(CRASH, path, 3)
    record(path).close()
    assert unfinished_capture() is None


def test_a_closed_recording_is_finished(record, message):
    recorder = record(new_capture(MORNING))
    recorder.add_message(message(1))
    recorder.close()
    assert unfinished_capture() is None


def test_a_recording_that_is_going_on_is_nobody_elses_to_continue(record, message):
    recorder = record(new_capture(MORNING))
    recorder.add_message(message(1))
    recorder.commit()
    assert unfinished_capture() is None


def test_a_later_recording_does_not_hide_one_that_was_cut_off(killed, record):
    path = new_capture(MORNING)
    killed(CRASH, path, 3)
    record(new_capture(MORNING.replace(hour=9))).close()
    killed(CRASH, new_capture(MORNING.replace(hour=10)), 0)
    found = unfinished_capture()
    assert (found.path, found.messages) == (path, 3)


def test_a_damaged_recording_keeps_nobody_from_starting(killed):
    path = new_capture(MORNING)
    killed(CRASH, path, 3)
    for side in ("-wal", "-shm"):
        path.with_name(path.name + side).unlink(missing_ok=True)
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"x" * (size - 4096))
    assert unfinished_capture() is None


def test_a_file_that_is_no_capture_is_not_offered():
    path = new_capture(MORNING)
    path.parent.mkdir(parents=True)
    path.write_text("notes " * 500)
    assert unfinished_capture() is None


def test_a_recording_to_which_nobody_connected_leaves_nothing(record):
    path = new_capture(MORNING)
    record(path).close()
    assert discard_if_empty(path)
    assert list(path.parent.iterdir()) == []


def test_a_crashed_recording_to_which_nobody_connected_leaves_nothing(killed):
    path = new_capture(MORNING)
    killed(CRASH, path, 0)
    assert discard_if_empty(path)
    assert list(path.parent.iterdir()) == []


def test_a_recording_with_a_message_is_kept(record, message):
    recorder = record()
    recorder.add_message(message(1))
    recorder.close()
    assert not discard_if_empty(recorder.path)
    assert recorder.path.exists()


def test_a_recording_with_nothing_but_a_failed_attempt_is_kept(record, connection):
    recorder = record()
    recorder.put_connection(connection())
    recorder.close()
    assert not discard_if_empty(recorder.path)
    assert recorder.path.exists()


def test_a_recording_that_is_going_on_is_not_discarded(record):
    recorder = record()
    assert not discard_if_empty(recorder.path)
    assert recorder.path.exists()


@pytest.mark.parametrize("content", [None, "my notes " * 500])
def test_what_is_no_capture_is_not_discarded(path, content):
    if content is not None:
        path.write_text(content)
    assert not discard_if_empty(path)
    assert path.exists() is (content is not None)


def test_past_recordings_are_those_that_are_over_the_newest_first(record):
    paths = []
    for hour in (8, 9, 10, 11):
        paths.append(new_capture(MORNING.replace(hour=hour)))
        recorder = record(paths[-1])
        if hour < 11:
            recorder.close()
    assert past_recordings(5) == [paths[2], paths[1], paths[0]]
    assert past_recordings(1, besides=paths[2]) == [paths[1]]


def test_before_the_first_recording_there_are_no_past_ones():
    assert past_recordings(5) == []


def test_recordings_are_where_the_settings_say(tmp_path):
    settings = Settings()
    assert recordings_folder(settings) == captures_folder()
    settings.change({"recording_folder": str(tmp_path / "stick" / "a")})
    assert recordings_folder(settings) == tmp_path / "stick" / "a"
    assert new_capture(MORNING, tmp_path).parent == tmp_path


def test_a_folder_that_cannot_be_written_gives_way_to_the_usual_one(tmp_path):
    (tmp_path / "file").write_text("")
    settings = Settings()
    settings.change({"recording_folder": str(tmp_path / "file" / "a")})
    assert recordings_folder(settings) == captures_folder()
