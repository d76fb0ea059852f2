# SPDX-License-Identifier: Apache-2.0
"""Every command of the window, once: where it stands, what it says, its keys."""

import enum
import sys
from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QAction, QKeySequence

Shortcut = QKeySequence.StandardKey | str | None
_Standard = QKeySequence.StandardKey


class Need(enum.Enum):
    """What has to be there for a command to make sense."""

    NOTHING = enum.auto()
    """It always does."""
    LIVE = enum.auto()
    """A window that chargers can call."""
    CAPTURE = enum.auto()
    """A capture."""
    TABLE = enum.auto()
    """The message table in view."""
    ROW = enum.auto()
    """A message that is chosen in it."""


@dataclass(frozen=True, slots=True)
class Command:
    """One entry of a menu."""

    name: str
    """What the window knows it by; empty for a line or a menu."""
    menu: str
    """The menu it stands in; `Edit > Copy` is a menu within one."""
    text: str
    """What it says; `&` marks the access key, `-` alone is a line, and an empty text
    makes room for a menu that is filled later."""
    shortcut: Shortcut = None
    """Its key; several are separated by a semicolon and a blank."""
    need: Need = Need.NOTHING
    """What it cannot do without."""
    is_checkable: bool = False
    """Whether it is a switch."""
    group: str = ""
    """Switches of one group exclude each other."""
    role: QAction.MenuRole = QAction.MenuRole.NoRole
    """Where macOS moves it."""

    def default_keys(self) -> list[QKeySequence]:
        """Return its keys on this system, as long as nobody changed them.

        Standard keys are asked of the application, which has to be there.
        """
        if isinstance(self.shortcut, str):
            return QKeySequence.listFromString(self.shortcut)
        if self.shortcut is None:
            return []
        return QKeySequence.keyBindings(self.shortcut)


def _line(menu: str) -> Command:
    return Command("", menu, "-")


def _switch(
    name: str,
    menu: str,
    text: str,
    shortcut: Shortcut = None,
    *,
    group: str = "",
    need: Need = Need.NOTHING,
) -> Command:
    return Command(name, menu, text, shortcut, need, is_checkable=True, group=group)


# On macOS Command+Down is the end of a document, so Control takes its place there.
_STEP: Final = "Meta" if sys.platform == "darwin" else "Ctrl"
# Alt and a digit is what Linux has for the tabs of a window.
_VIEW: Final = "Alt" if sys.platform.startswith("linux") else "Ctrl"
# KDE's standard key is that of another command here, and other desktops have none.
_FULL_SCREEN: Final = (
    "F11" if sys.platform.startswith("linux") else _Standard.FullScreen
)

