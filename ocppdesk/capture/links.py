# SPDX-License-Identifier: Apache-2.0
"""From the records of connections to what the analysis makes use of."""

from collections.abc import Iterable
from typing import Final

from ocppdesk.analysis.links import Closer, Link
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.records import Connection, Outcome
from ocppdesk.capture.rows import CONNECTION_COLUMNS, connection_from

BY_CHARGER: Final = "The charger closed the connection"
BY_CSMS: Final = "This program closed the connection"
BROKEN_OFF: Final = "The connection broke without a close frame"
REPLACED: Final = "A newer connection of this charger has taken its place."
RULES_BROKEN: Final = "The charger broke the rules of WebSocket"
SILENT: Final = "Nothing arrived for"
"""How the causes of ended connections begin; the record has no other place for who
ended it."""
UNFINISHED: Final = "The recording ended"
"""How the cause of a connection begins that outlived its recording."""

_CLOSERS: Final = {
    BY_CHARGER: Closer.CHARGER,
    BROKEN_OFF: Closer.NOBODY,
    RULES_BROKEN: Closer.CHARGER,
    BY_CSMS: Closer.CSMS,
    REPLACED: Closer.CSMS,
    SILENT: Closer.CSMS,
    UNFINISHED: Closer.CSMS,
}


_OPENED: Final = (
    f"SELECT {', '.join(CONNECTION_COLUMNS)} FROM connections "
    "WHERE charger_id = ? AND opened_at IS NOT NULL "
    "AND (id > ? OR id IN (SELECT value FROM json_each(?))) ORDER BY id"
)


def links_of(
    reader: CaptureReader,
    charger: tuple[int, str],
    *,
    after: int = 0,
    among: Iterable[int] = (),
) -> list[Link]:
    """Return the connections of a charger that opened, the oldest first.

    Args:
        reader: The capture.
        charger: Its number in the capture, and its identity.
        after: Only those with greater numbers,
        among: and those with these numbers.
    """
    number, identity = charger
    wanted = f"[{','.join(map(str, among))}]"
    return [
        link_from(connection_from(values, identity))
        for values in reader.query(_OPENED, (number, after, wanted))
    ]


def all_links(reader: CaptureReader) -> list[Link]:
    """Return all connections and attempts of a capture, the oldest first."""
    found = reader.connections(limit=2**62)
    return [link_from(connection) for connection in reversed(found)]


def link_from(connection: Connection) -> Link:
    """Return what a record tells of a connection or an attempt."""
    cause = connection.cause
    closer = Closer.UNKNOWN
    if connection.outcome is Outcome.OPEN:
        closer = Closer.NOBODY
    for beginning, who in _CLOSERS.items():
        if cause.startswith(beginning):
            closer = who
    return Link(
        number=connection.id,
        charger=connection.charger,
        peer=connection.peer,
        began_at=connection.began_at,
        opened_at=connection.opened_at,
        ended_at=connection.ended_at,
        path=connection.path,
        head=connection.head,
        offered=connection.offered,
        subprotocol=connection.subprotocol,
        version=connection.version,
        close_code=connection.close_code,
        close_reason=connection.close_reason,
        closer=closer,
        is_replaced=cause == REPLACED,
        is_idle=cause.startswith(SILENT),
        pings=connection.pings,
        last_heard_at=connection.last_heard_at,
        outcome=connection.outcome.value,
        cause=cause,
        fix=connection.fix,
        remarks=connection.remarks,
    )
