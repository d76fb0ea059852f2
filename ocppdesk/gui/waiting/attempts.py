# SPDX-License-Identifier: Apache-2.0
"""The live list of those who knock at the port."""

from collections.abc import Sequence
from typing import Final, TypeAlias

from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from ocppdesk.capture.records import Connection, Outcome
from ocppdesk.gui.addresses import peer_host
from ocppdesk.gui.connections.texts import (
    outcome_color,
    outcome_mark,
    outcome_text,
    time_text,
    version_text,
)
from ocppdesk.gui.doctor.wording import identity_advice
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme

_Key: TypeAlias = tuple[str, Outcome, str]  # peer, what became of it, path

_MOST_ATTEMPTS: Final = 12


class AttemptList(QWidget):
    """Who knocked at the port and what became of it, the newest first.

    A charger that tries again and again is one entry that counts.

    Args:
        theme: Where colours and fonts come from.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: dict[_Key, _AttemptRow] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._empty = ThemedLabel(
            theme,
            self.tr(
                "Nothing has knocked yet. A charger tries again by itself, some only "
                "after several minutes or a restart."
            ),
            color="muted",
            wraps=True,
        )
        self._more = ThemedLabel(
            theme, self.tr("Older ones are under Connections."), color="muted"
        )
        self._layout.addWidget(self._empty)
        self._layout.addWidget(self._more)
        self._more.hide()

    def show_connections(self, connections: Sequence[Connection]) -> None:
        """Show connections and attempts.

        Args:
            connections: All of them, the newest first.
        """
        groups: dict[_Key, list[Connection]] = {}
        for connection in connections:
            key = (peer_host(connection.peer), connection.outcome, connection.path)
            groups.setdefault(key, []).append(connection)
        wanted = dict(list(groups.items())[:_MOST_ATTEMPTS])
        known = tuple(dict.fromkeys(one.charger for one in connections if one.charger))
        for key in [key for key in self._rows if key not in wanted]:
            row = self._rows.pop(key)
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        for position, (key, group) in enumerate(wanted.items()):
            row = self._rows.get(key) or _AttemptRow(self._theme, self)
            if self._layout.indexOf(row) != position:
                self._layout.insertWidget(position, row)
            self._rows[key] = row
            row.show_group(group, known)
        self._empty.setVisible(not wanted)
        self._more.setVisible(len(groups) > len(wanted))


class _AttemptRow(QFrame):
    """A peer and what it did, once or several times alike."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._time = ThemedLabel(theme, color="muted", is_selectable=True)
        self._what = ThemedLabel(theme, is_bold=True, is_selectable=True)
        self._peer = ThemedLabel(theme, color="muted", is_selectable=True, wraps=True)
        self._cause = ThemedLabel(theme, wraps=True, is_selectable=True)
        self._fix = ThemedLabel(theme, wraps=True, is_selectable=True)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, theme.scaled(4), 0, theme.scaled(5))
        layout.setHorizontalSpacing(theme.scaled(14))
        layout.setVerticalSpacing(theme.scaled(2))
        layout.addWidget(self._time, 0, 0)
        layout.addWidget(self._what, 0, 1)
        layout.addWidget(self._peer, 0, 2)
        layout.addWidget(self._cause, 1, 1, 1, 2)
        layout.addWidget(self._fix, 2, 1, 1, 2)
        layout.setColumnStretch(2, 1)

    def show_group(self, group: Sequence[Connection], known: Sequence[str]) -> None:
        newest, oldest = group[0], group[-1]
        self._time.show_text(time_text(newest.began_at, "HH:mm:ss"))
        self._what.show_text(
            f"{outcome_mark(newest)} {outcome_text(newest)}", outcome_color(newest)
        )
        peer = newest.peer
        if len(group) > 1:
            peer = self.tr("{peer}, {count} times since {time}").format(
                peer=peer,
                count=len(group),
                time=time_text(oldest.began_at, "HH:mm:ss"),
            )
        # Behind one router all chargers come from one address.
        name = newest.charger
        self._peer.show_text(f"{name} · {peer}" if name else peer)
        self._cause.show_text(self._cause_of(newest))
        fix = newest.fix or " ".join(newest.remarks)
        if newest.opened_at is not None:
            odd = identity_advice(newest.charger, newest.path, known)
            fix = newest.fix or " ".join(odd) or fix
        self._fix.show_text(f"→ {fix}" if fix else "")
        self._cause.setVisible(bool(self._cause.text()))
        self._fix.setVisible(bool(fix))
        self.setAccessibleName(f"{self._time.text()} {self._what.text()}")

    def _cause_of(self, connection: Connection) -> str:
        if connection.cause:
            return connection.cause
        if connection.outcome is Outcome.OPEN:
            return self.tr("{charger} is connected, {version}.").format(
                charger=connection.charger, version=version_text(connection)
            )
        return ""
