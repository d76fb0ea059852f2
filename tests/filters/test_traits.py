# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.filters.expression import parse_filter
from ocppdesk.filters.traits import names_in, uses_annotations, uses_patience


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", set()),
        ("Heartbeat .status == x", set()),
        ("not (~q or latency > 5s) tx", {"~q", "latency", "tx"}),
        ("connector in {1, 2} no in 1..5", {"connector", "no"}),
    ],
)
def test_fields_and_flags_are_found_wherever_they_stand(text, names):
    assert names_in(parse_filter(text)) == names


@pytest.mark.parametrize("text", ["~q", "-Heartbeat not ~q", "~err or (~q ~in)"])
def test_what_waits_for_patience_is_known(text):
    assert uses_patience(parse_filter(text))
    assert not uses_patience(parse_filter("~err or ~slow"))


@pytest.mark.parametrize(
    "text", ["not ~mark", "~note", "comment contains x", "level >= warning", "finding"]
)
def test_what_people_noted_is_known(text):
    assert uses_annotations(parse_filter(text))
    assert not uses_annotations(parse_filter("Heartbeat ~in"))
