# SPDX-License-Identifier: Apache-2.0
"""Identities that look alike, and what to type instead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.analysis.identities import advice, difference, look_alikes


@pytest.mark.parametrize(
    ("identity", "other", "said"),
    [
        ("CP-0O1", "CP-001", "the letter O in place of the digit 0"),
        ("CP-0l1", "CP-011", "a small L in place of the digit 1"),
        ("cp-001", "CP-001", "capital and small letters"),
        ("CP-001 ", "CP-001", "a blank at the beginning or the end"),
        ("CP 001", "CP001", "a blank"),
        ("CP\u2013001", "CP-001", "“\u2013” in place of “-”"),
    ],
)
def test_what_looks_alike_is_told(identity, other, said):
    assert look_alikes(identity, ["A", other, "CP-002"]) == (other,)
    assert difference(identity, other) == said


@pytest.mark.parametrize("other", ["CP-002", "CP-001", "CP-0012", "XP-001", ""])
def test_what_differs_is_not_alike(other):
    assert look_alikes("CP-001", [other]) == ()


def told(identity, path=""):
    return " ".join(advice(identity, path))


def test_an_ordinary_identity_needs_no_advice():
    assert advice("CP-001", "/CP-001") == ()
    assert advice("CP-001", "/ocpp/CP-001") == ()
    assert advice("SIM-0001") == ()
    assert advice("DEPOT-10") == ()


def test_an_identity_that_came_twice():
    assert "leave it out of the URL" in told("CP1", "/ocpp/CP1/CP1")


def test_no_identity_at_all():
    assert "type it at the end of the URL" in told("unnamed-10.0.0.7", "/")


def test_a_url_in_place_of_the_identity():
    assert "whole URL" in told("CP1", "/ws://10.0.0.1:9000/CP1")
    assert "whole URL" in told("ws://h/CP1", "/ws%3A%2F%2Fh%2FCP1")


def test_a_slash_behind_it():
    assert "slash behind" in told("CP1", "/CP1/")


def test_blanks():
    assert "delete it" in told(" CP1")
    assert "%20" in told("CP 1")


def test_length():
    assert advice("A" * 48) == ()
    assert "49 characters" in told("A" * 49)


def test_signs():
    assert "“#”" in told("CP#1")
    assert "U+0007" in told("CP\x071")
    assert "the letter O and the digit 0" in told("CPO01")


@given(st.text(), st.text())
def test_nothing_that_arrives_raises(identity, path):
    advice(identity, path)
    for other in look_alikes(identity, [path, identity.swapcase()]):
        assert difference(identity, other)
