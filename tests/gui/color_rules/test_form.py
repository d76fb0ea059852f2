# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog

from ocppdesk.gui.color_rules.form import RuleForm
from ocppdesk.gui.messages.color_rules import ICONS, default_rules


@pytest.fixture
def form(qtbot, theme):
    made = RuleForm(theme)
    qtbot.addWidget(made)
    made.show_rule(default_rules()[0])
    made.show()
    return made


def test_a_rule_that_is_shown_is_not_edited_by_that(form, qtbot):
    rule = default_rules()[3]
    with qtbot.assertNotEmitted(form.edited):
        form.show_rule(rule)
    assert form.rule == rule
    assert form.name.text() == rule.name
    assert form.icon.currentData() == rule.icon


def test_every_field_makes_another_rule(form, qtbot):
    with qtbot.waitSignals([form.edited] * 3):
        form.name.clear()
        qtbot.keyClicks(form.name, "x")
        form.expression.setText("~mark")
        form.icon.setCurrentIndex(ICONS.index("star"))
    rule = form.rule
    assert (rule.name, rule.expression, rule.icon) == ("x", "~mark", "star")
    assert rule.light == default_rules()[0].light


def test_what_is_no_filter_is_marked_at_its_place(form):
    assert not form.error.isVisible()
    form.expression.setText("Heartbeat conector == 1")
    assert "character 11" in form.error.text()
    assert form.expression.marked == (10, 18)
    form.expression.setText("status ==")
    assert form.error.isVisible()
    form.expression.setText("connector == 1")
    assert form.expression.marked is None
    assert not form.error.isVisible()


def test_colours_show_how_well_they_can_be_read(form):
    assert form.light.ratio.text() == "Contrast 9.4:1"
    form.light.pair = ("#999999", "#FFFFFF")
    assert form.light.ratio.text().startswith("▲ Contrast 2.8:1")


def test_a_colour_applies_while_it_is_chosen_and_cancel_takes_it_back(form):
    before = form.rule.dark
    form.dark.back.click()
    dialog = form.dark.findChild(QColorDialog)
    dialog.setCurrentColor(QColor("#112233"))
    assert form.rule.dark == (before[0], "#112233")
    dialog.reject()
    assert form.rule.dark == before


def test_the_colour_of_texts_is_chosen_likewise(form):
    form.light.text.click()
    dialog = form.light.findChild(QColorDialog)
    dialog.setCurrentColor(QColor("#112233"))
    dialog.accept()
    assert form.rule.light == ("#112233", default_rules()[0].light[1])


def test_without_a_rule_nothing_can_be_edited(form):
    form.show_rule(None)
    assert not form.isEnabled()
    assert form.rule is None
    assert form.name.text() == form.expression.text() == ""
