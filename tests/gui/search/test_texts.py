# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.filters.errors import FilterError
from ocppdesk.gui.search.texts import refusal, sentence


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Missing )", "Missing )."),
        ("Did you mean connector?", "Did you mean connector?"),
        ("It is over.", "It is over."),
    ],
)
def test_sentences_end_once(text, expected):
    assert sentence(text) == expected


def test_a_refusal_says_what_applies_meanwhile():
    error = FilterError("Missing )", start=3, end=3)
    assert refusal(error, " ") == "Missing ). All messages stay shown."
    assert refusal(error, "~q") == "Missing ). “~q” stays applied."


def test_long_filters_are_spoken_of_in_short():
    error = FilterError("Missing )", start=3, end=3)
    said = refusal(error, "tx == 5 or " * 30)
    assert len(said) < 120
    assert "…" in said
