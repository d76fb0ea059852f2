# SPDX-License-Identifier: Apache-2.0
"""Writing sessions into a file that the user chooses."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from ocppdesk.analysis.sessions.story import Story
from ocppdesk.gui.dialogs import choose_target
from ocppdesk.gui.look.numbers import grouped
from ocppdesk.logs.errors import ConversionError
from ocppdesk.logs.stories_csv import write_stories


async def export_stories(parent: QWidget, stories: Sequence[Story]) -> str:
    """Ask for a file and write sessions into it.

    Args:
        parent: The window that asks.
        stories: The sessions, at least one, in the order they are to have.

    Returns:
        What came of it, as a sentence; empty if the user changed their mind.
    """
    charger = "".join(
        c if c.isalnum() or c in "-_." else "_" for c in stories[0].charger
    )
    stamp = datetime.now().astimezone().strftime("%Y-%m-%d_%H-%M-%S")
    target = await choose_target(
        parent,
        title=_tr("Export sessions"),
        filters=[_tr("Tables (*.csv)")],
        suggestion=Path.home() / f"{charger}_sessions_{stamp}.csv".lstrip("_"),
    )
    if target is None:
        return ""
    try:
        # The dialog has asked whether an existing file is to go.
        count = await asyncio.to_thread(write_stories, stories, target, overwrite=True)
    except ConversionError as error:
        return str(error)
    told = _tr("{count} sessions written to {path}")
    return told.format(count=grouped(count), path=target)


def _tr(text: str) -> str:
    return QCoreApplication.translate("sessions", text)
