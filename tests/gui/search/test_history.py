# SPDX-License-Identifier: Apache-2.0
import json

import pytest

from ocppdesk.gui.search.history import MOST, FilterHistory
from ocppdesk.settings import Settings


@pytest.fixture
def settings(tmp_path):
    return Settings(tmp_path / "settings.json")


@pytest.fixture
def history(settings):
    return FilterHistory(settings)


def test_the_newest_filter_is_on_top_and_none_is_there_twice(history):
    for text in ("~q", "~err", "~q"):
        history.add(text)
    assert history.texts == ["~q", "~err"]


def test_the_next_start_knows_them(history, settings):
    history.add("tx == 5")
    assert FilterHistory(Settings(settings._path)).texts == ["tx == 5"]


def test_there_are_so_many_at_most(history):
    for number in range(MOST + 5):
        history.add(f"tx == {number}")
    assert len(history.texts) == MOST
    assert history.texts[0] == f"tx == {MOST + 4}"


@pytest.mark.parametrize("text", ["", "   ", "x" * 5_000])
def test_nothing_and_pasted_books_are_not_kept(history, text):
    history.add(text)
    assert history.texts == []


@pytest.mark.parametrize("damaged", ["{", "7", '{"a": 1}', "[" * 100_000])
def test_a_damaged_setting_is_ignored_and_mended(history, settings, damaged):
    settings.change({"filter_history": damaged})
    assert history.texts == []
    history.add("~q")
    assert json.loads(settings.filter_history) == ["~q"]


def test_what_is_no_text_is_left_out(history, settings):
    settings.change({"filter_history": '["~q", 3, null, " "]'})
    assert history.texts == ["~q"]


def test_a_filter_that_cannot_be_kept_is_no_error(tmp_path):
    (tmp_path / "no folder").write_text("")
    history = FilterHistory(Settings(tmp_path / "no folder" / "settings.json"))
    history.add("~q")
    assert history.texts == []
