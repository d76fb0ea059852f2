# SPDX-License-Identifier: Apache-2.0
"""The view of findings, made for a window."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from ocppdesk.gui.findings.evidence import filter_of, message_lines, message_texts
from ocppdesk.gui.findings.groups import Group
from ocppdesk.gui.findings.view import FindingsView

if TYPE_CHECKING:
    from ocppdesk.gui.analysing.analyst import Analyst
    from ocppdesk.gui.findings.board import FindingsBoard
    from ocppdesk.gui.window import MainWindow


def findings_of(
    window: "MainWindow",
    analyst: "Analyst",
    board: "FindingsBoard",
    show_message: Callable[[int], None],
) -> FindingsView:
    """Make the view for a window.

    Args:
        window: The window; its messages are there.
        analyst: What finds.
        board: What was found.
        show_message: Shows a message in its table, by its number.
    """

    def show_messages(group: Group) -> None:
        window.show_messages()
        window.tab.times.clear()
        window.tab.set_filter_on(True)
        window.tab.apply_text(filter_of(group, window.tab.messages.annotations))

    view = FindingsView(
        window.settings,
        window.theme,
        board,
        lambda numbers: message_lines(window.reader, numbers),
        lambda numbers: message_texts(window.reader, numbers),
        zero=lambda: window.tab.messages.model.texts.zero,
    )
    window.live_pages.desk.walk_in(view)
    view.message_wanted.connect(show_message)
    view.messages_wanted.connect(show_messages)
    view.rule_wanted.connect(window.commands.show_rules)
    view.said.connect(window.status.say)
    analyst.failed.connect(view.show_failure)
    view.show_failure(analyst.failure)
    return view
