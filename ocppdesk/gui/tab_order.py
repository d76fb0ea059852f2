# SPDX-License-Identifier: Apache-2.0
"""In which order the Tab key comes to the parts of a window.

Qt goes by the order in which widgets were made, and moves single ones only. Here whole
parts have an order, whatever they consist of at the moment.
"""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def stop_after(
    current: QWidget, parts: Sequence[QWidget], *, is_next: bool
) -> QWidget | None:
    """Return where Tab leads to; within a part, it goes on as Qt has it.

    Args:
        current: What has the keyboard.
        parts: The parts of its window in their order, none inside another.
        is_next: Tab, else Shift+Tab.

    Returns:
        The next stop, around the ends; None if `current` is no stop of any part.
    """
    found: list[list[QWidget]] = [[] for _part in parts]
    for widget in _stops(current.window()):
        for part, inside in zip(parts, found, strict=True):
            if widget is part or part.isAncestorOf(widget):
                inside.append(widget)
                break
    stops = [widget for inside in found for widget in inside]
    if current not in stops:
        return None
    return stops[(stops.index(current) + (1 if is_next else -1)) % len(stops)]


def _stops(window: QWidget) -> Iterator[QWidget]:
    """Yield where Tab can stop in a window, in the order in which they were made.

    The chain of Qt is not asked for: PySide takes what `nextInFocusChain` returns for a
    child of the widget that was asked, and forgets it when that one is deleted.
    """
    for widget in window.findChildren(QWidget):
        is_open = widget.isVisible() and widget.isEnabled()
        is_stop = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        # One that hands the keyboard on is not a stop, but where it leads is.
        if is_open and is_stop and widget.focusProxy() is None:
            yield widget
