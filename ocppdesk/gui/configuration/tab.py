# SPDX-License-Identifier: Apache-2.0
"""The view of the configuration, made for a window."""

from typing import TYPE_CHECKING

from ocppdesk.gui.configuration.view import ConfigurationView

if TYPE_CHECKING:
    from ocppdesk.gui.window import MainWindow


def configuration_of(window: "MainWindow") -> ConfigurationView:
    """Make the view for a window; its tab is called as the view says.

    Args:
        window: The window; its list of chargers is there.
    """
    view = ConfigurationView(window.theme)
    tabs = window.tabs
    view.title_changed.connect(lambda title: tabs.setTabText(tabs.indexOf(view), title))
    view.charger_wanted.connect(window.chargers.choose)
    view.said.connect(window.status.say)
    return view
