# SPDX-License-Identifier: Apache-2.0
from pathlib import Path

import pytest

from ocppdesk.gui.commands.recent import MOST, RecentFiles
from ocppdesk.settings import Settings

A, B, C = (Path(f"/logs/{name}.log").absolute() for name in "abc")


@pytest.fixture
def settings():
    return Settings()


@pytest.fixture
def recent(settings):
    return RecentFiles(settings)


def test_the_last_one_comes_first(recent):
    recent.add([A])
    recent.add([B])
    assert recent.entries == [(B,), (A,)]


def test_what_is_opened_again_is_not_listed_twice(recent):
    for path in (A, B, A):
        recent.add([path])
    assert recent.entries == [(A,), (B,)]


def test_logs_that_were_opened_together_are_one_entry(recent):
    recent.add([A, B])
    recent.add([A])
    assert recent.entries == [(A,), (A, B)]


def test_only_some_are_kept(recent):
    for number in range(MOST + 3):
        recent.add([Path(f"/logs/{number}.log")])
    assert len(recent.entries) == MOST


def test_an_entry_can_be_forgotten_and_all_of_them(recent, settings):
    recent.add([A])
    recent.add([B])
    recent.drop((A,))
    assert recent.entries == [(B,)]
    recent.clear()
    assert (recent.entries, settings.recent_files) == ([], "")


def test_nothing_is_no_entry(recent):
    recent.add([])
    assert recent.entries == []


def test_they_are_there_at_the_next_start(tmp_path):
    path = tmp_path / "settings.json"
    RecentFiles(Settings(path)).add([A, C])
    assert RecentFiles(Settings(path)).entries == [(A, C)]


@pytest.mark.parametrize("text", ["{", "1", '[1, [], [2], [""], "x"]'])
def test_a_damaged_setting_is_none(recent, settings, text):
    settings.change({"recent_files": text})
    assert recent.entries == []


def test_a_setting_that_cannot_be_written_keeps_nobody_from_working(tmp_path):
    (tmp_path / "settings.json").mkdir()
    RecentFiles(Settings(tmp_path / "no" / "settings.json")).add([A])
    blocked = tmp_path / "file"
    blocked.write_text("")
    recent = RecentFiles(Settings(blocked / "settings.json"))
    recent.add([A])
    assert recent.entries == []
