# SPDX-License-Identifier: Apache-2.0
"""A label whose selection is not lost."""

from ocppdesk.gui.answers.steady_label import SteadyLabel


def test_a_text_waits_while_something_is_selected(qtbot, theme):
    label = SteadyLabel(theme)
    qtbot.addWidget(label)
    label.show()
    label.show_text("for 10 s")
    label.setSelection(0, 3)
    label.show_text("for 20 s")
    assert label.text() == "for 10 s"
    label.setSelection(0, 0)
    qtbot.waitUntil(lambda: label.text() == "for 20 s")


def test_what_waits_is_shown_when_nobody_looks(qtbot, theme):
    label = SteadyLabel(theme)
    qtbot.addWidget(label)
    label.show()
    label.show_text("before")
    label.setSelection(0, 3)
    label.show_text("after")
    label.hide()
    assert label.text() == "after"
