# SPDX-License-Identifier: Apache-2.0
"""The files that chargers have sent, and what can be done with them."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from PySide6.QtCore import QModelIndex, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QFontMetrics, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.csms.filedrop.received import ReceivedFile, received_files
from ocppdesk.gui.configuration.errand import Errand
from ocppdesk.gui.files import received_model as model
from ocppdesk.gui.files.glimpse import Glimpse, Glimpses, glimpse_text
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme

# A usual text of each column; wider ones are cut with dots.
_SAMPLES: Final = {
    model.NAME: "DE-ABC-E0042-20261128T160000Z.tar.gz",
    model.KIND: "encrypted",
    model.FRAMES: "12 345+",
    model.SIZE: "1023.9 MB",
    model.TIME: "2026-12-28 08:08:08",
    model.CHARGER: "DE*ABC*E0042-NO",
    model.ACTION: "GetDiagnostics",
}


class ReceivedPane(QWidget):
    """Lists the files that came in during a recording.

    Args:
        theme: Its look.

    Signals:
        open_requested: Files are to be opened as logs; carries a list of paths.
        said: Something to tell in passing.
    """

    open_requested = Signal(list)
    said = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._capture: Path | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="received")
        self._reading = Errand(self)
        self._is_stale = False
        self._wanted = ""
        self.glimpses = Glimpses(self)
        """What is found of OCPP in the files."""
        self.model = model.ReceivedModel(self)
        """The files."""
        self.table = self._build_table()
        self.open = QPushButton(self.tr("&Open as a log"))
        self.show_folder = QPushButton(self.tr("Show &folder"))
        self.copy_hash = QPushButton(self.tr("&Copy SHA-256"))
        self.kind = ThemedLabel(theme, color="muted", wraps=True)
        """What the selected file is, in a sentence."""
        self.empty = ThemedLabel(theme, color="muted", wraps=True)
        """What to do as long as there is no file."""
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._build()
        self._reading.ended.connect(self._take)
        self._reading.failed.connect(self.said)
        self.glimpses.found.connect(self._take_glimpse)
        self.open.clicked.connect(self._open)
        self.show_folder.clicked.connect(self._show_folder)
        self.copy_hash.clicked.connect(self._copy_hash)
        self.table.doubleClicked.connect(self._open)
        self.table.selectionModel().selectionChanged.connect(self._follow_selection)
        self.model.modelReset.connect(self._follow_selection)
        theme.changed.connect(self._dress)
        self.show_empty(self.tr("No file has been received in this recording."))
        self._dress()
        self._follow_selection()

    @property
    def selected(self) -> ReceivedFile | None:
        """The file that is selected."""
        rows = self.table.selectionModel().selectedRows()
        return self.model.files[rows[0].row()] if rows else None

    def show_empty(self, text: str) -> None:
        """Say what to do as long as there is no file."""
        self.empty.show_text(text)

    def show_capture(self, capture: Path | None) -> None:
        """List the files beside another capture; `refresh` reads them."""
        if capture != self._capture:
            self._capture = capture
            self.show_files([])

    def refresh(self, select: str = "") -> None:
        """Read the list anew.

        Args:
            select: The name of a file to select; empty leaves the selection.
        """
        self._wanted = select or self._wanted
        capture = self._capture
        if capture is None:
            return
        if self._reading.is_busy:
            self._is_stale = True
            return
        self._is_stale = False
        # In another thread: each file is looked into, perhaps on a slow disk.
        self._reading.begin(
            lambda _tell: self._thread.submit(
                lambda: (capture, received_files(capture))
            )
        )

    def go_to_files(self) -> None:
        """Have the keys of the list."""
        self.table.setFocus()

    def close_list(self) -> None:
        """Read nothing more."""
        self.glimpses.close()
        self._reading.close()
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _take(self, found: tuple[Path, list[ReceivedFile]]) -> None:
        capture, files = found
        if capture == self._capture:
            wanted, self._wanted = self._wanted, ""
            self.show_files(files, select=wanted)
        if self._is_stale or capture != self._capture:
            self.refresh()

    def show_files(self, files: list[ReceivedFile], *, select: str = "") -> None:
        """Show files, the newest first."""
        self.model.show_files(files)
        self._pages.setCurrentIndex(1 if files else 0)
        if not files:
            return
        names = [file.path.name for file in files]
        if select in names:
            self.table.selectRow(names.index(select))
        elif self.selected is None:
            self.table.selectRow(0)
        self.glimpses.want(files)

    def _take_glimpse(self, path: Path, glimpse: Glimpse) -> None:
        self.model.show_glimpse(path, glimpse)
        if self.selected is not None and self.selected.path == path:
            self._follow_selection()

    def _build_table(self) -> QTableView:
        table = QTableView()
        table.setAccessibleName(self.tr("Received files"))
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        return table

    def _build(self) -> None:
        self._line = QHBoxLayout()
        self._line.addWidget(self.kind, 1)
        for button in (self.open, self.show_folder, self.copy_hash):
            self._line.addWidget(button)
        full = QWidget()
        inner = QVBoxLayout(full)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.table, 1)
        inner.addLayout(self._line)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.empty)
        self._pages.addWidget(full)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)

    def _dress(self) -> None:
        theme = self._theme
        metrics = QFontMetrics(theme.font())
        header = self.table.horizontalHeader()
        for column, sample in _SAMPLES.items():
            width = metrics.horizontalAdvance(sample) + theme.scaled(18)
            header.resizeSection(column, width)
        self.table.verticalHeader().setDefaultSectionSize(theme.row_height)
        margin = theme.scaled(12)
        self._line.setContentsMargins(margin, 0, margin, theme.scaled(6))
        self._line.setSpacing(theme.scaled(8))
        self.empty.setContentsMargins(margin, margin, margin, margin)

    def _follow_selection(self) -> None:
        file = self.selected
        for button in (self.show_folder, self.copy_hash):
            button.setEnabled(file is not None)
        is_openable = file is not None and file.kind.is_openable
        self.open.setEnabled(is_openable)
        sentence = "" if file is None else file.kind.sentence
        self.open.setToolTip("" if is_openable else sentence)
        glimpse = None if file is None else self.glimpses.of(file.path)
        found = "" if glimpse is None else glimpse_text(glimpse)
        color = "refused" if glimpse is not None and glimpse.problem else "muted"
        self.kind.show_text(f"{sentence} {found}".rstrip(), color)

    def _open(self, _index: QModelIndex | bool = False) -> None:
        file = self.selected
        if file is None:
            return
        if file.kind.is_openable:
            self.open_requested.emit([file.path])
        else:
            self.said.emit(file.kind.sentence)

    def _show_folder(self) -> None:
        if self.selected is not None:
            folder = str(self.selected.path.parent)
            QDesktopServices.openUrl(QUrl.fromLocalFile(folder))

    def _copy_hash(self) -> None:
        if self.selected is not None:
            QGuiApplication.clipboard().setText(self.selected.sha256)
            self.said.emit(self.tr("The SHA-256 is on the clipboard."))
