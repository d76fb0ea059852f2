# SPDX-License-Identifier: Apache-2.0
"""The view of sessions, made for a window."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from ocppdesk.gui.stories.view import SessionsView

if TYPE_CHECKING:
    from ocppdesk.gui.analysing.analyst import Analyst
    from ocppdesk.gui.window import MainWindow


def sessions_of(
    window: "MainWindow", analyst: "Analyst", show_message: Callable[[int], None]
) -> SessionsView:
    """Make the view for a window.

    Args:
        window: The window; its list of chargers and its messages are there.
        analyst: What tells the sessions.
        show_message: Shows a message in its table, by its number.
    """

    def show_messages(expression: str) -> None:
        window.show_messages()
        window.tab.times.clear()
        window.tab.set_filter_on(True)
        window.tab.apply_text(expression)

    view = SessionsView(
        window.settings,
        window.theme,
        is_live=window.is_live,
        zero=lambda: window.tab.messages.model.texts.zero,
    )
    view.message_wanted.connect(show_message)
    view.filter_wanted.connect(show_messages)
    view.charger_wanted.connect(window.chargers.choose)
    view.said.connect(window.status.say)
    view.follow(analyst)
    return view