COMMANDS: Final = (
    Command("open", "&File", "&Open…", _Standard.Open),
    Command("", "&File > Open rece&nt", ""),
    Command("open_last", "&File", "Open the &last recording"),
    Command("new_recording", "&File", "Start a new recor&ding…", need=Need.LIVE),
    Command("open_pasted", "&File", "Open what was co&pied", "Ctrl+Shift+V"),
    Command("save_copy", "&File", "&Save a copy…", _Standard.Save, Need.CAPTURE),
    Command("export_shown", "&File > &Export", "Messages &shown…", "Ctrl+Shift+E",
            Need.CAPTURE),
    Command("export_selected", "&File > &Export", "Messages s&elected…",
            need=Need.ROW),
    Command("export_all", "&File > &Export", "&All messages…", need=Need.CAPTURE),
    Command("export_redacted", "&File > &Export", "&Redacted…", need=Need.CAPTURE),
    Command("report", "&File", "&Report…", "Ctrl+Shift+R", Need.CAPTURE),
    _line("&File"),
    Command("settings", "&File", "Se&ttings…", "Ctrl+,",
            role=QAction.MenuRole.PreferencesRole),
    _line("&File"),
    Command("close", "&File", "&Close window", _Standard.Close),
    Command("quit", "&File", "&Quit", _Standard.Quit, role=QAction.MenuRole.QuitRole),
    Command("copy_summary", "&Edit", "Copy &summary", _Standard.Copy, Need.ROW),
    Command("copy_json", "&Edit", "Copy &JSON", "Ctrl+Shift+C", Need.ROW),
    _line("&Edit"),
    Command("find", "&Edit", "&Find in messages", _Standard.Find),
    Command("find_next", "&Edit", "Find &next", "F3; Ctrl+G", Need.TABLE),
    Command("find_previous", "&Edit", "Find &previous", "Shift+F3; Ctrl+Shift+G",
            Need.TABLE),
    _line("&Edit"),
    Command("mark", "&Edit", "&Mark, or take the mark away", "Ctrl+D", Need.ROW),
    Command("note", "&Edit", "N&ote…", "Ctrl+Shift+N", Need.ROW),
    Command("compare", "&Edit", "&Compare with the other one selected, or marked…",
            need=Need.ROW),
    Command("noted", "&Edit", "&List of marks and notes…", need=Need.CAPTURE),
    Command("time_zero", "&Edit", "&Time zero here", "Ctrl+T", Need.ROW),
    _line("&Edit"),
    Command("resend", "&Edit", "&Edit and send again…", "Ctrl+R", Need.ROW),
    _switch("newest_first", "&View", "&Newest message on top"),
    _switch("exchanges", "&View", "Calls and answers on one ro&w", "Ctrl+Shift+F"),
    _line("&View"),
    _switch("time:Local date and time", "&View > &Times", "Local &date and time",
            group="time"),
    _switch("time:Local time", "&View > &Times", "&Local time", group="time"),
    _switch("time:UTC", "&View > &Times", "&UTC", group="time"),
    _switch("time:Since time zero", "&View > &Times", "Since time &zero",
            group="time"),
    _switch("time:Since previous", "&View > &Times", "Since &previous", group="time"),
    Command("color_rules", "&View", "Co&lour rules…"),
    _line("&View"),
    _switch("theme:System", "&View > T&heme", "As the &system", group="theme"),
    _switch("theme:Light", "&View > T&heme", "&Light", group="theme"),
    _switch("theme:Dark", "&View > T&heme", "&Dark", group="theme"),
    _switch("theme:Sunlight", "&View > T&heme", "S&unlight", group="theme"),
    Command("zoom_in", "&View", "Zoom &in", _Standard.ZoomIn),
    Command("zoom_out", "&View", "Zoom &out", _Standard.ZoomOut),
    Command("zoom_reset", "&View", "&Actual size", "Ctrl+0"),
    _line("&View"),
    Command("", "&View > &Profile", ""),
    Command("reset_profile", "&View", "Reset this profil&e"),
    _switch("full_screen", "&View", "&Full screen", _FULL_SCREEN),
    _switch("detail_beside", "&View", "Detail &beside the table"),
    Command("reset_layout", "&View", "&Reset the layout"),
    Command("live", "&Go", "Go &live", "Ctrl+Home", Need.TABLE),
    _line("&Go"),
    Command("back", "&Go", "&Back", _Standard.Back, Need.TABLE),
    Command("forward", "&Go", "&Forward", _Standard.Forward, Need.TABLE),
    _line("&Go"),
    Command("partner", "&Go", "To the answer, or the re&quest", "Ctrl+J", Need.ROW),
    Command("next", "&Go", "&Next message", f"{_STEP}+Down", Need.TABLE),
    Command("previous", "&Go", "&Previous message", f"{_STEP}+Up", Need.TABLE),
    Command("next_in_transaction", "&Go", "Ne&xt in this transaction", "Alt+Down",
            Need.ROW),
    Command("previous_in_transaction", "&Go", "P&revious in this transaction",
            "Alt+Up", Need.ROW),
    Command("next_mark", "&Go", "Next mar&k", "Ctrl+Shift+Down", Need.TABLE),
    Command("previous_mark", "&Go", "Pre&vious mark", "Ctrl+Shift+Up", Need.TABLE),
    Command("open_in_window", "&Go", "Open in a &window of its own", need=Need.ROW),
    Command("show_on_chart", "&Go", "Show on the chart b&y its time", need=Need.ROW),
    Command("follow:transaction", "&Go > F&ollow", "This &transaction", need=Need.ROW),
    Command("follow:connector", "&Go > F&ollow", "This &connector", need=Need.ROW),
    Command("follow:idtag", "&Go > F&ollow", "This &idTag", need=Need.ROW),
    Command("follow:action", "&Go > F&ollow", "This &action", need=Need.ROW),
    Command("next_session", "&Go", "Next session &down", "Alt+PgDown"),
    Command("previous_session", "&Go", "Next session &up", "Alt+PgUp"),
    _line("&Go"),
    Command("view_messages", "&Go", "&Messages", f"{_VIEW}+1"),
    Command("view_answers", "&Go", "&Answers: what is wrong here?", f"{_VIEW}+9"),
    Command("view_connections", "&Go", "&Connections", f"{_VIEW}+2"),
    Command("view_sessions", "&Go", "S&essions", f"{_VIEW}+3"),
    Command("view_charts", "&Go", "C&harts", f"{_VIEW}+4"),
    Command("view_limits", "&Go", "Limi&ts: what was it allowed?", f"{_VIEW}+8"),
    Command("view_sending", "&Go", "&Send a command", f"{_VIEW}+5", Need.LIVE),
    Command("view_configuration", "&Go", "Confi&guration", f"{_VIEW}+6"),
    Command("view_files", "&Go", "F&iles", f"{_VIEW}+7"),
    Command("view_findings", "&Analyze", "Show f&indings", "Ctrl+F8"),
    Command("next_finding", "&Analyze", "&Next finding", "F8", Need.CAPTURE),
    Command("previous_finding", "&Analyze", "&Previous finding", "Shift+F8",
            Need.CAPTURE),
    Command("copy_ticket", "&Analyze", "Copy the finding for a &ticket"),
    _line("&Analyze"),
    Command("focus_filter", "&Analyze", "&Go to the filter", "Ctrl+L"),
    _switch("filter_on", "&Analyze", "&Filter on", "Ctrl+Shift+L", need=Need.TABLE),
    Command("clear_filter", "&Analyze", "&Clear the filter", "Ctrl+Shift+X",
            Need.TABLE),
    Command("save_chip", "&Analyze", "&Save this filter as a chip…", "Ctrl+Shift+S",
            Need.TABLE),
    _line("&Analyze"),
    _switch("filter_mode:Hide", "&Analyze", "&Hide messages that do not match",
            group="filter_mode"),
    _switch("filter_mode:Dim", "&Analyze", "&Dim messages that do not match",
            group="filter_mode"),
    _line("&Analyze"),
    Command("filter_on_selected", "&Analyze", "Show only messages &like this",
            need=Need.ROW),
    Command("hide_selected", "&Analyze", "Hide &messages like this", need=Need.ROW),
    Command("all_chargers", "&Charger", "&All chargers", "Ctrl+Shift+A"),
    Command("how_to_connect", "&Charger", "&How to connect a charger", "F2",
            Need.LIVE),
    Command("direct_cable", "&Charger", "Direct cable to a charger: set u&p addresses…",
            need=Need.LIVE),
    Command("check_connection", "&Charger", "&Check the connection"),
    Command("note_card", "&Charger", "A card is shown &now", "Ctrl+Shift+K",
            need=Need.LIVE),
    Command("copy_url", "&Charger", "Copy the &URL to type into a charger",
            need=Need.LIVE),
    _line("&Charger"),
    Command("update_firmware", "&Charger", "Update &firmware…", need=Need.LIVE),
    Command("get_log", "&Charger", "Get &diagnostics or log…", need=Need.LIVE),
    Command("received_files", "&Charger", "Show &received files"),
    Command("palette", "&Tools", "&Command palette", "Ctrl+Shift+P; Ctrl+K"),
    _line("&Tools"),
    _switch("demo", "&Tools", "&Demo session", need=Need.LIVE),
    Command("told", "&Tools", "What was &told"),
    Command("show_folder", "&Tools", "Show the folder with the &recordings"),
    Command("glossary", "&Help", "&Glossary: what every message means",
            _Standard.HelpContents),
    Command("filter_help", "&Help", "&Filters: how to write them"),
    Command("finding_rules", "&Help", "&Rules of diagnosis: what is found, and when"),
    Command("shortcuts", "&Help", "&Keyboard shortcuts", "Ctrl+?"),
    Command("about", "&Help", "&About OCPP Desk", role=QAction.MenuRole.AboutRole),
)  # fmt: skip
