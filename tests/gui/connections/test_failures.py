# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtWidgets import QTabWidget, QWidget

from ocppdesk.capture.records import Connection, Outcome
from ocppdesk.gui.connections.failures import Failures


def attempt(number):
    why = f"No {number}"
    outcome = Outcome.NO_REQUEST
    return Connection(number, "", "10.0.0.5:1", 1, outcome, ended_at=2, cause=why)


OPEN = Connection(9, "CP1", "10.0.0.5:1", 1, Outcome.OPEN, opened_at=1)


@pytest.fixture
def make(qtbot):
    def make(*, is_live=True):
        tabs, view, said = QTabWidget(), QWidget(), []
        qtbot.addWidget(tabs)
        tabs.addTab(QWidget(), "Messages")
        tabs.addTab(view, "Connections")
        failures = Failures(tabs, view, said.append, is_live=is_live)
        return failures, tabs, said

    return make


def test_attempts_that_failed_are_counted_and_the_newest_is_said(make):
    failures, tabs, said = make()
    failures.tell([OPEN, attempt(2), attempt(1)])
    assert tabs.tabText(1) == "Connections: 2 failed"
    assert said == ["No 2"]
    failures.tell([OPEN, attempt(2), attempt(1)])
    assert said == ["No 2"]


def test_who_looks_has_seen_them(make):
    failures, tabs, _said = make()
    failures.tell([attempt(1)])
    tabs.setCurrentIndex(1)
    failures.tell([attempt(1)])
    tabs.setCurrentIndex(0)
    failures.tell([attempt(2), attempt(1)])
    assert tabs.tabText(1) == "Connections: 1 failed"


def test_in_a_review_nothing_is_news(make):
    failures, tabs, said = make(is_live=False)
    failures.tell([attempt(1)])
    assert (tabs.tabText(1), said) == ("Connections", [])
