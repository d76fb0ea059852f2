# SPDX-License-Identifier: Apache-2.0
"""The view of the configuration, made for a window."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ocppdesk.gui.configuration.view import ConfigurationView

if TYPE_CHECKING:
    from ocppdesk.gui.window import MainWindow


def configuration_in(window: "MainWindow", tab: QWidget) -> ConfigurationView:
    """Make the view for a tab of a window; the tab is called as the view says.

    Args:
        window: The window; its list of chargers is there.
        tab: What is, or will be, in the tabs.
    """
    view = ConfigurationView(window.settings, window.theme)
    tabs = window.tabs
    view.title_changed.connect(lambda title: tabs.setTabText(tabs.indexOf(tab), title))
    view.charger_wanted.connect(window.chargers.choose)
    view.said.connect(window.status.say)
    return view
