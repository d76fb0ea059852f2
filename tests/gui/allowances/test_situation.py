# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt

from ocppdesk.gui.allowances.situation import Situation, explain
from ocppdesk.gui.look.empty_page import EmptyPage


@pytest.fixture
def page(qtbot, theme):
    made = EmptyPage(theme)
    qtbot.addWidget(made)
    made.show()
    return made


def situation(**more):
    known = {
        "chargers": ("CP1",), "identity": "CP1", "version": "1.6", "is_live": True,
        "is_connected": False, "is_looking": False,
    }  # fmt: skip
    return Situation(**(known | more))


@pytest.mark.parametrize(
    ("more", "heading", "obstacle"),
    [
        (
            {"failure": "It broke."},
            "The limits cannot be told",
            "CP1 is not connected.",
        ),
        (
            {"chargers": (), "identity": ""},
            "No charger yet",
            "Choose a charger in the list of chargers.",
        ),
        ({"is_looking": True}, "Looking for limits of CP1", "CP1 is not connected."),
        ({"is_connected": True}, "Nothing tells of a limit yet", ""),
        ({}, "Nothing tells of a limit yet", "CP1 is not connected."),
    ],
)
def test_what_there_is_and_what_to_do_is_said(page, more, heading, obstacle):
    now = situation(**more)
    explain(page, now, ask=list, choose=list)
    assert page.heading.text() == heading
    assert now.obstacle == obstacle


def test_who_is_connected_can_be_asked(qtbot, page):
    asked = []
    explain(
        page, situation(is_connected=True), ask=lambda: asked.append(1), choose=list
    )
    qtbot.mouseClick(page.buttons[0], Qt.MouseButton.LeftButton)
    assert asked == [1]
