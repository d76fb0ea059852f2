# SPDX-License-Identifier: Apache-2.0
"""What the ends of connections have in common, by their records alone."""

from collections.abc import Iterable

from ocppdesk.analysis.drops import Kind, pattern
from ocppdesk.analysis.lives import Life, life_of
from ocppdesk.capture.links import link_from
from ocppdesk.capture.records import Connection

_NOTHING = frozenset({Kind.NONE, Kind.FEW, Kind.OURS})
_MOST = 3  # chargers that are told of


def patterns_of(connections: Iterable[Connection]) -> tuple[str, ...]:
    """Say why connections end, a line for each charger where that shows.

    Args:
        connections: Connections and attempts, the newest first.
    """
    lives: dict[str, list[Life]] = {}
    for connection in connections:
        if connection.opened_at is not None:
            lives.setdefault(connection.charger, []).append(
                life_of(link_from(connection))
            )
    found = []
    for charger, its in lives.items():
        told = pattern(its[::-1])
        if told.kind not in _NOTHING:
            found.append(f"{charger}: {told.text} {told.next}")
    return tuple(found[:_MOST])
