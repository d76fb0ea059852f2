# SPDX-License-Identifier: Apache-2.0
"""Tabs whose views are made when somebody first looks at them."""

import sys
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from ocppdesk.gui.loading import Loading
from ocppdesk.gui.steps import Steps

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

    At the first look this takes some turns of the loop, so that the window lives
    meanwhile: what the view needs is loaded, then it is made, told what there is, and
    put into its place.

    Args:
        tabs: Where it is the next tab.
        title: What stands on it.
        make: Makes the view; it is given the place in which it will be.
        begin: Tells the view what there is.
        modules: What is loaded before it is made, by full names.
    """

    def __init__(
        self,
        tabs: QTabWidget,
        title: str,
        make: Callable[[Place], V],
        begin: Callable[[V], object],
        *,
        modules: Sequence[str] = (),
    ) -> None:
        self.place = Place()
        """What is in the tab."""
        self._tabs = tabs
        self._make = make
        self._begin = begin
        self._modules = modules
        self._view: V | None = None
        self._steps = Steps(self.place)
        self._loading: Loading | None = None
        self._waiting: list[Callable[[V], object]] = []
        tabs.addTab(self.place, title)
        self.place.looked_at.connect(self._prepare)

    @property
    def is_made(self) -> bool:
        """Whether the view is there."""
        return self._view is not None and self._steps.is_done

    @property
    def is_making(self) -> bool:
        """Whether the view will be there soon."""
        return self._loading is not None or not self._steps.is_done

    def get(self) -> V:
        """Return the view, which is made now if it is not there yet."""
        self._plan()
        self._steps.finish()
        assert self._view is not None
        return self._view

    def bring(self, then: Callable[[V], object] | None = None) -> None:
        """Bring it to the front.

        Args:
            then: What is done with the view, once it is in its place.
        """
        self._tabs.setCurrentWidget(self.place)
        self._prepare()  # nobody is told of a look at a window that is hidden
        if then is not None:
            self._waiting.append(then)
            if self.is_made:
                self._follow_up()

    def stop(self) -> None:
        """Make nothing that is not made yet, unless it is asked for."""
        self._steps.clear()
        if self._loading is not None:
            self._loading.stop()
            self._loading = None

    def _prepare(self) -> None:
        """Have the view made soon."""
        if self._view is not None or self.is_making:
            return
        if all(name in sys.modules for name in self._modules):
            self._plan()
            return
        self._loading = Loading(self._modules, self.place)
        self._loading.over.connect(self._plan)
        self._loading.start()

    def _plan(self) -> None:
        if self._view is None and self._steps.is_done:
            self._steps.add(self._make_view)

    # Each step orders the next one: none comes after one that failed.

    def _make_view(self) -> None:
        if self._loading is not None:
            self._loading.stop()
            self._loading = None
        view = self._view = self._make(self.place)
        self._steps.add(lambda: self._tell_view(view))

    def _tell_view(self, view: V) -> None:
        self._begin(view)
        self._steps.add(lambda: self._fill(view))

    def _fill(self, view: V) -> None:
        self.place.fill(view)
        self._steps.add(self._follow_up)

    def _follow_up(self) -> None:
        waiting, self._waiting = self._waiting, []
        for then in waiting:
            then(self.get())
