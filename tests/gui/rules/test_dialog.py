# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt

from ocppdesk.analysis.findings.guide import guide
from ocppdesk.gui.rules.dialog import RulesDialog


@pytest.fixture
def dialog(theme, qtbot):
    made = RulesDialog(theme)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def visible(dialog):
    items = (dialog.list.item(row) for row in range(dialog.list.count()))
    return [item.text().split()[0] for item in items if not item.isHidden()]


def test_all_rules_are_listed_and_the_first_is_explained(dialog):
    assert visible(dialog) == [rule.id for rule in guide()]
    assert dialog.shown == guide()[0]
    assert dialog.page.toPlainText().startswith(guide()[0].title)
    assert not dialog.isModal()


def test_a_search_finds_names_and_texts_and_shows_the_first(dialog, qtbot):
    qtbot.keyClicks(dialog.search, "boot")
    assert "BOOT-02" in visible(dialog)
    assert dialog.shown.id == visible(dialog)[0]
    qtbot.keyClick(dialog.search, Qt.Key.Key_Down)
    assert dialog.shown.id == visible(dialog)[1]
    qtbot.keyClick(dialog.search, Qt.Key.Key_Up)
    qtbot.keyClick(dialog.search, Qt.Key.Key_Up)
    assert dialog.shown.id == visible(dialog)[0]


def test_what_is_not_found_is_said(dialog, qtbot):
    qtbot.keyClicks(dialog.search, "qqq")
    assert visible(dialog) == []
    assert dialog.shown is None
    assert dialog.page.toPlainText() == ""


def test_a_rule_is_shown_at_once_whatever_was_searched(dialog, qtbot):
    qtbot.keyClicks(dialog.search, "qqq")
    dialog.show_rule("PRO-07")
    assert dialog.shown.id == "PRO-07"
    dialog.show_rule("no such")
    assert dialog.shown.id == "PRO-07"


def test_it_follows_the_theme(dialog, theme):
    before = dialog.page.toHtml()
    theme.apply("Dark", 100)
    assert dialog.page.toHtml() != before
    theme.apply("Light", 100)
