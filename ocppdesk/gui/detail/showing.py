# SPDX-License-Identifier: Apache-2.0
"""From a capture to the detail pane: a message with all that belongs to it."""

from collections.abc import Callable

from ocppdesk.capture.origins import read_origin
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.records import Connection
from ocppdesk.core.messages import Message
from ocppdesk.gui.detail.pane import DetailPane


def show_from(
    pane: DetailPane,
    reader: CaptureReader,
    number: int,
    *,
    connection_of: Callable[[int], Connection | None] | None = None,
    default_version: str = "",
) -> Message | None:
    """Read a message and show it in a pane.

    Args:
        pane: The pane; it is left as it is if there is no such message.
        reader: The capture.
        number: The message.
        connection_of: Returns a connection by its number; None asks the capture.
        default_version: The OCPP version where the connection does not tell it.

    Returns:
        The message, None if there is none.

    Raises:
        sqlite3.Error: If the capture cannot be read.
    """
    message = reader.message(number)
    if message is None:
        return None
    call = None if message.answer_to is None else reader.message(message.answer_to)
    connection = (connection_of or reader.connection)(message.connection)
    version = "" if connection is None else connection.version
    pane.show_message(
        message,
        call,
        reader.answers(number),
        version or default_version,
        connection,
    )
    pane.show_origin(read_origin(reader, number))
    return message
