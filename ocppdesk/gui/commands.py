# SPDX-License-Identifier: Apache-2.0
"""What the menu's commands do.

Dialogs are imported when they are asked for, so that the window is there sooner.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox
from shiboken6 import isValid

from ocppdesk import __version__
from ocppdesk.capture.folder import SUFFIX, captures_folder
from ocppdesk.notices import Notice, Severity
from ocppdesk.settings import Value
from ocppdesk.tasks import detach

if TYPE_CHECKING:
    from ocppdesk.gui.glossary_dialog import GlossaryDialog
    from ocppdesk.gui.window import MainWindow

_ZOOM_STEP = 10
_EXPORT_KINDS = ("JSON Lines (*.jsonl)", "Table for spreadsheets (*.csv)")
_OPEN_KINDS = (
    "Captures and logs (*.ocppdesk *.jsonl *.csv)",
    "All files (*)",
)


class Commands(QObject):
    """The commands of one window.

    Args:
        window: The window.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.glossary: GlossaryDialog | None = None
        """The glossary's window, once it was asked for."""

    def handlers(self) -> dict[str, Callable[..., object]]:
        """Return what each command of `menus.COMMANDS` does."""
        window = self._window
        return {
            "open": lambda: detach(self._open(), name="open"),
            "save_copy": lambda: detach(self._save_copy(), name="save a copy"),
            "export_shown": lambda: self._export(
                window.tab.messages.shown_ids(), "shown"
            ),
            "export_selected": lambda: self._export(
                window.tab.messages.selected_ids(), "selected"
            ),
            "export_all": lambda: self._export(None, "all"),
            "settings": lambda: detach(self.change_settings(), name="settings"),
            "close": window.close,
            "quit": QApplication.closeAllWindows,
            "copy_summary": lambda: window.tab.messages.copy_summary(),
            "copy_json": lambda: window.tab.messages.copy_json(),
            "find": self._find,
            "clear_filter": lambda: window.tab.clear_filter(),
            "newest_first": lambda is_on: self._set(newest_first=is_on),
            "exchanges": lambda is_on: self._set(exchanges=is_on),
            "time": lambda mode: self._set(time_mode=mode),
            "theme": lambda name: self._set(theme=name),
            "zoom_in": lambda: self._zoom(_ZOOM_STEP),
            "zoom_out": lambda: self._zoom(-_ZOOM_STEP),
            "zoom_reset": lambda: self._set(zoom_percent=100),
            "full_screen": self._full_screen,
            "reset_layout": window.reset_layout,
            "live": lambda: window.tab.messages.go_live(),
            "partner": lambda: window.tab.messages.go_to_partner(),
            "next": lambda: window.tab.messages.step(1),
            "previous": lambda: window.tab.messages.step(-1),
            "view_messages": self._show_messages,
            "view_connections": lambda: window.tabs.setCurrentIndex(1),
            "all_chargers": lambda: window.chargers.choose(""),
            "how_to_connect": self._how_to_connect,
            "copy_url": self._copy_url,
            "demo": window.demo_requested.emit,
            "show_folder": self._show_folder,
            "glossary": self.show_glossary,
            "shortcuts": self._show_shortcuts,
            "about": self._about,
        }

    def show_switches(self) -> None:
        """Set the marks of the switches in the menus as the settings are."""
        window = self._window
        if not hasattr(window, "menus"):
            return
        actions, settings = window.menus.actions, window.settings
        actions["newest_first"].setChecked(settings.newest_first)
        actions["exchanges"].setChecked(settings.exchanges)
        for name in (f"time:{settings.time_mode}", f"theme:{settings.theme}"):
            actions[name].setChecked(True)
        for name in ("demo", "how_to_connect", "copy_url"):
            actions[name].setEnabled(window.is_live)

    async def change_settings(self, name: str = "") -> None:
        """Show the settings, on the page of one of them if it is named."""
        from ocppdesk.gui.dialogs import finished
        from ocppdesk.gui.settings_dialog import SettingsDialog

        dialog = SettingsDialog(self._window.settings, self._window.theme, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if name:
            dialog.show_setting(name)
        await finished(dialog)

    def show_glossary(self, action: str = "", version: str = "1.6") -> None:
        """Show the glossary, at an action if one is named."""
        from ocppdesk.gui.glossary_dialog import GlossaryDialog

        if self.glossary is None:
            self.glossary = GlossaryDialog(self._window.theme, self._window)
        if action:
            self.glossary.show_entry(action, version)
        self.glossary.show()
        self.glossary.raise_()
        self.glossary.activateWindow()

    async def _open(self) -> None:
        from ocppdesk.gui.dialogs import choose_files

        files = await choose_files(
            self._window,
            title=self.tr("Open a capture or a log"),
            filters=_OPEN_KINDS,
            folder=captures_folder(),
        )
        if files:
            self._window.open_requested.emit(files)

    async def _save_copy(self) -> None:
        from ocppdesk.gui.background import save_copy
        from ocppdesk.gui.dialogs import choose_target

        reader = self._window.reader
        if reader is None:
            return
        target = await choose_target(
            self._window,
            title=self.tr("Save a copy of the capture"),
            filters=[f"Captures (*{SUFFIX})"],
            suggestion=Path.home() / reader.path.name,
        )
        if target is not None:
            self._report(await save_copy(reader.path, target))

    def _export(self, ids: Sequence[int] | None, what: str) -> None:
        detach(self._export_ids(ids, what), name="export")

    async def _export_ids(self, ids: Sequence[int] | None, what: str) -> None:
        from ocppdesk.gui.background import export_messages
        from ocppdesk.gui.dialogs import choose_target

        reader = self._window.reader
        if reader is None:
            return
        stamp = datetime.now().astimezone().strftime("%Y-%m-%d_%H-%M-%S")
        target = await choose_target(
            self._window,
            title=self.tr("Export messages"),
            filters=_EXPORT_KINDS,
            suggestion=Path.home() / f"{reader.path.stem}_{what}_{stamp}.jsonl",
        )
        if target is not None:
            # In exchanges a row is a call; what is meant is the whole exchange.
            with_answers = self._window.settings.exchanges
            self._report(
                await export_messages(
                    reader.path, ids, target, with_answers=with_answers
                )
            )

    def _report(self, outcome: str | Notice) -> None:
        if not isValid(self._window):
            return  # closed while the work went on
        if isinstance(outcome, Notice):
            self._window.notices.show_notice(outcome)
        else:
            self._window.status.say(outcome)

    def _set(self, **values: Value) -> None:
        from ocppdesk.settings import SettingsError

        try:
            self._window.settings.change(values)
        except SettingsError as error:
            self._report(Notice("settings", Severity.WARNING, str(error)))
            self.show_switches()

    def _zoom(self, step: int) -> None:
        wanted = self._window.settings.zoom_percent + step
        self._set(zoom_percent=max(100, min(200, wanted)))

    def _find(self) -> None:
        self._show_messages()
        self._window.tab.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_messages(self) -> None:
        self._window.is_waiting_page_wanted = False
        self._window.show_messages()

    def _how_to_connect(self) -> None:
        self._window.is_waiting_page_wanted = True
        self._window.show_waiting_page()

    def _copy_url(self) -> None:
        url = self._window.waiting.url
        QGuiApplication.clipboard().setText(url)
        self._window.status.say(self.tr("Copied {url}").format(url=url))

    def _full_screen(self, is_on: bool) -> None:
        if is_on:
            self._window.showFullScreen()
        else:
            self._window.showNormal()

    def _show_folder(self) -> None:
        captures_folder().mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(captures_folder())))

    def _show_shortcuts(self) -> None:
        from ocppdesk.gui.shortcuts_dialog import ShortcutsDialog

        ShortcutsDialog(self._window.menus.shortcuts(), self._window).open()

    def _about(self) -> None:
        box = QMessageBox(self._window)
        box.setWindowTitle(self.tr("About OCPP Desk"))
        box.setText(f"<b>OCPP Desk {__version__}</b>")
        box.setInformativeText(
            self.tr(
                "See, explain and record what EV chargers say: OCPP 1.6, 2.0.1 and "
                "2.1. Licensed under the Apache License 2.0."
            )
        )
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()
