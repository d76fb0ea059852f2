# SPDX-License-Identifier: Apache-2.0
"""The view of limits, made for a window."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from ocppdesk.gui.allowances.panel import AllowancesPanel

if TYPE_CHECKING:
    from ocppdesk.gui.analysing.analyst import Analyst
    from ocppdesk.gui.window import MainWindow


def limits_of(
    window: "MainWindow", analyst: "Analyst", show_message: Callable[[int], None]
) -> AllowancesPanel:
    """Make the view for a window.

    Args:
        window: The window; its list of chargers and its messages are there.
        analyst: What tells the limits.
        show_message: Shows a message in its table, by its number.
    """
    panel = AllowancesPanel(
        window.settings,
        window.theme,
        is_live=window.is_live,
        zero=lambda: window.tab.messages.model.texts.zero,
    )
    panel.message_wanted.connect(show_message)
    panel.charger_wanted.connect(window.chargers.choose)
    panel.said.connect(window.status.say)
    panel.follow(analyst)
    return panel
