# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStatusBar

from ocppdesk.gui.told import MOST, Told
from ocppdesk.notices import Notice, Severity


@pytest.fixture
def told(qapp):
    owner = QObject()
    times = iter(range(1, 10_000))
    yield Told(owner, lambda: next(times))
    owner.deleteLater()


def texts(told):
    return [each.text for each in told.sentences]


def test_what_passes_in_the_status_line_is_kept(qtbot, told):
    bar = QStatusBar()
    qtbot.addWidget(bar)
    bar.messageChanged.connect(told.note)
    bar.showMessage("Written: a.csv")
    bar.clearMessage()
    bar.showMessage("Copied")
    assert texts(told) == ["Written: a.csv", "Copied"]
    assert [each.at for each in told.sentences] == [1, 2]


def test_a_notice_is_kept_with_its_details(told):
    told.note_notice(Notice("port", Severity.ERROR, "Port busy.", "errno 98"))
    assert [(e.text, e.details) for e in told.sentences] == [("Port busy.", "errno 98")]


def test_nothing_and_what_was_just_said_are_no_news(told):
    for text in ("Copied", "Copied", ""):
        told.note(text)
    assert texts(told) == ["Copied"]


def test_only_some_are_kept(told):
    for number in range(MOST + 5):
        told.note(str(number))
    assert len(told.sentences) == MOST
    assert texts(told)[0] == "5"
