# SPDX-License-Identifier: Apache-2.0
from ocppdesk.analysis.limits.comparing import age, agree, differ, is_less, unique


def test_a_tenth_is_near_enough():
    assert agree(16, 14.4)
    assert not agree(16, 14)
    assert agree(0, 0.01)
    assert not agree(None, 16)
    assert is_less(14, 16)
    assert not is_less(15, 16)
    assert not is_less(None, 16)


def test_an_ampere_is_a_difference():
    assert differ(6, 7.5)
    assert not differ(6, 7)
    assert not differ(None, 7)


def test_remarks_are_told_once_and_ages_in_minutes():
    assert unique(["a", "b", "a"]) == ("a", "b")
    assert age(7_260_000_000) == "That was 2 h 1 min earlier."
