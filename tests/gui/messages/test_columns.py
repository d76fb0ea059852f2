# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.gui.messages.columns import COLUMNS, Column, title_of, words_of


def test_every_column_is_declared_once_and_in_order():
    assert [info.column for info in COLUMNS] == list(Column)


def test_time_direction_and_json_are_there_by_default():
    shown = {info.column for info in COLUMNS if info.is_shown}
    assert {Column.TIME, Column.DIRECTION, Column.JSON, Column.SUMMARY} <= shown


@pytest.mark.parametrize("column", list(Column))
def test_every_column_says_in_words_what_it_is(column):
    assert title_of(column)
    assert any(letter.isalpha() for letter in words_of(column))


def test_names_in_the_settings_are_unique():
    assert len({info.name for info in COLUMNS}) == len(COLUMNS)
