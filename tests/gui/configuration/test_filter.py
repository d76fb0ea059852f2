# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.configuration.keys import type_of
from ocppdesk.core.configuration.settings import Entry, key_address
from ocppdesk.gui.configuration.filter import FilterLineError, parse_line, pattern_test
from ocppdesk.gui.configuration.rows import row_of

ENTRY = Entry(key_address("HeartbeatInterval"), "300")


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("", True),
        ("heart", True),
        ("HEART 300", True),
        ("heart 301", False),
        ("-heart", False),
        ("heart -", True),
        ("-meter", True),
        (r"/^heart.*val\b/", True),
        ("-/^heart/", False),
        ("ocppcommctrlr", True),
        ('"heart beat"', False),
        ('"heartbeat', True),
    ],
)
def test_all_parts_must_be_there_or_not(qapp, text, passes):
    row = row_of(ENTRY, type_of(ENTRY))
    assert parse_line(text).matches(row) is passes


def test_a_broken_expression_says_why(qapp):
    with pytest.raises(FilterLineError, match=r"/a\(/ is no regular expression"):
        parse_line("/a(/")


def test_an_endless_expression_gives_up(qapp):
    entry = Entry(key_address("a" * 60), "1")
    with pytest.raises(FilterLineError, match="takes too long"):
        parse_line(r"/(a|aa)+!$/").matches(row_of(entry, type_of(entry)))


def test_an_expression_that_is_slow_at_each_row_gives_up(qapp):
    test = pattern_test(r"(a|aa)+!$")
    with pytest.raises(FilterLineError, match="takes too long"):
        list(map(test, ["a" * 19] * 2_000))


def test_a_quick_expression_never_gives_up(qapp):
    test = pattern_test("beat$")
    assert all(test(f"{number} heartbeat") for number in range(2_000))
