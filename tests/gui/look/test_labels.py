# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtGui import QPalette

from ocppdesk.gui.look.labels import ThemedLabel, shortened


def test_markup_from_outside_is_shown_as_it_is(qtbot, theme):
    label = ThemedLabel(theme, "<b>x</b>")
    qtbot.addWidget(label)
    plain = ThemedLabel(theme, "xxxxxxxx")
    qtbot.addWidget(plain)
    assert label.sizeHint().width() > plain.sizeHint().width()


def test_the_same_text_leaves_a_selection_alone(qtbot, theme):
    label = ThemedLabel(theme, is_selectable=True)
    qtbot.addWidget(label)
    label.show_text("ws://10.0.0.1:9000/")
    label.setSelection(5, 8)
    label.show_text("ws://10.0.0.1:9000/", "problem")
    assert label.selectedText() == "10.0.0.1"


def test_colour_and_size_follow_the_theme(qtbot, theme):
    label = ThemedLabel(theme, "text", color="muted", scale=2)
    qtbot.addWidget(label)
    light, size = label.palette().color(QPalette.ColorRole.WindowText), label.font()
    theme.apply("Dark", 150)
    assert label.palette().color(QPalette.ColorRole.WindowText) != light
    assert label.font().pointSizeF() == pytest.approx(size.pointSizeF() * 1.5)


def test_a_long_text_is_cut_in_the_middle_and_whole_in_the_tool_tip(qtbot, theme):
    label = ThemedLabel(theme, wraps=True)
    qtbot.addWidget(label)
    path = "/begin" + "x" * 500 + "end"
    label.show_text(f"GET {path}")
    assert label.text().startswith("GET /begin")
    assert label.text().endswith("end")
    assert len(label.text()) < 100
    assert label.toolTip() == f"GET {path}"


@pytest.mark.parametrize("text", ["", "short", "a b  c", "line\nline"])
def test_a_short_text_stays_as_it_is(text):
    assert shortened(text) == text


def test_many_words_are_cut_too():
    assert len(shortened("word " * 1000)) < 700
