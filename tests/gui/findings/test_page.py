# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt, QUrl

from ocppdesk.gui.findings.groups import Group, State
from ocppdesk.gui.findings.page import FindingPage
from ocppdesk.gui.messages.moments import Moments

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def asked():
    return []


@pytest.fixture
def page(qtbot, theme, asked):
    def lines_of(numbers):
        asked.append(numbers)
        return {number: f"line {number}" for number in numbers}

    page = FindingPage(theme, lines_of)
    qtbot.addWidget(page)
    page.resize(600, 160)
    page.show()
    return page


def test_it_says_what_to_do_until_something_is_chosen(page):
    page.show_group(None, Moments())
    assert "Choose a finding" in page.text.toPlainText()
    assert not page.copy.isVisible()
    assert page.lines() == {}


def test_a_group_is_told_with_its_messages(qtbot, page, asked, finding):
    page.show_group(Group((finding(messages=(3, 4)),), State.NEW), Moments())
    assert page.heading.text() == "Title of CON-07"
    assert "line 3" in page.text.toPlainText()
    page.show_group(Group((finding(messages=(3, 4, 5)),), State.NEW), Moments())
    assert asked == [(3, 4), (5,)]  # each is read once
    with qtbot.waitSignal(page.message_wanted) as wanted:
        page.text.anchorClicked.emit(QUrl("message:4"))
    assert wanted.args == [4]
    with qtbot.waitSignal(page.rule_wanted) as wanted:
        page.text.anchorClicked.emit(QUrl("rule:CON-07"))
    assert wanted.args == ["CON-07"]


def test_what_is_read_stays_where_it_is(page, finding):
    page.show_group(Group((finding(),), State.NEW), Moments())
    bar = page.text.verticalScrollBar()
    assert bar.maximum() > 20
    bar.setValue(20)
    page.show_group(Group((finding(count=2),), State.SEEN), Moments())
    assert bar.value() == 20
    assert "2 times" in page.text.toPlainText()
    page.show_group(Group((finding("PRO-01"),), State.NEW), Moments())
    assert bar.value() == 0


def test_what_is_selected_is_not_taken_away(page, finding):
    page.show_group(Group((finding(),), State.NEW), Moments())
    page.text.selectAll()
    page.show_group(Group((finding(count=2),), State.NEW), Moments())
    assert page.text.textCursor().hasSelection()


def test_buttons_do_what_they_say(qtbot, page, finding):
    page.show_group(Group((finding(),), State.NEW), Moments())
    for button, signal in (
        (page.show_messages, page.messages_wanted),
        (page.copy, page.copy_wanted),
    ):
        with qtbot.waitSignal(signal):
            qtbot.mouseClick(button, LEFT)
    with qtbot.waitSignal(page.ignore_wanted) as wanted:
        qtbot.mouseClick(page.ignore, LEFT)
    assert wanted.args == [True]
    page.show_group(Group((finding(),), State.IGNORED), Moments())
    with qtbot.waitSignal(page.ignore_wanted) as wanted:
        qtbot.mouseClick(page.ignore, LEFT)
    assert wanted.args == [False]


def test_without_messages_there_are_none_to_show(page, finding):
    gone = Group((finding(messages=()),), State.SEEN, is_gone=True)
    page.show_group(gone, Moments())
    assert not page.show_messages.isEnabled()
    assert page.heading.text() == "Title of CON-07 (no longer so)"
