# SPDX-License-Identifier: Apache-2.0
"""Choosing where recordings are kept."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from shiboken6 import isValid

from ocppdesk.capture.folder import is_writable, recordings_folder
from ocppdesk.gui.dialogs import choose_folder
from ocppdesk.gui.state_notices import FOLDER, other_folder
from ocppdesk.notices import Notice, Severity
from ocppdesk.settings import SettingsError

if TYPE_CHECKING:
    from ocppdesk.gui.window import MainWindow


async def choose_recording_folder(window: "MainWindow") -> bool:
    """Ask for the folder that recordings are kept in from now on.

    What keeps a folder from being used is said by a notice.

    Args:
        window: Who asks.

    Returns:
        Whether there is another one now.
    """
    settings = window.settings
    chosen = await choose_folder(
        window,
        title=_tr("Keep recordings in this folder"),
        folder=recordings_folder(settings),
    )
    if chosen is None or not isValid(window):
        return False
    if not is_writable(chosen):
        text = _tr("{folder} cannot be written to. Choose another folder.")
        why = text.format(folder=chosen)
    else:
        try:
            settings.change({"recording_folder": str(chosen)})
        except SettingsError as error:
            why = str(error)
        else:
            return True
    window.notices.show_notice(
        Notice(FOLDER, Severity.ERROR, why, actions=(other_folder(),))
    )
    return False


def _tr(text: str) -> str:
    return QCoreApplication.translate("RecordingFolder", text)
