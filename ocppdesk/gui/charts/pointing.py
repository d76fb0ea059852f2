# SPDX-License-Identifier: Apache-2.0
"""From a message to its place on the chart."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from ocppdesk.core.messages import Message
    from ocppdesk.gui.charts.view import ChartsView
    from ocppdesk.gui.window import MainWindow


def show_on_chart(window: "MainWindow", number: int | None) -> None:
    """Bring the charts of a message's charger to the front, with a mark at its time.

    Args:
        window: The window.
        number: The message; None does nothing.
    """
    reader = window.reader
    message = None if reader is None or number is None else reader.message(number)
    if reader is None or message is None:
        return
    if window.chargers.chosen != message.charger and len(reader.chargers()) > 1:
        window.chargers.choose(message.charger)
    window.live_pages.show_charts(lambda view: Pointer(window, view, message))


class Pointer(QObject):
    """Marks a message as soon as it is known what its charger measured.

    It is gone when that is done, or when somebody points at another one.

    Args:
        window: Whose analysis it is.
        view: The charts.
        message: The message.
    """

    def __init__(
        self, window: "MainWindow", view: "ChartsView", message: "Message"
    ) -> None:
        super().__init__(view)
        self._view = view
        self._message = message
        for other in view.findChildren(Pointer):
            if other is not self:
                other.deleteLater()
        # After the view, which has drawn the facts by then.
        window.live_pages.analyst.facts_changed.connect(self.point)
        self.point()

    def point(self) -> None:
        """Mark the message if its charger is drawn that far."""
        view, message = self._view, self._message
        facts = view.book.facts
        if (
            facts is None
            or facts.charger != message.charger
            or facts.last_id < message.id
        ):
            return
        view.mark_message(message.id)
        at, times = view.stack.scene.chosen, view.stack.window_of_time
        if at is not None and not times.low <= at <= times.high:
            half = times.width / 2
            times.show_range(at - half, at + half)
        self.deleteLater()
