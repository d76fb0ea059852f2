# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.gui.messages.columns import (
    COLUMNS,
    Column,
    path_column,
    title_of,
    words_of,
)


def test_every_column_is_declared_once_and_in_order():
    assert [info.column for info in COLUMNS] == list(Column)


def test_time_direction_and_json_are_there_by_default():
    shown = {info.column for info in COLUMNS if info.is_shown}
    assert {Column.TIME, Column.DIRECTION, Column.JSON, Column.SUMMARY} <= shown


@pytest.mark.parametrize("info", COLUMNS)
def test_every_column_says_in_words_what_it_is(info):
    assert title_of(info)
    assert any(letter.isalpha() for letter in words_of(info))


def test_names_in_the_settings_are_unique():
    assert len({info.name for info in COLUMNS}) == len(COLUMNS)


def test_marks_are_there_by_default_and_places_in_payloads_are_not():
    assert COLUMNS[Column.MARKS].is_shown
    assert not any(info.path for info in COLUMNS)


@pytest.mark.parametrize(
    "text", [".status", ".idTagInfo.status", "req.key", "res.idTagInfo.status"]
)
def test_a_place_is_a_column_named_by_its_path(text):
    info = path_column(text, 30)
    assert (info.column, info.name, title_of(info)) == (30, text, text)
    assert text in words_of(info)


@pytest.mark.parametrize(
    "text", ["", "status", ".", ".a == 1", ".a[b == 1]", "(", "-.a"]
)
def test_other_texts_are_no_columns(text):
    assert path_column(text, 30) is None
