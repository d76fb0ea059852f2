# SPDX-License-Identifier: Apache-2.0
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.gui.findings.ignoring import ignored_text, parse_ignored


@given(st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8)), max_size=3))
def test_what_is_kept_is_read_again(keys):
    assert parse_ignored(ignored_text(keys)) == tuple(keys)


@pytest.mark.parametrize("text", ["", "{", "7", '{"a": 1}', '[1, ["a"], ["a", 2]]'])
def test_what_cannot_be_read_is_left_out(text):
    assert parse_ignored(text) == ()


def test_those_that_were_ignored_last_are_kept():
    keys = [("A", str(number)) for number in range(3_000)]
    assert parse_ignored(ignored_text(keys)) == tuple(keys[1_000:])
