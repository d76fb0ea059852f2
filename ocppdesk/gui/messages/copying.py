# SPDX-License-Identifier: Apache-2.0
"""Messages as texts for the clipboard, always the oldest first.

Times are ISO 8601 with the offset of this computer's zone.
"""

import io
import shlex
import subprocess
import sys
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from ocppdesk.capture.annotations import EMPTY, Annotations
from ocppdesk.capture.records import Connection, Row
from ocppdesk.core.frames import CALLS
from ocppdesk.core.messages import Direction, Message
from ocppdesk.core.summary import result, summary
from ocppdesk.core.versions import Version
from ocppdesk.gui.look.json_text import error_position, pretty_text
from ocppdesk.gui.messages.cells import cells_of
from ocppdesk.gui.messages.columns import Column
from ocppdesk.gui.messages.times import iso_local
from ocppdesk.logs.csv_table import CsvWriter
from ocppdesk.logs.records import Entry

_WAYS = {Direction.IN: "from charger", Direction.OUT: "to charger"}
_BYTE_ORDER_MARK = "\ufeff"


def summary_lines(rows: Iterable[Row]) -> str:
    """Return one line for each message, with all that a table shows of it."""
    return "\n".join(_summary_line(row) for row in rows)


def wire_text(messages: Iterable[Message]) -> str:
    """Return the messages just as they were on the wire, one after the other."""
    return "\n".join(message.text for message in _frames(messages))


def pretty_json(messages: Iterable[Message]) -> str:
    """Return the messages as indented JSON; what is no JSON stays as it was."""
    return "\n".join(_pretty(message) for message in _frames(messages))


def markdown(exchanges: Iterable[Sequence[Message]]) -> str:
    """Return exchanges for a ticket: who said what when, and the JSON.

    Args:
        exchanges: A call and its answers each, or a single message.
    """
    return "\n\n".join(
        "\n\n".join(_markdown_part(message) for message in exchange)
        for exchange in exchanges
    )


def csv_rows(messages: Iterable[Message], annotations: Annotations = EMPTY) -> str:
    """Return the messages as CSV with a row of names, as an export has them.

    Args:
        messages: The messages.
        annotations: Their marks and notes.
    """
    file = io.BytesIO()
    writer = CsvWriter(file)
    for message in messages:
        number = message.id
        note = annotations.notes.get(number)
        writer.add(Entry(message, is_marked=number in annotations.marks, note=note))
    return file.getvalue().decode().removeprefix(_BYTE_ORDER_MARK)


def can_be_sent(message: Message) -> bool:
    """Return whether a message is a call of a charger, which anybody can send again."""
    is_text = isinstance(message.raw, str)
    is_call = message.type in CALLS and message.direction is Direction.IN
    return is_text and is_call


def wscat_command(message: Message, connection: Connection | None, *, port: int) -> str:
    """Return a command line that sends a charger's call to the CSMS once more.

    `wscat` is a WebSocket client for the command line; it prints the answer.

    Args:
        message: A call that `can_be_sent`.
        connection: The connection that it came over, if it is known.
        port: Where the CSMS listens on this computer.
    """
    path = "" if connection is None else connection.path
    if not path.startswith("/"):
        path = f"/{quote(message.charger, safe='')}"
    subprotocol = "" if connection is None else connection.subprotocol
    if not subprotocol:
        version = "" if connection is None else connection.version
        subprotocol = f"ocpp{version or Version.V16}"
    parts = ["wscat", "-c", f"ws://localhost:{port}{path}", "-s", subprotocol]
    return _command_line([*parts, "-x", message.text])


def _command_line(parts: Sequence[str]) -> str:
    """Return a command line as the shell of this system takes it."""
    if sys.platform == "win32":
        return subprocess.list2cmdline(parts)
    return shlex.join(parts)


def _frames(messages: Iterable[Message]) -> list[Message]:
    """Leave out the notes on connections, which are no JSON, if there is any JSON."""
    found = list(messages)
    return [m for m in found if m.direction is not Direction.LINK] or found


def _summary_line(row: Row) -> str:
    message = row.message
    texts = cells_of(row).texts
    outcome = result(message, row.answer)
    place = texts[Column.CONNECTOR]
    parts = [
        iso_local(message.at),
        texts[Column.CHARGER],
        _WAYS.get(message.direction, "connection"),
        texts[Column.MESSAGE],
        f"[{place}]" if place else "",
        summary(message, message.payload()),
        f"{outcome.kind.symbol} {outcome.text}".strip(),
        "" if not texts[Column.LATENCY] else f"({texts[Column.LATENCY]} ms)",
    ]
    return "  ".join(part for part in parts if part)


def _pretty(message: Message) -> str:
    text = message.text
    return pretty_text(text) if error_position(text) is None else text


def _markdown_part(message: Message) -> str:
    way = _WAYS.get(message.direction, "connection")
    name = message.action or "message"
    if message.answer_to is not None:
        name = f"answer to {name}"
    latency = ""
    if message.latency_ms is not None:
        latency = f", after {message.latency_ms:.0f} ms"
    head = f"**{name}** {way} {message.charger}, {iso_local(message.at)}{latency}"
    if message.direction is Direction.LINK:
        return f"{head}: {message.text}"
    text = _pretty(message)
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{head}\n\n{fence}json\n{text}\n{fence}"
