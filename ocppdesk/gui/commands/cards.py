# SPDX-License-Identifier: Apache-2.0
"""Noting that a card is shown to a reader, which no message of a charger tells."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from ocppdesk.csms.calls import CallFailed

if TYPE_CHECKING:
    from ocppdesk.capture.records import Charger
    from ocppdesk.csms.engine import Engine


def reader_of(chosen: str, chargers: "Sequence[Charger]") -> str:
    """Return the charger whose reader is meant.

    Args:
        chosen: The charger that is chosen; empty for all.
        chargers: All of the capture.

    Returns:
        Its identity: the chosen one, or the only one that is connected; empty if it is
        not clear which.
    """
    if chosen:
        return chosen
    connected = [each.identity for each in chargers if each.is_connected]
    return connected[0] if len(connected) == 1 else ""


async def note_card(engine: "Engine", charger: str) -> str:
    """Have it recorded that a card is shown now, and return what came of it.

    Args:
        engine: The engine of the window.
        charger: As `reader_of` tells.

    Returns:
        A sentence for the user.
    """
    if not charger:
        return _tr("Choose the charger first, in the list of chargers.")
    try:
        await asyncio.wrap_future(engine.run(lambda csms: csms.note_card(charger)))
    except CallFailed as error:
        return _tr("Nothing was noted. {why}").format(why=error)
    text = _tr("Noted: a card is shown to {charger}. If it sends nothing, it is told.")
    return text.format(charger=charger)


def _tr(text: str) -> str:
    return QCoreApplication.translate("cards", text)
