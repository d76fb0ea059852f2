# SPDX-License-Identifier: Apache-2.0
from dataclasses import fields, replace

import pytest
from PySide6.QtWidgets import QWidget

from ocppdesk.core.frames import MessageType
from ocppdesk.core.messages import Direction, Message
from ocppdesk.gui.messages.row_menu import RowCommands, row_menu

CALL = Message(
    1,
    0,
    "CP",
    1,
    Direction.IN,
    "[]",
    type=MessageType.CALL,
    message_id="1",
    action="Reset",
)


@pytest.fixture
def entries(qtbot):
    """What a row's menu offers, and what was done."""
    parent = QWidget()
    qtbot.addWidget(parent)
    done = []
    commands = RowCommands(
        **{
            field.name: lambda *args, name=field.name: done.append((name, *args))
            for field in fields(RowCommands)
        }
    )

    def of(message, *, has_partner=True):
        menu = row_menu(parent, commands, message, has_partner=has_partner)
        return {action.text(): action for action in menu.actions()}, done

    return of


def test_an_action_that_is_no_word_is_quoted_in_the_filter(entries):
    actions, done = entries(replace(CALL, action="Vendor Thing"))
    actions["Filter on Vendor Thing"].trigger()
    assert done == [("filter_on", 'action == "Vendor Thing"')]


def test_a_name_with_an_ampersand_marks_no_access_key(entries):
    actions, _done = entries(replace(CALL, action="A&B"))
    assert "Filter on A&&B" in actions


def test_a_long_name_is_cut(entries):
    actions, _done = entries(replace(CALL, message_id="x" * 500))
    assert max(len(text) for text in actions) < 80


def test_what_has_no_name_offers_no_filter(entries):
    actions, _done = entries(replace(CALL, action=None, message_id=None))
    assert not [text for text in actions if text.startswith("Filter")]


def test_time_zero_can_be_set(entries):
    actions, done = entries(CALL)
    text = next(text for text in actions if text.startswith("Time zero here"))
    assert text != "Time zero here"  # its key is shown beside it
    actions[text].trigger()
    assert done == [("set_time_zero",)]
