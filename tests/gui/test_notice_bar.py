# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLabel

from ocppdesk.gui.notice_bar import NoticeBar
from ocppdesk.notices import Notice, NoticeAction, Severity

PORT = Notice(
    "port",
    Severity.ERROR,
    "Port 9000 is in use by another program.",
    "errno 98",
    (NoticeAction("use_9001", "Use 9001"), NoticeAction("retry", "Retry")),
)
DISK = Notice("disk", Severity.WARNING, "Disk almost full: 180 MB left.")
RECOVERED = Notice("recovered", Severity.INFO, "Recovered 1932 messages.")


@pytest.fixture
def bar(qtbot, theme):
    bar = NoticeBar(theme)
    qtbot.addWidget(bar)
    bar.resize(900, 200)
    return bar


def button(bar, text):
    return next(
        b
        for b in bar.findChildren(QAbstractButton)
        if text in (b.text(), b.accessibleName()) and not b.isHidden()
    )


def texts(bar):
    return [label.text() for label in bar.findChildren(QLabel) if label.isVisible()]


def test_a_bar_without_notices_takes_no_room(bar):
    assert bar.isHidden()
    bar.show_notice(DISK)
    assert not bar.isHidden()
    bar.remove("disk")
    assert bar.isHidden()


def test_severity_is_a_sign_and_not_only_a_colour(bar):
    signs = {}
    for notice in (PORT, DISK, RECOVERED):
        bar.show_notice(notice)
        signs[notice.severity] = texts(bar)[0]
        bar.remove(notice.key)
    assert len(set(signs.values())) == 3


def test_an_action_is_told_with_its_notice(qtbot, bar):
    bar.show_notice(PORT)
    with qtbot.waitSignal(bar.action_triggered) as signal:
        qtbot.mouseClick(button(bar, "Retry"), Qt.MouseButton.LeftButton)
    assert signal.args == ["port", "retry"]
    assert bar.notices == (PORT,)


def test_a_notice_can_be_closed(qtbot, bar):
    bar.show_notice(DISK)
    with qtbot.waitSignal(bar.closed) as signal:
        close = button(bar, "Close this notice")
        qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    assert signal.args == ["disk"]
    assert bar.notices == ()


def test_details_are_copied_with_the_headline(qtbot, bar):
    bar.show_notice(PORT)
    qtbot.mouseClick(button(bar, "Copy details"), Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert PORT.headline in copied
    assert "errno 98" in copied


def test_without_details_there_is_nothing_to_copy(bar):
    bar.show_notice(DISK)
    with pytest.raises(StopIteration):
        button(bar, "Copy details")


def test_the_newest_of_a_key_takes_the_place_of_the_older(bar):
    bar.show_notice(DISK)
    newer = Notice("disk", Severity.ERROR, "Disk full.")
    bar.show_notice(newer)
    assert bar.notices == (newer,)


def test_the_same_notice_again_keeps_its_buttons(bar):
    bar.show_notice(PORT)
    before = button(bar, "Retry")
    bar.show_notice(PORT)
    assert button(bar, "Retry") is before


def test_the_gravest_and_newest_stand_on_top(bar):
    other = Notice("other", Severity.WARNING, "Something else.")
    for notice in (RECOVERED, DISK, PORT, other):
        bar.show_notice(notice)
    assert bar.notices == (PORT, other, DISK, RECOVERED)


def test_more_than_a_few_wait_their_turn(bar):
    notices = [Notice(f"n{n}", Severity.INFO, f"Notice {n}.") for n in range(5)]
    for notice in notices:
        bar.show_notice(notice)
    assert "2 more, shown as you close these" in texts(bar)
    assert "Notice 0." not in texts(bar)
    bar.remove("n4")
    bar.remove("n3")
    assert "Notice 0." in texts(bar)
    assert len(bar.notices) == 3


def test_a_notice_does_not_take_the_keyboard(qtbot, theme, bar):
    bar.show()
    bar.show_notice(PORT)
    assert not button(bar, "Retry").isDefault()
    assert not button(bar, "Use 9001").autoDefault()


def test_a_long_headline_needs_no_wider_window(bar):
    bar.show_notice(Notice("x", Severity.ERROR, "word " * 100 + "y" * 3000))
    assert bar.minimumSizeHint().width() < 600


def test_a_notice_that_is_not_there_can_be_removed(bar):
    bar.remove("nothing")
    assert bar.notices == ()


def test_a_number_that_changes_leaves_the_buttons_where_they_are(bar):
    low = Notice("disk", Severity.WARNING, "180 MB", actions=PORT.actions[:1])
    bar.show()
    bar.show_notice(low)
    before = button(bar, "Use 9001")
    bar.show_notice(replace(low, headline="179 MB"))
    assert button(bar, "Use 9001") is before
    assert "179 MB" in texts(bar)
    assert [notice.headline for notice in bar.notices] == ["179 MB"]
