# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.capture import watch as watch_module
from ocppdesk.capture.watch import Watch
from ocppdesk.filters.values import SlowPatternError


@pytest.fixture
def clock(monkeypatch):
    """Let the thread have worked for as long as a test says."""
    worked = [10.0]
    monkeypatch.setattr(watch_module.time, "thread_time", lambda: worked[0])
    return worked


def test_a_pattern_that_is_slow_on_every_text_is_stopped(clock):
    watch = Watch("(a|aa)+$")
    watch.note()
    clock[0] += 0.4
    watch.note()
    clock[0] += 0.2
    with pytest.raises(SlowPatternError) as raised:
        watch.note()
    assert raised.value.pattern == "(a|aa)+$"


def test_a_pattern_may_take_long_on_many_texts(clock):
    watch = Watch("a.*b")
    for _ in range(1_000):
        clock[0] += 0.002
        watch.note()


def test_without_a_pattern_nothing_is_watched(clock):
    watch = Watch(None)
    clock[0] += 100
    watch.note()
