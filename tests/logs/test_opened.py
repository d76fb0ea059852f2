# SPDX-License-Identifier: Apache-2.0
import os

import pytest

from ocppdesk.capture.annotations import Annotator
from ocppdesk.logs import opened
from ocppdesk.logs.importing.control import Import

LINE = '2026-01-31T13:05:50.000Z ocpp CP-8: receive message [2,"1","Heartbeat",{}]\n'


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "site [1].log"
    path.write_text(LINE, "utf-8")
    return path


@pytest.fixture
def read():
    def make(*paths):
        target = opened.new_capture_of(paths)
        made = Import(paths, target)
        made.start()
        made.wait(30)
        return target

    return make


def test_a_log_that_did_not_change_is_known_again(log, read):
    assert opened.capture_of([log]) is None
    made = read(log)
    assert made.parent == opened.opened_folder()
    assert opened.capture_of([log]) == made


def test_one_that_changed_is_not(log, read):
    read(log)
    with log.open("a", encoding="utf-8") as file:
        file.write(LINE)
    assert opened.capture_of([log]) is None


def test_each_reading_has_a_file_of_its_own_and_the_newest_counts(log, read):
    first, second = read(log), read(log)
    assert first != second
    os.utime(first, (1, 1))
    assert opened.capture_of([log]) == second
    opened.remove_capture(second)
    assert opened.capture_of([log]) == first


def test_several_logs_are_known_together(log, read, tmp_path):
    other = tmp_path / "b.log"
    other.write_text(LINE, "utf-8")
    made = read(log, other)
    assert opened.capture_of([log, other]) == made
    assert opened.capture_of([log]) is None


def test_what_was_not_read_to_its_end_is_read_again(log):
    target = opened.new_capture_of([log])
    made = Import([log], target, follow=True)
    made.start()
    made.cancel()
    made.wait(30)
    if target.exists():
        target.rename(target.with_name("cut-off"))
    target.write_bytes(b"half a capture")
    assert opened.capture_of([log]) is None


def test_folders_and_missing_files_are_never_known(tmp_path):
    assert opened.capture_of([tmp_path]) is None
    assert opened.capture_of([tmp_path / "gone.log"]) is None
    assert opened.new_capture_of([tmp_path]).parent.is_dir()


def test_old_captures_go_unless_somebody_marked_something(log, read, monkeypatch):
    monkeypatch.setattr(opened, "MOST_KEPT", 1)
    marked, plain, newest = read(log), read(log), read(log)
    Annotator(marked).set_mark([1], is_marked=True)
    for age, path in enumerate((newest, plain, marked)):
        os.utime(path, (1_000_000 - age, 1_000_000 - age))
    opened.tidy()
    assert newest.exists()
    assert not plain.exists()
    assert marked.exists()
