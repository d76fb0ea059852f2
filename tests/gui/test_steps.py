# SPDX-License-Identifier: Apache-2.0
from PySide6.QtCore import QObject, QTimer

from ocppdesk.gui.steps import Steps


def test_what_others_want_comes_between_two_steps(qtbot):
    done = []
    parent = QObject()
    steps = Steps(parent)
    # Timers have their turn in each turn of the loop.
    between = QTimer(parent, interval=0)
    between.timeout.connect(lambda: done.append("-"))
    between.start()
    steps.add(*(lambda name=name: done.append(name) for name in "abc"))
    assert not steps.is_done
    qtbot.waitUntil(lambda: steps.is_done)
    between.stop()
    text = "".join(done).strip("-")
    assert text.replace("-", "") == "abc"
    assert "ab" not in text
    assert "bc" not in text


def test_a_step_may_order_others(qtbot):
    done = []
    parent = QObject()
    steps = Steps(parent)
    steps.add(lambda: (done.append(1), steps.add(lambda: done.append(2))))
    qtbot.waitUntil(lambda: done == [1, 2])
    assert steps.is_done


def test_what_waits_can_be_done_at_once():
    done = []
    parent = QObject()
    steps = Steps(parent)
    steps.add(lambda: done.append(1), lambda: done.append(2))
    steps.finish()
    assert done == [1, 2]
    assert steps.is_done


def test_what_waits_can_be_given_up(qtbot):
    done = []
    parent = QObject()
    steps = Steps(parent)
    steps.add(lambda: done.append(1))
    steps.clear()
    assert steps.is_done
    steps.add(lambda: done.append(2))
    qtbot.waitUntil(lambda: bool(done))
    assert done == [2]
