# SPDX-License-Identifier: Apache-2.0
from ocppdesk.core.memory import Recent


def test_what_was_put_in_is_found():
    recent = Recent(2)
    recent["a"] = 1
    assert recent.get("a") == 1
    assert recent.get("b") is None


def test_the_last_ones_are_kept_and_old_ones_are_not():
    recent = Recent(10)
    for number in range(100):
        recent[number] = number
    kept = [number for number in range(100) if recent.get(number) is not None]
    assert set(range(90, 100)) <= set(kept)
    assert len(kept) <= 20


def test_what_is_asked_for_stays():
    recent = Recent(3)
    recent["a"] = 0
    for number in range(50):
        recent[number] = number
        assert recent.get("a") == 0


def test_the_newest_value_counts():
    recent = Recent(1)
    recent["a"] = 1
    recent["b"] = 2
    recent["a"] = 3
    assert recent.get("a") == 3
