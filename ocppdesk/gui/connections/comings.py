# SPDX-License-Identifier: Apache-2.0
"""Chargers that go and come back, told in passing."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication

from ocppdesk.capture.records import Connection
from ocppdesk.core.glossary import close_code_meaning
from ocppdesk.gui.connections.texts import duration_text, time_text

_SECOND: Final = 1_000_000
_FEW: Final = 2  # chargers that are named; more at once is told as a number


class Comings:
    """Tells of chargers that were connected and are not any more, and of their return.

    What was over before anybody looked is no news.
    """

    def __init__(self) -> None:
        self._open: dict[str, int] = {}
        self._gone: dict[str, int] = {}
        self._is_first = True

    def tell(self, connections: Sequence[Connection]) -> list[str]:
        """Return what happened since the last time, a sentence each.

        Args:
            connections: Connections and attempts, the newest first.
        """
        newest: dict[str, Connection] = {}
        for one in connections:
            if one.opened_at is not None:
                newest.setdefault(one.charger, one)
        lost, back = [], []
        for charger, one in newest.items():
            if one.ended_at is not None and charger in self._open:
                lost.append(one)
            elif one.ended_at is None and charger in self._gone:
                back.append(one)
        told = [] if self._is_first else [*_lost(lost), *self._back(back)]
        self._is_first = False
        for one in lost:
            self._gone[one.charger] = one.ended_at or 0
        for one in back:
            del self._gone[one.charger]
        self._open = {
            charger: one.id for charger, one in newest.items() if one.ended_at is None
        }
        return told

    def _back(self, back: Sequence[Connection]) -> list[str]:
        if len(back) > _FEW:
            text = _tr("{count} chargers are connected again.")
            return [text.format(count=len(back))]
        text = _tr("{charger} is connected again, after {time}.")
        return [
            text.format(charger=one.charger, time=_away(self._gone[one.charger], one))
            for one in back
        ]


def _away(gone_at: int, one: Connection) -> str:
    opened_at = gone_at if one.opened_at is None else one.opened_at
    return duration_text(max(0, opened_at - gone_at) // _SECOND)


def _lost(lost: Sequence[Connection]) -> list[str]:
    if len(lost) > _FEW:
        text = _tr("{count} chargers disconnected. Recording goes on meanwhile.")
        return [text.format(count=len(lost))]
    return [_lost_text(one) for one in lost]


def _lost_text(one: Connection) -> str:
    text = _tr("{charger} disconnected at {time}{why}. Recording goes on meanwhile.")
    time = time_text(one.ended_at or 0, "HH:mm:ss")
    return text.format(charger=one.charger, time=time, why=_why(one.close_code))


def _why(code: int | None) -> str:
    """Return a close code with the gist of what it means: all of it would be cut."""
    if code is None:
        return ""
    meaning = (close_code_meaning(code) or "").partition(":")[0].partition(".")[0]
    told = _tr(", code {code}").format(code=code)
    return f"{told}: {meaning[:1].lower()}{meaning[1:]}" if meaning else told


def _tr(text: str) -> str:
    return QCoreApplication.translate("Comings", text)
