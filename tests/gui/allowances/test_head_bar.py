# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.gui.allowances.head_bar import HeadBar


@pytest.fixture
def bar(qtbot, theme):
    made = HeadBar(theme)
    qtbot.addWidget(made)
    made.show()
    return made


def test_only_a_choice_of_the_user_is_told(qtbot, bar):
    assert bar.connector == 0
    bar.offer([1, 2, 0], 1, is_2x=False)
    with qtbot.waitSignal(bar.connector_chosen):
        bar.box.setCurrentIndex(1)
    assert bar.connector == 2
    with qtbot.assertNotEmitted(bar.connector_chosen):
        bar.offer([1, 2, 3], 2, is_2x=True)
        assert bar.connector == 2
        bar.offer([3], 3, is_2x=True)
    assert bar.connector == 3
    assert bar.box.currentText() == "EVSE 3"


def test_what_was_asked_is_told(bar):
    bar.show_asking("GetConfiguration: asked…", is_refused=False, can_ask=False,
                    obstacle="", is_live=True)  # fmt: skip
    assert bar.asked.text() == "GetConfiguration: asked…"
    assert not bar.ask.isEnabled()
    assert "reading changes nothing" in bar.ask.toolTip()
    bar.show_asking("", is_refused=False, can_ask=False, obstacle="It is away.",
                    is_live=True)  # fmt: skip
    assert bar.ask.toolTip() == "It is away."
    bar.show_asking("", is_refused=False, can_ask=False, obstacle="", is_live=False)
    assert not bar.ask.isVisible()
