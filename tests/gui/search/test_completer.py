# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ocppdesk.gui.search.completer import SearchCompleter
from ocppdesk.gui.search.history import FilterHistory
from ocppdesk.settings import Settings

# Offscreen there is no keyboard to grab for a popup.
pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)


@pytest.fixture
def field(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    made = QLineEdit()
    layout = QVBoxLayout(window)
    layout.addWidget(made)
    layout.addWidget(QLineEdit())
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    made.setFocus()
    yield made
    window.close()


@pytest.fixture
def history():
    return FilterHistory(Settings())


@pytest.fixture
def completer(theme, field, history):
    made = SearchCompleter(theme, field, history)
    field.textEdited.connect(made.offer)
    yield made
    made.popup.hide()


@pytest.fixture
def asked(completer):
    told = []
    completer.values_wanted.connect(told.append)
    return told


def labels(completer):
    if not completer.popup.isVisible():
        return []
    return [c.label for c in completer.popup.lines.choices if c.text is not None]


def test_what_may_come_is_offered_while_one_types(completer, field, qtbot):
    qtbot.keyClicks(field, "latenc")
    assert labels(completer) == ["latency"]
    qtbot.keyClicks(field, " ")
    qtbot.keyClicks(field, "Zz")
    assert labels(completer) == []


def test_an_empty_text_has_no_offers(completer, field, qtbot):
    qtbot.keyClicks(field, "lat")
    qtbot.keyClicks(field, "\b\b\b")
    assert field.text() == ""
    assert labels(completer) == []


def test_values_come_later_and_fill_in(completer, field, qtbot, asked):
    qtbot.keyClicks(field, "connector == ")
    assert asked == ["connector"]
    completer.set_values("connector", [("2", 40), ("1", 7)])
    assert labels(completer)[:2] == ["2", "1"]
    qtbot.keyClicks(completer.popup, "1")
    assert asked == ["connector"]


def test_values_for_a_text_that_is_gone_open_nothing(completer, field, qtbot):
    qtbot.keyClicks(field, "connector == ")
    field.setText("Reset")
    completer.popup.hide()
    completer.set_values("connector", [("2", 40)])
    assert labels(completer) == []


def test_values_open_nothing_that_was_closed(completer, field, qtbot):
    qtbot.keyClicks(field, "connector == ")
    completer.close()
    completer.set_values("connector", [("2", 40)])
    assert labels(completer) == []


def test_values_take_no_focus(completer, field, qtbot):
    qtbot.keyClicks(field, "connector == ")
    completer.popup.hide()
    other = field.window().findChildren(QLineEdit)[-1]
    other.setFocus()
    completer.set_values("connector", [("2", 40)])
    assert labels(completer) == []
    assert other.hasFocus()


def test_a_field_is_asked_for_once_each_time_one_gets_there(
    completer, field, qtbot, asked
):
    qtbot.keyClicks(field, "connector == 1")
    field.clear()
    qtbot.keyClicks(field, "tx == ")
    field.clear()
    qtbot.keyClicks(field, "connector == ")
    assert asked == ["connector", "tx", "connector"]


def test_filters_used_and_saved_are_offered(completer, field, history, qtbot):
    history.add("tx == 48213")
    completer.set_saved({"Mine": "tx == 5 and ~in"})
    qtbot.keyClicks(field, "tx")
    assert {"tx == 48213", "Mine"} <= set(labels(completer))


def test_the_whole_list_has_types_saved_and_used_ones(completer, history):
    history.add("~q")
    completer.set_counts({"Reset": 3})
    completer.set_saved({"Mine": "~err"})
    completer.open_all()
    assert labels(completer)[:4] == ["All messages", "Reset", "Mine", "~q"]


def test_escape_closes_the_list(completer, field, qtbot):
    qtbot.keyClicks(field, "lat")
    qtbot.keyClick(completer.popup, Qt.Key.Key_Escape)
    assert labels(completer) == []
    assert field.text() == "lat"
