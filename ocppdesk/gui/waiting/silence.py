# SPDX-License-Identifier: Apache-2.0
"""What to do when nobody has come for long."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtWidgets import QWidget

from ocppdesk.analysis.findings.texts import texts
from ocppdesk.analysis.findings.wording import duration
from ocppdesk.capture.records import Connection
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme

_RULE: Final = "CON-01"
_MINUTE: Final = 60_000_000  # microseconds
_STEP: Final = _MINUTE  # the words change once a minute, not under the reader's eyes


class Silence(ThemedLabel):
    """Says that nothing arrives, and what to try, in the words of the finding.

    Args:
        theme: Where colours and fonts come from.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, wraps=True, is_selectable=True, parent=parent)
        self._since: int | None = None
        self._told = 0
        self.hide()

    def look(
        self,
        connections: Iterable[Connection],
        *,
        is_open: bool,
        now: int,
        patience_min: int,
    ) -> None:
        """Look whether anybody has come since the port is open.

        Args:
            connections: Connections and attempts.
            is_open: Whether the port is.
            now: Microseconds since 1970.
            patience_min: After how many minutes to say something.
        """
        if not is_open:
            self._since = None
        elif self._since is None:
            self._since = now
        since = self._since
        waited = 0 if since is None else now - since
        if (
            since is None
            or waited < patience_min * _MINUTE
            or any(one.began_at >= since for one in connections)
        ):
            self._told = 0
            self.hide()
            return
        if self._told != waited // _STEP:
            self._told = waited // _STEP
            text = texts()[_RULE].filled({"waited": duration(waited)})
            steps = (f"{n}. {step}" for n, step in enumerate(text.next, start=1))
            self.show_text("\n".join((text.text, *steps)))
            self.show()
