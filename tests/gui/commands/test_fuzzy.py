# SPDX-License-Identifier: Apache-2.0
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.gui.commands.fuzzy import match


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("cj", "Copy JSON"),
        ("COPY", "Copy JSON"),
        ("next m", "Next message"),
        ("", "anything"),
        ("tag", "This idTag"),
    ],
)
def test_letters_in_their_order_match(typed, text):
    assert match(typed, text) is not None


@pytest.mark.parametrize(
    ("typed", "text"), [("jc", "Copy JSON"), ("copyy", "Copy JSON"), ("x", "")]
)
def test_letters_that_are_not_there_in_this_order_do_not_match(typed, text):
    assert match(typed, text) is None


@pytest.mark.parametrize(
    ("typed", "better", "worse"),
    [
        ("nm", "Next message", "Connection maker"),
        ("mark", "Next mark", "Make a remark"),
        ("copy", "Copy summary", "Colour of the pay"),
        ("it", "This idTag", "Edit"),
    ],
)
def test_starts_of_words_and_letters_in_a_row_are_better(typed, better, worse):
    assert match(typed, better).score > match(typed, worse).score


def test_the_best_of_several_ways_is_taken():
    assert match("mark", "My remark on a mark").places == (15, 16, 17, 18)


def test_capitals_within_a_word_begin_one():
    assert match("sn", "statusSendNow").places == (6, 10)


@given(typed=st.text(max_size=8), text=st.text(max_size=30))
def test_places_spell_what_was_typed(typed, text):
    found = match(typed, text)
    if found is not None:
        spelled = "".join(text[place].lower() for place in found.places)
        assert spelled == "".join(typed.split()).lower()
        assert list(found.places) == sorted(set(found.places))
