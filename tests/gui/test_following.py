# SPDX-License-Identifier: Apache-2.0
from pathlib import Path

import pytest

from ocppdesk.csms.engine import EngineState
from ocppdesk.gui.following import Following
from ocppdesk.gui.window import MainWindow
from ocppdesk.settings import Settings


class Page:
    """A view that writes down what it is told."""

    def __init__(self):
        self.told = []

    def __getattr__(self, name):
        return lambda *what: self.told.append((name, *what))


@pytest.fixture
def following(qtbot, theme):
    window = MainWindow(Settings(), theme, is_live=False)
    qtbot.addWidget(window)
    window.complete()
    return Following(window)


def test_a_new_view_hears_what_there_was(following):
    state = EngineState(Path("x.ocppdesk"))
    following.show_reader(None, 7)
    following.update_state(state)
    following.update_chargers([])
    page = Page()
    following.begin(page)
    assert page.told == [
        ("set_engine", None),
        ("show_reader", None, 7),
        ("update_state", state),
        ("update_chargers", []),
        ("choose_charger", ""),
    ]


def test_views_are_told_until_the_end(following):
    page = Page()
    following.begin(page)
    page.told.clear()
    following.advance(8)
    following.set_engine(None)
    following.close()
    following.advance(9)
    assert page.told == [("advance", 8), ("set_engine", None), ("close_reader",)]
