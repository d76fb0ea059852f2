# SPDX-License-Identifier: Apache-2.0
"""What chargers said, in order, a few at a time."""

import json
from collections.abc import Sequence

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.core.messages import Message


def newest_of(
    reader: CaptureReader,
    charger: str,
    *,
    actions: Sequence[str],
    upto: int,
    among: int = 50_000,
    limit: int = 500,
) -> list[Message]:
    """Return the newest messages of some actions of a charger, the oldest first.

    Args:
        reader: The capture.
        charger: The identity.
        actions: The actions, in the specification's spelling.
        upto: The newest message that counts.
        among: How many messages of the capture are looked through, the newest ones.
        limit: At most so many are returned.
    """
    query = (
        "SELECT id FROM messages WHERE id > ? AND id <= ? "
        "AND charger_id = (SELECT id FROM chargers WHERE identity = ?) "
        "AND action IN (SELECT value FROM json_each(?)) ORDER BY id DESC LIMIT ?"
    )
    values = (upto - among, upto, charger, json.dumps(list(actions)), limit)
    return reader.messages(sorted(number for (number,) in reader.query(query, values)))


def next_of(
    reader: CaptureReader, chargers: Sequence[str], *, after: int, upto: int, limit: int
) -> list[Message]:
    """Return the next messages of some chargers, whatever they say.

    Args:
        reader: The capture.
        chargers: The identities.
        after: Only later ones than this message,
        upto: and none later than this one.
        limit: At most so many are returned.
    """
    query = (
        "SELECT id FROM messages WHERE id > ? AND id <= ? AND charger_id IN "
        "(SELECT id FROM chargers WHERE identity IN (SELECT value FROM json_each(?))) "
        "ORDER BY id LIMIT ?"
    )
    values = (after, upto, json.dumps(list(chargers)), limit)
    return reader.messages([number for (number,) in reader.query(query, values)])


def chargers_with(
    reader: CaptureReader, actions: Sequence[str], *, after: int, upto: int
) -> list[str]:
    """Return the chargers that have messages of some actions.

    Args:
        reader: The capture.
        actions: The actions, in the specification's spelling.
        after: Only later messages than this one count,
        upto: and none later than this one.
    """
    query = (
        "SELECT identity FROM chargers WHERE id IN (SELECT DISTINCT charger_id "
        "FROM messages WHERE id > ? AND id <= ? "
        "AND action IN (SELECT value FROM json_each(?))) ORDER BY id"
    )
    found = reader.query(query, (after, upto, json.dumps(list(actions))))
    return [identity for (identity,) in found]


def numbers_of(
    reader: CaptureReader,
    chargers: Sequence[str],
    *,
    actions: Sequence[str],
    after: int,
    upto: int,
) -> list[int]:
    """Return the numbers of the messages of some chargers and actions, in order.

    Args:
        reader: The capture.
        chargers: The identities.
        actions: The actions, in the specification's spelling.
        after: Only later messages than this one,
        upto: and none later than this one.
    """
    query = (
        "SELECT id FROM messages WHERE id > ? AND id <= ? AND charger_id IN "
        "(SELECT id FROM chargers WHERE identity IN (SELECT value FROM json_each(?))) "
        "AND action IN (SELECT value FROM json_each(?)) ORDER BY id"
    )
    wanted = (json.dumps(list(chargers)), json.dumps(list(actions)))
    return [number for (number,) in reader.query(query, (after, upto, *wanted))]
