# SPDX-License-Identifier: Apache-2.0
"""The menu of what was opened lately, and of what was recorded before."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QLocale, QObject

from ocppdesk.capture.folder import past_recordings, recordings_folder
from ocppdesk.gui.commands.recent import Files, RecentFiles
from ocppdesk.gui.connections.texts import time_text

if TYPE_CHECKING:
    from ocppdesk.gui.window import MainWindow

MENU: Final = "&File > Open rece&nt"
_MOST_RECORDINGS: Final = 6
_DIGITS: Final = 9  # entries that a digit opens


class RecentMenu(QObject):
    """Fills the menu whenever it is opened.

    Args:
        window: Whose menu it is; it opens what is chosen.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.files = RecentFiles(window.settings)
        """What was opened lately."""
        self.menu = window.menus.menu(MENU)
        """The menu."""
        self.menu.menuAction().setVisible(True)
        self.menu.setToolTipsVisible(True)
        self.menu.aboutToShow.connect(self.fill)
        # Where the system has the menu bar, a menu without entries is not opened.
        self._add_nothing()

    def fill(self) -> None:
        """Offer what there is now."""
        menu = self.menu
        menu.clear()
        entries = self.files.entries
        for number, files in enumerate(entries, start=1):
            key = f"&{number}  " if number <= _DIGITS else ""
            action = menu.addAction(f"{key}{_plain(names_of(files))}")
            action.setToolTip("\n".join(map(str, files)))
            action.triggered.connect(partial(self.open, files))
        known = {path for files in entries for path in files}
        found = past_recordings(
            _MOST_RECORDINGS,
            recordings_folder(self._window.settings),
            besides=self._shown(),
        )
        recordings = [path for path in found if path not in known]
        if recordings:
            menu.addSeparator()
            for path in recordings:
                text = self.tr("Recording {what}").format(what=recording_text(path))
                action = menu.addAction(_plain(text))
                action.setToolTip(str(path))
                action.triggered.connect(partial(self.open, (path,)))
        if entries:
            menu.addSeparator()
            menu.addAction(self.tr("&Forget these files"), self.files.clear)
        if not (entries or recordings):
            self._add_nothing()

    def _add_nothing(self) -> None:
        self.menu.addAction(self.tr("Nothing was opened yet")).setEnabled(False)

    def _shown(self) -> Path | None:
        reader = self._window.reader
        return None if reader is None else reader.path

    def open(self, files: Files) -> None:
        """Open files again; what is not there any more is said, and forgotten."""
        missing = [path for path in files if not path.exists()]
        if not missing:
            self._window.open_requested.emit(list(files))
            return
        self.files.drop(files)
        text = self.tr("{file} is not there any more; it is off the list.")
        self._window.status.say(text.format(file=missing[0]))


def names_of(files: Files) -> str:
    """Return what files that were opened together are called."""
    first = files[0].name or str(files[0])
    if len(files) == 1:
        return first
    text = _tr("{file} and {count} more")
    return text.format(file=first, count=len(files) - 1)


def recording_text(path: Path) -> str:
    """Return when a recording ended and how large it is, or its name."""
    try:
        state = path.stat()
    except OSError:
        return path.name
    ended = time_text(int(state.st_mtime * 1_000_000), "yyyy-MM-dd HH:mm")
    size = QLocale().formattedDataSize(state.st_size, 1)
    return _tr("until {time}, {size}").format(time=ended, size=size)


def _tr(text: str) -> str:
    return QCoreApplication.translate("RecentMenu", text)


def _plain(text: str) -> str:
    return text.replace("&", "&&")
