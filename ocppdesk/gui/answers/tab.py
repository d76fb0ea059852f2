# SPDX-License-Identifier: Apache-2.0
"""The page of answers, made for a window."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ocppdesk.gui.answers.view import AnswersView

if TYPE_CHECKING:
    from ocppdesk.gui.analysing.analyst import Analyst
    from ocppdesk.gui.window import MainWindow


def answers_of(
    window: "MainWindow", analyst: "Analyst", show_message: Callable[[int], None]
) -> AnswersView:
    """Make the page for a window.

    Args:
        window: The window; its list of chargers and its other views are there.
        analyst: What tells the answers.
        show_message: Shows a message in its table, by its number.
    """

    def show_form(action: str, payload: Any) -> None:
        # Forms are for the charger in the list, where none may be chosen.
        window.chargers.choose(view.identity)
        window.live_pages.prepare_command(action, payload)

    view = AnswersView(
        window.settings,
        window.theme,
        is_live=window.is_live,
        zero=lambda: window.tab.messages.model.texts.zero,
    )
    view.message_wanted.connect(show_message)
    view.charger_wanted.connect(window.chargers.choose)
    view.command_wanted.connect(show_form)
    view.rule_wanted.connect(window.commands.show_rules)
    view.view_wanted.connect(
        lambda name: window.menus.actions[f"view_{name}"].trigger()
    )
    view.connecting_wanted.connect(window.menus.actions["how_to_connect"].trigger)
    view.follow(analyst)
    return view
