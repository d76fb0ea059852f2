# SPDX-License-Identifier: Apache-2.0
import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QObject

from ocppdesk.gui.garbage import GarbageCollector


@pytest.fixture
def collector(qapp):
    was_enabled = gc.isenabled()
    parent = QObject()
    made = GarbageCollector(parent)
    made.collect()
    yield made
    made.stop()
    if not was_enabled:
        gc.disable()


class Knot:
    """An object that refers to itself."""

    def __init__(self):
        self.me = self


def test_other_threads_collect_nothing(collector):
    knot = weakref.ref(Knot())

    def allocate():
        kept = [[] for _ in range(50_000)]
        assert kept

    thread = threading.Thread(target=allocate)
    thread.start()
    thread.join()
    assert knot() is not None


def test_the_windows_thread_collects_when_it_is_due(collector):
    knot = weakref.ref(Knot())
    kept = [[] for _ in range(gc.get_threshold()[0] + 100)]
    collector.collect()
    assert kept
    assert knot() is None


def test_what_outlives_a_collection_is_left_alone_until_a_window_is_closed(collector):
    knot = Knot()
    found = weakref.ref(knot)
    while not gc.get_freeze_count() or gc.get_count()[2] <= gc.get_threshold()[2]:
        gc.collect(1)
    before = gc.get_freeze_count()
    collector.collect()
    assert gc.get_freeze_count() > before
    del knot
    gc.collect()
    assert found() is not None
    collector.look_at_all()
    collector.collect()
    assert found() is None


def test_collection_is_given_back(qapp):
    was_enabled = gc.isenabled()
    parent = QObject()
    collector = GarbageCollector(parent)
    assert not gc.isenabled()
    collector.stop()
    assert gc.isenabled()
    if not was_enabled:
        gc.disable()
