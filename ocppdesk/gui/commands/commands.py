# SPDX-License-Identifier: Apache-2.0
"""What the menu's commands do.

Dialogs are imported when they are asked for, so that the window is there sooner.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox

from ocppdesk import __version__
from ocppdesk.capture.folder import recordings_folder
from ocppdesk.gui.commands.files import FileCommands
from ocppdesk.gui.commands.listed import Need
from ocppdesk.gui.told import Told
from ocppdesk.notices import Notice, Severity
from ocppdesk.settings import Value
from ocppdesk.tasks import detach

if TYPE_CHECKING:
    from ocppdesk.gui.commands.palette import CommandPalette
    from ocppdesk.gui.commands.palette_entries import Entry
    from ocppdesk.gui.commands.recent_menu import RecentMenu
    from ocppdesk.gui.glossary.dialog import GlossaryDialog
    from ocppdesk.gui.noted_dialog import NotedDialog
    from ocppdesk.gui.rules.dialog import RulesDialog
    from ocppdesk.gui.window import MainWindow

_ZOOM_STEP: Final = 10
# Switches of a group, by the setting that says which of them is on.
_CHOICES: Final = {
    "time": "time_mode",
    "theme": "theme",
    "filter_mode": "filter_mode",
    "profile": "profile",
}


class Commands(QObject):
    """The commands of one window.

    Args:
        window: The window.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._files = FileCommands(window)
        self.told = Told(self)
        """What the window said in passing, and by notices."""
        window.status.messageChanged.connect(self.told.note)
        window.notices.shown.connect(self.told.note_notice)
        self.glossary: GlossaryDialog | None = None
        """The glossary's window, once it was asked for."""
        self.rules: RulesDialog | None = None
        """The window of the rules of diagnosis, once it was asked for."""
        self.palette: CommandPalette | None = None
        """The command palette, once it was asked for."""
        self._filter_help: QDialog | None = None
        self.recent: RecentMenu | None = None
        """The menu of what was opened lately; after `fill_menus`."""
        self.noted: NotedDialog | None = None
        """The list of marks and notes, once it was asked for."""

    def handlers(self) -> dict[str, Callable[..., object]]:
        """Return what each command of `listed.COMMANDS` does."""
        window = self._window
        return {
            **self._files.handlers(),
            **self._table_handlers(),
            "settings": lambda: detach(self.change_settings(), name="settings"),
            "close": window.close,
            "quit": QApplication.closeAllWindows,
            "find": self._find,
            "newest_first": lambda is_on: self._set(newest_first=is_on),
            "exchanges": lambda is_on: self._set(exchanges=is_on),
            "time": lambda mode: self._set(time_mode=mode),
            "theme": lambda name: self._set(theme=name),
            "filter_mode": lambda mode: self._set(filter_mode=mode),
            "profile": lambda name: self._try(lambda: window.apply_profile(name)),
            "reset_profile": lambda: self._try(window.reset_profile),
            "zoom_in": lambda: self._zoom(_ZOOM_STEP),
            "zoom_out": lambda: self._zoom(-_ZOOM_STEP),
            "zoom_reset": lambda: self._set(zoom_percent=100),
            "full_screen": self._full_screen,
            "detail_beside": window.put_detail_beside,
            "reset_layout": window.reset_layout,
            "view_messages": window.show_messages,
            "view_answers": lambda: window.live_pages.show_answers(),
            "check_connection": lambda: window.live_pages.check_connection(),
            "note_card": lambda: window.live_pages.note_card(),
            "view_connections": lambda: window.tabs.setCurrentWidget(
                window.connections_view
            ),
            "view_sessions": lambda: window.live_pages.show_sessions(),
            "view_charts": lambda: window.live_pages.show_charts(),
            "view_limits": lambda: window.live_pages.show_limits(),
            "view_findings": lambda: window.live_pages.show_findings(),
            "copy_ticket": lambda: window.live_pages.copy_ticket(),
            "next_session": lambda: window.live_pages.step_session(1),
            "previous_session": lambda: window.live_pages.step_session(-1),
            "view_sending": lambda: window.live_pages.show_sending(),
            "view_configuration": lambda: window.live_pages.show_configuration(),
            "view_files": lambda: window.live_pages.show_files(),
            "update_firmware": lambda: window.live_pages.update_firmware(),
            "get_log": lambda: window.live_pages.get_log(),
            "received_files": lambda: window.live_pages.show_received(),
            "focus_filter": self._focus_filter,
            "all_chargers": lambda: window.chargers.choose(""),
            "how_to_connect": window.show_waiting_page,
            "direct_cable": lambda: window.waiting.show_cable(),
            "copy_url": self._copy_url,
            "palette": self.show_palette,
            "demo": window.demo_requested.emit,
            "compare": self._compare,
            "noted": self._show_noted,
            "told": self._show_told,
            "show_folder": self._show_folder,
            "glossary": self.show_glossary,
            "filter_help": self.show_filter_help,
            "finding_rules": self.show_rules,
            "shortcuts": self._show_shortcuts,
            "about": self._about,
        }

    def _table_handlers(self) -> dict[str, Callable[..., object]]:
        """Return what the commands on messages do.

        The table is made after the menus, so each asks for it when it is called.
        """
        window = self._window
        return {
            "copy_summary": lambda: window.tab.messages.copy_summary(),
            "copy_json": lambda: window.tab.messages.copy_json(),
            "find_next": lambda: window.tab.messages.find_next(),
            "find_previous": lambda: window.tab.messages.find_previous(),
            "mark": lambda: window.tab.messages.toggle_mark(),
            "note": lambda: window.tab.messages.edit_note(),
            "time_zero": lambda: window.tab.messages.time_zero_here(),
            "color_rules": lambda: window.tab.messages.edit_color_rules(),
            "resend": lambda: window.live_pages.resend(
                window.tab.messages.selected_id()
            ),
            "show_on_chart": self._show_on_chart,
            "live": lambda: window.tab.messages.go_live(),
            "back": lambda: window.tab.messages.back(),
            "forward": lambda: window.tab.messages.forward(),
            "partner": lambda: window.tab.messages.go_to_partner(),
            "next": lambda: window.tab.messages.step(1),
            "previous": lambda: window.tab.messages.step(-1),
            "next_in_transaction": lambda: window.tab.messages.next_in_transaction(),
            "previous_in_transaction": lambda: (
                window.tab.messages.previous_in_transaction()
            ),
            "next_mark": lambda: window.tab.messages.next_mark(),
            "previous_mark": lambda: window.tab.messages.previous_mark(),
            "next_finding": lambda: window.live_pages.desk.step(1),
            "previous_finding": lambda: window.live_pages.desk.step(-1),
            "open_in_window": lambda: window.tab.messages.open_in_window(),
            "follow": lambda kind: window.tab.messages.follow(kind),
            "filter_on": lambda is_on: window.tab.set_filter_on(is_on),
            "clear_filter": lambda: window.tab.clear_filter(),
            "save_chip": lambda: window.tab.save_chip(),
            "filter_on_selected": lambda: window.tab.messages.filter_on_selected(),
            "hide_selected": lambda: window.tab.messages.hide_selected(),
        }

    def fill_menus(self) -> None:
        """Fill the menus whose entries are not the same in every window."""
        from ocppdesk.gui.commands.recent_menu import RecentMenu

        window = self._window
        names = window.profile_names()
        window.menus.show_choices("&View > &Profile", "profile", names)
        self.recent = RecentMenu(window)

    def show_switches(self) -> None:
        """Set the marks of the switches in the menus as the settings are."""
        window = self._window
        actions, settings = window.menus.actions, window.settings
        actions["newest_first"].setChecked(settings.newest_first)
        actions["exchanges"].setChecked(settings.exchanges)
        for family, setting in _CHOICES.items():
            chosen = actions.get(f"{family}:{getattr(settings, setting)}")
            if chosen is not None:
                chosen.setChecked(True)
        window.status.show_choices()

    def enable(self) -> None:
        """Enable the commands that make sense now, and no others."""
        window = self._window
        met = {Need.NOTHING}
        if window.is_live:
            met.add(Need.LIVE)
        if window.reader is not None:
            met.add(Need.CAPTURE)
        if window.is_table_shown:
            met.add(Need.TABLE)
            if window.tab.messages.selected_id() is not None:
                met.add(Need.ROW)
        window.menus.enable(met)

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
        from ocppdesk.gui.glossary.dialog import GlossaryDialog

        if self.glossary is None:
            self.glossary = GlossaryDialog(self._window.theme, self._window)
        if action:
            self.glossary.show_entry(action, version)
        _bring_up(self.glossary)

    def show_rules(self, rule: str = "") -> None:
        """Show the rules of diagnosis, at one if its id is given."""
        from ocppdesk.gui.rules.dialog import RulesDialog

        if self.rules is None:
            self.rules = RulesDialog(self._window.theme, self._window)
        if rule:
            self.rules.show_rule(rule)
        _bring_up(self.rules)

    def show_filter_help(self) -> None:
        """Show how filters are written."""
        from ocppdesk.gui.search.help import FilterHelpDialog

        if self._filter_help is None:
            self._filter_help = FilterHelpDialog(self._window.theme, self._window)
            self._filter_help.example_chosen.connect(self._window.tab.apply_text)
        _bring_up(self._filter_help)

    def show_palette(self) -> None:
        """Show the command palette."""
        from ocppdesk.gui.commands.palette import CommandPalette

        window = self._window
        window.complete()
        if self.palette is None:
            self.palette = CommandPalette(window.theme, [self._entries], window)
        self.palette.open()

    def _entries(self) -> "Iterable[Entry]":
        """Return what the palette offers now."""
        from ocppdesk.gui.commands import palette_entries as entries

        window = self._window
        yield from entries.command_entries(window.menus)
        yield from entries.charger_entries(
            window.chargers.identities, window.chargers.choose
        )
        if self.recent is not None:
            opened = self.recent.files.entries
            yield from entries.recent_entries(opened, self.recent.open)
        yield from entries.chip_entries(window.tab.chips.shown, self._apply_filter)
        yield from entries.setting_entries(
            lambda name: detach(self.change_settings(name), name="settings")
        )

    def report(self, outcome: str | Notice) -> None:
        """Tell how a command went: in passing, or with a notice if it went wrong."""
        if isinstance(outcome, Notice):
            self._window.notices.show_notice(outcome)
        else:
            self._window.status.say(outcome)

    def _set(self, **values: Value) -> None:
        self._try(lambda: self._window.settings.change(values))

    def _try(self, change: Callable[[], object]) -> None:
        """Change settings; if they cannot be written, say so."""
        from ocppdesk.settings import SettingsError

        try:
            change()
        except SettingsError as error:
            self.report(Notice("settings", Severity.WARNING, str(error)))
            self.show_switches()

    def _zoom(self, step: int) -> None:
        wanted = self._window.settings.zoom_percent + step
        self._set(zoom_percent=max(100, min(200, wanted)))

    def _find(self) -> None:
        self._window.show_messages()
        self._window.tab.messages.open_find()

    def _focus_filter(self) -> None:
        self._window.show_messages()
        self._window.tab.focus_filter()

    def _apply_filter(self, text: str) -> None:
        self._window.show_messages()
        self._window.tab.apply_text(text)

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
        folder = recordings_folder(self._window.settings)
        folder.mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def show_charger_menu(self, identity: str, at: QPoint) -> None:
        """Open the menu of a charger at a place of the screen."""
        from ocppdesk.gui.chargers.menu import open_charger_menu

        open_charger_menu(self._window, identity, at)

    def _show_on_chart(self) -> None:
        from ocppdesk.gui.charts.pointing import show_on_chart

        show_on_chart(self._window, self._window.tab.messages.selected_id())

    def _compare(self) -> None:
        from ocppdesk.gui.commands.comparing import pair_of
        from ocppdesk.gui.compare_messages import CompareMessages

        window, messages = self._window, self._window.tab.messages
        marks, chosen = messages.annotations.marks, messages.selected_id()
        pair = pair_of(messages.selected_ids(), chosen, marks)
        if pair is None or window.reader is None:
            window.status.say(
                self.tr("Select two messages, or mark one and choose another one.")
            )
            return
        left, right = window.reader.messages(pair)
        _bring_up(CompareMessages(window.theme, left, right, window))

    def _show_noted(self) -> None:
        from ocppdesk.gui.noted_dialog import NotedDialog

        window, messages = self._window, self._window.tab.messages
        if self.noted is None:
            made = self.noted = NotedDialog(window.theme, window)
            made.message_wanted.connect(self._go_to_message)
            made.filter_wanted.connect(self._apply_filter)
            messages.annotations_changed.connect(self._refresh_noted)
        self.noted.show_noted(window.reader, messages.annotations)
        _bring_up(self.noted)

    def _refresh_noted(self) -> None:
        if self.noted is not None and self.noted.isVisible():
            window = self._window
            self.noted.show_noted(window.reader, window.tab.messages.annotations)

    def _go_to_message(self, number: int) -> None:
        self._window.show_messages()
        if not self._window.tab.messages.select_message(number):
            text = self.tr("The filter hides message {number}.")
            self._window.status.say(text.format(number=number))

    def _show_told(self) -> None:
        from ocppdesk.gui.told_dialog import ToldDialog

        _bring_up(ToldDialog(self._window.theme, self.told, self._window))

    def _show_shortcuts(self) -> None:
        from ocppdesk.gui.commands.shortcuts_dialog import ShortcutsDialog

        window = self._window
        ShortcutsDialog(window.shortcuts, window.theme, window).open()

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


def _bring_up(dialog: QDialog) -> None:
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
