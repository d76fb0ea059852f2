# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from ocppdesk.gui.tab_order import stop_after


@pytest.fixture
def window(qtbot):
    made = QWidget()
    QVBoxLayout(made)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def part(window):
    """Make a part of some widgets, behind all that were made before."""

    def make(*widgets):
        made = QWidget()
        row = QHBoxLayout(made)
        for widget in widgets:
            row.addWidget(widget)
        window.layout().addWidget(made)
        return made

    return make


def around(window, parts, start, *, is_next=True):
    """Return where Tab comes to until it is back where it began."""
    window.show()
    found = [start]
    while (stop := stop_after(found[-1], parts, is_next=is_next)) is not start:
        found.append(stop)
    return found


def test_parts_come_in_their_order_whichever_was_made_first(window, part):
    a, b, c, d = (QLineEdit() for _ in range(4))
    last, first = part(a, b), part(c, d)
    assert around(window, (first, last), a) == [a, b, c, d]
    assert around(window, (first, last), c) == [c, d, a, b]
    assert around(window, (first, last), c, is_next=False) == [c, b, a, d]


def test_what_is_hidden_disabled_or_takes_no_keyboard_is_passed_over(window, part):
    a, b, c, d, e = (QLineEdit() for _ in range(5))
    parts = (part(a, b), part(c), part(d, e))
    c.setEnabled(False)
    d.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    b.hide()
    assert around(window, parts, a) == [a, e]


def test_a_part_may_be_a_single_widget_of_several(window, part):
    spin, line = QSpinBox(), QLineEdit()
    part(line)
    part(spin)
    assert around(window, (spin, line), spin) == [spin, line]


def test_outside_of_all_parts_nothing_is_known(window, part):
    a, b = QLineEdit(), QLineEdit()
    inside = part(a)
    part(b)
    window.show()
    assert stop_after(b, (inside,), is_next=True) is None


def test_a_stop_that_is_deleted_takes_no_other_one_with_it(window, part):
    a, b, c = (QLineEdit() for _ in range(3))
    parts = (part(a), part(b), part(c))
    assert around(window, parts, a) == [a, b, c]
    b.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert isValid(c)
    assert around(window, parts, a) == [a, c]
