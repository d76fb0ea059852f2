# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

from ocppdesk.gui.charts.book import LineBook
from ocppdesk.gui.charts.ticks import TimeTexts
from ocppdesk.gui.charts.wording import measured_texts, story_name
from ocppdesk.gui.messages.times import TimeMode


def drawn(charger):
    book = LineBook()
    book.take(charger.facts(), by_charger=False)
    return book


def test_a_session_is_known_by_number_time_place_and_energy(charger):
    charger.charge(minutes=10)
    (story,) = charger.facts().stories
    name = story_name(story, TimeTexts(TimeMode.UTC, 0))
    assert name.startswith("1 · 2026-08-01")
    assert "connector 1" in name
    assert name.endswith("Wh")
    bare = replace(story, evse=2, energy_wh=None)
    assert story_name(bare, TimeTexts(TimeMode.UTC, 0)).endswith("EVSE 2")


def test_what_a_message_measured_is_told_with_units(charger):
    charger.charge(minutes=10)
    lines = list(drawn(charger).lines.values())
    number = int(next(line for line in lines if line.message[3]).message[3])
    texts = measured_texts(lines, number)
    assert texts
    assert len(texts) <= 4
    assert all(text[-1].isalpha() or text[-1] == "%" for text in texts)
    assert measured_texts(lines, 0x7FFFFFFF) == []
