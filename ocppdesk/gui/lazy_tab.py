# SPDX-License-Identifier: Apache-2.0
"""Tabs whose views are made when somebody first looks at them."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

V = TypeVar("V", bound=QWidget)


class Place(QWidget):
    """The place of a view in a tab, empty until somebody looks.

    Signals:
        looked_at: It comes into view.
    """

    looked_at = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        # At a large zoom it is cut off rather than the window grown off the screen.
        self.setMinimumSize(1, 1)

    def fill(self, view: QWidget) -> None:
        """Put the view in its place."""
        self._layout.addWidget(view)

    # Overrides of QWidget.

    def showEvent(self, event: QShowEvent) -> None:
        self.looked_at.emit()
        super().showEvent(event)


class LazyTab(Generic[V]):
    """A tab whose view is made at the first look, or when it is asked for.

    Args:
        tabs: Where it is the next tab.
        title: What stands on it.
        make: Makes the view; it is given the place in which it will be.
        prepare: What the first look does in place of making the view.
    """

    def __init__(
        self,
        tabs: QTabWidget,
        title: str,
        make: Callable[[Place], V],
        *,
        prepare: Callable[[], object] | None = None,
    ) -> None:
        self.place = Place()
        """What is in the tab."""
        self._tabs = tabs
        self._make = make
        self._view: V | None = None
        tabs.addTab(self.place, title)
        self.place.looked_at.connect(prepare or self.get)

    @property
    def is_made(self) -> bool:
        """Whether the view is there."""
        return self._view is not None

    def get(self) -> V:
        """Return the view, which is made now if it is not there yet."""
        if self._view is None:
            self._view = self._make(self.place)
            self.place.fill(self._view)
        return self._view

    def bring(self) -> V:
        """Bring it to the front, and return the view."""
        self._tabs.setCurrentWidget(self.place)
        return self.get()
