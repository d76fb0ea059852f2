# SPDX-License-Identifier: Apache-2.0
"""How many attempts failed since somebody looked, on the tab of the connections."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QTabWidget, QWidget

from ocppdesk.capture.records import Connection


class Failures:
    """Keeps the title of a tab, and tells of the newest attempt that failed.

    Args:
        tabs: The tabs.
        view: The view of the connections, which is one of them.
        say: Tells something in passing.
        is_live: Whether chargers can call now; what is over is no news.
    """

    def __init__(
        self,
        tabs: QTabWidget,
        view: QWidget,
        say: Callable[[str], object],
        *,
        is_live: bool,
    ) -> None:
        self._tabs = tabs
        self._view = view
        self._say = say
        self._is_live = is_live
        self._seen = 0
        self._told = 0

    def tell(self, connections: Sequence[Connection]) -> None:
        """Tell of attempts that failed since the connections were last looked at.

        Args:
            connections: Connections and attempts, the newest first.
        """
        failed = [one for one in connections if one.ended_at and not one.opened_at]
        newest = failed[0].id if failed else 0
        if self._tabs.currentWidget() is self._view or not self._is_live:
            self._seen = newest
        unseen = [one for one in failed if one.id > self._seen]
        title = _tr("Connections")
        if unseen:
            title = _tr("Connections: {count} failed").format(count=len(unseen))
            if newest > self._told:
                self._say(unseen[0].cause)
        self._told = newest
        self._tabs.setTabText(self._tabs.indexOf(self._view), title)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Failures", text)
