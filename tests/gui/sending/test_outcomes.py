# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt

from ocppdesk.gui.sending.outbox import Outbox
from ocppdesk.gui.sending.outcomes import OutcomesPane


@pytest.fixture
def pane(qtbot, theme):
    made = OutcomesPane(theme, Outbox())
    qtbot.addWidget(made)
    made.show()
    return made


def test_nothing_sent_is_said(pane):
    assert pane.title.text() == "Nothing was sent so far."
    assert not pane.again.isVisible()
    assert pane.chosen is None


def test_the_newest_command_is_on_top_and_told(pane):
    for action in ("ClearCache", "Reset"):
        pane._outbox.send("CP1", "1.6", action, {})
    pane.choose_newest()
    assert pane.list.count() == 2
    assert "Reset" in pane.list.item(0).text()
    assert pane.title.text() == "Reset to CP1"
    assert "Nobody listens" in pane.answer.text()


def test_what_is_chosen_stays_chosen(pane):
    pane._outbox.send("CP1", "1.6", "ClearCache", {})
    pane.choose_newest()
    pane._outbox.send("CP1", "1.6", "Reset", {})
    assert pane.title.text() == "ClearCache to CP1"


def test_a_command_is_edited_and_sent_again(qtbot, pane):
    pane._outbox.send("CP1", "1.6", "Reset", {"type": "Soft"})
    wanted = []
    pane.command_wanted.connect(lambda *what: wanted.append(what))
    qtbot.mouseClick(pane.again, Qt.MouseButton.LeftButton)
    assert wanted == [("CP1", "1.6", "Reset", {"type": "Soft"})]


def test_the_queue_is_shown_in_order(pane):
    pane.show_queue(["Reset (out)", "ClearCache"])
    assert pane.queue.text() == "Queue: Reset (out) → ClearCache"
    pane.show_queue([])
    assert not pane.queue.isVisible()
