# SPDX-License-Identifier: Apache-2.0
"""Files and texts that are dropped on a window or pasted into it."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from ocppdesk.settings import data_folder


class DropTarget(QObject):
    """Lets files, folders and texts be dropped on a widget.

    Args:
        widget: The widget, with all on it that takes no drops itself.

    Signals:
        expected: Something that can be opened is dragged over the widget.
        dropped: What is to be opened, as a list of paths.
    """

    expected = Signal()
    dropped = Signal(list)

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    # Overrides of QObject.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)
        if not isinstance(event, QDropEvent) or event.type() not in kinds:
            return super().eventFilter(watched, event)
        if not is_openable(event.mimeData()):
            return super().eventFilter(watched, event)
        event.acceptProposedAction()
        if event.type() == QEvent.Type.DragEnter:
            self.expected.emit()
        if event.type() == QEvent.Type.Drop:
            self.dropped.emit(files_in(event.mimeData(), now=datetime.now()))
        return True


def is_openable(data: QMimeData) -> bool:
    """Return whether something is a file of this computer, or a text."""
    return bool(_paths(data)) or bool(data.text().strip() and not data.hasUrls())


def files_in(data: QMimeData, *, now: datetime) -> list[Path]:
    """Return the files that were dropped or copied; a text becomes one.

    Args:
        data: What `is_openable`.
        now: Names the file of a text, which is kept in the data folder: what somebody
            read there can be read again.
    """
    paths = _paths(data)
    if paths or not data.text().strip():
        return paths
    folder = data_folder() / "pasted"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"pasted {now.strftime('%Y-%m-%d %H-%M-%S-%f')}.log"
    path.write_text(data.text(), "utf-8", newline="")
    return [path]


def _paths(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
