# SPDX-License-Identifier: Apache-2.0
"""Where the parts of a window are: its docks, their sizes, and how both are kept."""

import base64
from collections.abc import Mapping

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QDockWidget, QMainWindow

from ocppdesk.gui.look.dock_title import DockTitle
from ocppdesk.gui.look.theme import Theme

_SIZE = QSize(1366, 740)  # fits the smallest laptop that technicians carry
_LARGE = QSize(1680, 920)  # where the screen of an office has room around it
_WIDEST_LINE = "‖ Conn. 1: SuspendedEVSE"  # of what stands in the list of chargers
_AROUND_LINE = 64  # pixels at 100 %: its indentation, a scroll bar
_DETAIL_HEIGHT = 240
_DETAIL_WIDTH = 460
_WIDE = 1600  # pixels at 100 %: a window as wide has room for the detail beside rows
_WIDEST_CHARGERS = 0.25  # of the window; the rest is for what was said
_HIGHEST_DETAIL = 0.4
_WIDEST_DETAIL = 0.36
_UNMOVED = 3  # pixels that a layout may round away
_RIGHT = Qt.DockWidgetArea.RightDockWidgetArea
_VERSION = 1  # a saved layout of another version is not restored


class WindowLayout:
    """The docks of a window around its centre.

    Args:
        window: The window.
        theme: What scales their sizes.
    """

    def __init__(self, window: QMainWindow, theme: Theme) -> None:
        self._window = window
        self._theme = theme
        self._is_table = True
        self._is_detail_put_away = False
        self._detail_length: int | None = None
        self._given = QSize()
        """The width of the chargers and the length of the detail that nobody chose; its
        length is its height, beside the table its width."""
        window.setDockNestingEnabled(True)
        window.resize(first_size(window.screen().availableSize()))
        self.chargers = self._dock("chargers", window.tr("Chargers"))
        """The dock of the list of chargers."""
        self.detail = self._dock("detail", window.tr("Detail"))
        """The dock of the selected message."""
        self._arrange()

    def reset(self) -> None:
        """Put every part where it was at the first start."""
        if not self._window.isMaximized() and not self._window.isFullScreen():
            available = self._window.screen().availableSize()
            self._window.resize(first_size(available))
        self._arrange()

    @property
    def is_detail_beside(self) -> bool:
        """Whether the detail is beside the table, not below or above it."""
        sides = Qt.DockWidgetArea.LeftDockWidgetArea | _RIGHT
        return bool(self._window.dockWidgetArea(self.detail) & sides)

    def put_detail(self, *, beside: bool) -> None:
        """Put the detail beside the table, or below it."""
        is_shown = self.detail.isVisibleTo(self._window)
        self._place_detail(beside=beside)
        self.detail.setVisible(is_shown)

    def offer_detail(self, *, is_table: bool) -> None:
        """Have the detail beside the table only, unless the user closed it."""
        detail = self.detail
        self._is_table = is_table
        if not is_table and detail.isVisibleTo(self._window):
            self._detail_length = self._length() if detail.isVisible() else None
            self._is_detail_put_away = True
            detail.hide()
        elif is_table and self._is_detail_put_away:
            self._is_detail_put_away = False
            detail.show()
            self._size_detail(self._detail_length or self._given.height())

    def shown_docks(self) -> dict[str, bool]:
        """Return whether each dock is shown beside the table, by name."""
        found = {
            dock.objectName(): dock.isVisibleTo(self._window)
            for dock in (self.chargers, self.detail)
        }
        return {**found, "detail": found["detail"] or self._is_detail_put_away}

    def show_docks(self, docks: Mapping[str, bool]) -> None:
        """Show or hide docks, by name; those that are not named stay as they are."""
        before = self.shown_docks()
        self.chargers.setVisible(docks.get("chargers", before["chargers"]))
        is_shown = docks.get("detail", before["detail"])
        if self._is_table:
            self.detail.setVisible(is_shown)
        else:
            self._is_detail_put_away = is_shown

    def follow_zoom(self) -> None:
        """Make the docks as large as the zoom wants them; call it when it changed.

        What the user moved stays as it is.
        """
        # What was asked for lately may wait for the next turn of the loop.
        layout = self._window.layout()
        if layout is not None:
            layout.activate()
        before, wanted = self._given, self._fitting()
        chargers, detail = self.chargers, self.detail
        self._given = wanted
        if _is_unmoved(chargers.isVisible(), chargers.width(), before.width()):
            self._size_chargers(wanted.width())
        if _is_unmoved(detail.isVisible(), self._length(), before.height()):
            self._size_detail(wanted.height())
        if self._detail_length == before.height():
            self._detail_length = None

    def saved(self) -> str:
        """Return the layout as a text for `restore`."""
        if self._is_detail_put_away:
            self.detail.show()
        window = self._window
        parts = (window.saveGeometry(), window.saveState(_VERSION))
        joined = b"|".join(base64.b64encode(part.data()) for part in parts)
        return base64.b64encode(joined).decode()

    def restore(self, text: str) -> None:
        """Put every part where it was; a text that is empty or damaged does nothing."""
        try:
            saved = base64.b64decode(text, validate=True)
            geometry, state = (base64.b64decode(part) for part in saved.split(b"|"))
        except ValueError:
            return
        self._window.restoreGeometry(QByteArray(geometry))
        self._window.restoreState(QByteArray(state), _VERSION)
        # A saved layout is that of the message table.
        self._is_detail_put_away = False
        self._given = self._fitting()

    def _dock(self, name: str, title: str) -> QDockWidget:
        dock = QDockWidget(title, self._window)
        dock.setObjectName(name)
        dock.setFeatures(
            QDockWidget.DockWidgetFeature.DockWidgetClosable
            | QDockWidget.DockWidgetFeature.DockWidgetMovable
        )
        dock.setTitleBarWidget(DockTitle(self._theme, dock))
        return dock

    def _arrange(self) -> None:
        window, chargers, detail = self._window, self.chargers, self.detail
        window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, chargers)
        # The list of chargers is as high as the window; the detail has the rest.
        window.setCorner(
            Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea
        )
        chargers.show()
        self._place_detail(beside=window.width() >= self._theme.scaled(_WIDE))
        detail.show()
        self._size_chargers(self._given.width())

    def _fitting(self) -> QSize:
        """Return the width of the chargers and the length of the detail to begin with.

        They grow with the zoom, as far as enough is left for the table.
        """
        scaled, size = self._theme.scaled, self._window.size()
        line = QFontMetrics(self._theme.font()).horizontalAdvance(_WIDEST_LINE)
        height = min(scaled(_DETAIL_HEIGHT), round(size.height() * _HIGHEST_DETAIL))
        width = min(scaled(_DETAIL_WIDTH), round(size.width() * _WIDEST_DETAIL))
        return QSize(
            min(line + scaled(_AROUND_LINE), round(size.width() * _WIDEST_CHARGERS)),
            width if self.is_detail_beside else height,
        )

    def _place_detail(self, *, beside: bool) -> None:
        area = _RIGHT if beside else Qt.DockWidgetArea.BottomDockWidgetArea
        self._window.addDockWidget(area, self.detail)
        self._detail_length = None
        self._given = self._fitting()
        self._size_detail(self._given.height())

    def _length(self) -> int:
        beside = self.is_detail_beside
        return self.detail.width() if beside else self.detail.height()

    def _size_chargers(self, width: int) -> None:
        docks = [self.chargers]
        self._window.resizeDocks(docks, [width], Qt.Orientation.Horizontal)

    def _size_detail(self, length: int) -> None:
        sides = Qt.Orientation
        along = sides.Horizontal if self.is_detail_beside else sides.Vertical
        self._window.resizeDocks([self.detail], [length], along)


def first_size(available: QSize) -> QSize:
    """Return how large a window is at first.

    Args:
        available: The room on the screen.
    """
    is_large = (
        available.width() > _LARGE.width() and available.height() > _LARGE.height()
    )
    return _LARGE if is_large else _SIZE


def _is_unmoved(is_visible: bool, length: int, given: int) -> bool:
    """Return whether a dock is as long as it was made, or was never laid out."""
    return not is_visible or abs(length - given) <= _UNMOVED
