# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.simulator.configuration16 import Configuration16
from ocppdesk.simulator.tokens import Tokens, Verdict

GOOD, BAD = Verdict("Accepted"), Verdict("Blocked")


@pytest.fixture
def configuration():
    return Configuration16(
        {"LocalAuthListMaxLength": "3", "SendLocalListMaxLength": "2"}
    )


@pytest.fixture
def tokens(configuration):
    return Tokens(configuration)


def test_list_comes_before_the_cache_and_case_does_not_count(tokens):
    tokens.remember("Card", GOOD)
    assert tokens.known("CARD") is GOOD
    tokens.update(1, [("cARD", BAD)], is_full=True)
    assert tokens.known("card") is BAD
    assert tokens.known("other") is None


def test_list_and_cache_can_be_switched_off(tokens, configuration):
    tokens.remember("a", GOOD)
    tokens.update(1, [("b", GOOD)], is_full=True)
    configuration.change("AuthorizationCacheEnabled", "false")
    configuration.change("LocalAuthListEnabled", "false")
    assert tokens.known("a") is tokens.known("b") is None
    assert not tokens.clear_cache()


def test_full_update_replaces_and_differential_amends(tokens):
    assert tokens.update(5, [("a", GOOD), ("b", GOOD)], is_full=True) == "Accepted"
    update = [("a", None), ("c", BAD)]
    assert tokens.update(6, update, is_full=False) == "Accepted"
    assert tokens.known("a") is None
    assert tokens.known("b") is GOOD
    assert tokens.known("c") is BAD
    assert tokens.version == 6


def test_older_differential_update_is_refused(tokens):
    tokens.update(5, [], is_full=True)
    assert tokens.update(5, [("a", GOOD)], is_full=False) == "VersionMismatch"
    assert tokens.known("a") is None


def test_too_long_a_list_is_refused_and_changes_nothing(tokens):
    entries = [(name, GOOD) for name in "abc"]
    assert tokens.update(1, entries, is_full=True) == "Failed"
    tokens.update(1, entries[:2], is_full=True)
    more = [("d", GOOD), ("e", GOOD)]
    assert tokens.update(2, more, is_full=False) == "Failed"
    assert tokens.version == 1
    assert tokens.known("d") is None


def test_forgotten_token_is_unknown(tokens):
    tokens.remember("a", GOOD)
    tokens.update(1, [("a", GOOD)], is_full=True)
    tokens.forget("A")
    assert tokens.known("a") is None


def test_cache_is_cleared(tokens):
    tokens.remember("a", GOOD)
    assert tokens.clear_cache()
    assert tokens.known("a") is None
