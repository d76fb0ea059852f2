# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.gui.sending.raw_page import EXAMPLES, RawPage


@pytest.fixture
def page(qtbot, theme):
    made = RawPage(theme)
    qtbot.addWidget(made)
    made.show()
    return made


def test_examples_can_be_chosen(page):
    actions = page.examples.menu().actions()
    assert [action.text() for action in actions] == [words for words, _ in EXAMPLES]
    for action, (_words, text) in zip(actions, EXAMPLES, strict=True):
        action.trigger()
        assert page.text == text


def test_what_is_odd_about_a_text_is_said(qtbot, page):
    assert page.verdict.text() == ""
    with qtbot.waitSignal(page.edited):
        page.area.setPlainText('[2,"1","Reset",')
    assert page.verdict.text().startswith("▲")
