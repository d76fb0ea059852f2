# SPDX-License-Identifier: Apache-2.0
"""The help on filters is complete, and its examples are filters."""

import pytest

from ocppdesk.filters.expression import parse_filter
from ocppdesk.filters.fields import FIELDS, FLAGS
from ocppdesk.filters.help import filter_help
from ocppdesk.filters.nodes import Text
from tests.filters.subjects import found

LINES = [line for section in filter_help() for line in section.lines]
EXAMPLES = [line.example for line in LINES if line.example]


def lines_of(title):
    return next(s.lines for s in filter_help() if s.title == title)


@pytest.mark.parametrize("text", EXAMPLES)
def test_every_example_is_a_filter(text):
    assert str(parse_filter(text))


def test_every_worked_example_finds_something():
    lines = lines_of("Examples")
    assert len(lines) == 16
    assert [
        line.text for line in lines[:-2] if not found(parse_filter(line.text))
    ] == []


def test_all_fields_and_flags_are_there():
    assert [line.text for line in lines_of("Fields")] == list(FIELDS)
    assert [line.text for line in lines_of("Flags")] == list(FLAGS)


def test_examples_are_more_than_texts():
    assert [e for e in EXAMPLES if isinstance(parse_filter(e), Text)] == ['"and"']


def test_every_line_has_a_meaning():
    assert all(line.meaning and not line.meaning.endswith(".") for line in LINES)
