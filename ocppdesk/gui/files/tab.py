# SPDX-License-Identifier: Apache-2.0
"""The view of files, made for a window."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from ocppdesk.gui.files.view import FilesView

if TYPE_CHECKING:
    from ocppdesk.gui.window import MainWindow


def files_of(window: "MainWindow", show_message: Callable[[int], None]) -> FilesView:
    """Make the view for a window.

    Args:
        window: The window.
        show_message: Shows a message in its table, by its number.
    """
    view = FilesView(window.settings, window.theme, is_live=window.is_live)
    view.message_wanted.connect(show_message)
    view.open_requested.connect(window.open_requested)
    view.said.connect(window.status.say)
    return view
