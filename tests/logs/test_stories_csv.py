# SPDX-License-Identifier: Apache-2.0
import csv

import pytest

from ocppdesk.analysis.sessions.story import Certainty, Outcome, Story, Transaction
from ocppdesk.logs.errors import ExistsError
from ocppdesk.logs.stories_csv import COLUMNS, write_stories
from ocppdesk.logs.story_listing import story_record

NOON = 1_785_585_600_000_000


def story(tag):
    one = Transaction(512, tag, NOON, None, 1, None, None, None, "", None)
    two = Transaction(None, tag, NOON, None, 1, None, None, None, "", None)
    return Story(1, "CP1", None, 1, NOON, None, (one, two), (), Outcome.OPEN,
                 Certainty.OBSERVED, 'It "runs", still', id_tag=tag,
                 energy_wh=12.5)  # fmt: skip


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_each_story_is_a_row(tmp_path):
    path = tmp_path / "sessions.csv"
    assert write_stories([story("04A1"), story("04A2")], path) == 2
    first, second = rows(path)
    assert tuple(first) == COLUMNS
    assert (first["id_tag"], second["id_tag"]) == ("04A1", "04A2")
    assert first["transactions"] == "512 ?"
    assert first["energy_wh"] == "12.5"
    assert first["end"] == ""
    assert first["summary"] == 'It "runs", still'
    assert path.read_bytes().startswith(b"\xef\xbb\xbfnumber,charger")


def test_all_but_the_lines_of_a_record_is_a_column():
    assert {*COLUMNS, "lines"} == set(story_record(story("04A1")))


@pytest.mark.parametrize("tag", ["=1+1", "+49", "-1", "@x", "\t=1"])
def test_no_card_is_a_formula(tmp_path, tag):
    path = tmp_path / "sessions.csv"
    write_stories([story(tag)], path)
    assert rows(path)[0]["id_tag"].startswith("'")


def test_what_exists_is_kept_unless_it_may_be_replaced(tmp_path):
    path = tmp_path / "sessions.csv"
    path.write_text("mine")
    with pytest.raises(ExistsError):
        write_stories([], path)
    assert path.read_text() == "mine"
    assert write_stories([], path, overwrite=True) == 0
    assert rows(path) == []
