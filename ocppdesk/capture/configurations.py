# SPDX-License-Identifier: Apache-2.0
"""What a capture knows of the settings of chargers."""

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.core.configuration.reports import ACTIONS, ChargerSettings

_AT_ONCE = 500  # messages in memory at a time


def follow_settings(reader: CaptureReader, settings: ChargerSettings) -> bool:
    """Take in what a capture got since the last time; all of it at first.

    Args:
        reader: The capture.
        settings: What is known of a charger; it grows. Use one for one capture.

    Returns:
        Whether something about settings is new.
    """
    newest = reader.last_id()
    marks = ", ".join("?" * len(ACTIONS))
    found = reader.query(
        "SELECT id FROM messages "
        f"WHERE id > ? AND id <= ? AND action IN ({marks}) "
        "AND charger_id = (SELECT id FROM chargers WHERE identity = ?) ORDER BY id",
        (settings.last_id, newest, *ACTIONS, settings.charger),
    )
    ids = [number for (number,) in found]
    is_new = False
    for start in range(0, len(ids), _AT_ONCE):
        for message in reader.messages(ids[start : start + _AT_ONCE]):
            is_new = settings.take(message) or is_new
    settings.last_id = max(settings.last_id, newest)
    return is_new


def read_settings(reader: CaptureReader, charger: str) -> ChargerSettings:
    """Return all that a capture knows of a charger's settings."""
    settings = ChargerSettings(charger)
    follow_settings(reader, settings)
    return settings
